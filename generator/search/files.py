"""The files of the index as a browser reads them, except the contents of buckets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache

import deflate

from generator.han import changing
from generator.search.postings import bytes_apart, varint
from generator.search.segments import Segment

POSTS_IN_BLOCK = 50
"""Posts in a file of titles."""
_LEVEL = 9


def compressed(data: bytes) -> bytes:
    """`data` as gzip writes it: the same bytes on every machine, which no version of zlib promises."""
    return bytes(deflate.gzip_compress(data, _LEVEL))


def decompressed(data: bytes) -> bytes:
    """What was `compressed`."""
    return bytes(deflate.gzip_decompress(data))


def titles(posts: Iterable[tuple[str, ...]]) -> bytes:
    """The file of titles of some posts: a line for each, its values separated by tabs.

    The values are address, title, date (ISO 8601, or empty), source and category.
    """
    # An address has no control characters, but it may have any number of any blanks.
    lines = ["\t".join((address, *(" ".join(value.split()) for value in values))) for address, *values in posts]
    return compressed("\n".join(lines).encode())


def manifest(segments: Sequence[Segment], versions: Sequence[str], years: Iterable[tuple[int, int]]) -> bytes:
    """The file that says which other files there are, in JSON.

    `segments` has for each segment the number of its posts, the number of its buckets, and a version, which changes
    with any of these; `years` has pairs of a year and the number of its first post.
    """
    value = {
        "version": 1,
        "segments": [
            [segment.count, segment.buckets, version] for segment, version in zip(segments, versions, strict=True)
        ],
        "years": list(years),
    }
    return (json.dumps(value, separators=(",", ":")) + "\n").encode()


@cache
def simplifications() -> bytes:
    """The file of simplified characters, sorted by the traditional ones.

    It holds the number of characters; for each the distance of the traditional one from the last, all as a `varint`;
    and the simplified ones, their bytes apart.
    """
    pairs = [(ord(before), ord(after)) for before, after in sorted(changing())]
    starts = [0, *(before for before, _ in pairs)]
    distances = [varint(before - start) for start, (before, _) in zip(starts, pairs, strict=False)]
    columns = bytes_apart([after for _, after in pairs])
    return compressed(b"".join((varint(len(pairs)), *distances, *columns)))

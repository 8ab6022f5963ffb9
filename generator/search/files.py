"""The files of the index as a browser reads them, except the contents of buckets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from operator import sub

from generator.han import changing
from generator.search.encoding import compressed, varint
from generator.search.segments import Segment

POSTS_IN_BLOCK = 50
"""Posts in a file of titles."""


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
        "version": 2,
        "segments": [
            [segment.count, segment.buckets, version] for segment, version in zip(segments, versions, strict=True)
        ],
        "years": list(years),
    }
    return (json.dumps(value, separators=(",", ":")) + "\n").encode()


@cache
def simplifications() -> bytes:
    """The file of simplified characters, in their order.

    It holds, each as a `varint`, the number of characters; of each the distance of the simplified one from the last;
    and of each the distance of the traditional one from the last, doubled, and if it is negative, less by one.
    """
    pairs = sorted((ord(after), ord(before)) for before, after in changing())
    simple, traditional = (list(map(sub, codes, (0, *codes))) for codes in zip(*pairs, strict=True))
    doubled = [2 * step if step >= 0 else -2 * step - 1 for step in traditional]
    return compressed(b"".join(map(varint, (len(pairs), *simple, *doubled))))

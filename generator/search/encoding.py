"""How numbers and files are written for the browser, which reads them with `static/theme/search.js`."""

from __future__ import annotations

import zlib
from functools import lru_cache

import deflate

_LEVEL = 9


def compressed(data: bytes) -> bytes:
    """`data` as gzip writes it: the same bytes on every machine, which no version of zlib promises."""
    return bytes(deflate.gzip_compress(data, _LEVEL))


def deflated(data: bytes) -> bytes:
    """`data` compressed in the same way without the head and the end of a file, which are as large as a short list."""
    return bytes(deflate.deflate_compress(data, _LEVEL))


def inflated(data: bytes) -> bytes:
    """What was `deflated`."""
    return zlib.decompress(data, -zlib.MAX_WBITS)


# Most are small.
@lru_cache(maxsize=1 << 10)
def varint(number: int) -> bytes:
    """`number`, which is not negative, with seven bits in a byte, the lowest first; the last byte is below 128."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)

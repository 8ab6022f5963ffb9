"""The size of a picture, read from the beginning of its file."""

from __future__ import annotations

import io
import re

MAGIC = re.compile(
    rb"(?P<png>\x89PNG\r\n\x1a\n)|(?P<jpg>\xff\xd8\xff)|(?P<gif>GIF8[79]a)|(?P<webp>RIFF.{4}WEBP)"
    rb"|(?P<avif>.{4}ftyp(?:avif|avis))",
    re.DOTALL,
)
"""Matches the beginning of a picture in a format that cannot act; the name of the group is the usual suffix."""
SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
"""The suffixes of files in these formats."""
HEAD_BYTES = 262_144
"""The size stands in this part of a file.  A larger part of a hostile file would only take longer to search."""
MAX_PIXELS = 65_535
"""No JPEG has a longer side, and no screen."""

Sides = tuple[int, int]
"""The width and the height of a picture in pixels, as it is shown, that is, turned as the file says."""


def sides(data: bytes) -> Sides | None:
    """The size of the picture that begins with `data`; None if it cannot be read or is no size that a picture has.

    Only the formats of `MAGIC` are read: an SVG may have a size in any unit, or none.
    """
    match = MAGIC.match(data)
    if match is None:
        return None
    # Imported here: it loads an HTTP client, which takes 15 ms, and most builds look at no picture.
    import imagesize

    # The orientation of an AVIF is not read, because the library takes the square of the time for a hostile one.
    width, height = imagesize.get(io.BytesIO(data[:HEAD_BYTES]), exif_rotation=match.lastgroup != "avif")
    return (width, height) if 1 <= width <= MAX_PIXELS and 1 <= height <= MAX_PIXELS else None

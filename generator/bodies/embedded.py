"""Pictures that a body contains as `data:` URLs: which may be published, and how long ones are set aside.

Only formats that cannot act are published, by their magic number and whatever the URL says; never SVG.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from generator.digest import address_digest
from generator.model import EmbeddedPicture
from generator.pictures import MAGIC, sides

MIN_BYTES = 200
"""Smaller pictures are the stand-ins of lazy loaders, and dots."""
MIN_PIXELS = 9
"""Pictures that are narrower or lower are lines and spacers."""
MAX_BYTES = 1_000_000
MAX_POST_BYTES = 5_000_000
MAX_PICTURES = 50
"""Limits on one picture, and on all of a post."""
LONG_CHARACTERS = 4_000
"""Addresses of at least this length are put aside before the body is parsed: tags have a limit."""

FOLDER = "/embedded/"
_DATA = re.compile(r"data:[\w.+\-/]{0,80}(?:;[\w.\-]{1,40}=[\w.\-]{1,40}){0,4};base64,", re.IGNORECASE | re.ASCII)
_IN_BODY = re.compile(
    r"((?:<img\b[^<>]{0,4000}?\ssrc\s{0,9}=\s{0,9}[\"']?|!\[[^\[\]\n]{0,300}\]\()\s{0,9})"
    rf"(data:image/[\w.+\-]{{2,20}};base64,[A-Za-z0-9+/=%\r\n]{{{LONG_CHARACTERS},}}+)",
    re.IGNORECASE | re.ASCII,
)

# Ordinary case first: an expression that begins with a plain text is sought many times faster.
_LONG = re.compile(rf"data:image/(?i:[\w.+\-]{{2,20}};base64,[A-Za-z0-9+/=%\r\n]{{{LONG_CHARACTERS}}})", re.ASCII)
_SHORT = re.compile(r"data:,[0-9]{1,6}")


@dataclass(slots=True)
class Album:
    """The pictures that one post contains as `data:` URLs, up to a limit on their number and size."""

    kept: dict[str, EmbeddedPicture] = field(default_factory=dict)
    """By address in the site."""
    size_bytes: int = 0

    def add(self, address: str) -> EmbeddedPicture | None:
        """The picture in the `data:` URL `address`, which is added to the album.

        None if the picture may not be published, is too small or too large, or would exceed the limits of the post.
        """
        picture = decoded(address)
        if picture is None or picture.address in self.kept:
            return picture and self.kept[picture.address]
        if len(self.kept) >= MAX_PICTURES or self.size_bytes + len(picture.data) > MAX_POST_BYTES:
            return None
        self.kept[picture.address] = picture
        self.size_bytes += len(picture.data)
        return picture


def decoded(address: str) -> EmbeddedPicture | None:
    """The picture in the `data:` URL `address`; None if it is broken, too small, too large, or of a refused format."""
    match = _DATA.match(address)
    if match is None or len(address) > 2 * MAX_BYTES:
        return None
    written = address[match.end() :]
    try:
        text = "".join((unquote(written) if "%" in written else written).split())
        data = binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except (ValueError, UnicodeError):
        return None
    magic = MAGIC.match(data)
    if magic is None or not MIN_BYTES <= len(data) <= MAX_BYTES:
        return None
    size = sides(data)
    # A picture of unknown size counts as large enough.
    if size is not None and min(size) < MIN_PIXELS:
        return None
    return EmbeddedPicture(f"{FOLDER}{address_digest(data)}.{magic.lastgroup}", data, size)


def put_aside(body: str) -> tuple[str, Mapping[str, str]]:
    """`body` with a short text in place of each long `data:` URL of a picture, and the mapping from short to long.

    The short texts begin with `data:`, too, so that every step of cleaning still recognises embedded pictures.
    """
    if len(body) < LONG_CHARACTERS or _LONG.search(body) is None:
        return body, {}
    aside: dict[str, str] = {}

    def shortened(match: re.Match[str]) -> str:
        short = f"data:,{len(aside)}"
        aside[short] = match[2]
        return f"{match[1]}{short}"

    return _IN_BODY.sub(shortened, body), aside


def put_back(text: str, aside: Mapping[str, str]) -> str:
    """`text` with the long `data:` URLs in place of the short texts; `aside` maps the short texts to the URLs."""
    return _SHORT.sub(lambda match: aside.get(match[0], match[0]), text) if aside else text

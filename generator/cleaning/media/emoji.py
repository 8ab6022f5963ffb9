"""Recognises small pictures of emoji, and finds the characters that they show."""

from __future__ import annotations

import re

from generator.article.nodes import Attributes, value_of
from generator.cleaning.media.addresses import pixels

_SAYS_EMOJI = ("emoji", "emoticon", "smiley", "smilies")
_PICTOGRAPH = (
    "\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_JOINING = "\u200d\u20e3\ufe0e\ufe0f\U000e0020-\U000e007f"
"""Joiners, keycaps, variation selectors and tags, which are only parts of emoji."""
_EMOJI = re.compile(rf"(?:[#*0-9]\ufe0f?\u20e3|[©®]\ufe0f?|[{_PICTOGRAPH}][{_JOINING}]{{0,8}}){{1,12}}")
_FILE = re.compile(r"/(?:emoji_)?u?([0-9a-f]{2,6}(?:[_\-][0-9a-f]{2,6}){0,9})\.(?:png|svg|gif|webp)", re.IGNORECASE)
_NAME = re.compile(r"|:[\w+\-]{1,60}:", re.ASCII)
_MAX_PIXELS = 72


def emoji_of(attributes: Attributes) -> str:
    """The characters that a picture of an emoji shows: its alternative text, or else those that its file name encodes.

    Empty for a large picture, and if neither class nor address show that the picture is an emoji.
    """
    address = value_of(attributes, "src")[-300:].partition("?")[0]
    named = f"{value_of(attributes, 'class')[:300]} {address}".lower()
    if not any(map(named.__contains__, _SAYS_EMOJI)):
        return ""
    sides = [pixels(value_of(attributes, name)) or 0 for name in ("width", "height")]
    if max(sides) > _MAX_PIXELS:
        return ""
    alt = value_of(attributes, "alt")[:100]
    if _EMOJI.fullmatch(alt):
        return alt
    match = _FILE.fullmatch(address, address.rfind("/")) if _NAME.fullmatch(alt) and "/" in address else None
    if match is None:
        return ""
    points = [int(point, 16) for point in re.split(r"[_\-]", match[1])]
    text = "".join(chr(point) for point in points if point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF)
    return text if _EMOJI.fullmatch(text) else ""

"""Decodes bytes: UTF-8, damaged UTF-8, UTF-16 and GB18030, without the characters that no page may contain."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from generator.characters import CONTINUING, drop_controls, unwanted

MAX_INVALID_SHARE = 0.01
"""Share of the non-ASCII bytes; a file with more invalid ones is not treated as damaged UTF-8."""

_MISREAD = re.compile(f"((?:[\u00c2-\u00f4][{CONTINUING}]{{1,3}})+)")
"""Characters in UTF-8 whose bytes were read as Latin-1 or Windows-1252.

Some of the bytes are controls, without which cleaning could not decode the text anew.  Sanitizing drops what is left.
"""


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""A decoded text, with `\n` as line ends, and what was guessed, replaced or dropped to decode it."""

    text: str
    encoding: str
    """Name of the encoding that was guessed; empty for UTF-8."""
    replaced_count: int
    """Number of replacement characters for undecodable bytes."""
    dropped_count: int
    """Number of characters that were left out because no page may contain them, such as control characters."""
    dropped_line: int
    """Line of the first dropped character, from 1; 0 if none was dropped."""


def decode(data: bytes) -> Decoded:
    """The text in `data`, the bytes of a file, in whatever encoding they are.

    The encodings are tried in this order: UTF-8; UTF-8 with replacement characters if at most 1 % of the non-ASCII
    bytes are invalid, or if only the end of the last character is missing; UTF-16 if there is a byte order mark;
    GB18030 if all bytes are valid in it; UTF-8 with replacement characters.
    """
    text, encoding, replaced_count = _text(data)
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept, dropped_count = drop_controls(text)
    if dropped_count and len(parts := _MISREAD.split(text)) > 1:
        parts[::2] = [drop_controls(part)[0] for part in parts[::2]]
        kept = "".join(parts)
        dropped_count = len(text) - len(kept)
        text = _MISREAD.sub(lambda match: " " * len(match[0]), text)
    first = unwanted(text).search(text) if dropped_count else None
    line = text.count("\n", 0, first.start()) + 1 if first else 0
    return Decoded(kept, encoding, replaced_count, dropped_count, line)


def _text(data: bytes) -> tuple[str, str, int]:
    try:
        return data.decode("utf-8"), "", 0
    except UnicodeDecodeError:
        pass
    if _is_nearly_utf8(data):
        return _repaired(data)
    guesses = ("utf-16", "gb18030") if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("gb18030",)
    for encoding in guesses:
        try:
            return data.decode(encoding), encoding.upper(), 0
        except UnicodeDecodeError:
            continue
    return _repaired(data)


def _repaired(data: bytes) -> tuple[str, str, int]:
    text = data.decode("utf-8", "replace")
    genuine_count = data.count("\ufffd".encode())
    return text, "", text.count("\ufffd") - genuine_count


def _is_nearly_utf8(data: bytes) -> bool:
    try:
        # Accepts a file cut in the middle of a character, which in a short file is more than 1 %.
        codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        pass
    else:
        return True
    invalid_count = len(re.findall("[\udc80-\udcff]", data.decode("utf-8", "surrogateescape")))
    non_ascii_count = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    return invalid_count <= non_ascii_count * MAX_INVALID_SHARE

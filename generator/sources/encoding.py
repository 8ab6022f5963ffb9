"""Bytes to text: UTF-8, what is nearly UTF-8, and GB18030, without the characters that no page may hold."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from generator.characters import drop_controls, unwanted

MAX_INVALID_SHARE = 0.01
"""Of the bytes outside ASCII: up to here a file is damaged UTF-8, beyond it something else."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with newlines only as line ends, and what it took: `encoding` is empty for clean UTF-8."""

    text: str
    encoding: str
    """Name of the encoding that was guessed, or empty."""
    replaced_count: int
    """Characters that stand for bytes nobody could read."""
    dropped_count: int
    dropped_line: int
    """Line of the first character that was dropped."""


def decode(data: bytes) -> Decoded:
    """The text of a file, whatever its bytes are.

    UTF-8; else UTF-8 with replacement if at most 1 % of the bytes outside ASCII are invalid, or if only the end of
    the last character is missing; else UTF-16 if it has its mark; else GB18030 if all of it fits; else UTF-8 with
    replacement.
    """
    text, encoding, replaced_count = _text(data)
    text = text.lstrip("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept, dropped_count = drop_controls(text)
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
        # A file that was cut in the middle of a character: in a short one that is more than 1 %.
        codecs.getincrementaldecoder("utf-8")().decode(data, final=False)
    except UnicodeDecodeError:
        pass
    else:
        return True
    invalid_count = len(re.findall("[\udc80-\udcff]", data.decode("utf-8", "surrogateescape")))
    non_ascii_count = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    return invalid_count <= non_ascii_count * MAX_INVALID_SHARE

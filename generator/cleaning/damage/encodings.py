"""Text that was decoded with the wrong encoding: what can be decoded anew without loss, and what cannot."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from generator.characters import CONTINUING
from generator.cleaning.damage.paragraphs import Edit
from generator.cleaning.damage.signs import CJK, LATIN, LOST, is_likely

LEAST = 4
"""Fewest Chinese characters that a run must become to be decoded anew."""
_MOST_TIMES = 3
"""How often a text is decoded anew at most."""

_NARROW = re.compile(rf"[\x01-\x09\x0b-\x7f{LATIN}{LOST}]+")
"""A run of bytes that were read as Latin-1 or Windows-1252, with ASCII and lost characters between them."""
_BYTES = re.compile(f"[{LATIN}]+")
_ASCII_LETTER = re.compile("[A-Za-z]")
_ALL_BYTES = re.compile(f"[\x01-\x7f{LATIN}]+")
_LEAD = re.compile("[\u00c2-\u00f4]")
_PAIR = re.compile(f"[\u00e3-\u00e9][{CONTINUING}]")
_WIDE = re.compile("[^\x00-\x7f]+")
"""A run of bytes that were read as GB18030; ASCII is the same in both."""
_WIDE_PAIR = re.compile("[\u4e00-\u9fff]{2}")
_LOST_BYTE = b"\xff"
"""Stands for U+FFFD; no byte of GB18030."""
_UTF8 = re.compile(
    rb"[\xe2-\xef][\x80-\xbf]{2}"
    # Bytes that are left of a character, before a whole one or U+FFFD.
    rb"(?:(?:[\x80-\xbf]|[\xe2-\xef][\x80-\xbf]?(?![\x80-\xbf])|\xc2\xb7){0,4}+"
    rb"(?:[\xe2-\xef][\x80-\xbf]{2}|\xff))*+"
)
"""Characters of three bytes in UTF-8, with what is left of others between them."""
_CJK = re.compile(f"[{CJK}]")

# Windows-1252 has signs where Latin-1 has controls; five bytes have none and are controls in both.
_TO_LATIN_1 = {
    ord(sign): byte for byte in range(0x80, 0xA0) if (sign := bytes([byte]).decode("cp1252", "replace")) != "\ufffd"
}


def decoded_anew(text: str) -> list[Edit]:
    """Edits that restore the parts of `text` that were decoded with the wrong encoding, in order.

    Only parts that can be restored without loss have an edit; the list is empty if there are none.
    """
    edits: list[Edit] = []
    for run in _NARROW.finditer(text):
        if LOST not in run[0] and _LEAD.search(run[0]):
            edits += _from_utf8(run) or _from_gb18030(run)
    if edits:
        # Runs of the other kind may overlap with these.
        return edits
    for run in _WIDE.finditer(text):
        if _WIDE_PAIR.search(run[0]) and (new := _strictly(_as_gb18030(run[0]), "utf-8")) and _cjk(new) >= LEAST:
            edits.append(Edit(*run.span(), new))
    return edits


def _from_utf8(run: re.Match[str]) -> list[Edit]:
    """Edits for the parts of a run that are bytes of UTF-8; none if one of them that could be is not."""
    edits: list[Edit] = []
    for part in _BYTES.finditer(run[0]):
        if new := _unwound(part[0]):
            edits.append(Edit(run.start() + part.start(), run.start() + part.end(), new))
        elif _LEAD.search(part[0]):
            return []
    return edits if sum(_cjk(edit.new) for edit in edits) >= LEAST else []


def _unwound(text: str) -> str:
    """The text that was encoded as UTF-8 and read as `text`, maybe several times; empty if `text` is none."""
    new = _strictly(_as_latin(text), "utf-8")
    for _ in range(_MOST_TIMES - 1):
        if not _ALL_BYTES.fullmatch(new) or not (again := _strictly(_as_latin(new), "utf-8")):
            break
        new = again
    return new


def _from_gb18030(run: re.Match[str]) -> list[Edit]:
    # ASCII is part of the run: the second byte of a character may be a letter.
    new = _strictly(_as_latin(run[0]), "gb18030")
    return [Edit(*run.span(), new)] if new and is_likely(new) else []


def undecodable(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each part of `text` that was probably decoded with the wrong encoding.

    Call this after the repairs: what they leave lacks bytes, so that it cannot be restored.  Parts of Latin letters
    come before those of Chinese characters.
    """
    for run in _NARROW.finditer(text):
        if len(_LEAD.findall(run[0])) >= LEAST and _is_dense(run[0]):
            # A character of UTF-8 has three bytes: at least half of those that are left begin one.
            is_utf8 = 6 * len(_PAIR.findall(run[0])) >= max(_byte_count(run[0]), 6 * LEAST)
            if is_utf8 or is_likely(_loosely(_as_latin(run[0]), "gb18030")):
                yield _stretch(run)
    for run in _WIDE.finditer(text):
        if _WIDE_PAIR.search(run[0]):
            yield from _utf8_parts(run)


def _utf8_parts(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """(start, end) of the parts of a run that are mostly bytes of UTF-8 if the run is encoded as GB18030."""
    signs = [_LOST_BYTE if sign == LOST else _as_gb18030(sign) for sign in run[0]]
    starts = list(accumulate(map(len, signs), initial=0))
    for part in _UTF8.finditer(b"".join(signs)):
        count = _cjk(_loosely(part[0], "utf-8"))
        # At least half of the bytes are those of whole characters.
        if count >= LEAST and 6 * count >= len(part[0]):
            yield run.start() + bisect_right(starts, part.start()) - 1, run.start() + bisect_left(starts, part.end())


def _is_dense(text: str) -> bool:
    """Whether letters of a text with signs of Latin-1 are mostly such signs, unlike in any language."""
    return len(_ASCII_LETTER.findall(text)) <= _byte_count(text)


def _byte_count(text: str) -> int:
    return sum(map(len, _BYTES.findall(text)))


def _stretch(run: re.Match[str]) -> tuple[int, int]:
    """The part of a run from the first to the last sign of Latin-1."""
    found = [match.span() for match in _BYTES.finditer(run[0])]
    return run.start() + found[0][0], run.start() + found[-1][1]


def _cjk(text: str) -> int:
    return len(_CJK.findall(text))


def _as_latin(text: str) -> bytes:
    return text.translate(_TO_LATIN_1).encode("latin-1", "replace")


def _as_gb18030(text: str) -> bytes:
    return text.encode("gb18030", "ignore")


def _strictly(data: bytes, encoding: str) -> str:
    """The text of `data`; empty if not all of it is valid or it holds characters that stand for lost ones."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return "" if "\ufffd" in text else text


def _loosely(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "ignore")

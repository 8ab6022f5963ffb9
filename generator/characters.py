"""Classes of characters: those that no page may contain, those that wrong decoding makes, and Latin letters to fold."""

from __future__ import annotations

import re
import unicodedata

# Controls except tab and newline, lone surrogates, noncharacters, and the controls that change the direction of the
# text around them.  DEL, C1 and all noncharacters are here too: HTML calls each of them an error.
_UNWANTED_BELOW = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069\ufffe\uffff"
_UNWANTED_ABOVE = "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
_UNWANTED_IN_BMP = re.compile(f"[{_UNWANTED_BELOW}]")
_UNWANTED = re.compile(f"[{_UNWANTED_BELOW}{_UNWANTED_ABOVE}]")

CONTINUING = (
    "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d"
    "\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
"""A class of what a later byte of a character in UTF-8 becomes if it is read as Latin-1 or Windows-1252."""


def letters_and_digits(text: str) -> str:
    """The letters and digits of `text` in lower case and normal width, for comparing names whatever their signs."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def drop_controls(text: str) -> tuple[str, int]:
    """`text` without the characters that no page may contain, such as control characters, and how many were removed."""
    # No printable character is unwanted, nor are newlines and ideographic spaces; nearly every text has only these.
    shown = text.replace("\n", "").replace("\u3000", "")
    if shown.isprintable() or not (pattern := unwanted(text)).search(text):
        return text, 0
    return pattern.subn("", text)


def unwanted(text: str) -> re.Pattern[str]:
    """A pattern that matches one character that no page may contain; use it for `text` only.

    It covers characters above U+FFFF only if `text` has any, because searching for them takes ten times as long.
    """
    # `re` looks characters up in a table only where a class ends with the plane that nearly all texts keep to: 8
    # instead of 108 microseconds for 2,800 characters.
    has_more = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return _UNWANTED if has_more else _UNWANTED_IN_BMP


_FOLDED = re.compile("[\uff21-\uff3a\uff41-\uff5a\u00c0-\u024f\u1e00-\u1eff]")


def fold_latin(text: str) -> str:
    """`text` with full-width and accented Latin letters as plain ones, as Hexo folds them in addresses; NFC."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if not _FOLDED.search(text):
        return text
    folded = []
    for char in text:
        # Full-width and accented Latin letters are folded; ideographs, kana and their punctuation are not.
        code = ord(char)
        if 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A:
            folded.append(chr(code - 0xFEE0))
        elif 0xC0 <= code <= 0x24F or 0x1E00 <= code <= 0x1EFF:
            base = "".join(c for c in unicodedata.normalize("NFD", char) if not unicodedata.combining(c))
            folded.append(_LIGATURES.get(base, base))
        else:
            folded.append(char)
    return "".join(folded)


_LIGATURES = {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe"} | dict(
    zip("ßØøŁłĐđĦħŦŧĿŀŉıſ", "sOoLlDdHhTtLlnil", strict=True)
)  # Hexo's replacements for letters that NFD does not decompose; migrated sites have them in addresses.

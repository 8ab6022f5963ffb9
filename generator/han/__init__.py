"""Chinese characters: their simplified forms and their readings, from tables that `scripts/han_tables.py` makes."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def simplified(text: str) -> str:
    """`text` with each traditional character replaced by its simplified form, one by one without regard to words.

    Characters without an entry in the table stay, so the result has as many characters as `text`.
    """
    return text if text.isascii() else text.translate(_simplified())


def changes(character: str) -> bool:
    """Whether `simplified` replaces this one character; False for a text of any other length."""
    return len(character) == 1 and ord(character) in _simplified()


def is_reading(character: str, syllable: str) -> bool:
    """Whether `syllable` is the pinyin of a traditional character with its tone mark, such as `tǐ` of `體`.

    False for characters that `simplified` leaves as they are, because the table has only the others.
    """
    return unicodedata.normalize("NFC", syllable).casefold() in _readings().get(character, ())


@cache
def _simplified() -> dict[int, str]:
    return {ord(line[0]): line[1] for line in _lines("simplified.txt")}


@cache
def _readings() -> dict[str, frozenset[str]]:
    return {line[0]: frozenset(line[1:].split()) for line in _lines("readings.txt")}


def _lines(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").splitlines()

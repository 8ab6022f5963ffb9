"""Chinese characters: their simplified forms and their readings, from tables that `scripts/han_tables.py` makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def simplified(text: str) -> str:
    """`text` with each traditional character replaced by its simplified form, one by one without regard to words.

    All other characters stay, so the result has as many characters as `text`.
    """
    # `str.translate` takes ten times as long where few characters change, because each one without an entry raises.
    return text if text.isascii() else _may_change().sub(_replacement, text)


def changes(character: str) -> bool:
    """Whether `simplified` replaces `character` by another character, that is, whether it is a traditional one.

    False for a text that is not exactly one character.
    """
    return character in _simplified()


def changing() -> Iterable[tuple[str, str]]:
    """Each traditional character with its simplified form, in the order of the characters."""
    return _simplified().items()


def is_reading(character: str, syllable: str) -> bool:
    """Whether `syllable` is the pinyin, with its tone mark, of the traditional character `character`.

    For example, `tǐ` is the pinyin of `體`.  False for characters without a simplified form, because only the pinyin of
    traditional characters is known.
    """
    return unicodedata.normalize("NFC", syllable).casefold() in _readings().get(character, ())


def _replacement(found: re.Match[str]) -> str:
    character = found[0]
    return _simplified().get(character, character)


@cache
def _simplified() -> dict[str, str]:
    return {line[0]: line[1] for line in _lines("simplified.txt")}


@cache
def _may_change() -> re.Pattern[str]:
    # Classes of single characters are fast up to U+FFFF only.
    characters = "".join(character for character in _simplified() if character <= "\uffff")
    return re.compile(f"[{characters}\U00020000-\U0003ffff]")


@cache
def _readings() -> dict[str, frozenset[str]]:
    return {line[0]: frozenset(line[1:].split()) for line in _lines("readings.txt")}


def _lines(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").splitlines()

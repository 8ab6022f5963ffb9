"""Readings in pinyin that a copying program put behind every traditional character that it knew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.cleaning.damage.paragraphs import Edit
from generator.cleaning.damage.signs import HAN, LETTER, MARKED, han_count
from generator.han import changes, is_reading

LEAST_SHARE = 0.05
"""Fewest such readings for each Chinese character of a post; authors explain fewer."""

_READING = re.compile(rf"(?<=([{HAN}]))[(（][ \u00a0]?([{LETTER}]{{1,12}})[ \u00a0]?[)）]")
_SIGN = re.compile(rf"[(（][ \u00a0]?[A-Za-z\u0251\u0261]{{0,5}}[{MARKED}]")
_TONE = re.compile(f"[{MARKED}]")
_PHONETIC = str.maketrans("\u0251\u0261", "ag")


def has_readings(text: str) -> bool:
    """Whether `text` seems to contain the reading of a character: pinyin with a tone in parentheses, as `(lì)`."""
    return ("(" in text or "（" in text) and _SIGN.search(text) is not None


def has_tone(syllable: str) -> bool:
    """Whether a syllable of pinyin has a mark for its tone."""
    return _TONE.search(syllable) is not None


def inserted(texts: Sequence[str]) -> list[list[Edit]]:
    """For each of `texts`, all texts of one post, edits that remove the readings that a copying program inserted.

    Such a program put a reading, as `(lì)`, behind the traditional characters.  There are no edits if authors probably
    wrote the readings: if there are few (less than `LEAST_SHARE`), or if more than half as many stand behind characters
    that are the same in simplified Chinese, as in a book for learners.
    """
    edits = [list(_of_traditional(text)) for text in texts]
    count = sum(map(len, edits))
    others = sum(1 for text in texts for _ in _of_others(text))
    if count == 0 or count < LEAST_SHARE * sum(map(han_count, texts)) or 2 * others > count:
        return [[] for _ in texts]
    return edits


def _of_traditional(text: str) -> Iterator[Edit]:
    for match in _READING.finditer(text):
        if changes(match[1]) and is_reading(match[1], match[2].translate(_PHONETIC)):
            yield Edit(*match.span(), "")


def _of_others(text: str) -> Iterator[str]:
    """The characters that simplifying leaves as they are, and that have a reading with a tone."""
    for match in _READING.finditer(text):
        if not changes(match[1]) and has_tone(match[2]):
            yield match[1]

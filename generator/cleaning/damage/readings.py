"""Readings in pinyin that a copying program put behind every traditional character that it knew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.cleaning.damage.paragraphs import Edit
from generator.cleaning.damage.signs import HAN, LETTER, MARKED, common_count, han_count
from generator.han import changes, is_reading, simplified

LEAST = 8
"""Fewest readings that a program put into a text."""
LEAST_SHARE, MOST_SHARE = 0.05, 0.6
"""Fewest and most such readings for each Chinese character of a text: authors explain fewer, or list explained ones."""
_LEAST_OF_ALL, _LEAST_OF_SAME, _LEAST_OF_EACH = 0.3, 0.8, 0.5
"""Shares with a reading: of all traditional characters, of those that have one somewhere, and of each of the latter."""

_ABOUT_READINGS = re.compile(
    "[读讀]音|拼音|注音|生字|[难難]字|[发發]音|多音|字音|音[标標]|音[节節]|[声聲][调調]|[识識認认]字|[读讀念唸]作|拼[写寫]"
    "|pinyin|pronunciation|pronounce|ピンイン|読み方|発音",
    re.IGNORECASE,
)
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


def inserted(texts: Sequence[str], *, of_body: int) -> list[list[Edit]]:
    """For each of `texts`, all texts of one post, edits that remove the readings that a copying program inserted.

    Such a program put a reading, as `(lì)`, behind each traditional character that it knew, wherever that occurs.
    There are no edits if an author may have written the readings.  Only the first `of_body` texts are counted, because
    a title is too short for it.
    """
    edits = [list(_of_traditional(text)) for text in texts]
    if _is_by_program(texts[:of_body], edits[:of_body]) and not any(map(_is_about_readings, texts)):
        return edits
    return [[] for _ in texts]


def _is_by_program(texts: Sequence[str], edits: Sequence[Sequence[Edit]]) -> bool:
    """Whether a copying program inserted the readings at `edits`: they are many, and no choice of an author shows."""
    explained = [text[edit.start - 1] for text, found in zip(texts, edits, strict=True) for edit in found]
    count = len(explained)
    han = sum(map(han_count, texts))
    if count < LEAST or not LEAST_SHARE * han <= count <= MOST_SHARE * han:
        return False
    if 2 * sum(1 for text in texts for _ in _of_others(text)) > count:
        # As in a book for learners.
        return False
    if 3 * common_count("".join(explained)) < count:
        # Authors explain the characters that are rare.
        return False
    return _are_throughout(texts, Counter(explained))


def _are_throughout(texts: Sequence[str], explained: Counter[str]) -> bool:
    """Whether enough traditional characters have a reading, and those that have one have it nearly wherever they occur.

    `explained` says how often each character has one.
    """
    there = Counter(sign for text in texts for sign, new in zip(text, simplified(text), strict=True) if sign != new)
    count = explained.total()
    return (
        count >= _LEAST_OF_ALL * there.total()
        and count >= _LEAST_OF_SAME * sum(there[sign] for sign in explained)
        and all(explained[sign] >= _LEAST_OF_EACH * there[sign] for sign in explained)
    )


def _is_about_readings(text: str) -> bool:
    """Whether a text is about readings; words count that have none themselves, as `讀音` but not `讀(dú)音`."""
    return _ABOUT_READINGS.search(text) is not None


def _of_traditional(text: str) -> Iterator[Edit]:
    for match in _READING.finditer(text):
        if changes(match[1]) and is_reading(match[1], match[2].translate(_PHONETIC)):
            yield Edit(*match.span(), "")


def _of_others(text: str) -> Iterator[str]:
    """The characters that simplifying leaves as they are, and that have a reading with a tone."""
    for match in _READING.finditer(text):
        if not changes(match[1]) and has_tone(match[2]):
            yield match[1]

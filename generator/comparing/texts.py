"""Finds the text that only one of two versions of an article has, and the filter rule that removed this text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from generator.model import Removal

_MOST_COMPARED = 250_000
"""Texts with more pairs of words (the product of their numbers of words) are not compared word by word."""
_LEAST_SHARED = 6
"""In texts that are not alike, fewer consecutive words that both texts have may be chance and count as different."""
_ALIKE = 0.6

_CLAUSE = re.compile(r".+?(?:[。！？!?；;…]+[”’」』）)\"']*|\.(?=\s)|$)", re.DOTALL)
_PHRASE = re.compile(r".+?(?:[，,、：:]+|$)", re.DOTALL)
_LEAST_PHRASE = 4
# A word of letters, or a single character: each Han, kana or hangul character counts as a word.
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u052f]+|\S")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the text of an article, which is a sequence of blocks such as paragraphs.

    `start` and `end` are offsets in the text of the block whose index is `block`.
    """

    block: int
    start: int
    end: int
    text: str
    is_whole: bool
    """Whether the passage is the whole text of its block."""


def squeezed(text: str) -> str:
    """`text` without whitespace, including line breaks."""
    return "".join(text.split())


def differences(old: Sequence[str], new: Sequence[str]) -> tuple[list[Passage], list[Passage]]:
    """(passages that only `old` has, passages that only `new` has); `old` and `new` are texts of blocks.

    The order of the blocks, the division of the text into blocks, and whitespace make no difference.
    """
    if squeezed("".join(old)) == squeezed("".join(new)):
        return [], []
    left, right = _only(_whole(old), _whole(new))
    for pattern, least in ((_CLAUSE, 1), (_PHRASE, _LEAST_PHRASE)):
        if left and right:
            left, right = _only(_cut(left, pattern), _cut(right, pattern), least)
    left, right = _joined(left, old), _joined(right, new)
    if left and right:
        left, right = _by_words(left, right)
    return _joined(left, old), _joined(right, new)


def _whole(blocks: Sequence[str]) -> list[Passage]:
    return [Passage(number, 0, len(block), block, True) for number, block in enumerate(blocks) if block]


def _cut(passages: Iterable[Passage], pattern: re.Pattern[str]) -> list[Passage]:
    return [
        Passage(passage.block, passage.start + match.start(), passage.start + match.end(), match[0], False)
        for passage in passages
        for match in pattern.finditer(passage.text)
    ]


def _only(old: list[Passage], new: list[Passage], least: int = 1) -> tuple[list[Passage], list[Passage]]:
    """(passages that `new` lacks, passages that `old` lacks); both have repeated passages counted.

    Passages with fewer than `least` characters, without whitespace, always count as lacking.
    """
    had, has = (Counter(map(_key, side)) for side in (old, new))
    return _beyond(old, has, least), _beyond(new, had, least)


def _key(passage: Passage) -> str:
    return squeezed(passage.text)


def _beyond(side: Iterable[Passage], others: Counter[str], least: int) -> list[Passage]:
    left, beyond = Counter(others), []
    for passage in side:
        key = _key(passage)
        if len(key) >= least and left[key] > 0:
            left[key] -= 1
        elif key:
            beyond.append(passage)
    return beyond


def _joined(passages: Iterable[Passage], blocks: Sequence[str]) -> list[Passage]:
    """`passages` with neighbours joined if only whitespace, or nothing, is between them in the same block."""
    joined: list[Passage] = []
    for item in passages:
        last = joined[-1] if joined else None
        if last is not None and last.block == item.block and not blocks[item.block][last.end : item.start].strip():
            joined[-1] = _passage(item.block, last.start, item.end, blocks)
        else:
            joined.append(_passage(item.block, item.start, item.end, blocks))
    return joined


def _passage(block: int, start: int, end: int, blocks: Sequence[str]) -> Passage:
    text = blocks[block][start:end]
    start += len(text) - len(text.lstrip())
    return Passage(block, start, end, text.strip(), squeezed(text) == squeezed(blocks[block]))


def _by_words(old: list[Passage], new: list[Passage]) -> tuple[list[Passage], list[Passage]]:
    """`old` and `new` as single words, without the words that both have in common; unchanged if there are too many."""
    had, has = _words(old), _words(new)
    if len(had) * len(has) > _MOST_COMPARED:
        return old, new
    matcher = SequenceMatcher(None, [word.text for word in had], [word.text for word in has], autojunk=False)
    least = 1 if matcher.ratio() >= _ALIKE else _LEAST_SHARED
    shared_old: set[int] = set()
    shared_new: set[int] = set()
    for start, other, size in matcher.get_matching_blocks():
        if size >= least:
            shared_old.update(range(start, start + size))
            shared_new.update(range(other, other + size))
    return _others(had, shared_old), _others(has, shared_new)


def _words(passages: Iterable[Passage]) -> list[Passage]:
    return [
        Passage(passage.block, passage.start + match.start(), passage.start + match.end(), match[0], False)
        for passage in passages
        for match in _WORD.finditer(passage.text)
    ]


def _others(words: Iterable[Passage], shared: set[int]) -> list[Passage]:
    return [word for number, word in enumerate(words) if number not in shared]


# ----------------------------------------------------------------------------------------------- rules

_CUT_FROM = 100
"""Texts of removals with at least this many characters may have been truncated."""
_LEAST_PART = 8
_MOST_PARTS = 1_000
"""The maximum number of texts of removals that are compared with each passage."""


@dataclass(frozen=True, slots=True)
class _Part:
    removal: Removal
    text: str
    is_cut: bool


def explained(passages: Sequence[Passage], removals: Iterable[Removal]) -> Iterator[tuple[Passage, Removal | None]]:
    """(passage, removal that explains why the passage is missing) for each of `passages`, in the same order.

    The removal is None if no text that cleaning removed fits.  A long removal has only the beginning of its text, so if
    it explains a whole block, it also explains the missing whole blocks that follow directly.
    """
    parts: dict[str, _Part] = {}
    for part in _parts(removals):
        parts.setdefault(part.text, part)
    before: tuple[Passage, _Part] | None = None
    for passage in passages:
        found = parts.get(_plain(passage.text)) or _best(passage, islice(parts.values(), _MOST_PARTS))
        if found is None and before is not None and before[1].is_cut and _follows(before[0], passage):
            found = before[1]
        before = (passage, found) if found is not None else None
        yield passage, found.removal if found is not None else None


def _follows(before: Passage, passage: Passage) -> bool:
    return before.block + 1 == passage.block and before.is_whole and passage.is_whole


def _plain(text: str) -> str:
    return squeezed(unicodedata.normalize("NFC", text)).rstrip("…")


def _parts(removals: Iterable[Removal]) -> Iterator[_Part]:
    for removal in removals:
        # Of several things that a rule took out, the first few texts stand in lines of their own.
        for text in dict.fromkeys((removal.text, *removal.text.split("\n"))):
            is_cut = len(text) >= _CUT_FROM
            if plain := _plain(text):
                yield _Part(removal, plain, is_cut)
            if removal.kind == "byline" and (value := _plain(text.partition(": ")[2])):
                yield _Part(removal, value, False)


def _best(passage: Passage, parts: Iterable[_Part]) -> _Part | None:
    text = _plain(passage.text)
    best, found = 0, None
    for part in parts:
        fit = _fit(text, passage.is_whole, part)
        if fit > best:
            best, found = fit, part
    return found


def _fit(text: str, is_whole: bool, part: _Part) -> int:
    """How well a removal explains that `text` is missing: 2 well, 1 perhaps (the removal was truncated), 0 not."""
    other = part.text
    # A word that somebody changed stands in many a removal.
    if text in other and (is_whole or len(text) >= _LEAST_PART):
        return 2
    if other in text and (len(other) >= _LEAST_PART or 2 * len(other) >= len(text)):
        return 2
    # The removal begins in an earlier block, and its text is cut inside this one.
    if part.is_cut and (at := other.rfind(text[:_LEAST_PART])) > 0 and text.startswith(other[at:]):
        return 1
    return 0

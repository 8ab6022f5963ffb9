"""Pages of a platform that hold their article in one element: what stands outside it belongs to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.article.elements import HEADINGS
from generator.cleaning.filters.closing import is_sentence
from generator.cleaning.filters.rules import Rule
from generator.cleaning.filters.tree import Snapshot, count_words

CONTAINER_SHARE = 0.6
"""The share of a post's words that the element must hold."""
_SENTENCE_WORDS = 12
"""A sentence of so many words outside the element may be a standfirst, a credit or a note, so what holds it stays."""


def outside(shot: Snapshot, matches: Sequence[tuple[int, Rule]]) -> list[tuple[int, Rule]]:
    """(element, rule) for the elements around the one that holds the article; empty if it is not clear which does."""
    if not matches:
        return []
    # The innermost element that holds enough: some themes nest a content element in another.
    enough = CONTAINER_SHARE * shot.total_words
    for index, rule in sorted(matches, key=lambda match: match[0], reverse=True):
        if shot.words(*shot.span(index)) >= max(enough, 1):
            return [(other, rule) for other in _beside(shot, index) if _is_of_page(shot, other, index)]
    return []


def _beside(shot: Snapshot, index: int) -> Iterator[int]:
    """The outermost elements that neither hold the element nor are inside it, in document order."""
    other = 0
    while other < len(shot.tags):
        last = shot.lasts[other]
        if other == index or last < index or other > shot.lasts[index]:
            if other != index:
                yield other
            other = last + 1
        else:
            other += 1


def _is_of_page(shot: Snapshot, other: int, container: int) -> bool:
    """Whether an element outside the container has content, and none that may be part of the article."""
    if shot.is_blank(other):
        return False
    lines = [line.strip() for line in _text(shot, other).split("\n")]
    if any(is_sentence(line) and count_words(line) >= _SENTENCE_WORDS for line in lines):
        return False
    # A title, a subtitle and a large picture often stand above the text.
    is_above = other < container
    has_heading = is_above and not HEADINGS.isdisjoint(shot.tags[other : shot.lasts[other] + 1])
    has_picture = is_above and any(not shot.linked[item] for item in shot.media(other))
    return not (has_heading or has_picture)


def _text(shot: Snapshot, index: int) -> str:
    start, end = shot.span(index)
    return shot.text[start:end]

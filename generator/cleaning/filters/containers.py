"""Pages of a platform that hold their article in one element: what stands outside it belongs to the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.article.elements import HEADINGS
from generator.cleaning.filters.closing import is_sentence
from generator.cleaning.filters.rules import Rule
from generator.cleaning.filters.tree import Snapshot, count_words

CONTAINER_SHARE = 0.6
"""The share of a post's words that the element must hold."""
_PROSE_WORDS = 40
"""A sentence of so many words outside the element may be article text, so what holds it stays."""
_LABEL_WORDS = 12
"""Before the element, only labels of up to this many words go: a sentence may be the standfirst."""


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
    """Whether an element outside the container holds nothing that may be part of the article."""
    lines = [line.strip() for line in _text(shot, other).split("\n")]
    if other > container:
        return not any(is_sentence(line) and count_words(line) >= _PROSE_WORDS for line in lines)
    has_heading = not HEADINGS.isdisjoint(shot.tags[other : shot.lasts[other] + 1])
    has_picture = any(not shot.linked[item] for item in shot.media(other))
    return not (has_heading or has_picture) and not any(
        is_sentence(line) or count_words(line) > _LABEL_WORDS for line in lines
    )


def _text(shot: Snapshot, index: int) -> str:
    start, end = shot.span(index)
    return shot.text[start:end]

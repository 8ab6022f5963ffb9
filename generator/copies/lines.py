"""Finds the lines of a copy that say the same as the surroundings of damaged places."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from generator.article.canonical import article_text, read
from generator.article.damage import PLACE
from generator.article.references import as_html
from generator.copies.texts import normalised, shingles
from generator.model import Segment

AROUND_CHARACTERS = 40
"""Characters before and behind a damaged place that are looked for."""
ENOUGH = 0.3
"""The share of their stretches that a line must have."""
MOST_LINES = 2_000
"""Lines of the copy that are looked at."""


Line = tuple[str, frozenset[str]]
"""(line of a text, its shingles)."""


def surroundings(segments: tuple[Segment, ...]) -> tuple[str, ...]:
    """For each place of an article that is marked as damaged, the text around it, without the damaged text itself.

    That is up to 40 characters before the place and up to 40 behind it, as one text.
    """
    html = as_html(segments)
    ends = [0, *(place.end() for place in PLACE.finditer(html))]
    starts = [*(place.start() for place in PLACE.finditer(html)), len(html)]
    between = [article_text(read(html[end:start])) for end, start in zip(ends, starts, strict=True)]
    return tuple(
        before[-AROUND_CHARACTERS:] + behind[:AROUND_CHARACTERS] for before, behind in itertools.pairwise(between)
    )


def lines_of(text: str) -> tuple[Line, ...]:
    """The first `MOST_LINES` lines of a text, each as (line, its shingles), for `same_lines`."""
    return tuple([(line, shingles(normalised(line))) for line in text.split("\n")[:MOST_LINES]])


def same_lines(texts: Iterable[str], lines: tuple[Line, ...]) -> tuple[str, ...]:
    """For each of `texts`, the line of a copy that has most in common with it; `lines` are those of the copy.

    Empty in place of a line that has less than 30 % of the stretches of a few words in the text.
    """
    result = []
    for text in texts:
        wanted = shingles(normalised(text))
        shares = ((len(wanted & known) / max(1, len(wanted)), line) for line, known in lines)
        share, line = max(shares, key=lambda item: item[0], default=(0.0, ""))
        result.append(line if share >= ENOUGH else "")
    return tuple(result)

"""Finds the paragraphs of a copy that say the same as given ones."""

from __future__ import annotations

from collections.abc import Sequence

from generator.copies.texts import normalised, shingles, similarity

ENOUGH = 0.3
"""Containment from which on two paragraphs say the same: the damaged one has lost characters."""
MOST_LINES = 2_000
"""Lines of the copy that are looked at."""


def same_paragraphs(paragraphs: Sequence[str], copy: str) -> tuple[str, ...]:
    """For each of `paragraphs`, the most similar line of the text `copy`; empty if no line says the same."""
    lines = [(line, shingles(normalised(line))) for line in copy.split("\n")[:MOST_LINES]]
    result = []
    for paragraph in paragraphs:
        wanted = shingles(normalised(paragraph))
        alike, line = max(
            ((similarity(wanted, known), line) for line, known in lines), default=(None, ""), key=lambda item: item[0]
        )
        result.append(line if alike is not None and alike.containment >= ENOUGH else "")
    return tuple(result)

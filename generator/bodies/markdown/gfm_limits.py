"""Limits on the Markdown of the dialect `gfm`; counts suffice, because markdown-it-py takes linear time."""

from __future__ import annotations

import re

MAX_BLOCKS = 30_000
"""Paragraphs, items and quotations; each takes about 40 µs (measured 2026-11)."""

MAX_SIGNS = 100_000
"""Signs that may begin or end markup, each of which takes up to 30 µs."""

MAX_OTHER_SIGNS = 1_000_000
"""Signs at which the converter stops to look for markup; each takes 2 µs."""

MAX_BRACKETS = 30_000
"""Opening brackets: each takes up to 30 µs, because a link may stand in the text of another one."""

MAX_CELLS = 100_000

MAX_REFERENCE_CHARACTERS = 2_000_000
"""The number of characters that link definitions may add in the places where they are used."""

_SIGNS = "*_`<&\\!:=~^$"
_OTHER_SIGNS = "#%+-]>@{}"
_MARKERS = re.compile(r"^[ \t]*+(?:(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))[ \t]*+)*+", re.MULTILINE)
_MARKER = re.compile(r">|[-*+]|\d[.)]")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]*+\]:[ \t]*+\n?([^\n]*+(?:\n[^\n]*+)?)", re.MULTILINE)


def exceeded(text: str) -> str | None:
    """The reason why markdown-it-py would take too long for `text`, as a clause ("it has …"); None if it would not."""
    if (brackets := text.count("[")) > MAX_BRACKETS:
        return f"it has {brackets:,} opening brackets; {MAX_BRACKETS:,} is the limit"
    if (signs := sum(map(text.count, _SIGNS))) > MAX_SIGNS:
        return f"it has {signs:,} signs that may stand for markup; {MAX_SIGNS:,} is the limit"
    if (others := sum(map(text.count, _OTHER_SIGNS))) > MAX_OTHER_SIGNS:
        return f"it has {others:,} signs such as # and {{; {MAX_OTHER_SIGNS:,} is the limit"
    if (cells := text.count("|")) > MAX_CELLS:
        return f"its tables have about {cells:,} cells; {MAX_CELLS:,} is the limit"
    # All lines and all characters that a marker needs: no ordinary post has as many.
    if text.count("\n") + sum(map(text.count, "->.)+*")) > MAX_BLOCKS and _blocks(text) > MAX_BLOCKS:
        return f"it has more than {MAX_BLOCKS:,} paragraphs and list items"
    longest = max((len(match[1]) for match in _DEFINITION.finditer(text)), default=0) if brackets else 0
    if longest * brackets > MAX_REFERENCE_CHARACTERS:
        return "its link definitions are too long for the number of their uses"
    return None


def _blocks(text: str) -> int:
    """How many blocks begin in `text`, at most: a line with content may begin one, and so may each of its markers."""
    count = 0
    for line in _MARKERS.finditer(text):
        count += 1 + sum(1 for _ in _MARKER.finditer(line[0]))
    return count

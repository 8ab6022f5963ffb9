"""A limit on the HTML that bleach is given: the time of its parser, estimated from counts before it runs."""

from __future__ import annotations

import re

from generator.article.elements import VOID

MAX_COST = 1_000_000
"""Steps of about a microsecond (measured 2026-11)."""

_SIGN_COST = 20
"""Steps for each tag and each character reference."""
_ATTRIBUTE_COST = 10
_CHARACTERS_A_STEP = 4
_COPIES_A_STEP = 2_000
"""Each reference in a text copies all of the text before it."""
_LEVELS_A_STEP = 7
"""For each tag, the parser scans the open elements."""
_SIBLINGS_A_STEP = 18
"""Each element with child elements is looked up among its siblings twice."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")


def recheck_exceeded(html: str) -> str | None:
    """The reason why bleach, the second sanitizer, would take too long for `html`, as a clause ("it has …"); else None.

    `html` must be the output of nh3, the first sanitizer.
    """
    signs = html.count("<") + html.count("&")
    cost = _SIGN_COST * signs + _ATTRIBUTE_COST * html.count('="') + len(html) // _CHARACTERS_A_STEP
    # Nearly every post is far below the limit.  The dearer estimates are made only while the sum is within it.
    if cost <= MAX_COST:
        cost += sum(len(text) * text.count("&") for text in html.split("<") if "&" in text) // _COPIES_A_STEP
    if cost <= MAX_COST:
        cost += _tree_cost(html)
    if cost <= MAX_COST:
        return None
    return f"it has too much markup for the second sanitizer ({signs:,} tags and character references)"


def _tree_cost(html: str) -> int:
    levels = compared = 0
    # For each open element: [children so far, children with child elements].
    open_elements = [[0, 0]]
    for end, name in _TAG.findall(html):
        levels += len(open_elements)
        if end:
            if len(open_elements) > 1:
                inside, nested = open_elements.pop()
                compared += inside * nested
                open_elements[-1][1] += inside > 0
            continue
        open_elements[-1][0] += 1
        if name not in VOID:
            open_elements.append([0, 0])
    compared += sum(inside * nested for inside, nested in open_elements)
    return levels // _LEVELS_A_STEP + compared // _SIBLINGS_A_STEP

"""How much HTML bleach may be given: what its parser costs, estimated from counts before it begins."""

from __future__ import annotations

import re

from generator.article.elements import VOID

MAX_COST = 1_000_000
"""Steps of about a microsecond (measured 2026-11)."""

_SIGN_COST = 20
"""Of a tag, and of a character reference."""
_ATTRIBUTE_COST = 10
_CHARACTERS_A_STEP = 4
_COPIES_A_STEP = 2_000
"""Each reference in a text copies all of the text before it."""
_LEVELS_A_STEP = 7
"""Each tag looks through the elements that are open."""
_SIBLINGS_A_STEP = 18
"""Each element with elements inside is looked up among its siblings, twice."""

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")


def recheck_exceeded(html: str) -> str | None:
    """Why `html`, as nh3 writes it, is too much for bleach, as a clause about the body; None where it is not."""
    signs = html.count("<") + html.count("&")
    cost = _SIGN_COST * signs + _ATTRIBUTE_COST * html.count('="') + len(html) // _CHARACTERS_A_STEP
    # Nearly every post is far below, and its text is looked at only where it could be too long.
    if cost <= MAX_COST:
        cost += sum(len(text) * text.count("&") for text in html.split("<") if "&" in text) // _COPIES_A_STEP
    if cost <= MAX_COST:
        cost += _tree_cost(html)
    if cost <= MAX_COST:
        return None
    return f"it has too much markup for the second sanitizer ({signs:,} tags and character references)"


def _tree_cost(html: str) -> int:
    levels = compared = 0
    # (elements inside so far, those among them with elements inside) of each element that is open.
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

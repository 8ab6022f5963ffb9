"""Formulas in TeX within running text: where they begin and end, and the HTML that keeps their TeX."""

from __future__ import annotations

import html
from dataclasses import dataclass

_DELIMITERS = (("$$", "$$", True), ("$", "$", False), ("\\(", "\\)", False), ("\\[", "\\]", True))

SIGNS = ("$", "\\")
"""The signs that a formula may begin with."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a text: its TeX, whether it stands on a line of its own, and the index behind its end."""

    tex: str
    is_display: bool
    end: int


def formula_at(text: str, start: int) -> Formula | None:
    """The formula whose delimiter begins at `start` in `text`; None if there is none."""
    for opening, closing, is_display in _DELIMITERS:
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            if end <= start + len(opening):
                return None
            return Formula(text[start + len(opening) : end].strip(), is_display, end + len(closing))
    return None


def as_code(tex: str, *, is_display: bool) -> str:
    """TeX as HTML with the class by which `article.formulas` knows it: `math`, and `display` on a line of its own."""
    kind = "math display" if is_display else "math"
    return f'<code class="{kind}">{html.escape(tex, quote=False)}</code>'

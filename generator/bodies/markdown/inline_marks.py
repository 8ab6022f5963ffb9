"""Marks within a paragraph that CommonMark does not know: `~~deleted~~`, `==marked==`, `~below~` and `^above^`.

Chinese and code use the same signs for ranges (`5~10`), comparisons (`a==b`) and powers (`2^10`), which stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind of mark: its sign, the element that it becomes, and a pattern whose group 1 is what it holds."""

    sign: str
    tag: str
    pattern: re.Pattern[str]
    holds_markup: bool
    """Whether other markup may stand in it."""


_SCRIPT = r"([0-9A-Za-z\u0370-\u03ff+\-\u2212=()*\u2032]{1,20})"
# Behind a word and in front of no further one, or the signs are those of a range or of several powers.
_BEHIND = r"(?<=[A-Za-z0-9\u0370-\u03ff)\]}\u3400-\u9fff])"

MARKS = (
    # Two tildes, with something else outside and no blank inside, on one line; not between two numbers.
    Mark(
        "~~",
        "del",
        re.compile(r"(?<![~\\])~~(?![~\s]|(?<=\d~~)\d)([^~\n]+(?:~(?!~)[^~\n]+)*+)(?<!\s)~~(?!~)"),
        holds_markup=True,
    ),
    Mark(
        "==",
        "mark",
        re.compile(r"(?<![=\\!<>A-Za-z0-9_)\]])==(?![=\s])([^=\n]+(?:=(?!=)[^=\n]+)*+)(?<!\s)==(?!=)"),
        holds_markup=True,
    ),
    Mark(
        "~",
        "sub",
        re.compile(rf"(?<=[A-Za-z\u0370-\u03ff)\]}}])~{_SCRIPT}~(?![~A-Za-z0-9](?<!\d~[A-Za-z]))"),
        holds_markup=False,
    ),
    Mark("^", "sup", re.compile(rf"{_BEHIND}\^{_SCRIPT}\^(?![\^A-Za-z0-9](?<!\d\^[A-Za-z]))"), holds_markup=False),
)
"""In the order in which they are tried."""


def mark_at(text: str, start: int, end: int) -> tuple[Mark, re.Match[str]] | None:
    """The mark that begins at `start` and ends before `end`, with its match; None if there is none."""
    for mark in MARKS:
        if text.startswith(mark.sign, start) and (match := mark.pattern.match(text, start, end)) is not None:
            return mark, match
    return None

"""Runs of Chinese characters whose bytes were read in the wrong pairs, because one byte before them was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.cleaning.damage.signs import LOST, common

_RUN = re.compile(f"(?:[?{LOST}]!?)?+([^\x00-\x7f{LOST}]{{3,}}+)(?=([?{LOST}]?))")
"""A run without ASCII, in which pairs stay wrong, with the signs on both sides that stand for the bytes left over."""
_FILLER = "\u3000"
_LEAST, _LEAST_ALONE = 3, 4
"""How many more frequent characters the right pairs must give, behind a `?` or U+FFFD and elsewhere."""


def shifted(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each part of `text` whose bytes in GBK were paired wrongly, because one byte was lost.

    Such a part has hardly any frequent Chinese characters, but would have many if its bytes were paired the other way.
    """
    for match in _RUN.finditer(text):
        first, last, gain = _best(match[1])
        is_marked = match.start(1) > match.start() and first <= 1
        if gain < (_LEAST if is_marked else _LEAST_ALONE) or 2 * gain < last - first:
            continue
        is_whole = last >= len(match[1]) - 1
        start = match.start() if is_marked else match.start(1) + first
        yield start, match.end(2) if is_whole else match.start(1) + last


def _best(run: str) -> tuple[int, int, int]:
    """The part of a run that gains most by other pairs: start, end, and how many more frequent characters it has."""
    data = _pairs(run)
    frequent, frequent_pairs = common(), _common_pairs()
    best = (0, 0, 0)
    start = total = 0
    for place in range(len(run) - 1):
        total += (data[2 * place + 1 : 2 * place + 3] in frequent_pairs) - (run[place] in frequent)
        if total < 0:
            start, total = place + 1, 0
        elif total > best[2]:
            best = (start, place + 2, total)
    return best


def _pairs(run: str) -> bytes:
    """A run in GBK, with two bytes for each character."""
    odd = [sign for sign in set(run) if len(sign.encode("gb18030", "ignore")) != 2]
    return run.translate(dict.fromkeys(map(ord, odd), _FILLER)).encode("gb18030")


@cache
def _common_pairs() -> frozenset[bytes]:
    return frozenset(sign.encode("gb18030") for sign in common())

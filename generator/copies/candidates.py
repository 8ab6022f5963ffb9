"""Pairs of texts whose sketches agree so far that the texts must be compared; found without comparing every two.

The values of a sketch are cut into bands.  Texts that agree in a whole band lie in one bucket, and every two of a
bucket are looked at.  Of pairs with a Jaccard similarity of 0.85, 99.99 % agree in a band, and of those with 0.8, 99.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from generator.copies.arrays import Table
from generator.copies.sketches import SIZE, Sketches, different

BANDS = 21
ROWS = SIZE // BANDS
"""The values in a band."""
MOST = 50
"""Texts in a bucket; those of a larger one are a template with other words in a few places: weather, prices, notices.

Articles have few copies whose texts differ.  Because of this limit, pairs grow with the texts, not with their square.
"""
LEAST_AGREEING = 82
"""Values that the two sketches of a pair have in common: an estimated similarity of 0.65.

If the exact one is 0.8, one pair in ten thousand has fewer.
"""

Rows: TypeAlias = npt.NDArray[np.intp]
Numbers: TypeAlias = npt.NDArray[np.uint64]
Flags: TypeAlias = npt.NDArray[np.bool_]

_PAIRS_AT_ONCE = 20_000
_MOST_CHANGED = 0.05
"""The share of changed texts up to which looking these up takes less time than starting anew."""


def updated(earlier: Table | None, sketches: Mapping[str, bytes | None]) -> Table:
    """The table of the texts of a site: their sketches, and the pairs of texts that may be near copies.

    `sketches` has the sketch of each text by the digest of the text.  It may be None if the text is in the table
    `earlier`, whose sketch is then used.  A text with an empty sketch, which is too short for one, is left out.
    `earlier` only saves time, because only texts that came, went or changed are then looked up; the result is the same
    without it.
    """
    if earlier is None:
        earlier = Table((), np.empty((0, SIZE), "<u4"), frozenset(), frozenset())
    kept, new = _compared(earlier, sketches)
    if len(kept) == len(earlier.texts) and not new:
        return earlier
    texts, values, added = _with_rows(earlier, kept, new)
    gone = np.delete(np.arange(len(earlier.texts)), kept)
    if len(gone) + len(added) <= _MOST_CHANGED * len(texts):
        before, now = _look(earlier.sketches, gone), _look(values, added)
        if not (before.is_tipped or now.is_tipped):
            names = {earlier.texts[row] for row in gone.tolist()}
            pairs = frozenset(pair for pair in earlier.pairs if names.isdisjoint(pair))
            return Table(
                texts, values, pairs | _pairs(texts, now.pairs), (earlier.crowded - names) | _texts(texts, now.crowded)
            )
    seen = _look(values, np.arange(len(texts)))
    return Table(texts, values, _pairs(texts, seen.pairs), _texts(texts, seen.crowded))


def _compared(earlier: Table, sketches: Mapping[str, bytes | None]) -> tuple[list[int], dict[str, bytes]]:
    """The rows of `earlier` that are still right, and the sketches that it does not have."""
    row_of = {text: row for row, text in enumerate(earlier.texts)}
    new: dict[str, bytes] = {}
    for text, sketch in sketches.items():
        if sketch is None:
            continue
        row = row_of.get(text)
        if row is not None and earlier.sketches[row].tobytes() != sketch:
            del row_of[text]
            row = None
        if row is None and sketch:
            new[text] = sketch
    return [row for text, row in row_of.items() if text in sketches], new


def _with_rows(earlier: Table, kept: list[int], new: Mapping[str, bytes]) -> tuple[tuple[str, ...], Sketches, Rows]:
    """The texts of some rows of `earlier` and new ones, sorted; their sketches; and the rows of the new ones."""
    all_texts = [*(earlier.texts[row] for row in kept), *new]
    order = sorted(range(len(all_texts)), key=all_texts.__getitem__)
    values = np.empty((len(order), SIZE), "<u4")
    place = np.empty(len(order), np.intp)
    place[order] = np.arange(len(order))
    values[place[: len(kept)]] = earlier.sketches[kept]
    values[place[len(kept) :]] = np.frombuffer(b"".join(new.values()), "<u4").reshape(len(new), SIZE)
    return tuple(all_texts[row] for row in order), values, np.sort(place[len(kept) :])


def _pairs(texts: tuple[str, ...], pairs: Numbers) -> frozenset[tuple[str, str]]:
    firsts, seconds = np.divmod(pairs, np.uint64(max(1, len(texts))))
    return frozenset((texts[a], texts[b]) for a, b in zip(firsts.tolist(), seconds.tolist(), strict=True))


def _texts(texts: tuple[str, ...], chosen: Flags) -> frozenset[str]:
    return frozenset(texts[row] for row in np.flatnonzero(chosen).tolist())


# ---------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class _Seen:
    """What concerns some rows of a table, or all."""

    pairs: Numbers
    """Pairs as one number each: smaller row × number of all rows + larger row."""
    crowded: Flags
    """For each row of the table whether it is one of these and lies in a crowded bucket."""
    is_tipped: bool
    """Whether a bucket is crowded that would not be so without these rows: then its other rows are concerned, too."""


def _look(sketches: Sketches, rows: Rows) -> _Seen:
    """Look for the pairs with at least one of `rows`."""
    is_chosen = np.zeros(len(sketches), np.bool_)
    is_chosen[rows] = True
    crowded = np.zeros(len(sketches), np.bool_)
    pairs = np.empty(0, np.uint64)
    is_tipped = False
    # One band after the other, so that memory holds the keys of one.
    for band in range(BANDS) if len(rows) else ():
        ordered, sizes = _buckets(_keys(sketches, band), rows)
        ends = np.cumsum(sizes)
        is_crowded = sizes > MOST
        for end, size in zip(ends[is_crowded].tolist(), sizes[is_crowded].tolist(), strict=True):
            bucket = ordered[end - size : end]
            chosen = bucket[is_chosen[bucket]]
            crowded[chosen] = True
            is_tipped |= size - len(chosen) <= MOST
        new = [pairs]
        for firsts, seconds in _every_two(ordered, ends[~is_crowded], sizes[~is_crowded]):
            concerns = is_chosen[firsts] | is_chosen[seconds]
            new.append(_agreeing(sketches, firsts[concerns], seconds[concerns]))
        pairs = different(np.concatenate(new))
    return _Seen(pairs, crowded, is_tipped)


def _keys(sketches: Sketches, band: int) -> Numbers:
    """A number of 64 bits for the values of each row in a band."""
    values = sketches[:, band * ROWS : (band + 1) * ROWS].astype(np.uint64)
    keys = values[:, 0].copy()
    for place in range(1, ROWS):
        keys = (keys ^ (keys >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15) + values[:, place]
    return keys


def _buckets(keys: Numbers, rows: Rows) -> tuple[Rows, Rows]:
    """The rows of all buckets with two rows and more, at least one of which is in `rows`, and the size of each bucket.

    Neighbouring rows of the result lie in one bucket, in the order of the table.
    """
    # Sorting all keys takes less time than looking many up.
    is_all = len(rows) == len(keys)
    among = np.arange(len(keys)) if is_all else np.flatnonzero(np.isin(keys, keys[rows]))
    ordered = among[np.argsort(keys[among], kind="stable")]
    sorted_keys = keys[ordered]
    begins = np.flatnonzero(np.append(True, sorted_keys[1:] != sorted_keys[:-1]))
    sizes = np.diff(np.append(begins, len(ordered)))
    is_shared = sizes > 1
    return ordered[np.repeat(is_shared, sizes)], sizes[is_shared]


def _every_two(ordered: Rows, ends: Rows, sizes: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Every two rows of each bucket, some thousands of pairs at a time, the smaller row first."""
    for size in np.flatnonzero(np.bincount(sizes)).tolist():
        firsts, seconds = np.triu_indices(size, 1)
        begins = ends[sizes == size] - size
        at_once = max(1, _PAIRS_AT_ONCE // len(firsts))
        for start in range(0, len(begins), at_once):
            some = begins[start : start + at_once, None]
            yield ordered[(some + firsts).ravel()], ordered[(some + seconds).ravel()]


def _agreeing(sketches: Sketches, firsts: Rows, seconds: Rows) -> Numbers:
    """The pairs of rows whose sketches agree, as numbers."""
    agreeing = np.count_nonzero(sketches[firsts] == sketches[seconds], axis=1) >= LEAST_AGREEING
    pairs: Numbers = firsts[agreeing].astype(np.uint64) * np.uint64(len(sketches)) + seconds[agreeing].astype(np.uint64)
    return pairs

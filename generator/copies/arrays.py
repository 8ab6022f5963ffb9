"""The sketches of the texts of a site with the pairs that they show, as a value and as a file between two builds."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from numpy.lib.format import open_memmap, read_array

from generator.copies.sketches import SIZE, Sketches
from generator.publishable import TEMPORARY_PREFIX


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The sketches of the texts of a site, and the pairs of these texts that may be near copies.

    A sketch is a row of numbers computed from a text: the more two texts have in common, the more of their numbers are
    equal (MinHash).
    """

    texts: tuple[str, ...]
    """The digests of the texts, sorted, each once."""
    sketches: Sketches
    """A row for each text: its sketch."""
    pairs: frozenset[tuple[str, str]]
    """The pairs whose texts must be compared, the smaller digest first."""
    crowded: frozenset[str]
    """Texts that look like so many others that no pair was looked for among them: templates."""


def write(path: Path, table: Table) -> None:
    """Write `table` into the file `path`; if that fails, the file stays as it was.  Raises OSError if it fails."""
    rows = {text: row for row, text in enumerate(table.texts)}
    temporary = path.with_name(f"{TEMPORARY_PREFIX}{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            # The sketches come first, because only the first array of a file can be mapped.
            np.save(file, table.sketches)
            np.save(file, np.array(table.texts, "S"))
            np.save(file, _numbers(number for a, b in sorted(table.pairs) for number in (rows[a], rows[b])))
            np.save(file, _numbers(rows[text] for text in sorted(table.crowded)))
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def read(path: Path) -> Table | None:
    """The table that the file `path` holds; None if the file is missing or damaged.

    The sketches stay in the file, which is mapped into memory.
    """
    # numpy raises any of them for a file that is no array or only the beginning of one.
    with suppress(OSError, ValueError, EOFError, IndexError):
        sketches = open_memmap(path, mode="r")
        with path.open("rb") as file:
            file.seek(sketches.offset + sketches.nbytes)
            names, pairs, crowded = (read_array(file, allow_pickle=False).tolist() for _ in range(3))
        texts = tuple(name.decode("ascii") for name in names)
        if sketches.dtype == np.dtype("<u4") and sketches.shape == (len(texts), SIZE):
            ones = (texts[row] for row in pairs[::2])
            others = (texts[row] for row in pairs[1::2])
            return Table(
                texts,
                sketches,
                frozenset(zip(ones, others, strict=True)),
                frozenset(texts[row] for row in crowded),
            )
    return None


def _numbers(numbers: Iterable[int]) -> npt.NDArray[np.int64]:
    return np.fromiter(numbers, "<i8")

"""The file of the sketches of a site."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator.copies.arrays import Table, read, write
from generator.copies.sketches import SIZE

VALUES = np.arange(3 * SIZE, dtype="<u4").reshape(3, SIZE)
TABLE = Table(("aa", "bb", "cc"), VALUES, frozenset({("aa", "cc"), ("aa", "bb")}), frozenset({"bb"}))
EMPTY = Table((), VALUES[:0], frozenset(), frozenset())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sketches-1.bin"


@pytest.mark.parametrize("table", [TABLE, EMPTY], ids=["some", "none"])
def test_a_table_is_read_as_it_was_written(table: Table, path: Path) -> None:
    write(path, table)
    found = read(path)
    assert found is not None
    assert (found.texts, found.pairs, found.crowded) == (table.texts, table.pairs, table.crowded)
    assert found.sketches.tolist() == table.sketches.tolist()


def test_the_same_table_makes_the_same_bytes(path: Path) -> None:
    write(path, TABLE)
    before = path.read_bytes()
    write(path, Table(TABLE.texts, VALUES.copy(), frozenset({("aa", "bb"), ("aa", "cc")}), TABLE.crowded))
    assert path.read_bytes() == before


def test_a_file_that_is_missing_cut_off_or_of_another_kind_is_no_table(path: Path) -> None:
    assert read(path) is None
    write(path, TABLE)
    data = path.read_bytes()
    for length in range(0, len(data), 7):
        path.write_bytes(data[:length])
        assert read(path) is None, f"{length} of {len(data)} bytes"
    for other in (b"PK\x03\x04" + data, b"SQLite format 3\0" + data, data.replace(b"<u4", b"<i4"), b"\0" * 2_000):
        path.write_bytes(other)
        assert read(path) is None, other[:20]


def test_a_file_whose_pairs_name_no_texts_is_no_table(path: Path) -> None:
    write(path, Table(("aa", "bb", "cc"), VALUES, frozenset({("aa", "cc")}), frozenset()))
    path.write_bytes(path.read_bytes().replace((2).to_bytes(8, "little"), (9).to_bytes(8, "little")))
    assert read(path) is None


def test_a_table_that_cannot_be_written_leaves_the_file_and_nothing_else(path: Path) -> None:
    write(path, TABLE)
    broken = Table(TABLE.texts, VALUES, frozenset({("aa", "no such text")}), frozenset())
    with pytest.raises(KeyError):
        write(path, broken)
    assert [file.name for file in path.parent.iterdir()] == ["sketches-1.bin"]
    assert read(path) is not None


def test_a_table_is_replaced_while_another_build_has_it_open(path: Path) -> None:
    write(path, TABLE)
    found = read(path)
    write(path, EMPTY)
    assert found is not None
    assert found.sketches.tolist() == VALUES.tolist()

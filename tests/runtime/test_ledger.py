"""The ledger: records by output folder, committed at once, made anew when it is not ours."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from generator.errors import SiteError
from generator.runtime.ledger import FileRecord, Ledger, OutputState, SourceRecord
from tests.old_ledgers import turn_into_version_2
from tests.sizes import examples

_ONE = FileRecord("ab" * 16, 12, 1_700_000_000_123_456_789, 1_700_000_000_987_654_321, 2**63 - 1)
_TWO = FileRecord("cd" * 16, 0, 1, -1, 0)


def test_a_new_ledger_knows_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    assert ledger.records("/out") == {}
    assert not ledger.was_rebuilt


def test_a_commit_replaces_the_records_of_its_own_folder_only(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path)
    ledger.commit("/out", {"/": _ONE, "/old/": _TWO})
    ledger.commit("/other\udcff", {"/": _TWO})
    ledger.commit("/out", {"/文章/": _ONE})
    ledger.close()
    again = Ledger(path)
    assert again.records("/out") == {"/文章/": _ONE}
    assert again.records("/other\udcff") == {"/": _TWO}
    assert not again.was_rebuilt


def test_a_commit_that_fails_changes_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    ledger.commit("/out", {"/": _ONE})
    with pytest.raises(SiteError, match="cache-failed"):
        ledger.commit("/out", {"/a": _TWO, "/b": FileRecord(None, 1, 1, 1, 1)})  # type: ignore[arg-type]
    assert ledger.records("/out") == {"/": _ONE}


def test_another_version_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path)
    ledger.commit("/out", {"/": _ONE})
    ledger.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 2000099")
    connection.close()
    again = Ledger(path)
    assert again.was_rebuilt
    assert again.records("/out") == {}


def test_a_ledger_of_the_version_before_keeps_its_rows_without_ctime_and_inode(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    ledger = Ledger(path)
    state, source = OutputState("ef" * 16, 3, b"report"), SourceRecord(1, 2, 3, 4, "digest", "key")
    ledger.commit("/out", {"/文章/": _ONE, "/": _TWO}, {"content/a.md": source}, state)
    ledger.close()
    turn_into_version_2(path)
    for _ in range(2):
        again = Ledger(path)
        assert again.records("/out") == {
            "/": replace(_TWO, ctime_ns=0, inode=0),
            "/文章/": replace(_ONE, ctime_ns=0, inode=0),
        }
        assert (again.sources(), again.state("/out")) == ({"content/a.md": source}, state)
        assert not again.was_rebuilt
        again.close()
    ledger = Ledger(path)
    ledger.commit("/out", {"/": _ONE}, state=None)
    ledger.close()
    assert Ledger(path).records("/out") == {"/": _ONE}
    assert Ledger(path).state("/out") == state


def test_a_database_of_another_program_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    assert Ledger(path).was_rebuilt


@examples(40, suppressed=(HealthCheck.function_scoped_fixture,))
@given(
    place=st.integers(0, 30_000),
    length=st.integers(1, 600),
    byte=st.sampled_from([0x00, 0xFF, 0x41]),
    is_old=st.booleans(),
)
def test_damage_anywhere_ends_in_a_ledger_that_works(
    tmp_path: Path, place: int, length: int, byte: int, is_old: bool
) -> None:
    path = tmp_path / "ledger.db"
    for old in tmp_path.iterdir():
        old.unlink()
    ledger = Ledger(path)
    ledger.commit("/out", {f"/{number}/": _ONE for number in range(300)})
    ledger.close()
    if is_old:
        turn_into_version_2(path)
    content = bytearray(path.read_bytes())
    place %= len(content)
    length = min(length, len(content) - place)
    content[place : place + length] = bytes([byte]) * length
    path.write_bytes(content)
    ledger = Ledger(path)
    assert len(ledger.records("/out")) in (0, 299, 300)
    ledger.commit("/out", {"/": _TWO})
    assert ledger.records("/out") == {"/": _TWO}
    ledger.close()

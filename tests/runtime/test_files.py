"""The state of a file: what shows that it may hold other bytes, and when it is read to find out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.digest import digest_bytes
from generator.runtime import files
from generator.runtime.files import file_record, has_state, renewed
from generator.runtime.ledger import FileRecord, Ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "page.html"
    made.write_bytes(b"words")
    return made


def record_of(path: Path) -> FileRecord:
    return file_record(digest_bytes(path.read_bytes()), path.lstat(), "key")


def keep_time(path: Path, change: Callable[[], object]) -> None:
    before = path.stat()
    change()
    os.utime(path, ns=(before.st_mtime_ns, before.st_mtime_ns))


def replace_by_copy(path: Path) -> None:
    shutil.copy2(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


def test_a_file_in_the_recorded_state_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = record_of(path)
    monkeypatch.setattr(files, "digest_bytes", None)
    assert has_state(record, path.lstat())
    assert renewed(str(path), record) is record


@pytest.mark.parametrize(
    "change",
    [
        lambda path: os.utime(path, (1, 1)),
        lambda path: path.chmod(0o444),
        lambda path: path.with_name("link").hardlink_to(path),
        replace_by_copy,
        lambda path: keep_time(path, lambda: path.write_bytes(b"words")),
    ],
    ids=["touched", "mode", "hard link", "copied", "written again"],
)
def test_a_file_in_another_state_with_the_same_bytes_gets_its_record_renewed(
    path: Path, change: Callable[[Path], object]
) -> None:
    record = record_of(path)
    change(path)
    assert not has_state(record, path.lstat())
    again = renewed(str(path), record)
    assert again != record
    assert again == record_of(path)
    assert again.key == "key"


@pytest.mark.parametrize("data", [b"other", b"more words", b""])
def test_other_bytes_are_seen_whatever_the_time_says(path: Path, data: bytes) -> None:
    record = record_of(path)
    keep_time(path, lambda: path.write_bytes(data))
    assert renewed(str(path), record) is None


def test_what_is_no_file_holds_nothing_that_was_written(path: Path) -> None:
    record = record_of(path)
    path.rename(path.with_name("target"))
    with pytest.raises(FileNotFoundError):
        renewed(str(path), record)
    path.symlink_to("target")
    assert renewed(str(path), record) is None
    path.unlink()
    path.mkdir()
    assert renewed(str(path), record) is None


def test_the_largest_inode_and_a_time_in_the_far_future_go_through_the_ledger(path: Path, tmp_path: Path) -> None:
    found = os.stat_result(
        (0o100644, 2**64 - 1, 1, 1, 0, 0, 5, 0, 0, 0), {"st_mtime_ns": 2**63 + 5, "st_ctime_ns": -(10**9)}
    )
    record = file_record("ab" * 16, found, "key")
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.commit("/out", {"/": record})
    ledger.close()
    assert has_state(Ledger(tmp_path / "ledger.sqlite").records("/out")["/"], found)

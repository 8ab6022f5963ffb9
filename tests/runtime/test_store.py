"""The store: bytes by key, from several processes, in a file that may be damaged."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.runtime.store import Store


def _put(path: Path, first: int) -> None:
    store = Store(path)
    for start in range(first, first + 200, 20):
        store.put_many((f"post/{number}", str(number).encode()) for number in range(start, start + 20))


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache" / "store.db")
    store.put_many([("a", b"1"), ("博客/\udcff.md", b"\x00\xff"), ("empty", b"")])
    assert store.get("a") == b"1"
    assert store.get_many(["empty", "missing", "博客/\udcff.md", "empty"]) == {
        "empty": b"",
        "博客/\udcff.md": b"\x00\xff",
    }
    store.close()


def test_a_key_that_was_never_put_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="nobody"):
        Store(tmp_path / "store.db").get("nobody")


def test_a_second_put_replaces_the_first(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    store.put_many([("a", b"1"), ("b", b"2")])
    store.put_many([("a", b"3")])
    assert store.get_many(["a", "b"]) == {"a": b"3", "b": b"2"}


def test_more_keys_than_one_query_takes(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    items = [(f"k{number}", b"%d" % number) for number in range(1700)]
    store.put_many(items)
    assert list(store.get_many(key for key, _ in items).items()) == items


def test_a_store_says_whether_it_has_keys_with_a_beginning(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    store.put_many([("post:1", b"1")])
    assert store.has("post:")
    assert not store.has("pos:")
    assert not store.has("summary:")


def test_an_item_that_cannot_be_put_leaves_the_others_out_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    with pytest.raises(SiteError, match="cache-failed"):
        store.put_many([("a", b"1"), ("b", None)])  # type: ignore[list-item]
    assert store.get_many(["a"]) == {}


@pytest.mark.starts_processes
def test_processes_write_at_once_and_see_it_all(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Store(path)
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_put, args=(path, number * 200)) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert len(store.get_many(f"post/{number}" for number in range(600))) == 600


@pytest.mark.parametrize("content", [b"not a database at all " * 50, b"SQLite format 3\x00" + b"\xff" * 4000, b"x"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(content)
    store = Store(path)
    assert store.was_rebuilt
    store.put_many([("a", b"1")])
    assert Store(path).get("a") == b"1"


def test_a_folder_in_its_place_is_reported(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    with pytest.raises(SiteError) as caught:
        Store(tmp_path / "store.db")
    assert caught.value.problem.code == "cache-failed"

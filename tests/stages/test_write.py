"""Writing: which folders are refused, what is left alone, what is removed, and what a full disk does."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.publishable import MARKER
from generator.runtime.files import file_record
from generator.runtime.ledger import FileRecord
from generator.stages import write
from generator.stages.write import (
    Writer,
    foreign_files,
    make_way,
    open_output,
    remove_stale,
    sweep_temporaries,
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in ("content/posts", "templates", "static", ".pressmark"):
        (folder / name).mkdir(parents=True)
    (folder / "site.toml").touch()
    return folder


@pytest.fixture
def output(site: Path) -> Path:
    folder = site / "public"
    open_output(folder, site, adopt=False)
    return folder


def _write(output: Path, address: str, data: bytes, previous: FileRecord | None = None) -> tuple[FileRecord, bool]:
    return Writer(output).write(address, data, previous)


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ---------------------------------------------------------------------------------------- the folder


def test_a_new_output_folder_is_made_and_marked(site: Path) -> None:
    assert open_output(site / "a" / "b", site, adopt=False)
    assert _names(site / "a" / "b") == [MARKER]
    assert not open_output(site / "a" / "b", site, adopt=False)


def test_a_folder_with_foreign_files_is_taken_over_only_when_told_so(site: Path) -> None:
    (site / "public").mkdir()
    (site / "public" / "thesis.txt").write_text("mine")
    with pytest.raises(SiteError) as caught:
        open_output(site / "public", site, adopt=False)
    assert caught.value.problem.code == "output-refused"
    assert "--adopt" in caught.value.problem.help
    open_output(site / "public", site, adopt=True)
    assert (site / "public" / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "path",
    [
        ".",
        "..",
        "/",
        "content",
        "content/posts",
        "content/posts/new/deep",
        "templates",
        "static/a",
        ".pressmark",
        ".git/x",
    ],
)
def test_places_that_are_never_written_into(site: Path, path: str) -> None:
    with pytest.raises(SiteError) as caught:
        open_output(site / path, site, adopt=True, inputs=(site / "content",))
    assert caught.value.problem.code == "output-refused"
    assert not (site / "content" / "posts" / "new").exists()


def test_a_folder_around_a_content_root_elsewhere_is_refused(site: Path, tmp_path: Path) -> None:
    (tmp_path / "archive" / "posts").mkdir(parents=True)
    with pytest.raises(SiteError, match="output-refused"):
        open_output(tmp_path / "archive", site, adopt=True, inputs=(tmp_path / "archive" / "posts",))


def test_home_is_refused(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with pytest.raises(SiteError, match="output-refused"):
        open_output(tmp_path / "home", site, adopt=True)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_repository_of_its_own_is_refused(site: Path, kind: str) -> None:
    folder = site / "public"
    folder.mkdir()
    (folder / MARKER).touch()
    if kind == "folder":
        (folder / ".git").mkdir()
    else:
        (folder / ".git").write_text("gitdir: elsewhere")
    with pytest.raises(SiteError, match=r"has a \.git of its own"):
        open_output(folder, site, adopt=True)


def test_a_file_or_a_link_to_a_refused_place_is_refused(site: Path) -> None:
    (site / "public").write_text("a file")
    (site / "linked").symlink_to(site / "content")
    (site / "dangling").symlink_to(site / "nowhere")
    for name in ("public", "linked", "dangling"):
        with pytest.raises(SiteError, match="output-refused"):
            open_output(site / name, site, adopt=True, inputs=(site / "content",))


def test_a_link_in_place_of_the_marker_does_not_make_a_folder_ours(site: Path) -> None:
    (site / "public").mkdir()
    (site / "public" / MARKER).symlink_to(site / "site.toml")
    with pytest.raises(SiteError, match="output-refused"):
        open_output(site / "public", site, adopt=False)


def test_the_preview_below_the_cache_is_allowed(site: Path) -> None:
    open_output(site / ".pressmark" / "preview", site, adopt=False)


# -------------------------------------------------------------------------------------------- a file


def test_an_address_becomes_a_file(output: Path) -> None:
    _write(output, "/2026/文章/", b"one")
    _write(output, "/feed.json", b"two")
    assert _tree(output) == {
        MARKER: (output / MARKER).read_bytes(),
        "2026/文章/index.html": b"one",
        "feed.json": b"two",
    }


def test_files_get_the_mode_that_the_umask_leaves(output: Path) -> None:
    before = os.umask(0o027)
    try:
        _write(output, "/a.html", b"one")
    finally:
        os.umask(before)
    assert (output / "a.html").stat().st_mode & 0o777 == 0o640


def test_equal_bytes_are_not_written_again(output: Path) -> None:
    record, was_written = _write(output, "/a/", b"one")
    assert was_written
    os.utime(output / "a" / "index.html", ns=(5, 5))
    as_it_is = file_record(record.digest, (output / "a" / "index.html").lstat())
    assert (as_it_is.size_bytes, as_it_is.mtime_ns) == (3, 5)
    assert _write(output, "/a/", b"one") == (as_it_is, False)
    assert _write(output, "/a/", b"one", record) == (as_it_is, False)
    assert _write(output, "/a/", b"one", as_it_is) == (as_it_is, False)
    assert (output / "a" / "index.html").stat().st_mtime_ns == 5


def test_a_file_changed_by_hand_is_written_again(output: Path) -> None:
    record, _ = _write(output, "/a/", b"one")
    (output / "a" / "index.html").write_bytes(b"two")
    os.utime(output / "a" / "index.html", ns=(5, 5))
    assert _write(output, "/a/", b"one", record)[1]
    (output / "a" / "index.html").unlink()
    assert _write(output, "/a/", b"one", record)[1]
    assert (output / "a" / "index.html").read_bytes() == b"one"


def test_force_reads_the_file_rather_than_believe_the_record(output: Path) -> None:
    record, _ = _write(output, "/a/", b"one")
    path = output / "a" / "index.html"
    path.write_bytes(b"two")
    believed = file_record(record.digest, path.lstat())
    assert _write(output, "/a/", b"one", believed) == (believed, False)
    assert Writer(output).write("/a/", b"one", believed, force=True)[1]
    assert path.read_bytes() == b"one"


def test_a_file_changed_by_hand_with_its_size_and_time_is_written_again(output: Path) -> None:
    record, _ = _write(output, "/a/", b"one")
    path = output / "a" / "index.html"
    path.write_bytes(b"two")
    os.utime(path, ns=(record.mtime_ns, record.mtime_ns))
    written, was_written = _write(output, "/a/", b"one", record)
    assert was_written
    assert written == file_record(record.digest, path.lstat())
    assert path.read_bytes() == b"one"


def test_a_file_that_nobody_may_read_is_replaced(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(output, "/a.html", b"one")

    def refused(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refused)
        assert _write(output, "/a.html", b"two")[1]
    assert (output / "a.html").read_bytes() == b"two"


def test_a_link_in_place_of_a_file_is_replaced_and_its_target_kept(output: Path, site: Path) -> None:
    target = site / "precious"
    target.write_bytes(b"one")
    (output / "a.html").symlink_to(target)
    assert _write(output, "/a.html", b"one")[1]
    assert not (output / "a.html").is_symlink()
    assert _write(output, "/a.html", b"two")[1]
    assert target.read_bytes() == b"one"


def test_a_link_in_place_of_a_folder_is_never_followed(output: Path, site: Path) -> None:
    (output / "a").symlink_to(site / "content")
    with pytest.raises(SiteError, match="a symbolic link is"):
        _write(output, "/a/b/", b"one")
    assert _names(site / "content") == ["posts"]


def test_foreign_things_in_the_way_are_left_and_reported(output: Path) -> None:
    (output / "a").mkdir()
    (output / "a" / "mine").touch()
    (output / "b").write_text("mine")
    for address in ("/a", "/b/"):
        with pytest.raises(SiteError) as caught:
            _write(output, address, b"one")
        assert caught.value.problem.code == "write-failed"
    assert (output / "a" / "mine").exists()
    assert (output / "b").read_text() == "mine"


def test_an_empty_folder_in_the_way_is_removed(output: Path) -> None:
    (output / "a").mkdir()
    assert _write(output, "/a", b"one")[1]


@pytest.mark.parametrize("address", ["/../a", "/a/../../b/", "/a//b", "/a\0b", "/./a", ""])
def test_an_address_that_leaves_the_output_is_refused_here_too(output: Path, address: str) -> None:
    with pytest.raises(SiteError, match="write-failed"):
        _write(output, address, b"one")


def test_a_name_too_long_for_the_disk_is_reported(output: Path) -> None:
    with pytest.raises(SiteError, match="longer than 255 bytes"):
        _write(output, "/" + "a" * 300, b"one")
    with pytest.raises(SiteError, match="ENAMETOOLONG"):
        _write(output, "/" + "aaaaaaaa/" * 600, b"one")


def test_a_full_disk_is_reported_and_leaves_the_old_file_whole(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(output, "/a.html", b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(SiteError, match=r"No space left on device \(ENOSPC\)"):
        _write(output, "/a.html", b"new and longer")
    assert _names(output) == [MARKER, "a.html"]
    assert (output / "a.html").read_bytes() == b"old"


def test_a_temporary_of_a_killed_process_with_our_number_is_no_obstacle(output: Path, site: Path) -> None:
    target = site / "precious"
    target.write_text("mine")
    (output / f"{write.TEMPORARY_PREFIX}{os.getpid()}").symlink_to(target)
    _write(output, "/a.html", b"one")
    assert target.read_text() == "mine"
    assert (output / "a.html").read_bytes() == b"one"


def test_temporaries_are_swept_at_any_depth_and_nothing_else(output: Path, site: Path) -> None:
    _write(output, "/a/b/", b"one")
    (output / "a" / f"{write.TEMPORARY_PREFIX}77").write_text("half")
    (site / "content" / f"{write.TEMPORARY_PREFIX}78").write_text("not below the output")
    (output / "linked").symlink_to(site / "content")
    assert sweep_temporaries(output) == 1
    assert (site / "content" / f"{write.TEMPORARY_PREFIX}78").exists()
    assert (output / "a" / "b" / "index.html").exists()


# ------------------------------------------------------------------------------------------ removing


def test_what_is_no_longer_planned_goes_with_its_empty_folders(output: Path) -> None:
    records = {address: _write(output, address, b"one")[0] for address in ("/", "/a/b/c/", "/a/x", "/d/e/")}
    assert remove_stale(output, ["/", "/a/x"], records) == (("/a/b/c/", "/d/e/"), ())
    assert sorted(_tree(output)) == [MARKER, "a/x", "index.html"]
    assert not (output / "a" / "b").exists()
    assert not (output / "d").exists()


def test_a_stale_file_that_was_changed_is_left_and_named(output: Path) -> None:
    records = {address: _write(output, address, b"one")[0] for address in ("/a/", "/b/", "/c/", "/d/", "/e/")}
    (output / "a" / "index.html").write_bytes(b"my own words")
    (output / "b" / "index.html").write_bytes(b"two")
    os.utime(output / "b" / "index.html", ns=(5, 5))
    os.utime(output / "c" / "index.html", ns=(5, 5))
    (output / "e" / "index.html").write_bytes(b"two")
    os.utime(output / "e" / "index.html", ns=(records["/e/"].mtime_ns, records["/e/"].mtime_ns))
    (output / "d" / "index.html").unlink()
    removed, problems = remove_stale(output, [], records)
    assert removed == ("/c/",)
    assert [(p.code, p.where.path) for p in problems] == [
        ("output-changed", str(output / "a" / "index.html")),
        ("output-changed", str(output / "b" / "index.html")),
        ("output-changed", str(output / "e" / "index.html")),
    ]
    assert (output / "a" / "index.html").read_bytes() == b"my own words"


def test_a_stale_file_that_nobody_may_read_is_left_and_named(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records = {"/a/": _write(output, "/a/", b"one")[0]}
    os.utime(output / "a" / "index.html", ns=(5, 5))

    def refused(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    removed, problems = remove_stale(output, [], records)
    assert (removed, [p.code for p in problems]) == ((), ["output-changed"])


def test_nothing_is_removed_through_a_link(output: Path, site: Path) -> None:
    records = {"/a/": _write(output, "/a/", b"one")[0]}
    (site / "elsewhere").mkdir()
    (output / "a" / "index.html").rename(site / "elsewhere" / "index.html")
    (output / "a").rmdir()
    (output / "a").symlink_to(site / "elsewhere")
    removed, problems = remove_stale(output, [], records)
    assert removed == ()
    assert [p.code for p in problems] == ["output-changed"]
    assert (site / "elsewhere" / "index.html").read_bytes() == b"one"


def test_foreign_files_beside_stale_ones_stay(output: Path) -> None:
    records = {"/a/": _write(output, "/a/", b"one")[0]}
    (output / "a" / "mine.txt").write_text("mine")
    assert remove_stale(output, [], records)[0] == ("/a/",)
    assert (output / "a" / "mine.txt").read_text() == "mine"


def test_an_old_file_makes_way_for_a_folder_and_an_old_folder_for_a_file(output: Path) -> None:
    old = {address: _write(output, address, b"one")[0] for address in ("/a", "/b/", "/b/c/", "/other/")}
    planned = ["/a/", "/b", "/new/"]
    assert make_way(output, planned, old) == (("/a", "/b/", "/b/c/"), ())
    for address in planned:
        assert _write(output, address, b"two")[1]
    assert (output / "other" / "index.html").exists()


def test_a_file_in_the_way_that_was_changed_stays_and_the_page_fails(output: Path) -> None:
    old = {"/a": _write(output, "/a", b"one")[0]}
    (output / "a").write_bytes(b"my own words")
    removed, problems = make_way(output, ["/a/"], old)
    assert (removed, [p.code for p in problems]) == ((), ["output-changed"])
    with pytest.raises(SiteError, match="write-failed"):
        _write(output, "/a/", b"two")


def test_foreign_files_are_named_up_to_a_limit(output: Path) -> None:
    _write(output, "/", b"one")
    for name in ("b", "c", "a"):
        (output / f"{name}.txt").touch()
    (output / "link").symlink_to(output.parent)
    assert [Path(p.where.path).name for p in foreign_files(output, ["/"], 10)] == ["a.txt", "b.txt", "c.txt", "link"]
    notes = foreign_files(output, ["/"], 3)
    assert [p.code for p in notes] == ["output-foreign"] * 3
    assert notes[2].message == "2 more files not written by Pressmark, left alone"
    assert foreign_files(output, ["/", "/a.txt", "/b.txt", "/c.txt", "/link"], 3) == ()

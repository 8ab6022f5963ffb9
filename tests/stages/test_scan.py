"""The scan stage: which files lie in the content roots, and which of them are sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.model import SourceFile
from generator.stages.read import read
from generator.stages.scan import scan


def put(site: Path, path: str, data: bytes = b"x") -> None:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def paths(files):
    return [file.path for file in files]


def test_sources_are_known_by_suffix_at_any_depth_and_listed_by_path(tmp_path):
    for name in ("b.md", "a.MD", "c/d/e.html", "f.htm", "g.Txt", "h.markdown", "i.png", "j", "k/cat.jpg"):
        put(tmp_path, f"content/{name}")
    found = scan(tmp_path, ("content",))
    assert paths(found.sources) == ["a.MD", "b.md", "c/d/e.html", "f.htm", "g.Txt", "h.markdown"]
    assert paths(found.others) == ["i.png", "j", "k/cat.jpg"]
    assert found.sources[0].id == "content/a.MD"
    assert found.sources[0].size_bytes == 1


def test_names_that_come_from_titles_are_names_like_any_other(tmp_path):
    for name in (
        ".md",
        " .md",
        ".NET 8.md",
        "#话题#.md",
        "a~.md",
        "今日推荐 / 精选.md",
        "x\u00a0y.md",
        "tab\tline\n.md",
    ):
        put(tmp_path, f"content/{name}")
    assert len(scan(tmp_path, ("content",)).sources) == 8


def test_hidden_files_and_leftovers_of_editors_are_passed_over(tmp_path):
    for name in (".git/x.md", ".DS_Store", ".x.swp", "a.md~", "#a.md#", "._a.md", ".obsidian/y.md"):
        put(tmp_path, f"content/{name}")
    found = scan(tmp_path, ("content",))
    assert (found.sources, found.others, found.problems) == ((), (), ())


def test_other_hidden_folders_are_named_in_the_report(tmp_path):
    put(tmp_path, "content/.NET/a.md")
    (problem,) = scan(tmp_path, ("content",)).problems
    assert (problem.code, str(problem.where)) == ("file-ignored", "content/.NET")


def test_links_are_not_followed_but_a_root_may_be_one(tmp_path):
    put(tmp_path, "elsewhere/a.md")
    (tmp_path / "content").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/loop").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/b.md").symlink_to("/etc/passwd")
    found = scan(tmp_path, ("content",))
    assert paths(found.sources) == ["a.md"]
    assert [(p.code, str(p.where)) for p in found.problems] == [
        ("symlink-skipped", "content/b.md"),
        ("symlink-skipped", "content/loop"),
    ]


def test_pipes_are_neither_sources_nor_waited_for(tmp_path):
    put(tmp_path, "content/a.md")
    os.mkfifo(tmp_path / "content/b.md")
    found = scan(tmp_path, ("content",))
    assert paths(found.sources) == ["a.md"]
    assert [p.code for p in found.problems] == ["file-ignored"]
    with pytest.raises(SiteError, match="no longer a file"):
        read(tmp_path, SourceFile("content", "b.md", 1, 1, 1))


def test_roots_come_in_the_order_of_the_settings_and_each_file_once(tmp_path):
    put(tmp_path, "content/a.md")
    put(tmp_path, "content/blog/b.md")
    put(tmp_path, "more/c.md")
    found = scan(tmp_path, (str(tmp_path / "more"), "content", "content/blog", "content/../content"))
    assert [file.id for file in found.sources] == [f"{tmp_path}/more/c.md", "content/a.md", "content/blog/b.md"]


@pytest.mark.parametrize("root", ["content", "file", "a\0b", "x" * 300])
def test_a_root_that_is_no_folder_is_an_error(tmp_path, root):
    put(tmp_path, "file")
    with pytest.raises(SiteError) as caught:
        scan(tmp_path, (root,))
    assert caught.value.problem.code == "content-missing"
    assert caught.value.problem.help.startswith("create it")


def test_a_folder_that_cannot_be_listed_makes_the_scan_less_than_whole(tmp_path, monkeypatch):
    """What was not seen must not be taken for deleted."""
    put(tmp_path, "content/a.md")
    put(tmp_path, "content/sub/b.md")
    real = os.scandir

    def scandir(path):
        if str(path).rstrip("/").endswith("/sub"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    assert scan(tmp_path, ("content",)).is_whole
    monkeypatch.setattr(os, "scandir", scandir)
    found = scan(tmp_path, ("content",))
    assert paths(found.sources) == ["a.md"]
    assert [(one.code, str(one.where)) for one in found.problems] == [("source-unreadable", "content/sub")]
    assert not found.is_whole

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import SiteError
from generator.model import SourceFile
from generator.stages.read import MAX_SOURCE_BYTES, parse, read, read_bytes
from generator.stages.scan import scan
from tests.sizes import examples

SHARED = Path(__file__).resolve().parents[3] / "shared"
SOURCE = SourceFile("content", "a.md", 1, 1, 1)


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


def test_a_source_that_comes_in_parts_is_read_whole(tmp_path, monkeypatch):
    put(tmp_path, "content/a.md", b"0123456789")
    source = scan(tmp_path, ("content",)).sources[0]
    read_some = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: read_some(handle, min(size, 3)))
    assert read_bytes(tmp_path, source) == b"0123456789"


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


def test_deep_folders_are_read(tmp_path):
    folder = tmp_path / "content"
    for _ in range(900):
        folder /= "d"
    folder.mkdir(parents=True)
    (folder / "a.md").write_bytes(b"---\ntitle: deep\n---\n")
    (source,) = scan(tmp_path, ("content",)).sources
    assert read(tmp_path, source).fields[0].value == "deep"


def test_names_of_odd_bytes_are_read(tmp_path):
    (tmp_path / "content").mkdir()
    try:
        Path(os.fsdecode(os.fsencode(tmp_path / "content") + b"/\xff\xfe.md")).write_bytes(b"text")
    except OSError:
        pytest.skip("this file system wants UTF-8 names")
    (source,) = scan(tmp_path, ("content",)).sources
    assert source.path == "\udcff\udcfe.md"
    assert read(tmp_path, source).body == "text"


def test_missing_and_huge_files_are_errors_with_the_name_of_the_source(tmp_path):
    put(tmp_path, "content/big.md")
    with (tmp_path / "content/big.md").open("wb") as file:
        file.truncate(MAX_SOURCE_BYTES + 1)
    for name, message in (("big.md", "larger than 20 MB"), ("gone.md", "No such file"), ("a\0.md", "null")):
        with pytest.raises(SiteError, match=message) as caught:
            read(tmp_path, SourceFile("content", name, 1, 1, 1))
        assert caught.value.problem.code == "source-unreadable"
        assert caught.value.problem.where.path == f"content/{name}"


def test_a_link_that_took_the_place_of_a_source_is_not_followed(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").symlink_to("/etc/passwd")
    with pytest.raises(SiteError):
        read(tmp_path, SOURCE)


def test_what_was_done_to_the_bytes_is_reported():
    guessed = parse(SOURCE, "标题：你好，世界".encode("gb18030"))
    assert (guessed.body, guessed.problems[0].code) == ("标题：你好，世界", "encoding-guessed")
    repaired = parse(SOURCE, "中文".encode()[:-1])
    assert (repaired.body, repaired.problems[0].code) == ("中\ufffd", "encoding-repaired")
    dropped = parse(SOURCE, b"---\ntitle: a\n---\nb\x00c")
    assert (dropped.body, str(dropped.problems[0].where)) == ("bc", "content/a.md:4")


@examples(300)
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=100).map(lambda data: b"---\n" + data + b"\n---\nx")))
def test_any_bytes_are_a_post(data):
    raw = parse(SOURCE, data)
    raw.body.encode("utf-8")
    assert raw.source is SOURCE


@pytest.mark.skipif(not (SHARED / "archive").is_dir(), reason="the archive is not here")
def test_every_source_of_the_real_archive_has_a_header_with_title_and_date():
    found = scan(SHARED, ("archive",))
    assert len(found.sources) > 500
    for source in found.sources:
        raw = read(SHARED, source)
        assert {"title", "date", "categories"} <= {field.name for field in raw.fields}, source.id

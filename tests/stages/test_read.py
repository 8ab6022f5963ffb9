"""The read stage: bytes of a source become its header and its body."""

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


def test_a_source_that_comes_in_parts_is_read_whole(tmp_path, monkeypatch):
    put(tmp_path, "content/a.md", b"0123456789")
    source = scan(tmp_path, ("content",)).sources[0]
    read_some = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: read_some(handle, min(size, 3)))
    assert read_bytes(tmp_path, source) == b"0123456789"


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

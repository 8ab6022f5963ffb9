"""The host of the benchmarks sends what GitHub Pages sends."""

from __future__ import annotations

import gzip
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from benchmarks.host import hosted


def test_a_part_of_a_file_is_sent_if_it_is_asked_for(tmp_path):
    (tmp_path / "1.bin").write_bytes(b"0123456789")
    with hosted(tmp_path) as (home, sent):
        for part, data in (("0-3", b"0123"), ("8-99", b"89")):
            with urlopen(Request(f"{home}1.bin", headers={"Range": f"bytes={part}"})) as answer:
                assert (answer.status, answer.read()) == (206, data)
                assert answer.headers["Content-Range"] == f"bytes {part.replace('99', '9')}/10"
    assert sent == [("1.bin", 4), ("1.bin", 2)]


def test_text_is_compressed_and_all_that_is_sent_is_counted(tmp_path):
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "index.html").write_text("<p>page</p>" * 50)
    (tmp_path / "search" / "1.bin").write_bytes(b"bytes" * 50)
    with hosted(tmp_path, "/repo/") as (home, sent):
        for name in ("search/", "search/1.bin?4f"):
            with urlopen(Request(home + name, headers={"Accept-Encoding": "gzip"})) as answer:
                data, encoding = answer.read(), answer.headers["Content-Encoding"]
                if encoding:
                    assert gzip.decompress(data) == b"<p>page</p>" * 50
                assert encoding == ("gzip" if name == "search/" else None)
                assert sent[-1] == (name.partition("?")[0], len(data))
        with pytest.raises(HTTPError) as caught:
            urlopen(home + "search/2.bin")
        assert caught.value.code == 404
        caught.value.close()
        assert len(sent) == 2

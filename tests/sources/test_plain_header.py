"""Headers of plain lines: what is read without YAML is what YAML reads."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.front_matter.fields import HeaderError
from generator.model import Field
from generator.sources.plain_header import read_plain
from generator.sources.yaml_header import read_events
from tests.sizes import examples

PLAIN = "\n".join((
    "title: '甲''s \"乙\"'",
    "categories: ",
    " - 丙",
    ' - "丁: #1"',
    "tags: [戊, C++, null]",
    "photos: []",
    "author: a b  ",
    "link: https://a.example/?a=b#c",
    "date: 2021-11-04 11:38:02",
    "cover:",
    "comments: ~",
    "aliases:",
    "- /a/",
    "- ''",
    "",
))  # fmt: skip


def test_a_header_of_plain_lines_is_read_with_each_place():
    assert read_plain(PLAIN, 3) == (
        Field("title", '甲\'s "乙"', 3, 8),
        Field("categories", ("丙", "丁: #1"), 5, 2),
        Field("tags", ("戊", "C++", None), 7, 7),
        Field("photos", (), 8, 9),
        Field("author", "a b", 9, 9),
        Field("link", "https://a.example/?a=b#c", 10, 7),
        Field("date", "2021-11-04 11:38:02", 11, 7),
        Field("cover", None, 12, 1),
        Field("comments", None, 13, 1),
        Field("aliases", ("/a/", ""), 15, 1),
    )
    assert read_plain(PLAIN, 3) == tuple(read_events(PLAIN, 3))


@pytest.mark.parametrize(
    "line",
    [
        "a", "a:b", "a : b", " a: b", "a: b: c", "a: b:", "a: b #c", "a: 'b' c", "a: 'b", 'a: "\\n"', "a: |", "a: &b c",
        "a: *b", "a: !b c", "a: {b: c}", "a: [b: c]", "a: [b, [c]]", "a: [b,]", "a: -", "a: <<", "a: b\n c", "a:\n  b",
        "a: b\n- c", "a:\n - b\n- c", "a:\n - - b", "a:\n -", "a:\n -b", "a:\n - b: c", "a:\tb", "a: b\u3000",
        "a: b\ufeff", "<<: b", "? a", "# a", "", "---", "...", "%a", "title: [b]", "x: y", "a: b\na: c",
    ],
)  # fmt: skip
def test_anything_unusual_is_left_to_yaml(line):
    assert read_plain(f"x: y\n{line}\n", 1) is None


def test_a_header_without_an_end_of_its_last_line_or_of_great_size_is_left_to_yaml():
    assert read_plain("a: b", 1) is None
    assert read_plain(f"a: {'b' * 20_000}\n", 1) is None


NAMES = st.sampled_from(["title", "Title", "tags", "categories", "date", "null", "y", "Own-1", "a_b"])
SIGNS = st.sampled_from(
    [*"甲a :#'\"-,[]{?&*!|=<%\\0.~\u3000\ufeff\U0001f600\u2028\x85", ": ", " #", "- ", "''", "甲 ", "b"]
)
TEXTS = st.one_of(
    st.sampled_from(["null", "~", "yes", "1.10", "2021-03-12", "a:b", "https://a.example/#b", "it's", "-1", "="]),
    st.lists(SIGNS, max_size=4).map("".join),
)
WRITTEN = st.one_of(
    TEXTS,
    TEXTS.map(lambda text: f"'{text}'"),
    TEXTS.map(lambda text: "'" + text.replace("'", "''") + "'"),
    TEXTS.map(lambda text: f'"{text}"'),
    st.lists(TEXTS, max_size=3).map(lambda texts: f"[{', '.join(texts)}]"),
)
BLANKS = st.sampled_from(["", " ", "  "])
ITEMS = st.lists(st.builds(" - {}\n".format, WRITTEN), max_size=2).map("".join)
LINES = st.one_of(
    st.builds("{}: {}{}\n".format, NAMES, WRITTEN, BLANKS),
    st.builds("{}:{}\n{}".format, NAMES, BLANKS, ITEMS),
    st.builds("{}:{}{}- {}\n".format, NAMES, st.sampled_from(["\n", "\n  ", " "]), BLANKS, WRITTEN),
    st.builds("{}{}\n".format, BLANKS, TEXTS),
)


@examples(500)
@given(st.lists(LINES, max_size=3).map("".join), st.integers(1, 4))
@example("a: [b, c ]\n", 1)
def test_what_is_read_without_yaml_is_what_yaml_reads(header, first_line):
    plain = read_plain(header, first_line)
    if plain is None:
        return
    try:
        assert plain == tuple(read_events(header, first_line))
    except (HeaderError, yaml.YAMLError) as error:
        pytest.fail(f"YAML refuses {header!r}: {error}")


@pytest.mark.parametrize("piece", ["a: 'b''", "'", "a: b:", "a:\n - b", "[a, ", "a: [b, ", " ", "a: b #"])
def test_a_hostile_header_takes_linear_time(piece):
    start = time.process_time()
    assert read_plain("a: " + piece * (16_000 // len(piece)) + "\nx\n", 1) is None
    assert time.process_time() - start < 0.5

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.characters import drop_controls
from generator.sources.encoding import decode
from tests.sizes import examples


def test_clean_utf8_is_taken_as_it_is():
    decoded = decode("标题\n\t正文".encode())
    assert (decoded.text, decoded.encoding, decoded.replaced_count, decoded.dropped_count) == ("标题\n\t正文", "", 0, 0)


def test_byte_order_mark_and_foreign_line_ends_are_tolerated():
    assert decode(b"\xef\xbb\xbfa\r\nb\rc\n").text == "a\nb\nc\n"


def test_a_few_invalid_bytes_in_utf8_are_replaced():
    decoded = decode(("文" * 200).encode() + b"\xff" + "字".encode())
    assert decoded.text == "文" * 200 + "\ufffd字"
    assert decoded.replaced_count == 1


def test_a_short_file_cut_within_a_character_stays_utf8():
    # Read as GB18030 these bytes would be other, wrong characters.
    assert decode("中文字".encode()[:-1]).text == "中文\ufffd"


def test_replacement_characters_of_the_source_are_not_counted():
    assert decode("a\ufffdb".encode() + "中".encode()[:2]).replaced_count == 1


def test_other_bytes_are_read_as_gb18030_where_all_of_them_fit():
    decoded = decode("标题：你好，世界".encode("gb18030"))
    assert (decoded.text, decoded.encoding) == ("标题：你好，世界", "GB18030")


def test_utf16_is_known_by_its_mark():
    assert decode(b"\xff\xfe" + "标题".encode("utf-16-le")).text == "标题"


def test_bytes_that_nothing_explains_are_replaced():
    decoded = decode(b"\xff\xfa\xff" * 3)
    assert decoded.replaced_count == 9
    assert decoded.text == "\ufffd" * 9


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ud800", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\u202e", "\u2066"],
)
def test_characters_that_no_page_may_hold_are_dropped(character):
    assert drop_controls(f"a{character}b") == ("ab", 1)


def test_the_first_dropped_character_is_known_by_its_line():
    decoded = decode(b"a\nb\x00\nc\x01")
    assert (decoded.text, decoded.dropped_count, decoded.dropped_line) == ("a\nb\nc", 2, 2)


@examples(300)
@given(st.binary(max_size=200))
def test_any_bytes_become_text_that_can_be_written(data):
    text = decode(data).text
    text.encode("utf-8")
    assert "\r" not in text
    assert drop_controls(re.sub("[\x80-\x9f]", "", text))[1] == 0


def test_controls_stay_only_where_they_are_bytes_of_characters_that_were_read_as_latin_1():
    misread = "渡口".encode().decode("latin-1")
    decoded = decode(f"a\x85\n{misread}\x00\x9f b".encode())
    assert (decoded.text, decoded.dropped_count, decoded.dropped_line) == (f"a\n{misread} b", 3, 1)
    assert decode(f"{misread}\n\x00".encode()).dropped_line == 2

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bundled import bundled
from generator.templating import strings
from generator.templating.filters import counted, date_text, fill, host, month_text, number, path, xml_text, year_text

FOLDERS = (bundled("templates"),)


def test_fill_puts_values_into_a_text():
    assert fill("{count} 篇文章，{name}", count=3, name="渡口") == "3 篇文章，渡口"


def test_fill_does_not_look_at_what_a_value_brings_in():
    assert fill("{a} {b}", a="{b}", b="{a.__class__}") == "{b} {a.__class__}"


def test_fill_refuses_a_placeholder_without_a_value():
    with pytest.raises(ValueError, match=r"has \{cuont\}; it may have: \{count\}"):
        fill("{cuont} articles", count=3)


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (999, "999"), (1234, "1,234"), (1234567, "1,234,567")])
def test_numbers_are_grouped_by_threes(value: int, text: str):
    assert number(value) == text


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [("en", 1, "1 article"), ("en", 1200, "1,200 articles"), ("en", 0, "0 articles"), ("zh-CN", 1, "1 篇文章")],
)
def test_a_count_agrees_with_its_noun(language: str, count: int, text: str):
    assert counted(strings.load(FOLDERS, language), "posts", count) == text


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.example.org:8080/a?b", "example.org"),
        ("https://例子.example/", "例子.example"),
        ("http://[::1", "http://[::1"),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, name: str):
    assert host(url) == name


@pytest.mark.parametrize(
    ("url", "below"),
    [
        ("https://example.org/p/a/", "/p/a/"),
        ("https://example.org/?q=1", "/?q=1"),
        ("", ""),
        ("http://[::1", "http://[::1"),
    ],
)
def test_the_path_of_an_absolute_address(url: str, below: str):
    assert path(url) == below


@given(st.text("htp:/?#;@%[]a.é \n\t1~") | st.builds("https://example.org{}".format, st.text("/?#;@%[]a.é \n\t1~")))
def test_the_path_of_an_address_is_what_the_library_says(url: str):
    try:
        parts = urlsplit(url)
    except ValueError:
        assert path(url) == url
    else:
        assert path(url) == parts.path + (f"?{parts.query}" if parts.query else "")


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-CN", "2021年11月4日"), ("zh-TW", "2021年11月4日"), ("en", "4 November 2021"), ("ja", "2021年11月4日")],
)
def test_a_date_is_written_in_the_language_and_zone_of_the_site(language: str, text: str):
    moment = datetime(2021, 11, 3, 19, 38, 2, tzinfo=UTC)
    assert date_text(moment, ZoneInfo("Asia/Shanghai"), strings.load(FOLDERS, language)) == text


def test_a_date_at_the_edge_of_the_calendar_is_written_all_the_same():
    moment = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert date_text(moment, ZoneInfo("Asia/Shanghai"), strings.load(FOLDERS, "en")) == "31 December 9999"


def test_years_and_months_are_written_in_words():
    english, chinese = strings.load(FOLDERS, "en"), strings.load(FOLDERS, "zh-CN")
    assert (year_text(936, english), month_text(2021, 5, english)) == ("936", "May 2021")
    assert (year_text(936, chinese), month_text(2021, 5, chinese)) == ("936年", "2021年5月")


@pytest.mark.parametrize(
    "dropped",
    ["\x00", "\x0b", "\r", "\x1f", "\x7f", "\x9f", "\ud800", "\ufdd0", "\ufffe", "\U0001ffff", "\U0010fffe"],
)
def test_characters_that_no_page_may_hold_are_dropped(dropped: str):
    assert xml_text(f"渡{dropped}口\t\n😀\ufffd") == "渡口\t\n😀\ufffd"


@pytest.mark.slow
def test_what_no_page_may_hold_is_dropped_wherever_it_stands_alone():
    controls = [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)]
    noncharacters = [*range(0xFDD0, 0xFDF0), *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))]
    forbidden = {*controls, *range(0xD800, 0xE000), *noncharacters}
    assert {code for code in range(0x110000) if not xml_text(chr(code))} == forbidden


@given(st.text(st.characters()))
def test_what_is_left_can_be_encoded_and_is_not_cut_again(text: str):
    once = xml_text(text)
    assert xml_text(once) == once
    assert once.encode().decode() == once

"""Patterns of rules: what is refused, and that what is not refused is quick."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cleaning.filter_patterns import delimited, pattern


@pytest.mark.parametrize(
    "source",
    [
        r"(a+)+$",
        r"(a|a)*b",
        r"(a|b){3}",
        r"(?:(?:x{1,3}){2,4})*",
        r"(a)\1",
        r"(?P<x>a)(?P=x)",
        r"(a)(?(1)b|c)",
        r".*.*.*=",
        r"x*y*z*!",
        r"(?i)a",
        r"a(",
        r"a)",
        r"[a",
        r"*a",
        r"a**",
        "a\\",
        "(" * 20 + "a" + ")" * 20,
        "a" * 600,
        r"[[a]]",
    ],
)
def test_a_pattern_that_could_take_long_or_is_not_valid_is_refused(source: str) -> None:
    assert pattern(source) is None


@pytest.mark.parametrize(
    "source",
    [
        r"^[（(]?责任编辑[:：].{1,20}[)）]?$",
        r"^\s*责编\s*.*",
        r"ICP[备備]?\d{6}",
        r"^(甲|乙)丙",
        r"(?:关于我们)?$",
        r"(ab){2,3}",
        r"[]a]b",
        r"a(?=b)",
        r"(?<!c)d",
        r"广告.*",
        r"x{2}y{,3}",
    ],
)
def test_an_ordinary_pattern_is_accepted(source: str) -> None:
    assert pattern(source) is not None


def test_a_text_over_two_hundred_characters_never_matches() -> None:
    found = pattern("文")
    assert found is not None
    assert found.search("文" * 200)
    assert found.search("文" * 201) is None


def test_a_pattern_stands_between_slashes() -> None:
    assert delimited("/abc/i") is not None
    assert delimited("abc") is None
    assert delimited("//") is None
    caseless = delimited("/abc/i")
    assert caseless is not None
    assert caseless.search("xABC")


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="ab.*+?()[]{}|^$\\1,{2}:=!", max_size=18),
    st.sampled_from(["a" * 200, "ab" * 100, "b" * 199 + "!"]),
)
def test_every_accepted_pattern_is_quick(source: str, subject: str) -> None:
    found = pattern(source)
    if found is not None:
        begin = time.process_time()
        found.search(subject)
        assert time.process_time() - begin < 0.5

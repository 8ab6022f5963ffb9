"""Patterns of rules: what is refused, and that what is not refused is quick."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.filters.patterns import any_of, delimited, pattern
from tests.sizes import examples


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


@examples(300)
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


@examples(300)
@given(st.text(alphabet="ab^^$|()[]*?.\\d", max_size=12), st.text(alphabet="ab1", max_size=6))
def test_a_pattern_that_begins_with_the_start_matches_what_a_search_finds(source: str, subject: str) -> None:
    found = pattern(source)
    if found is not None:
        match, expected = found.search(subject), re.search(source, subject)
        assert (match and match.span()) == (expected and expected.span())


@pytest.mark.parametrize("subject", ["编辑：甲", "责编：乙", "END", "end", "文END", "甲", "文", ""])
def test_a_pattern_for_any_of_several_matches_what_one_of_them_matches(subject: str) -> None:
    several = [pattern("^编辑|^责编"), pattern("^end$", ignore_case=True), pattern("甲")]
    found = [one for one in several if one is not None]
    union, anchored = any_of(found), any_of(found[:2])
    assert union is not None
    assert anchored is not None
    assert (union.is_anchored, anchored.is_anchored) == (False, True)
    assert bool(union.search(subject)) == any(one.search(subject) for one in found)
    assert bool(anchored.search(subject)) == any(one.search(subject) for one in found[:2])
    assert union.cost == sum(one.cost for one in found)


def test_patterns_with_groups_of_one_name_are_not_written_as_one() -> None:
    named = pattern("(?P<name>甲)")
    assert named is not None
    assert any_of([named, named]) is None

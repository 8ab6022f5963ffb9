import time
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.markdown import python_limits as markdown_limits
from generator.bodies.markdown.dialects import Dialect
from generator.bodies.markdown.python_limits import exceeded, markdown_exceeded
from generator.bodies.markdown.python_markdown import to_html
from tests.sizes import IS_LONG

BRACKETS = "it has too many brackets that are nested or never closed"
SHARE = 1 if IS_LONG else 2
"""A text a half as long has a quarter of the time: what grows with the square of the length is slow in both."""
PROMISED_S = 8 / SHARE**2
"""Four times what is promised: the machines that run this are busy."""
NESTED = "its lists or quotations are nested too deep"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 20_000, BRACKETS),
        ("![" * 5_000, BRACKETS),
        ("[" * 5_000 + "]" * 5_000, BRACKETS),
        ("[a](b " * 4_000, BRACKETS),
        ("<a " * 5_000, "it has too many tags that are never closed"),
        ("<a " * 20_000, "it has paragraphs with too many signs"),
        ("> " * 30 + "a", NESTED),
        ("- " * 30 + "a", NESTED),
        (">" + " " * 80 + "- a", NESTED),
        ("&amp;" * 100_000, "it has paragraphs with too many signs"),
        ("- a\n" * 40_000, "it has more than 30,000 paragraphs and list items"),
        (
            "|" * 1_000 + "\n" + "-|" * 1_000 + "\n" + "|a\n" * 1_000,
            "its tables have about 1,004,003 cells; 100,000 is the limit",
        ),
        (
            "[a]: " + "x" * 20_000 + "\n\n" + "[a] " * 1_000,
            "its link definitions are too long for the number of their uses",
        ),
        ("[^1]: a\n\n" * 2_000, "it has 2,000 footnotes; 1,000 is the limit"),
        ("*[a]: b\n" * 5_000, "it has 5,000 abbreviations, too many for its length"),
        ("*[a]: b\n\n" + "- a\n" * 12_000, "it has abbreviations and 12,002 lines; 10,000 is the limit"),
        ("<div>\n" * 2_000, "its HTML is nested too deep"),
        (("> " * 15 + "a\n\n") * 8_000, "its quotations have 120,000 marks; 50,000 is the limit"),
        ("$a$ " * 40_000, "it has paragraphs with too many signs"),
    ],
)  # fmt: skip
def test_what_would_stop_the_converter_is_refused_at_once(text: str, reason: str) -> None:
    start = time.process_time()
    assert markdown_exceeded(text) == reason
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "- [name](https://a.example/x) - what it is *for*\n" * 2_000,
        "A paragraph with [a link](b), `code`, **bold** text and a [note][1].\n\n" * 3_000,
        "| a | b | c |\n|---|---|---|\n" + "| 1 | `2` | 3 |\n" * 2_000,
        "一段中文，[链接](http://a.example/)，一行一行。\n" * 1_000,
        "> " * 5 + "quoted",
    ],
)
def test_long_ordinary_texts_pass(text: str) -> None:
    assert markdown_exceeded(text) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "[", "![", "[^", "[a](b ", "<a ", "*a ", "**a", "`", "<b>", "\\*", "\\&", "&amp;", "`|", "~~a ", "==a ",
        "# a\n", "a\n: b\n", "$a ", "$$\n", "\\[a\n", "\\(a ", "$a$ ", "# a {.b", "*a*{.b}", "*[a]: b\n",
        "# a" + " " * 1_000 + "b\n\n", "<div>\n\n", "<div>a</div>\n\n", '<p markdown="1">a\n\n', "<li>a\n\n",
        "<b><!-- a --> ", "<!-- a", "<pre>\n", "[TOC]\n\n", "::: note\n", "> [!NOTE]\n> a\n\n", "    !!! note\n",
        "- > a\n", "a\n---\n", "[^a]: b\n\n", "~~~\n````\n", "http://a.example ", "- a\n  1. b\n",
        "> " * 18 + "a\n\n",
    ],
)  # fmt: skip
def test_the_largest_text_that_passes_is_converted_in_time(unit: str) -> None:
    count = 64_000
    while count > 10 and exceeded(unit * count) is not None:
        count //= 2
    start = time.process_time()
    with suppress(RecursionError):
        to_html(unit * (count // SHARE), Dialect("markdown"))
    assert time.process_time() - start < PROMISED_S


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["- a\n", "*a* b\n\n", "<div>HTML</div>\n\n", "HTML HTML\n"])
def test_abbreviations_are_looked_for_in_time(unit: str) -> None:
    text = "*[HTML]: a\n\n" + unit * 1_000
    while exceeded(text * 2 * SHARE) is None:
        text += text
    start = time.process_time()
    to_html(text, Dialect("markdown"))
    assert time.process_time() - start < PROMISED_S


_PIECES = ["[", "](", ")", "[^1]: ", "| ", "|-", "`", "<a", ">", "\n", "\n\n", "- ", "*", "https:", "文"]


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_what_counting_lets_pass_is_within_all_limits(pieces: list[str]) -> None:
    text = "".join(pieces)
    small = {
        "MAX_BRACKET_COST": 60,
        "MAX_TAG_COST": 60,
        "MAX_COPY_COST": 2_000,
        "MAX_REFERENCE_CHARACTERS": 60,
        "MAX_CELLS": 10,
        "MAX_BLOCKS": 5,
        "MAX_FOOTNOTES": 1,
    }
    with patch.multiple(markdown_limits, **small):
        assert not markdown_limits._is_plainly_within(text) or markdown_limits._parts_exceeded(text) is None

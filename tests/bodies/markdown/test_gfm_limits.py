import time
from contextlib import suppress

import pytest

from generator.bodies.markdown import gfm
from generator.bodies.markdown.dialects import Dialect, NotConvertible
from generator.bodies.markdown.gfm_limits import exceeded


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 40_000, "it has 40,000 opening brackets; 30,000 is the limit"),
        ("<a " * 200_000, "it has 200,000 signs that may stand for markup; 100,000 is the limit"),
        ("#" * 1_500_000, "it has 1,500,000 signs such as # and {; 1,000,000 is the limit"),
        ("|" * 200_000, "its tables have about 200,000 cells; 100,000 is the limit"),
        ("- a\n" * 40_000, "it has more than 30,000 paragraphs and list items"),
        ("- " * 15 + "a\n" + ("- " * 15 + "a\n") * 2_000, "it has more than 30,000 paragraphs and list items"),
        (
            "[a]: " + "x" * 20_000 + "\n\n" + "[a] " * 1_000,
            "its link definitions are too long for the number of their uses",
        ),
    ],
)
def test_what_would_take_the_converter_too_long_is_refused(text: str, reason: str) -> None:
    assert exceeded(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "- [name](https://a.example/x) - what it is *for*\n" * 2_000,
        "A paragraph with [a link](b), `code`, **bold** text and a [note][1].\n\n" * 3_000,
        "| a | b | c |\n|---|---|---|\n" + "| 1 | `2` | 3 |\n" * 2_000,
        "一段中文，[链接](http://a.example/)，一行一行。\n" * 1_000,
        "一行一行的诗。\n" * 29_000,
        "> " * 5 + "quoted",
    ],
)
def test_long_ordinary_texts_pass(text: str) -> None:
    assert exceeded(text) is None


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["[*a", "<a@b.c>", "_*", "- a\n"])
def test_the_largest_text_that_passes_is_converted_in_time(unit: str) -> None:
    count = 256_000
    while exceeded(unit * count) is not None:
        count //= 2
    start = time.process_time()
    with suppress(RecursionError, NotConvertible):
        gfm.to_html(unit * count, Dialect("gfm"))
    # Several times what is promised: the machines that run this are busy.
    assert time.process_time() - start < 10

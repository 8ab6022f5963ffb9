import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.markdown.html_blocks import stashed


def shown(text: str) -> str:
    """The lines with each block between bars, and without blank lines."""
    lines = stashed(text.split("\n"), lambda block: f"|{block}|")
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # CommonMark 0.31, examples 148 to 191
        ("<div>\n*a*\n</div>\n*b*\n\n*c*", "|<div>\n*a*\n</div>\n*b*|\n*c*"),
        (
            "<details><summary>a</summary>\n\n**b**\n\n</details>",
            "|<details><summary>a</summary>|\n**b**\n|</details>|",
        ),
        ("a\n<p>b</p>", "a\n|<p>b</p>|"),
        ("  <div>", "|<div>|"),
        ("    <div>", "    <div>"),
        ("<divide>", "<divide>"),
        ("<b>\n**a**\n</b>", "<b>\n**a**\n</b>"),
        ("<pre>\n\n*a*\n</pre> *b*\n*c*", "|<pre>\n\n*a*\n</pre> *b*|\n*c*"),
        ("<!-- a\n\nb --> c\nd", "|<!-- a\n\nb --> c|\nd"),
        ("<script>a</script>\n*b*", "|<script>a</script>|\n*b*"),
    ],
)
def test_a_block_of_html_ends_at_a_blank_line(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_indented_html_inside_of_html_is_no_code() -> None:
    assert shown("<div>\n\n        <p>a</p>\n\n        b\n        c\n\n    </div>\n\n    code") == (
        "|<div>|\n|<p>a</p>|\nb\nc\n|</div>|\n    code"
    )
    assert shown("<div>\n\n- a\n\n    b\n\n</div>") == "|<div>|\n- a\n    b\n|</div>|"


@pytest.mark.parametrize("opening", ["<!-- a", "<pre>", "<style>", "<?php", "<![CDATA["])
def test_what_is_never_closed_hides_nothing(opening: str) -> None:
    assert shown(f"{opening}\n\nb") == f"{opening}\nb"
    assert shown(f"<div>\n\n      {opening}\n\nb") == f"|<div>|\n{opening}\nb"


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["<!--\n", "<pre>\n\n", "<div>\n\n", "    <p>\n", "<div>\n\n     a\n", "</div>\n"])
def test_repetition_takes_linear_time(unit: str) -> None:
    lines = (unit * (300_000 // len(unit))).split("\n")
    start = time.process_time()
    stashed(lines, lambda block: block)
    assert time.process_time() - start < 2


_PIECES = [
    "<div>",
    "</div>",
    "<pre>",
    "</pre>",
    "<!--",
    "-->",
    "a",
    "\n",
    "\n\n",
    "     ",
    "- ",
    "<b>",
    "<?",
    "<!x",
    ">",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_nothing_but_blanks_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert "".join(stashed(text.split("\n"), str)).replace(" ", "").replace("\n", "") == "".join(text.split())

from __future__ import annotations

import pytest

from generator.cleaning import structure
from tests.cleaning.drafts import after


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a<br><br><br><br>b<br>c", "a<br><br>b<br>c"),
        ("<p>a</p><br><br>b<br><br><p>c</p>", "<p>a</p>b<br><br><p>c</p>"),
        ("<h2>a</h2>\n<br>\n<p>b</p>", "<h2>a</h2>\n<p>b</p>"),
        ("<p><br>a</p><div><br><br><br>b</div>", "<p>a</p><div>b</div>"),
        ("<ul><br><li>a</li><br><li>b</li><br></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a<br></p><div>b<br>\n<br></div>", "<p>a</p><div>b\n</div>"),
        ("a<br><font><br></font><span><span><br></span></span><br>b", "a<br><br>b"),
    ],
)
def test_breaks_that_only_make_a_gap_go(written: str, expected: str) -> None:
    assert after(structure.apply, written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "<div>a</div><br>b",
        '<img src="a.png"><br>b',
        "<p><b><br></b>a</p>",
        "<pre><br>a<br><br><br><br>b</pre>",
        "<p>a<br><br>b</p>",
        "a<br><p>b</p>",
    ],
)
def test_breaks_that_part_lines_stay(written: str) -> None:
    assert after(structure.apply, written).count("<br>") == written.count("<br>")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("甲<p></p>乙", "甲<br>乙"),
        ("甲\n<div><span><br></span></div>\n乙", "甲\n<br>\n乙"),
        ("<b>甲</b><h3></h3><b>乙</b>", "<b>甲</b><br><b>乙</b>"),
        ("甲<br><div></div>乙", "甲<br>乙"),
        ("<p>甲</p><div></div>乙", "<p>甲</p>乙"),
        ("one<b> </b>two", "one two"),
        ("one <b> </b>two", "one two"),
        ("one<b></b>two", "onetwo"),
        ('甲<div hidden>a b</div>乙<i style="display:none">a b</i>丙', "甲<br>乙丙"),
    ],
)
def test_what_stood_beside_an_empty_element_stays_apart(written: str, expected: str) -> None:
    assert after(structure.apply, written) == expected


def test_blanks_without_end_are_not_gone_over_again_and_again() -> None:
    assert after(structure.apply, "a" + "<p></p> " * 20_000 + "b").split() == ["a", "b"]

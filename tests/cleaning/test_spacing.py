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
    ],
)
def test_breaks_that_part_lines_stay(written: str) -> None:
    assert after(structure.apply, written).count("<br>") == written.count("<br>")

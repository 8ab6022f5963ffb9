"""The snapshot that rules look at: elements, pieces of text and the lines they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.nodes import read_body
from generator.cleaning.filters.tree import Snapshot, snapshot
from tests.sizes import examples

PIECES = (
    "<p>|</p>|<div>|</div>|<b>|</b>|<br>|<a href=/b>|</a>|<pre>|</pre>|<img src=a.png>|<video>|</video>|<!--x-->"
    "|<style>.a{}</style>|<table>|<tr>|<td>|</table>|字|词 句| |\n"
).split("|")


def shot_of(html: str) -> Snapshot:
    return snapshot(read_body(html))


def shown(shot: Snapshot, line: range) -> str:
    return "".join("▣" if shot.is_medium(piece) else shot.pieces[piece] for piece in line)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("甲<p>乙<b>丙</b></p>丁", ["甲", "乙丙", "丁"]),
        ("<p>甲<br>乙<br> <br>丙", ["甲", "乙", "丙"]),
        ("<b>甲<div>乙</div>丙</b>丁", ["甲", "乙", "丙丁"]),
        ("<p>甲<img src=a.png></p><p> <img src=b.png></p>", ["甲▣", " ▣"]),
        ("<p>甲<style>.a{}</style><script>1</script>乙</p>", ["甲乙"]),
        ("<p>甲<!--x-->乙</p><ul><li>丙<li>丁</ul>", ["甲乙", "丙", "丁"]),
        ("<table><tr><td>甲<td>乙</table>", ["甲", "乙"]),
    ],
)
def test_a_line_stands_between_two_borders_of_blocks_or_breaks(html: str, expected: list[str]) -> None:
    shot = shot_of(html)
    assert [shown(shot, line) for line in shot.lines()] == expected


def test_an_element_knows_its_text_its_last_descendant_and_what_it_stands_in() -> None:
    shot = shot_of('<div>甲<pre><code>乙</code></pre></div><a href="/b"><img src="a.png"></a>丙')
    assert shot.tags == ["div", "pre", "code", "a", "img"]
    assert ["".join(shot.text[slice(*shot.span(at))].split()) for at in range(5)] == ["甲乙", "乙", "乙", "", ""]
    assert shot.lasts == [2, 2, 2, 4, 4]
    assert list(shot.code) == [0, 1, 1, 0, 0]
    assert list(shot.linked) == [0, 0, 0, 1, 1]
    assert (shot.media(3), shot.loose_media, shot.depth) == ([4], 0, 3)
    assert [shot.is_blank(at) for at in range(5)] == [False, False, False, False, False]


@examples(200)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_lines_hold_all_there_is_and_are_the_same_from_either_end(pieces: list[str]) -> None:
    shot = shot_of("".join(pieces))
    lines = list(shot.lines())
    assert list(shot.lines(from_end=True)) == lines[::-1]
    held = "".join(shot.line_text(line) for line in lines)
    assert "".join(held.split()) == "".join(shot.text.split())
    media = [piece for line in lines for piece in line if shot.is_medium(piece)]
    assert len(media) == sum(tag in ("img", "video") for tag in shot.tags)

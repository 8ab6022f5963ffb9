"""Flat bodies: what rules see of one is what they see of its tree, and what is taken out leaves the rest as it was."""

from __future__ import annotations

import pytest
from hypothesis import given

from generator.cleaning import flat
from generator.cleaning.draft import parse_html
from generator.cleaning.filter_tree import Snapshot, snapshot
from tests.cleaning.test_plain import BODIES


def _read(html: str) -> flat.FlatBody:
    body = flat.read(html)
    assert body is not None
    return body


def _lines(shot: Snapshot) -> list[tuple[str, str, int]]:
    """Of each line the text, what patterns see of it, and how many media it has."""
    gone = bytearray(len(shot.tags))
    return [
        (shot.line_text(line), shot.plain_text(line, gone), sum(map(shot.is_medium, line))) for line in shot.lines()
    ]


def _seen(shot: Snapshot) -> list[object]:
    """What rules see of a snapshot."""
    spans = [shot.text[slice(*shot.span(index))].strip("\n") for index in range(len(shot.tags))]
    blanks = [shot.is_blank(index) for index in range(len(shot.tags))]
    comments = [(comment.text.strip(), comment.element) for comment in shot.comments]
    inside = [shot.lasts, list(shot.code), list(shot.linked), shot.depth, shot.loose_media, shot.total_words]
    return [
        shot.tags,
        shot.attributes,
        spans,
        blanks,
        comments,
        inside,
        _lines(shot),
        shot.names,
        shot.values_of("class"),
    ]


@given(BODIES)
def test_rules_see_the_same_as_in_the_tree(html: str) -> None:
    read = flat.read(html)
    found = flat.find_elements(read) if read is not None else None
    body = parse_html(html).body
    if read is None or found is None or body is None:
        return
    shot, spans = found
    assert _seen(shot) == _seen(snapshot(body))
    for name, (first, last) in zip(shot.tags, spans, strict=True):
        assert read.tags[first].name == read.tags[last].name == name
    if read.is_shallow:
        sketch = read.sketch()
        assert (sketch.text, _lines(sketch)) == (shot.text, _lines(shot))
        assert (set(sketch.tags), sketch.names) == (set(shot.tags), shot.names)
        assert set(sketch.values.split("\n")) == set(shot.values.split("\n"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a\n<i>b</i>\n c", None),
        ("a<i>b</i>", "a"),
        ("<p>a</p>\n <i>b</i>\n\n<p>c</p>", "<p>a</p>\n<p>c</p>"),
        ("<p>a</p> <i>b</i>\n<p>c</p>", None),
        ("<i>b</i>", ""),
    ],
)
def test_texts_beside_what_goes_stay_texts_of_their_own(html: str, expected: str | None) -> None:
    body = _read(html)
    first = next(place for place, tag in enumerate(body.tags) if tag.name == "i")
    left = body.without([(first, first + 1)])
    if left is None:
        assert expected is None
        return
    between = [tag.written for tag in left.tags]
    assert "".join(text + tag for text, tag in zip(left.texts, [*between, ""], strict=True)) == expected
    assert left.kinds.keys() == set(between)


@pytest.mark.parametrize(
    ("html", "apart"),
    [
        ("a<i>b</i>c", False),
        ("a <i>b</i>c", True),
        ("<b>a</b><i>b</i>c", False),
        ("<b><i>b</i></b>", True),
        ("<br><i>b</i>c", True),
        ("<!--a--><i>b</i>c", False),
        ("a<div>b</div>c", False),
        ("a <div>b</div> c", False),
        ("<p>a</p> <div>b</div> c", True),
        ("a <div>b</div> <hr>c", True),
        ("a<div>b</div> <b>c</b>", False),
        ("<b>a</b> <div>b</div>", True),
    ],
)
def test_an_element_stands_apart_where_nothing_runs_on_without_it(html: str, apart: bool) -> None:
    body = _read(html)
    name = "i" if "<i>" in html else "div"
    first, last = (place for place, tag in enumerate(body.tags) if tag.name == name)
    assert body.stands_apart(first, last) is apart

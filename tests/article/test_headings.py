"""Headings: ids of our own, each once, and fragments that lead somewhere."""

from __future__ import annotations

import pytest

from generator.article.canonical import read
from generator.article.headings import anchored, levelled
from generator.model import Heading


def anchored_html(html: str) -> tuple[str, tuple[Heading, ...]]:
    article, headings = anchored(read(html))
    return article.html, headings


def test_headings_get_ids_of_their_text_or_a_number() -> None:
    html, headings = anchored_html("<h2>第一 节</h2><h3>C &amp; <b>D</b></h3><h2>！</h2>")
    assert html == '<h2 id="h-第一-节">第一 节</h2><h3 id="h-C-D">C &amp; <b>D</b></h3><h2 id="h-！">！</h2>'
    assert headings == (Heading(2, "h-第一-节", "第一 节"), Heading(3, "h-C-D", "C & D"), Heading(2, "h-！", "！"))


def test_a_heading_of_signs_gets_its_number_and_one_without_text_is_not_listed() -> None:
    html, headings = anchored_html('<h2>***</h2><h2><img src="a.png" alt=""></h2>')
    assert html == '<h2 id="h-1">***</h2><h2 id="h-2"><img src="a.png" alt=""></h2>'
    assert headings == (Heading(2, "h-1", "***"),)


def test_equal_headings_get_different_ids() -> None:
    html, _ = anchored_html("<h2>a</h2><h2>a</h2><h2>a-1</h2>")
    assert html == '<h2 id="h-a">a</h2><h2 id="h-a-1">a</h2><h2 id="h-a-1-1">a-1</h2>'


def test_ten_thousand_equal_headings_cost_their_number() -> None:
    _, headings = anchored_html("<h2>a</h2>" * 10_000)
    assert headings[-1].id == "h-a-9999"


def test_an_id_that_stands_twice_stays_at_the_first_place() -> None:
    assert anchored_html('<p id="fn:1">a</p><p id="fn:1">b</p>')[0] == '<p id="fn:1">a</p><p>b</p>'


def test_a_link_may_lose_its_id_and_keep_its_fragment() -> None:
    html, _ = anchored_html('<p id="fn:1">a</p><a id="fn:1" href="#fn:1">b</a><h2 id="x" lang="en">c</h2>')
    assert html == '<p id="fn:1">a</p><a href="#fn:1">b</a><h2 lang="en" id="h-c">c</h2>'


def test_fragments_lead_to_what_exists_and_else_lose_the_link() -> None:
    html, _ = anchored_html(
        '<a href="#fn:1">1</a><a href="#Part-One">p</a><a href="#top">t</a><h2>Part One</h2><p id="fn:1">n</p>'
    )
    assert (
        html
        == '<a href="#fn:1">1</a><a href="#h-Part-One">p</a><a>t</a><h2 id="h-Part-One">Part One</h2><p id="fn:1">n</p>'
    )


def test_headings_inside_headings_keep_their_own_text() -> None:
    _, headings = anchored_html("<h2>a<div><h3>b</h3></div></h2>")
    assert headings == (Heading(3, "h-b", "b"), Heading(2, "h-ab", "ab"))


def test_a_value_that_ends_like_an_id_moves_nothing() -> None:
    html = '<p title=" id=" lang="x">a</p><p title=" id=" lang="x">b</p>'
    assert anchored_html(html) == (html, ())


def test_text_that_looks_like_a_link_or_an_id_stays() -> None:
    html = '<pre>&lt;a id="x" href="#top"&gt; id="x"</pre><h2>a href="#top" b</h2>'
    assert anchored_html(html)[0] == (
        '<pre>&lt;a id="x" href="#top"&gt; id="x"</pre><h2 id="h-a-href-top-b">a href="#top" b</h2>'
    )


@pytest.mark.parametrize(
    ("written", "expected", "changed"),
    [
        ([2, 3, 4, 3, 2, 3], [2, 3, 4, 3, 2, 3], 0),
        ([3, 3, 5, 3], [2, 2, 3, 2], 4),
        ([2, 5, 5, 3, 6], [2, 3, 3, 3, 4], 3),
        ([6, 5, 4, 3, 2], [2, 2, 2, 2, 2], 4),
        ([], [], 0),
    ],
)
def test_headings_leave_no_level_out_and_siblings_stay_siblings(written, expected, changed) -> None:
    html = "".join(f'<h{level} lang="en">a</h{level}><p>b</p>' for level in written)
    article, count = levelled(read(html))
    assert article.html == "".join(f'<h{level} lang="en">a</h{level}><p>b</p>' for level in expected)
    assert count == changed

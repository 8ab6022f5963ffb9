"""Canonical articles: cut into texts and tags once, and read without a tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.canonical import article_text, read, read_tag, with_attributes
from generator.article.nodes import read_body
from generator.article.sanitize import sanitize
from generator.article.text import visible_text
from generator.errors import Where

PIECES = st.sampled_from(
    [
        *("甲", "b c", " ", "\n", "\n\n", "\u3000", "\u200b", "&lt;p&gt;", "&amp;lt;", "&nbsp;", "&"),
        *("<p>", "</p>", "<br>", "<hr>", "<div>", "</div>", "<b>", "</b>", "<h2>", "</h2>", "<pre>", "</pre>"),
        *("<table>", "<tr>", "<td>", "</td>", "<th>", "</table>", "<caption>", "<ul>", "<li>", "</ul>"),
        *("<video>", "</video>", "<audio>", "</audio>", "<ruby>", "<rp>", "</rp>", "<rt>", "</ruby>"),
        *('<a class="footnote-ref">', '<a class="footnote-backref frame">', "<a>", "</a>", '<img alt="x">'),
        *("<figure>", "<figcaption>", "</figcaption>", "</figure>"),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_the_text_of_an_article_is_what_its_tree_shows(html: str) -> None:
    result = sanitize(html, Where("content/a.html"), is_suspicious=False, recheck_all=False)
    assert result is not None
    for without in (frozenset[str](), frozenset({"pre", "table", "figcaption"})):
        body = read_body(result.article.html)
        for node in body.elements(*without) if without else []:
            node.remove()
        assert article_text(result.article, without=without) == visible_text(body)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a\nb</p><p>c<br>d</p>", "a b\nc\nd"),
        ("<pre>a\n  b</pre>c\nd", "a\nb\nc d"),
        ("a&amp;lt;&nbsp;&lt;b&gt;", "a&lt; <b>"),
        ('a<audio>b<p>c</p></audio>d<a class="footnote-ref">1</a>.', "ad."),
        ("<pre>a\n<video>b\nc</video>\nd</pre>", "a\nd"),
        ("", ""),
    ],
)
def test_blocks_are_lines_and_what_is_silent_is_left_out(html: str, text: str) -> None:
    assert article_text(read(html)) == text


def test_an_article_is_written_as_it_was_read() -> None:
    html = '<p title="a">b<br>c</p>d'
    article = read(html)
    assert article.texts == ("", "b", "c", "d")
    assert [tag.name for tag in article.tags] == ["p", "br", "p"]
    assert article.tags[0].attributes == {"title": "a"}
    assert article.html == html


def test_a_tag_is_written_again_with_other_attributes() -> None:
    tag = with_attributes(read_tag('<p id="a" title="b">'), {"title": "b", "id": "c"})
    assert tag == read_tag('<p title="b" id="c">')

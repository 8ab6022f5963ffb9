import time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies import html_repair
from generator.bodies.html_repair import closed_quote, escaped_code


@pytest.mark.parametrize(
    ("html", "made", "count"),
    [
        ("<code><web-view /></code>", "<code>&lt;web-view /&gt;</code>", 1),
        ("<p>x</p><pre><a-b>\n</a-b></pre>", "<p>x</p><pre>&lt;a-b&gt;\n&lt;/a-b&gt;</pre>", 2),
        ('<code><span class="hljs-tag">x</span></code>', '<code><span class="hljs-tag">x</span></code>', 0),
        ("<code>a <b && c</code>", "<code>a &lt;b && c</code>", 1),
        ("<code>-100 <= x</code>", "<code>-100 <= x</code>", 0),
        ("<PRE><X>a</X></PRE>", "<PRE>&lt;X&gt;a&lt;/X&gt;</PRE>", 2),
        ("<code>never closed <x-y>", "<code>never closed <x-y>", 0),
        ("<code>open <h2>a</h2> <code>b</code>", "<code>open <h2>a</h2> <code>b</code>", 0),
        ("<x-y>a</x-y>", "<x-y>a</x-y>", 0),
    ],
)
def test_unknown_tags_in_code_become_text(html: str, made: str, count: int) -> None:
    assert escaped_code(html) == (made, count)


@pytest.mark.parametrize(
    ("html", "closed"),
    [
        ('<img src="https://z.example/a.png>甲<b>乙</b>', '<img src="https://z.example/a.png">甲<b>乙</b>'),
        ("<img src = 'a.png/>甲", "<img src = 'a.png'>甲"),
        ('<p a="b"c="d>甲</p>', '<p a="b"c="d">甲</p>'),
    ],
)
def test_a_quote_without_an_end_is_closed_at_the_end_of_its_tag(html: str, closed: str) -> None:
    assert closed_quote(html) == (closed, 1)


@pytest.mark.parametrize(
    "html",
    [
        '<p title="3 > 2">甲</p> 5" 宽',
        "<p don't>甲</p>",
        '<a href=x"y>甲</a>',
        '<!-- <a b=" --><p>甲',
        '<p>甲</p><p class="never ended',
        'x = "甲 <b>乙</b>',
    ],
)
def test_quotes_that_have_an_end_or_need_none_stay(html: str) -> None:
    assert closed_quote(html) == (html, 0)


@pytest.mark.parametrize("piece", ["<a ", '<a b="', "<!--", '<a b="c" d=\'', "<a ==", "<a b= "])
def test_looking_for_quotes_takes_linear_time(piece: str) -> None:
    start = time.process_time()
    closed_quote(piece * 200_000)
    assert time.process_time() - start < 2


@given(st.lists(st.sampled_from(["<a", " b", "=", '"', "'", " ", "\n", ">", "<!--", "-->", "/", "文"]), max_size=30))
def test_where_the_last_quotes_open_no_value_no_tag_is_open(pieces: list[str]) -> None:
    html = "".join(pieces)
    found = closed_quote(html)
    with patch.object(html_repair, "_may_open", return_value=True):
        assert found == closed_quote(html)

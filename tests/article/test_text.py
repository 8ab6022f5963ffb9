import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.nodes import read_body
from generator.article.text import letters, runs_of, visible_text, word_count, written_text


def text_of(html: str) -> str:
    return visible_text(read_body(html))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\nthree"),
        ("<p>a  b\n c</p>", "a b c"),
        ("<p>一<b>二</b>三</p>", "一二三"),
        ("a<script>x()</script><style>p{}</style>b", "ab"),
        ("<p>　　缩进&nbsp;的</p>", "缩进 的"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<pre>x = 1\n\n  y</pre>", "x = 1\ny"),
        ("a<!-- no -->b&amp;", "ab&"),
        ("<ruby>字<rp>(</rp><rt>zi</rt><rp>)</rp></ruby>", "字zi"),
        ("a\u200bb\ufeff", "ab"),
        ('a<sup><a class="footnote-ref" href="#fn:1">1</a></sup>。', "a。"),
        ("", ""),
    ],
)
def test_blocks_are_lines_and_blanks_are_single(html: str, text: str) -> None:
    assert text_of(html) == text


def test_deep_nesting_is_walked_without_recursion() -> None:
    assert text_of("<div>" * 5_000 + "deep") == "deep"


def test_text_before_a_node_stops_at_it() -> None:
    body = read_body("<p>a</p><hr><p>b</p>")
    assert visible_text(body, until=body.first("hr")) == "a"


def test_borders_silent_elements_and_what_is_left_out_are_for_the_caller_to_say() -> None:
    body = read_body("<p>a<b>b</b> <i>c</i>\n<u>d</u><pre>e\nf</pre></p>")
    text = written_text(body, {"b": "|", "pre": "/"}, {"i"}, is_left_out=lambda node: node.text() == "d")
    assert text == "a|b|  /e\nf/"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("中文", 2),
        ("Hello, world", 2),
        ("it's 3 o'clock", 3),
        ("用 Python 3.11 写", 5),
        ("ひらカタ", 4),
        ("한국어", 3),
        ("。，！—", 0),
        ("𠀀字", 2),
        ("snake_case", 2),
    ],
)
def test_words_are_counted_by_character_and_by_run(text: str, count: int) -> None:
    assert word_count(runs_of(text)) == count


@given(st.text(alphabet="甲か한⺀𠀀aé１Ⅷ_'’ ，。\n", max_size=30))
def test_words_and_letters_are_those_that_a_look_at_each_character_finds(text: str) -> None:
    runs = runs_of(text)
    assert word_count(runs) == len(re.findall(r"[甲か한⺀𠀀]|[aé１Ⅷ]+(?:['’][aé１Ⅷ]+)*", text))
    assert letters(runs) == "".join(character for character in text if character.isalnum())

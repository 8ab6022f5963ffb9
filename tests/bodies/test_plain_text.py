import html as entities
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.bodies.plain_text import ADDRESS, escaped, to_html
from tests.sizes import examples

LONG = "这一行很长，长得足够自成一段，所以每一行都该是一个段落，而不是换行。"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("a\n\n\nb", "<p>a</p>\n<p>b</p>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        (f"{LONG}\n{LONG}", f"<p>{LONG}</p>\n<p>{LONG}</p>"),
        ("　　甲\n\n　　乙", "<p>甲</p>\n<p>乙</p>"),
        ("1 < 2 & <b>", "<p>1 &lt; 2 &amp; &lt;b&gt;</p>"),
        ("单子：\n  - 甲\n    - 乙", "<p>单子：<br>\n\u00a0\u00a0- 甲<br>\n\u00a0\u00a0\u00a0\u00a0- 乙</p>"),
        ("a\r\nb\rc", "<p>a<br>\nb<br>\nc</p>"),
    ],
)
def test_text_becomes_paragraphs(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("见 http://a.example/c，然后", ["http://a.example/c"]),
        ("看https://a.example/x_(y)。好", ["https://a.example/x_(y)"]),
        ("（https://a.example/c）", ["https://a.example/c"]),
        ("(https://a.example/c).", ["https://a.example/c"]),
        ("http://a.example.", ["http://a.example"]),
        ("http://a.example:80/x?a=1&b=2!", ["http://a.example:80/x?a=1&b=2"]),
        ("http://a.example/c, https://b.example/d;", ["http://a.example/c", "https://b.example/d"]),
        ("http://a.example/c…然后", ["http://a.example/c"]),
        ("javascript://a.example/c", []),
        ("xhttp://a.example", []),
        ("http://", []),
        ("www.a.example", []),
    ],
)
def test_bare_addresses_end_before_punctuation_and_chinese(text: str, addresses: list[str]) -> None:
    assert [match[0] for match in ADDRESS.finditer(text)] == addresses
    made = to_html(text)
    for address in addresses:
        written = entities.escape(address)
        assert f'<a href="{written}">{written}</a>' in made
    assert made.count("<a ") == len(addresses)


@pytest.mark.parametrize(
    "unit", ["http://a.example/c ", "http://a.example/c\n", "(", ".", "http://", "a.", "\n", " \n"]
)
def test_repetition_takes_linear_time(unit: str) -> None:
    text = "http://a.example/" + unit * (600_000 // len(unit))
    start = time.process_time()
    to_html(text)
    assert time.process_time() - start < 4


def test_what_is_left_out_is_told() -> None:
    made = escaped("<" * 10_000, 5_000, "en")
    assert len(made) <= 5_000
    assert made.endswith("<p>[10,000 of 10,000 characters are left out here.]</p>")


def test_long_text_is_cut_between_characters_only() -> None:
    made = escaped("&a" * 100_000, 1_000_000, "zh-CN")
    assert entities.unescape(made.replace("<p>", "").replace("</p>\n", "").replace("</p>", "")) == "&a" * 100_000


def test_countless_lines_are_run_together() -> None:
    assert escaped("a\n" * 200_000, 2_000_000, "zh-CN").count("<p>") == 400


@examples(200)
@given(st.text(alphabet="甲 \n\t　a<&.:/htp。", max_size=120))
def test_no_word_is_lost(text: str) -> None:
    for made in (to_html(text), escaped(text, 100_000, "en")):
        assert made.count("甲") == text.count("甲")

"""The forecast: with it or without it, sanitizing says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.canonical import REMEMBERED_CHARACTERS, Article, written_attributes
from generator.article.elements import VOID
from generator.article.nodes import read_body, write_body
from generator.article.sanitize import Sanitized, sanitize, settled
from generator.article.sanitize.forecast import foreseen
from generator.article.vocabulary import ATTRIBUTES, CLASSES, GLOBAL_ATTRIBUTES, TAGS
from generator.characters import drop_controls
from generator.errors import Where
from tests.payloads import PAYLOADS
from tests.payloads.addresses import DISGUISES

WHERE = Where("content/a.html")


def _agreed(html: str) -> Article | None:
    """What is made of `html`, which must be the same without a forecast."""
    body = read_body(html)
    written = drop_controls(write_body(body).strip())[0]
    result = sanitize(written, WHERE, is_suspicious=False, recheck_all=False)
    article = settled(body)
    assert article is None or (isinstance(result, Sanitized) and result == Sanitized(article, False, ()))
    return article


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a</p>", "<p>a</p>"),
        (" <p>a</p>\u3000", "<p>a</p>"),
        ('<p style="x" class="frame" onclick="y">a &amp; b</p>', '<p class="frame">a &amp; b</p>'),
        # nh3 puts the last attribute in the place of one that our policy refuses.
        (
            '<img src="a.png" class="x" alt="" width="9999" loading="lazy">',
            '<img src="a.png" loading="lazy" alt="">',
        ),
        ('<table><tr><td colspan="007">', '<table><tbody><tr><td colspan="7"></td></tr></tbody></table>'),
        ('<a href="https://e.org/?a=b&amp;c" target="_blank">x</a>', '<a href="https://e.org/?a=b&amp;c">x</a>'),
        ('<p title="a>b">c', '<p title="a&gt;b">c</p>'),
        ('<a href="//e.org/">x</a>', None),
        ('<a href="javascript:1">x</a>', None),
        ("<svg></svg>", None),
        ("<!-- a -->", None),
    ],
)
def test_a_body_is_foreseen_element_by_element_or_not_at_all(html: str, expected: str | None) -> None:
    article = foreseen(read_body(html))
    assert (article.html if article is not None else None) == expected


def test_a_forecast_that_nh3_does_not_share_counts_for_nothing() -> None:
    html = '<img src="https://xn--a.example/a.png">'
    assert foreseen(read_body(html)) is not None
    assert _agreed(html) is None


def test_controls_that_come_from_references_are_left_to_sanitizing() -> None:
    assert foreseen(read_body("a&#1;b")) is not None
    assert settled(read_body("a&#1;b")) is None


def test_a_long_tag_is_foreseen_like_a_short_one() -> None:
    title = "a" * REMEMBERED_CHARACTERS
    article = foreseen(read_body(f'<p title="{title}a" style="x">b</p>'))
    assert article is not None
    assert article.html == f'<p title="{title}a">b</p>'


_NAMES = st.sampled_from(
    sorted(GLOBAL_ATTRIBUTES.union(*ATTRIBUTES.values()) | {"style", "onclick", "data-x", "target", "srcdoc", "xml:a"})
)
_VALUES = st.sampled_from(
    [
        *DISGUISES,
        *sorted(CLASSES),
        *(
            "",
            "1",
            "007",
            "-3",
            "99999",
            "lazy",
            "RTL",
            "zh-CN",
            "fn:1",
            "no-referrer",
            "none",
            "k frame x",
            "image/png",
        ),
        *("a.png", "a.png 2x, b.png 3x", "a b.png", "https://e.org/a?b=c&d", "//e.org/x", "HTTP://E.org", "#fn:1"),
        *("mailto:a@example.org", "pressmark-post:a", "a'b", 'a"b', "a&b", "a&amp;b", "a<b>c", "甲\xa0乙", "a\nb"),
    ]
) | st.text(max_size=6)


@st.composite
def _bodies(draw: st.DrawFn) -> str:
    """HTML whose tags are balanced, with attributes of all kinds."""
    parts: list[str] = []
    open_tags: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        match draw(st.integers(0, 3)):
            case 0:
                parts.append(
                    draw(st.sampled_from(["甲", " ", "\n", "a &amp; b", "&nbsp;", "&lt;p&gt;", "'\"", "&#1;"]))
                )
            case 1 if open_tags:
                parts.append(f"</{open_tags.pop()}>")
            case _:
                name = draw(st.sampled_from(sorted(TAGS)))
                attributes = draw(st.dictionaries(_NAMES, _VALUES, max_size=5))
                escaped = [
                    (key, value.replace("&", "&amp;").replace('"', "&quot;")) for key, value in attributes.items()
                ]
                parts.append(f"<{name}{written_attributes(escaped)}>")
                if name not in VOID:
                    open_tags.append(name)
    return "".join((*parts, *(f"</{name}>" for name in reversed(open_tags))))


@given(_bodies())
def test_with_a_forecast_or_without_sanitizing_says_the_same(html: str) -> None:
    _agreed(html)


def test_no_attack_gets_through_by_a_forecast() -> None:
    for payload in PAYLOADS:
        body, _ = drop_controls(payload.body)
        _agreed(body)

"""Bold, italic and struck text by style: short pieces keep their look, styles of whole articles go."""

from __future__ import annotations

import time

import pytest

from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, written

WORDS = "<p>The council met on Tuesday and spoke about the new bridge for two hours.</p>"


def cleaned(body: str) -> str:
    post = clean(raw_post(f"{WORDS}{body}", title="t"), CONFIG)
    assert post.account.lost == 0
    return written(post).removeprefix(WORDS)


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ('<p>It costs <span style="font-weight:bold">five</span> million.</p>', "<p>It costs <b>five</b> million.</p>"),
        (
            '<p>造价<span style="color: red; font-weight : 700;">五</span>百万。</p>',
            "<p>造价<b>五</b>百万。</p>",
        ),
        (
            '<p>費用は<font style="text-decoration:line-through">四</font>五百万。</p>',
            "<p>費用は<s>四</s>五百万。</p>",
        ),
        (
            '<p>A <span style="text-decoration-line: underline line-through">four</span> five.</p>',
            "<p>A <s>four</s> five.</p>",
        ),
        ('<p>See <span style="font-style:italic">The Harbour</span>.</p>', "<p>See <i>The Harbour</i>.</p>"),
        (
            '<p>A <span style="font-weight:900;font-style:italic">very</span> long one.</p>',
            "<p>A <i><b>very</b></i> long one.</p>",
        ),
        (
            '<p>A <a style="font-weight:bold" href="https://a.example/">link</a> too.</p>',
            '<p>A <a href="https://a.example/" rel="noopener nofollow"><b>link</b></a> too.</p>',
        ),
        # A line of its own is a heading rather than a sentence.
        ('<p><span style="font-weight:bold">一、造价</span></p>', "<p><b>一、造价</b></p>"),
        ('<p><span style="text-decoration:line-through">It opens.</span></p>', "<p><s>It opens.</s></p>"),
        (
            '<p>A <span style="font-weight:bold">b <span style="font-weight:normal">c</span> d</span> e f g h.</p>',
            "<p>A <b>b </b>c<b> d</b> e f g h.</p>",
        ),
        # As Google Docs writes a whole document.
        ('<b style="font-weight:normal;" id="x"><p>甲</p><p>乙</p></b>', "<p>甲</p><p>乙</p>"),
    ],
)
def test_short_text_with_a_style_becomes_an_element(body: str, made: str) -> None:
    assert cleaned(body) == made


@pytest.mark.parametrize(
    ("body", "made"),
    [
        (
            '<p><span style="font-weight:bold">The whole paragraph is bold.</span></p>',
            "<p>The whole paragraph is bold.</p>",
        ),
        ('<span style="font-weight:bold"><p>A</p><p>B</p></span>', "<p>A</p><p>B</p>"),
        ('<div style="font-weight:bold">A box</div>', "<div>A box</div>"),
        ('<h2><span style="font-weight:bold">费用</span></h2>', '<h2 id="h-费用">费用</h2>'),
        ('<p>A <strong><span style="font-weight:bold">b</span></strong> c</p>', "<p>A <strong>b</strong> c</p>"),
        ('<p>A <strong style="font-weight:bold">b</strong> c</p>', "<p>A <strong>b</strong> c</p>"),
        ('<p>A <span style="font-weight:bold"><b>b</b></span> c</p>', "<p>A <b>b</b> c</p>"),
        ('<p>A <span style="font-weight:400">b</span> c</p>', "<p>A b c</p>"),
        ('<p>A <span style="mso-bidi-font-weight:bold">b</span> c</p>', "<p>A b c</p>"),
        ('<p>A <span style="font-weight:500">b</span> c</p>', "<p>A b c</p>"),
        ('<p>A <span style="text-decoration:underline">b</span> c</p>', "<p>A b c</p>"),
        ('<p>A <code><span style="font-weight:bold">b</span></code> c</p>', "<p>A <code>b</code> c</p>"),
        ('<p>A <span style="font-weight:bold"></span>b</p>', "<p>A b</p>"),
    ],
)
def test_other_styles_go(body: str, made: str) -> None:
    assert cleaned(body) == made


def test_the_style_of_most_of_an_article_is_no_emphasis() -> None:
    line = '<p>A <span style="font-weight:bold">long part of each paragraph in the whole article</span> is bold.</p>'
    assert "<b>" not in cleaned(line * 5)
    assert cleaned(line).count("<b>") == 1


@pytest.mark.parametrize(
    "piece",
    ['<span style="font-weight:bold">', '<span style="font-weight:bold">x</span>', '<b style="font-weight:400">'],
)
def test_styles_take_linear_time(piece: str) -> None:
    start = time.process_time()
    clean(raw_post(piece * (60 if piece.startswith("<b ") else 400) + "x", title="t"), CONFIG)
    clean(raw_post((piece + "x</span>") * 10_000, title="t"), CONFIG)
    assert time.process_time() - start < 4

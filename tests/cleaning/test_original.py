"""The original article: an address that a body names becomes the post's link, if there is one and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, text_of

THERE = "https://paper.example/tides/1"


def link_of(body: str, **fields: str) -> str:
    return clean(raw_post(f"<p>Words of the article.</p>{body}", title="t", **fields), CONFIG).header.link


@pytest.mark.parametrize(
    "body",
    [
        f'<div><a href="{THERE}">原文链接</a></div>',
        f'<p><a href="{THERE}">【阅读原文】</a></p>',
        f'<p><a href="{THERE}">原文</a></p>',
        f'<p><a href="{THERE}">View the original article</a></p>',
        f'<p><a href="{THERE}">🔗 阅读原文</a></p>',
        f'<p><a href="{THERE}">👉 【原文链接】 ↗</a></p>',
        f'<p><a href="{THERE}">→ Original article</a></p>',
        f"<p>原文链接：{THERE}</p>",
        f"<p>（原文地址: {THERE}）</p>",
        f"<p>来源链接：{THERE}，译者有删节。</p>",
        f'<p><strong>原文链接：<a href="{THERE}">How tides are told</a></strong></p>',
        f'<p><a href="{THERE}">原文链接</a></p><p>原文链接：{THERE}</p>',
        '<p><a href="https://link.juejin.cn/?target=https%3A%2F%2Fpaper.example%2Ftides%2F1">原文链接</a></p>',
    ],
)
def test_the_address_that_a_body_calls_the_original_is_the_link(body):
    assert link_of(body) == THERE


@pytest.mark.parametrize(
    "body",
    [
        f'<p><a href="{THERE}">原文链接</a></p><p><a href="{THERE}2">原文链接</a></p>',
        f'<p>She read the original: <a href="{THERE}">a story</a></p>',
        f'<p><a href="{THERE}">这篇原文写得很好，请看</a></p>',
        "<p>原文链接：见报纸第二版</p>",
        '<p><a href="/tides/">原文链接</a></p>',
        '<p><a href="javascript:x()">原文链接</a></p>',
        f'<p>阅读原文：</p><p><a href="{THERE}">另一篇</a></p>',
    ],
)
def test_several_addresses_and_words_about_an_original_are_none(body):
    assert link_of(body) == ""


def test_what_front_matter_says_stays():
    assert link_of(f'<a href="{THERE}">原文链接</a>', link="https://own.example/") == "https://own.example/"


def test_the_body_keeps_the_link():
    post = clean(raw_post(f'<p>Words.</p><p><a href="{THERE}">原文链接</a></p>', title="t"), CONFIG)
    assert text_of(post) == "Words.\n原文链接"


def test_it_can_be_switched_off():
    raw = raw_post(f'<p>Words.</p><p><a href="{THERE}">原文链接</a></p>', title="t")
    assert clean(raw, replace(CONFIG, off=("original",))).header.link == ""


LABELS = [
    *("原文", "来源链接", "来源連結", "來源鏈接", "原始链接", "原始連結"),
    *("original article", "Original Post", "ORIGINAL LINK", "oRiGiNaL sOuRcE", "view the or\u0131ginal po\u017ft"),
]


@pytest.mark.parametrize("label", LABELS)
def test_each_label_is_looked_for_however_it_is_written(label):
    assert link_of(f'<p><a href="{THERE}">{label}</a></p>') == THERE


@pytest.mark.parametrize(
    "first",
    [
        f'<h2><a href="{THERE}">How tides are told</a></h2>',
        f'<h1>\n<a href="{THERE}"><span>How Tides</span> are told</a></h1>',
        f'<p><a href="{THERE}">How tides are told</a></p>',
        f'<strong><a href="{THERE}">How tides are told</a></strong><br>',
    ],
)
def test_a_first_line_that_repeats_the_title_leads_to_the_original(first):
    post = clean(raw_post(f"{first}<p>Words of the article.</p>", title="How tides are told"), CONFIG)
    assert (post.header.link, text_of(post)) == (THERE, "Words of the article.")
    assert post.account.lost == 0


@pytest.mark.parametrize(
    ("first", "kept"),
    [
        (f'<h2><a href="{THERE}">How tides are told, part 2</a></h2>', "How tides are told, part 2"),
        (f'<p>How tides are told: <a href="{THERE}">here</a></p>', "How tides are told: here"),
        ('<p><a href="/tides/">How tides are told</a></p>', "How tides are told"),
        ('<p><a href="javascript:x()">How tides are told</a></p>', "How tides are told"),
    ],
)
def test_other_first_lines_lead_nowhere_and_stay(first, kept):
    post = clean(raw_post(f"{first}<p>Words of the article.</p>", title="How tides are told"), CONFIG)
    assert (post.header.link, text_of(post)) == ("", f"{kept}\nWords of the article.")


def test_a_link_that_repeats_the_title_stays_where_the_post_names_another_original():
    body = f'<p><a href="{THERE}">How tides are told</a></p><p>Words of the article.</p>'
    post = clean(raw_post(body, title="How tides are told", link="https://other.example/1"), CONFIG)
    assert (post.header.link, text_of(post)) == (
        "https://other.example/1",
        "How tides are told\nWords of the article.",
    )

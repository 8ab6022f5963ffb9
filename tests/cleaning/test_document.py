"""The step `document`: of a saved page its article stays, and what stands around it is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model import Post
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, text_of

WORDS = "The council met in May and chose the pier of wood, because stone is too heavy for the sand."
MORE = "The old pier had stood for ninety years, and nobody could say who had built it or for whom."
AROUND = '<a href="/">Home</a> <a href="/about/">About us</a>'


def cleaned(body: str, head: str = "") -> Post:
    return clean(raw_post(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", title="t"), CONFIG)


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>{AROUND}</nav><main><p>{WORDS}</p></main><footer>Home since 1999</footer>",
        f"<header>{AROUND}</header><article><p>{WORDS}</p></article><aside>{AROUND}</aside>",
        f"<div>Skip {AROUND}</div><div role=main><p>{WORDS}</p></div>",
        f"<div>{AROUND}</div><div itemprop='articleBody'><p>{WORDS}</p></div><p>{AROUND}</p>",
        f"<div class='site header'>{AROUND}</div><p>{WORDS}</p><div id=footer>Home since 1999</div>",
        f"<div role=navigation>{AROUND}</div><p>{WORDS}</p><footer>Home since 1999</footer>",
        f"<main><nav>{AROUND}</nav><article><p>{WORDS}</p></article></main><section>{AROUND}</section>",
        f"<article><nav>{AROUND}</nav><p>{WORDS}</p></article>",
        f"<main><p>{WORDS}</p><aside>{AROUND}</aside></main>",
        f"<script>let home = 1</script><main><p>{WORDS}</p></main><script>home()</script><style>a{{}}</style>",
    ],
)
def test_what_stands_around_an_article_goes_and_is_recorded(body: str) -> None:
    post = cleaned(body, "<title>Home</title><style>b{}</style>")
    assert text_of(post) == WORDS
    assert post.account.lost == 0
    assert not [problem for problem in post.problems if problem.code in ("lost", "text-lost")]
    assert any(removal.rule == "document:outside" for removal in post.removals)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<article><p>{WORDS}</p></article><article><p>{MORE}</p></article>", f"{WORDS}\n{MORE}"),
        (f"<main><p>{WORDS}</p></main><div><p>{MORE}</p><p>{MORE}</p><p>{MORE}</p><p>{MORE}</p></div>",
         "\n".join([WORDS, *[MORE] * 4])),
        (f"<main><p>{MORE}</p><article><p>{WORDS}</p></article></main>", f"{MORE}\n{WORDS}"),
        (f"<header><h1>A pier</h1><p>{MORE}</p></header><p>{WORDS}</p>", f"A pier\n{MORE}\n{WORDS}"),
        (f"<aside><p>{MORE}</p></aside><p>{WORDS}</p>", f"{MORE}\n{WORDS}"),
        (f"<div class=menu><p>{MORE}</p></div><p>{WORDS}</p>", f"{MORE}\n{WORDS}"),
        (f"<article><header><h2>A pier</h2></header><p>{WORDS}</p><footer>{MORE}</footer></article>",
         f"A pier\n{WORDS}\n{MORE}"),
        (f"<article><p>{WORDS}</p><aside><p>{MORE}</p></aside></article>", f"{WORDS}\n{MORE}"),
        (f"<article><nav><a href='#a'>One</a></nav><h2 id=a>One</h2><p>{WORDS}</p></article>", f"One\nOne\n{WORDS}"),
        (f"<p>{WORDS}</p>", WORDS),
        ("<main></main><p>" + WORDS + "</p>", WORDS),
    ],
)  # fmt: skip
def test_no_text_goes_where_the_article_is_not_clear_or_has_it(body: str, text: str) -> None:
    post = cleaned(body)
    assert text_of(post) == text
    assert post.account.lost == 0


def test_cards_of_other_articles_are_not_the_article() -> None:
    card = '<article><h3><a href="/2">Another wall</a></h3><p>In June.</p></article>'
    post = cleaned(
        f"<article><h1>A new pier</h1><p>{WORDS}</p></article>{card}{card}", "<title>A new pier - News</title>"
    )
    assert text_of(post) == f"A new pier\n{WORDS}"


@pytest.mark.parametrize("start", ["", "<div>", "<p>A page</p>", "<body>"])
def test_a_body_that_is_no_document_keeps_its_parts(start: str) -> None:
    body = f"{start}<nav>{AROUND}</nav><main><p>{WORDS}</p></main><footer>Since 1999</footer>"
    assert "Since 1999" in text_of(clean(raw_post(body, title="t"), CONFIG))


def test_it_can_be_switched_off() -> None:
    raw = raw_post(f"<html><body><nav>{AROUND}</nav><main><p>{WORDS}</p></main></body></html>", title="t")
    assert text_of(clean(raw, CONFIG)) == WORDS
    assert text_of(clean(raw, replace(CONFIG, off=("document",)))) == f"Home About us\n{WORDS}"


def test_what_code_is_left_out_counts_as_code_and_words_as_boilerplate() -> None:
    post = cleaned(f"<script>x()</script><div>Home</div><main><p>{WORDS}</p></main>")
    outside = {(removal.kind, removal.text) for removal in post.removals if removal.rule == "document:outside"}
    assert outside == {("script", ""), ("boilerplate", "Home")}

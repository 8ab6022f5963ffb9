"""Closing words and lists of related posts: where they end a page, and where they end a story."""

from __future__ import annotations

import pytest

from generator.article.text import visible_text
from generator.cleaning import filters
from generator.model import Header
from tests.cleaning.filter_drafts import draft_of

RULES = """#closing(2) Like
#closing(2) Save
#closing(2) Share
#closing(2) Print
#closing(4) Cancel
#closing Follow the boat
#related More boats"""
ARTICLE = "<p>The ferry was late again, and the baker went home.</p>"


def text_after(html: str) -> list[str]:
    draft = draft_of(ARTICLE + html, RULES, Header("Boats", link="https://boats.example/1"))
    filters.apply(draft)
    return visible_text(draft.body).split("\n")[1:]


@pytest.mark.parametrize(
    "lines",
    [
        ["Follow the boat"],
        ["Like", "Share"],
        ["Like | Share | 12"],
        ["Like", "Save", "Cancel", "Share"],
        ["The Harbour", "Like", "Save", "Print", "Share"],
    ],
)
def test_closing_words_below_the_article_go(lines: list[str]) -> None:
    assert [line for line in text_after("".join(f"<p>{line}</p>" for line in lines)) if line != "The Harbour"] == []


@pytest.mark.parametrize(
    "lines",
    [
        ["Share"],
        ["“Share”", "“Like”"],
        ["Share.", "Like."],
        ["Share", "Share"],
        ["the boats come in", "Like", "Share"],
        ["Like", "Share", "in the rain"],
        ["Follow the boat", "She did."],
        ["Cancel", "Like"],
    ],
)
def test_words_that_end_a_story_stay(lines: list[str]) -> None:
    assert text_after("".join(f"<p>{line}</p>" for line in lines)) == lines


def test_related_posts_go_with_their_dates_and_stay_with_what_the_author_says_about_them() -> None:
    links = '<p>More boats</p><p><a href="https://boats.example/2">Ida</a>{}</p>'
    assert text_after(links.format(" 3 May 2020")) == []
    assert text_after(links.format(" (wet)")) == ["More boats", "Ida (wet)"]

"""Fields under the names that other programs give them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from generator.clean_config import Root
from generator.front_matter import header
from generator.model import Header, SourceFile
from generator.stages.read import parse
from tests.cleaning.drafts import CONFIG

SOURCE = SourceFile("content", "a.md", 1, 1, 1)
TIDES = "https://tides.example/1"


def typed(fields: str, *, link_fields: tuple[str, ...] = CONFIG.link_fields, is_trusted: bool = False) -> Header:
    config = replace(CONFIG, link_fields=link_fields, roots=(Root("content", is_trusted),))
    return header(parse(SOURCE, f"---\ntitle: t\n{fields}\n---\nbody".encode()), config)[0]


@pytest.mark.parametrize(
    "fields",
    [
        f"link: {TIDES}", f"original_url: {TIDES}", f"Original-URL: {TIDES}", f"source_url: {TIDES}",
        f"canonicalUrl: {TIDES}", f"canonical: {TIDES}", f"original: {TIDES}", f"from: {TIDES}", f"url: {TIDES}",
        f"source: {TIDES}", f"link:\nfrom: {TIDES}", f"link: /tides/\nfrom: {TIDES}", f"from: a friend\nurl: {TIDES}",
        f"from: [{TIDES}, https://other.example/]", f"source: {{name: Tides, url: '{TIDES}'}}",
        f"params:\n  original_url: {TIDES}", f"from: {TIDES}\nurl: https://other.example/",
    ],
)  # fmt: skip
def test_the_first_field_with_a_web_address_is_the_original(fields: str) -> None:
    assert typed(fields).link == TIDES


@pytest.mark.parametrize(
    "fields",
    ["url: /tides/1/", "from: a friend", "original: true", "url: javascript:alert(1)", "from: https://u@tides.example/",
     "url: ftp://tides.example/", "from: {a: b}"],
)  # fmt: skip
def test_other_values_of_such_fields_are_no_address_and_no_mistake(fields: str) -> None:
    raw = parse(SOURCE, f"---\ntitle: t\ndate: 2021-01-01\n{fields}\n---\nbody".encode())
    found, problems = header(raw, CONFIG)
    assert (found.link, problems) == ("", ())


def test_the_settings_name_other_fields_for_the_original() -> None:
    names = ("found_at",)
    assert typed(f"found_at: {TIDES}\nfrom: https://other.example/", link_fields=names).link == TIDES
    assert typed(f"from: {TIDES}", link_fields=names).link == ""
    assert typed(f"link: {TIDES}\nfound_at: https://other.example/", link_fields=names).link == TIDES


@pytest.mark.parametrize(
    ("fields", "author"),
    [
        ("authors: [Anna, Ben]", "Anna, Ben"),
        ("author: [Anna, Ben]", "Anna, Ben"),
        ("author: {name: 林安, url: 'https://an.example/'}", "林安"),
        ("authors:\n- name: Anna\n  url: https://an.example/\n- name: Ben", "Anna, Ben"),
        ("author:\n- '[[Anna Berg]]'", "Anna Berg"),
        ("byline: 木村はな", "木村はな"),
        ("author: Anna\nauthors: [Ben]", "Anna"),
        ("author: ''\ncreator: Ben", "Ben"),
        ("params:\n  author: Anna", "Anna"),
        ("author: Anna &amp; Ben", "Anna & Ben"),
    ],
)
def test_each_form_of_an_author_is_read(fields: str, author: str) -> None:
    assert (typed(fields).author, typed(fields).origin) == (author, author)


def test_an_address_is_no_name_of_a_source() -> None:
    assert typed(f"source: {TIDES}\nauthor: Anna").origin == "Anna"
    assert typed("source: Harbour &amp; Sea\nauthor: Anna").origin == "Harbour & Sea"


@pytest.mark.parametrize(
    "fields",
    [
        "image: https://img.example/1.jpg", "image:\n  path: https://img.example/1.jpg\n  alt: x",
        "featured_image: https://img.example/1.jpg\nimg: https://img.example/2.jpg",
        "cover: {image: 'https://img.example/1.jpg'}", "images: ['https://img.example/1.jpg', b]",
        "ogImage: {url: 'https://img.example/1.jpg'}", "cover: ''\nimg: https://img.example/1.jpg",
        "thumbnail: https://img.example/1.jpg\nimage: https://img.example/2.jpg",
    ],
)  # fmt: skip
def test_each_form_of_a_cover_is_read(fields: str) -> None:
    assert typed(fields).cover == "https://img.example/1.jpg"


def test_a_path_under_another_name_is_a_cover_in_a_trusted_root_only() -> None:
    assert typed("image: /assets/1.jpg").cover == ""
    assert typed("image: /assets/1.jpg", is_trusted=True).cover == "/assets/1.jpg"
    assert typed("image: 'true'", is_trusted=True).cover == ""
    assert typed("image: http://127.0.0.1/1.jpg", is_trusted=True).cover == ""


def test_summary_and_dates_have_other_names() -> None:
    day = datetime(2021, 11, 4, tzinfo=UTC)
    assert typed("summary: Short.").excerpt == "Short."
    assert typed("description: Long.\nsummary: Short.").excerpt == "Long."
    assert typed("lastmod: 2021-11-04").updated == day
    assert typed("published: 2021-11-04").published == day
    assert typed("pubDate: 2021-11-04").published == day
    assert typed("published: true").published is None
    assert typed("date: 2021-11-04\npublished: 2020-01-01").published == day


def test_tables_of_other_programs_give_what_is_said_about_a_post_and_not_what_moves_it() -> None:
    found = typed(
        "taxonomies:\n  tags: [a, b]\n  categories: [C]\n"
        "extra:\n  permalink: /x/\n  draft: true\n  aliases: [/y/]\n  description: Short.\n  mood: fair"
    )
    assert (found.tags, found.categories, found.excerpt) == (("a", "b"), (("C",),), "Short.")
    assert (found.permalink, found.is_draft, found.aliases, found.extra) == ("", False, (), ())


def test_fields_that_other_programs_know_stay_available_to_templates() -> None:
    assert typed(f"from: {TIDES}\nsummary: Short.").extra == (("from", TIDES), ("summary", "Short."))

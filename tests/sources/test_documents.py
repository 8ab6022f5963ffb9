"""Saved pages: the fields that the head of a whole document gives, and those that front matter keeps."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from generator.front_matter import header
from generator.model import Header, SourceFile
from generator.stages.read import parse
from tests.cleaning.drafts import CONFIG

SOURCE = SourceFile("content", "a.html", 1, 1, 1)
BODY = "<main><h1>A new pier</h1><p>The council met in May and chose the pier of wood.</p></main>"


def page(head: str = "", body: str = BODY, *, start: str = "<!DOCTYPE html><html>") -> str:
    return f"{start}<head>{head}</head><body>{body}</body></html>"


def typed(text: str) -> tuple[Header, list[str]]:
    raw = parse(SOURCE, text.encode())
    found, problems = header(raw, CONFIG)
    return found, [problem.code for problem in (*raw.problems, *problems)]


def read(head: str = "", body: str = BODY, *, start: str = "<!DOCTYPE html><html>") -> Header:
    return typed(page(head, body, start=start))[0]


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_the_head_of_a_page_gives_all_that_front_matter_would() -> None:
    found, codes = typed(
        page(
            '<title>A new pier &amp; a wall - Harbour News</title><meta property="og:site_name" content="Harbour News">'
            '<meta property="article:published_time" content="2021-11-04T11:38:02+08:00">'
            '<meta property="article:modified_time" content="2021-11-05"><meta name="author" content="Anna Berg">'
            '<link rel="canonical" href="https://harbour.example/pier"><meta property="og:image" content="/1.jpg">',
            BODY.replace("A new pier", "A new pier &amp; a wall"),
            start='<!DOCTYPE html>\n<html lang="en-GB">',
        )
    )
    assert found == Header(
        title="A new pier & a wall",
        published=datetime(2021, 11, 4, 3, 38, 2, tzinfo=UTC),
        updated=datetime(2021, 11, 5, tzinfo=UTC),
        author="Anna Berg",
        origin="Harbour News",
        link="https://harbour.example/pier",
        cover="https://harbour.example/1.jpg",
        lang="en-GB",
    )
    assert codes == []


def test_front_matter_comes_first_under_any_of_its_names() -> None:
    head = (
        '<title>Another</title><meta name="author" content="Ben"><link rel="canonical" href="https://b.example/b">'
        '<meta property="og:image" content="https://b.example/b.jpg"><meta name="date" content="2020-01-01">'
    )
    fields = "title: Mine\npublished_at: 2021-01-01\nauthors: [Anna]\nfrom: https://a.example/a\nimg: https://a.example/a.jpg"
    found, codes = typed(f"---\n{fields}\n---\n\n{page(head)}")
    assert (found.title, found.author, found.link, found.cover) == (
        "Mine", "Anna", "https://a.example/a", "https://a.example/a.jpg"
    )  # fmt: skip
    assert found.published == datetime(2021, 1, 1, tzinfo=UTC)
    assert codes == []


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>A new pier | Harbour News</title>", BODY, "A new pier"),
        ("<title>Harbour News: A new pier</title>", BODY, "A new pier"),
        ("<title>木の桟橋_港の便り</title>", BODY.replace("A new pier", "木の桟橋"), "木の桟橋"),
        ("<title>大桥今日通车-港口新闻-港口网</title>", BODY.replace("A new pier", "大桥今日通车"), "大桥今日通车"),
        ("<title>A pier - Harbour</title><meta property=og:site_name content=Harbour>", "<p>Words.</p>", "A pier"),
        ("<title>A day in Harbour</title><meta property=og:site_name content=Harbour>", "<p>a</p>", "A day in Harbour"),
        ("<title>Harbour News</title><meta property=og:title content='A pier'>", "<p>Words.</p>", "A pier"),
        ("<title>x</title>" + ld({"@type": "NewsArticle", "headline": "It’s a pier"}), "<p>Words.</p>", "It’s a pier"),
        ("<title>A new wall - Harbour News</title>", "<header><h1>Harbour News</h1></header><main><p>Words</p></main>",
         "A new wall - Harbour News"),
        ("<title>What &amp;lt; means</title>", "<p>Words.</p>", "What &lt; means"),
        ("", BODY, "A new pier"),
    ],
)  # fmt: skip
def test_a_title_comes_without_the_name_of_its_site(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


DAY = datetime(2021, 11, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property='article:published_time' content='2021-11-04'>", BODY),
        ("<meta itemprop=datePublished content='2021-11-04'>", BODY),
        ("<meta name=pubdate content='November 4, 2021'>", BODY),
        ("<meta name=date content='soon'><meta name=DC.date content='2021-11-04'>", BODY),
        (ld([{"@graph": [{"@type": ["Thing", "BlogPosting"], "datePublished": "2021-11-04"}]}]), BODY),
        (
            "",
            f"<article><time pubdate datetime=2021-11-04>today</time><time datetime=2020-01-01></time>{BODY}</article>",
        ),
        ("", f"<main><span itemprop=datePublished>2021年11月4日</span>{BODY}</main>"),
        (
            "",
            f"<main><time class='entry-date' datetime=2021-11-04></time><time datetime=2020-01-01></time>{BODY}</main>",
        ),
        (
            "",
            f"<main><time datetime=2021-11-04></time>{BODY}</main><footer><time datetime=2024-01-01>x</time></footer>",
        ),
    ],
)
def test_the_day_of_a_page_is_found_where_pages_have_it(head: str, body: str) -> None:
    assert read(head, body).published == DAY


def test_of_several_times_that_nothing_marks_none_is_the_day_of_the_page() -> None:
    times = "<time datetime=2021-11-04></time><time datetime=2021-11-05></time>"
    found, codes = typed(page("<title>a</title>", f"<main>{times}x</main>"))
    assert (found.published, codes) == (None, ["date-missing"])


@pytest.mark.parametrize(
    ("head", "start"),
    [
        ("<link rel=canonical href='https://a.example/1'>", "<html>"),
        ("<meta property=og:url content='https://a.example/1'>", "<html>"),
        (ld({"@type": "Article", "mainEntityOfPage": {"@id": "https://a.example/1", "name": "A pier"}}), "<html>"),
        ("", "<!DOCTYPE html>\n<!-- saved from url=(0019)https://a.example/1 -->\n<html>"),
        (
            "",
            "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://a.example/1 \n saved date: x\n-->",
        ),
        ("<link rel=canonical href='/1'>", "<!-- saved from url=(0019)https://a.example/2 --><html>"),
        ("<link rel=canonical href='https://a.example/'>", "<!-- saved from url=(0019)https://a.example/1 --><html>"),
        ("<link rel=canonical href='javascript:x'><meta property=og:url content='https://a.example/1'>", "<html>"),
    ],
)
def test_the_address_of_a_page_is_found_where_pages_have_it(head: str, start: str) -> None:
    assert read(head, start=start).link == "https://a.example/1"


@pytest.mark.parametrize(
    "head",
    [
        "<meta name=author content='Anna Berg'>",
        "<meta property='article:author' content='https://s.example/a'><meta name=dc.creator content='Anna Berg'>",
        ld({"@type": "Article", "author": [{"@type": "Person", "name": "Anna Berg"}]}),
        ld({"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@id": "#a", "name": "Anna Berg"}]}),
    ],
)
def test_the_author_of_a_page_is_a_name(head: str) -> None:
    assert read(head).author == "Anna Berg"
    assert read(body=f'<main><a rel="author" href="/a">Anna Berg</a>{BODY}</main>').author == "Anna Berg"


@pytest.mark.parametrize("lang", ["<x>", "en US", "javascript", "e"])
def test_what_is_no_language_is_left_out_without_a_warning(lang: str) -> None:
    found, codes = typed(page("<title>a</title><meta name=date content=2021-01-01>", start=f"<html lang='{lang}'>"))
    assert (found.lang, codes) == ("", [])


@pytest.mark.parametrize(
    "text",
    [
        "<div><title>a</title><meta name=author content=Anna><p>Words.</p></div>",
        "<p>A page begins with</p><html><head><meta name=author content=Anna></head>",
        "A lesson about `<html>`\n\n<html><meta name=author content=Anna>",
        "<htmlx><meta name=author content=Anna>",
    ],
)
def test_other_bodies_have_no_head(text: str) -> None:
    assert typed(text)[0].author == ""


HOSTILE = {
    "deep JSON": f"<script type=application/ld+json>{'[' * 90_000}</script>",
    "long numbers": f'<script type=application/ld+json>{{"a": {"9" * 90_000}}}</script>',
    "many scripts": "<script type=application/ld+json>[{}]</script>" * 10_000,
    "many objects": ld([{"@graph": [{}] * 5_000}] * 10),
    "odd values": ld(
        {"@type": 1, "headline": {"a": []}, "author": [[1]], "datePublished": None, "pubDate": 3, "@id": {}}
    ),
    "metas": "<meta name=author content=x>" * 30_000,
    "long title": f"<title>{'a' * 100_000}</title>",
    "surrogates": ld({"@type": "Article", "headline": "a\ud800b"}),
    "controls": ld({"@type": "Article", "headline": "a\u202eb\u0000c"}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_heads_take_linear_time_and_make_a_header(name: str) -> None:
    start = time.process_time()
    found, _ = typed(page(HOSTILE[name]))
    assert time.process_time() - start < 4
    found.title.encode()
    assert found.title.isprintable()

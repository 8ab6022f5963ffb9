"""The pages of posts and of pages outside the lists."""

from __future__ import annotations

import json
import re
from html import escape

import pytest

from generator import __version__
from tests.sites import post

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


def test_a_post_shows_its_title_its_moment_and_its_text(small_site):
    small_site.settings(timezone="Asia/Shanghai")
    small_site.write(
        "a.md", post("The ferry", "<p>It leaves at <em>nine</em>.</p>", date="2024-01-01T20:00:00Z", permalink="a/")
    )
    small_site.build()
    page = small_site.page("/a/")
    assert "<title>The ferry · Small site</title>" in page
    assert re.search(r"<h1[^>]*>The ferry</h1>", page)
    assert 'datetime="2024-01-02T04:00:00+08:00"' in page
    assert "<p>It leaves at <em>nine</em>.</p>" in page


def test_the_head_of_a_post_says_each_thing_once(small_site):
    small_site.settings(language="en", author="Ours")
    small_site.write("pic.png", b"\x89PNG")
    small_site.write("a.md", post("A quay", LONG, date="2024-01-01", cover="pic.png", author="Ann", permalink="a/"))
    small_site.build()
    head = small_site.page("/a/").partition("<title>")[2].partition("</head>")[0]
    assert re.sub(r"\.[0-9a-f]{10}\.", ".", head).splitlines() == [
        "A quay · Small site</title>",
        '<script src="/theme/script.js"></script>',
        '<link rel="stylesheet" href="/theme/style.css">',
        '<link rel="icon" href="/theme/icon.svg">',
        f'<meta name="description" property="og:description" content="{LONG.strip()}">',
        '<link rel="canonical" href="https://example.org/a/">',
        '<meta property="og:title" content="A quay">',
        '<meta property="og:site_name" content="Small site">',
        '<meta property="og:type" content="article">',
        '<meta property="og:image" content="https://example.org/pic.png">',
        '<meta name="twitter:card" content="summary_large_image">',
        '<meta name="author" content="Ann">',
        '<meta property="article:published_time" content="2024-01-01T00:00:00+00:00">',
        '<link rel="alternate" type="application/atom+xml" href="/atom.xml">',
    ]


def test_the_head_of_the_home_page_also_has_all_feeds_the_search_and_the_program(small_site):
    small_site.settings(language="en", description="All about ferries")
    small_site.write("a.md", post("The ferry", LONG, date="2024-01-01", permalink="a/"))
    small_site.build()
    head = small_site.page("/").partition("</title>")[2].partition("</head>")[0]
    assert re.findall(r'<(?:meta|link) (?!rel="(?:stylesheet|icon))(.*?)>', head) == [
        'name="description" property="og:description" content="All about ferries"',
        'rel="canonical" href="https://example.org/"',
        'property="og:title" content="Small site"',
        'property="og:site_name" content="Small site"',
        'name="twitter:card" content="summary"',
        'rel="alternate" type="application/atom+xml" title="Small site" href="/atom.xml"',
        'rel="alternate" type="application/rss+xml" title="Small site" href="/rss.xml"',
        'rel="alternate" type="application/feed+json" title="Small site" href="/feed.json"',
        'rel="search" type="application/opensearchdescription+xml" title="Small site" href="/search/opensearch.xml"',
        f'name="generator" content="Pressmark {__version__}"',
    ]
    assert 'name="description"' not in small_site.page("/archives/")


def test_structured_data_names_the_original_which_no_meta_element_can(small_site):
    small_site.write("a.md", post("A", LONG, date="2024-01-01", link="https://a.example/1", permalink="a/"))
    small_site.write("b.md", post("B", LONG, date="2024-01-01", permalink="b/"))
    small_site.build()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', small_site.page("/a/"))
    assert json.loads(script) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "isBasedOn": "https://a.example/1",
    }
    assert "ld+json" not in small_site.page("/b/")


@pytest.mark.parametrize(
    ("excerpt", "description"),
    [
        ("The ferry leaves at nine.", "The ferry leaves at nine."),
        ("潮水，" * 26, "潮水，" * 26),
        ("潮水，" * 27, "潮水，" * 25 + "潮水…"),
        ("潮" * 100, "潮" * 80 + "…"),
        ("The tide " * 40, "The tide " * 26 + "The…"),
    ],
)
def test_a_description_is_as_long_as_search_engines_show(small_site, excerpt, description):
    small_site.write("a.md", post("A", "x", date="2024-01-01", excerpt=excerpt, permalink="a/"))
    small_site.build()
    found = re.search(r'property="og:description" content="(.*?)"', small_site.page("/a/"))
    assert found[1] == description.strip()


def test_a_post_leads_to_the_newer_and_to_the_older_one(small_site):
    for day in (1, 2, 3):
        small_site.write(f"{day}.md", post(f"Post {day}", date=f"2024-01-0{day}", permalink=f"p{day}/"))
    small_site.build()
    assert re.findall(r'href="([^"]+)" rel="(prev|next)"', small_site.page("/p2/")) == [
        ("/p3/", "prev"),
        ("/p1/", "next"),
    ]
    assert 'rel="prev"' not in small_site.page("/p3/")
    assert 'rel="next"' not in small_site.page("/p1/")


def test_several_category_paths_each_have_a_breadcrumb(small_site):
    small_site.write("a.md", post("A", date="2024-01-01", categories=[["News", "Harbour"], ["News"], ["Weather"]]))
    small_site.build()
    html = next(text.decode() for name, text in small_site.files().items() if name.startswith("2024/"))
    assert html.count('href="/categories/News/"') == 1
    assert html.count('href="/categories/Weather/"') == 1
    assert small_site.has("/categories/Weather/")


def test_a_copy_is_a_page_that_leads_to_the_best_one_and_back(small_site):
    link = "https://gazette.example/1"
    fields = {"date": "2024-01-01", "link": link}
    small_site.write("a.md", post("One", f"<h2>Tides</h2><p>{LONG}</p>", permalink="a/", source="Gazette", **fields))
    small_site.write("b.txt", post("Two", f"Tides {LONG}", permalink="b/", source="Mirror", **fields))
    small_site.build()
    best, copy = (
        re.search(r'<aside class="copies">.*?</aside>', small_site.page(at), re.S)[0] for at in ("/a/", "/b/")
    )
    assert 'href="/b/"' in best
    assert "Mirror" in best
    assert "best copy" not in best
    assert "The best copy" in copy
    assert 'href="/a/"' in copy
    canonical = '<link rel="canonical" href="https://example.org/a/">'
    assert all(canonical in small_site.page(at) for at in ("/a/", "/b/"))


def test_a_page_of_the_owner_names_no_copy_of_a_stranger(small_site):
    small_site.settings(content=[{"path": "content", "trusted": True}, "feed"])
    fields = {"date": "2024-01-01", "link": "https://gazette.example/1"}
    small_site.put("content/a.md", post("Mine", LONG, permalink="/a/", **fields))
    small_site.put("feed/b.md", post("Buy pills", f"<h2>Much longer</h2>{LONG * 3}", permalink="b/", **fields))
    small_site.build()
    assert "Buy pills" not in small_site.page("/a/")
    assert 'href="https://example.org/a/"' in small_site.page("/a/")
    assert '<link rel="canonical" href="https://example.org/a/">' in small_site.page("/b/")


def test_the_language_of_a_post_and_of_its_title_stands_on_its_page_its_card_and_links_to_it(small_site):
    small_site.settings(language="zh-CN")
    text = "渡船九点出发，潮水允许时才回来，这样已经六十年了。"
    small_site.write(
        "a.md",
        post(
            "The Ferry",
            f"<p>{LONG}</p>",
            permalink="a/",
            date="2024-01-01",
            source="Gazette",
            link="https://a.example/1",
        ),
    )
    small_site.write("b.md", post("渡船与潮水", f"<p>{LONG * 2}</p>", permalink="b/", date="2024-01-02"))
    small_site.write("c.md", post("The ferry and the tides of the long river", text, permalink="c/", date="2024-01-03"))
    small_site.write("d.md", post("渡船", text * 2, permalink="d/", date="2024-01-04"))
    small_site.write(
        "e.md",
        post(
            "The Ferry",
            f"<p>{LONG}</p>",
            permalink="e/",
            date="2024-01-05",
            source="Mirror",
            link="https://a.example/1",
        ),
    )
    small_site.build()

    pages = {name: small_site.page(f"/{name}/") for name in "abcde"}
    articles = {name: re.search(r'<article class="article"(.*?)>', page)[1] for name, page in pages.items()}
    assert articles == {"a": ' lang="en"', "b": ' lang="en"', "c": "", "d": "", "e": ' lang="en"'}
    titles = {name: re.search(r"<h1([^>]*)>", page)[1] for name, page in pages.items()}
    assert titles == {"a": "", "b": ' lang="zh-CN"', "c": ' lang="en"', "d": "", "e": ""}

    cards = re.findall(r'<li class="card"(.*?)>\n<h3(.*?)><a href="/(.)/"', small_site.page("/"))
    assert cards == [
        (' lang="en"', "", "e"), ("", "", "d"), ("", ' lang="en"', "c"), (' lang="en"', ' lang="zh-CN"', "b"),
        (' lang="en"', "", "a"),
    ]  # fmt: skip
    assert re.findall(r"</small> <b(.*?)>", pages["b"]) == [' lang="en"', ' lang="en"']
    assert re.findall(r"</small> <b(.*?)>", pages["c"]) == ["", ""]
    assert '<a href="/a/" lang="en">The Ferry</a>' in pages["e"] + pages["a"]


def test_no_text_changes_an_address(small_site):
    small_site.settings(language="ja", permalink=":lang/:title/", permalink_defaults={"lang": "all"})
    small_site.write("a.md", post("The Ferry", LONG))
    small_site.write("b.md", post("The Ferry", LONG, lang="de"))
    small_site.build()
    assert '<article class="article" lang="en">' in small_site.page("/all/a/")
    assert '<article class="article" lang="de">' in small_site.page("/de/b/")


def test_a_post_says_where_its_text_is_damaged(small_site):
    body = "<p>The caf\ufffd is open.</p><p>So is the \ufffdarbour.</p>"
    small_site.write("a.md", post("A", body, permalink="a/"))
    small_site.write("about.md", post("B", "<p>The caf\ufffd is open.</p>", permalink="b/", layout="page"))
    small_site.build()
    page = small_site.page("/a/")
    assert "<p>2 places of this text are damaged (score 20):</p>" in page
    assert re.findall(r'<li><a href="#(damaged-\d)">(\d)</a></li>', page) == [("damaged-1", "1"), ("damaged-2", "2")]
    assert re.findall(r'<mark class="damaged" id="([\w-]+)">(.)</mark>', page) == [
        ("damaged-1", "\ufffd"),
        ("damaged-2", "\ufffd"),
    ]
    assert "1 place of this text is damaged (score 10):" in small_site.page("/b/")


@pytest.mark.parametrize(
    "cover",
    [
        "it's.png",
        "a&b.png",
        "https://a.example/p?a=1&b='2'",
        'https://a.example/"a" <b>.png',
    ],
)
def test_a_cover_with_signs_that_html_escapes_is_not_shown_twice_either(small_site, cover):
    for name in ("it's.png", "a&b.png"):
        small_site.write(name, b"\x89PNG")
    written = escape(cover, quote=True)
    small_site.write("a.html", post("A", f'<p>x</p><img src="{written}">', cover=cover, permalink="a/"))
    assert small_site.build().posts == 1
    assert small_site.page("/a/").count("<img") == 1


def test_a_cover_that_stands_in_the_article_is_not_shown_twice(small_site):
    small_site.write("pic.png", b"\x89PNG")
    small_site.write("a.md", post("A", "![A quay](pic.png)", cover="pic.png", permalink="a/"))
    small_site.write("b.md", post("B", "Without a picture.", cover="pic.png", permalink="b/"))
    small_site.build()
    assert small_site.page("/a/").count('src="/pic.png"') == 1
    assert small_site.page("/b/").count('src="/pic.png"') == 1


def test_a_page_is_in_no_list_and_has_neither_neighbours_nor_tags(small_site):
    small_site.write("a.md", post("A post", date="2024-01-01", permalink="a/"))
    small_site.write("pages/about.md", post("About", "Who we are.", date="2024-01-02", tags=["ours"]))
    small_site.build()
    assert "Who we are." in small_site.page("/about/")
    assert 'class="neighbours"' not in small_site.page("/about/")
    assert "About" not in small_site.page("/archives/2024/")
    assert not small_site.has("/tags/ours/")


@pytest.mark.parametrize(
    ("contents", "fields", "expected"),
    [
        (3, {}, 3), (4, {}, 0), (0, {}, 0), (4, {"toc": True}, 3), (3, {"toc": False}, 0), (3, {"toc": "0"}, 0),
        (3, {"toc": ""}, 3),
    ],
)  # fmt: skip
def test_an_article_has_a_contents_list_from_a_number_of_headings_or_as_it_says(small_site, contents, fields, expected):
    small_site.settings(f"[search]\nenabled = false\n[theme]\ncontents = {contents}")
    body = "<h2>Ebb</h2><p>a</p><h3>Flow</h3><p>b</p><h2>Tide</h2><p>c</p>"
    small_site.write("a.md", post("A", body, permalink="a/", **fields))
    small_site.build()
    page = small_site.page("/a/")
    assert page.count('href="#h-') == expected
    assert ('<nav class="contents"' in page) == ('<a class="top" href="#">' in page) == bool(expected)
    assert 'data-section="Link to this section"' in page


def test_what_the_script_adds_is_named_only_where_it_is_needed(small_site):
    small_site.write("a.md", post("A", "<p>Words.</p>", permalink="a/"))
    small_site.write("b.md", post("B", '<p><img src="https://e.example/a.png"></p><pre>a</pre>', permalink="b/"))
    small_site.build()
    assert '<div class="content">' in small_site.page("/a/")
    assert (
        '<div class="content" data-copy="Copy|Copied" data-enlarge="Enlarge|Close" data-scroll="Scrolls sideways">'
        in small_site.page("/b/")
    )


def test_a_category_with_the_name_of_the_source_is_said_once(small_site):
    fields = {"categories": [["News", "Gazette"], ["Gazette"]], "source": "Gazette"}
    small_site.write("a.md", post("A", "Words.", permalink="a/", date="2024-01-01", **fields))
    small_site.build()
    head = re.search(r'<article class="article">.*?</header>', small_site.page("/a/"), re.S)[0]
    assert re.findall(r">([^<>\n]+)</a>", head) == ["News", "Gazette"]
    assert '<span>Source <a href="/sources/Gazette/">Gazette</a></span>' in head

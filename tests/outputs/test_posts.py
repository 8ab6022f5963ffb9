"""The pages of posts and of pages outside the lists."""

from __future__ import annotations

import re

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


def test_a_post_leads_to_the_newer_and_to_the_older_one(small_site):
    for day in (1, 2, 3):
        small_site.write(f"{day}.md", post(f"Post {day}", date=f"2024-01-0{day}", permalink=f"p{day}/"))
    small_site.build()
    assert re.findall(r'class="(newer|older)" href="([^"]+)"', small_site.page("/p2/")) == [
        ("newer", "/p3/"),
        ("older", "/p1/"),
    ]
    assert 'class="newer"' not in small_site.page("/p3/")
    assert 'class="older"' not in small_site.page("/p1/")


def test_several_category_paths_each_have_a_breadcrumb(small_site):
    small_site.write("a.md", post("A", date="2024-01-01", categories=[["News", "Harbour"], ["News"], ["Weather"]]))
    small_site.build()
    html = next(text.decode() for name, text in small_site.files().items() if name.startswith("2024/"))
    assert html.count('href="/categories/News/"') == 1
    assert html.count('href="/categories/Weather/"') == 1
    assert small_site.has("/categories/Weather/")


def test_a_copy_is_a_page_that_names_the_others(small_site):
    small_site.write("a.md", post("One", f"<p>{LONG}</p>", permalink="a/", date="2024-01-01", source="Gazette"))
    small_site.write("b.txt", post("Two", LONG, permalink="b/", date="2024-01-02", source="Mirror"))
    small_site.build()
    assert 'href="/b/"' in small_site.page("/a/")
    assert "Mirror" in small_site.page("/a/")


def test_a_post_says_where_its_text_is_damaged(small_site):
    body = "<p>The caf\ufffd is open.</p><p>So is the \ufffdarbour.</p>"
    small_site.write("a.md", post("A", body, permalink="a/"))
    small_site.write("about.md", post("B", "<p>The caf\ufffd is open.</p>", permalink="b/", layout="page"))
    small_site.build()
    page = small_site.page("/a/")
    assert "<p>2 places of this text are damaged:</p>" in page
    assert re.findall(r'<li><a href="#(damaged-\d)">(\d)</a></li>', page) == [("damaged-1", "1"), ("damaged-2", "2")]
    assert re.findall(r'<mark class="damaged" id="([\w-]+)">(.)</mark>', page) == [
        ("damaged-1", "\ufffd"),
        ("damaged-2", "\ufffd"),
    ]
    assert "1 place of this text is damaged:" in small_site.page("/b/")


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

"""Feeds: of the whole site, and of categories and sources."""

from __future__ import annotations

import json
import re

import feedparser
import pytest

from generator.config.reading import SettingsError
from tests.sites import post

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_the_feeds_are_read_by_an_independent_reader(small_site, name):
    small_site.settings(url="https://example.org/repo/", description="News & more")
    small_site.write("pic.png", b"\x89PNG")
    small_site.write(
        "a.md", post("A & <B>", f"<p>{LONG}\x0c]]&gt;</p><img src='pic.png'>", date="2024-01-02T03:04:05+08:00")
    )
    small_site.build()
    feed = feedparser.parse(small_site.files()[name])
    assert not feed.bozo
    (entry,) = feed.entries
    # feedparser reads titles as HTML; the markup must arrive as text.
    assert entry.title in ("A & <B>", "A &amp; &lt;B&gt;")
    assert entry.link.startswith("https://example.org/repo/2024/01/0")
    assert entry.published_parsed[:6] == (2024, 1, 1, 19, 4, 5)
    assert 'src="https://example.org/repo/pic.png"' in entry.content[0].value


def test_the_json_feed_holds_the_whole_article(small_site):
    small_site.write("a.md", post("A", f"<p>{LONG}</p>", date="2024-01-02", tags=["x"]))
    small_site.build()
    feed = json.loads(small_site.page("/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert LONG.strip() in feed["items"][0]["content_html"]
    assert feed["items"][0]["tags"] == ["x"]


def test_a_picture_in_a_feed_has_no_class_for_the_styles_of_a_page(small_site):
    small_site.write("a.png", b"\x89PNG\r\n\x1a\n")
    body = '<p><img src="a.png"></p><p><img src="https://e.example/b.png"></p><p>It has class="alone".</p>'
    small_site.write("a.md", post("A", body, date="2024-01-02"))
    small_site.build()
    content = json.loads(small_site.page("/feed.json"))["items"][0]["content_html"]
    assert content.count(' class="alone"') == content.count('It has class="alone"') == 1


def test_the_feeds_state_the_language_of_a_post_that_is_not_in_that_of_the_site(small_site):
    small_site.settings(language="zh-CN")
    small_site.write("a.md", post("渡船与潮水", LONG, date="2024-01-02"))
    small_site.write("b.md", post("渡船", "渡船九点出发，潮水允许时才回来，这样已经六十年了。", date="2024-01-01"))
    small_site.build()
    assert [item.get("language") for item in json.loads(small_site.page("/feed.json"))["items"]] == ["en", None]
    for name, entry in (("atom.xml", "entry"), ("rss.xml", "item")):
        feed = small_site.page(f"/{name}")
        assert re.findall(f"<{entry}(.*?)>\n<title(.*?)>", feed) == [(' xml:lang="en"', ' xml:lang="zh-CN"'), ("", "")]
        assert feedparser.parse(feed).entries[0].title_detail.language == "zh-CN"


def test_a_category_has_a_feed_of_its_own(small_site):
    small_site.write("a.md", post("A", LONG, date="2024-01-02", categories=["News"]))
    small_site.build()
    feed = feedparser.parse(small_site.files()["categories/News/atom.xml"])
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["A"]
    assert "categories/News/atom.xml" in small_site.page("/categories/News/")


def test_feeds_lie_where_the_settings_have_them(small_site):
    small_site.settings('[feeds]\natom = "/feed/atom.xml"\nrss = "rss2.xml"')
    small_site.write("a.md", post("A", "x", date="2024-01-01", categories=["B"]))
    written = small_site.build().written
    assert {"/feed/atom.xml", "/rss2.xml", "/feed.json", "/categories/B/atom.xml"} <= set(written)
    assert not {"/atom.xml", "/rss.xml"} & set(written)
    assert 'href="/rss2.xml"' in small_site.page("/")
    assert "https://example.org/feed/atom.xml" in small_site.page("/feed/atom.xml")


def test_a_post_is_the_same_entry_in_each_feed_with_summaries(small_site):
    small_site.write("a.md", post("A", "x", date="2024-01-01", categories=["B", "C"], author="D"))
    small_site.build()
    feeds = [small_site.page(f"/categories/{path}/atom.xml") for path in ("B", "B/C")]
    first, second = (text[text.index("<entry>") : text.index("</entry>")] for text in feeds)
    assert first == second
    assert "<title>A</title>" in first


def test_a_feed_is_an_xml_file_of_the_site(small_site):
    small_site.settings('[feeds]\nrss = "../rss.xml"')
    with pytest.raises(SettingsError, match="write the name of a file such as"):
        small_site.build()

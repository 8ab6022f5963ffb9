"""Feeds of the whole site."""

from __future__ import annotations

import pytest

from generator.settings import SettingsError
from tests.sites import post


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

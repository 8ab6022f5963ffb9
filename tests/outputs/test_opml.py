"""The list of all feeds."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from tests.sites import clean_build, post


def outlines(site) -> list[tuple[str, str | None, str | None]]:
    """(text, feed, page) of each line of the list of feeds, in order."""
    root = ET.fromstring(site.files()["feeds.opml"])
    return [(line.get("text", ""), line.get("xmlUrl"), line.get("htmlUrl")) for line in root.iter("outline")]


def test_the_list_has_the_feed_of_the_site_and_those_of_categories_and_sources(small_site):
    small_site.settings(language="en", url="https://example.org/repo/")
    small_site.write("a.md", post("A", "x", date="2024-01-01", categories=["渡口", "Tides & <more>"], source="Gazette"))
    small_site.write("b.md", post("B", "x", date="2024-01-02", tags=["sea"]))
    small_site.build()
    of = "https://example.org/repo/"
    port, tides = f"{of}categories/%E6%B8%A1%E5%8F%A3/", f"{of}categories/%E6%B8%A1%E5%8F%A3/Tides-more-734f15/"
    assert outlines(small_site) == [
        ("Small site", f"{of}atom.xml", of),
        ("Categories", None, None),
        ("渡口", f"{port}atom.xml", port),
        ("渡口 / Tides & <more>", f"{tides}atom.xml", tides),
        ("Sources", None, None),
        ("Gazette", f"{of}sources/Gazette/atom.xml", f"{of}sources/Gazette/"),
    ]


def test_a_site_without_dated_posts_has_no_list_of_feeds_and_keeps_its_address_free_for_one(small_site):
    small_site.write("a.md", post("A", "x", permalink="feeds.opml"))
    small_site.build()
    assert not small_site.has("/feeds.opml")
    assert "feeds.opml" not in small_site.page("/")


def test_a_new_category_changes_the_list_and_a_new_post_does_not(small_site):
    small_site.write("a.md", post("A", "x", date="2024-01-01", categories=["Ferries"]))
    small_site.build()
    small_site.write("b.md", post("B", "x", date="2024-01-02", categories=["Ferries"]))
    assert "/feeds.opml" not in small_site.build().written
    small_site.write("c.md", post("C", "x", date="2024-01-03", categories=["Tides"]))
    assert "/feeds.opml" in small_site.build().written
    assert small_site.files() == clean_build(small_site)

"""The page for an address that does not exist."""

from __future__ import annotations

import re

from tests.sites import post


def test_the_page_leads_home_from_whatever_address_it_is_shown_at(small_site):
    small_site.settings(url="https://example.org/repo/")
    small_site.build()
    page = small_site.page("/404.html")
    assert '<a href="/repo/">' in page.partition("<main")[2]
    # A relative address would mean something else at each place.
    found = re.findall(r'(?:href|src)="([^"]*)"', page)
    assert [address for address in found if not address.startswith(("/repo/", "#"))] == []


def test_search_engines_do_not_show_it_and_it_is_at_no_address_of_its_own(small_site):
    small_site.build()
    page = small_site.page("/404.html")
    assert '<meta name="robots" content="noindex' in page
    assert 'rel="canonical"' not in page
    assert "404" not in small_site.page("/sitemap.xml")


def test_a_file_or_a_page_of_the_site_takes_its_place(small_site):
    small_site.put("static/404.html", "<!doctype html><title>gone</title>")
    small_site.build()
    assert small_site.page("/404.html") == "<!doctype html><title>gone</title>"
    (small_site.folder / "static/404.html").unlink()
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.write("pages/lost.md", post("Lost at sea", "No ferry goes there.", permalink="/404.html"))
    small_site.build()
    assert "No ferry goes there." in small_site.page("/404.html")

"""Addresses as pages show them."""

from __future__ import annotations

import re

import pytest

from generator.commands.checking import check_site
from generator.inspection import inspect
from generator.runtime.progress import Silent
from generator.site import BuildOptions
from tests.sites import clean_build, post


@pytest.fixture
def site(small_site):
    small_site.write("a.md", post("A", "[b](/p/b) [b](b.md) [b](/p/b.html)", date="2024-01-01", aliases="/old/a.html"))
    small_site.write("b.md", post("B", "x", date="2024-01-02"))
    return small_site


def test_links_end_in_html_or_do_not_and_the_files_are_the_same(site):
    site.settings(permalink="p/:title.html")
    with_suffix = set(site.build().written)
    assert site.page("/p/a.html").count('href="/p/b.html"') >= 3
    site.settings(permalink="p/:title.html", trailing_html=False)
    site.build()
    assert {"/p/a.html", "/p/b.html", "/old/a.html"} <= with_suffix
    for address in ("/", "/p/a.html", "/old/a.html", "/atom.xml", "/sitemap.xml"):
        assert not re.search(r"/p/[ab]\.html", site.page(address)), address
    assert '<link rel="canonical" href="https://example.org/p/a">' in site.page("/p/a.html")
    assert site.files() == clean_build(site)


def test_links_without_html_are_no_broken_ones(site):
    site.settings(permalink="p/:title.html", trailing_html=False)
    with inspect(BuildOptions(site.folder, jobs=1), Silent()) as inspection:
        assert check_site(inspection, Silent())[1] == ()

"""Addresses as pages show them."""

from __future__ import annotations

import re

import pytest

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.commands.checks.checking import check_site
from generator.outputs.contexts import RenderContext
from generator.outputs.page import Page, Reads
from generator.runtime.progress import Silent
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
        assert check_site(inspection, Silent()).problems == ()


def test_the_menu_marks_the_page_itself_or_the_section_that_it_is_in(small_site):
    small_site.settings("[theme]\nmenu = [['Posts', '/p/']]", content=[{"path": "content", "trusted": True}])
    small_site.write("a.md", post("A", "x", date="2024-01-01", permalink="p/a/", categories=["渡口", "潮水"]))
    small_site.write("pages/about.md", post("About", "x"))
    small_site.write("pages/b.md", post("More", "x", permalink="about/more/"))
    small_site.build()
    marked = {
        address: re.findall(r'<a href="([^"]*)" aria-current="(page|true)"', small_site.page(address))
        for address in (
            "/",
            "/categories/",
            "/categories/渡口/潮水/",
            "/archives/2024/",
            "/about/",
            "/about/more/",
            "/p/a/",
        )
    }
    assert marked == {
        "/": [("/", "page")],
        "/categories/": [("/categories/", "page")],
        "/categories/渡口/潮水/": [("/categories/", "true")],
        "/archives/2024/": [("/archives/", "true")],
        "/about/": [("/about/", "page")],
        "/about/more/": [("/about/", "true")],
        "/p/a/": [],
    }


def asked(site, *, shows=(), reads=Reads.NOTHING):
    """What a page gets when it asks for the summary and the body of the first post."""
    with inspect(BuildOptions(site.folder, jobs=1), Silent()) as found:
        id = "content/a.md"
        page = Page("/mine/", "mine", "", None, shows, reads)
        summary = found.index.summaries.__getitem__
        whole = RenderContext(found.site.config, found.frame.site, found.post, summary, None, found.bucket)
        context = whole.for_page(page)
        return context.summary(id), context.post(id)


def test_a_page_gets_the_posts_that_it_says_it_reads(site):
    summary, article = asked(site, shows=("content/a.md",), reads=Reads.BODIES)
    assert summary.header.title == article.header.title == "A"


@pytest.mark.parametrize(
    ("shows", "reads", "message"),
    [
        ((), Reads.BODIES, "/mine/ reads the summary of content/a.md and does not say so"),
        (("content/a.md",), Reads.NOTHING, "/mine/ reads the summary of content/a.md and does not say so"),
        (("content/a.md",), Reads.SUMMARIES, "/mine/ reads the body of content/a.md and does not say so"),
    ],
)
def test_a_post_that_a_page_reads_without_saying_so_is_an_error(site, shows, reads, message):
    """After an edit of that post the page would not be due."""
    with pytest.raises(ValueError, match=message):
        asked(site, shows=shows, reads=reads)


def test_home_is_the_section_of_no_other_page_also_below_a_path(small_site):
    small_site.settings(url="https://example.org/blog/")
    small_site.write("a.md", post("A", "x", date="2024-01-01"))
    small_site.build()
    assert "aria-current" not in small_site.page("/search/")

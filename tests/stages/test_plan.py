"""The plan stage: from the index to every page of the site."""

from __future__ import annotations

from collections import Counter

import pytest

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.outputs import OUTPUTS
from generator.outputs.contexts import PlanContext
from generator.outputs.page import Reads
from generator.runtime.progress import Silent
from generator.stages.plan import plan
from tests.bodies.test_embedded import address, png
from tests.sites import SmallSite, post


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    boat = f'<img src="{address(png())}">'
    small_site.write(
        "a.md", post("A", f"words {boat}", date="2024-01-01", permalink="a/", tags=["sea"], aliases=["old/"])
    )
    small_site.write("b.md", post("B", "![A quay](b.png)", date="2024-01-02", permalink="b/"))
    small_site.write("b.png", b"\x89PNG")
    small_site.write("pages/about.md", post("About", permalink="about/"))
    small_site.settings("[statistics]\nenabled = true")
    return small_site


def planned(site: SmallSite) -> list:
    with inspect(BuildOptions(site.folder, jobs=1), Silent()) as found:
        return list(plan(PlanContext(found.index, found.site.config, found.search)))


def test_each_output_plans_its_pages_and_no_two_pages_have_one_address(site):
    pages = planned(site)
    assert {page.kind for page in pages} == {output.name for output in OUTPUTS}
    assert [address for address, count in Counter(page.address for page in pages).items() if count > 1] == []


def test_what_is_planned_is_what_lies_in_the_output_folder(site):
    report = site.build()
    assert sorted(page.address for page in planned(site)) == sorted(report.written)


def test_a_page_says_which_posts_it_shows_and_what_it_reads_of_them(site):
    pages = {page.address: page for page in planned(site)}
    assert (pages["/a/"].shows, pages["/a/"].reads) == (("content/a.md",), Reads.BODIES)
    assert (pages["/"].shows, pages["/"].reads) == (("content/b.md", "content/a.md"), Reads.SUMMARIES)
    assert (pages["/tags/sea/"].shows, pages["/tags/sea/"].reads) == (("content/a.md",), Reads.SUMMARIES)
    assert (pages["/old/"].shows, pages["/old/"].reads) == ((), Reads.NOTHING)


def test_a_site_without_posts_has_a_home_page_and_what_hosts_and_machines_ask_for(small_site):
    kinds = {page.address: page.kind for page in planned(small_site) if not page.address.startswith("/theme/")}
    assert kinds == {
        "/": "list",
        "/404.html": "error",
        "/sitemap.xml": "sitemap",
        "/robots.txt": "robots",
        "/search/": "search",
        "/search/opensearch.xml": "search",
        "/search/index.json": "search-file",
        "/search/simplified.bin": "search-file",
        "/.nojekyll": "asset",
    }

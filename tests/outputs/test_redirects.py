"""Pages that lead from an alias to its post."""

from __future__ import annotations

import pytest

from tests.sites import codes, post


def test_an_alias_leads_to_its_post(small_site):
    small_site.write("a.md", post("A", permalink="new/", aliases=["old/place.html", "older"]))
    small_site.build()
    assert "/new/" in small_site.page("/old/place.html")
    assert "/new/" in small_site.page("/older/")


def test_a_redirect_leads_on_by_itself_and_asks_search_engines_for_the_post(small_site):
    small_site.settings(url="https://example.org/repo/")
    small_site.write("a.md", post("The ferry", permalink="new/", aliases=["old/"]))
    small_site.build()
    page = small_site.page("/old/")
    assert '<meta http-equiv="refresh" content="0; url=/repo/new/">' in page
    assert '<link rel="canonical" href="https://example.org/repo/new/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<a href="/repo/new/">The ferry</a>' in page


def test_a_redirect_follows_its_post_and_goes_with_it(small_site):
    path = small_site.write("a.md", post("A", permalink="one/", aliases=["old/"]))
    small_site.build()
    small_site.write("a.md", post("A", permalink="two/", aliases=["old/"]))
    assert "/old/" in small_site.build().written
    assert "/two/" in small_site.page("/old/")
    path.unlink()
    assert "/old/" in small_site.build().removed


@pytest.mark.parametrize("alias", ["old", "old/", "/old/", "/old"])
def test_an_alias_may_have_slashes_or_not(small_site, alias):
    small_site.write("a.md", post("A", permalink="a/", aliases=[alias]))
    assert small_site.build().posts == 1
    assert small_site.has("/old/")


def test_an_alias_never_takes_the_address_of_something_else(small_site):
    small_site.write("a.md", post("A", permalink="a/", aliases=["/", "b/", "../../etc/passwd"]))
    small_site.write("b.md", post("B", permalink="b/"))
    report = small_site.build()
    assert codes(report) == ["address-refused", "address-refused", "address-taken"]

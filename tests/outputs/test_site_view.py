"""What every page knows of the site."""

from __future__ import annotations

import re

from generator.outputs.site_view import csp
from tests.sites import post


def test_the_policy_lets_nothing_in_but_pictures_and_media():
    assert csp({}) == (
        "default-src 'none';img-src http: data:;media-src http:;style-src 'self';"
        "script-src 'self';connect-src 'self';base-uri 'none';form-action 'self'"
    )


def test_settings_add_sources_to_the_policy():
    policy = csp(
        {"script-src": "https://comments.example.org", "frame-src": "https://video.example.org", "base-uri": "'self'"}
    )
    assert "script-src 'self' https://comments.example.org;" in policy
    assert policy.endswith("frame-src https://video.example.org")
    assert "base-uri 'self'" in policy


def test_a_site_with_a_style_sheet_of_its_own_may_have_fonts():
    assert csp({}, has_style=True).endswith(";font-src 'self'")
    assert csp({"font-src": "https://a.example"}, has_style=True).endswith(";font-src 'self' https://a.example")


def test_a_file_whose_name_begins_like_one_of_the_theme_is_not_taken_for_it(small_site):
    small_site.put("static/theme/style.a.css", "")
    small_site.build()
    assert small_site.page("/").count("style.a.") == 0


def test_the_menu_names_lists_that_exist_then_pages_then_own_entries(small_site):
    small_site.settings(
        '[theme]\nmenu = [["Elsewhere", "https://example.com/"], ["Feed", "/atom.xml"]]',
        url="https://example.org/x/",
        content=[{"path": "content", "trusted": True}],
    )
    small_site.write("a.md", post("A", "x", tags=["t"], date="2024-01-01"))
    small_site.write("pages/about.md", post("About us", "x"))
    small_site.write("pages/deep/er.md", post("Not here", "x"))
    small_site.build()
    nav = small_site.page("/").partition("<nav")[2].partition("</nav>")[0]
    wanted = ["/x/tags/", "/x/archives/", "/x/about/", "https://example.com/", "/x/atom.xml"]
    places = [nav.find(f'href="{href}"') for href in wanted]
    assert -1 not in places
    assert places == sorted(places)
    assert "/x/categories/" not in nav
    assert "Not here" not in nav


def test_only_the_footer_of_the_home_page_leads_to_all_feeds(small_site):
    small_site.settings(language="en")
    small_site.write("a.md", post("A", "x", date="2024-01-01", permalink="a/"))
    small_site.build()
    home, other = (re.search("<footer class=.*", small_site.page(at), re.S)[0] for at in ("/", "/archives/"))
    assert re.findall('href="(.*?)"', home) == ["/atom.xml", "/rss.xml", "/feed.json", "/feeds.opml"]
    assert re.findall('href="(.*?)"', other) == ["/atom.xml"]


def test_a_page_of_an_untrusted_root_does_not_enter_the_menu(small_site):
    small_site.write("a.md", post("BUY PILLS", "x", layout="page"))
    small_site.build()
    assert "BUY PILLS" not in small_site.page("/")

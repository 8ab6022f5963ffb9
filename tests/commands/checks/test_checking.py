"""Checking pages: broken links, things that could act, pages that are not built as promised."""

from __future__ import annotations

import pytest

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.commands.checks.checking import Checker, Rendered, check_site
from generator.outputs.site_view import csp
from generator.runtime.progress import Silent
from tests.sites import SmallSite, post

_ADDRESSES = ["/", "/a/", "/b.html", "/文章/", "/theme/style.css", "/atom.xml"]
_CHECKER = Checker("https://example.org/base/", _ADDRESSES)
_POLICY = '<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{}">'
_PAGE = "<body>{}<article><h1>T</h1>{}</article>"


def _check(outside: str = "", inside: str = "", *, kind: str = "post", address: str = "/a/") -> list[tuple[str, str]]:
    page = Rendered(address, kind, (_POLICY.format(csp({})) + _PAGE.format(outside, inside)).encode())
    return [(found.code, found.message) for found in Checker("https://example.org/base/", _ADDRESSES).check(page)]


@pytest.mark.parametrize(
    "href",
    [
        "/base/", "/base/a/", "/base/a/?x=1#y", "/base/a", "/base/b.html", "/base/%E6%96%87%E7%AB%A0/", "../b.html",
        "#there", "", "https://example.org/base/a/", "https://example.org/other-site/", "https://example.com/x",
        "mailto:nobody@example.org", "//example.com/x", "/base/a/index.html",
    ],
)  # fmt: skip
def test_links_that_lead_somewhere(href: str) -> None:
    assert _check(f'<a href="{href}">x</a>') == []


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<a href="/base/gone/">', "'/base/gone/' leads to nothing in the site"),
        ('<a href="gone.html">', "'gone.html' leads to nothing in the site"),
        ('<a href="https://example.org/base/gone">', "'https://example.org/base/gone' leads to nothing in the site"),
        ('<img src="/base/gone.png">', "'/base/gone.png' leads to nothing in the site"),
        ('<img srcset="/base/gone.png 2x">', "'/base/gone.png' leads to nothing in the site"),
        ('<link rel="alternate" href="/base/rss.xml">', "'/base/rss.xml' leads to nothing in the site"),
        ('<a href="/a/">', "'/a/' leads out of the site, which lies below /base/"),
        ('<a href="http://[broken/">', "'http://[broken/' is no address"),
    ],
)
def test_links_that_lead_nowhere(markup: str, what: str) -> None:
    assert _check(markup) == [("link-broken", what)]


def test_an_address_among_candidates_may_contain_commas() -> None:
    sources = "https://cdn.example/w_424,f_webp/a.png 424w, https://cdn.example/w_848,f_webp/a.png 848w"
    assert _check(f'<img srcset="{sources}">') == []
    assert _check('<img srcset="https://cdn.example/a.png 1x,/base/gone.png 2x">') == [
        ("link-broken", "'/base/gone.png' leads to nothing in the site")
    ]


def test_the_same_broken_link_twice_on_a_page_is_told_once() -> None:
    assert len(_check('<a href="x"></a><a href="x"></a>')) == 1


def test_a_redirect_leads_to_a_place_that_its_page_has() -> None:
    redirects = {"/a/01/": "/a/\n#d01", "/a/02/": "/a/\n#d02", "/c/": "/b.html"}
    checker = Checker("https://example.org/base/", _ADDRESSES, redirects)
    page = (_POLICY.format(csp({})) + '<h2 id="d01">1</h2><h2>2</h2>').encode()
    assert [(str(found.where), found.code, found.message) for found in checker.check(Rendered("/a/", "", page))] == [
        ("/a/02/", "link-broken", "no element of /a/ has the id 'd02'")
    ]
    assert checker.check(Rendered("/b.html", "", page)) == ()


def test_days_without_a_page_lead_to_places_which_the_theme_has_and_an_own_template_may_lack(
    small_site: SmallSite,
) -> None:
    small_site.settings("[lists]\nper_page = 2\ncards = 2\nday_posts = 4")
    for number in range(9):
        small_site.write(f"{number}.md", post(f"Post {number}", "x", date=f"2024-05-0{1 + number // 3}"))

    def broken() -> list[str]:
        with inspect(BuildOptions(small_site.folder, jobs=1), Silent()) as inspection:
            found = check_site(inspection, Silent()).problems
        return [one.where.path for one in found if one.code == "link-broken"]

    assert broken() == []
    small_site.put("templates/partials/groups.html", "{% for group in groups %}{{ group.html }}{% endfor %}")
    assert sorted(broken()) == [f"/archives/2024/05/0{day}/" for day in (1, 2, 3)]


def test_a_post_has_one_article_and_one_heading() -> None:
    assert _check("<h1>Site</h1>") == [("page-structure", "2 <h1> elements instead of one")]
    assert _check("<article></article>") == [("page-structure", "2 <article> elements instead of one")]
    assert _check("<h1>Site</h1><article></article>", kind="list") == []


@pytest.mark.parametrize(
    "markup",
    ["<script src=/base/b.html></script>", "<iframe></iframe>", "<form></form>", "<input>", "<button>x</button>"],
)
def test_nothing_in_an_article_may_act(markup: str) -> None:
    assert "page-active" in [code for code, _ in _check(inside=markup)]


@pytest.mark.parametrize(
    "markup", ['<p onclick="x()">', "<p/ONLOAD=x>", '<a href=" javascript:x()">', "<p style='a:b'>"]
)
def test_attributes_that_act_are_found(markup: str) -> None:
    assert "page-active" in [code for code, _ in _check(inside=markup)]


def test_words_that_look_like_event_attributes_are_no_mistake() -> None:
    assert _check(inside="<p>set onload = 1 in the file</p>") == []


def test_inline_scripts_and_styles_of_templates_are_warned_of() -> None:
    assert [code for code, _ in _check("<script>x()</script><style>a{}</style><p style='a:b'>")] == ["page-inline"] * 3
    assert _check('<script type="application/ld+json">{}</script><script src="/base/b.html"></script>') == []


def test_what_the_policy_blocks_is_named_once_with_the_line_that_allows_it() -> None:
    checker = Checker("https://example.org/base/", _ADDRESSES)
    policy = _POLICY.format(csp({"script-src": "https://one.example"}))
    script = '<script src="https://two.example/a.js"></script><script src="https://two.example/b.js"></script>'
    pages = [Rendered(address, "", (policy + script).encode()) for address in ("/", "/a/")]
    first, *more = [found for page in pages for found in checker.check(page)]
    assert not more
    assert (first.code, first.where.path) == ("page-blocked", "/")
    assert first.message == "script-src of the Content-Security-Policy blocks 'https://two.example/a.js'"
    assert first.help == (
        "to allow https://two.example, write below a line [theme.csp] of site.toml: "
        'script-src = "https://one.example https://two.example"'
    )


def test_an_inline_script_that_is_on_every_page_is_named_once_and_two_scripts_twice() -> None:
    checker = Checker("https://example.org/base/", _ADDRESSES)
    policy = _POLICY.format(csp({}))
    pages = [Rendered(a, "", f"{policy}<script>{text}</script>".encode()) for text in "xy" for a in ("/", "/a/")]
    assert [found.where.path for page in pages for found in checker.check(page)] == ["/", "/"]


def test_feeds_are_read_and_their_links_followed() -> None:
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.org/base/gone/"/></feed>'
    assert [found.code for found in _CHECKER.check(Rendered("/atom.xml", "feed", atom))] == ["link-broken"]
    assert [found.code for found in _CHECKER.check(Rendered("/atom.xml", "feed", b"<feed>"))] == ["page-structure"]
    sitemap = b"<urlset><url><loc>https://example.org/base/a/</loc></url></urlset>"
    assert _CHECKER.check(Rendered("/sitemap.xml", "sitemap", sitemap)) == ()
    feed = b'{"home_page_url": "https://example.org/base/", "items": [{"url": "https://example.org/base/gone/"}]}'
    assert [found.code for found in _CHECKER.check(Rendered("/feed.json", "feed", feed))] == ["link-broken"]
    assert [found.code for found in _CHECKER.check(Rendered("/feed.json", "feed", b"[]"))] == ["page-structure"]
    assert _CHECKER.check(Rendered("/robots.txt", "robots", b"Sitemap: x")) == ()

"""The address that a post asks for."""

from __future__ import annotations

import pytest

from tests.sites import post

DATE = "2021-03-04T05:06:07Z"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (":year/:month/:day/:title/", "/2021/03/04/sub/a b/"),
        (":year/:i_month/:i_day/:name.html", "/2021/3/4/a b.html"),
        (":hour-:minute-:second/:title/", "/05-06-07/sub/a b/"),
        (":timestamp/", "/1614834367/"),
        (":category/:post_title/", "/News/a-title-here/"),
        ("p/:abbrlink.html", "/p/4a17b156.html"),
        (":hash/", "/f9d7d9bd0bd6/"),
        (":source/:lang/", "/Gazette/en-GB/"),
        (":mood/x/", "/calm/x/"),
    ],
)
def test_every_variable_of_hexo_is_known(small_site, pattern, expected):
    # Source: hexo/lib/plugins/filter/post_permalink.ts.
    small_site.settings(permalink=pattern)
    fields = {"date": DATE, "categories": ["News", "C++"], "abbrlink": "4a17b156", "lang": "en-GB", "mood": "calm"}
    small_site.write("posts/sub/a b.md", post("A title: here!", "x", source="Gazette", **fields))
    report = small_site.build()
    expected = expected.replace("f9d7d9bd0bd6", _hexo_hash("sub/a b", 1614834367)).replace(
        "/News/a", "/News/C-62420a/a"
    )
    assert expected in report.written


def _hexo_hash(slug, stamp):
    import hashlib

    return hashlib.sha1(f"{slug}{stamp}".encode()).hexdigest()[:12]


def test_a_variable_without_a_value_is_the_key_and_no_two_posts_share_an_address(small_site):
    small_site.settings(permalink="p/:abbrlink.html")
    for number in range(20):
        small_site.write(f"{number}.md", post("The same title", "x", date="2024-01-01"))
    report = small_site.build()
    posts = [address for address in report.written if address.startswith("/p/")]
    assert len(posts) == 20
    assert not [problem for problem in report.problems if problem.code == "address-taken"]


def test_the_default_address_is_short_and_does_not_depend_on_title_or_other_posts(small_site):
    small_site.write("a.md", post("One", "x", date=DATE))
    (before,) = [address for address in small_site.build().written if address.startswith("/2021/03/04/")]
    small_site.write("a.md", post("Another title", "y", date=DATE))
    small_site.write("b.md", post("One", "x", date=DATE))
    small_site.build()
    assert small_site.has(before)


def test_the_day_of_an_address_is_that_of_the_site(small_site):
    small_site.settings(timezone="Asia/Shanghai", permalink=":year/:month/:day/:title/")
    small_site.write("a.md", post("A", "x", date="Thu, 04 Mar 2021 20:00:00 GMT"))
    small_site.build()
    assert small_site.has("/2021/03/05/a/")


def test_a_post_is_always_served_as_html(small_site):
    small_site.write("a.md", post("A", "x", permalink="evil.js"))
    small_site.write("b.md", post("B", "x", permalink="no-slash"))
    small_site.build()
    assert small_site.has("/evil.js/")
    assert small_site.has("/no-slash/")


def test_pages_lie_where_their_file_lies(small_site):
    small_site.write("pages/about.md", post("About", "x"))
    small_site.write("pages/team/index.md", post("Team", "x"))
    small_site.write("other.md", post("Other", "x", layout="page"))
    small_site.write("pages/own.md", post("Own", "x", permalink="elsewhere.html"))
    small_site.build()
    assert all(small_site.has(address) for address in ("/about/", "/team/", "/other/", "/elsewhere.html"))


def test_a_post_cannot_take_the_place_of_a_list_or_a_file_of_the_site(small_site):
    small_site.put("static/data.html", "mine")
    for number, wanted in enumerate(["tags/x/", "index.html", "404.html", "data.html", "sitemap.xml", "atom.xml"]):
        small_site.write(f"{number}.md", post(f"P{number}", "x", permalink=wanted, tags=["x"], date="2024-01-01"))
    report = small_site.build()
    assert report.posts == 6
    assert small_site.page("/data.html") == "mine"
    assert "<urlset" in small_site.page("/sitemap.xml")
    moved = [problem for problem in report.problems if problem.code == "address-taken"]
    assert len(moved) == 6


def test_an_untrusted_post_cannot_take_the_address_of_another_by_naming_it(small_site):
    small_site.write("victim.md", post("Victim", "x", date=DATE))
    (address,) = [one for one in small_site.build().written if one.startswith("/2021/03/04/")]
    small_site.write("a.md", post("Old thief", "x", date="0001-01-02", permalink=address[1:]))
    small_site.write("b.md", post("Page thief", "x", layout="page", permalink=address[1:]))
    small_site.put("static/logo.png", "mine")
    small_site.write("c.md", post("Logo thief", "x", layout="page", permalink="logo.png/x/"))
    report = small_site.build()
    assert report.posts == 4
    assert "Victim" in small_site.page(address)
    assert small_site.page("/logo.png") == "mine"
    assert len([one for one in report.problems if one.code == "address-taken"]) == 3


def test_the_site_keeps_its_own_404_page_whoever_wants_that_address(small_site):
    small_site.put("static/404.html", "mine")
    small_site.put("static/robots.txt", "mine")
    small_site.write("a.md", post("A", "x", layout="page", permalink="404.html"))
    small_site.write("b.md", post("B", "x", layout="page", permalink="robots.txt/"))
    report = small_site.build()
    assert not [one for one in report.problems if one.severity == "error"]
    assert small_site.page("/404.html") == small_site.page("/robots.txt") == "mine"


def test_very_long_names_and_deep_paths_are_published(small_site):
    small_site.write(
        "a.md", post("A", "x", date=DATE, categories=["长" * 100] * 9, tags=["长" * 200], source="源" * 150)
    )
    small_site.write("b.md", post("B", "x", date=DATE, permalink="/".join(["长" * 60] * 30)))
    report = small_site.build()
    assert report.posts == 2
    assert not [one for one in report.problems if one.severity == "error"]


def test_two_roots_whose_last_parts_are_the_same_share_no_key(small_site):
    small_site.settings(content=["a/posts", "b/posts"])
    small_site.put("a/posts/x.md", post("One", "x", date=DATE))
    small_site.put("b/posts/x.md", post("Two", "x", date=DATE))
    report = small_site.build()
    assert len([one for one in report.written if one.startswith("/2021/03/04/")]) == 2
    assert not [one for one in report.problems if one.code == "address-taken"]

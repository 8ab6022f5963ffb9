"""Posts that have a page and stand in no list, and pages that ask search engines to stay away."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from generator.cli import app
from tests.sites import AgedSite, SmallSite, clean_build, codes, post

TEXT = "The harbour freezes in January, and the ferry waits for the ice to go before it leaves for the island."
META = '<meta name="robots" content="noindex">'


def fill(site: SmallSite, **fields: object) -> None:
    """Three posts, the middle one with `fields`, all with the same text."""
    for day, name, more in ((1, "first", {}), (2, "middle", fields), (3, "last", {})):
        given = {"date": f"2024-0{day}-01", "permalink": f"{name}/", "categories": ["Sea"], "tags": ["ice"]} | more
        site.write(f"{name}.md", post(name.capitalize(), TEXT, **given))


OWN = {"categories": ["Sea", "Deep"], "tags": ["ice", "rare"], "source": "The desk", "date": "2023-02-01"}


def test_a_hidden_post_has_a_page_and_stands_nowhere_else(small_site):
    fill(small_site, hidden=True, **OWN)
    small_site.write("link.md", post("Link", "{% post_link middle %} and [it](middle.md)", permalink="link/"))
    report = small_site.build()
    assert codes(report) == []
    assert [(one.code, one.where.path) for one in report.problems if one.code == "post-hidden"] == [
        ("post-hidden", "content/middle.md")
    ]
    named = {name for name, data in small_site.files().items() if b"Middle" in data or b"/middle/" in data}
    assert named == {"middle/index.html", "link/index.html"}
    assert '<a href="/middle/">Middle</a> and <a href="/middle/">it</a>' in small_site.page("/link/")
    for address in ("/tags/rare/", "/categories/Sea/Deep/", "/sources/", "/archives/2023/", "/archives/2023/02/01/"):
        assert not small_site.has(address)
    assert "rare" not in small_site.page("/tags/")
    page = small_site.page("/middle/")
    assert META in page
    # Its terms that other posts have lead there, and it leads to no neighbours and copies.
    assert 'href="/tags/ice/"' in page
    assert 'href="/categories/Sea/"' in page
    assert not {"rare", "Deep", "The desk", "/first/", "/last/"} & set(page.replace('"', " ").replace("<", " ").split())
    assert "/first/" in small_site.page("/last/")
    assert META not in small_site.page("/last/")
    assert report.posts == 4


def test_a_site_of_hidden_posts_has_no_lists(small_site):
    small_site.write("a.md", post("A", TEXT, date="2024-01-01", permalink="a/", tags=["t"], hidden=True))
    small_site.write("b.md", post("B", TEXT, permalink="b/", hidden="yes"))
    small_site.build()
    files = small_site.files()
    assert not [name for name in files if name.endswith("atom.xml") or name.startswith(("tags", "archives", "page"))]
    assert sorted(name for name, data in files.items() if META.encode() in data) == [
        "404.html", "a/index.html", "b/index.html", "search/index.html",
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["true", "'true'", "yes", "1", "True"])
@pytest.mark.parametrize("name", ["hidden", "Hidden"])
def test_a_plain_yes_hides(small_site, name, value):
    small_site.write("a.md", f"---\ntitle: Found\ndate: 2024-01-01\n{name}: {value}\n---\nx")
    small_site.build()
    assert "Found" not in small_site.page("/")


@pytest.mark.parametrize("value", ["false", "no", "0", "", "perhaps", "[true, false]"])
def test_nothing_else_hides(small_site, value):
    small_site.write("a.md", f"---\ntitle: Found\ndate: 2024-01-01\nhidden: {value}\n---\nx")
    small_site.build()
    assert "Found" in small_site.page("/")


def test_a_broken_header_hides_too(small_site):
    small_site.write("a.md", "---\ntitle: News: Found\ndate: 2024-01-01\nhidden:true\n---\nx")
    small_site.build()
    assert "Found" not in small_site.page("/")


def test_the_settings_name_other_fields_that_hide(small_site):
    small_site.settings('[front_matter]\nhidden = ["unlisted", "hide"]')
    for name in ("unlisted", "hide", "hidden"):
        small_site.write(f"{name}.md", post(f"By {name}", "x", date="2024-01-01", **{name: True}))
    small_site.build()
    assert [name for name in ("unlisted", "hide", "hidden") if f"By {name}" in small_site.page("/")] == ["hidden"]


def test_a_hidden_page_is_in_no_menu(small_site):
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.write("pages/about.md", post("About us", "x", hidden=True))
    small_site.write("pages/more.md", post("More of it", "x"))
    small_site.build()
    assert "About us" not in small_site.page("/")
    assert "More of it" in small_site.page("/")
    assert META in small_site.page("/about/")
    assert "/about/" not in small_site.page("/sitemap.xml")


def test_a_hidden_post_keeps_its_address_from_others(small_site):
    for name, more in (("a", {"hidden": True}), ("b", {})):
        small_site.write(f"{name}.md", post(name, "x", date="2024-01-01", permalink="same/", **more))
    assert codes(small_site.build()) == ["address-taken"]
    assert META in small_site.page("/same/")


# -------------------------------------------------------------------------------------- noindex


def indexed(site: SmallSite) -> set[str]:
    """The HTML pages that search engines may show."""
    return {name for name, data in site.files().items() if name.endswith(".html") and META.encode() not in data}


@pytest.mark.parametrize(
    ("fields", "is_indexed", "is_in_sitemap"),
    [
        ({"noindex": True}, False, False),
        ({"Noindex": "yes"}, False, False),
        ({"robots": "noindex"}, False, False),
        ({"robots": "NoIndex, nofollow"}, False, False),
        ({"robots": ["nofollow", "noindex"]}, False, False),
        ({"robots": "none"}, False, False),
        ({"sitemap": False}, True, False),
        ({"noindex": False, "robots": "index, nofollow", "sitemap": True}, True, True),
        ({"robots": "noindexing"}, True, True),
    ],
)
def test_a_post_says_that_search_engines_shall_not_show_it(small_site, fields, is_indexed, is_in_sitemap):
    fill(small_site, **fields)
    small_site.build()
    assert ("middle/index.html" in indexed(small_site)) == is_indexed
    assert ("/middle/" in small_site.page("/sitemap.xml")) == is_in_sitemap
    # It is a post like others for people.
    for address in ("/", "/tags/ice/", "/atom.xml", "/last/"):
        assert "/middle/" in small_site.page(address)
    assert "first/index.html" in indexed(small_site)


def test_of_a_root_that_is_not_indexed_only_lists_with_other_posts_are(small_site):
    small_site.settings(content=[{"path": "content"}, {"path": "copies", "noindex": True}])
    small_site.write("own.md", post("Own", TEXT, date="2024-01-01", permalink="own/", tags=["both", "own"]))
    small_site.put("copies/a.md", post("Copy", TEXT, date="2024-01-02", permalink="copy/", tags=["both", "copied"]))
    small_site.build()
    found = indexed(small_site)
    assert {"index.html", "own/index.html", "tags/index.html", "tags/both/index.html", "tags/own/index.html"} <= found
    assert not {"copy/index.html", "tags/copied/index.html", "archives/2024/01/02/index.html"} & found
    sitemap = small_site.page("/sitemap.xml")
    assert "/tags/both/" in sitemap
    assert "/copy/" not in sitemap
    assert "/tags/copied/" not in sitemap
    assert "/copy/" in small_site.page("/atom.xml")
    assert "/copy/" in small_site.page("/tags/copied/")


def test_a_site_that_is_not_indexed_says_so_on_every_page_and_lets_crawlers_see_it(small_site):
    fill(small_site)
    small_site.write("pages/about.md", post("About", "x"))
    small_site.write("old.md", post("Old", "x", aliases=["/older/"]))
    small_site.settings(noindex=True)
    small_site.build()
    assert indexed(small_site) == set()
    assert not small_site.has("/sitemap.xml")
    assert small_site.page("/robots.txt") == "User-agent: *\nAllow: /\n"
    assert CliRunner().invoke(app, ["check", str(small_site.folder)]).exit_code == 0


# ----------------------------------------------------------------------------------- another build


@pytest.fixture
def aged(tmp_path) -> AgedSite:
    site = AgedSite(tmp_path / "site")
    fill(site)
    site.build()
    return site


@pytest.mark.parametrize(
    "fields", [{"hidden": True}, {"hidden": True, **OWN}, {"noindex": True}, {"robots": "none"}, {"sitemap": False}]
)
def test_a_field_that_comes_and_goes_leaves_nothing_behind(aged, fields):
    before = aged.files()
    fill(aged, **fields)
    aged.build()
    assert aged.files() == clean_build(aged) != before
    aged.write("middle.md", (aged.folder / "content/middle.md").read_text("utf-8") + "More.")
    aged.build()
    assert aged.files() == clean_build(aged)
    fill(aged)
    aged.build()
    assert aged.files() == before


@pytest.mark.parametrize(
    "settings",
    [
        {"noindex": True},
        {"content": [{"path": "content", "noindex": True}]},
        {"more": '[front_matter]\nhidden = ["t"]'},
    ],
)
def test_a_setting_that_comes_and_goes_leaves_nothing_behind(aged, settings):
    fill(aged, t=True)
    aged.build()
    before = aged.files()
    aged.settings(**settings)
    aged.build()
    assert aged.files() == clean_build(aged) != before
    aged.settings()
    aged.build()
    assert aged.files() == before


def test_explain_says_where_a_post_does_not_show(small_site):
    fill(small_site, hidden=True)
    result = CliRunner().invoke(app, ["explain", "content/middle.md", "--site", str(small_site.folder)])
    assert (
        "Listed       no: it is hidden\nIndexed      no: its page asks search engines not to show it" in result.output
    )
    result = CliRunner().invoke(app, ["build", "--json", "-", str(small_site.folder)])
    rows = json.loads(result.stdout)["problems"]
    assert [row["severity"] for row in rows if row["code"] == "post-hidden"] == ["note"]

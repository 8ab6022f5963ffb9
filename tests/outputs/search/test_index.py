"""What the search finds and what it does not, and whose addresses are those below the folder of the search."""

from __future__ import annotations

from html import unescape

import pytest

from generator.building.report import BuildReport
from generator.config.pages import SearchSettings
from generator.config.reading import SettingsError
from generator.outputs.page import Page
from generator.outputs.search.index import changed_pages
from generator.search.segments import Segment
from generator.site_index import SearchIndex, SegmentIndex
from tests.search.reading import Index
from tests.sites import SmallSite, clean_build, codes, post

ROOTS = '[[content]]\npath = "own"\ntrusted = true\n[[content]]\npath = "feed"\n'
WAY_OUT = "name another folder for the search in [search] dir"


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    """A site with a content root of the owner and one of strangers."""
    small_site.settings(ROOTS, permalink=":title/")
    for root in ("own", "feed"):
        (small_site.folder / root).mkdir()
    return small_site


# ---------------------------------------------------------------------------------------- what is found


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        {"search": False},
        {"noindex": True},
        {"robots": "noindex, follow"},
        {"robots": ["none"]},
        {"hidden": True},
        {"password": "open sesame"},
        {"draft": True},
        {"published": False},
    ],
    ids=str,
)
def test_a_post_that_is_not_for_everybody_leaves_no_term_in_any_file(small_site, fields):
    own = {"date": "2024-01-02", "categories": ["Rare", "Rarer"], "source": "Secretive", "permalink": "found/"}
    small_site.write("a.md", post("Heron", "Kept 秘密 words.", **own, **fields))
    small_site.write("b.md", post("Other", "Plain words.", date="2024-01-01", permalink="b/"))
    small_site.build(drafts=True)
    index = Index(small_site)
    assert index.posts("words") == {"/b/"}
    for term in ("heron", "heron\x01", "kept", "秘密", "\x02k"):
        assert index.posts(term) == set()
    assert index.in_category("Rare") == index.in_category("Rare", "Rarer") == index.of_source("Secretive") == set()
    assert not [term for term in index.terms() if "secretive" in term.casefold() or "rare" in term.casefold()]
    assert [address for address, *_ in index.titles()] == ["/b/"]


@pytest.mark.parametrize("value", ["no", "true", "", "off"])
def test_only_false_keeps_a_post_out_of_the_search(small_site, value):
    small_site.write("a.md", f"---\ntitle: A\ndate: 2024-01-01\nsearch: {value}\n---\nHeron.")
    small_site.build()
    assert len(Index(small_site).posts("heron")) == 1


def test_a_content_root_that_search_engines_shall_not_show_is_not_found(site):
    site.settings(ROOTS + "noindex = true\n", permalink=":title/")
    site.put("own/a.md", post("A", "Heron one.", date="2024-01-01"))
    site.put("feed/b.md", post("B", "Heron two.", date="2024-01-02"))
    site.build()
    assert Index(site).posts("heron") == {"/a/"}


def test_a_site_that_search_engines_shall_not_show_can_search_itself(small_site):
    small_site.settings(noindex=True)
    small_site.write("a.md", post("A", "Heron.", permalink="a/", date="2024-01-01"))
    small_site.build()
    assert Index(small_site).posts("heron") == {"/a/"}


def test_of_the_copies_of_one_source_the_listed_one_is_found(small_site):
    body = "The heron stood in the shallows until the tide had turned, and nobody dared to row past it. " * 5
    for name, date in (("one", "2024-01-01"), ("two", "2024-01-02"), ("three", "2024-01-03")):
        small_site.write(f"{name}.md", post("Heron", body, date=date, source="Gull", permalink=f"{name}/"))
    small_site.build()
    # The oldest is the best, and the others are in no list.
    assert Index(small_site).posts("heron") == {"/one/"}
    assert small_site.has("/two/")


def test_pages_undated_posts_and_dated_ones_are_found_in_this_order(small_site):
    small_site.write("pages/about.md", post("About", "Heron 1.", date="2030-01-01"))
    small_site.write("b.md", post("Undated", "Heron 2.", permalink="b/"))
    small_site.write("c.md", post("New", "Heron 3.", date="2024-12-31T23:30:00-05:00", permalink="c/", source="Gull"))
    small_site.write("d.md", post("Old", "Heron 4.", date="2023-01-01", permalink="d/", categories=["Birds", "Tall"]))
    small_site.settings(timezone="Asia/Shanghai")
    small_site.build()
    assert Index(small_site).titles() == [
        ["/about/", "About", "2030-01-01", "", ""],
        ["/b/", "Undated", "", "", ""],
        ["/d/", "Old", "2023-01-01", "Tall", "Tall"],
        ["/c/", "New", "2025-01-01", "Gull", ""],
    ]
    assert Index(small_site).posts("heron") == {"/about/", "/b/", "/c/", "/d/"}
    # The date of a page gives it no place among the posts.
    assert Index(small_site).manifest()["years"] == [[2023, 2], [2025, 3]]


def test_what_cleaning_removes_is_not_found_and_what_no_reader_sees_neither(small_site):
    small_site.settings('[cleaning]\nrules = ["own.txt"]')
    small_site.put("own.txt", "##.banner\n")
    body = (
        '<p>Heron<br>ibis</p><div class="banner">Offer</div><!-- rail --><p title="crane">Stork</p><script>x</script>'
    )
    small_site.write("a.html", post("A", body, permalink="a/"))
    small_site.build()
    index = Index(small_site)
    assert [index.posts(word) for word in ("heron", "ibis", "stork")] == [{"/a/"}] * 3
    assert [index.posts(word) for word in ("offer", "rail", "crane", "script", "br")] == [set()] * 5


def test_names_of_categories_and_sources_are_found_as_the_page_offers_them(small_site):
    hostile = "A\nB\x01\x1f\t ]]>\"'😀"
    small_site.write("a.md", post("A", "x", permalink="a/", categories=[[hostile, "Deep 𠮷"]], source=f"S {hostile}"))
    small_site.put(
        "templates/search.html",
        '{% for option in categories %}<i title="{{ option.value }}">{% endfor %}|'
        '{% for option in sources %}<i title="{{ option.value }}">{% endfor %}',
    )
    small_site.build()
    categories, sources = small_site.page("/search/").split("|")
    for value in values(categories):
        assert Index(small_site).in_category(*value.split("\n")) == {"/a/"}
    assert [len(value.split("\n")) for value in values(categories)] == [1, 2]
    assert [Index(small_site).of_source(value) for value in values(sources)] == [{"/a/"}]


def values(html: str) -> list[str]:
    return [unescape(part.split('"')[0]) for part in html.split('title="')[1:]]


def test_a_blog_of_thirty_posts_has_three_files_of_data(small_site):
    for day in range(1, 31):
        small_site.write(f"{day}.md", post(f"Post {day}", f"渡口 {day}", date=f"2024-01-{day:02}"))
    small_site.build()
    files = Index(small_site).files()
    assert sorted(files) == ["b/0/0.bin", "index.html", "index.json", "opensearch.xml", "simplified.bin", "t/0.bin"]
    assert len(Index(small_site).posts("渡口")) == 30


# ------------------------------------------------------------------------------------------- addresses


def moved(report: BuildReport) -> dict[str, str]:
    """The help of each warning about a taken address, by source."""
    return {problem.where.path: problem.help for problem in report.problems if problem.code == "address-taken"}


def test_nothing_of_a_stranger_gets_an_address_below_the_search(site):
    site.put("own/first.md", post("First", "x", date="2024-01-01"))
    theirs = (
        {"permalink": "search/"},
        {"permalink": "SEARCH/y/"},
        {"permalink": "search"},
        {"permalink": "search.html"},
        {"permalink": "search/index.json"},
        {"permalink": "search/t/9.bin"},
        {"permalink": "search/b/0/0.bin/"},
        {"permalink": "a/../search/x/"},
        {"permalink": "search%2Fq/"},
        {"permalink": "./search//x/"},
        {"permalink": "ok/", "aliases": ["/search/", "/search/old/", "search", "Search/simplified.bin", "search.html"]},
    )
    for number, fields in enumerate(theirs):
        site.put(f"feed/{number}.md", post(f"Stranger {number}", "x", date="2020-01-01", **fields))
    site.put("feed/search/pic.md", post("Picture", '<img src="pic.png">', date="2020-01-01"))
    site.put("feed/search/pic.png", b"\x89PNG")
    site.put("feed/tags.md", post("Tags", "x", date="2020-01-01", tags=["search"], categories=["search"]))
    site.settings(ROOTS + '[lists]\ntag_dir = "/"\ncategory_dir = "search"\n', permalink=":title/")
    report = site.build()
    names = {name for name in site.files() if name.casefold().startswith("search/")}
    assert names == {f"search/{name}" for name in FILES}
    assert not site.has("/search.html")
    assert b"Stranger" not in b"".join(data for name, data in site.files().items() if name.startswith("search/"))
    assert not [address for address, *_ in Index(site).titles() if "search/" in address.casefold()]
    helps = moved(report)
    assert helps["feed/0.md"] == f"give it a permalink of its own, or {WAY_OUT}"
    assert helps["feed/10.md"].startswith("choose another alias")
    assert helps["feed/search/pic.png"] == WAY_OUT
    assert site.files() == clean_build(site)


FILES = ("index.html", "index.json", "opensearch.xml", "simplified.bin", "b/0/0.bin", "t/0.bin")


@pytest.mark.parametrize(
    ("names", "help"),
    [
        (["own/pages/search.md"], f"give it a permalink of its own, or {WAY_OUT}"),
        (["own/search.md"], f"give it a permalink of its own, or {WAY_OUT}"),
        (
            [f"static/{name}" for name in ("search/index.html", "search/x.js", "Search/T/0.BIN", "search/b/0/0.bin")],
            WAY_OUT,
        ),
    ],
    ids=lambda value: value[0],
)
def test_what_the_owner_has_at_an_address_of_the_search_moves_and_is_told_how_to_move_the_search(site, names, help):
    for name in names:
        site.put(name, post("Own", "Mine.", date="2024-01-01") if name.endswith(".md") else "Mine.")
    assert moved(site.build()) == dict.fromkeys(names, help)
    assert "Mine." not in site.page("/search/")
    assert sum(b"Mine." in data for data in site.files().values()) >= len(names)
    site.settings(ROOTS + '[search]\ndir = "find/words"\n', permalink=":title/")
    assert moved(site.build()) == {}
    for name in names:
        assert "Mine." in site.page(f"/{name.partition('/')[2]}" if name.startswith("static") else "/search/")
    assert Index(site, "find/words").files().keys() >= {"index.html", "index.json"}


def test_a_file_beside_the_folder_of_the_search_is_no_matter(site):
    site.put("static/search.html", "Mine.")
    site.put("static/searching/index.html", "Mine, too.")
    site.put("own/pages/search-2.md", post("Search 2", "Mine."))
    assert codes(site.build()) == []
    assert site.page("/search.html") == "Mine."


def test_without_a_search_its_addresses_are_free(site):
    site.settings(ROOTS + "[search]\nenabled = false\n", permalink=":title/")
    site.put("static/search/index.html", "Mine.")
    site.put("feed/a.md", post("A", "x", date="2024-01-01", permalink="search/x/"))
    assert codes(site.build()) == []
    assert site.has("/search/x/")


@pytest.mark.parametrize(
    "dir",
    ["", "/", "theme", "Theme/x", "../x", "a/../b", ".git", "index.html", "atom.xml", "a.b/c", "CNAME", "con", " "],
)
def test_a_folder_that_cannot_hold_the_search_is_an_error_of_the_settings(site, dir):
    site.settings(f'{ROOTS}[search]\ndir = "{dir}"\n')
    with pytest.raises(SettingsError, match="write the name of a folder such as search"):
        site.build()


@pytest.mark.parametrize(
    ("dir", "folder"),
    [("find", "find"), ("/find/", "find"), ("Find/it", "Find/it"), ("寻找", "寻找"), ("archives", "archives")],
)
def test_the_folder_of_the_search_may_have_any_name_and_depth(site, dir, folder):
    site.settings(f'{ROOTS}[search]\ndir = "{dir}"\n', permalink=":title/")
    site.put("own/a.md", post("A", "Heron.", date="2024-01-01"))
    site.build()
    assert Index(site, folder).posts("heron") == {"/a/"}
    assert Index(site, folder).files().keys() == set(FILES)


def test_pages_that_differ_between_two_indexes_are_the_manifest_and_the_changed_buckets():
    one, two = Segment(0, 64), Segment(64, 1)
    before = SearchIndex((SegmentIndex(one, ("a", "", "c", "d")), SegmentIndex(two, ("e",))), ((2024, 0),))
    after = SearchIndex((SegmentIndex(one, ("a", "b", "c", "")), SegmentIndex(two, ("e",))), ((2024, 0),))
    found: list[Page] = list(changed_pages(before, after, SearchSettings()))
    assert [page.address for page in found] == ["/search/index.json", "/search/b/0/1.bin", "/search/b/0/3.bin"]
    assert list(changed_pages(before, before, SearchSettings())) == []

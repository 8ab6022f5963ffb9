"""Who gets which address: what strangers write never moves what the owner wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from generator.build import build
from generator.building.report import BuildReport
from generator.building.site import BuildOptions
from generator.cli import app
from generator.runtime.progress import Silent
from tests.repositories import git
from tests.sites import SmallSite, codes, post, tree
from tests.sizes import examples

ROOTS = '[[content]]\npath = "own"\ntrusted = true\n[[content]]\npath = "feed"\n'


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.settings(ROOTS, permalink="p/:abbrlink/")
    for root in ("own", "feed"):
        (small_site.folder / root).mkdir()
    return small_site


def moved(report: BuildReport) -> list[str]:
    return [one.where.path for one in report.problems if one.code == "address-taken"]


@pytest.mark.parametrize(
    ("own", "address"),
    [
        ({"abbrlink": "umbrella"}, "/p/umbrella/"),
        ({"permalink": "/imprint/"}, "/imprint/"),
        ({"permalink": "imprint.html"}, "/imprint.html"),
        ({"permalink": "/tags/"}, "/tags/"),
        ({"permalink": "/categories/press/"}, "/categories/press/"),
        ({"permalink": "/tags/guide/"}, "/tags/guide/"),
        ({"permalink": "/sources/press/"}, "/sources/press/"),
        ({"permalink": "/archives/2019/"}, "/archives/2019/"),
        ({"permalink": "/archives/2019/05/05/"}, "/archives/2019/05/05/"),
    ],
)
def test_no_untrusted_post_takes_an_address_of_a_trusted_one(site, own, address):
    site.put("own/a.md", post("Owner", "owner text", date="2021-05-05", **own))
    for number, theirs in enumerate(
        (
            {"abbrlink": "umbrella"},
            {"permalink": "imprint/"},
            {"permalink": "imprint.html"},
            {"permalink": "IMPRINT/"},
            {"permalink": "imprint/x.html"},
            {"permalink": "p/umbrella/"},
            {"permalink": "p/umbrella.html"},
            {"aliases": ["/imprint/", "/p/umbrella/", "/tags/", "/tags/guide/", "/p/umbrella.html"]},
            {"permalink": "tags/"},
            {"permalink": "tags/guide/"},
            {"tags": ["guide"], "author": "press", "categories": ["press"]},
        )
    ):
        site.put(f"feed/{number}.md", post("Stranger", "stranger text", date="2019-05-05", **theirs))
    report = site.build()
    assert "owner text" in site.page(address)
    assert "own/a.md" not in moved(report)


def test_the_owner_alias_counts_before_everything_of_strangers(site):
    aliases = ["/old/", "/tags/guide/", "/sources/press/", "/archives/2019/", "/imprint/"]
    site.put("own/a.md", post("Owner", "owner text", date="2021-05-05", abbrlink="a", aliases=aliases))
    theirs = {"tags": ["guide"], "author": "press", "permalink": "imprint/", "aliases": ["/old/"]}
    site.put("feed/b.md", post("Stranger", "x", date="0001-01-02", **theirs))
    report = site.build()
    for alias in aliases:
        assert 'href="/p/a/"' in site.page(alias)
    # What the stranger brought is there all the same, at an address beside it.
    assert any(address.startswith("/tags/guide-") for address in report.written)
    assert any(address.startswith("/sources/press-") for address in report.written)
    assert moved(report).count("feed/b.md") == 2


def test_a_list_with_a_post_of_the_owner_counts_before_one_without(small_site):
    small_site.settings(ROOTS + '[lists]\nslugs = "hexo"')
    (small_site.folder / "feed").mkdir()
    small_site.put("own/a.md", post("Owner", "x", date="2021-05-05", tags=["C++"]))
    small_site.put("feed/b.md", post("Stranger", "x", date="2020-05-05", tags=["C", "C#"]))
    small_site.build()
    assert "<title>C++" in small_site.page("/tags/C/")


def test_a_list_that_grows_by_strangers_finds_no_post_of_the_owner_in_its_way(small_site):
    small_site.settings(ROOTS + "[lists]\nper_page = 1")
    (small_site.folder / "feed").mkdir()
    own = {"permalink": "/tags/guide/page/1/", "tags": ["guide"], "aliases": ["/page/1/"]}
    small_site.put("own/a.md", post("Owner", "owner text", date="2021-05-05", **own))
    before = small_site.build()
    # Further pages of the home page are ours before there are any, so that nothing moves when there are.
    assert "alias /page/1/ is left out" in "".join(one.message for one in before.problems)
    for number in range(5):
        small_site.put(f"feed/{number}.md", post("Stranger", "x", date=f"2019-05-0{number + 1}", tags=["guide"]))
    report = small_site.build()
    assert "owner text" in small_site.page("/tags/guide/page/1/")
    assert "own/a.md" not in [one.where.path for one in report.problems if "wanted" in one.message]
    assert any(address.startswith("/tags/guide-") for address in report.written)


def test_an_overview_that_only_strangers_bring_leaves_a_page_of_the_owner_in_place(small_site):
    small_site.settings(ROOTS)
    small_site.put("own/pages/tags.md", post("My tags", "owner text"))
    small_site.put("feed/b.md", post("Stranger", "x", date="2019-05-05", tags=["guide"]))
    small_site.build()
    assert "owner text" in small_site.page("/tags/")
    assert 'href="/tags-' in small_site.page("/")
    small_site.put("own/c.md", post("Owner", "x", date="2019-05-05", tags=["mine"]))
    small_site.build()
    assert "owner text" not in small_site.page("/tags/")


def test_a_post_link_of_the_owner_leads_to_the_owner(site):
    site.put("own/a.md", post("Index", "{% post_link guide %} {% post_link far %}", date="2021-05-05", abbrlink="a"))
    site.put("own/guide.md", post("Owner guide", "x", date="2021-05-05", abbrlink="guide"))
    site.put("feed/guide.md", post("Strange guide", "x", date="2021-05-05", abbrlink="other"))
    site.put("feed/deep/far.md", post("Strange far", "x", date="2021-05-05", abbrlink="far"))
    site.put("feed/b.md", post("Asks", "{% post_link guide %} {% post_link far %}", date="2021-05-05", abbrlink="b"))
    report = site.build()
    assert "Owner guide" in site.page("/p/a/")
    assert "Strange" not in site.page("/p/a/")
    assert [one.where.path for one in report.problems if one.code == "dead-link"] == ["own/a.md"]
    # Among strangers each root answers for itself.
    assert ">Strange guide</a>" in site.page("/p/b/")
    assert ">Strange far</a>" in site.page("/p/b/")


def test_newer_and_older_posts_beside_a_post_of_the_owner_are_the_owner_s(site):
    for number, root in enumerate(("own", "feed", "own", "feed")):
        site.put(
            f"{root}/{number}.md", post(f"{root} {number}", "x", date=f"2021-05-0{number + 1}", abbrlink=f"n{number}")
        )
    site.build()
    assert 'href="/p/n2/" rel="prev"' in site.page("/p/n0/")
    assert "feed" not in site.page("/p/n0/").partition("<article")[2].partition("<footer")[0]
    assert 'href="/p/n3/" rel="prev"' in site.page("/p/n1/")


def test_files_of_the_owner_come_before_posts_and_strangers_never_get_their_names(small_site):
    small_site.settings(ROOTS, permalink=":name/")
    (small_site.folder / "own").mkdir()
    small_site.put("static/CNAME", "example.org\n")
    small_site.put("static/.well-known/security.txt", "Contact: mailto:a@example.org\n")
    small_site.put("static/imprint/index.html", "<p>file of the owner")
    for name in ("CNAME", "imprint", "robots.txt"):
        small_site.put(f"feed/{name}.md", post(f"Stranger {name}", "x", date="2020-01-01"))
    report = small_site.build()
    assert small_site.page("/CNAME") == "example.org\n"
    assert small_site.page("/imprint/") == "<p>file of the owner"
    assert small_site.has("/.well-known/security.txt")
    pages = [address for address in report.written if address.count("/") == 2 and address.endswith("/")]
    assert sum("Stranger" in small_site.page(address) for address in pages) >= 3


# -------------------------------------------------------------------------------------- any trees at all

NAMES = st.sampled_from(
    [
        "guide",
        "press",
        "a",
        "page",
        "2019",
        "tags",
        "index.html",
        ".git",
        "git~1",
        "CNAME",
        "con",
        "x.html",
        "GUIDE",
        "1",
    ]
)
PATHS = st.builds(
    lambda slash, parts, end: slash + "/".join(parts) + end,
    st.sampled_from(["", "/"]),
    st.lists(
        st.one_of(NAMES, st.sampled_from(["tags", "categories", "sources", "archives", "p"])), min_size=1, max_size=3
    ),
    st.sampled_from(["", "/", ".html", "/index.html"]),
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "date": st.sampled_from(["2019-01-01", "2019-05-05", "0001-01-02", "2021-05-05"]),
        "permalink": PATHS,
        "aliases": st.lists(PATHS, max_size=3),
        "abbrlink": NAMES,
        "tags": st.lists(NAMES, max_size=2),
        "author": NAMES,
        "categories": st.lists(NAMES, max_size=2),
        "layout": st.sampled_from(["post", "page"]),
    },
)
POSTS = st.lists(st.tuples(NAMES, FIELDS), min_size=1, max_size=4)


def made(folder: Path, own: list, feed: list, pattern: str) -> SmallSite:
    site = SmallSite(folder)
    site.settings(ROOTS + "[lists]\nper_page = 1", permalink=pattern)
    for root, posts in (("own", own), ("feed", feed)):
        (folder / root).mkdir()
        for number, (name, fields) in enumerate(posts):
            body = f"body of {root} {number} and {{% post_link {name} %}}"
            site.put(f"{root}/{number}/{name.replace('.', '_')}.md", post(f"{root} {number}", body, **fields))
    return site


def places(site: SmallSite, owner: str) -> dict[str, str]:
    """The title of each page and redirect of a root by its file."""
    found = {}
    for name, data in tree(site.output).items():
        text = data.decode("utf-8", "replace")
        title = text.partition("<title>")[2].partition("<")[0]
        if title.startswith(f"{owner} "):
            found[name] = title
    return found


@examples(30)
@given(POSTS, POSTS, st.sampled_from(["p/:abbrlink/", ":title/", ":author/:name/", ":year/:month/:day/:key/"]))
def test_no_tree_of_strangers_moves_an_address_of_the_owner(tmp_path_factory, own, feed, pattern):
    folder = tmp_path_factory.mktemp("trees")
    alone = made(folder / "alone", own, [], pattern)
    both = made(folder / "both", own, feed, pattern)
    report = alone.build(), both.build()
    assert not [one for one in codes(report[1]) if one in ("write-failed", "internal")]
    assert places(both, "own") == places(alone, "own")
    # Every post has a page of its own, whoever wrote it.
    bodies = [text for text in tree(both.output).values() if b'class="content"' in text]
    for root, posts in (("own", own), ("feed", feed)):
        for number in range(len(posts)):
            assert any(f"body of {root} {number} and".encode() in text for text in bodies)


@examples(10)
@given(POSTS, POSTS, st.sampled_from(["p/:abbrlink/", ":title/", ":author/:name/"]))
def test_every_file_that_is_built_reaches_a_branch_that_checks_what_it_is_given(
    tmp_path_factory, needs, own, feed, pattern
):
    needs("git")
    folder = tmp_path_factory.mktemp("pushed")
    site = made(folder / "site", own, feed, pattern)
    git(folder, "init", "--quiet", "--bare", "remote.git")
    git(folder / "remote.git", "config", "receive.fsckObjects", "true")
    git(site.folder, "init", "--quiet")
    git(site.folder, "remote", "add", "origin", str(folder / "remote.git"))
    options = BuildOptions(site.folder, jobs=1)
    report = build(options, Silent())
    assert not [one for one in report.problems if one.severity == "error"]
    deployed = CliRunner().invoke(app, ["deploy", str(site.folder), "--jobs", "1", "--yes", "--no-build"])
    assert deployed.exit_code == 0, deployed.stderr
    rows = git(folder / "remote.git", "ls-tree", "-r", "-z", "--name-only", "gh-pages").split(b"\0")[:-1]
    assert {row.decode() for row in rows} == set(tree(site.output))

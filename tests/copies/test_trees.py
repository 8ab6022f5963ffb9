"""Four trees of the same articles: each article is listed once, no address is lost, and the copies lead to the best."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from generator.addresses import file_path
from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.cli import app
from generator.runtime.progress import Silent
from tests.copies.trees import ARTICLES, write_trees
from tests.pages import Page, broken_links
from tests.sites import SmallSite

URL = "https://example.org"
MARK = "zq{}zq"
_MARKS = re.compile(r"(?:<p>zq\d+zq</p>|\s?zq\d+zq)\n?")


@dataclass(frozen=True)
class Trees:
    """A site of four trees as it was built."""

    site: SmallSite
    copies: dict[str, tuple[str, ...]]
    """The addresses of the copies of each article, in the order of its forms, by its key."""
    files: dict[str, bytes]

    @property
    def articles(self) -> dict[str, str]:
        """The key of the article by the address of each copy."""
        return {address: key for key, addresses in self.copies.items() for address in addresses}

    @property
    def lists(self) -> dict[str, str]:
        """The HTML of every page with a list of posts, by file."""
        posts = set(map(file_path, self.articles))
        return {
            name: data.decode() for name, data in self.files.items() if name.endswith(".html") and name not in posts
        }

    def listed(self, html: str) -> list[str]:
        """The addresses of posts to which a page leads, each once."""
        links = {unquote(link.removeprefix(URL)) for link in Page(html).links}
        return sorted(links & self.articles.keys())

    @property
    def on_home(self) -> list[str]:
        """The addresses on the home page and on its page of undated posts."""
        return self.listed(self.lists["index.html"]) + self.listed(self.lists["undated/index.html"])

    @property
    def home(self) -> dict[str, str]:
        """The address on the home page by the key of the article."""
        return {self.articles[address]: address for address in self.on_home}

    def keys(self, pattern: str) -> list[str]:
        """The keys of the articles on the lists whose file matches, sorted, as often as they are there."""
        lists = [html for name, html in self.lists.items() if re.fullmatch(pattern, name)]
        assert lists, pattern
        return sorted(self.articles[address] for html in lists for address in self.listed(html))


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Trees:
    site = SmallSite(tmp_path_factory.mktemp("trees") / "site")
    ids = write_trees(site)
    site.build()
    with inspect(BuildOptions(site.folder), Silent()) as seen:
        addresses = dict(seen.index.addresses)
    return Trees(site, {key: tuple(addresses[id] for id in some) for key, some in ids.items()}, site.files())


def test_every_copy_keeps_a_page_and_an_address_of_its_own(trees: Trees) -> None:
    assert len(trees.articles) == sum(len(article.forms) for article in ARTICLES)
    assert [address for address in trees.articles if file_path(address) not in trees.files] == []
    pages = {name: Page(data.decode()) for name, data in trees.files.items() if name.endswith(".html")}
    assert broken_links(trees.files, pages, f"{URL}/") == []


def test_the_home_page_lists_each_article_once(trees: Trees) -> None:
    assert trees.keys(r"(undated/)?index\.html") == sorted(article.key for article in ARTICLES)


def test_no_list_shows_an_article_twice_or_another_copy_than_the_home_page(trees: Trees) -> None:
    for name, html in trees.lists.items():
        assert set(trees.listed(html)) <= set(trees.home.values()), name


def test_years_list_each_article_once(trees: Trees) -> None:
    found = trees.keys(r"archives/\d{4}/index\.html|undated/index\.html")
    assert found == sorted(article.key for article in ARTICLES)


@pytest.mark.parametrize("category", sorted({article.category for article in ARTICLES}))
def test_a_category_lists_each_of_its_articles_once(trees: Trees, category: str) -> None:
    found = trees.keys(rf"categories/{category}/(undated/)?index\.html")
    assert found == sorted(article.key for article in ARTICLES if article.category == category)


def test_a_source_lists_an_article_once(trees: Trees) -> None:
    names = {name.split("/")[1] for name in trees.lists if re.match(r"sources/[^/]+/", name)}
    for name in names:
        keys = trees.keys(rf"sources/{re.escape(name)}/(undated/)?index\.html")
        assert keys, name
        assert len(keys) == len(set(keys)), name


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json", "sitemap.xml"])
def test_feeds_and_the_sitemap_have_each_article_once(trees: Trees, name: str) -> None:
    text = trees.files[name].decode()
    if name == "feed.json":
        links = [item["url"] for item in json.loads(text)["items"]]
    else:
        pattern = {
            "atom.xml": r'<link [^>]*href="([^"]+)"',
            "rss.xml": r"<link>([^<]+)<",
            "sitemap.xml": r"<loc>([^<]+)<",
        }
        links = re.findall(pattern[name], text)
    addresses = [unquote(link.removeprefix(URL)) for link in links]
    expected = [
        address for address in trees.home.values() if name == "sitemap.xml" or not address.startswith("/undated/")
    ]
    assert sorted(address for address in addresses if address in trees.articles) == sorted(expected)


def test_feeds_of_categories_and_sources_have_no_copy_beside_the_listed_one(trees: Trees) -> None:
    feeds = [name for name in trees.files if name.endswith("/atom.xml")]
    assert feeds
    for name in feeds:
        links = re.findall(r'<link [^>]*href="([^"]+)"', trees.files[name].decode())
        found = {unquote(link.removeprefix(URL)) for link in links} & trees.articles.keys()
        assert found, name
        assert found <= set(trees.home.values()), name


def canonical(trees: Trees, address: str) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)">', trees.files[file_path(address)].decode())
    assert found is not None
    return unquote(found[1].removeprefix(URL))


def test_each_copy_names_the_listed_one_as_canonical(trees: Trees) -> None:
    assert {key: {canonical(trees, one) for one in some} for key, some in trees.copies.items()} == {
        key: {address} for key, address in trees.home.items()
    }


def test_copies_lead_to_the_listed_one_and_back(trees: Trees) -> None:
    for key, addresses in trees.copies.items():
        listed, others = trees.home[key], set(addresses) - {trees.home[key]}
        for address in addresses:
            html = trees.files[file_path(address)].decode()
            block = re.search(r'<aside class="copies".*?</aside>', html, re.DOTALL)
            linked = set(trees.listed(block[0])) if block else set()
            assert linked <= set(addresses), key
            if address == listed:
                assert linked == others, key
            else:
                assert listed in linked, key


def test_neighbours_are_listed_articles(trees: Trees) -> None:
    with inspect(BuildOptions(trees.site.folder), Silent()) as seen:
        index = seen.index
    around = {index.addresses[id] for pair in index.neighbours.values() for id in pair if id}
    assert around <= set(trees.home.values())
    for key, addresses in trees.copies.items():
        by_address = {address: id for id, address in index.addresses.items()}
        near = {index.addresses[id] for one in addresses for id in index.neighbours.get(by_address[one], ()) if id}
        assert not near & set(addresses), key


def test_a_copy_without_the_marks_of_a_script_is_the_best(trees: Trees) -> None:
    titles = {
        key: re.search(r"<h1[^>]*>(.*?)</h1>", trees.files[file_path(one)].decode())[1]
        for key, one in trees.home.items()
    }
    assert titles["lock"] == "鹭汀第二船闸开工_ 工期三年"
    assert titles["braces"] == "模板里的 {{ name }} 怎么写"
    assert [
        title for title in titles.values() if '"""' in title or "&quot;&quot;" in title or "&#34;&#34;" in title
    ] == []


# ------------------------------------------------------------------------------------- against the build before


@pytest.fixture(scope="module")
def before(trees: Trees, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it was when each copy stood in every list.

    It is built from posts that differ by a mark in the body, which is then taken out of the finished pages.
    """
    folder = tmp_path_factory.mktemp("before") / "site"
    site = SmallSite(folder)
    paths = [id for some in write_trees(site).values() for id in some]
    for number, path in enumerate(paths):
        text = (folder / path).read_text("utf-8")
        site.put(path, re.sub(r"(?=\n?</div>\s*\Z)", f"<p>{MARK.format(number)}</p>", text, count=1))
    site.build()
    for path in site.output.rglob("*"):
        if path.suffix in (".html", ".xml", ".json"):
            path.write_text(_MARKS.sub("", path.read_text("utf-8")), "utf-8")
    return site.output


def compared(trees: Trees, before: Path, *arguments: str) -> str:
    result = CliRunner().invoke(
        app, ["check", str(trees.site.folder), "--against", str(before), "--jobs", "1", *arguments]
    )
    assert result.exit_code == 0, (result.stdout, result.stderr, result.exception)
    return result.stdout


def test_the_build_before_listed_every_copy(trees: Trees, before: Path) -> None:
    pages = [(before / name).read_text("utf-8") for name in ("index.html", "undated/index.html")]
    assert sorted(address for html in pages for address in trees.listed(html)) == sorted(trees.articles)


@pytest.fixture(scope="module")
def comparison(trees: Trees, before: Path) -> dict[str, Any]:
    value = json.loads(compared(trees, before, "--json", "-"))
    assert isinstance(value, dict)
    return value


@pytest.mark.starts_processes
def test_check_against_the_build_before_misses_no_article_and_no_text(comparison: dict[str, Any]) -> None:
    names = ("missing", "redirects", "media_gone", "unread")
    assert {name: comparison[name] for name in names} == {name: [] for name in names}
    assert [row for row in comparison["gone"] if row["kind"] != "list"] == []
    # The list of a day that had nothing but copies leads to the article.
    assert [row for row in comparison["moved"] if not row["address"].startswith("/archives/")] == []


@pytest.mark.starts_processes
def test_check_against_the_build_before_misses_no_list_and_no_feed(
    comparison: dict[str, Any],
) -> None:
    gone = [row["address"] for row in comparison["gone"]] + comparison["list_pages_gone"] + comparison["files_gone"]
    assert gone == []


@pytest.mark.starts_processes
def test_check_against_the_build_before_names_the_lists_that_are_shorter(
    trees: Trees, comparison: dict[str, Any]
) -> None:
    rows = [row for row in comparison["lists"] if row["address"] in ("/", "/undated/")]
    assert [(row["state"], row["gained"]) for row in rows] == [("changed", [])] * 2
    lost = sorted(trees.articles.keys() - set(trees.home.values()))
    assert sorted(address for row in rows for address in row["lost"]) == lost
    assert sorted(address for row in rows for address in row["copies"]) == lost


@pytest.mark.starts_processes
def test_check_against_the_build_before_says_that_lists_are_shorter_because_of_copies(
    trees: Trees, before: Path
) -> None:
    text = compared(trees, before)
    count = len(trees.articles) - len(ARTICLES)
    assert re.search(rf"\b{count}\b[^\n]*\bcop(y|ies)\b", text) or re.search(rf"cop(y|ies)\b[^\n]*\b{count}\b", text), (
        text
    )

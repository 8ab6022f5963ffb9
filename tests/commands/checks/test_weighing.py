"""What the files of a site weigh."""

from __future__ import annotations

import re

import pytest

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.commands.checks.checking import check_site
from generator.commands.checks.weighing import PostWeight, Scale, article_bytes, shares_of
from generator.config import Config
from generator.outputs.page import Page
from generator.publishing.limits import Share
from generator.publishing.tree import OutputFile
from generator.runtime.progress import Silent
from tests.sites import post

_CONFIG = {"title": "T", "url": "https://example.org/"}


def _shares(*paths: str, **settings: object) -> dict[str, int]:
    """The number of files by the name of their share."""
    shares, _ = shares_of([OutputFile(path.encode(), 7) for path in paths], Config.model_validate(_CONFIG | settings))
    return {share.name: share.files for share in shares}


def test_check_weighs_each_file_by_the_kind_of_its_page(small_site):
    small_site.write("pic.png", b"\x89PNG")
    small_site.write("a.md", post("A", "![A quay](pic.png)", date="2024-01-01", categories=["Ferries"]))
    small_site.write("pages/about.md", post("About", "x"))
    small_site.build()
    with inspect(BuildOptions(small_site.folder, jobs=1), Silent()) as inspection:
        checked = check_site(inspection, Silent())
    files = small_site.files()
    del files[".pressmark-output"]
    weights = {weight.kind: weight for weight in checked.weights}
    assert list(weights) == ["posts", "lists", "feeds", "search", "pictures", "other"]
    assert sum(weight.files for weight in checked.weights) == checked.files == len(files)
    assert sum(weight.size_bytes for weight in checked.weights) == sum(map(len, files.values()))
    assert (weights["posts"].files, weights["feeds"].files) == (2, 5)
    assert (weights["pictures"].files, weights["pictures"].size_bytes) == (1, 4)
    (page,) = [data for name, data in files.items() if b'property="og:type"' in data and name.endswith(".html")]
    assert checked.post is not None
    assert checked.post.article + checked.post.around == len(page)
    beginning = re.search(rb'<div class="content"[^>]*>', page)
    assert checked.post.article == page.index(b"</div>\n<footer") - beginning.end()


@pytest.mark.parametrize(
    ("page", "size"),
    [
        ('<article><div class="content"><p>渡</p></div></article>', 10),
        ('<article><div class="content"><div>a</div>b</div><footer>c</footer></article>', 13),
        ('<div class="content">a</div>', None),
        ("", None),
    ],
)
def test_the_article_is_what_its_element_holds(page: str, size: int | None):
    assert article_bytes(page.encode()) == size


def test_what_posts_weigh_is_the_mean_of_at_most_200():
    pages = [Page(f"/{number}/", "post", "", None) for number in range(1000)]
    scale = Scale(pages)
    for number, page in enumerate(pages):
        article = b"a" * 100 if number % 5 == 0 else b""
        scale.add(page, b'<article><div class="content">' + article + b"</div></article>")
    assert scale.post() == PostWeight(article=100, around=46)
    assert Scale([]).post() is None


def test_the_files_of_a_finished_site_are_told_apart_by_their_paths():
    paths = (
        "index.html", "page/2/index.html", "undated/index.html", "2024/01/02/a/index.html", "archives/a/index.html",
        "archives/index.html", "archives/2024/index.html", "archives/2024/01/02/index.html",
        "archives/2024/page/1/index.html", "tags/index.html", "tags/潮水/index.html", "tags/潮水/page/1/index.html",
        "categories/a/atom.xml", "categories/a/index.html", "sources/b/atom.xml", "atom.xml", "feed.json", "feeds.opml",
        "search/0/12.bin", "a/pic.PNG", "theme/icon.svg", "sitemap.xml",
    )  # fmt: skip
    assert _shares(*paths) == {
        "lists on the home page": 3,
        "articles": 2,
        "lists of years, months and days": 4,
        "lists of tags": 3,
        "feeds of categories": 1,
        "lists of categories": 1,
        "feeds of sources": 1,
        "feeds of the site": 3,
        "search index": 1,
        "pictures": 1,
        "other files": 2,
    }


def test_lists_at_the_top_cannot_be_told_from_articles_and_have_no_share():
    lists = {"category_dir": "/", "tag_dir": "labels"}
    assert _shares("a/index.html", "labels/a/index.html", lists=lists) == {"articles": 1, "lists of tags": 1}


def test_each_part_that_a_setting_leaves_out_is_a_saving():
    files = [
        *(OutputFile(f"tags/a/page/{number}/index.html".encode(), 30_000) for number in range(10)),
        OutputFile(b"archives/2024/index.html", 5_000),
        OutputFile(b"sources/a/atom.xml", 4_000),
        OutputFile(b"search/a.bin", 3_000),
        OutputFile(b"a/b.jpg", 2_000),
        OutputFile(b"a/index.html", 9_000),
    ]
    _, savings = shares_of(files, Config.model_validate(_CONFIG))
    assert savings == (
        Share('`kinds` in [lists] without "tag"', 10, 300_000),
        Share('`kinds` in [lists] without "archive"', 1, 5_000),
        Share('`per` in [feeds] without "source"', 1, 4_000),
        Share("`enabled = false` in [search]", 1, 3_000),
        Share("pictures on another host", 1, 2_000),
        Share("a `per_page` in [lists] twice as large", 5, 10_000),
    )

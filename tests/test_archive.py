"""The real material that the project began with; skipped where it is absent, and nothing of its text stands here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import feedparser
import pytest

from tests.pages import Page, broken_links
from tests.search.reading import stored_and_made_terms
from tests.sites import SmallSite, tree
from tests.test_determinism import same_everywhere

pytestmark = pytest.mark.starts_processes

URL = "https://example.org/repo/"


@pytest.fixture(scope="module")
def archive(archive_site):
    """The finished site of the real archive, below a base path, and the report of its build."""
    site, report = archive_site
    files = site.files()
    pages = {name: Page(data.decode("utf-8")) for name, data in files.items() if name.endswith(".html")}
    return site, report, files, pages


def is_post(name: str) -> bool:
    return bool(re.fullmatch(r"(\d{4}/\d\d/\d\d|undated)/[0-9a-f]{12}/index\.html", name))


def test_every_post_of_the_archive_has_a_page_of_its_own(archive, shared):
    _, report, files, _ = archive
    sources = [path for path in shared("archive").rglob("*") if path.is_file()]
    assert report.sources == report.posts == len(sources)
    assert sum(is_post(name) for name in files) == len(sources)
    assert not [problem for problem in report.problems if problem.severity == "error"]


def test_the_search_has_the_terms_of_every_article_of_the_archive_as_it_is_published(archive):
    """They are found when an article is cleaned, before it is taken apart for the store."""
    stored, made = stored_and_made_terms(archive[0].folder / ".pressmark/store.sqlite")
    assert any(stored.values())
    assert stored == made


def test_no_page_of_the_archive_is_unbalanced_or_holds_anything_that_acts(archive):
    _, _, _, pages = archive
    assert {name: page.faults for name, page in pages.items() if page.faults} == {}
    counted = {(page.counts.get("h1"), page.counts.get("article")) for name, page in pages.items() if is_post(name)}
    assert counted == {(1, 1)}


def test_every_internal_link_of_the_archive_resolves(archive):
    _, _, files, pages = archive
    assert broken_links(files, pages, URL) == []


def test_every_feed_entry_and_sitemap_address_of_the_archive_resolves(archive):
    _, _, files, _ = archive
    for name, data in files.items():
        if name.endswith(("atom.xml", "rss.xml")):
            feed = feedparser.parse(data)
            assert not feed.bozo, name
            links = [entry.link for entry in feed.entries]
        elif name == "feed.json":
            links = [item["url"] for item in json.loads(data)["items"]]
        elif name == "sitemap.xml":
            links = re.findall(r"<loc>([^<]+)</loc>", data.decode())
        else:
            continue
        assert links
        for link in links:
            path = unquote(link.removeprefix(URL))
            assert (f"{path}index.html" if path == "" or path.endswith("/") else path) in files


@pytest.mark.long
def test_the_archive_is_the_same_everywhere(shared, tmp_path):
    site = SmallSite(tmp_path / "site")
    site.settings(content=[str(shared("archive"))], url=URL, timezone="Asia/Shanghai")
    same_everywhere(site.folder, tmp_path)


@pytest.fixture(scope="module")
def seeds(shared, tmp_path_factory):
    """The finished site of the two seeds and the report of its build."""
    site = SmallSite(tmp_path_factory.mktemp("seeds") / "site")
    site.settings(content=[str(shared("seeds"))], timezone="Asia/Shanghai", language="zh-CN")
    return site, site.build(), tree(site.output)


def test_the_seed_with_markup_is_published_whole_and_clean(seeds, shared):
    (
        _,
        report,
        files,
    ) = seeds
    assert report.posts == 2
    assert not [problem for problem in report.problems if problem.severity == "error"]
    (name,) = [name for name in files if re.match(r"2021/11/04/[0-9a-f]{12}/", name)]
    html = files[name].decode()
    source = next(shared("seeds").glob("001_*")).read_text("utf-8")
    paragraphs = re.findall(r'<p cms-style="font-L">(.*?)</p>', source)
    article = Page(html.partition("<article")[2].partition("</article>")[0]).text
    for paragraph in paragraphs:
        text = re.sub(r"<[^>]+>", "", paragraph).strip("\u3000 ")
        assert text in article
    assert html.count("<p>") >= len(paragraphs)
    header = source.split("---")[1]
    categories = re.findall(r"^ - (.+)$", header, re.MULTILINE)
    for depth in range(1, 4):
        assert f">{categories[depth - 1]}</a>" in html
    assert "2021-11-04T11:38:02+08:00" in html
    picture = re.search(r"headimg: '([^']+)'", header)[1]
    everything = b"".join(files.values()).decode("utf-8", "replace")
    assert picture.rpartition("/")[2] not in everything
    for word in (
        "appendQr",
        "font-size:20px",
        "<!-- 文末",
        "stock_sz",
        "quote_s",
        "sudaclick",
        "cms-style",
        "责任编辑",
    ):
        assert word not in everything, word
    advertisement = re.search(r'appendQr_normal_txt">([^<]+)<', source)[1]
    assert advertisement[:4] not in everything


def test_the_seed_without_front_matter_is_a_readable_post_without_its_footer(seeds, shared):
    _, _, files = seeds
    (name,) = [name for name in files if re.fullmatch(r"undated/[0-9a-f]{12}/index\.html", name)]
    html = files[name].decode()
    lines = next(shared("seeds").glob("000_*")).read_text("utf-8").strip().splitlines()
    article = html.partition("<article")[2].partition("</article>")[0]
    assert article.count("<p>") >= len(lines) - 5
    text = Page(article).text
    for line in lines[:-5]:
        # A copying program put readings in pinyin behind characters.
        assert re.sub("[(][a-z\u00e0-\u01dc]+[)]", "", line)[-30:] in text
    for line in lines[-5:]:
        assert line[-12:] not in text


def test_the_report_accounts_for_every_file(archive, shared):
    _, report, _, _ = archive
    named = {problem.where.path for problem in report.problems if problem.code in ("file-ignored", "source-unreadable")}
    assert report.posts + len(named) == sum(path.is_file() for path in Path(shared("archive")).rglob("*"))

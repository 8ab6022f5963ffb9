"""File and folder names that scripts and people gave: each is a post with one page, to which lists lead."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin

import pytest

from tests.pages import Page, broken_links
from tests.sites import SmallSite

NAMES = {
    "only an extension": ".md",
    "a blank and an extension": " .md",
    "blanks and an extension": "   .md",
    "two extensions": ".md.md",
    "an extension in capitals": "灯.MD",
    "no stem but a dash": "-.md",
    "dashes like an option": "-rf --灯.md",
    "a leading dot": ".NET 8 的灯.md",
    "a leading blank": " 灯.md",
    "a trailing blank": "灯 .md",
    "a run of 38 blanks": f"灯{' ' * 38}雾.md",
    "two blanks": "灯  雾.md",
    "a wide blank": "灯\u3000雾.md",
    "wide blanks at its ends": "\u3000灯\u3000.md",
    "a no-break blank": "灯\u00a0雾.md",
    "a zero-width blank": "灯\u200b雾.md",
    "a mark of byte order": "\ufeff灯.md",
    "a line break": "灯\n雾.md",
    "a tab": "灯\t雾.md",
    "a control character": "灯\x01雾.md",
    "a mark that turns the direction": "灯\u202e雾.md",
    "single quotes": "'灯'.md",
    "double quotes": '"灯".md',
    "quotes set again and again": '"""""""""\'雾中的灯\'""""""""".md',
    "full-width quotes": "“灯”‘雾’.md",
    "a percent sign": "100%灯.md",
    "what looks percent-encoded": "灯%20雾%2F船.md",
    "an incomplete percent-encoding": "灯%E7%81.md",
    "a hash": "灯#雾.md",
    "a topic": "#灯#.md",
    "a question mark": "灯?雾=1.md",
    "an ampersand": "灯&amp;雾&lt.md",
    "angle brackets": "<b>灯<b>.md",
    "a backslash": "灯\\雾.md",
    "two dots": "灯..雾.md",
    "only dots": "....md",
    "a version": "1.0.0.md",
    "another version": "10.0.md",
    "a version without dots": "100.md",
    "a colon": "灯: 雾.md",
    "a semicolon": "灯;雾.md",
    "a dollar sign": "$灯 ${雾}.md",
    "a back-tick": "`灯`.md",
    "an exclamation mark": "灯!!雾!.md",
    "an asterisk": "灯*.md",
    "a pipe": "灯|雾.md",
    "brackets": "[灯](雾).md",
    "braces": "{{灯}}{%雾%}.md",
    "a plus and an equals sign": "灯+雾=船.md",
    "an at sign": "@灯.md",
    "a comma": "灯, 雾，船.md",
    "a tilde": "~灯.md",
    "an emoji": "🏮.md",
    "an emoji of several": "👨‍👩‍👧灯🇨🇳.md",
    "kaomoji": "(´；ω；`)ヾ(･∀･`).md",
    "a composed letter": "caf\u00e9.md",
    "a combining mark": "cafe\u0301 雾.md",
    "many combining marks": f"灯{chr(0x301) * 40}.md",
    "a leading combining mark": "\u0301灯.md",
    "half-width kana": "ｱｶﾘ.md",
    "Hangul": "등불.md",
    "decomposed Hangul": unicodedata.normalize("NFD", "등불의 밤") + ".md",
    "Cyrillic": "Лампа.md",
    "Arabic": "مصباح.md",
    "a character beyond the first plane": "𠮷.md",
    "255 bytes": "灯" * 84 + ".md",
    "255 bytes of ASCII": "x" * 252 + ".md",
    "255 bytes of emoji": "🏮" * 63 + ".md",
    "bytes that are not UTF-8": "灯\udcff\udcfe.md",
    "a name that is an address of ours": "index.html",
    "a name that is a list of ours": "page.html",
    "a device of another system": "CON.md",
    "the words post and page": "page 1 post.md",
    "another suffix": "灯.txt",
    "a long suffix": "灯.markdown",
}
FOLDERS = {
    "a trailing blank": "今日推荐 ",
    "a leading blank": " 精选",
    "only a blank": " ",
    "a wide blank": "　",
    "commas": "标签，栏目，分类",
    "a comma and a dash": "Hi, 渡口 - 灯",
    "a name that a root has": "content",
    "a name that a list has": "categories",
    "a percent sign": "100%",
    "a hash": "#灯#",
    "quotes": "\"'灯'\"",
    "a combining mark": "e\u0301",
    "an emoji": "🏮",
    "255 bytes": "灯" * 85,
    "dots inside": "灯...",
}
"""One with a leading dot is not read, but named in the report."""
PERMALINKS = (":year/:month/:day/:key/", ":title/", ":category/:year/:name/", "p/:abbrlink.html")
URL = "https://example.org/"
PATHS = {**NAMES, **{f"a folder with {form}": f"{folder}/灯.md" for form, folder in FOLDERS.items()}}
NUMBERS = {form: number for number, form in enumerate(PATHS)}


def source(number: int) -> str:
    return (
        f"---\ntitle: 灯号 {number}。\ndate: 2021-03-0{number % 7 + 1}\ncategories: [港口, 第 {number % 5} 报]\n---\n"
        f"<p>第 {number} 盏灯亮着。</p>"
    )


@dataclass(frozen=True)
class Built:
    """A finished site of all names."""

    files: dict[str, bytes]
    pages: dict[str, Page]
    posts: dict[str, list[str]]
    """By title, the pages that hold its article and its text."""
    linked: dict[str, set[str]]
    """By address, the pages that lead there."""


@pytest.fixture(scope="module", params=PERMALINKS)
def built(request, tmp_path_factory) -> Built:
    """The site of all names, once for each form of addresses."""
    site = SmallSite(tmp_path_factory.mktemp("names") / "site")
    site.settings("[lists]\nper_page = 12", permalink=request.param)
    for form, path in PATHS.items():
        file = site.folder / "content" / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source(NUMBERS[form]), "utf-8")
        except (OSError, UnicodeEncodeError):
            pytest.skip("this file system does not take all names")
    report = site.build()
    assert (report.sources, report.posts) == (len(PATHS), len(PATHS))
    assert not [problem for problem in report.problems if problem.severity == "error"]
    files = site.files()
    pages = {name: Page(data.decode("utf-8")) for name, data in files.items() if name.endswith(".html")}
    built = Built(files, pages, defaultdict(list), defaultdict(set))
    for name, page in pages.items():
        if page.counts.get("article") == 1 and (number := re.search(r"第 (\d+) 盏灯亮着。\n", page.text)):
            built.posts[f"灯号 {number[1]}。"].append(name)
        here = URL + quote(name.removesuffix("index.html"))
        for link in page.links:
            built.linked[unquote(urljoin(here, link)).removeprefix(URL)].add(name)
    return built


@pytest.mark.slow
@pytest.mark.parametrize("form", PATHS)
def test_a_source_has_one_page_to_which_lists_lead_whatever_its_name_has(built: Built, form: str) -> None:
    title = f"灯号 {NUMBERS[form]}。"
    (name,) = built.posts[title]
    assert title in built.pages[name].text
    assert not built.pages[name].faults
    linked = built.linked[name.removesuffix("index.html")]
    assert all(any(other.startswith(f"{kind}/") for other in linked) for kind in ("categories", "archives"))


def test_no_link_of_a_site_of_odd_names_is_broken(built: Built) -> None:
    assert broken_links(built.files, built.pages, URL) == []

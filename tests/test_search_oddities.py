"""The search where something is out of the ordinary: odd characters and addresses, bad moments, pages that change."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from generator.search.texts import code_units, pair_text, terms_of
from tests.browsers import served
from tests.searched import BASE, Article, ask, searched, told
from tests.sites import SmallSite, post

pytestmark = pytest.mark.slow

ARTICLES = [
    Article("/fits/", "㍿の船", "<p>渡口。</p>", "2001-01-01"),
    Article("/code/", "Code", '<pre><code class="language-lua">f()</code></pre><p>A copy.</p>', "2001-01-02"),
    Article("/emoji/", "Emoji", f"<p>{'🎉' * 30}x渡口{'🎉' * 90}</p>", "2001-01-03"),
    *(
        Article(f"/{n}/", f"{n}", f"<p>{'红花船' if n % 2 else '红花与花船'}</p>", f"2001-02-01 12:{n:02}:00")
        for n in range(60)
    ),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose search is two folders deep."""
    with searched(tmp_path_factory.mktemp("odd"), ARTICLES, '[search]\ndir = "tools/search"') as address:
        yield address


@pytest.fixture
def page(tab: Any) -> Iterator[Any]:
    """A page; the test fails if its console has an exception."""
    page, said = tab
    yield page
    page.goto("about:blank")
    assert said == []


def search(page: Any, address: str, query: str) -> list[str]:
    """The addresses that the search page shows for a query."""
    page.goto(f"{address}tools/search/?q={quote(query)}")
    told(page)
    return list(page.evaluate("found()"))


def open_panel(page: Any) -> None:
    """Load the script of the search, as the focus in the box of the header does."""
    page.focus("[name=q]")
    page.locator(".search-results").wait_for(state="attached")


def test_a_search_two_folders_deep_leads_to_the_posts(page: Any, address: str):
    assert search(page, address, "㍿の船") == [f"{BASE}fits/"]


def test_a_character_that_stands_for_several_is_marked_as_a_whole(page: Any, address: str):
    search(page, address, "株式")
    assert page.locator(".search-results h2 mark").text_content() == "㍿"
    page.click(".search-results li a")
    assert page.locator("#search-place:focus").text_content() == "㍿"


def test_what_the_other_script_puts_into_an_article_is_not_marked(page: Any, address: str):
    search(page, address, "copy ")
    page.click(".search-results li a")
    page.locator("#search-place:focus").wait_for()
    assert page.locator(".bar button").text_content() == "Copy"
    assert page.locator("p > #search-place").text_content() == "copy"


def test_an_excerpt_begins_and_ends_with_whole_characters(page: Any, address: str):
    search(page, address, "x渡口")
    page.locator(".excerpt mark").wait_for()
    assert "\ufffd" not in page.locator(".excerpt").text_content()


def test_of_a_phrase_no_more_articles_are_promised_than_were_found(page: Any, address: str):
    page.goto(f"{address}tools/search/")
    assert ask(page, "红花船") == "10 articles and more"
    assert page.locator(".search-results li").count() == 10


def test_a_result_on_the_page_that_is_read_is_marked_and_closes_the_panel(page: Any, address: str):
    page.goto(f"{address}fits/#q={quote('渡口')}")
    page.locator("#search-place:focus").wait_for()
    open_panel(page)
    assert ask(page, "の船") == "1 article"
    page.click(".search-results li a")
    page.locator("h1 #search-place:focus").wait_for()
    assert page.locator(".search-results").is_hidden()
    assert page.locator("main mark").count() == 1


def test_results_that_come_after_the_focus_has_left_open_no_panel(page: Any, address: str):
    page.goto(f"{address}fits/")
    open_panel(page)
    page.evaluate("""() => {
      const box = document.querySelector("[name=q]");
      box.value = "红花";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.blur();
    }""")
    page.locator(".search-results li").first.wait_for(state="attached")
    assert page.locator(".search-results").is_hidden()


def test_while_a_new_query_waits_there_is_no_more_of_the_old_one(page: Any, address: str):
    page.goto(f"{address}tools/search/?q={quote('红')}")
    ask(page, "红花")
    more = page.locator(".search-results button")
    assert more.is_visible()
    assert page.evaluate("ask('花船'), document.querySelector('.search-results button').hidden")


def test_enter_tries_again_what_failed(page: Any, address: str):
    page.route("**/index.json", lambda route: route.abort())
    page.goto(f"{address}tools/search/?q={quote('渡口')}")
    assert told(page).startswith("The search could not be loaded.")
    page.unroute("**/index.json")
    page.focus("[name=q]")
    page.keyboard.press("Enter")
    page.locator(".search-results li").first.wait_for()


def test_a_title_that_changes_in_no_term_is_shown_as_it_is_now(page: Any, tmp_path: Path):
    site = SmallSite(tmp_path / "site")
    with served(site.output) as home:
        for title in ("The ferry", "THE FERRY!"):
            site.write("a.md", post(title, "Words.", date="2024-01-01", permalink="a/"))
            site.build()
            # Otherwise the server would see no change within one second.
            os.utime(site.output / "search/t/0.bin", (len(title), len(title)))
            page.goto(f"{home}/search/?q=ferry")
            assert told(page) == "1 article"
            assert page.locator(".search-results h2").text_content() == title


def test_the_script_looks_up_each_character_as_the_index_has_it(page: Any, address: str):
    page.goto(f"{address}tools/search/")
    # Characters of Chinese and syllables of Korean are all alike.
    codes = (*range(33, 0x3400), *range(0xA000, 0xAC00), *range(0xD7B0, 0x10000))
    known = [chr(code) for code in codes if unicodedata.category(chr(code))[0] != "C"]
    queries = ["".join(f"字{one}字 " for one in known[at : at + 40]) for at in range(0, len(known), 40)]
    queries += [f"x{one}y " for one in known if unicodedata.category(one)[0] == "M"]
    script = """async (queries) => {
      const { read } = await import(document.querySelector("[role=search]").dataset.script);
      const terms = [];
      for (const q of queries) terms.push((await read({ q })).terms.map(({ term }) => term));
      return terms;
    }"""
    for query, asked in zip(queries, page.evaluate(script, queries), strict=True):
        terms = terms_of(query)
        assert {code_units(term) for term in asked} <= terms.words | set(map(pair_text, terms.pairs)), ascii(query)


def test_both_fold_the_same_from_marks_without_end(page: Any, address: str):
    page.goto(f"{address}tools/search/")
    script = """async (text) => {
      const { folded } = await import(document.querySelector("[role=search]").dataset.script);
      return folded(text);
    }"""
    text = "a" + "\u0301\u0323" * 100_000 + "b"
    assert set(terms_of(page.evaluate(script, text)).words) == set(terms_of(text).words)

"""The search page in a real browser: what it finds and says, also when files fail; its script and the Python agree."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import html5lib
import pytest

from generator.article.canonical import article_text, read
from generator.article.elements import BLOCKS, CELLS, SILENT
from generator.article.text import _INVISIBLE, FOOTNOTE_MARKS
from generator.article.vocabulary import TAGS
from generator.bundled import bundled
from generator.han import changing
from generator.search.encoding import compressed
from generator.search.texts import PREFIX, terms_of
from tests import searched
from tests.searched import Article, ask, ask_all, found, told

pytestmark = pytest.mark.slow
SCRIPT = (bundled("static") / "theme/search.js").read_text("utf-8")

LONG = "incomprehensibilitiesincomprehensibilities"
BODIES = [
    "渡口今天开放，船票一元。", "旧渡口的灯塔。", "寻找无双的人在渡口等船。", "灯塔看守人 iPhone手机 丢了。",
    "ＩＰＨＯＮＥ（全角）与 iphone 14。", "臺灣鐵路的書店。", "台湾铁路的书店。",
    "\ufb01sh and chips; café, cafe\u0301, naïve.",
    "C++ and C# (and .NET).", "don't stop, it's Rock'n'Roll", "Die Straße und die STRASSE.", "Ελληνικά: Αθήνα.",
    "Москва и москвичи.", "서울의 강변과 한강.", "ﾊﾞﾅﾅとバナナ、データベース。", "ประเทศไทย สวัสดี",
    "rare 𠮷野家 and 🎉🎉 party",
    "\U0001d49cbc math letters", "zero\u200bwidth 零\u200b宽 soft\u00adhyphen", "ㄅㄆㄇ注音", f"{LONG} tail",
    "一二三四五六七八九十百千万亿", "a b c d", "x" * 3000 + "渡口", "〡〢〣 〸月 十月", "灯塔。看守", "灯、塔",
]  # fmt: skip
MARKUP = [
    "<ul><li>左</li><li>右</li></ul><p>上<br>下</p>",
    "<p>中<strong>国</strong><em>画</em>，<a href=\"https://example.com/\">链</a>接</p>",
    "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>",
    "<p>注<sup id=\"fnref:1\"><a href=\"#fn:1\" class=\"footnote-ref\">1</a></sup>释</p>"
    "<ol><li id=\"fn:1\">脚<a href=\"#fnref:1\" class=\"footnote-backref\">回</a>下</li></ol>",
    "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby><pre><code>let 甲 = 乙;\n丙</code></pre>",
    "<p>前<audio src=\"https://example.com/a.mp3\">无声</audio>后</p><details><summary>折叠</summary><p>里面藏着宝物</p></details>",
]  # fmt: skip


def articles() -> list[Article]:
    made = [Article(f"/{2001 + n // 15}/{n}/", f"第{n}次航班", f"<p>渡口的船，编号 {n}。</p>") for n in range(45)]
    made += [Article(f"/t/{n}/", f"短文 {n}", f"<p>{body}</p>") for n, body in enumerate(BODIES)]
    made += [Article(f"/m/{n}/", "结构", html) for n, html in enumerate(MARKUP)]
    made.append(Article("/奇怪 a?b#c%20&d/", "<b>灯塔</b> & Tower", "<p>Nothing here.</p>"))
    dates = [f"{2001 + number // 20}-03-{1 + number % 20:02}" for number in range(len(made))]
    sources = ["", "岛报", "🎉 Party"]
    paths = [(), ("港口",), ("港口", "今日 / 推荐"), ("🎊",)]
    dates[:3] = [""] * 3
    return [
        replace(one, date=dates[number], source=sources[number % 3], category=paths[number % 4])
        for number, one in enumerate(made)
    ]


ARTICLES = articles()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served site, with its base path."""
    with searched.searched(tmp_path_factory.mktemp("search"), ARTICLES) as address:
        yield address


@pytest.fixture
def page(tab: Any) -> Iterator[Any]:
    """A page; the test fails if its console has an exception."""
    page, said = tab
    page.set_viewport_size({"width": 1280, "height": 500})
    yield page
    # Answers to requests of a page that is gone may come late.
    page.unroute_all(behavior="ignoreErrors")
    assert said == []


@pytest.fixture
def search_page(page: Any, address: str) -> Any:
    if not page.url.startswith(f"{address}search/"):
        page.goto(f"{address}search/")
    page.evaluate("document.querySelector('[role=search]').reset()")
    ask(page, "")
    return page


def choose(page: Any, name: str, value: str) -> None:
    """Choose an option, and wait for the results."""
    page.evaluate("document.querySelector('[role=status]').textContent = ''")
    page.select_option(f"[name={name}]", value)
    told(page)


QUERIES = [
    "渡口", "灯塔看守", "灯塔。看守", "灯、塔 灯塔", "双的", "寻找无双", "無雙", "臺灣鐵路", "台湾铁路的书店",
    "iphone", "IPHONE ", "iphon ", "iPhone手机", "e手", "fi", "fish", "cafe", "café", "C++", "c ", "rock",
    "rock'n'ro", "don't stop", "straße", "STRASSE", "ελλ", "ΑΘΉΝΑ", "моск", "서울의 강변", "강변과", "バナナ",
    "ﾊﾞﾅﾅ", "データベース", "สวัสดี", "𠮷野家", "野家 and", "🎉🎉", "🎉", "math", "zerowidth", "零宽",
    "softhyphen", "注音 ㄅㄆㄇ", LONG, LONG[:31], f"{LONG[:32]} tail", "一二三四五六七八九十百千万亿",
    "三四五六七八九十百千万", "八七六", "a b c d", "a d ", "十月", "左右", "中国画，链接", "甲乙", "注释",
    "漢かん", "前后", "无声", "宝物", "编号 7", "第1次 渡口", "第2次航班", "<b>灯塔</b>", "tower nothing",
    "没有的词", "absent", "xx", "x" * 32, "渡口 - 船", "渡口\u3000船", "口的 编号 1 ",
]  # fmt: skip


def test_a_query_finds_what_a_scan_of_the_texts_finds(search_page: Any):
    for query, (said, paths) in zip(QUERIES, ask_all(search_page, QUERIES), strict=True):
        expected = searched.scanned(ARTICLES, query)
        assert paths == expected, query
        count = {0: "Nothing found.", 1: "1 article"}.get(len(expected), f"{len(expected)} articles")
        assert said == count, query


BAD = [
    "中", "a。", "。。。", "!?", "^$.*+?()[]{}|\\/", "\u200b", "\ufeff", "\ud83c ", "\u0661",
    "<script>alert(1)</script>", "&lt;b&gt;", "🎉", "\U0003134a\U0003134a", "x" * 10_000, "渡口" * 5_000,
    "渡" * 10_000, ". " * 5_000, "a" * 199 + "🎉", "\ud83c", "\x01\x02\x03", "(?:渡口", "[渡口", "渡口\\",
    "\u0301\u0301", "%渡%口%", "__proto__", "constructor ", "渡口\x01", "\x03港口",
]  # fmt: skip


def test_any_input_gets_an_answer_in_words(search_page: Any):
    for query in BAD:
        said = ask(search_page, query)
        assert re.fullmatch(
            r"Nothing found\.|\d+ articles?( and more)?|Up to \d+ articles|T(oo short|ype at least).*", said
        ), query


def test_newest_first_stops_at_a_full_page_and_says_that_there_are_more(search_page: Any):
    assert re.fullmatch(r"\d+ articles and more", ask(search_page, "短文"))
    assert search_page.locator(".search-results li").count() == 10
    assert found(search_page) == searched.scanned(ARTICLES, "短文")


def test_whoever_scrolls_to_the_end_of_ten_results_gets_ten_more_and_the_next_by_a_button(search_page: Any):
    results = search_page.locator(".search-results li")
    ask(search_page, "渡口")
    assert results.count() == 10
    # At the end of the page a second time, nothing more comes.
    for _ in range(2):
        search_page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        results.nth(19).wait_for()
        told(search_page)
    assert results.count() == 20
    more = search_page.locator(".search-results button")
    assert more.is_visible()
    more.focus()
    search_page.keyboard.press("Enter")
    results.nth(20).locator("a:focus").wait_for()


def test_best_first_shows_titles_before_texts(search_page: Any):
    ask(search_page, "灯塔")
    newest = found(search_page)
    choose(search_page, "order", "best")
    best = found(search_page)
    in_title = [one for one in newest if "奇怪" in unquote(one)]
    assert best == in_title + [one for one in newest if one not in in_title]


def test_filters_are_in_the_address_and_read_from_it(search_page: Any, address: str):
    expected = [
        one.path
        for one in reversed(ARTICLES)
        if one.category == ("港口", "今日 / 推荐")
        and one.source == "🎉 Party"
        and one.date.startswith("2002")
        and "渡口" in one.text
    ]
    assert expected
    ask(search_page, "渡口")
    for name, value in (("category", "港口\n今日 / 推荐"), ("source", "🎉 Party"), ("year", "2002")):
        choose(search_page, name, value)
    assert found(search_page) == expected
    query = search_page.evaluate("location.search")
    search_page.goto(f"{address}search/{query}")
    told(search_page)
    assert found(search_page) == expected
    search_page.goto(f"{address}search/?category=%F0%9F%8E%8A")
    told(search_page)
    assert len(found(search_page)) == sum(one.category == ("🎊",) for one in ARTICLES)
    search_page.goto(f"{address}search/?q=%E6%B8%A1%E5%8F%A3&category=%3Cb%3E&item=1&length=2&year=x")
    assert told(search_page) == "Nothing found."


def test_a_result_shows_date_source_category_and_the_words_with_marks(search_page: Any):
    ask(search_page, "寻找無雙的")
    item = search_page.locator(".search-results li")
    item.locator("mark").first.wait_for()
    assert item.locator("mark").all_text_contents() == ["寻找无双的"]
    assert item.locator(".card-date").text_content() == "March 8, 2003"
    assert item.locator(".meta").text_content() == "🎊 · 🎉 Party"
    ask(search_page, "<b>灯塔")
    assert item.locator("a").inner_html() == "<mark>&lt;b&gt;灯塔</mark>&lt;/b&gt; &amp; Tower"
    item.locator("a").click()
    search_page.locator("#search-place:focus").wait_for()
    assert search_page.locator("h1 mark").text_content() == "<b>灯塔"


# ------------------------------------------------------------------------------ files that fail


def changed(change: Callable[[bytes], bytes | None]) -> Callable[[Any], None]:
    """A handler of requests that answers with a changed file, or with 404 for None."""

    def answer(route: Any) -> None:
        body = change(route.fetch().body())
        route.fulfill(status=404 if body is None else 200, body=body or b"")

    return answer


GONE = changed(lambda data: None)
CUT = changed(lambda data: data[: len(data) // 2])
OTHER = changed(lambda data: b"<!DOCTYPE html><title>Not found</title>")


@pytest.mark.parametrize("answer", [GONE, CUT, OTHER], ids=["gone", "cut", "other"])
def test_a_file_that_fails_is_told_and_the_rest_works(page: Any, address: str, answer: Callable[[Any], None]):
    partly = "A part of the index could not be loaded, so articles may be missing."
    for pattern, query, says in (
        ("**/index.json", "渡口", "The search could not be loaded. Check the connection and try again."),
        ("**/b/1/*", "渡口 ", f"33 articles {partly}"),
        ("**/t/0.bin*", "灯塔", f"2 articles {partly}"),
        ("**/simplified.bin", "灯塔看守", f"1 article {partly}"),
    ):
        page.route(pattern, answer)
        page.goto(f"{address}search/?q={quote(query)}")
        assert told(page) == says
        page.unroute(pattern)
        assert ask(page, "iphone14 ") == "Nothing found."


@pytest.mark.parametrize("change", [gzip.decompress, compressed])
def test_files_may_be_compressed_by_the_host_or_not_at_all(page: Any, address: str, change: Callable[[bytes], bytes]):
    # Buckets as a whole are not compressed.
    page.route("**/*.bin*" if change is compressed else "**/[ts]*/*.bin*", changed(change))
    page.goto(f"{address}search/?q={quote('無雙')}")
    assert told(page) == "1 article"


def test_a_post_whose_page_is_gone_is_shown_and_counted(page: Any, address: str):
    page.route("**/t/2/*", GONE)
    page.goto(f"{address}search/?q={quote('寻找无双')}")
    assert told(page) == "1 article"
    page.locator(".excerpt", has_text="loaded").wait_for()
    assert page.locator(".excerpt").text_content() == "The text of this article could not be loaded."


@pytest.mark.parametrize(
    ("names", "marked"),
    [(['class="content"'], "短文"), (["h1"], "寻找无双"), (['class="content"', "h1", "main"], "短文")],
)
def test_a_template_may_have_other_names_for_the_parts_of_a_post(
    page: Any, address: str, names: list[str], marked: str
):
    page.route("**/t/2/", changed(lambda data: re.sub("|".join(names).encode(), b"div", data)))
    page.goto(f"{address}search/?q={quote('短文 寻找无双')}")
    assert told(page) == "1 article"
    page.locator(".excerpt mark").first.wait_for()
    page.click(".search-results li a")
    page.locator("#search-place:focus").wait_for()
    assert page.locator("#search-place").text_content() == marked


def test_a_script_that_is_gone_is_told_on_the_page_and_leaves_the_box(page: Any, address: str):
    page.route("**/theme/search.*.js", GONE)
    page.goto(f"{address}search/")
    assert told(page).startswith("The search could not be loaded.")
    page.goto(f"{address}2001/1/")
    page.focus("[name=q]")
    page.keyboard.type("lighthouse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=lighthouse")


# ------------------------------------------------------------------------------ the place in an article


def test_the_place_is_marked_across_elements_and_only_where_it_is(page: Any, address: str):
    script = """async query => {
      const { arrive } = await import(document.querySelector("[role=search]").dataset.script);
      await arrive(query);
      return document.querySelector("#search-place")?.textContent;
    }"""
    for number, query, marked in (
        (1, "中國畫，鏈接", "中国画，链接"),
        (3, "注释", "注1释"),
        (2, "甲乙", None),
        (1, "", None),
    ):
        page.goto(f"{address}m/{number}/")
        assert page.evaluate(script, query) == marked


# ------------------------------------------------------------------------------ the script and the Python


def test_the_script_reads_texts_as_the_index_has_them(page: Any, address: str):
    page.goto(f"{address}search/")
    html = [*MARKUP, *(f"<p>{body}</p>" for body in BODIES)]
    script = """async html => {
      const { textOf } = await import(document.querySelector("[role=search]").dataset.script);
      return html.map((one) => {
        const page = new DOMParser().parseFromString(`<h1>t</h1><div class="content">${one}</div>`, "text/html");
        const { text, body } = textOf(page);
        return text.slice(body);
      });
    }"""
    texts = page.evaluate(script, html)
    hidden = _INVISIBLE
    for one, text in zip(html, texts, strict=True):
        assert hidden.sub("", text).split() == article_text(read(one)).split()


def test_the_script_folds_characters_and_tells_letters_from_signs_as_the_index_does(search_page: Any):
    ask(search_page, "渡口")
    characters = [chr(code) for code in range(33, 0x10000) if unicodedata.category(chr(code))[0] != "C"]
    characters += [before for before, _ in changing()]
    script = """async text => {
      const { folded, UNSPACED, WORD } = await import(document.querySelector("[role=search]").dataset.script);
      const describe = (one) => `${folded(one)} ${UNSPACED.test(one)} ${(one.match(WORD) ?? []).join("")}`;
      return text.split(" ").map(describe).join("\\n");
    }"""
    results = search_page.evaluate(script, " ".join(characters)).split("\n")
    for character, result in zip(characters, results, strict=True):
        text, is_unspaced, word = result.rsplit(" ", 2)
        assert text == searched.folded(character), hex(ord(character))
        # The script looks at folded texts only.
        if text == character:
            assert is_unspaced == str(searched.IS_UNSPACED.search(text) is not None).lower(), hex(ord(character))
            assert {word} - {""} == {term for term in terms_of(text).words if term[0] != PREFIX}, hex(ord(character))


def test_the_lists_of_elements_are_those_of_the_program():
    def listed(name: str) -> set[str]:
        (value,) = re.findall(rf'const {name} =\s+"(.+?)";', SCRIPT)
        return set(value.split(", "))

    # The title of a page is its `h1`, and formulas become `math` when a page is printed.
    assert listed("BLOCKS") == (BLOCKS & TAGS) | {"br", "h1"}
    # The last ones are what the other script puts into an article.
    made = {"a.anchor", ".bar", ".gone"}
    assert listed("SILENT") == (SILENT & TAGS) | {"math"} | {f"a.{name}" for name in FOOTNOTE_MARKS} | made
    assert sorted(CELLS) == ["td", "th"]


def test_the_page_is_valid_html_and_has_no_box_in_its_header(page: Any, address: str):
    text = page.request.get(f"{address}search/").text()
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert len([one for one in root.iter("form") if one.get("role") == "search"]) == 1

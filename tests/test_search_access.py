"""The search for everybody: by keyboard only, with a screen reader, on a phone, in the dark, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.readers import AXE, AXE_IN_THE_DARK
from tests.searched import BASE, Article, ask, searched, told

pytestmark = pytest.mark.slow

LONG_NAME = "一个很长的栏目名称，" * 12
BODY = "<p>船票一元。</p>" * 60 + "<p>灯塔看守人说：渡口今天开放。</p>"
ARTICLES = [
    *(
        Article(f"/{n}/", f"渡口的第 {n} 天", BODY, f"2001-03-{n:02}")
        for n in range(1, 25)
    ),
    Article("/treasure/", "岛", "<details><summary>折叠</summary><p>里面藏着宝物</p></details>", "2001-04-01"),
    Article("/long/", "栏目", "<p>无。</p>", "2001-04-02", LONG_NAME, (LONG_NAME, LONG_NAME)),
]  # fmt: skip
VIEWS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served site, with its base path."""
    with searched(tmp_path_factory.mktemp("search"), ARTICLES) as address:
        yield address


@pytest.fixture
def page(tab: Any) -> Iterator[Any]:
    """A page as if it were new; the test fails if its console has an exception."""
    page, said = tab
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="light")
    yield page
    # Answers to requests of a page that is gone may come late.
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    assert said == []


def see(page: Any, width: int, scheme: str) -> None:
    """Show the page on a screen of this width, in light or dark."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)


def press(page: Any, *keys: str) -> None:
    """Press one key after the other."""
    for key in keys:
        page.keyboard.press(key)


def write(page: Any, query: str) -> str:
    """Type a query where the focus is, at once, as from a list of candidates; what the page says about it."""
    page.evaluate("document.querySelectorAll('[role=status]').forEach((status) => status.textContent = '')")
    page.keyboard.insert_text(query)
    return told(page)


def focus(page: Any, script: str) -> Any:
    """What a script says about the element that has the focus, which it calls `focus`."""
    return page.evaluate(f"(focus => {script})(document.activeElement)")


def at_the_place(page: Any, words: str) -> bool:
    """Whether the focus is on `words` in an article, in sight."""
    page.locator("article #search-place:focus").wait_for()
    in_sight = "focus.getBoundingClientRect().top >= 0 && focus.getBoundingClientRect().bottom <= innerHeight"
    return bool(focus(page, "focus.textContent") == words and focus(page, in_sight))


# ------------------------------------------------------------------------------ by keyboard


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_the_keyboard_leads_from_the_home_page_to_the_place_in_an_article(
    page: Any, address: str, width: int, scheme: str
):
    see(page, width, scheme)
    # Through the panel below the box.
    page.goto(address)
    press(page, "/")
    assert write(page, "看守人") == "Up to 24 articles"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    press(page, "ArrowDown", "ArrowDown", "Enter")
    page.wait_for_url(f"{address}23/#q=*")
    assert at_the_place(page, "看守人")
    # Through the page of the search.
    page.goto(address)
    press(page, "/")
    page.keyboard.type("開放 灯塔")
    press(page, "Enter")
    page.wait_for_url(f"{address}search/?q=*")
    assert told(page) == "24 articles"
    assert focus(page, "focus.name") == "q"
    assert page.evaluate("document.documentElement.scrollWidth") == width
    press(page, "ArrowDown", "ArrowDown", "ArrowDown", "Enter")
    page.wait_for_url(f"{address}22/#q=*")
    assert at_the_place(page, "灯塔")
    press(page, "Tab")
    assert focus(page, "focus.id") != "search-place"


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_arrows_go_through_the_panel_and_escape_leads_back(page: Any, address: str, width: int, scheme: str):
    see(page, width, scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}1/")
    assert [url for url in asked if "search" in url] == []
    press(page, "/")
    assert write(page, "渡口") == "24 articles"
    assert page.locator("[role=search] li").count() == 8
    assert page.get_attribute(".search-all", "href") == f"{address}search/?q={quote('渡口')}"
    press(page, "ArrowDown", "ArrowDown", "ArrowUp")
    assert page.evaluate("document.activeElement === document.querySelector('[role=search] li a')")
    press(page, *["ArrowDown"] * 12)
    assert focus(page, "focus.className") == "search-all"
    press(page, "Escape")
    assert focus(page, "focus.name") == "q"
    press(page, "Escape")
    page.locator(".search-results").wait_for(state="hidden")
    assert page.input_value("[name=q]") == ""
    press(page, "Escape")
    assert focus(page, "focus.localName") == "body"


def test_escape_gives_the_focus_back_and_tab_closes_the_panel(page: Any, address: str):
    page.goto(f"{address}1/")
    page.focus(".site-name a")
    press(page, "/")
    write(page, "宝物")
    press(page, "Escape", "Escape")
    assert focus(page, "focus.parentElement.className") == "site-name"
    press(page, "/")
    assert write(page, "寶物") == "1 article"
    press(page, "Tab", "Tab")
    page.locator(".search-results").wait_for(state="hidden")
    press(page, "Shift+Tab")
    assert page.locator(".search-results").is_visible()


def test_the_place_in_a_closed_part_of_an_article_is_opened(page: Any, address: str):
    page.goto(f"{address}treasure/#q={quote('藏着寶物')}")
    assert at_the_place(page, "藏着宝物")
    assert page.locator("details[open]").count() == 1


def test_tab_goes_through_the_page_as_it_is_read(page: Any, address: str):
    page.goto(f"{address}search/?q={quote('渡口')}")
    told(page)
    order = []
    for _ in range(6):
        order.append(focus(page, "focus.name || focus.pathname"))
        press(page, "Tab")
    assert order == ["q", "order", "category", "source", "year", f"{BASE}24/"]


# ------------------------------------------------------------------------------ by screen reader


def violations(page: Any) -> list[tuple[int, str, str, str]]:
    """(width, scheme, rule, element) of what axe-core finds wrong with a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    wrong = []
    for width, scheme in VIEWS:
        see(page, width, scheme)
        options = AXE if scheme == "light" else AXE_IN_THE_DARK
        for rule in page.evaluate("options => axe.run(options)", options)["violations"]:
            wrong += [(width, scheme, rule["id"], node["html"]) for node in rule["nodes"]]
    return wrong


def test_axe_finds_nothing_wrong_with_the_page_of_the_search(page: Any, address: str):
    see(page, *VIEWS[0])
    page.route("**/index.json", lambda route: route.abort())
    page.goto(f"{address}search/?q={quote('灯塔')}")
    assert told(page).startswith("The search could not be loaded.")
    assert violations(page) == []
    page.unroute("**/index.json")
    assert ask(page, "灯塔") == "24 articles"
    page.locator(".search-results mark").first.wait_for()
    assert violations(page) == []
    assert ask(page, "没有") == "Nothing found."
    assert violations(page) == []


def test_axe_finds_nothing_wrong_with_the_open_panel(page: Any, address: str):
    see(page, *VIEWS[0])
    page.goto(f"{address}1/")
    press(page, "/")
    write(page, "灯塔")
    page.locator(".search-results mark").first.wait_for()
    assert violations(page) == []
    assert page.locator(".search-results").is_visible()


# ------------------------------------------------------------------------------ without script


def test_without_script_the_box_leads_to_a_page_with_lists(browser: Any, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}1/")
    page.fill("[name=q]", "lighthouse")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=lighthouse")
    assert page.locator("noscript p, main > p").first.text_content().startswith("The search needs JavaScript")
    lists = page.locator("main .links a")
    assert [lists.nth(number).get_attribute("href") for number in range(lists.count())] == [
        f"{BASE}categories/",
        f"{BASE}sources/",
        f"{BASE}archives/",
    ]
    assert not page.locator("[role=search]").is_visible()
    context.close()

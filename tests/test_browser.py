"""What a reader sees: the finished pages in a real browser, served from this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.article.test_formulas import SAMPLES, document
from tests.browsers import served
from tests.sites import SmallSite, post
from tests.sizes import IS_LONG

WIDE = "<table><tr>" + "".join(f"<td>column number {n}</td>" for n in range(40)) + "</tr></table>"
BODY = f"""<p>港口今天开放。The ferry is back.</p>{WIDE}<pre><code>{"x" * 400}</code></pre>
<p>{"https://example.com/" + "long" * 60}</p><img src="pic.png" width="2000" height="10">
<script>document.title = "hacked"</script><img src="missing.png" onerror="document.title='hacked'">
<a href="javascript:document.title='hacked'" id="trap">trap</a>"""
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    """The address of a served site that holds one post of every trouble."""
    site = SmallSite(tmp_path_factory.mktemp("browser") / "site")
    site.settings(language="zh-CN")
    site.write("pic.png", b"\x89PNG\r\n")
    for day in range(1, 4):
        fields = {
            "date": f"2024-01-0{day}",
            "categories": ["港口", "今日推荐 / 精选"],
            "tags": ["C++"],
            "source": "岛报",
        }
        site.write(f"{day}.md", post("很长的标题" * 12, BODY, permalink=f"p{day}/", **fields))
    site.write("formulas.md", post("Formulas", document(), permalink="formulas/", markup="markdown"))
    site.write("pages/about.md", post("About", "Words."))
    site.build()
    with served(site.output) as address:
        yield address


@pytest.fixture(scope="module")
def reader(browser) -> Iterator[Any]:
    """A page of one reader, who has chosen nothing: a new reader for each test takes most of a second of CPU."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def show(page: Any, path: str, width: int = 1280, scheme: str = "light") -> None:
    """Show a page on a screen of this width, in light or dark."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)


PAGES = [
    "/",
    "/p1/",
    "/formulas/",
    "/categories/",
    "/categories/港口/",
    "/tags/",
    "/archives/",
    "/archives/2024/",
    "/about/",
    "/404.html",
]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(390, "light"), (1280, "dark"), *([(390, "dark"), (1280, "light")] if IS_LONG else [])],
)
def test_no_page_scrolls_sideways_runs_a_post_or_asks_another_host(reader, address, width, scheme):
    page = reader.context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in PAGES:
        show(page, address + path, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.title() != "hacked"
    assert [url for url in asked if not url.startswith(address)] == []
    assert [text for text in said if "404" not in text] == []
    page.close()


def test_an_article_has_one_heading_and_is_readable_without_script(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/p2/")
    assert page.locator("article h1").count() == page.locator("h1").count() == 1
    assert page.locator("article").count() == 1
    assert page.locator("article p").first.is_visible()
    assert page.locator("article script, article style, article iframe, article [onerror]").count() == 0
    assert page.locator("article a", has_text="trap").count() == 0
    context.close()


def test_dark_and_light_differ_and_text_is_legible_in_both(reader, address):
    colours = {}
    for scheme in ("light", "dark"):
        show(reader, f"{address}/p1/", scheme=scheme)
        script = "(what) => getComputedStyle(document.documentElement)[what].match(/[\\d.]+/g).slice(0, 3).map(Number)"
        text, ground = reader.evaluate(script, "color"), reader.evaluate(script, "backgroundColor")
        colours[scheme] = ground
        assert contrast(text, ground) >= 7
    assert colours["light"] != colours["dark"]


def test_the_bars_of_the_browser_have_the_colour_of_the_page_in_each_appearance(browser, address):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}/p1/")
    button = page.locator("nav.menu > button")

    def seen() -> list[str]:
        color = page.evaluate("document.querySelector('[name=theme-color]').content")
        assert color == page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        return [button.get_attribute("aria-label"), color]

    dark, light = "rgb(25, 23, 21)", "rgb(251, 249, 244)"
    assert seen() == ["外观: 跟随系统", dark]
    button.click()
    assert seen() == ["外观: 浅色", light]
    page.reload()
    assert seen() == ["外观: 浅色", light]
    button.click()
    assert seen() == ["外观: 深色", dark]
    context.close()


def test_pictures_come_from_hosts_with_and_without_encryption(reader, address):
    """The policy names `http:` only, which is also https."""
    reader.route("**/picture.svg", lambda route: route.fulfill(content_type="image/svg+xml", body=PICTURE))
    show(reader, f"{address}/p1/")
    load = """src => new Promise(done => {
        const picture = new Image();
        picture.onload = () => done("loaded");
        picture.onerror = () => done("refused");
        picture.src = src;
    })"""
    hosts = ("https://a.example", "http://a.example", address)
    assert [reader.evaluate(load, f"{host}/picture.svg") for host in hosts] == ["loaded"] * 3
    assert reader.evaluate(load, "blob:x") == "refused"
    reader.unroute_all(behavior="ignoreErrors")


def contrast(one: list[float], other: list[float]) -> float:
    """The contrast of two colours.  Source: WCAG 2.2."""

    def luminance(colour: list[float]) -> float:
        parts = [value / 255 for value in colour]
        linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_keyboard_reaches_the_article_by_the_first_link(reader, address):
    show(reader, f"{address}/p1/")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.getAttribute('href')").startswith("#")


def test_each_formula_takes_its_place_on_the_page(reader, address):
    show(reader, f"{address}/formulas/")
    sizes = reader.evaluate(
        "[...document.querySelectorAll('math > semantics')].map(inner => [inner.getBoundingClientRect(),"
        " inner.lastChild.textContent]).map(([box, tex]) => [box.width, box.height, tex])"
    )
    assert len(sizes) >= 0.97 * len(SAMPLES)
    assert [tex for width, height, tex in sizes if width < 2 or height < 1] == []


def test_a_formula_that_is_wider_than_a_phone_scrolls_by_itself(reader, address):
    show(reader, f"{address}/formulas/", 320)
    assert reader.evaluate("Math.max(...[...document.querySelectorAll('math')].map(math => math.scrollWidth))") > 320
    assert reader.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("/categories/港口/page/7/", "/categories/%E6%B8%AF%E5%8F%A3/"),
        ("/page/12", "/"),
        ("/missing/", "/missing/"),
        ("//elsewhere.example/page/1/", "//elsewhere.example/"),
    ],
)
def test_a_further_page_that_a_list_has_no_more_leads_to_the_list(reader, address, path, end):
    # Hosts send the page 404.html for every address that does not exist.
    missing = reader.context.request.get(f"{address}/404.html").body()
    lost = re.compile("/page/|/missing/|elsewhere")
    reader.route(lost, lambda route: route.fulfill(status=404, content_type="text/html", body=missing))
    reader.goto(f"{address}{path}")
    reader.wait_for_timeout(200)
    assert reader.url == f"{address}{end}"
    reader.unroute_all(behavior="ignoreErrors")

"""What the script adds to an article, in a real browser: one page with everything, loaded once for each width."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browsers import served
from tests.sites import SmallSite, post

pytestmark = pytest.mark.slow

HOST = "https://gone.example"
TEXT = "<p>The ferry to the island leaves at nine and comes back when the tide allows it.</p>" * 12
BODY = f"""
<p><img src="{HOST}/early.png" alt="A lamp"></p>
<h3>Ebb</h3><p><img src="boat.png" alt="A boat"> <a href="https://e.example/"><img src="boat.png" alt="Linked"></a></p>
<p><img src="{HOST}/sized.png" alt="A pier" width="400" height="200"></p>
<h5>Flow &amp; <em>wind</em></h5>{TEXT}
<pre><code class="language-python">print("{"x" * 400}")
</code></pre><pre>short</pre>
<table><tr>{"".join(f"<td>column {n}</td>" for n in range(40))}</tr></table>
<h3>Tide</h3>{TEXT}"""
PICTURES = """
<p>Words.</p><p><img src="boat.png"></p><p><img src="boat.png" alt="A boat"></p>
<p><a href="https://e.example/a"><img src="boat.png"></a></p>
<p><a href="https://e.example/b"><img src="boat.png" alt="Linked"></a></p>
<p><a href="https://e.example/c">Words <img src="boat.png"></a></p>"""
SHIFTS = """window.shifts = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def png(width: int, height: int) -> bytes:
    """A whole PNG of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page, which is served."""
    site = SmallSite(tmp_path_factory.mktemp("article") / "site")
    site.settings("[search]\nenabled = false")
    site.write("boat.png", png(1500, 1000))
    for day, body in ((1, PICTURES), (2, "<p>Words.</p>"), (3, BODY)):
        fields = {"tags": ["Tides"]} if day != 2 else {}
        site.write(f"{day}.md", post(f"Day {day}", body, date=f"2024-01-0{day}", permalink=f"p{day}/", **fields))
    site.build()
    with served(site.output) as address:
        yield f"{address}/p3/"


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    """The windows of one reader: another reader for each of them takes a third of a second of CPU."""
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_init_script(SHIFTS)
    yield context
    context.close()


def opened(context: Any, address: str, width: int) -> Any:
    """The page in a window of this width; pictures of the other host fail."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.route(f"{HOST}/**", lambda route: route.abort())
    page.goto(address, wait_until="load")
    page.locator(".gone").nth(1).wait_for()
    return page


@pytest.fixture(scope="module")
def page(context: Any, address: str) -> Iterator[Any]:
    page = opened(context, address, 1280)
    yield page
    page.close()


def test_the_contents_stand_beside_the_text_on_a_wide_screen_and_are_folded_above_it_on_a_phone(context, address, page):
    contents, text = (page.locator(name).bounding_box() for name in (".contents", ".content"))
    assert contents["x"] >= text["x"] + text["width"]
    assert contents["x"] + contents["width"] <= 1280
    assert page.locator(".contents a").all_inner_texts() == ["Ebb", "Flow & wind", "Tide"]
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    assert page.locator(".contents details").bounding_box()["y"] < 100
    page.evaluate("scrollTo(0, 0)")
    phone = opened(context, address, 390)
    assert phone.locator(".contents").bounding_box()["height"] < 80
    assert not phone.locator(".contents a").first.is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert phone.evaluate("window.shifts") < 0.01
    phone.close()


def test_headings_leave_no_level_out_and_have_a_link_to_themselves(page):
    levels = page.locator("h1, h2, h3, h4, h5, h6").evaluate_all("all => all.map(one => one.localName)")
    assert levels == ["h1", "h2", "h3", "h2"]
    anchors = page.locator(".content .anchor")
    assert [one.get_attribute("href") for one in anchors.all()] == ["#h-Ebb", "#h-Flow-wind", "#h-Tide"]
    assert anchors.first.get_attribute("aria-label") == "Link to this section"
    before = page.locator("h2").first.bounding_box()
    anchors.first.focus()
    assert page.locator("h2").first.bounding_box() == before


def test_code_names_its_language_and_is_copied(page):
    bars = page.locator(".bar")
    assert bars.all_inner_texts() == ["python\nCopy", "Copy"]
    bars.nth(1).locator("button").click()
    bars.nth(1).get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "short"


def test_what_is_too_wide_is_scrolled_by_keyboard_and_only_that(page):
    boxes = page.locator(".content [tabindex]:not(img)")
    assert boxes.evaluate_all("all => all.map(one => [one.className || one.localName, one.role, one.ariaLabel])") == [
        ["pre", "group", "Scrolls sideways"],
        ["table", "group", "Scrolls sideways"],
    ]
    boxes.first.focus()
    page.keyboard.press("ArrowRight")
    boxes.first.evaluate("box => new Promise((done) => (box.scrollLeft ? done() : (box.onscroll = () => done())))")


def test_a_picture_that_is_no_link_is_enlarged_by_key_and_by_click(page):
    (picture,) = page.locator(".content img[role=button]").all()
    assert picture.get_attribute("alt") == "A boat"
    assert picture.get_attribute("width") == "1500"
    dialog = page.locator("dialog")
    for open_it in (lambda: picture.press("Enter"), picture.click):
        open_it()
        assert dialog.locator("img").get_attribute("alt") == "A boat"
        assert dialog.locator("img").bounding_box()["width"] > picture.bounding_box()["width"]
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        assert picture.evaluate("one => one === document.activeElement")


def test_a_picture_that_does_not_load_becomes_a_frame_that_keeps_its_place(context, address):
    page = opened(context, address, 1280)
    frames = page.locator(".gone")
    assert frames.all_inner_texts() == ["gone.example · A lamp", "gone.example · A pier"]
    assert (frames.nth(1).bounding_box()["width"], frames.nth(1).bounding_box()["height"]) == (400, 200)
    assert page.evaluate("window.shifts") < 0.01
    page.close()


def test_each_picture_that_can_be_enlarged_and_each_link_of_a_picture_has_a_name(context, address):
    page = context.new_page()
    page.goto(address.replace("/p3/", "/p1/"), wait_until="load")
    content = page.locator(".content")
    content.locator("img[role=button]").nth(1).wait_for()
    for role, names in (("button", ("Enlarge", "Enlarge A boat")), ("link", ("e.example", "Linked", "Words"))):
        assert content.get_by_role(role).count() == len(names)
        for name in names:
            assert content.get_by_role(role, name=name, exact=True).count() == 1
    page.close()


def test_a_reader_with_a_screen_reader_meets_no_fault(page):
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("axe.run()")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []

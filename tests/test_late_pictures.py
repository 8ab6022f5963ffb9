"""Remote pictures of unknown size that come late, in a real browser: nothing that one reads moves when they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from tests.browsers import served
from tests.sites import SmallSite, post
from tests.sizes import IS_LONG
from tests.test_article_page import SHIFTS, png

pytestmark = pytest.mark.slow

HOST = "https://late.example"
SIZES = {"wide": (1500, 1000), "tall": (300, 2400), "small": (60, 40), "icon": (20, 20), "low": (1000, 100)}
LINE = "<p>The ferry to the island leaves at nine and comes back when the tide allows it.</p>"
TEXT = LINE * 40


def img(name: str, more: str = "") -> str:
    return f'<img src="{HOST}/{name}.png"{more}>'


BODIES = {
    "text": f"<p>A lamp {img('icon')} and a boat.</p>{TEXT}",
    "row": f"<p>{img('icon')} {img('small')}</p>{TEXT}",
    "tall": f"<p>{img('tall')}</p>{TEXT}<p>{img('tall', ' title=second')}</p>{TEXT}",
    "edge-low": f"{LINE * 5}<p>{img('low')}</p>{LINE * 40}",
    "edge-gone": f"{LINE * 5}<p>{img('gone')}</p>{LINE * 40}",
    "alone": f"<figure>{img('low')}<figcaption>A pier</figcaption></figure>{img('small')}<br>A lamp{TEXT}",
    "width": f"<div>{img('wide', ' width=300')}</div>{TEXT}",
    "gone": f"<p>{img('gone', ' alt=Quay')}</p><p>{img('gone', ' width=300')}</p>{TEXT}<p>{img('gone')}</p>{TEXT}",
}
"""Bodies by what their pictures are."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = SmallSite(tmp_path_factory.mktemp("late") / "site")
    site.settings("[search]\nenabled = false")
    for name, body in BODIES.items():
        site.write(f"{name}.html", post("Tides", body, permalink=f"{name}/"))
    site.build()
    with served(site.output) as address:
        yield address


class Late:
    """A window with a page whose pictures wait until `deliver`."""

    def __init__(self, page: Any, address: str, width: int) -> None:
        self.page = page
        self.held: list[Any] | None = []
        page.unroute_all()
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": width, "height": 800})
        page.route(f"{HOST}/**", self._route)
        page.goto(address, wait_until="domcontentloaded")

    def _route(self, route: Any) -> None:
        if self.held is None:
            self._answer(route)
        else:
            self.held.append(route)

    def _answer(self, route: Any) -> None:
        name = route.request.url.rpartition("/")[2].removesuffix(".png")
        if name in SIZES:
            route.fulfill(body=png(*SIZES[name]), content_type="image/png")
        else:
            route.fulfill(status=404)

    def settle(self) -> None:
        self.page.wait_for_timeout(200)

    def deliver(self) -> None:
        self.settle()
        held, self.held = self.held or [], None
        for route in held:
            self._answer(route)
        self.settle()

    def box(self, selector: str, number: int = 0) -> tuple[int, int]:
        box = self.page.locator(selector).nth(number).bounding_box()
        return round(box["width"]), round(box["height"])

    def scroll(self, to: str) -> None:
        self.page.evaluate(f"scrollTo(0, {to})")
        self.settle()

    def shifts(self) -> float:
        return float(self.page.evaluate("window.shifts"))


@pytest.fixture(scope="module")
def windows(browser: Any) -> Iterator[Callable[[bool], Any]]:
    """A function that returns the window of all tests, with script or without: each takes a second to open."""

    @cache
    def window(has_script: bool) -> Any:
        context = browser.new_context(java_script_enabled=has_script)
        context.add_init_script(SHIFTS)
        return context.new_page()

    return window


@pytest.fixture
def late(windows: Callable[[bool], Any], address: str) -> Callable[..., Late]:
    def open_it(name: str, width: int, *, has_script: bool = True) -> Late:
        return Late(windows(has_script), f"{address}/{name}/", width)

    return open_it


PAGES = ["tall", "edge-low", "edge-gone", "alone", "width", "gone"]


@pytest.mark.parametrize(
    ("name", "width"),
    [(name, width) for name in PAGES for width in (360, 768)]
    if IS_LONG
    else list(zip(PAGES, (360, 768) * 3, strict=True)),
)
def test_nothing_moves_when_a_picture_comes_or_fails_or_takes_its_size(late, name, width):
    page = late(name, width)
    page.deliver()
    assert page.shifts() < 0.01
    # By the wheel, as somebody reads.  After a jump Chromium counts what was in sight before it, although what is in
    # sight stands still (2026-11).
    page.page.mouse.move(100, 300)
    for step in (*[200] * 18, *[-200] * 18):
        page.page.mouse.wheel(0, step)
        page.page.wait_for_timeout(30)
    assert page.shifts() < 0.01


def told_of(page: Late) -> tuple[str | None, ...]:
    """What a screen reader is told of the first picture: its role, its name, and what stands for it."""
    picture = page.page.locator(".content img").first
    return tuple(picture.get_attribute(name) for name in ("role", "aria-label", "alt"))


def test_a_picture_in_sight_keeps_its_place_and_takes_its_size_out_of_sight(late):
    page = late("tall", 768)
    column = page.box(".content")[0]
    assert page.box(".content img") == (column, round(column / 1.5))
    page.deliver()
    assert page.box(".content img") == (column, round(column / 1.5))
    # It can be enlarged while it is smaller than it is.
    assert told_of(page) == ("button", "Enlarge", "Enlarge")
    paragraph = page.page.locator(".content p").nth(20)
    before = paragraph.evaluate("one => (scrollTo(0, 2000), one.getBoundingClientRect().y)")
    page.settle()
    assert abs(paragraph.bounding_box()["y"] - before) < 1
    assert page.box(".content img") == (300, 2400)
    assert told_of(page) == (None, None, "")
    # The other one was below the window when it came.
    page.page.locator(".content img").nth(1).scroll_into_view_if_needed()
    page.settle()
    assert page.box(".content img", 1) == (300, 2400)


def test_a_small_picture_is_not_enlarged_in_its_place(late):
    page = late("alone", 768)
    page.deliver()
    small = page.page.locator(".content img").nth(1)
    assert small.evaluate("one => getComputedStyle(one).objectFit") == "scale-down"
    assert small.get_attribute("role") is None
    page.scroll("document.body.scrollHeight")
    assert page.box(".content img", 1) == (60, 40)


@pytest.mark.parametrize(("name", "sizes"), [("text", [(20, 20)]), ("row", [(20, 20), (60, 40)])])
def test_pictures_in_a_line_get_no_place(late, name, sizes):
    page = late(name, 768)
    page.deliver()
    assert [page.box(".content img", number) for number in range(len(sizes))] == sizes


def test_a_picture_with_a_width_gets_a_place_of_this_width(late):
    page = late("width", 768)
    assert page.box(".content img") == (300, 200)
    page.deliver()
    assert page.box(".content img") == (300, 200)


def test_the_frame_of_a_failed_picture_keeps_the_place_while_it_is_in_sight(late):
    page = late("gone", 768)
    column = page.box(".content")[0]
    page.deliver()
    assert page.page.locator(".gone").first.inner_text() == "late.example · Quay"
    assert page.box(".gone") == (column, round(column / 1.5))
    assert page.box(".gone", 1) == (300, 200)
    # The third one is below the window by then, but near.
    page.scroll("2600")
    assert page.box(".gone")[1] < 40
    assert page.box(".gone", 2)[1] < 40


def test_without_a_script_and_on_paper_pictures_have_their_own_size(late):
    page = late("tall", 768, has_script=False)
    page.deliver()
    assert page.box(".content img") == (300, 2400)
    page = late("tall", 768)
    page.deliver()
    page.page.emulate_media(media="print")
    assert page.box(".content img") == (300, 2400)

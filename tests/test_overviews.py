"""Calendars and overviews in a browser: on a phone, in light and dark, by a screen reader, and with the filter box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browsers import served
from tests.readers import AXE
from tests.sites import SmallSite, post

pytestmark = pytest.mark.slow

TAGS = [*(f"Quay {number}" for number in range(1, 33)), "Ｆｅｒｒｙ", "码头"]
LONG_NAME = "A source with a name that is far too long for one line on a phone, as scrapers like to print it"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served site: ten years; in the last one, each day of a month has a post."""
    site = SmallSite(tmp_path_factory.mktemp("overviews") / "site")
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29 if month == 2 else 4)]
    for day in [*days, *(f"{year}-{month:02}-03" for year in range(2015, 2024) for month in (2, 3, 11))]:
        site.write(f"{day}.md", post(day, date=day, source=LONG_NAME if day < "2020" else "Tide"))
    site.write("tags.md", post("Tags", date="2024-07-01", tags=TAGS, categories=[["News", "Harbour"], ["Weather"]]))
    site.write("undated.md", post("Undated", source="Undated"))
    site.build()
    with served(site.output) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Any) -> Iterator[Any]:
    """A page of one reader."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    yield page
    page.close()


@pytest.mark.parametrize(
    ("path", "scheme"),
    [
        ("archives/", "light"),
        ("archives/2024/", "light"),
        ("archives/2024/02/", "dark"),
        ("tags/", "dark"),
        ("sources/", "light"),
        ("categories/", "light"),
    ],
)
def test_the_page_fits_a_phone_and_axe_finds_nothing_wrong_with_it(page: Any, address: str, path: str, scheme: str):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    heights = page.evaluate("[...document.querySelectorAll('.calendar, .years')].map((part) => part.offsetHeight)")
    assert all(height < 2200 for height in heights)
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run({ exclude: ['.cards'] }, options)", AXE)["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []


def test_the_filter_box_leaves_what_contains_the_typed_text(page: Any, address: str):
    page.goto(f"{address}/tags/")
    box = page.get_by_role("searchbox", name="Filter")
    box.fill("quay 3")
    assert page.locator("main li:visible a").all_text_contents() == ["Quay 3", "Quay 30", "Quay 31", "Quay 32"]
    assert page.locator("main h2:visible").all_text_contents() == ["Q"]
    assert page.get_by_role("status").text_content().strip() == "4 / 34"
    box.fill(" FERRY ")
    assert page.locator("main li:visible a").all_text_contents() == ["Ｆｅｒｒｙ"]
    box.fill("")
    assert page.locator("main li:visible").count() == 34
    page.goto(f"{address}/categories/")
    assert page.get_by_role("searchbox", name="Filter").count() == 0

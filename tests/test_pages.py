"""Every kind of page in Chromium: nothing moves or is cut off, no other host is asked, axe-core has no objection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsers import served
from tests.page_kinds import SMALL_KINDS, bundled_site, kinds, many, small_site
from tests.readers import WIDTHS, all_faults, reading

pytestmark = [pytest.mark.slow, pytest.mark.starts_processes]

PARTS = 3
"""Processes of pytest share the kinds of page: all of them take twenty seconds."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the small site."""
    return small_site(tmp_path_factory.mktemp("kinds"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the bundled site."""
    return bundled_site(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def archive(archive_site: Any) -> Path:
    """The output folder of the real archive."""
    site, _ = archive_site
    folder = site.folder / "served/repo"
    folder.parent.mkdir(exist_ok=True)
    if not folder.is_symlink():
        folder.symlink_to(site.output)
    return folder


def pages(output: Path, query: str, count: int) -> Iterator[tuple[str, str]]:
    """Kind and path of pages: of each kind the `count` longest and, of more than one, as many of the shortest."""
    known = set()
    for kind, paths in kinds(output).items():
        for path in [*paths[:count], *(paths[count:][-count:] if count > 1 else ())]:
            if path not in known:
                known.add(path)
                yield kind, f"{path}?q={query}" if kind == "search" else path


def test_the_small_site_has_every_kind_of_page(small: Path):
    assert kinds(small).keys() == SMALL_KINDS


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_wrong_with_any_kind_of_page(browser: Any, small: Path, part: int):
    some = list(pages(small, "渡口", 1))[part::PARTS]
    with served(small.parent) as address:
        faults = all_faults(browser, f"{address}/{small.name}/", some, (360, 1440))
    assert not faults, faults


@pytest.mark.long
@pytest.mark.parametrize(("name", "query"), [("own", "水位"), ("archive", "公司")])
def test_nothing_is_wrong_with_the_pages_of_a_large_site(
    browser: Any, request: pytest.FixtureRequest, name: str, query: str
):
    output = request.getfixturevalue(name)
    with served(output.parent) as address:
        faults = all_faults(browser, f"{address}/{output.name}/", pages(output, query, 4), WIDTHS)
    assert not faults, faults


UNPLACED = re.compile(r'<img (?![^>]*(?: height="| class="[^">]*\balone\b))')
"""A picture of unknown height for which no place is kept, because it may be an icon among words."""


@pytest.mark.long
def test_nothing_is_wrong_with_many_articles_of_the_archive(browser: Any, archive: Path):
    with served(archive.parent) as address, reading(browser, f"{address}/{archive.name}/") as reader:
        faults = [
            f"/{path}: {fault}"
            for path in many(kinds(archive)["article"])
            for fault in reader.faults("article", path, (360,))
            if not fault.startswith("shifts") or not UNPLACED.search((archive / path / "index.html").read_text("utf-8"))
        ]
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize(("width", "most"), [(1440, 4_000), (390, 7_000)])
def test_home_of_a_large_site_ends_soon(browser: Any, archive: Path, width: int, most: int):
    with served(archive.parent) as address, reading(browser, f"{address}/{archive.name}/") as reader:
        reader.open("home", "", width)
        assert reader.page.evaluate("document.documentElement.scrollHeight") <= most

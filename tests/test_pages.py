"""Every kind of page in Chromium: nothing moves or is cut off, no other host is asked, axe-core has no objection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browsers import served
from tests.page_kinds import SMALL_KINDS, kinds, write_site
from tests.readers import WIDTHS, all_faults, reading
from tests.sites import SmallSite

pytestmark = [pytest.mark.slow, pytest.mark.starts_processes]

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """The finished small site with every kind of page."""
    site = SmallSite(tmp_path_factory.mktemp("kinds") / "site")
    write_site(site)
    site.build(output=site.folder / "served/p", url="https://example.org/p/")
    return site


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the bundled site below its base path."""
    folder = tmp_path_factory.mktemp("own")
    site = SmallSite.__new__(SmallSite)
    site.folder = folder / "site"
    site.folder.mkdir()
    for name in ("site.toml", "content", "blog", "filters"):
        (site.folder / name).symlink_to(REPOSITORY / name)
    site.build(output=folder / "served/pressmark")
    return folder / "served"


@pytest.fixture(scope="module")
def archive(archive_site: Any) -> Path:
    """The folder that holds the real archive below its base path."""
    site, _ = archive_site
    (site.folder / "served").mkdir(exist_ok=True)
    (site.folder / "served/repo").symlink_to(site.output)
    return site.folder / "served"


def pages(output: Path, query: str, count: int) -> Iterator[tuple[str, str]]:
    """Kind and path of pages: of each kind the `count` longest and, of more than one, as many of the shortest."""
    known = set()
    for kind, paths in kinds(output).items():
        for path in [*paths[:count], *(paths[count:][-count:] if count > 1 else ())]:
            if path not in known:
                known.add(path)
                yield kind, f"{path}?q={query}" if kind == "search" else path


def test_the_small_site_has_every_kind_of_page(small: SmallSite):
    assert kinds(small.folder / "served/p").keys() == SMALL_KINDS


@pytest.mark.xfail(strict=True, reason="scrolling parts without focus, steps of headings, broken pictures that go away")
def test_nothing_is_wrong_with_any_kind_of_page(browser: Any, small: SmallSite):
    with served(small.folder / "served") as address:
        faults = all_faults(browser, f"{address}/p/", pages(small.folder / "served/p", "渡口", 1), (360, 1440))
    assert not faults, faults


@pytest.mark.long
@pytest.mark.parametrize(("name", "path", "query"), [("own", "pressmark", "水位"), ("archive", "repo", "公司")])
def test_nothing_is_wrong_with_the_pages_of_a_large_site(
    browser: Any, request: pytest.FixtureRequest, name: str, path: str, query: str
):
    folder = request.getfixturevalue(name)
    with served(folder) as address:
        faults = all_faults(browser, f"{address}/{path}/", pages(folder / path, query, 4), WIDTHS)
    assert not faults, faults


@pytest.mark.long
@pytest.mark.xfail(strict=True, reason="home is a wall of cards")
@pytest.mark.parametrize(("width", "most"), [(1440, 4_000), (390, 7_000)])
def test_home_of_a_large_site_ends_soon(browser: Any, archive: Path, width: int, most: int):
    with served(archive) as address, reading(browser, f"{address}/repo/") as reader:
        reader.open("home", "", width)
        assert reader.page.evaluate("document.documentElement.scrollHeight") <= most

"""One site built with Hexo 8 and with Pressmark: they differ where the list says so, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.hexo.differences import PAGE, Found, Listed, compared, listed, page
from tests.hexo.recorded import Recorded, built_with_hexo, built_with_pressmark, flat
from tests.npm import program

PER_PAGE = 5


# Few tests use it: each process of pytest builds both anew.
@pytest.fixture(scope="module")
def both(needs: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Recorded, Recorded]:
    """What Hexo and Pressmark made; without Hexo, which `make npm` installs, the test is skipped."""
    needs("node")
    hexo = needs(str(program("hexo")))
    folder = tmp_path_factory.mktemp("differential")
    return built_with_hexo(hexo, folder / "hexo"), built_with_pressmark(folder / "pressmark")


def test_hexo_and_pressmark_differ_where_the_list_says_so_and_nowhere_else(both: tuple[Recorded, Recorded]) -> None:
    found = list(compared(*both))
    entries = listed()
    unlisted = [one for one in found if not any(_is_in(one, entry) for entry in entries)]
    gone = [
        (entry.what, place)
        for entry in entries
        for place in entry.where
        for what in entry.what
        if not any(one.what == what and entry.fits(one, place) for one in found)
    ]
    assert not unlisted, "differs and is not listed: " + "\n".join(map(repr, unlisted))
    assert not gone, f"is listed and does not differ: {gone}"


def _is_in(found: Found, entry: Listed) -> bool:
    return any(entry.fits(found, place) for place in entry.where)


def test_a_difference_that_most_posts_have_hides_no_other(both: tuple[Recorded, Recorded]) -> None:
    hexo, ours = both
    for known in (
        ("updated", "_posts/yaml.md"),
        ("updated", "_posts/updated.md"),
        ("excerpt", "_posts/excerpts/more.md"),
        ("excerpt", "_posts/excerpts/more-inside.md"),
        ("excerpt", "_posts/excerpts/field-html.md"),
        ("permalink", "_posts/addresses/abbrlink.md as p/:abbrlink.html"),
        ("permalink", "_posts/addresses/abbrlink-number.md as :id/:name/"),
    ):
        assert hexo.values[known] == ours.values[known] != "", known


def test_both_publish_many_posts_and_cut_their_lists_into_pages_of_one_length(both: tuple[Recorded, Recorded]) -> None:
    for side in both:
        assert sum(what == "address" for what, _ in side.values) > 120
        for address, pages in side.lists.items():
            last = max(pages)
            assert {len(pages[number]) for number in pages if number != last} <= {PER_PAGE}, address
            assert 0 < len(pages[last]) <= PER_PAGE, address
            assert set(range(2, last)) <= pages.keys(), address
        assert len(side.lists["/"]) > 10
        assert len(flat(side.lists["/"])) == len(set(flat(side.lists["/"])))


def test_the_list_is_the_page_of_the_documentation() -> None:
    assert PAGE.read_text("utf-8") == page(listed()), "write it with: python -m tests.hexo.differences"

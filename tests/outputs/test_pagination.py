"""How lists are cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.pagination import cut, page_addresses


def ids(count):
    return tuple(str(number) for number in range(count, 0, -1))


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, [0]), (1, [1]), (9, [9]), (19, [19]), (20, [10, 10]), (29, [19, 10]), (30, [10, 10, 10])],
)
def test_the_own_page_never_shows_a_poor_remainder(count, expected):
    assert [len(page.ids) for page in cut("/", ids(count), 10, "stable")] == expected


@given(st.integers(0, 200), st.integers(1, 12), st.sampled_from(["stable", "hexo"]))
def test_every_post_is_on_exactly_one_page_in_order(count, per_page, pagination):
    pages = cut("/t/", ids(count), per_page, pagination)
    assert [id for page in pages for id in page.ids] == list(ids(count))
    assert sorted(page.address for page in pages) == sorted(page_addresses("/t/", count, per_page, pagination))
    for newer, older in itertools.pairwise(pages):
        assert newer.older == older.address
        assert older.newer == newer.address


@given(st.integers(0, 120), st.integers(1, 9))
def test_a_new_post_changes_one_page_and_at_a_border_three(count, per_page):
    before = {page.address: page for page in cut("/", ids(count), per_page, "stable")}
    after = {page.address: page for page in cut("/", ids(count + 1), per_page, "stable")}
    changed = {address for address in after if before.get(address) != after[address]}
    assert before.keys() <= after.keys()
    is_border = len(after) > len(before)
    assert len(changed) <= (3 if is_border else 1)
    assert "/" in changed


def test_hexo_numbers_pages_from_the_newest():
    first, second, third = cut("/", ids(25), 10, "hexo")
    assert (first.address, second.address, third.address) == ("/", "/page/2/", "/page/3/")
    assert third.ids == ("5", "4", "3", "2", "1")
    assert first.oldest == "/page/3/"

"""How lists are cut."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.lists.pagination import Paging, cut

PAGINGS = st.builds(Paging, st.integers(1, 12), st.integers(1, 12), is_hexo=st.booleans())
STABLE = st.builds(Paging, st.integers(1, 12), st.integers(1, 12))


def ids(count):
    return tuple(str(number) for number in range(count, 0, -1))


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, [0]), (1, [1]), (9, [9]), (19, [19]), (20, [10, 10]), (29, [19, 10]), (30, [10, 10, 10])],
)
def test_the_first_page_never_shows_a_poor_remainder(count, expected):
    assert [len(page.ids) for page in cut("/", ids(count), Paging(10, 20))] == expected


@pytest.mark.parametrize(
    ("count", "expected"), [(3, [3]), (12, [12]), (13, [3, 10]), (22, [12, 10]), (23, [3, 10, 10])]
)
def test_the_first_page_has_at_least_as_many_posts_as_it_shows_as_cards(count, expected):
    assert [len(page.ids) for page in cut("/", ids(count), Paging(10, 3))] == expected


@given(st.integers(0, 200), PAGINGS)
def test_every_post_is_on_exactly_one_page_in_order(count, paging):
    pages = cut("/t/", ids(count), paging)
    assert [id for page in pages for id in page.ids] == list(ids(count))
    assert sorted(page.address for page in pages) == sorted(paging.addresses("/t/", count))
    for newer, older in itertools.pairwise(pages):
        assert newer.older == older.address
        assert older.newer == newer.address


@given(st.integers(0, 120), STABLE)
def test_a_new_post_changes_one_page_and_at_a_border_three(count, paging):
    before = {page.address: page for page in cut("/", ids(count), paging)}
    after = {page.address: page for page in cut("/", ids(count + 1), paging)}
    changed = {address for address in after if before.get(address) != after[address]}
    assert before.keys() <= after.keys()
    is_border = len(after) > len(before)
    assert len(changed) <= (3 if is_border else 1)
    assert "/" in changed


@given(st.integers(0, 120), STABLE)
def test_a_short_first_page_has_the_newest_posts_and_further_pages_have_all(count, paging):
    paging = replace(paging, is_front=True)
    first, *further = cut("/", ids(count), paging)
    assert first.ids == ids(count)[: paging.least]
    assert [id for page in further for id in page.ids] == (list(ids(count)) if count > paging.least else [])
    assert all(len(page.ids) == paging.per_page for page in further[1:])
    assert [page.number for page in further] == list(range(len(further), 0, -1))


@given(st.integers(0, 120), STABLE)
def test_a_new_post_changes_a_short_first_page_and_the_newest_of_the_further_ones(count, paging):
    paging = replace(paging, is_front=True)
    before = {page.address: page for page in cut("/", ids(count), paging)}
    after = {page.address: page for page in cut("/", ids(count + 1), paging)}
    changed = {address for address in after if before.get(address) != after[address]}
    assert before.keys() <= after.keys()
    # The first list of all posts appears at once, when one more than the first page shows is there.
    assert len(changed) <= 3 or len(before) == 1


@pytest.mark.parametrize("is_front", [False, True])
def test_posts_at_the_top_stand_before_all_others_on_the_first_page(is_front):
    first, second = cut("/", ids(5), Paging(3, 2, is_front=is_front), top=("1", "3"))[:2]
    assert first.ids == ("1", "3")
    assert second.ids == (("5", "4") if is_front else ("5", "4", "2"))


def test_hexo_numbers_pages_from_the_newest():
    first, second, third = cut("/", ids(25), Paging(10, 20, is_hexo=True))
    assert (first.address, second.address, third.address) == ("/", "/page/2/", "/page/3/")
    assert third.ids == ("5", "4", "3", "2", "1")
    assert first.oldest == "/page/3/"

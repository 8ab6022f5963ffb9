"""The heat of days and months, and calendars of a year and a month."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.lists.calendars import heat_levels
from tests.sites import post


@pytest.mark.parametrize(
    ("counts", "levels"),
    [
        ([], {}),
        ([7], {7: 2}),
        ([3, 3, 3], {3: 2}),
        ([1, 2], {1: 1, 2: 3}),
        ([1, 2, 3, 4], {1: 1, 2: 2, 3: 3, 4: 4}),
        ([1, 1, 1, 2, 2, 544], {1: 1, 2: 3, 544: 4}),
        ([1] * 90 + [2] * 10, {1: 2, 2: 4}),
    ],
)
def test_heat_is_the_quarter_in_which_the_days_with_a_number_lie(counts: list[int], levels: dict[int, int]):
    assert heat_levels(counts) == levels


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=400), st.integers(1, 10**9))
def test_more_posts_never_have_less_heat_and_a_larger_maximum_changes_nothing(counts: list[int], more: int):
    levels = heat_levels(counts)
    assert set(levels) == set(counts)
    assert [levels[count] for count in sorted(levels)] == sorted(levels.values())
    assert set(levels.values()) <= {1, 2, 3, 4}
    assert heat_levels(reversed(counts)) == levels
    most = max(counts)
    grown = heat_levels(count + more if count == most else count for count in counts)
    assert grown == {count + more if count == most else count: level for count, level in levels.items()}


def cells(page: str) -> list[str]:
    """The cells of days with posts, without their links, from the top."""
    return [re.sub("</?[ai].*?>", "", cell) for cell in re.findall(r"<td[^>]*><a.*?</a>", page)]


def test_one_large_day_does_not_make_the_other_days_of_its_year_pale(small_site):
    for number in range(20):
        small_site.write(f"large{number}.md", post(f"Large {number}", date="2024-02-29"))
    for name, day in {"a": "2024-02-05", "b": "2024-02-06", "c": "2024-02-06", "d": "2024-07-01"}.items():
        small_site.write(f"{name}.md", post(name, date=day))
    small_site.build()
    year, month = small_site.page("/archives/2024/"), small_site.page("/archives/2024/02/")
    assert cells(year) == [
        '<td class="h1">5 (1)',
        '<td class="h3">6 (2)',
        '<td class="h4">29 (20)',
        '<td class="h1">1 (1)',
    ]
    # On the page of the month, a day is compared with those of the month.
    assert cells(month) == ['<td class="h1">5 (1)', '<td class="h2">6 (2)', '<td class="h4">29 (20)']
    assert '<tr><td colspan="3"></td><td>1</td><td>2</td><td>3</td><td>4</td></tr>' in month
    assert '29<i> (20)</i></a></td><td colspan="3"></td></tr>' in month

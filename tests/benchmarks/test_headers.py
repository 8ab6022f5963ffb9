"""The headers of made posts are in the shares of a real archive."""

from __future__ import annotations

from collections import Counter

from benchmarks.headers import FEEDS, IN_A_FETCH, header

MADE = [header(number, 1) for number in range(2 * IN_A_FETCH)]


def test_posts_come_from_as_many_feeds_sources_and_subjects_as_in_the_archive():
    assert len({made.categories for made in MADE}) == FEEDS == 171
    assert len({made.source for made in MADE}) == 126
    assert len({made.categories[0] for made in MADE}) == 10
    assert 60 <= len({made.categories for made in MADE[:892]}) <= 80


def test_most_posts_of_a_fetch_are_of_its_day_and_the_others_are_older():
    days = Counter(made.moment.date() for made in MADE)
    (first, second), others = days.most_common(2), sorted(days.values())[:-2]
    assert all(0.54 < count / IN_A_FETCH < 0.62 for _, count in (first, second))
    assert max(others) < 150
    assert sum(count == 1 for count in others) > 300
    assert {made.moment.year for made in MADE} == set(range(2006, 2013))


def test_new_feeds_come_for_ever_if_they_are_to():
    grown = {header(number, 1, is_growing=True).categories for number in range(2 * IN_A_FETCH)}
    assert 1.5 * FEEDS < len(grown) <= 2 * FEEDS

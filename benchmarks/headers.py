"""Dates, sources and categories of made posts, in the shares of a real archive: feeds that are fetched repeatedly.

Counted in 892 posts and in the 2,015 pages of one fetch: 171 feeds; for each post three categories (subject, source,
feed) and no tags; 58 % of all posts on the day of the fetch, most others in the weeks before, the rest over six years.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from benchmarks.pieces import words

START = datetime(2012, 1, 1, tzinfo=UTC)
IN_A_FETCH, FEEDS = 2015, 171
DAYS_BETWEEN = 7
ON_THE_DAY, IN_THE_WEEKS_BEFORE = 0.58, 0.27
WEEKS_BEFORE_DAYS, YEARS_BEFORE_DAYS = 6, 6 * 365
SUBJECTS = (19, 8, 7, 6, 5, 5, 2, 2, 2, 1)
"""Sources of each subject, out of 57."""
SOURCES_OF_FEEDS = 57 / 77


@dataclass(frozen=True, slots=True)
class Header:
    """What lists and feeds make of a post."""

    moment: datetime
    categories: tuple[str, str, str]

    @property
    def source(self) -> str:
        """Who published it."""
        return self.categories[1]


def header(number: int, seed: int, *, is_growing: bool = False) -> Header:
    """The header of post `number`.

    New feeds come until there are as many as one fetch has; then the archive grows by posts only.  With `is_growing`
    new feeds come for ever, as many for each thousand posts.
    """
    chance = Random(f"header {seed}:{number}")
    feeds = math.ceil((number + 1) * FEEDS / IN_A_FETCH)
    return Header(_moment(number, chance), _feed(chance.randrange(feeds if is_growing else min(feeds, FEEDS))))


def _moment(number: int, chance: Random) -> datetime:
    fetched = START + timedelta(days=DAYS_BETWEEN * (number // IN_A_FETCH))
    kind = chance.random()
    if kind < ON_THE_DAY:
        before = 0.0
    elif kind < ON_THE_DAY + IN_THE_WEEKS_BEFORE:
        before = 1 + chance.expovariate(1 / WEEKS_BEFORE_DAYS)
    else:
        before = chance.uniform(30, YEARS_BEFORE_DAYS)
    # The sixteen hours of a day that it is also in Shanghai.
    return fetched - timedelta(days=int(before)) + timedelta(minutes=chance.randrange(16 * 60))


@cache
def _feed(number: int) -> tuple[str, str, str]:
    source = int(number * SOURCES_OF_FEEDS)
    chance = Random(f"source {source}")
    (subject,) = chance.choices(range(len(SUBJECTS)), SUBJECTS)
    return f"门类{subject}", words(chance, 2, 6), words(Random(f"feed {number}"), 2, 5)

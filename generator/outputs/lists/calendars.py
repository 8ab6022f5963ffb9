"""Calendars: for each day of a month, and for each month of a year, the number of its posts and its link and heat."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from generator.outputs.contexts import RenderContext
from generator.site_index import Listing, SiteIndex
from generator.stored import Stored
from generator.templating.filters import day_text, month_text, year_text
from generator.templating.pieces import DayView, MonthView


@dataclass(frozen=True, slots=True)
class PlannedMonth(Stored):
    """A month of a calendar.  `days` has (day, address of its list, number of posts) for each day with posts."""

    year: int
    month: int
    address: str
    count: int
    days: tuple[tuple[int, str, int], ...]


def months_of(listing: Listing, index: SiteIndex) -> tuple[PlannedMonth, ...]:
    """The months to show as calendars on a list: all with posts for a year, one for a month, none for another list."""
    if listing.kind == "year":
        return tuple(_month(index.listings[address], index) for address in listing.children)
    return (_month(listing, index),) if listing.kind == "month" else ()


def _month(listing: Listing, index: SiteIndex) -> PlannedMonth:
    days = [index.listings[address] for address in listing.children]
    year, month = listing.path
    planned = tuple((int(day.path[2]), index.merged.get(day.address, day.address), day.count) for day in days)
    return PlannedMonth(int(year), int(month), listing.address, listing.count, planned)


def month_views(months: tuple[PlannedMonth, ...], context: RenderContext) -> tuple[MonthView, ...]:
    """The months as templates print them; the heat of a day compares it with all days of these months."""
    levels = heat_levels(count for month in months for _, _, count in month.days)
    return tuple(_month_view(month, levels, context) for month in months)


def heat_levels(counts: Iterable[int]) -> dict[int, int]:
    """The level of heat, 1 to 4, by number of posts; `counts` has this number for each day or month with posts.

    The level is the quarter of all days in which the middle of the days with this number lies.  So one very large day
    does not make all others pale, equal numbers have equal levels, and a number that all days have has level 2.
    """
    days = Counter(counts)
    levels, below = {}, 0
    for count in sorted(days):
        # Rounded up: the middle is never at 0.
        levels[count] = -(-4 * (2 * below + days[count]) // (2 * days.total()))
        below += days[count]
    return levels


def _month_view(month: PlannedMonth, levels: Mapping[int, int], context: RenderContext) -> MonthView:
    by_day = {day: (address, count) for day, address, count in month.days}
    weeks = []
    # The calendar of Python fails for the first and last year that a date can have.
    for week in calendar.Calendar().monthdayscalendar(min(max(month.year, 2), 9998), month.month):
        days = []
        for day, cells in groupby(week):
            address, count = by_day.get(day, ("", 0))
            days.append(DayView(day, len([*cells]), context.href(address), count, levels.get(count, 0)))
        weeks.append(tuple(days))
    text = month_title(str(month.year), str(month.month), context)
    return MonthView(text, context.href(month.address), month.count, tuple(weeks))


def month_title(year: str, month: str, context: RenderContext) -> str:
    """A month in the language of the site, such as `November 2021`; `year` and `month` are digits."""
    return month_text(int(year), int(month), context.site.text)


def period_title(path: tuple[str, ...], context: RenderContext) -> str:
    """A year, month or day in the language of the site; `path` has one, two or three texts of digits."""
    match path:
        case (year,):
            return year_text(int(year), context.site.text)
        case (year, month):
            return month_title(year, month, context)
        case (year, month, day):
            return day_text(int(year), int(month), int(day), context.site.text)
    raise ValueError(path)

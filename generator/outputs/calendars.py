"""Calendars of a year or a month: for each day the number of its posts and the address of their list."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

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
    """The months as templates print them.

    Each day has a level from 0, without posts, to 4, for the largest number of posts on one day of these months.
    """
    most = max((count for month in months for _, _, count in month.days), default=0)
    return tuple(_month_view(month, most, context) for month in months)


def _month_view(month: PlannedMonth, most: int, context: RenderContext) -> MonthView:
    by_day = {day: (address, count) for day, address, count in month.days}
    weeks = []
    # The calendar of Python fails for the first and last year that a date can have.
    for week in calendar.Calendar().monthdayscalendar(min(max(month.year, 2), 9998), month.month):
        days = []
        for day in week:
            address, count = by_day.get(day, ("", 0))
            days.append(DayView(day, context.href(address), count, -(-4 * count // most) if most else 0))
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

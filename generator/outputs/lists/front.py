"""What the home page shows beside the newest posts: recent months, the largest sources, and this day in past years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from generator.dates import local_date
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.lists.calendars import period_title
from generator.outputs.parts import Target
from generator.site_index import Listing
from generator.stored import Stored
from generator.templating.filters import year_text
from generator.templating.pieces import LinkView, PastView

MONTHS = 12
SOURCES = 10
PAST = 5
"""`MONTHS`, `SOURCES` and `PAST` are the largest numbers of months, sources and posts of past years beside the home
page's posts."""


@dataclass(frozen=True, slots=True)
class Front(Stored):
    """What the home page shows beside its posts, as planned; each part may be empty."""

    categories: tuple[tuple[Target, int], ...]
    """The links to the top categories, with the number of posts in each, the largest first."""
    months: tuple[tuple[tuple[str, ...], str, int], ...]
    """(year and month, address, number of posts) of the last months with posts, the newest first."""
    sources: tuple[tuple[Target, int], ...]
    past: tuple[tuple[int, str, str, str], ...]
    """(year, title, address, language of the title) of posts of the same day in past years, the newest first."""


NO_FRONT = Front((), (), (), ())


def front(context: PlanContext) -> Front:
    """What the home page shows beside its posts.

    Its day is that of the newest post, because the output of a build must not depend on the clock.
    """
    index = context.index
    of_kind: dict[str, list[Listing]] = {"category": [], "month": [], "source": []}
    for listing in index.listings.values():
        if listing.kind in of_kind and (listing.kind != "category" or len(listing.path) == 1):
            of_kind[listing.kind].append(listing)
    months = sorted(of_kind["month"], key=lambda item: item.path, reverse=True)[:MONTHS]
    return Front(
        categories=linked(of_kind["category"], context),
        months=tuple((item.path, item.address, item.count) for item in months),
        sources=linked(of_kind["source"], context)[:SOURCES],
        past=_past(context),
    )


def linked(listings: list[Listing], context: PlanContext) -> tuple[tuple[Target, int], ...]:
    """The links to these categories, tags or sources with the number of posts in each, the largest first.

    Small ones without a page of their own are left out.
    """
    merged = context.index.merged
    return tuple(
        ((item.name, item.address), item.count)
        for item in sorted(listings, key=lambda item: (-item.count, item.name))
        if item.address not in merged
    )


def _past(context: PlanContext) -> tuple[tuple[int, str, str, str], ...]:
    index = context.index
    days = ((_day(id, context), id) for id in index.dated)
    today, _ = next(days, (None, ""))
    if today is None:
        return ()
    # The iterator goes on with the second post; those of the same year are of the same day.
    same = ((day, id) for day, id in days if (day.month, day.day) == (today.month, today.day) and day.year < today.year)
    return tuple(
        (day.year, index.summaries[id].header.title, index.addresses[id], index.summaries[id].title_language)
        for day, id in islice(same, PAST)
    )


def _day(id: str, context: PlanContext) -> date:
    """The day of a dated post in the time zone of the site."""
    published = context.index.summaries[id].header.published
    assert published is not None
    return local_date(published, context.config.zone)


def month_links(planned: Front, context: RenderContext) -> tuple[LinkView, ...]:
    """The links to recent months, as templates print them."""
    return tuple(
        LinkView(period_title(path, context), context.href(address), count) for path, address, count in planned.months
    )


def links(planned: tuple[tuple[Target, int], ...], context: RenderContext) -> tuple[LinkView, ...]:
    """Links to lists with the number of posts in each, as templates print them."""
    return tuple(LinkView(name, context.href(address), count) for (name, address), count in planned)


def past_links(planned: Front, context: RenderContext) -> tuple[PastView, ...]:
    """The links to posts of the same day in past years, as templates print them."""
    return tuple(
        PastView(year_text(year, context.site.text), title, context.href(address), lang)
        for year, title, address, lang in planned.past
    )

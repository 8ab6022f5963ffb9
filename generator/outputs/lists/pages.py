"""Pages that list posts: home, categories, tags, sources, years, months, days and undated posts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from markupsafe import Markup

from generator.dates import local_date
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.indexing import is_list_indexed, unindexed
from generator.outputs.lists.calendars import PlannedMonth, month_views, months_of, period_title
from generator.outputs.lists.front import NO_FRONT, Front, front, linked, links, month_links, past_links
from generator.outputs.lists.listings import ARCHIVE, HOME, PERIODS, day_id, has_feed, paging_of, undated_address
from generator.outputs.lists.pagination import Cut, cut
from generator.outputs.page import Page, Reads
from generator.outputs.parts import NO_TARGET, Entry, Listed, Target, entry, head, listed
from generator.outputs.parts import link as link_of
from generator.site_index import Listing, SiteIndex
from generator.stored import Stored
from generator.templating.filters import counted
from generator.templating.pieces import GroupView, LinkView, PaginationView
from generator.templating.views import HomePageView, ListPageView

LIST = "list"
MOST_YEARS = 50
"""The largest number of years to which a page of a list leads; dates of strangers may be of any year."""


@dataclass(frozen=True, slots=True)
class Span(Stored):
    """The dates of a page of a list and of those around it; none of them changes when a new post is added.

    All are days, empty texts where there is no such page or the posts have no dates.
    """

    newest: str
    oldest: str
    newer: str
    """The day of the oldest post on the newer page."""
    older: str
    """The day of the newest post on the older page."""
    years: tuple[tuple[str, str], ...]
    """(year, address of the page on which its posts begin) of each year before that of the newest post."""


NO_SPAN = Span("", "", "", "", ())


@dataclass(frozen=True, slots=True)
class ListContent(Stored):
    """A page of a list, as planned: its posts, and links to the lists and pages around it.

    How many posts the list has is shown on its first page only: a new post changes that page anyway, and the others can
    stay as they are.
    """

    kind: str
    path: tuple[str, ...]
    is_undated: bool
    entries: tuple[Entry, ...]
    cards: int
    """The number of posts that are shown as cards, with excerpt and picture; those after them are a line each."""
    page: Cut
    span: Span
    ancestors: tuple[tuple[str, tuple[str, ...], str], ...]
    """(kind, path, address) of the lists above, from the top down."""
    children: tuple[tuple[Target, int], ...]
    months: tuple[PlannedMonth, ...]
    count: int | None
    undated: tuple[str, int]
    """(address of the page with the list's undated posts, number of these posts)."""
    earlier: tuple[tuple[str, ...], str]
    later: tuple[tuple[str, ...], str]
    """`earlier` and `later` are (path, address) of the previous and the next period."""
    feed: str
    is_indexed: bool
    front: Front = NO_FRONT
    """What the home page shows beside its posts."""


_NO_PERIOD: tuple[tuple[str, ...], str] = ((), "")


def plan(context: PlanContext) -> Iterator[Page[ListContent]]:
    """All pages of all lists of posts that have pages of their own, such as the home page and each tag and month."""
    index, config = context.index, context.config
    plan = _Plan(context, _periods(index), unindexed(index, config))
    for listing in index.listings.values():
        if listing.address in index.merged:
            continue
        paging = paging_of(listing.kind, config.lists)
        if listing.dated or listing.kind == "home":
            top = _sticky(listing, context) if listing.kind == "home" else ()
            pages = cut(listing.address, listing.dated, paging, top)
            spans = _spans(pages, listing, frozenset(top), context)
            for page, span in zip(pages, spans, strict=True):
                # The list of all posts that Hexo makes begins with the overview of all years.
                if (listing.kind,) != ARCHIVE or page.number:
                    yield plan.page(listing, page, span, is_undated=False)
        if listing.undated:
            for page in cut(undated_address(listing, listing.address), listing.undated, paging):
                yield plan.page(listing, page, NO_SPAN, is_undated=True)


def _sticky(listing: Listing, context: PlanContext) -> tuple[str, ...]:
    """The posts that stand at the top of the home page, the stickiest first."""
    summaries = context.index.summaries
    sticky = (id for id in listing.dated if summaries[id].header.sticky)
    return tuple(sorted(sticky, key=lambda id: -summaries[id].header.sticky))


def _spans(pages: tuple[Cut, ...], listing: Listing, top: Collection[str], context: PlanContext) -> list[Span]:
    """For each page of a list of dated posts, its dates and those of the pages around it.

    `top` has the ids of posts that stand before all others whatever their dates are.
    """
    days = [[_day(id, context) for id in page.ids if page.number or id not in top] for page in pages]
    begins: dict[str, str] = {}
    for page, of_page in zip(pages, days, strict=True):
        # The first page may show posts that are on further pages as well.
        for day in of_page if page.number or len(pages) == 1 or not _is_front(listing, context) else ():
            begins.setdefault(day[:4], page.address)
    newest_first = sorted(begins.items(), reverse=True)
    has_years = len(pages) > 1 and listing.kind not in PERIODS
    spans = []
    for place, of_page in enumerate(days):
        newest, oldest = (max(of_page), min(of_page)) if of_page else ("", "")
        before = (item for item in newest_first if item[0] < newest[:4]) if has_years else ()
        years = tuple(islice(before, MOST_YEARS))
        newer = min(days[place - 1]) if place and days[place - 1] else ""
        older = max(days[place + 1], default="") if place + 1 < len(days) else ""
        spans.append(Span(newest, oldest, newer, older, years))
    return spans


def _is_front(listing: Listing, context: PlanContext) -> bool:
    return paging_of(listing.kind, context.config.lists).is_front


def _day(id: str, context: PlanContext) -> str:
    published = context.index.summaries[id].header.published
    return local_date(published, context.config.zone).isoformat() if published is not None else ""


def _periods(index: SiteIndex) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    by_kind: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for listing in index.listings.values():
        if listing.kind in PERIODS:
            by_kind[listing.kind].append((listing.path, index.merged.get(listing.address, listing.address)))
    return {kind: sorted(periods) for kind, periods in by_kind.items()}


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the plans of all lists have in common."""

    context: PlanContext
    periods: Mapping[str, list[tuple[tuple[str, ...], str]]]
    closed: Collection[str]
    """The ids of posts that search engines may not show."""
    entries: dict[str, Entry] = field(default_factory=dict)

    def page(self, listing: Listing, page: Cut, span: Span, *, is_undated: bool) -> Page[ListContent]:
        """One page of a list, with its dated posts or its undated ones."""
        context, index = self.context, self.context.index
        is_first = page.number == 0
        is_own = is_first and not (is_undated and page.address != listing.address)
        for id in page.ids:
            if id not in self.entries:
                self.entries[id] = entry(id, context)
        earlier, later = self._around(listing) if is_own else (_NO_PERIOD, _NO_PERIOD)
        below = undated_address(listing, listing.address)
        is_below_itself = is_undated and page.address.startswith(below) and below != listing.address
        is_home = listing.kind == "home" and not is_undated
        children = (index.listings[address] for address in listing.children) if is_own else ()
        content = ListContent(
            kind=listing.kind,
            path=listing.path,
            is_undated=is_undated,
            entries=tuple(self.entries[id] for id in page.ids),
            cards=context.config.lists.cards if is_first else 0,
            page=page,
            span=span,
            ancestors=_ancestors(listing, is_below_itself, context),
            children=linked([item for item in children if item.kind == "category"], context),
            months=months_of(listing, index) if is_own else (),
            count=listing.count if is_own else None,
            undated=(below, len(listing.undated))
            if is_own and listing.undated and below != listing.address
            else ("", 0),
            earlier=earlier,
            later=later,
            feed=f"{listing.address}atom.xml" if has_feed(listing, context.config) else "",
            is_indexed=is_list_indexed(listing, self.closed),
            front=front(context) if is_home and is_own else NO_FRONT,
        )
        template = HomePageView.template if is_home else ListPageView.template
        return Page(page.address, LIST, template, content, page.ids, Reads.SUMMARIES, content.cards)

    def _around(self, listing: Listing) -> tuple[tuple[tuple[str, ...], str], tuple[tuple[str, ...], str]]:
        if listing.kind not in PERIODS:
            return _NO_PERIOD, _NO_PERIOD
        same = self.periods[listing.kind]
        place = bisect_left(same, (listing.path, listing.address))
        return same[place - 1] if place else _NO_PERIOD, same[place + 1] if place + 1 < len(same) else _NO_PERIOD


def _ancestors(
    listing: Listing, is_below_itself: bool, context: PlanContext
) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    above = []
    step = listing if is_below_itself else context.index.listings.get(listing.parent)
    while step is not None:
        above.append((step.kind, step.path, step.address))
        step = context.index.listings.get(step.parent)
    kind = "year" if listing.kind in (*PERIODS, *ARCHIVE) else listing.kind
    overview = context.index.overviews.get(kind, HOME)
    if overview != HOME:
        above.append((f"all-{kind}", (), overview))
    return tuple(reversed(above))


OVERVIEW_TEXTS = {"category": "categories", "tag": "tags", "source": "sources", "year": "archives"}
"""The interface string that names the overview of a kind."""


def title_of(kind: str, path: tuple[str, ...], context: RenderContext) -> str:
    """The title of a list in the site's language; `path` has the names of its category, tag or source, or its date."""
    if kind.startswith("all-"):
        return context.text(OVERVIEW_TEXTS[kind.removeprefix("all-")])
    if (kind,) == ARCHIVE:
        return context.text(OVERVIEW_TEXTS["year"])
    if kind in PERIODS:
        return period_title(path, context)
    return path[-1] if path else context.text("home")


def view(page: Page[ListContent], context: RenderContext) -> HomePageView | ListPageView:
    """The view of a page of a list: a HomePageView for the home page and its further pages, else a ListPageView."""
    content = page.content
    pagination = _pagination(content, context)
    address, number = content.undated
    undated = LinkView(context.text("undated"), context.href(address), number) if address else None
    title = title_of(content.kind, content.path, context)
    if content.is_undated:
        title = context.text("undated") if content.kind == "home" else title
    shown_title = f"{title} · {pagination.here}" if pagination.here else title
    if content.kind == "home" and not content.is_undated:
        page_head = head(context, page.address, shown_title if pagination.here else "", is_indexed=content.is_indexed)
        return HomePageView(
            site=context.site,
            head=page_head,
            menu=context.menu(page_head),
            footer=context.footer(is_home=page_head.is_home),
            groups=_groups(content, context),
            pagination=pagination,
            shelf=links(content.front.categories, context),
            months=month_links(content.front, context),
            sources=links(content.front.sources, context),
            past=past_links(content.front, context),
            count=content.count,
            undated=undated,
        )
    page_head = head(context, page.address, shown_title, feed=content.feed, is_indexed=content.is_indexed)
    return ListPageView(
        site=context.site,
        head=page_head,
        menu=context.menu(page_head),
        footer=context.footer(),
        kind="undated" if content.is_undated else content.kind,
        title=title,
        breadcrumb=tuple(
            LinkView(title_of(kind, path, context), context.href(to)) for kind, path, to in content.ancestors
        ),
        children=links(content.children, context),
        calendar=month_views(content.months, context),
        groups=_groups(content, context),
        pagination=pagination,
        count=content.count,
        undated=undated,
        earlier=_period_link(content.earlier, context),
        later=_period_link(content.later, context),
    )


def _groups(content: ListContent, context: RenderContext) -> tuple[GroupView, ...]:
    """The posts of a page by day; those of a day, and those without dates, are one group."""
    groups: list[tuple[str, list[Listed]]] = []
    for place, planned in enumerate(content.entries):
        published = context.summary(planned.id).header.published
        day = ""
        if published is not None and content.kind != "day":
            day = local_date(published, context.config.zone).isoformat()
        if not groups or groups[-1][0] != day:
            groups.append((day, []))
        groups[-1][1].append(
            listed(planned, context, is_card=place < content.cards, shows_source=content.kind != "source")
        )
    return tuple(
        GroupView(
            text=_day_text(day, context) if day else _heading(content, context),
            id=day_id(day[8:]) if day and content.kind == "month" else "",
            cards=tuple([item.card for item in items]),
            html=Markup("".join([item.html for item in items])),
        )
        for day, items in groups
    )


def _heading(content: ListContent, context: RenderContext) -> str:
    """What stands above posts that are not divided by day: that they have no date, or how many the day has."""
    if content.is_undated:
        return context.text("undated")
    return counted(context.site.text, "posts", len(content.entries))


def _day_text(day: str, context: RenderContext) -> str:
    """A day, given as `2021-11-04`, in the language of the site; empty if it is empty."""
    return period_title(tuple(day.split("-")), context) if day else ""


def _pagination(content: ListContent, context: RenderContext) -> PaginationView:
    at, span = content.page, content.span
    here = ""
    if at.number:
        days = dict.fromkeys((_day_text(span.oldest, context), _day_text(span.newest, context)))
        here = " – ".join(days) if span.newest else context.text("page_number", number=at.number)
    return PaginationView(
        newer=context.href(at.newer),
        older=context.href(at.older),
        first=context.href(at.first),
        oldest=context.href(at.oldest),
        number=at.number,
        newer_text=_day_text(span.newer, context),
        older_text=_day_text(span.older, context),
        here=here,
        years=tuple(LinkView(period_title((year,), context), context.href(to)) for year, to in span.years),
    )


def _period_link(period: tuple[tuple[str, ...], str], context: RenderContext) -> LinkView | None:
    path, address = period
    return link_of((period_title(path, context), address), context) if address else link_of(NO_TARGET, context)

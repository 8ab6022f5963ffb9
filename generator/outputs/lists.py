"""Pages that list posts: home, categories, tags, sources, years, months, days and undated posts."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.outputs.calendars import PlannedMonth, month_views, months_of, period_title
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.indexing import is_list_indexed, unindexed
from generator.outputs.listings import ARCHIVE, HOME, has_feed, per_page, undated_address
from generator.outputs.page import Page, Reads
from generator.outputs.pagination import Cut, cut
from generator.outputs.parts import NO_TARGET, Entry, Target, cards, entry, head
from generator.outputs.parts import link as link_of
from generator.site_index import Listing
from generator.stored import Stored
from generator.templating.pieces import LinkView, PaginationView
from generator.templating.views import HomePageView, ListPageView

LIST = "list"
PERIODS = ("year", "month", "day")


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
    page: Cut
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


_NO_PERIOD: tuple[tuple[str, ...], str] = ((), "")


def plan(context: PlanContext) -> Iterator[Page[ListContent]]:
    """All pages of all lists of posts, such as of the home page, of each tag and of each month."""
    index, lists = context.index, context.config.lists
    entries: dict[str, Entry] = {}
    periods = _periods(index.listings)
    closed = unindexed(index, context.config)
    for listing in index.listings.values():
        is_indexed = is_list_indexed(listing, closed)
        if listing.dated or listing.kind == "home":
            ids = _with_sticky(listing, context) if listing.kind == "home" else listing.dated
            pages = cut(listing.address, ids, per_page(listing.kind, lists), lists.pagination, lists.pagination_dir)
            pages = pages[1:] if (listing.kind,) == ARCHIVE else pages
            yield from (_page(listing, page, False, is_indexed, periods, entries, context) for page in pages)
        if listing.undated:
            address = undated_address(listing, listing.address)
            size = per_page(listing.kind, lists)
            pages = cut(address, listing.undated, size, lists.pagination, lists.pagination_dir)
            yield from (_page(listing, page, True, is_indexed, periods, entries, context) for page in pages)


def _with_sticky(listing: Listing, context: PlanContext) -> tuple[str, ...]:
    """The home page's posts: sticky ones first, the stickiest at the top."""
    summaries = context.index.summaries
    sticky = sorted(
        (id for id in listing.dated if summaries[id].header.sticky), key=lambda id: -summaries[id].header.sticky
    )
    if not sticky:
        return listing.dated
    above = set(sticky)
    return (*sticky, *(id for id in listing.dated if id not in above))


def _periods(listings: Mapping[str, Listing]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    by_kind: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for listing in listings.values():
        if listing.kind in PERIODS:
            by_kind[listing.kind].append((listing.path, listing.address))
    return {kind: sorted(periods) for kind, periods in by_kind.items()}


def _page(
    listing: Listing,
    page: Cut,
    is_undated: bool,
    is_indexed: bool,
    periods: Mapping[str, list[tuple[tuple[str, ...], str]]],
    entries: dict[str, Entry],
    context: PlanContext,
) -> Page[ListContent]:
    index = context.index
    is_own = page.number == 0 and not (is_undated and page.address != listing.address)
    for id in page.ids:
        if id not in entries:
            entries[id] = entry(id, context)
    earlier, later = _around(listing, periods) if is_own else (_NO_PERIOD, _NO_PERIOD)
    below = undated_address(listing, listing.address)
    children = [index.listings[address] for address in listing.children] if is_own else []
    if listing.kind == "home" and is_own:
        children = [item for item in index.listings.values() if item.kind == "category" and len(item.path) == 1]
    content = ListContent(
        kind=listing.kind,
        path=listing.path,
        is_undated=is_undated,
        entries=tuple(entries[id] for id in page.ids),
        page=page,
        ancestors=_ancestors(
            listing, is_undated and page.address.startswith(below) and below != listing.address, context
        ),
        children=tuple(
            ((item.name, item.address), item.count)
            for item in sorted(children, key=lambda item: (-item.count, item.name))
            if item.kind == "category"
        ),
        months=months_of(listing, index) if is_own else (),
        count=listing.count if is_own else None,
        undated=(below, len(listing.undated)) if is_own and listing.undated and below != listing.address else ("", 0),
        earlier=earlier,
        later=later,
        feed=f"{listing.address}atom.xml" if has_feed(listing) else "",
        is_indexed=is_indexed,
    )
    is_home = listing.kind == "home" and not is_undated
    template = HomePageView.template if is_home else ListPageView.template
    return Page(page.address, LIST, template, content, page.ids, Reads.SUMMARIES)


def _around(
    listing: Listing, periods: Mapping[str, list[tuple[tuple[str, ...], str]]]
) -> tuple[tuple[tuple[str, ...], str], tuple[tuple[str, ...], str]]:
    if listing.kind not in PERIODS:
        return _NO_PERIOD, _NO_PERIOD
    same = periods[listing.kind]
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
    shown, cards_html = cards(content.entries, context)
    at = content.page
    pagination = PaginationView(
        newer=context.href(at.newer),
        older=context.href(at.older),
        first=context.href(at.first),
        oldest=context.href(at.oldest),
        number=at.number,
    )
    address, number = content.undated
    undated = LinkView(context.text("undated"), context.href(address), number) if address else None
    children = tuple(LinkView(name, context.href(to), count) for (name, to), count in content.children)
    title = title_of(content.kind, content.path, context)
    if content.is_undated:
        title = context.text("undated") if content.kind == "home" else title
    shown_title = f"{title} · {context.text('page_number', number=at.number)}" if at.number else title
    if content.kind == "home" and not content.is_undated:
        page_head = head(context, page.address, shown_title if at.number else "", is_indexed=content.is_indexed)
        return HomePageView(
            site=context.site,
            head=page_head,
            menu=context.menu(page_head),
            footer=context.footer(),
            cards=shown,
            cards_html=cards_html,
            pagination=pagination,
            shelf=children,
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
        children=children,
        calendar=month_views(content.months, context),
        cards=shown,
        cards_html=cards_html,
        pagination=pagination,
        count=content.count,
        undated=undated,
        earlier=_period_link(content.earlier, context),
        later=_period_link(content.later, context),
    )


def _period_link(period: tuple[tuple[str, ...], str], context: RenderContext) -> LinkView | None:
    path, address = period
    return link_of((period_title(path, context), address), context) if address else link_of(NO_TARGET, context)

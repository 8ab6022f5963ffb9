"""The search page with its filters, and the description by which a browser offers the search of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.lists.pages import OVERVIEW_TEXTS
from generator.outputs.page import Page
from generator.outputs.parts import head
from generator.site_index import Listing
from generator.stored import Stored
from generator.templating.pieces import LinkView, SearchOptionView
from generator.templating.views import OpenSearchView, SearchPageView

SEARCH = "search"
MOST_OPTIONS = 200
"""Categories and sources that the search page offers as filters: the largest ones."""


@dataclass(frozen=True, slots=True)
class Filters(Stored):
    """What the search page offers: the names and sizes of categories and sources, years, and lists to read instead.

    `lists` has the kind and the address of each overview, such as that of all sources.
    """

    categories: tuple[tuple[tuple[str, ...], int], ...]
    sources: tuple[tuple[tuple[str, ...], int], ...]
    years: tuple[str, ...]
    lists: tuple[tuple[str, str], ...]


def claims(census: Census) -> tuple[str, ...]:
    """The addresses to reserve for the search page and its description; none if the site has no search."""
    start = census.config.search.address
    return (start, f"{start}opensearch.xml") if census.config.search.enabled else ()


def plan(context: PlanContext) -> Iterator[Page[Filters | None]]:
    """The search page and its description; none if the site has no search."""
    settings = context.config.search
    if not settings.enabled:
        return
    listings = tuple(context.index.listings.values())
    filters = Filters(
        categories=_largest(item for item in listings if item.kind == "category"),
        sources=_largest(item for item in listings if item.kind == "source"),
        years=tuple(sorted((item.path[0] for item in listings if item.kind == "year"), reverse=True)),
        lists=tuple(context.index.overviews.items()),
    )
    yield Page(settings.address, SEARCH, SearchPageView.template, filters)
    yield Page(f"{settings.address}opensearch.xml", SEARCH, OpenSearchView.template, None)


def _largest(listings: Iterable[Listing]) -> tuple[tuple[tuple[str, ...], int], ...]:
    largest = sorted(listings, key=lambda item: (-item.count, item.path))[:MOST_OPTIONS]
    return tuple(sorted((item.path, item.count) for item in largest))


def view(page: Page[Filters | None], context: RenderContext) -> SearchPageView | OpenSearchView:
    """The view of the search page, or that of its description."""
    start = context.config.search.address
    if page.content is None:
        return OpenSearchView(context.site, context.absolute(start))
    filters, title = page.content, context.text("search")
    page_head = head(context, page.address, title, is_indexed=False)
    return SearchPageView(
        site=context.site,
        head=page_head,
        menu=context.menu(page_head),
        footer=context.footer(),
        title=title,
        index_href=context.href(start),
        categories=tuple(
            SearchOptionView(" / ".join(path), "\n".join(path), count) for path, count in filters.categories
        ),
        sources=tuple(SearchOptionView(path[-1], path[-1], count) for path, count in filters.sources),
        years=filters.years,
        lists=tuple(LinkView(context.text(OVERVIEW_TEXTS[kind]), context.href(at)) for kind, at in filters.lists),
    )

"""Overviews: all categories as a tree, all tags, all sources, and all years with their months."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.dates import local_date
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.lists.calendars import heat_levels, period_title
from generator.outputs.lists.listings import undated_address
from generator.outputs.lists.pages import OVERVIEW_TEXTS
from generator.outputs.page import Page
from generator.outputs.parts import head
from generator.site_index import Listing
from generator.templating.pieces import LinkView, TermGroupView, TermView, YearMonthView, YearView
from generator.templating.views import ArchivesPageView, TermsPageView

OVERVIEW = "overview"
OTHER = "other"
"""The group of the tags that begin with no letter from A to Z."""


@dataclass(frozen=True, slots=True)
class Term:
    """A category, tag, source or year in an overview page, with its number of posts.

    `children` are the categories below a category, or the months of a year.
    """

    path: tuple[str, ...]
    address: str
    count: int
    years: tuple[int, int]
    """The years of the first and of the last post; (0, 0) if no post has a date."""
    children: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class OverviewContent:
    """An overview, as planned: a page with all categories, all tags, all sources or all years.

    `undated` is (address, number) of the posts without a date, for years only; else `("", 0)`.
    """

    kind: str
    terms: tuple[Term, ...]
    count: int
    undated: tuple[str, int]


def plan(context: PlanContext) -> Iterator[Page[OverviewContent]]:
    """The overview pages that the site needs: of all categories, all tags, all sources, and all years."""
    index = context.index
    home = index.listings["/"]
    for kind, address in index.overviews.items():
        tops = [item for item in index.listings.values() if item.kind == kind and len(item.path) == 1]
        terms = tuple(_term(item, context) for item in sorted(tops, key=lambda item: (-item.count, item.name)))
        undated = ("", 0)
        count = len({id for item in tops for id in (*item.dated, *item.undated)})
        if kind == "year":
            terms = tuple(sorted(terms, key=lambda term: term.path, reverse=True))
            undated = (undated_address(home, home.address), len(home.undated)) if home.undated else undated
            count = home.count
        template = ArchivesPageView.template if kind == "year" else TermsPageView.template
        yield Page(address, OVERVIEW, template, OverviewContent(kind, terms, count, undated))


def _term(listing: Listing, context: PlanContext) -> Term:
    # Category paths, and therefore this recursion, are at most twenty levels deep.
    index = context.index
    below = [index.listings[address] for address in listing.children if index.listings[address].kind != "day"]
    if listing.kind == "category":
        below.sort(key=lambda item: (-item.count, item.name))
    children = tuple(_term(item, context) for item in below)
    address = context.index.merged.get(listing.address, listing.address)
    # A page with all categories, or years, does not say when their posts were published.
    years = _years(listing, context) if listing.kind in ("tag", "source") else (0, 0)
    return Term(listing.path, address, listing.count, years, children)


def _years(listing: Listing, context: PlanContext) -> tuple[int, int]:
    moments = (context.index.summaries[id].header.published for id in (listing.dated[-1:] + listing.dated[:1]))
    years = [local_date(moment, context.config.zone).year for moment in moments if moment is not None]
    return (years[0], years[-1]) if years else (0, 0)


def view(page: Page[OverviewContent], context: RenderContext) -> TermsPageView | ArchivesPageView:
    """The view of an overview: an ArchivesPageView for years, a TermsPageView for categories, tags or sources."""
    content = page.content
    name = OVERVIEW_TEXTS[content.kind]
    title = context.text(name)
    page_head = head(context, page.address, title)
    if content.kind == "year":
        address, number = content.undated
        levels = heat_levels(month.count for year in content.terms for month in year.children)
        return ArchivesPageView(
            site=context.site,
            head=page_head,
            menu=context.menu(page_head),
            footer=context.footer(),
            title=title,
            years=tuple(_year(term, levels, context) for term in content.terms),
            undated=LinkView(context.text("undated"), context.href(address), number) if address else None,
            count=content.count,
        )
    groups = _groups(content.terms) if content.kind == "tag" else (("", content.terms),)
    most = max((term.count for term in content.terms), default=1)
    return TermsPageView(
        site=context.site,
        head=page_head,
        menu=context.menu(page_head),
        footer=context.footer(),
        kind=name,
        title=title,
        groups=tuple(
            TermGroupView(
                context.text("other_initials") if id == OTHER else id,
                id,
                tuple(_term_view(term, most, context) for term in terms),
            )
            for id, terms in groups
        ),
        count=content.count,
    )


def _groups(terms: tuple[Term, ...]) -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """Tags grouped by their first letter, A to Z, then all others; fewer than 30 tags make one group."""
    if len(terms) < 30:
        return (("", terms),)
    groups: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: (term.path[-1].casefold(), term.path)):
        # Only the first character: upper case of `ß` is two letters.
        first = unicodedata.normalize("NFKD", term.path[-1]).upper()[:1]
        groups.setdefault(first if "A" <= first <= "Z" else OTHER, []).append(term)
    # Upper case comes before lower case, so that `other` is the last one.
    return tuple((id, tuple(group)) for id, group in sorted(groups.items()))


def _term_view(term: Term, most: int, context: RenderContext) -> TermView:
    children = tuple(_term_view(child, most, context) for child in term.children)
    # Whole numbers only: twice the logarithm with base 2 of `most / count`, rounded down, is one less than this length.
    weight = max(9 - (most**2 // term.count**2).bit_length(), 1)
    first, last = term.years
    years = f"{first}–{last}" if first < last else f"{first or ''}"
    return TermView(term.path[-1], context.href(term.address), term.count, weight, years, children)


def _year(term: Term, levels: Mapping[int, int], context: RenderContext) -> YearView:
    by_month = {int(month.path[1]): month for month in term.children}
    months = []
    for number in range(1, 13):
        month = by_month.get(number)
        address, count = (month.address, month.count) if month else ("", 0)
        text = context.text(f"month_short_{number}")
        months.append(YearMonthView(text, context.href(address), count, levels.get(count, 0)))
    return YearView(period_title(term.path, context), context.href(term.address), term.count, tuple(months))

"""Overviews: all categories as a tree, all tags, all sources, and all years with their months."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from generator.outputs.calendars import period_title
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.listings import undated_address
from generator.outputs.lists import OVERVIEW_TEXTS
from generator.outputs.page import Page
from generator.outputs.parts import head
from generator.site_index import Listing, SiteIndex
from generator.templating.pieces import LinkView, TermGroupView, TermView, YearView
from generator.templating.views import ArchivesPageView, TermsPageView

OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Term:
    """A category, tag, source or year in an overview page, with its number of posts.

    `children` are the categories below a category, or the months of a year.
    """

    path: tuple[str, ...]
    address: str
    count: int
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
        terms = tuple(_term(item, index) for item in sorted(tops, key=lambda item: (-item.count, item.name)))
        undated = ("", 0)
        count = len({id for item in tops for id in (*item.dated, *item.undated)})
        if kind == "year":
            terms = tuple(sorted(terms, key=lambda term: term.path, reverse=True))
            undated = (undated_address(home, home.address), len(home.undated)) if home.undated else undated
            count = home.count
        template = ArchivesPageView.template if kind == "year" else TermsPageView.template
        yield Page(address, OVERVIEW, template, OverviewContent(kind, terms, count, undated))


def _term(listing: Listing, index: SiteIndex) -> Term:
    # Category paths, and therefore this recursion, are at most twenty levels deep.
    below = [index.listings[address] for address in listing.children if index.listings[address].kind != "day"]
    if listing.kind == "category":
        below.sort(key=lambda item: (-item.count, item.name))
    address = index.merged.get(listing.address, listing.address)
    return Term(listing.path, address, listing.count, tuple(_term(item, index) for item in below))


def view(page: Page[OverviewContent], context: RenderContext) -> TermsPageView | ArchivesPageView:
    """The view of an overview: an ArchivesPageView for years, a TermsPageView for categories, tags or sources."""
    content = page.content
    name = OVERVIEW_TEXTS[content.kind]
    title = context.text(name)
    page_head = head(context, page.address, title)
    if content.kind == "year":
        address, number = content.undated
        return ArchivesPageView(
            site=context.site,
            head=page_head,
            menu=context.menu(page_head),
            footer=context.footer(),
            title=title,
            years=tuple(_year(term, context) for term in content.terms),
            undated=LinkView(context.text("undated"), context.href(address), number) if address else None,
            count=content.count,
        )
    groups = _groups(content.terms, context) if content.kind == "tag" else (("", content.terms),)
    return TermsPageView(
        site=context.site,
        head=page_head,
        menu=context.menu(page_head),
        footer=context.footer(),
        kind=name,
        title=title,
        groups=tuple(TermGroupView(text, tuple(_term_view(term, context) for term in terms)) for text, terms in groups),
        count=content.count,
    )


def _groups(terms: tuple[Term, ...], context: RenderContext) -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """Tags grouped by their first letter, A to Z, then all others; fewer than 30 tags make one group."""
    if len(terms) < 30:
        return (("", terms),)
    groups: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda term: (term.path[-1].casefold(), term.path)):
        first = unicodedata.normalize("NFKD", term.path[-1])[:1].upper()
        groups.setdefault(first if "A" <= first <= "Z" else "", []).append(term)
    others = groups.pop("", [])
    letters = tuple((letter, tuple(group)) for letter, group in sorted(groups.items()))
    return (*letters, (context.text("other_initials"), tuple(others))) if others else letters


def _term_view(term: Term, context: RenderContext) -> TermView:
    children = tuple(_term_view(child, context) for child in term.children)
    return TermView(term.path[-1], context.href(term.address), term.count, children)


def _year(term: Term, context: RenderContext) -> YearView:
    months = tuple(
        LinkView(period_title(month.path, context), context.href(month.address), month.count) for month in term.children
    )
    return YearView(period_title(term.path, context), context.href(term.address), term.count, months)

"""The kinds of page: each output plans its pages from the index and makes the view of one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.outputs import assets, errors, feeds, opml, pictures, posts, redirects, sitemap
from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.lists import pages as lists
from generator.outputs.lists import terms
from generator.outputs.page import Page
from generator.outputs.search import index as search_index
from generator.outputs.search import page as search_page
from generator.outputs.statistics import page as statistics
from generator.templating.environment import View
from generator.templating.views import (
    ArchivesPageView,
    FeedView,
    HomePageView,
    ListPageView,
    NotFoundPageView,
    OpenSearchView,
    OpmlView,
    PagePageView,
    PostPageView,
    RedirectPageView,
    RobotsView,
    RssView,
    SearchPageView,
    SitemapIndexView,
    SitemapView,
    StatisticsPageView,
    TermsPageView,
)


def _no_claims(census: Census) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Output:
    """A kind of page, with the functions that plan its pages and make their views (the values that templates print)."""

    name: str
    """The value of `kind` of its pages."""
    plan: Callable[[PlanContext], Iterator[Page[Any]]]
    """Yields every page of this kind."""
    view: Callable[[Page[Any], RenderContext], View | bytes]
    """Returns the view that the template of a page prints, or the bytes of a page without a template."""
    views: tuple[type[View], ...] = ()
    """The classes of the views that `view` returns."""
    claims: Callable[[Census], Iterable[str]] = _no_claims
    """Returns the addresses that it needs in any case; no post, list or untrusted file is given them."""


OUTPUTS = (
    Output(posts.POST, posts.plan_posts, posts.view, (PostPageView,)),
    Output(posts.PAGE, posts.plan_pages, posts.view, (PagePageView,)),
    Output(lists.LIST, lists.plan, lists.view, (HomePageView, ListPageView)),
    Output(terms.OVERVIEW, terms.plan, terms.view, (TermsPageView, ArchivesPageView)),
    Output(statistics.STATISTICS, statistics.plan, statistics.view, (StatisticsPageView,), statistics.claims),
    Output(feeds.FEED, feeds.plan, feeds.view, (FeedView, RssView), feeds.claims),
    Output(opml.FEED_LIST, opml.plan, opml.view, (OpmlView,), opml.claims),
    Output(redirects.REDIRECT, redirects.plan, redirects.view, (RedirectPageView,)),
    Output(errors.ERROR, errors.plan, errors.view, (NotFoundPageView,), errors.claims),
    Output(sitemap.SITEMAPS, sitemap.plan, sitemap.view, (SitemapView, SitemapIndexView), sitemap.claims),
    Output(sitemap.ROBOTS_FILE, sitemap.plan_robots, sitemap.view_robots, (RobotsView,), sitemap.claims_of_robots),
    Output(
        search_page.SEARCH, search_page.plan, search_page.view, (SearchPageView, OpenSearchView), search_page.claims
    ),
    Output(search_index.SEARCH_FILE, search_index.plan, search_index.view, (), search_index.claims),
    Output(pictures.PICTURE, pictures.plan, pictures.view),
    Output(assets.FILE, assets.plan, assets.view, (), assets.claims),
)
"""Every kind of page, in the order in which they are planned."""


def by_name(outputs: Iterable[Output]) -> Mapping[str, Output]:
    """The outputs (kinds of page) by name.  Raises ValueError if two have the same name."""
    named: dict[str, Output] = {}
    for output in outputs:
        if output.name in named:
            raise ValueError(f"two outputs are called {output.name!r}")
        named[output.name] = output
    return named


BY_NAME = by_name(OUTPUTS)

VIEWS: tuple[type[View], ...] = tuple(dict.fromkeys(view for output in OUTPUTS for view in output.views))
"""The view classes of all pages."""


def planned(output: Output, context: PlanContext) -> Iterator[Page[Any]]:
    """The pages that an output (a kind of page) plans, each checked before it is yielded.

    Raises ValueError for a page whose `kind` is not the name of the output, whose template belongs to none of the
    output's views, or whose address was given to no page when addresses were assigned.
    """
    templates = {"", *(view.template for view in output.views)}
    for page in output.plan(context):
        if page.kind != output.name:
            raise ValueError(f"the output {output.name!r} plans {page.address} as a page of kind {page.kind!r}")
        if page.template not in templates:
            raise ValueError(f"{page.address} is printed by {page.template}, of which {output.name!r} names no view")
        if page.address not in context.index.known:
            raise ValueError(f"the output {output.name!r} plans {page.address}, which it does not claim")
        yield page

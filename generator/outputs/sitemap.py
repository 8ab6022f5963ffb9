"""The sitemap, in several files if the protocol requires it, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.fixed import ROBOTS, SITEMAP, SITEMAP_SIZE, overview_addresses, sitemap_pieces
from generator.outputs.indexing import is_in_sitemap, is_list_indexed, unindexed
from generator.outputs.lists.listings import ARCHIVE
from generator.outputs.page import Page
from generator.outputs.parts import moment_iso
from generator.templating.views import RobotsView, SitemapEntryView, SitemapIndexView, SitemapView

SITEMAPS, ROBOTS_FILE = "sitemap", "robots"


@dataclass(frozen=True, slots=True)
class SitemapContent:
    """A sitemap, as planned: addresses of pages or, if `is_index`, of sitemaps, with the time of their last change.

    The time is None if it is not known.
    """

    is_index: bool
    entries: tuple[tuple[str, datetime | None], ...]


def claims(census: Census) -> tuple[str, ...]:
    """The addresses to reserve for the sitemap and the parts that it may need.

    Empty if search engines must not show the site.
    """
    if census.config.noindex:
        return ()
    lists = len(census.lists) + len(overview_addresses(census.lists, census.config.lists))
    return SITEMAP, *sitemap_pieces(census.mapped + lists)


def plan(context: PlanContext) -> Iterator[Page[SitemapContent]]:
    """The sitemap, or the parts of a large one and their index; none if search engines must not show the site."""
    if context.config.noindex:
        return
    entries = tuple(_entries(context))
    pieces = sitemap_pieces(len(entries))
    for place, address in enumerate(pieces or (SITEMAP,)):
        part = entries[place * SITEMAP_SIZE : (place + 1) * SITEMAP_SIZE]
        yield Page(address, SITEMAPS, SitemapView.template, SitemapContent(False, part))
    if pieces:
        content = SitemapContent(True, tuple((address, None) for address in pieces))
        yield Page(SITEMAP, SITEMAPS, SitemapIndexView.template, content)


def _entries(context: PlanContext) -> Iterator[tuple[str, datetime | None]]:
    # Oldest first: a new post then changes only the last part.
    index, config = context.index, context.config
    for id in (*index.dated[::-1], *index.undated, *index.pages):
        if not is_in_sitemap(index.summaries[id], config):
            continue
        header = index.summaries[id].header
        yield index.addresses[id], header.updated or header.published
    for address in index.overviews.values():
        yield address, None
    closed = unindexed(index, config)
    for listing in index.listings.values():
        if (listing.kind,) == ARCHIVE or listing.address in index.merged or not is_list_indexed(listing, closed):
            continue
        newest = index.summaries[listing.dated[0]].header.published if listing.dated else None
        yield listing.address, newest


def view(page: Page[SitemapContent], context: RenderContext) -> SitemapView | SitemapIndexView:
    """The view of a sitemap or of an index of sitemaps."""
    content = page.content
    entries = tuple(
        SitemapEntryView(context.absolute(address), moment_iso(updated, context.config))
        for address, updated in content.entries
    )
    return SitemapIndexView(entries) if content.is_index else SitemapView(entries)


def claims_of_robots(census: Census) -> tuple[str, ...]:
    """The address to reserve for robots.txt; none if the static files of the site contain a robots.txt."""
    return () if ROBOTS in census.replaced else (ROBOTS,)


def plan_robots(context: PlanContext) -> Iterator[Page[str]]:
    """The page robots.txt, with the address of the sitemap; none if the static files contain a robots.txt."""
    if ROBOTS not in {file.address for file in context.index.static}:
        # Crawling stays allowed: a crawler that may not read a page does not learn that it must not show it.
        yield Page(ROBOTS, ROBOTS_FILE, RobotsView.template, "" if context.config.noindex else SITEMAP)


def view_robots(page: Page[str], context: RenderContext) -> RobotsView:
    """The view of robots.txt."""
    return RobotsView(context.absolute(page.content))

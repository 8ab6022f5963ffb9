"""The list of all feeds of the site, with which a feed reader subscribes to several at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.fixed import OPML, site_feeds
from generator.outputs.lists.listings import HOME, has_feed
from generator.outputs.lists.pages import OVERVIEW_TEXTS
from generator.outputs.page import Page
from generator.stored import Stored
from generator.templating.views import OpmlEntryView, OpmlGroupView, OpmlView

FEED_LIST = "opml"


@dataclass(frozen=True, slots=True)
class OpmlContent(Stored):
    """The list of feeds, as planned."""

    groups: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    """The kinds of lists with feeds, such as `category`; for each feed its name, its address, and that of the list."""


def claims(census: Census) -> tuple[str, ...]:
    """The address of the list of feeds; none without dated posts, because there are no feeds then."""
    return (OPML,) if census.has_dated_posts else ()


def plan(context: PlanContext) -> Iterator[Page[OpmlContent]]:
    """The list of all feeds; none without dated posts."""
    if not context.index.dated:
        return
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for listing in context.index.listings.values():
        if has_feed(listing, context.config):
            feed = (" / ".join(listing.path), f"{listing.address}atom.xml", listing.address)
            groups.setdefault(listing.kind, []).append(feed)
    content = OpmlContent(tuple((kind, tuple(sorted(feeds))) for kind, feeds in sorted(groups.items())))
    yield Page(OPML, FEED_LIST, OpmlView.template, content)


def view(page: Page[OpmlContent], context: RenderContext) -> OpmlView:
    """The view of the list of feeds: the Atom feed of the site, then the feeds of each kind of list."""
    # A reader that imports the list subscribes to all of it, so the other two forms of the site's feed are not there.
    atom, *_ = site_feeds(context.config.feeds)
    return OpmlView(
        site=context.site,
        feed=OpmlEntryView(context.site.title, context.absolute(atom), context.absolute(HOME)),
        groups=tuple(
            OpmlGroupView(
                context.text(OVERVIEW_TEXTS[kind]),
                tuple(
                    OpmlEntryView(name, context.absolute(feed), context.absolute(home)) for name, feed, home in feeds
                ),
            )
            for kind, feeds in page.content.groups
        ),
    )

"""Parts that several kinds of page share: the head, cards and links, and the values that are planned for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from generator.config import Config
from generator.dates import iso
from generator.model import NOTICE_KINDS, Post, Summary
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.references import cover_address, resolve
from generator.stored import Shared
from generator.templating.environment import Printed
from generator.templating.filters import counted, date_text
from generator.templating.pieces import CardView, HeadView, LinkView, RemovalView

Target = tuple[str, str]
"""(text, address) of a planned link; ("", "") means no link."""

NO_TARGET: Target = ("", "")


@dataclass(frozen=True, slots=True)
class Entry(Shared):
    """A post in a list, as planned: its address, its picture, and links to its source and category."""

    id: str
    address: str
    cover: str
    source: Target
    category: Target


def entry(id: str, context: PlanContext) -> Entry:
    """The post with this id as lists show it: its address, its picture, and links to its source and category."""
    index, summary = context.index, context.index.summaries[id]
    category = summary.header.categories[0] if summary.header.categories else ()
    return Entry(
        id=id,
        address=index.addresses[id],
        cover=planned_cover(summary, context),
        source=term(context, "source", summary.header.origin) if summary.header.origin else NO_TARGET,
        category=term(context, "category", *category) if category else NO_TARGET,
    )


def planned_cover(summary: Summary, context: PlanContext) -> str:
    """The address of a post's picture, on this site or another; empty if the post has none."""
    if summary.cover is None or isinstance(summary.cover, str):
        return summary.cover or ""
    return cover_address(summary.cover, resolve(summary, context.index, context.config))


def term(context: PlanContext, kind: str, *path: str) -> Target:
    """The text and address of a link to the list of a category, tag or source; `kind` is which of them.

    `path` has the name; for a category, first the names of the categories above it, from the top down.  The address is
    empty if the list has no page of its own.  NO_TARGET if only hidden posts have it.
    """
    if (found := context.index.terms.get((kind, *path))) is not None:
        return found
    return NO_TARGET if kind in context.config.lists.kinds else (path[-1], "")


def link(target: Target, context: RenderContext) -> LinkView | None:
    """A link, given as (text, address), as templates print it; None if the address is empty."""
    text, address = target
    return LinkView(text, context.href(address)) if address else None


def term_link(target: Target, context: RenderContext) -> LinkView:
    """A link to a category, tag or source, given as (text, address), as templates print it.

    It is kept in `context.repeated`, because many posts have the same link.
    """
    shown = context.repeated.links.get(target)
    if shown is None:
        text, address = target
        shown = context.repeated.links[target] = LinkView(text, context.href(address))
    return shown


def moment_text(moment: datetime | None, context: RenderContext) -> str:
    """The day of `moment` as text in the language of the site; empty if `moment` is None."""
    return date_text(moment, context.config.zone, context.site.text) if moment else ""


def moment_iso(moment: datetime | None, config: Config) -> str:
    """`moment` as an ISO 8601 time with the offset of the site's time zone; empty if `moment` is None."""
    return iso(moment, config.zone) if moment else ""


def title_lang(summary: Post | Summary, context: RenderContext) -> str:
    """The language of the title of a post, for an attribute `lang`; empty if it is that of the post."""
    if summary.title_language == summary.language:
        return ""
    return summary.title_language or context.site.language


@dataclass(frozen=True, slots=True)
class Listed:
    """A post in a list, ready to print: its view, and its HTML, which is a card or a row."""

    card: CardView
    html: Printed


def listed(planned: Entry, context: RenderContext, *, is_card: bool, shows_source: bool = True) -> Listed:
    """A post in a list; its view and its HTML are kept in `context.repeated` for other lists with this post.

    It is a card if `is_card`, unless it has neither text nor picture to show; else a row.
    """
    card = context.repeated.cards.get(planned.id)
    if card is None:
        card = context.repeated.cards[planned.id] = _card(planned, context.summary(planned.id), context)
    if not is_card:
        # The key of a page covers of such a post no more than a line shows.
        card = replace(card, excerpt="", cover="")
    is_card = bool(card.excerpt or card.cover)
    return Listed(card, context.entry_html(planned.id, card, is_card=is_card, shows_source=shows_source))


def _card(planned: Entry, summary: Summary, context: RenderContext) -> CardView:
    header = summary.header
    source = term_link(planned.source, context) if planned.source != NO_TARGET else None
    category = term_link(planned.category, context) if planned.category != NO_TARGET else None
    return CardView(
        title=header.title,
        href=context.href(planned.address),
        excerpt=summary.excerpt,
        cover=context.href(planned.cover),
        published=moment_iso(header.published, context.config),
        published_text=moment_text(header.published, context),
        source=source,
        # The same word twice says nothing more.
        category=None if source and category and source.text == category.text else category,
        lang=summary.language,
        title_lang=title_lang(summary, context),
    )


def head(
    context: RenderContext,
    address: str,
    title: str,
    *,
    description: str = "",
    is_indexed: bool = True,
    feed: str = "",
) -> HeadView:
    """The values in the HTML head of a page other than a post, such as a list of posts or the page for errors.

    `title` is empty for the home page.  `address` is empty for the page for errors, which then has no canonical
    address.  `feed` is the address of the feed with the posts of a list; empty if the page has none.
    """
    site = context.site
    feeds = (LinkView(title, context.href(feed)),) if feed else ()
    return HeadView(
        title=f"{title} · {site.title}" if title else site.title,
        name=title or site.title,
        description=description or ("" if title else site.description),
        address=context.absolute(address),
        canonical=context.absolute(address),
        kind="website",
        image="",
        is_indexed=is_indexed and not context.config.noindex,
        is_home=not title,
        feeds=feeds,
    )


def notice(removal_counts: Mapping[str, int], context: RenderContext) -> tuple[RemovalView, ...]:
    """What the notice below an article says was removed from it: a kind and a number each, never the removed texts.

    `removal_counts` has the number of removals by kind; kinds of no interest to readers are left out.
    """
    return tuple(
        RemovalView(kind, removal_counts[kind], counted(context.site.text, f"removed_{kind}", removal_counts[kind]))
        for kind in NOTICE_KINDS
        if removal_counts.get(kind)
    )

"""Pieces that several kinds of page share: the head, cards, links, and what the planner keeps for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.config import Config
from generator.dates import iso
from generator.model import NOTICE_KINDS, Shared, Summary
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.references import cover_address, resolve
from generator.templating.environment import Printed
from generator.templating.filters import counted, date_text
from generator.templating.pieces import CardView, HeadView, LinkView, RemovalView
from generator.templating.views import CardFragment

Target = tuple[str, str]
"""(text, address) of a planned link; ("", "") is no link."""

NO_TARGET: Target = ("", "")


@dataclass(frozen=True, slots=True)
class Entry(Shared):
    """What the planner decides for a post in a list."""

    id: str
    address: str
    cover: str
    source: Target
    category: Target


def entry(id: str, context: PlanContext) -> Entry:
    """A post in a list: its address and what its card links to."""
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
    """The address of a post's picture, in the site or elsewhere, or empty."""
    if summary.cover is None or isinstance(summary.cover, str):
        return summary.cover or ""
    return cover_address(summary.cover, resolve(summary, context.index, context.config))


def term(context: PlanContext, kind: str, *path: str) -> Target:
    """The link to a category, tag or source."""
    return context.index.terms[kind, *path]


def link(target: Target, context: RenderContext) -> LinkView | None:
    """A planned link as templates see it; None for none."""
    text, address = target
    return LinkView(text, context.href(address)) if address else None


def term_link(target: Target, context: RenderContext) -> LinkView:
    """A planned link to a category, tag or source as templates see it; made once, as many posts have the same."""
    made = context.repeated.links.get(target)
    if made is None:
        text, address = target
        made = context.repeated.links[target] = LinkView(text, context.href(address))
    return made


def moment_text(moment: datetime | None, context: RenderContext) -> str:
    """A day in the language of the site, or empty."""
    return date_text(moment, context.config.zone, context.site.text) if moment else ""


def moment_iso(moment: datetime | None, config: Config) -> str:
    """An instant with the offset of the site's zone, or empty."""
    return iso(moment, config.zone) if moment else ""


def lang_of(summary_lang: str, config: Config) -> str:
    """The language of a post where it is not the site's, else empty."""
    return summary_lang if summary_lang and summary_lang.casefold() != config.language.casefold() else ""


def cards(planned: Iterable[Entry], context: RenderContext) -> tuple[tuple[CardView, ...], Printed]:
    """Posts in a list as templates see them, and their HTML; each is made once, though a post stands in many lists."""
    known, made = context.repeated.cards, []
    for entry in planned:
        if entry.id not in known:
            view = _card(entry, context.summary(entry.id), context)
            known[entry.id] = view, context.card_html(view)
        made.append(known[entry.id])
    return tuple([view for view, _ in made]), Printed.by(CardFragment, "".join([html for _, html in made]))


def _card(planned: Entry, summary: Summary, context: RenderContext) -> CardView:
    header = summary.header
    return CardView(
        title=header.title,
        href=context.href(planned.address),
        excerpt=summary.excerpt,
        cover=context.href(planned.cover),
        published=moment_iso(header.published, context.config),
        published_text=moment_text(header.published, context),
        source=term_link(planned.source, context) if planned.source != NO_TARGET else None,
        category=term_link(planned.category, context) if planned.category != NO_TARGET else None,
        lang=lang_of(header.lang, context.config),
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
    """The head of a page that is no article; an empty `title` is the home page, an empty `address` has no canonical."""
    site = context.site
    feeds = (LinkView(title, context.href(feed)),) if feed else ()
    return HeadView(
        title=f"{title} · {site.title}" if title else site.title,
        description=description or site.description,
        canonical=context.absolute(address),
        kind="website",
        image="",
        is_indexed=is_indexed and not context.config.noindex,
        feeds=feeds,
    )


def notice(removal_counts: Mapping[str, int], context: RenderContext) -> tuple[RemovalView, ...]:
    """What a reader is told of cleaning: kinds and numbers, never the text."""
    return tuple(
        RemovalView(kind, removal_counts[kind], counted(context.site.text, f"removed_{kind}", removal_counts[kind]))
        for kind in NOTICE_KINDS
        if removal_counts.get(kind)
    )

"""Feeds: Atom, RSS and JSON Feed of the site, and Atom feeds with summaries of categories and sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.article.pictures import unplaced
from generator.dates import rfc822
from generator.model import Summary
from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.fixed import JSON_FEED, site_feeds
from generator.outputs.lists.listings import HOME, has_feed
from generator.outputs.page import Page, Reads
from generator.outputs.parts import moment_iso, planned_cover, title_lang
from generator.outputs.references import fill, resolve
from generator.stored import Shared, Stored
from generator.templating.views import EntryView, FeedView, RssView

FEED = "feed"


@dataclass(frozen=True, slots=True)
class FeedEntry(Shared):
    """A post in a feed, as planned: its id, its address, and the addresses of its picture and its links."""

    id: str
    address: str
    cover: str
    resolutions: tuple[tuple[tuple[str, str], str], ...]


@dataclass(frozen=True, slots=True)
class FeedContent(Stored):
    """A feed, as planned.

    `form` tells its format: the name of the template for Atom or RSS, or the address of the JSON Feed, which has no
    template.  `name` and `home` are the name and address of the list of posts that it belongs to, with an empty name
    for the whole site; `entries` are its posts, newest first.
    """

    form: str
    name: str
    home: str
    entries: tuple[FeedEntry, ...]
    is_full: bool
    """Whether it prints whole articles instead of summaries."""


def claims(census: Census) -> tuple[str, ...]:
    """The addresses to reserve for the feeds of the whole site; none without dated posts.

    The feeds of categories and sources get their addresses together with their lists.
    """
    return site_feeds(census.config.feeds) if census.has_dated_posts else ()


def plan(context: PlanContext) -> Iterator[Page[FeedContent]]:
    """The three feeds of the whole site, then an Atom feed for each list with dated posts that `[feeds] per` names."""
    index, feeds = context.index, context.config.feeds
    newest = index.dated[: feeds.size]
    if newest:
        is_full = feeds.content == "full"
        entries = tuple(_entry(id, is_full, context) for id in newest)
        reads = Reads.BODIES if is_full else Reads.SUMMARIES
        forms = (FeedView.template, RssView.template, JSON_FEED)
        for address, form in zip(site_feeds(feeds), forms, strict=True):
            template = "" if form == JSON_FEED else form
            yield Page(address, FEED, template, FeedContent(form, "", HOME, entries, is_full), newest, reads)
    planned: dict[str, FeedEntry] = {}
    for listing in index.listings.values():
        if has_feed(listing, context.config):
            newest = listing.dated[: feeds.size]
            planned |= {id: _entry(id, False, context) for id in newest if id not in planned}
            entries = tuple(planned[id] for id in newest)
            form = FeedView.template
            content = FeedContent(form, " / ".join(listing.path), listing.address, entries, is_full=False)
            yield Page(f"{listing.address}atom.xml", FEED, form, content, newest, Reads.SUMMARIES)


def _entry(id: str, is_full: bool, context: PlanContext) -> FeedEntry:
    summary = context.index.summaries[id]
    resolutions = tuple(sorted(resolve(summary, context.index, context.config).items())) if is_full else ()
    return FeedEntry(id, context.index.addresses[id], planned_cover(summary, context), resolutions)


def view(page: Page[FeedContent], context: RenderContext) -> FeedView | bytes:
    """The view of an Atom or RSS feed, or the bytes of a JSON Feed."""
    content = page.content
    make = _entry_with_body if content.is_full else _entry_view
    entries = tuple(make(entry, context) for entry in content.entries)
    newest = context.summary(content.entries[0].id).header.published
    form = RssView if content.form == RssView.template else FeedView
    feed = form(
        site=context.site,
        title=f"{content.name} · {context.site.title}" if content.name else context.site.title,
        url=context.absolute(page.address),
        home=context.absolute(content.home),
        # The date of the newest post and not of the build, so that the same content gives the same feed.
        updated=moment_iso(newest, context.config),
        updated_rfc822=rfc822(newest, context.config.zone) if newest else "",
        entries=entries,
    )
    return _json_feed(feed, context) if content.form == JSON_FEED else feed


def _entry_view(entry: FeedEntry, context: RenderContext) -> EntryView:
    """The view of a post in a feed with summaries; made only once, although a post is in several feeds."""
    shown = context.repeated.entries.get(entry.id)
    if shown is None:
        shown = context.repeated.entries[entry.id] = _made_entry(entry, "", context)
    return shown


def _entry_with_body(entry: FeedEntry, context: RenderContext) -> EntryView:
    html = fill(context.post(entry.id).segments, dict(entry.resolutions), context.absolute)
    return _made_entry(entry, unplaced(html), context)


def _made_entry(entry: FeedEntry, content: str, context: RenderContext) -> EntryView:
    summary = context.summary(entry.id)
    header, zone = summary.header, context.config.zone
    published = header.published
    is_updated = header.updated is not None and published is not None and header.updated > published
    return EntryView(
        title=header.title,
        url=context.absolute(entry.address),
        id=_entry_id(summary, context),
        published=moment_iso(published, context.config),
        published_rfc822=rfc822(published, zone) if published else "",
        updated=moment_iso(header.updated if is_updated else published, context.config),
        author=header.author or header.origin,
        categories=tuple(dict.fromkeys((*(path[-1] for path in header.categories), *header.tags))),
        summary=summary.excerpt,
        content=content,
        image=context.absolute(entry.cover),
        lang=summary.language,
        title_lang=title_lang(summary, context),
    )


def _entry_id(summary: Summary, context: RenderContext) -> str:
    # RFC 4151.  The date only states that we owned the name then; a fixed date keeps the id when a post is redated.
    host = context.config.origin.partition("://")[2].partition(":")[0]
    return f"tag:{host},2000:{context.config.base_path}{summary.key}"


def _json_feed(feed: FeedView, context: RenderContext) -> bytes:
    """The bytes of a JSON Feed.  Source: jsonfeed.org, version 1.1."""
    items = []
    for entry in feed.entries:
        item: dict[str, object] = {"id": entry.id, "url": entry.url, "title": entry.title}
        item |= {"content_html": entry.content} if entry.content else {"content_text": entry.summary}
        optional: dict[str, object] = {
            "summary": entry.summary,
            "image": entry.image,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "tags": list(entry.categories),
            "language": entry.lang,
            "authors": [{"name": entry.author}] if entry.author else [],
        }
        items.append(item | {name: value for name, value in optional.items() if value})
    value: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "language": context.site.language,
    }
    if context.site.description:
        value["description"] = context.site.description
    return (json.dumps(value | {"items": items}, ensure_ascii=False, indent=1) + "\n").encode()

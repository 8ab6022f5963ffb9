"""The arguments of outputs: the whole index for planning pages, and only the shown posts for making a view."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from generator.addresses import absolute, href
from generator.config import Config
from generator.model import Post, Summary
from generator.outputs.lists.listings import Key
from generator.outputs.page import Page, Reads
from generator.site_index import SearchIndex, SiteIndex
from generator.templating.environment import Printed, View
from generator.templating.filters import fill, path
from generator.templating.pieces import CardView, HeadView, LinkView, SiteView
from generator.templating.views import CardFragment, EntryView, FooterFragment, MenuFragment, RowFragment


@dataclass(frozen=True, slots=True)
class Census:
    """What is known about a site before its pages get their addresses."""

    config: Config
    lists: Collection[Key]
    """The keys of all lists."""
    has_dated_posts: bool
    """Whether any post has a date."""
    mapped: int
    """The number of posts and pages in the sitemap."""
    searched: int
    """The number of posts and pages that the search finds."""
    replaced: Collection[str]
    """Addresses of files that we would make, but that the site brings itself."""


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What outputs (kinds of page) need to plan pages: the index of the whole site and the settings."""

    index: SiteIndex
    config: Config
    search: SearchIndex | None = None
    """The search index; None if the site has no search, or if this build makes no index."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """Caches for parts that many pages contain, such as menus; valid only until the pages are planned again."""

    cards: dict[str, CardView] = field(default_factory=dict)
    """Posts in lists, by id."""
    entries_html: dict[tuple[str, bool, bool], Printed] = field(default_factory=dict)
    """The HTML of a post in a list, by its id, whether it is a card, and whether a row shows its source."""
    menus: dict[tuple[str, str], Printed] = field(default_factory=dict)
    """The menu by the address of its marked entry, and by how the entry is marked."""
    footers: dict[bool, Printed] = field(default_factory=dict)
    """The footer of the home page (True) and of all other pages (False)."""
    entries: dict[str, EntryView] = field(default_factory=dict)
    """Posts in feeds with summaries, by id."""
    links: dict[tuple[str, str], LinkView] = field(default_factory=dict)
    """Links to categories, tags and sources, by text and address."""

    def forget(self) -> None:
        """Empty all caches of this object."""
        self.cards.clear()
        self.entries_html.clear()
        self.menus.clear()
        self.footers.clear()
        self.entries.clear()
        self.links.clear()


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What outputs (kinds of page) need to render pages.

    `site` has the values about the site for templates; `post` and `summary` return a post or its summary by id.
    """

    config: Config
    site: SiteView
    post: Callable[[str], Post]
    summary: Callable[[str], Summary]
    printed: Callable[[View], Printed]
    """The HTML of a fragment."""
    bucket: Callable[[str], bytes]
    """The bytes of a bucket of the search index, by their digest."""
    repeated: Repeated = field(default_factory=Repeated)

    def for_page(self, page: Page[Any]) -> RenderContext:
        """This context for one page, whose `post` and `summary` only return posts that the page names in `shows`.

        For any other post they raise ValueError: the key of a page covers only the posts in `shows`, so the page would
        not be rendered again when that post changes.
        """

        def summary(id: str) -> Summary:
            if page.reads is Reads.NOTHING or id not in page.shows:
                raise ValueError(f"{page.address} reads the summary of {id} and does not say so")
            return self.summary(id)

        def post(id: str) -> Post:
            if page.reads is not Reads.BODIES or id not in page.shows:
                raise ValueError(f"{page.address} reads the body of {id} and does not say so")
            return self.post(id)

        return replace(self, post=post, summary=summary)

    def href(self, address: str) -> str:
        """The target of a link to `address`, an address of the site: as HTML needs it, below the path of the home page.

        An address with a host, and an empty one, are returned unchanged.
        """
        return href(self._shown(address), self.config.base_path) if address.startswith("/") else address

    def absolute(self, address: str) -> str:
        """An address of the site with scheme and host added; one that has a host and an empty one stay unchanged."""
        return absolute(self._shown(address), self.config.url) if address.startswith("/") else address

    def _shown(self, address: str) -> str:
        return address if self.config.trailing_html else address.removesuffix(".html")

    def text(self, name: str, **values: object) -> str:
        """The interface text called `name`, in the site's language, with `values` in place of its placeholders."""
        return fill(self.site.text[name], **values)

    def menu(self, head: HeadView) -> Printed:
        """The HTML of the menu for a page with the head `head`.

        The entry that leads to the page is marked, or else the one with the section to which the page belongs.  An
        article belongs to no section, because its address may lie anywhere.
        """
        marked = _section(unquote(path(head.address)), self.site, is_article=head.kind == "article")
        if marked not in self.repeated.menus:
            self.repeated.menus[marked] = self.printed(MenuFragment(self.site, *marked))
        return self.repeated.menus[marked]

    def footer(self, *, is_home: bool = False) -> Printed:
        """The HTML of the footer, which is the same on every page but the home page."""
        if is_home not in self.repeated.footers:
            self.repeated.footers[is_home] = self.printed(FooterFragment(self.site, is_home))
        return self.repeated.footers[is_home]

    def entry_html(self, id: str, card: CardView, *, is_card: bool, shows_source: bool) -> Printed:
        """The HTML of a post in a list, as a card with excerpt and picture or as a row, which is one line.

        A row shows the source of the post if `shows_source`.
        """
        key = id, is_card, is_card or shows_source
        html = self.repeated.entries_html.get(key)
        if html is None:
            view = CardFragment(self.site, card) if is_card else RowFragment(self.site, card, shows_source)
            html = self.repeated.entries_html[key] = self.printed(view)
        return html


def _section(here: str, site: SiteView, *, is_article: bool) -> tuple[str, str]:
    """The `href` of the menu entry to which the page at the path `here` belongs, and its value of `aria-current`.

    That is `page` for the page itself, or `true` for the nearest folder above it other than the home page.  Both are
    empty if there is no such entry.
    """
    above = [("", "")]
    for entry in site.menu:
        place = unquote(entry.href)
        if place == here:
            return entry.href, "page"
        if here.startswith(place) and entry.href != site.base and place.endswith("/") and not is_article:
            above.append((entry.href, "true"))
    return max(above, key=lambda marked: len(marked[0]))

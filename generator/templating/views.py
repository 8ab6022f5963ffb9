"""The views: for each template a frozen dataclass, whose fields are the names that the template can use.

A part that many pages show is a fragment: it has its own template and view, is printed once, and is in the views of the
pages as HTML.  A view names its fragments, so that a page is rendered again if the template of a fragment changes.

What several views contain, such as a post, a card or the site, is in `pieces.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from generator.templating.pieces import (
    CardView,
    CopyView,
    DamageView,
    HeadView,
    LinkView,
    MonthView,
    PaginationView,
    PostView,
    RemovalView,
    SiteView,
    TermGroupView,
    YearView,
)


@dataclass(frozen=True, slots=True)
class MenuFragment:
    """`partials/menu.html`: the menu of a page; `here` is the address of the menu's entry for the page, or empty."""

    template: ClassVar[str] = "partials/menu.html"
    site: SiteView
    here: str
    """The `href` of the entry that the page belongs to, or empty."""


@dataclass(frozen=True, slots=True)
class FooterFragment:
    """`partials/footer.html`: the footer, printed once for all pages."""

    template: ClassVar[str] = "partials/footer.html"
    site: SiteView


@dataclass(frozen=True, slots=True)
class CardFragment:
    """`partials/card.html`: a post in a list, printed once for all lists that contain it."""

    template: ClassVar[str] = "partials/card.html"
    site: SiteView
    card: CardView


@dataclass(frozen=True, slots=True)
class PostPageView:
    """`post.html`: an article."""

    template: ClassVar[str] = "post.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    post: PostView
    breadcrumbs: tuple[tuple[LinkView, ...], ...]
    """One tuple of links per category path, from the top level down."""
    newer: LinkView | None
    older: LinkView | None
    best_copy: CopyView | None
    """The best copy of the article, to which `head.canonical` leads; None on the page of that copy itself."""
    copies: tuple[CopyView, ...]
    """The other copies, at most twenty."""
    notice: tuple[RemovalView, ...]
    """The removals by cleaning, by kind; empty if there were none."""
    damage_text: str
    """How many places of the article are damaged, and how much: `2 places of this text are damaged (score 20):`; empty
    if none is."""
    damage: tuple[DamageView, ...]
    """Links to these places in order; empty also if the article is shown as plain text, without marks."""


@dataclass(frozen=True, slots=True)
class PagePageView:
    """`page.html`: a page outside the lists, such as an about page."""

    template: ClassVar[str] = "page.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    post: PostView
    notice: tuple[RemovalView, ...]
    damage_text: str
    damage: tuple[DamageView, ...]


@dataclass(frozen=True, slots=True)
class HomePageView:
    """`home.html`: the home page, and the further pages with older posts."""

    template: ClassVar[str] = "home.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment, CardFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    cards: tuple[CardView, ...]
    cards_html: Markup
    """The same cards one after the other, as `partials/card.html` prints them."""
    pagination: PaginationView
    shelf: tuple[LinkView, ...]
    """Top categories with counts; empty on older pages."""
    count: int | None
    """All posts of the site; None on older pages."""
    undated: LinkView | None
    """The list of undated posts; None on older pages."""


@dataclass(frozen=True, slots=True)
class ListPageView:
    """`list.html`: the posts of a category, tag, source or period, or those without a date."""

    template: ClassVar[str] = "list.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment, CardFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    kind: str
    """`category`, `tag`, `source`, `year`, `month`, `day` or `undated`."""
    title: str
    breadcrumb: tuple[LinkView, ...]
    """The pages above it, from the top down, without the page itself."""
    children: tuple[LinkView, ...]
    """Categories below it, with counts; empty on older pages."""
    calendar: tuple[MonthView, ...]
    """The months of a year, or the month of a month; empty on older pages and for other lists."""
    cards: tuple[CardView, ...]
    cards_html: Markup
    """The same cards one after the other, as `partials/card.html` prints them."""
    pagination: PaginationView
    count: int | None
    """All posts of the list; None on older pages."""
    undated: LinkView | None
    earlier: LinkView | None
    """The last period with posts before this one; None if there is none, on older pages, and for other kinds."""
    later: LinkView | None


@dataclass(frozen=True, slots=True)
class TermsPageView:
    """`terms.html`: a page of links to all categories, all tags or all sources."""

    template: ClassVar[str] = "terms.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    kind: str
    """`categories`, `tags` or `sources`."""
    title: str
    groups: tuple[TermGroupView, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ArchivesPageView:
    """`archives.html`: a page of links to all years and their months."""

    template: ClassVar[str] = "archives.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    title: str
    years: tuple[YearView, ...]
    undated: LinkView | None
    count: int


@dataclass(frozen=True, slots=True)
class NotFoundPageView:
    """`404.html`: shown for an address that does not exist."""

    template: ClassVar[str] = "404.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup


@dataclass(frozen=True, slots=True)
class RedirectPageView:
    """`redirect.html`: a page at an old address (alias) of a post, which redirects to the post."""

    template: ClassVar[str] = "redirect.html"
    site: SiteView
    head: HeadView
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """A post in a feed; all its addresses have scheme and host."""

    title: str
    url: str
    id: str
    """A `tag:` URI that stays the same when the address changes."""
    published: str
    """ISO time with offset; empty for undated posts."""
    published_rfc822: str
    updated: str
    author: str
    categories: tuple[str, ...]
    summary: str
    content: str
    """HTML; empty in feeds with summaries.  It is printed as text, so that autoescape escapes it as feeds require."""
    image: str
    lang: str
    """Language of the post if it is not that of the site; empty otherwise."""
    title_lang: str
    """Language of the title if it is not that of the post; empty otherwise."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """`atom.xml`: the values of a feed, from which `feed.json` is also made."""

    template: ClassVar[str] = "atom.xml"
    site: SiteView
    title: str
    url: str
    """Absolute address of the feed."""
    home: str
    """Absolute address of the page that the feed belongs to."""
    updated: str
    updated_rfc822: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class RssView(FeedView):
    """`rss.xml`: the values of a feed; its fields are those of FeedView."""

    template: ClassVar[str] = "rss.xml"


@dataclass(frozen=True, slots=True)
class SitemapEntryView:
    """An address in a sitemap; `updated` is the ISO time of its last change, or empty."""

    url: str
    updated: str


@dataclass(frozen=True, slots=True)
class SitemapView:
    """`sitemap.xml`: at most 50,000 addresses of pages, for search engines."""

    template: ClassVar[str] = "sitemap.xml"
    entries: tuple[SitemapEntryView, ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexView:
    """`sitemap-index.xml`: the addresses of the sitemaps of a site that needs more than one."""

    template: ClassVar[str] = "sitemap-index.xml"
    entries: tuple[SitemapEntryView, ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """`robots.txt`: what search engines may read, and where the sitemap is."""

    template: ClassVar[str] = "robots.txt"
    sitemap: str
    """Absolute address of the sitemap; empty for a site that search engines must not show."""

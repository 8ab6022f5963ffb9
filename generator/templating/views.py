"""What each template is given: a frozen dataclass per template, whose fields are the names the template sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from generator.templating.pieces import (
    CardView,
    CopyView,
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
class PostPageView:
    """`post.html`: an article."""

    template: ClassVar[str] = "post.html"
    site: SiteView
    head: HeadView
    post: PostView
    breadcrumbs: tuple[tuple[LinkView, ...], ...]
    """A path of categories each, from the top level down."""
    newer: LinkView | None
    older: LinkView | None
    copies: tuple[CopyView, ...]
    notice: tuple[RemovalView, ...]
    """What was cleaned, by kind; empty where nothing was."""


@dataclass(frozen=True, slots=True)
class PagePageView:
    """`page.html`: a page outside the lists, such as an about page."""

    template: ClassVar[str] = "page.html"
    site: SiteView
    head: HeadView
    post: PostView
    notice: tuple[RemovalView, ...]


@dataclass(frozen=True, slots=True)
class HomePageView:
    """`home.html`: the home page and its older pages."""

    template: ClassVar[str] = "home.html"
    site: SiteView
    head: HeadView
    cards: tuple[CardView, ...]
    pagination: PaginationView
    shelf: tuple[LinkView, ...]
    """Top categories with counts; empty on older pages."""
    count: int | None
    """All posts of the site; None on older pages."""
    undated: LinkView | None
    """The list of undated posts; None on older pages."""


@dataclass(frozen=True, slots=True)
class ListPageView:
    """`list.html`: posts of a category, tag, source, period, or without a date."""

    template: ClassVar[str] = "list.html"
    site: SiteView
    head: HeadView
    kind: str
    """`category`, `tag`, `source`, `year`, `month`, `day` or `undated`."""
    title: str
    breadcrumb: tuple[LinkView, ...]
    """What lies above it, from the top down, without the page itself."""
    children: tuple[LinkView, ...]
    """Categories below it, with counts; empty on older pages."""
    calendar: tuple[MonthView, ...]
    """The months of a year or the one month, on the list's own page."""
    cards: tuple[CardView, ...]
    pagination: PaginationView
    count: int | None
    """All posts of the list; None on older pages."""
    undated: LinkView | None
    earlier: LinkView | None
    """The period before this one that has posts; None on other kinds."""
    later: LinkView | None


@dataclass(frozen=True, slots=True)
class TermsPageView:
    """`terms.html`: all categories, all tags or all sources."""

    template: ClassVar[str] = "terms.html"
    site: SiteView
    head: HeadView
    kind: str
    """`categories`, `tags` or `sources`."""
    title: str
    groups: tuple[TermGroupView, ...]
    count: int


@dataclass(frozen=True, slots=True)
class ArchivesPageView:
    """`archives.html`: all years with their months."""

    template: ClassVar[str] = "archives.html"
    site: SiteView
    head: HeadView
    title: str
    years: tuple[YearView, ...]
    undated: LinkView | None
    count: int


@dataclass(frozen=True, slots=True)
class NotFoundPageView:
    """`404.html`: shown for an address that does not exist."""

    template: ClassVar[str] = "404.html"
    site: SiteView
    head: HeadView


@dataclass(frozen=True, slots=True)
class RedirectPageView:
    """`redirect.html`: leads from an alias to its post."""

    template: ClassVar[str] = "redirect.html"
    site: SiteView
    head: HeadView
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """A post in a feed; addresses are absolute."""

    title: str
    url: str
    id: str
    """A `tag:` URI that stays when the address moves."""
    published: str
    """ISO time with offset; empty for undated posts."""
    published_rfc822: str
    updated: str
    author: str
    categories: tuple[str, ...]
    summary: str
    content: str
    """HTML, empty in feeds with summaries; printed as text, so autoescape escapes it as feeds want it."""
    image: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """`atom.xml`, `rss.xml` and `feed.json`."""

    template: ClassVar[str] = "atom.xml"
    site: SiteView
    title: str
    url: str
    """Absolute address of the feed."""
    home: str
    """Absolute address of the page it belongs to."""
    updated: str
    updated_rfc822: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class RssView(FeedView):
    """`rss.xml`: the same fields as `atom.xml`."""

    template: ClassVar[str] = "rss.xml"


@dataclass(frozen=True, slots=True)
class SitemapEntryView:
    """An address of a sitemap and the ISO time of its last change, or empty."""

    url: str
    updated: str


@dataclass(frozen=True, slots=True)
class SitemapView:
    """`sitemap.xml`: addresses, at most 50,000."""

    template: ClassVar[str] = "sitemap.xml"
    entries: tuple[SitemapEntryView, ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexView:
    """`sitemap-index.xml`: the sitemaps of a large site."""

    template: ClassVar[str] = "sitemap-index.xml"
    entries: tuple[SitemapEntryView, ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """`robots.txt`."""

    template: ClassVar[str] = "robots.txt"
    sitemap: str
    """Absolute address of the sitemap; empty where search engines are kept away."""


VIEWS = (
    PostPageView, PagePageView, HomePageView, ListPageView, TermsPageView, ArchivesPageView, NotFoundPageView,
    RedirectPageView, FeedView, RssView, SitemapView, SitemapIndexView, RobotsView,
)  # fmt: skip
"""One view per template, documented in `docs/templates.md`."""

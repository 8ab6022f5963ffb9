"""What each template is given: a frozen dataclass per template, whose fields are the names the template sees.

Every address in a view is ready for an attribute: percent-encoded and with the base path.  Every text is plain
text, which autoescape makes safe; only fields of type `Markup` hold HTML, and only sanitizing makes those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link; `count` is a number of posts, or None where it is not shown."""

    text: str
    href: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every page knows of the site."""

    title: str
    subtitle: str
    description: str
    author: str
    language: str
    url: str
    """Absolute address of the home page."""
    base: str
    """Base path, with a slash at both ends."""
    style_href: str
    script_href: str
    icon_href: str
    menu: tuple[LinkView, ...]
    """Home first, then categories, tags, sources, archives as far as they exist, pages in the menu, own entries."""
    feeds: tuple[LinkView, ...]
    """Atom, RSS, JSON Feed; text is the media type."""
    footer: str
    csp: str
    """The Content-Security-Policy for a meta element."""
    generator: str
    text: Mapping[str, str]
    """Interface strings in the language of the site, by name."""


@dataclass(frozen=True, slots=True)
class HeadView:
    """What stands in the head of a page."""

    title: str
    """The whole title, with the name of the site."""
    description: str
    canonical: str
    """Absolute address; empty on pages that have none, such as 404."""
    kind: str
    """`article` or `website`, for OpenGraph."""
    image: str
    """Absolute address of the cover, or empty."""
    is_indexed: bool
    """False asks search engines to stay away."""
    feeds: tuple[LinkView, ...] = ()
    """Feeds of this page beside those of the site."""
    published: str = ""
    """ISO time with offset, on dated articles."""
    updated: str = ""
    json_ld: Mapping[str, object] | None = None
    """Structured data for search engines, to be printed through `tojson`."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A post in a list."""

    title: str
    href: str
    excerpt: str
    """Empty where it would repeat the title."""
    cover: str
    """Address of a picture, or empty."""
    published: str
    """ISO time with offset; empty for undated posts."""
    published_text: str
    source: LinkView | None
    category: LinkView | None
    """The deepest level of its first category path."""
    lang: str
    """Language of the post where it is not that of the site, else empty."""


@dataclass(frozen=True, slots=True)
class HeadingView:
    """An entry of a table of contents."""

    level: int
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class PostView:
    """An article."""

    title: str
    content: Markup
    excerpt: str
    published: str
    published_text: str
    updated: str
    updated_text: str
    """Empty unless the post says that it was updated after it was published."""
    author: str
    """Empty where it is the source."""
    source: LinkView | None
    link: str
    """Address of the original article, or empty."""
    tags: tuple[LinkView, ...]
    cover: str
    """Address of a picture that does not stand in the article, or empty."""
    word_count: int
    reading_minutes: int
    headings: tuple[HeadingView, ...]
    """Empty unless a table of contents is wanted."""
    lang: str
    allows_comments: bool
    extra: Mapping[str, str]
    """Further front-matter fields, as text."""


@dataclass(frozen=True, slots=True)
class CopyView:
    """Another copy of the same article."""

    title: str
    href: str
    source: str
    published_text: str


@dataclass(frozen=True, slots=True)
class RemovalView:
    """One kind of what cleaning took out of an article; `text` is ready to show, such as `2 advertisements`."""

    kind: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class PaginationView:
    """Links between the pages of a list: no numbers that a new post would change."""

    newer: str
    older: str
    first: str
    """Address of the list itself, empty on that page."""
    oldest: str
    """Address of the page with the oldest posts, empty on that page and where there is only one page."""
    number: int
    """Number of this page, counted from the oldest; 0 on the list's own page."""


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of a calendar; `href` is empty and `count` 0 for a day without posts, `day` is 0 for padding."""

    day: int
    href: str
    count: int
    level: int
    """0 to 4: how many posts compared to the other days of the same calendar."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month with its weeks (Monday first, seven days each)."""

    text: str
    href: str
    count: int
    weeks: tuple[tuple[DayView, ...], ...]


@dataclass(frozen=True, slots=True)
class YearView:
    """A year and its months."""

    text: str
    href: str
    count: int
    months: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A category with what lies below it, or a tag or source (no children)."""

    name: str
    href: str
    count: int
    children: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class TermGroupView:
    """Terms under one heading; the heading may be empty."""

    title: str
    terms: tuple[TermView, ...]


# ------------------------------------------------------------------------------ a view per template


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
    """Absolute address of the sitemap."""


VIEWS = (
    PostPageView, PagePageView, HomePageView, ListPageView, TermsPageView, ArchivesPageView, NotFoundPageView,
    RedirectPageView, FeedView, RssView, SitemapView, SitemapIndexView, RobotsView,
)  # fmt: skip
"""One view per template, documented in `docs/templates.md`."""

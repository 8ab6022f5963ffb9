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
    ChartView,
    DamageView,
    GroupView,
    HeadView,
    LinkView,
    MonthView,
    OtherPostView,
    PaginationView,
    PastView,
    PostView,
    RemovalView,
    SearchOptionView,
    SiteView,
    TermGroupView,
    YearView,
)


@dataclass(frozen=True, slots=True)
class MenuFragment:
    """The values for the template `partials/menu.html`, which prints the menu of a page."""

    template: ClassVar[str] = "partials/menu.html"
    site: SiteView
    here: str
    """The `href` of the entry that the page belongs to, or empty."""
    current: str
    """`page` if the entry leads to the page itself, `true` if it leads to its section."""


@dataclass(frozen=True, slots=True)
class FooterFragment:
    """The values for the template `partials/footer.html`, which prints the footer: one for home, one for the rest."""

    template: ClassVar[str] = "partials/footer.html"
    site: SiteView
    is_home: bool


@dataclass(frozen=True, slots=True)
class CardFragment:
    """The values for the template `partials/card.html`, which prints a post in a list, once for all lists with it."""

    template: ClassVar[str] = "partials/card.html"
    site: SiteView
    card: CardView


@dataclass(frozen=True, slots=True)
class RowFragment:
    """The values for the template `partials/row.html`, which prints a post in a list as one line."""

    template: ClassVar[str] = "partials/row.html"
    site: SiteView
    card: CardView
    shows_source: bool
    """Whether its source stands beside the title; not in the list of a source."""


@dataclass(frozen=True, slots=True)
class PostPageView:
    """The values for the template `post.html`, which prints the page of a post."""

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
    related: tuple[OtherPostView, ...]
    """Older posts about the same subject, the nearest first."""
    best_copy: OtherPostView | None
    """The best copy of the article, to which `head.canonical` leads; None on the page of that copy itself."""
    copies: tuple[OtherPostView, ...]
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
    """The values for the template `page.html`, which prints a page outside the lists, such as an about page."""

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
    """The values for the template `home.html`, which prints the home page and the further pages with older posts."""

    template: ClassVar[str] = "home.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment, CardFragment, RowFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    groups: tuple[GroupView, ...]
    """The posts of this page by day, the newest first."""
    pagination: PaginationView
    shelf: tuple[LinkView, ...]
    """Top categories with counts; empty on older pages."""
    months: tuple[LinkView, ...]
    """The last months with posts; empty on older pages."""
    sources: tuple[LinkView, ...]
    """The largest sources; empty on older pages."""
    past: tuple[PastView, ...]
    """Posts of the day and month of the newest post in past years; empty on older pages."""
    count: int | None
    """All posts of the site; None on older pages."""
    undated: LinkView | None
    """The list of undated posts; None on older pages."""


@dataclass(frozen=True, slots=True)
class ListPageView:
    """The values for the template `list.html`, which prints a page of a list.

    The list has the posts of a category, tag, source or period, or those without a date.
    """

    template: ClassVar[str] = "list.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment, CardFragment, RowFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    kind: str
    """`category`, `tag`, `source`, `year`, `month`, `day`, `archive` or `undated`."""
    title: str
    breadcrumb: tuple[LinkView, ...]
    """The pages above it, from the top down, without the page itself."""
    children: tuple[LinkView, ...]
    """Categories below it, with counts; empty on older pages."""
    calendar: tuple[MonthView, ...]
    """The months of a year, or the month of a month; empty on older pages and for other lists."""
    groups: tuple[GroupView, ...]
    """The posts of this page by day, the newest first."""
    pagination: PaginationView
    count: int | None
    """All posts of the list; None on older pages."""
    undated: LinkView | None
    earlier: LinkView | None
    """The last period with posts before this one; None if there is none, on older pages, and for other kinds."""
    later: LinkView | None


@dataclass(frozen=True, slots=True)
class TermsPageView:
    """The values for the template `terms.html`, which prints a page of links to all categories, tags or sources."""

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
    """The values for the template `archives.html`, which prints a page of links to all years and their months."""

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
class SearchPageView:
    """The values for the template `search.html`, which prints the page of the search; its script shows the results."""

    template: ClassVar[str] = "search.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    title: str
    index_href: str
    """The address of the page, below which are the files of the index."""
    categories: tuple[SearchOptionView, ...]
    """The categories to which a search can be limited; at most 200, the largest ones."""
    sources: tuple[SearchOptionView, ...]
    years: tuple[str, ...]
    lists: tuple[LinkView, ...]
    """Overviews of the site, for readers without script."""


@dataclass(frozen=True, slots=True)
class StatisticsPageView:
    """The values for the template `statistics.html`, which prints numbers and charts about all posts in lists."""

    template: ClassVar[str] = "statistics.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    title: str
    figures: tuple[tuple[str, str], ...]
    """(name, value) of each number about the whole site, and of the first and the latest date."""
    charts: tuple[ChartView, ...]
    file_href: str
    """The address of `stats.json`."""


@dataclass(frozen=True, slots=True)
class NotFoundPageView:
    """The values for the template `404.html`, which prints the page for addresses that do not exist."""

    template: ClassVar[str] = "404.html"
    fragments: ClassVar[tuple[type[Any], ...]] = (MenuFragment, FooterFragment)
    site: SiteView
    head: HeadView
    menu: Markup
    footer: Markup
    further: str
    """The folder of further pages of lists, such as `page`: a list may have fewer pages than before."""


@dataclass(frozen=True, slots=True)
class RedirectPageView:
    """The values for the template `redirect.html`, which prints a page at an old address (alias) of a post.

    The page redirects to the post.
    """

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
    """The values for the template `atom.xml`, which prints a feed; the feed `feed.json` is made from them, too."""

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
    """The values for the template `rss.xml`, which prints a feed in the format RSS; the same as for `atom.xml`."""

    template: ClassVar[str] = "rss.xml"


@dataclass(frozen=True, slots=True)
class OpmlEntryView:
    """A feed in the list of feeds, with the absolute addresses of the feed and of the page that it belongs to."""

    title: str
    url: str
    home: str


@dataclass(frozen=True, slots=True)
class OpmlGroupView:
    """Feeds of one kind in the list of feeds, such as those of all categories."""

    title: str
    feeds: tuple[OpmlEntryView, ...]


@dataclass(frozen=True, slots=True)
class OpmlView:
    """The values for the template `feeds.opml`, which prints the list of all feeds of the site."""

    template: ClassVar[str] = "feeds.opml"
    site: SiteView
    feed: OpmlEntryView
    """The Atom feed of the whole site."""
    groups: tuple[OpmlGroupView, ...]


@dataclass(frozen=True, slots=True)
class SitemapEntryView:
    """The address of a page in a sitemap, or of a sitemap in the list of sitemaps.

    `updated` is the time of its last change in ISO format, or empty.
    """

    url: str
    updated: str


@dataclass(frozen=True, slots=True)
class SitemapView:
    """The values for the template `sitemap.xml`, which prints at most 50,000 addresses of pages for search engines."""

    template: ClassVar[str] = "sitemap.xml"
    entries: tuple[SitemapEntryView, ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexView(SitemapView):
    """The values for the template `sitemap-index.xml`, which prints the list of sitemaps of a site that has several."""

    template: ClassVar[str] = "sitemap-index.xml"


@dataclass(frozen=True, slots=True)
class OpenSearchView:
    """The values for the template `opensearch.xml`, by which a browser offers to search the site."""

    template: ClassVar[str] = "opensearch.xml"
    site: SiteView
    search: str
    """Absolute address of the search page."""


@dataclass(frozen=True, slots=True)
class RobotsView:
    """The values for the template `robots.txt`, which prints what search engines may read and where the sitemap is."""

    template: ClassVar[str] = "robots.txt"
    sitemap: str
    """Absolute address of the sitemap; empty for a site that search engines must not show."""

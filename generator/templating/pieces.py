"""Parts of views that several templates show, such as a link, a card or the head of a page.

Every address is ready for an attribute: percent-encoded and with the base path.  Every text is plain text, which
autoescape makes safe.  Only fields of type `Markup` hold HTML, which comes from sanitizing or from other templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link; `count` is the number of posts in the list that it opens, or None if no number is shown."""

    text: str
    href: str
    count: int | None = None
    lang: str = ""
    """Language of the title of a post if it is not that of the site; empty otherwise."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """The values about the site that all pages share: its title, language and addresses, the menu, and the footer."""

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
    search_href: str
    """The address of the page of the search; empty if the site has none."""
    search_script_href: str
    """The address of its script; empty if the site has none."""
    menu: tuple[LinkView, ...]
    """Home, those of categories, tags, sources and archives that exist, some pages, and the entries of the settings."""
    feeds: tuple[LinkView, ...]
    """The Atom, RSS and JSON feeds; the text of each link is its media type."""
    footer: str
    csp: str
    """The Content-Security-Policy, for a meta element."""
    generator: str
    text: Mapping[str, str]
    """Interface strings in the language of the site, by name."""


@dataclass(frozen=True, slots=True)
class HeadView:
    """The values in the head of a page: titles, description, canonical address, feeds."""

    title: str
    """The whole title, with the name of the site."""
    description: str
    address: str
    """The absolute address of the page; empty on pages without one, such as 404."""
    canonical: str
    """The absolute address that search engines are told to show: that of the page, or of the best copy of an article;
    empty on pages without one."""
    kind: str
    """`article` or `website`, for OpenGraph."""
    image: str
    """Absolute address of the cover, or empty."""
    is_indexed: bool
    """Whether search engines may index the page."""
    feeds: tuple[LinkView, ...] = ()
    """Feeds of this page, in addition to those of the site."""
    published: str = ""
    """ISO time with offset, on dated articles."""
    updated: str = ""
    json_ld: Mapping[str, object] | None = None
    """Structured data for search engines, to be printed through `tojson`."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A post in a list: its title, picture, excerpt, date, source and category."""

    title: str
    href: str
    excerpt: str
    """Empty if it would repeat the title."""
    cover: str
    """Address of a picture, or empty."""
    published: str
    """ISO time with offset; empty for undated posts."""
    published_text: str
    source: LinkView | None
    category: LinkView | None
    """The deepest level of its first category path."""
    lang: str
    """Language of the post if it is not that of the site; empty otherwise."""
    title_lang: str
    """Language of the title if it is not that of the post; empty otherwise."""


@dataclass(frozen=True, slots=True)
class SearchOptionView:
    """A category or a source to which a search can be limited, with the number of its posts."""

    text: str
    value: str
    """The name of the source, or those of the category and the categories above it, from the top, one a line."""
    count: int


@dataclass(frozen=True, slots=True)
class HeadingView:
    """A heading of an article, as an entry of its table of contents; `level` is 2 to 6."""

    level: int
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class PostView:
    """An article as its own page shows it: its HTML (`content`), its dates and tags, and its table of contents."""

    title: str
    content: Markup
    excerpt: str
    published: str
    published_text: str
    updated: str
    updated_text: str
    """Empty unless the post was updated after it was published, according to its front matter."""
    author: str
    """Empty if it is the same as the source."""
    source: LinkView | None
    link: str
    """Address of the original article, or empty."""
    tags: tuple[LinkView, ...]
    cover: str
    """Address of a picture that is not in the article, or empty."""
    word_count: int
    reading_minutes: int
    headings: tuple[HeadingView, ...]
    """Empty unless the post has a table of contents."""
    lang: str
    """Language of the post if it is not that of the site; empty otherwise."""
    title_lang: str
    """Language of the title if it is not that of the post; empty otherwise."""
    allows_comments: bool
    extra: Mapping[str, str]
    """Further front-matter fields, as text."""


@dataclass(frozen=True, slots=True)
class CopyView:
    """A link to another post that has the same text as an article, with the name of its source and its date."""

    title: str
    href: str
    source: str
    published_text: str
    lang: str = ""
    """Language of the title if it is not that of the site; empty otherwise."""


@dataclass(frozen=True, slots=True)
class RemovalView:
    """The number of removals of one kind in an article; `text` is ready to show, such as `2 advertisements`."""

    kind: str
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class DamageView:
    """A link to a place of an article where characters were lost; `text` is its number."""

    text: str
    href: str
    """Address of the marked place on the same page."""
    better_href: str
    """Address of the same paragraph in a better copy of the article, or empty."""


@dataclass(frozen=True, slots=True)
class PaginationView:
    """The addresses of other pages of a list, for the links on one page of it: the newer, older, first and oldest page.

    An address is empty if there is no such page, or if it is this page itself.
    """

    newer: str
    older: str
    first: str
    """Address of the list itself; empty on that page."""
    oldest: str
    """Address of the page with the oldest posts; empty on that page, and if there is only one page."""
    number: int
    """Number of this page, counted from the oldest; 0 on the list's own page."""


@dataclass(frozen=True, slots=True)
class DayView:
    """A cell in the calendar of a month: a day, or, with `day` 0, the empty cells before or after the month.

    For a day without posts, `href` is empty and `count` is 0.
    """

    day: int
    columns: int
    """How many columns the cell takes: 1 for a day."""
    href: str
    count: int
    level: int
    """From 1 to 4, the quarter of the days of the same calendar in which the number of posts lies; 0 without posts."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month of a calendar: its name, its link, its number of posts, and its days in weeks that begin on Monday."""

    text: str
    href: str
    count: int
    weeks: tuple[tuple[DayView, ...], ...]


@dataclass(frozen=True, slots=True)
class YearMonthView:
    """A month on the page of all years: its short name, its link, its number of posts, and its heat.

    For a month without posts, `href` is empty and `count` is 0.
    """

    text: str
    href: str
    count: int
    level: int
    """From 1 to 4, the quarter of the months of all years in which the number of posts lies; 0 without posts."""


@dataclass(frozen=True, slots=True)
class YearView:
    """A year on the page of all years: its name, its link, its number of posts, and its twelve months."""

    text: str
    href: str
    count: int
    months: tuple[YearMonthView, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """A category, a tag or a source; `children` are the subcategories of a category, empty for a tag or source."""

    name: str
    href: str
    count: int
    weight: int
    """From 8, for the largest, to 1: two less for each halving of the number of posts."""
    years: str
    """The years of its first and its last post, `2009–2021`, or the one year of both; empty if no post has a date."""
    children: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class TermGroupView:
    """Categories, tags or sources under one heading, such as a first letter; `title` is empty without a heading."""

    title: str
    id: str
    """The letter, or `other`, for a link to this part of the page; empty without a heading."""
    terms: tuple[TermView, ...]

"""The values that travel through the pipeline; each is frozen and complete when made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from generator.errors import Problem


class Stored:
    """Base class of values that are kept in the store or sent to workers.

    They are pickled as class and values, in a third of the time of other dataclasses with slots; most of an incremental
    build is reading them.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., Stored], tuple[object, ...]]:
        return type(self), self.values

    @property
    def values(self) -> tuple[object, ...]:
        """The values of all fields in order; dates and times are text."""
        kind: Any = type(self)
        return _values(kind)(self)


@lru_cache(maxsize=64)
def _values(kind: Any) -> Callable[[object], tuple[object, ...]]:
    names: tuple[str, ...] = kind.__slots__
    # With a single name, `attrgetter` returns the bare value instead of a tuple.
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple([getattr(value, name) for name in names])


class Shared(Stored):
    """Base class of values that many pages contain, such as a post in lists; the digest of each is computed once."""

    __slots__ = ()


# ---------------------------------------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class SourceFile(Stored):
    """A file in a content root; `path` is relative to `root`, with `/` and with lone surrogates for invalid bytes."""

    root: str
    path: str
    size_bytes: int
    mtime_ns: int
    inode: int

    @property
    def id(self) -> str:
        """The name of the source in messages and records: the content root as in the settings, `/`, and the path."""
        return f"{self.root}/{self.path}"


@dataclass(frozen=True, slots=True)
class FieldMap:
    """A mapping inside front matter, as (name, value) pairs in the order of the source."""

    items: tuple[tuple[str, FieldValue], ...]


FieldValue: TypeAlias = "str | tuple[FieldValue, ...] | FieldMap | None"
"""A front-matter value.  Scalars are the text as written; None stands for an empty value or a plain `~` or `null`."""


class Field(NamedTuple):
    """One field of front matter as written, with the place of its value, or of its name if the value is empty."""

    name: str
    value: FieldValue
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class RawPost:
    """A source as read from disk: the fields of its front matter in order, its unchanged body, and their problems."""

    source: SourceFile
    fields: tuple[Field, ...]
    body: str
    body_line: int
    has_header: bool
    problems: tuple[Problem, ...] = ()
    unsure: str = ""
    """Lines that are or may be a header and that no parser accepts as written, so that the fields may lack parts of
    them."""


# --------------------------------------------------------------------------------------------- clean


@dataclass(frozen=True, slots=True)
class Header(Stored):
    """The typed fields of a post.  Times are in UTC; None and empty mean that the source has no value."""

    title: str
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    author: str = ""
    origin: str = ""
    """The source a post is listed under: field `source`, else `author`, else its second category, else empty."""
    link: str = ""
    """Address of the original article: http or https, checked."""
    permalink: str = ""
    layout: str = "post"
    comments: bool = True
    is_draft: bool = False
    excerpt: str = ""
    cover: str = ""
    """The picture that front matter names (headimg, thumbnail, cover), as written."""
    lang: str = ""
    aliases: tuple[str, ...] = ()
    sticky: int = 0
    has_toc: bool = False
    markup: str = ""
    """`html`, `markdown` or `text` if front matter sets it; else empty."""
    is_title_given: bool = True
    kept_by: str = ""
    """A description of the field or tag that keeps the post from being published; then no other
    field but `is_draft` is filled."""
    is_hidden: bool = False
    """Whether the post has a page but is in no list."""
    is_indexed: bool = True
    """Whether search engines may show it."""
    is_in_sitemap: bool = True
    extra: tuple[tuple[str, str], ...] = ()
    """Other scalar fields, sorted by name: permalink variables such as `abbrlink` and fields for templates."""

    # Pickling a datetime with its zone takes three times as long as all other fields.
    def __reduce__(self) -> tuple[Callable[..., Stored], tuple[object, ...]]:
        return _header, self.values

    @property
    def values(self) -> tuple[object, ...]:
        """The values of all fields in order; dates and times are text."""
        return self.title, moment_text(self.published), moment_text(self.updated), *_values(Header)(self)[3:]


# Two digests and two pickles of a post use the same moment one after the other.
@lru_cache(maxsize=64)
def moment_text(moment: datetime | None) -> str | None:
    """A date with time, in UTC, as ISO 8601 text; None for None."""
    return moment.isoformat() if moment else None


def _header(title: str, published: str | None, updated: str | None, *others: Any) -> Header:
    return Header(
        title,
        datetime.fromisoformat(published) if published else None,
        datetime.fromisoformat(updated) if updated else None,
        *others,
    )


@dataclass(frozen=True, slots=True)
class Reference(Stored):
    """An address inside the site that an article refers to; `plan` finds the page, and `render` fills its address in.

    `kind` is `link`, `media`, `post` or `title` (the last two with a Hexo slug).  `target` is as written, without
    fragment and query, which are in `suffix`.  If there is such a page, the reference becomes `before` + its address
    (or its title) + `suffix` + `after`, else `otherwise`.
    """

    kind: str
    target: str
    before: str
    after: str
    suffix: str = ""
    otherwise: str = ""
    elsewhere: str = ""
    """The whole address on the page that the post was taken from; `otherwise` leads there if it is not empty."""


@dataclass(frozen=True, slots=True)
class LinkEnd(Stored):
    """The end tag of a link, written only if its start tag is; `start` is the index of that tag in the segments."""

    start: int


Segment: TypeAlias = "str | Reference | LinkEnd"


@dataclass(frozen=True, slots=True)
class Heading(Stored):
    """A heading of an article for its table of contents; `level` is 2 to 6."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Removal(Stored):
    """Something that cleaning removed or repaired: the id of the rule, the kind of removal, and the text."""

    rule: str
    kind: str
    text: str = ""
    count: int = 1
    where: str = ""
    """The rule's list and line, or the step's name."""


@dataclass(frozen=True, slots=True)
class Account(Stored):
    """The number of words in a body, and what became of them: published, removed (by kind of removal), or lost."""

    words: int = 0
    published: int = 0
    removed: tuple[tuple[str, int], ...] = ()
    """(kind, words), sorted."""
    lost: int = 0


REMOVAL_KINDS = (
    "advertisement", "byline", "share", "related", "promotion", "boilerplate",
    "placeholder", "proxy", "tracking", "script", "frame", "markup", "comment", "attribute", "damage",
)  # fmt: skip
"""Kinds of removal; the notice below an article shows the first six, and only `explain` shows the others."""

NOTICE_KINDS = REMOVAL_KINDS[:6]


@dataclass(frozen=True, slots=True)
class EmbeddedPicture(Stored):
    """A picture that a body held itself, as a `data:` address; its address in the site is made of its digest."""

    address: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Damage(Stored):
    """A paragraph with places where characters were lost for good, each in a `mark` with an id."""

    paragraph_id: str
    """The id of its first mark; those of the others count on.  Empty if the article is shown without marks."""
    score: int
    """How much the paragraph is damaged."""
    reasons: tuple[tuple[str, int], ...]
    """(reason, how often), sorted; the places by their reasons, and what else is wrong with the paragraph."""
    text: str
    """Its text, with newlines for line breaks; at most 500 characters."""
    places: tuple[str, ...]
    """The text of each marked place."""


@dataclass(frozen=True, slots=True)
class Post(Stored):
    """Everything that the page of a post shows from its own source."""

    id: str
    key: str
    kind: str
    """`post` or `page`."""
    header: Header
    segments: tuple[Segment, ...]
    excerpt: str
    cover: Reference | str | None
    headings: tuple[Heading, ...]
    word_count: int
    text_digest: str
    """Digest of the letters and digits of the text, for finding copies; empty if there are too few."""
    is_rechecked: bool
    """Whether the second sanitizer checked the post."""
    removals: tuple[Removal, ...]
    problems: tuple[Problem, ...]
    account: Account = Account()
    pictures: tuple[EmbeddedPicture, ...] = ()
    """The embedded pictures that the article or the cover shows, sorted by address."""
    damage: tuple[Damage, ...] = ()
    """The paragraphs with damage that could not be repaired, in order."""


@dataclass(frozen=True, slots=True)
class Summary(Stored):
    """The parts of a post that other pages may show or that planning needs; never the body."""

    id: str
    key: str
    kind: str
    header: Header
    excerpt: str
    cover: Reference | str | None
    word_count: int
    is_rechecked: bool
    references: tuple[tuple[str, str, str], ...]
    """(kind, target, elsewhere) of each distinct reference of the body and the cover, sorted."""
    text_digest: str
    """The same as `Post.text_digest`."""
    removal_counts: tuple[tuple[str, str, int], ...]
    """(rule, kind, count), sorted, for the counts in the report."""
    problems: tuple[Problem, ...]
    meta_digest: str
    """Digest of what other pages may show."""
    body_digest: str
    """Digest of everything else that the post's own page shows."""
    account: Account = Account()
    pictures: tuple[str, ...] = ()
    """Addresses of the embedded pictures, sorted; their bytes are only in the post."""
    damage_counts: tuple[tuple[str, str, int], ...] = ()
    """(rule, reason, count), sorted: the marked places with damage by reason, in the form of `removal_counts`."""
    damage_score: int = 0
    """How much the text was damaged when it was read; 0 for nearly every post."""

    @property
    def is_stricter(self) -> bool:
        """Whether the second sanitizer, bleach, removed something from the post that the first had left."""
        return any(item.code == "sanitizer-stricter" for item in self.problems)


# --------------------------------------------------------------------------------------------- index


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of posts with its own address: the home page, a category, a tag, a source, a period, or undated posts.

    `dated` is sorted newest first.  `undated` is sorted by path and has its page at `address` + `undated/`, or at
    `address` itself if the list has no dated post.  `parent` and `children` are addresses of listings.
    """

    kind: str
    address: str
    name: str
    path: tuple[str, ...]
    dated: tuple[str, ...]
    undated: tuple[str, ...]
    parent: str = ""
    children: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of posts in the list."""
        return len(self.dated) + len(self.undated)


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file that is published unchanged, at `address`; `path` is its location on this machine."""

    address: str
    path: str = field(compare=False)
    """Not compared, so that the same site in another folder has equal files."""
    digest: str


@dataclass(frozen=True, slots=True)
class SiteIndex:
    """Everything about a site that its pages depend on, except the bodies of posts."""

    summaries: Mapping[str, Summary]
    dated: tuple[str, ...]
    """Ids of dated posts, newest first."""
    undated: tuple[str, ...]
    hidden: tuple[str, ...]
    """Ids of posts that have a page but are in no list, dated or not."""
    pages: tuple[str, ...]
    addresses: Mapping[str, str]
    """Address of every post and page by id."""
    neighbours: Mapping[str, tuple[str, str]]
    """The ids of the (newer, older) dated posts by id; empty if there is none."""
    copies: Mapping[str, tuple[str, ...]]
    """Ids of the other posts with the same text."""
    listings: Mapping[str, Listing]
    """Lists by address."""
    overviews: Mapping[str, str]
    """Addresses of the pages about all terms of a kind, or all years, by kind."""
    redirects: tuple[tuple[str, str], ...]
    """(address, id), sorted."""
    static: tuple[SiteFile, ...]
    media: Mapping[str, SiteFile]
    """Files beside posts that some post refers to, by source id."""
    pictures: Mapping[str, str]
    """The id of a post that holds the picture, by the address of each embedded picture."""
    terms: Mapping[tuple[str, ...], tuple[str, str]]
    """(name, address) of a category, tag or source by (kind, name or names)."""
    known: frozenset[str]
    """All addresses of the site."""
    by_path: Mapping[str, str]
    """Id of a post or page by its id in NFC."""
    slugs: Mapping[str, Mapping[str, str]]
    """Id of a post by its content root and Hexo slug, or the last part of the slug if no other post has that."""
    problems: tuple[Problem, ...]

"""The values that the steps of a build pass on to each other, from `SourceFile` to `Summary`; all are immutable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from generator.errors import Problem
from generator.pictures import Sides
from generator.stored import Stored, values_of

# ---------------------------------------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class SourceFile(Stored):
    """A file in a content root (a folder of sources).

    `root` is the path of this folder as in the settings.  `path` is relative to it, with `/` between names, and its
    bytes that are not valid UTF-8 are lone surrogates.
    """

    root: str
    path: str
    size_bytes: int
    mtime_ns: int
    inode: int

    @property
    def id(self) -> str:
        """The name of the source in messages and records: `root` as in the settings, `/`, and `path`."""
        return f"{self.root}/{self.path}"


@dataclass(frozen=True, slots=True)
class FieldMap:
    """A mapping inside a value of front matter, as (name, value) pairs in the order of the source."""

    items: tuple[tuple[str, FieldValue], ...]


FieldValue: TypeAlias = "str | tuple[FieldValue, ...] | FieldMap | None"
"""A front-matter value.  Scalars are the text as written; None stands for an empty value or a plain `~` or `null`."""


class Field(NamedTuple):
    """A field of front matter as written.

    `line` and `column` are where its value begins or, if that is empty, its name.
    """

    name: str
    value: FieldValue
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class RawPost:
    """A source as read from disk: its front matter as fields in order, its body as written, and problems of reading."""

    source: SourceFile
    fields: tuple[Field, ...]
    body: str
    body_line: int
    has_header: bool
    problems: tuple[Problem, ...] = ()
    unsure: str = ""
    """Lines at the beginning of the file that are or may be front matter and that no parser accepts as written, so that
    `fields` may lack parts of them; else empty."""


# --------------------------------------------------------------------------------------------- clean


@dataclass(frozen=True, slots=True)
class Header(Stored):
    """The typed front matter of a post.  Times are in UTC; None and empty mean that the source has no value."""

    title: str
    published: datetime | None = None
    updated: datetime | None = None
    categories: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    author: str = ""
    origin: str = ""
    """The source a post is listed under: field `source`, else `author`, else its second category, else empty."""
    addresses: str = ""
    """Digest of all addresses in the article; empty if there are none."""
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
    """The language that front matter names; what pages state is `Post.language`."""
    aliases: tuple[str, ...] = ()
    sticky: int = 0
    has_toc: bool | None = None
    """Whether the article has a contents list; None: if it has enough headings."""
    markup: str = ""
    """`html`, `markdown` or `text` if front matter sets it; else empty."""
    is_title_given: bool = True
    kept_by: str = ""
    """A description of the field or tag that keeps the post from being published, or empty.  If it is set, no other
    field except `is_draft` is filled."""
    is_hidden: bool = False
    """Whether the post has a page but is in no list."""
    is_indexed: bool = True
    """Whether search engines may show the post."""
    is_searched: bool = True
    """Whether the search of the site finds the post."""
    is_in_sitemap: bool = True
    extra: tuple[tuple[str, str], ...] = ()
    """Other scalar fields, sorted by name: permalink variables such as `abbrlink` and fields for templates."""

    # Pickling a datetime with its zone takes three times as long as all other fields.
    def __reduce__(self) -> tuple[Callable[..., Stored], tuple[object, ...]]:
        return _header, self.values

    @property
    def values(self) -> tuple[object, ...]:
        """The values of all fields, in the order of the fields; times are ISO 8601 texts."""
        return self.title, moment_text(self.published), moment_text(self.updated), *values_of(Header)(self)[3:]


# Two digests and two pickles of a post use the same moment one after the other.
@lru_cache(maxsize=64)
def moment_text(moment: datetime | None) -> str | None:
    """`moment`, a time in UTC, as ISO 8601 text; None if `moment` is None."""
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
    """A link of an article to a page or file of the site, whose address is filled in only when the article is rendered.

    `kind` is `link`, `media`, `post` or `title`.  `target` is the path as written without query and fragment or, for
    `post` and `title`, a Hexo slug.  If the site has the target, the page gets `before`, the target's address (its
    title for `title`), `suffix` (the query and fragment) and `after`; if not, it gets `otherwise`.
    """

    kind: str
    target: str
    before: str
    after: str
    suffix: str = ""
    otherwise: str = ""
    elsewhere: str = ""
    """The address of the target on the site that the post was taken from, or empty; if it is set, `otherwise` links to
    it."""


@dataclass(frozen=True, slots=True)
class LinkEnd(Stored):
    """The `</a>` for the `Reference` at index `start` of the segments; left out if that reference makes no link."""

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
    """A part of a body that cleaning removed or repaired, `count` times: id of the rule, kind of removal, and text."""

    rule: str
    kind: str
    text: str = ""
    count: int = 1
    where: str = ""
    """The rule's list and line, or the step's name."""


@dataclass(frozen=True, slots=True)
class Account(Stored):
    """The number of words in a body, and how many are published, removed (by kind of removal), or neither (`lost`)."""

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
    """A picture from a `data:` URL in a body: the bytes of the file, and its address, made from their digest."""

    address: str
    data: bytes
    sides: Sides | None
    """None if its size cannot be read."""


@dataclass(frozen=True, slots=True)
class Damage(Stored):
    """A paragraph with places where characters were lost for good, each place in a `<mark>` with an id."""

    paragraph_id: str
    """The id of its first mark; those of the others count on.  Empty if the article is shown without marks."""
    score: int
    """How much the paragraph is damaged."""
    reasons: tuple[tuple[str, int], ...]
    """(reason, how often), sorted; the places by their reasons, and what else is wrong with the paragraph."""
    text: str
    """Its text, with newlines for line breaks; at most 500 characters."""
    places: tuple[tuple[str, str], ...]
    """(reason, text) of each marked place."""


@dataclass(frozen=True, slots=True)
class Likeness(Stored):
    """The features of an article by which its copies are recognised, and the best of them is chosen."""

    text: str = ""
    """Digest of the words of the visible text, in simplified characters and without signs; empty if there are none, or
    if the post has no `link` and near copies are not looked for."""
    body: str = ""
    """Digest of the visible text without blanks, and of all addresses in the article; empty if there are neither."""
    addresses: str = ""
    """Digest of all addresses in the article; empty if there are none."""
    link: str = ""
    """Address of the original article without scheme and tracking parameters; empty if it is unknown."""
    has_sketch: bool = False
    """Whether the post has a sketch, by which near copies are found."""
    is_marked_up: bool = False
    """Whether the article has several paragraphs, or any other element but line breaks and pictures."""
    damage: int = 0
    """How much the text was damaged when it was read: the scores of `Damage`, and 1 for each repair."""


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
    likeness: Likeness
    is_rechecked: bool
    """Whether the second sanitizer, bleach, checked the post."""
    removals: tuple[Removal, ...]
    problems: tuple[Problem, ...]
    account: Account = Account()
    pictures: tuple[EmbeddedPicture, ...] = ()
    """The embedded pictures that the article or the cover shows, sorted by address."""
    sketch: bytes = b""
    """A sketch of the text, by which near copies are found; empty if the text is too short or nobody asks for it."""
    language: str = ""
    """A language tag, of front matter or told by the text; empty if the post is in the language of the site."""
    title_language: str = ""
    """The same for the title alone, which mostly is in the language of the post."""
    damage: tuple[Damage, ...] = ()
    """The paragraphs with damage that could not be repaired, in order."""
    text: str = ""
    """The visible text of the article, in a post that was just cleaned; the store does not keep it."""


@dataclass(frozen=True, slots=True)
class Summary(Stored):
    """The parts of a post that other pages may show or that planning needs, without the HTML of the article."""

    id: str
    key: str
    kind: str
    header: Header
    excerpt: str
    cover: Reference | str | None
    word_count: int
    is_rechecked: bool
    references: tuple[tuple[str, str, str], ...]
    """(kind, target, elsewhere) of each distinct `Reference` in the article and of its cover, sorted."""
    likeness: Likeness
    removal_counts: tuple[tuple[str, str, int], ...]
    """(rule, kind, count), sorted, for the counts in the report."""
    problems: tuple[Problem, ...]
    meta_digest: str
    """Digest of everything in the post that other pages may show."""
    body_digest: str
    """Digest of everything else in the post, which only its own page shows."""
    account: Account = Account()
    pictures: tuple[str, ...] = ()
    """Addresses of the embedded pictures, sorted; their bytes are only in the post."""
    language: str = ""
    title_language: str = ""
    damage_counts: tuple[tuple[str, str, int], ...] = ()
    """(rule, reason, count), sorted: the marked places with damage by reason, in the form of `removal_counts`."""

    @property
    def is_stricter(self) -> bool:
        """Whether the second sanitizer, bleach, removed anything that the first one, nh3, had left in the post."""
        return any(item.code == "sanitizer-stricter" for item in self.problems)

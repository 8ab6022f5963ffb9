"""The result of comparing the published site with the current one: a value for each kind of difference."""

from __future__ import annotations

from dataclasses import dataclass

from generator.errors import Problem
from generator.model import Removal


@dataclass(frozen=True, slots=True)
class Gone:
    """An address of the published site at which the current site has nothing, or a redirect that leads nowhere."""

    address: str
    kind: str
    """What was there: `article`, `list`, `redirect`, or `page` for any other page."""
    title: str
    """The title of the published page; for a redirect, `→` and its target."""
    candidates: tuple[str, ...] = ()
    """For an article, the addresses of new articles, one of which may be the same article."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A published article whose text is now at the address `to`, or whose old `address` redirects to the address `to`.

    `source` is the id of the post now at `to`, or empty; `title` is that of the published page, or empty.
    """

    address: str
    to: str
    source: str
    title: str
    redirect: str = ""
    """The address to which the old address redirects; empty if there is no redirect."""
    is_replaced: bool = False
    """Whether another article is now at the old address."""
    is_same: bool = True
    """False if the redirect leads to another page than the published article."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A passage of text that an article has lost or gained since it was published."""

    source: str
    """The id of the post; empty for a static file."""
    address: str
    was: str
    """The address at which the article was published."""
    text: str
    """The passage, cut after 500 characters."""
    characters: int
    """The length of the whole passage, without spaces and line breaks."""
    removal: Removal | None = None
    """What cleaning removed from the post and that explains a lost passage; None if nothing does."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """Ids of headings, or else lines around the text, that an article has lost or gained since it was published.

    A value has only ids or only lines, such as the date or the tags.  `gone` are the lost ones, `new` the gained ones;
    gained ids are not recorded.  `source` is the id of the post, empty for a static file.
    """

    source: str
    address: str
    gone: tuple[str, ...]
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list of posts, such as that of a tag, that is gone or new, or that shows other posts than when published.

    `kind` is one of `KINDS` in `comparing/lists.py`; `address` is that of the list's first page.
    """

    kind: str
    address: str
    state: str
    """What happened to the list: `gone`, `new` or `changed` (it shows other posts)."""
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """Addresses of posts that a changed list no longer shows; the old address of a post that is gone."""
    copies: tuple[str, ...] = ()
    """Those of `lost` that are copies and no longer listed, because a better copy is."""


@dataclass(frozen=True, slots=True)
class RedirectChange:
    """A redirect at `address` that led to the address `was` and now leads to the address `to`."""

    address: str
    was: str
    to: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that would change if the current site were published.

    Changes are sorted by address; changes of lists of posts (`lists`) are sorted by kind, then by address.
    """

    shown: str
    """The name of the published site for people, such as `origin/gh-pages`."""
    remarks: tuple[str, ...]
    """Sentences on how the published site was chosen."""
    before: int
    """The number of pages of the published site."""
    now: int
    """The number of pages of the site as it would be built."""
    compared: int
    """The number of pages that were compared with a published page at the same address."""
    gone: tuple[Gone, ...]
    moved: tuple[Moved, ...]
    new: tuple[str, ...]
    """Addresses of new pages, without articles that moved there."""
    missing: tuple[TextChange, ...]
    """Passages that articles have lost."""
    added: tuple[TextChange, ...]
    """Passages that articles have gained."""
    anchors: tuple[PageChange, ...]
    """Articles that have lost ids of headings."""
    details: tuple[PageChange, ...]
    """Articles whose lines around the text, such as date or tags, differ."""
    lists: tuple[ListChange, ...]
    redirects: tuple[RedirectChange, ...]
    list_pages_gone: tuple[str, ...]
    """Addresses of the second and further pages of lists that the current site does not have."""
    list_pages_new: tuple[str, ...]
    media_gone: tuple[str, ...]
    files_gone: tuple[str, ...]
    files_new: tuple[str, ...]
    unread: tuple[str, ...]
    """Addresses of published pages that could not be read."""
    problems: tuple[Problem, ...]
    """Errors of the current site, and of its pages that could not be rendered."""

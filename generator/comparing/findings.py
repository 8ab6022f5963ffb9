"""The results of a comparison; each list is sorted by address."""

from __future__ import annotations

from dataclasses import dataclass

from generator.errors import Problem
from generator.model import Removal


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that no longer exists."""

    address: str
    kind: str
    """`article`, `list`, or `redirect`."""
    title: str
    candidates: tuple[str, ...] = ()
    """Addresses of new articles, one of which may be the same article."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An article that was at `address` and is now at the address `to`."""

    address: str
    to: str
    source: str
    title: str
    redirect: str = ""
    """The target of the redirect at the old address; empty if there is none."""
    is_replaced: bool = False
    """Whether another article is now at the old address."""
    is_same: bool = True
    """False if the redirect leads to something else."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A passage that an article has lost or gained."""

    source: str
    address: str
    was: str
    """The address at which it was published."""
    text: str
    """The passage, or its beginning if it is long."""
    characters: int
    """The length of the passage without blanks."""
    removal: Removal | None = None
    """The removal that took it out; None if no rule did."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """What an article lost and gained besides its text, of one kind: ids of headings, or lines with date and tags."""

    source: str
    address: str
    gone: tuple[str, ...]
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list of posts that is gone, that is new, or that has other posts than before."""

    kind: str
    address: str
    state: str
    """`gone`, `new` or `changed`."""
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """Addresses of posts; old addresses for posts that are gone."""


@dataclass(frozen=True, slots=True)
class RedirectChange:
    """A redirect that led to `was` and now leads to `to`."""

    address: str
    was: str
    to: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that would change if the site were published now."""

    shown: str
    remarks: tuple[str, ...]
    before: int
    """The number of pages of the published site."""
    now: int
    """The number of pages of the site as it would be built."""
    compared: int
    """The number of articles that are at the same address in both."""
    gone: tuple[Gone, ...]
    moved: tuple[Moved, ...]
    new: tuple[str, ...]
    missing: tuple[TextChange, ...]
    added: tuple[TextChange, ...]
    anchors: tuple[PageChange, ...]
    details: tuple[PageChange, ...]
    lists: tuple[ListChange, ...]
    redirects: tuple[RedirectChange, ...]
    list_pages_gone: tuple[str, ...]
    list_pages_new: tuple[str, ...]
    media_gone: tuple[str, ...]
    files_gone: tuple[str, ...]
    files_new: tuple[str, ...]
    unread: tuple[str, ...]
    """Addresses of published pages that could not be read."""
    problems: tuple[Problem, ...]
    """Errors of the site as it is now."""

"""What a comparison finds: values only, each list in the order of addresses."""

from __future__ import annotations

from dataclasses import dataclass

from generator.errors import Problem
from generator.model import Removal


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that has nothing any more."""

    address: str
    kind: str
    """`article`, `list`, or `redirect`."""
    title: str
    candidates: tuple[str, ...] = ()
    """Addresses of new articles one of which it may be."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An article that is at another address now."""

    address: str
    to: str
    source: str
    title: str
    redirect: str = ""
    """Where the old address leads; empty where it leads nowhere."""
    is_replaced: bool = False
    """Whether another article is at the old address."""
    is_same: bool = True
    """False where the redirect leads to something else."""


@dataclass(frozen=True, slots=True)
class TextChange:
    """A passage that an article has no longer, or has now."""

    source: str
    address: str
    was: str
    """The address at which it was published."""
    text: str
    """Its beginning, where it is long."""
    characters: int
    """How many it has, without blanks."""
    removal: Removal | None = None
    """What took it out; None: no rule."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """What else an article has no longer and has now."""

    source: str
    address: str
    gone: tuple[str, ...]
    new: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list that is gone, new, or has other posts."""

    kind: str
    address: str
    state: str
    """`gone`, `new` or `changed`."""
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    """Addresses of posts; those of posts that are gone as they were."""


@dataclass(frozen=True, slots=True)
class RedirectChange:
    """A redirect that leads elsewhere."""

    address: str
    was: str
    to: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What would change if the site were published now."""

    shown: str
    remarks: tuple[str, ...]
    before: int
    """Pages of the published site."""
    now: int
    """Pages of the site as it would be built."""
    compared: int
    """Articles that are at the same address in both."""
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

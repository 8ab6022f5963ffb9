"""The values that a comparison collects while it goes through both sites."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.comparing.findings import Gone, Moved, PageChange, RedirectChange, TextChange
from generator.comparing.lists import ListedNow
from generator.errors import Problem


@dataclass(slots=True)
class Found:
    """The differences found so far, by kind."""

    gone: list[Gone] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    missing: list[TextChange] = field(default_factory=list)
    added: list[TextChange] = field(default_factory=list)
    anchors: list[PageChange] = field(default_factory=list)
    details: list[PageChange] = field(default_factory=list)
    redirects: list[RedirectChange] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)
    compared: int = 0


@dataclass(slots=True)
class Now:
    """The kinds and sources of the pages of the site as it would be built, and its lists; the comparison fills it."""

    kinds: dict[str, str] = field(default_factory=dict)
    """The kind of each page by its file."""
    sources: dict[str, str] = field(default_factory=dict)
    """The id of the source of each article by its file."""
    listed: dict[str, ListedNow] = field(default_factory=dict)
    """Lists by the file of their first page."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An article that was in the file `was` and is in the file `to`; `redirect` is where its old address leads."""

    was: str
    to: str
    redirect: str = ""

"""The values that a comparison of two sites collects while it reads their pages, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.comparing.findings import Gone, Moved, PageChange, RedirectChange, TextChange
from generator.comparing.lists import CurrentList
from generator.errors import Problem


@dataclass(slots=True)
class Differences:
    """The differences between the published site and the current one that have been found so far, by kind.

    `unread` has addresses of published pages that cannot be read, `problems` errors of current pages, `compared` the
    number of pages that were compared at the same address.
    """

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
class CurrentPages:
    """The kinds of pages, the posts and the lists of the site as it would be built now, as far as they have been read.

    A comparison adds to it page by page.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    """{path of the page's file: kind of the page, such as `post`}."""
    sources: dict[str, str] = field(default_factory=dict)
    """{path of the article's file: id of the post that it shows}."""
    listed: dict[str, CurrentList] = field(default_factory=dict)
    """{path of the file of the list's first page: the list}."""


@dataclass(frozen=True, slots=True)
class ArticlePair:
    """The paths of two files to compare: `was` has a published article, `to` the current article to compare with it.

    If the address of `was` redirects now, `redirect` is the address to which it redirects, and `to` is the file there,
    or empty if there is no such file; otherwise `redirect` is empty.
    """

    was: str
    to: str
    redirect: str = ""

"""A page of the site as it is planned and rendered, and the key that decides whether it must be rendered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from generator.stored import Stored

Content = TypeVar("Content")


class Reads(Enum):
    """What rendering a page reads of the posts that the page shows: nothing, their summaries, or whole posts."""

    NOTHING = 0
    SUMMARIES = 1
    BODIES = 2
    """The whole posts and their summaries."""


@dataclass(frozen=True, slots=True)
class Page(Stored, Generic[Content]):
    """A file of the site, as planned by the output (kind of page) that makes it.

    Its bytes depend only on these fields, its template, the settings, and those parts of the posts in `shows` that
    `reads` names.
    """

    address: str
    kind: str
    """The name of the output that makes it."""
    template: str
    """The name of its template; empty if the output makes the bytes itself."""
    content: Content
    """A frozen value with everything that planning decided for the page."""
    shows: tuple[str, ...] = ()
    """Ids of the posts that rendering may read."""
    reads: Reads = Reads.NOTHING
    lines_from: int | None = None
    """The place in `shows` from which on posts are shown as a line each, with title, date, source and languages only;
    None if there are no such posts."""


@dataclass(frozen=True, slots=True)
class PageKey(Stored):
    """Everything that determines the bytes of a page, as four digests; if one changes, the page is rendered again."""

    template: str
    settings: str
    own: str
    """Digest of the posts whose bodies the page prints."""
    others: str
    """Digest of everything else that it shows: the planned content, and what it shows of other posts."""

    @property
    def text(self) -> str:
        """The four digests in one text, as the ledger, the record of the last build, stores them."""
        return f"{self.template} {self.settings} {self.own} {self.others}"


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page with its finished bytes."""

    address: str
    data: bytes

"""A page of the site, from its plan to its bytes, and the key that tells whether it is due."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from generator.model import Stored

Content = TypeVar("Content")


class Reads(Enum):
    """What rendering a page takes from the store about the posts that the page shows."""

    NOTHING = 0
    SUMMARIES = 1
    BODIES = 2
    """The whole posts, and their summaries as well."""


@dataclass(frozen=True, slots=True)
class Page(Stored, Generic[Content]):
    """A file of the site as its output planned it.

    Its bytes depend on these fields, on its template, on the settings, and on what it reads of the posts that it shows,
    and on nothing else.
    """

    address: str
    kind: str
    """The name of the output that makes it."""
    template: str
    """The name of the template that prints it; empty where the output makes the bytes itself."""
    content: Content
    """A frozen value with everything that planning decided for the page."""
    shows: tuple[str, ...] = ()
    """Ids of the posts that rendering may ask for."""
    reads: Reads = Reads.NOTHING


@dataclass(frozen=True, slots=True)
class PageKey(Stored):
    """Why a page is as it is, as four digests."""

    template: str
    settings: str
    own: str
    """Of the posts whose bodies the page prints."""
    others: str
    """Of everything else that it shows: what was planned for it, and what it shows of other posts."""

    @property
    def text(self) -> str:
        """All parts in one text, as the ledger keeps it."""
        return f"{self.template} {self.settings} {self.own} {self.others}"


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as bytes."""

    address: str
    data: bytes

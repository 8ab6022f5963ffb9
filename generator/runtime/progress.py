"""`Progress`: the interface through which a long run reports how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """The interface that reports how far a run is: it has phases one after the other, each with a number of steps."""

    def phase(self, name: str, total: int) -> None:
        """Report that a phase begins and the previous one is over.

        `total` is the expected number of steps, or 0 if unknown.
        """

    def advance(self, count: int = 1) -> None:
        """Report that `count` more steps of the phase are done."""

    def finish(self) -> None:
        """Report that the last phase is over.  May be called twice."""


class Silent:
    """A `Progress` that shows nothing."""

    def phase(self, name: str, total: int) -> None:
        """Do nothing."""

    def advance(self, count: int = 1) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""

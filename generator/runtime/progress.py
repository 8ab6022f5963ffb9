"""`Progress`: the interface through which a long run reports how much is done."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives reports of how much of a run is done.

    A run has phases, one after the other, each with a number of steps.
    """

    def phase(self, name: str, total: int) -> None:
        """Report that the phase `name` begins and that the previous one is over.

        `total` is the expected number of steps, 0 if it is unknown.
        """

    def advance(self, count: int = 1) -> None:
        """Report that `count` more steps of the current phase are done."""

    def finish(self) -> None:
        """Report that the last phase is over.  May be called more than once."""


class Silent:
    """Receives reports of how much of a run is done, and does nothing with them."""

    def phase(self, name: str, total: int) -> None:
        """Do nothing."""

    def advance(self, count: int = 1) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Do nothing."""

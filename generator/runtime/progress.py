"""`Progress`: the interface through which a long run reports how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A listener that is told about the phases of a run, one after the other, each with a number of steps."""

    def phase(self, name: str, total: int) -> None:
        """A phase begins, which ends the one before; `total` is the expected number of steps, or 0 if unknown."""

    def advance(self, count: int = 1) -> None:
        """`count` more steps of the phase are done."""

    def finish(self) -> None:
        """The last phase is over.  May be called twice."""


class Silent:
    """A listener that shows nothing."""

    def phase(self, name: str, total: int) -> None:
        """Nothing is shown."""

    def advance(self, count: int = 1) -> None:
        """Nothing is shown."""

    def finish(self) -> None:
        """Nothing is shown."""

"""`Progress`: how a long run tells somebody how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A listener of a run: phases one after the other, each with a number of steps."""

    def phase(self, name: str, total: int) -> None:
        """A phase begins, and so the one before it is over; `total` steps are expected, 0 when nobody knows."""

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

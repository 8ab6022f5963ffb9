"""The report of a build, and the log that it is made from."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from generator.errors import Problem
from generator.model import Account
from generator.runtime.progress import Progress


@dataclass(frozen=True, slots=True)
class Removed:
    """A row of the report: how often a rule removed something, and from how many posts."""

    rule: str
    kind: str
    count: int
    posts: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build: counts, what cleaning removed, files, and problems."""

    title: str
    output: str
    sources: int
    posts: int
    """Posts and pages that are published."""
    undated: int
    pages: int
    """Files of the finished site."""
    written: tuple[str, ...]
    """Addresses whose files were new or had changed."""
    unchanged: int
    removed: tuple[str, ...]
    """Addresses whose files are no longer part of the site."""
    size_bytes: int
    removals: tuple[Removed, ...]
    account: Account
    """How many words the bodies of all sources had, and how many were published, removed and lost."""
    rechecked: int
    """Posts that the second sanitizer looked at."""
    stricter: int
    """Posts that it changed."""
    phases: tuple[tuple[str, float], ...]
    """(name, seconds) in order."""
    problems: tuple[Problem, ...]

    @property
    def foreign(self) -> tuple[Problem, ...]:
        """The notes about files in the output folder that Pressmark did not write."""
        return tuple(item for item in self.problems if item.code == "output-foreign")


class Log:
    """What happens during a build: its phases with their times, and its problems, of which equal ones are kept once."""

    def __init__(self, progress: Progress) -> None:
        """Every phase and step is reported to `progress`."""
        self._progress = progress
        self._phases: list[tuple[str, float]] = []
        self._problems: dict[Problem, None] = {}

    @contextmanager
    def phase(self, name: str, total: int = 0) -> Iterator[None]:
        """A `with` block that is timed as a phase of the build; `total` is the expected number of steps or 0."""
        self._progress.phase(name, total)
        start = time.perf_counter()
        yield
        self._phases.append((name, time.perf_counter() - start))

    def advance(self, count: int) -> None:
        """Report that `count` more steps of the current phase are done."""
        self._progress.advance(count)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems.  Equal ones, such as a broken template reported for each of its pages, are kept once."""
        self._problems.update(dict.fromkeys(problems))

    @property
    def phases(self) -> tuple[tuple[str, float], ...]:
        """The finished phases, each as (name, seconds)."""
        return tuple(self._phases)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted by place and code, whichever worker reported them first."""
        return in_order(self._problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems sorted by place, code and message."""
    return tuple(sorted(problems, key=lambda item: (item.where, item.code, item.message)))

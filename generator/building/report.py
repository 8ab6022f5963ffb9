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
    """A row of the report: `rule` made `count` removals of the kind `kind`, in `posts` different posts."""

    rule: str
    kind: str
    count: int
    posts: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build: counts, what cleaning removed, which files were written, and problems."""

    title: str
    output: str
    """The path of the output folder."""
    sources: int
    """The number of source files in the content roots."""
    posts: int
    """The number of posts and pages that are published."""
    undated: int
    """The number of published posts without a date."""
    copies: int
    """Posts that are not listed, because a better copy is."""
    revisions: int
    """Posts that are newer texts of another post with the same source and original."""
    pages: int
    """The number of files of the finished site."""
    written: tuple[str, ...]
    """The addresses of the files that this build created or changed."""
    unchanged: int
    """The number of files that were up to date."""
    removed: tuple[str, ...]
    """The addresses of the files that are no longer part of the site."""
    size_bytes: int
    """The sum of the sizes of all files."""
    removals: tuple[Removed, ...]
    damage: tuple[Removed, ...]
    """The places of published texts where characters were lost, by the reason, which is the `kind` of a row."""
    account: Account
    """How many words the bodies of all sources had, and how many were published, removed and lost."""
    rechecked: int
    """The number of posts that the second sanitizer, bleach, checked."""
    stricter: int
    """The number of posts that the second sanitizer changed."""
    phases: tuple[tuple[str, float], ...]
    """(name, seconds) of each phase, in the order in which they ended."""
    problems: tuple[Problem, ...]

    @property
    def foreign(self) -> tuple[Problem, ...]:
        """The notes about files in the output folder that Pressmark did not write."""
        return tuple(item for item in self.problems if item.code == "output-foreign")


class Log:
    """The record of a running build: its phases with their times, and its problems, without repetitions."""

    def __init__(self, progress: Progress) -> None:
        """Pass the name of every phase and the number of finished steps on to `progress`."""
        self._progress = progress
        self._phases: list[tuple[str, float]] = []
        self._problems: dict[Problem, None] = {}

    @contextmanager
    def phase(self, name: str, total: int = 0) -> Iterator[None]:
        """Context manager that times its block as a phase of the build.

        `total` is the expected number of steps, 0 if unknown.
        """
        self._progress.phase(name, total)
        start = time.perf_counter()
        yield
        self._phases.append((name, time.perf_counter() - start))

    def advance(self, count: int) -> None:
        """Add `count` to the number of finished steps of the current phase, as the user sees it."""
        self._progress.advance(count)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems; one that equals an earlier one is ignored, as for a broken template that many pages use."""
        self._problems.update(dict.fromkeys(problems))

    @property
    def phases(self) -> tuple[tuple[str, float], ...]:
        """The finished phases, each as (name, seconds)."""
        return tuple(self._phases)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted by place, code and message, whichever worker reported them first."""
        return in_order(self._problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """`problems` sorted by place, then by code, then by message."""
    return tuple(sorted(problems, key=lambda item: (item.where, item.code, item.message)))

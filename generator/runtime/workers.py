"""Workers: the same function over many batches, in this process or in a pool that survives the death of a worker."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

T = TypeVar("T")
R = TypeVar("R")
W = TypeVar("W", covariant=True)
V = TypeVar("V")

CPU_S = 20
"""CPU seconds of a task above one second for each of its items; a backstop, too."""


class WorkerDied(Exception):
    """A worker died over a single item, and nobody said what to do then."""


class Workers(Protocol[W]):
    """Those who do the work.  A context manager: the work ends, or is given up, with the block."""

    def map(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[W, tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        """`function(worker, batch)` for each batch, in the order of the batches, whoever is done first.

        `function` is a top-level function over frozen values; `worker` is what the process that runs it began with.
        What it raises is raised here, except MemoryError.
        Where a worker dies (memory, CPU time, a fault in a library), its batch is run again in batches of one item,
        which all have results of their own in the place of the one; for the item whose worker dies again a worker
        runs `instead`, and where that dies as well, `lost(item)` is called in this process.  Without `lost`
        WorkerDied is raised.  Of all that, work in this process only survives MemoryError.
        """

    def __enter__(self) -> Self:
        """The workers, ready."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let them go: after an exception at once, in mid-work."""


def make_workers(
    jobs: int,
    begin: Callable[..., AbstractContextManager[W]],
    args: tuple[Any, ...] = (),
    *,
    preload: Sequence[str] = (),
    marker: Path | None = None,
) -> Workers[W]:
    """`jobs` workers, 0 for one per core; each enters `begin(*args)` before its first task, and gives every function
    the value of that block.

    One job is done in this process.  `preload` are modules that a fork server imports once for all workers; it is to
    be started before anything large is loaded.  `marker` is a file that lies there while work is done in this
    process, and after work over which a worker died: where it lies there, such work may kill, and one job is done by
    one worker, until no worker dies any more.
    """
    count = jobs or core_count()
    if count == 1 and (marker is None or not marker.exists()):
        return _Here(begin, args, marker)
    # What starts processes takes longer to load than an edit to clean.
    from generator.runtime.pool import Pool

    return Pool(count, begin, args, preload, marker)


def core_count() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """`items` in tuples of `size`, the last one shorter."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch


# ------------------------------------------------------------------------------------------- in this process


class _Here(Generic[W]):
    def __init__(
        self, begin: Callable[..., AbstractContextManager[W]], args: tuple[Any, ...], marker: Path | None
    ) -> None:
        self._begun = begin(*args)
        self._marker = marker

    def map(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[W, tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        for batch in batches:
            mark(self._marker)
            try:
                result = in_time(function, self._worker, batch)
            except MemoryError:
                for item in batch:
                    yield self._run_alone(function, item, instead, lost)
            else:
                yield result

    def _run_alone(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        item: T,
        instead: Callable[[W, tuple[T, ...]], R] | None,
        lost: Callable[[T], R] | None,
    ) -> R:
        for attempt in (function, instead):
            if attempt is not None:
                with suppress(MemoryError):
                    return in_time(attempt, self._worker, (item,))
        if lost is None:
            raise WorkerDied("there is not enough memory for a single item")
        return lost(item)

    def __enter__(self) -> Self:
        self._worker = self._begun.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Whatever ended the work, this process is alive.
        unmark(self._marker)
        self._begun.__exit__(kind, error, trace)


def mark(marker: Path | None) -> None:
    """Create the marker file that says a task may crash this process."""
    # A disk that does not take the marker takes nothing else either, and is told of then.
    if marker is not None:
        with suppress(OSError):
            marker.touch()


def unmark(marker: Path | None) -> None:
    """Remove it."""
    if marker is not None:
        with suppress(OSError):
            marker.unlink()


def in_time(function: Callable[[V, tuple[T, ...]], R], worker: V, batch: tuple[T, ...]) -> R:
    """`function(worker, batch)`; a process that takes far too long over it ends."""
    # The default action of SIGPROF ends the process, also in the middle of a C function that never returns.
    signal.setitimer(signal.ITIMER_PROF, CPU_S + len(batch))
    try:
        return function(worker, batch)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)

"""`Workers`: runs a function over many batches, in this process or in several that may die without ending the build."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from generator.runtime.here import Here
from generator.runtime.lock import Lock

T = TypeVar("T")
R = TypeVar("R")
W = TypeVar("W", covariant=True)


class Workers(Protocol[W]):
    """The processes that do the work of a build, or this process if it does the work itself; used in a `with` block.

    Worker processes end at the end of the block; after an exception immediately, in the middle of their work.
    """

    def map(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[W, tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        """The results of `function(worker, batch)` for each batch, in the order of the batches.

        `function` is a top-level function, and batches are pickled.  `worker` is the value of the context manager that
        the process entered at its start.  An exception of `function`, except MemoryError, is raised here.

        If a worker process dies (memory, CPU time, a fault in a library), its batch is run again one item at a time,
        and each item gets a result of its own.  If a worker dies again over an item, a worker runs `instead` for the
        item, and if that dies as well, `lost(item)` is called in this process.  Without `lost`, WorkerDied is raised.
        If this process does the work itself, the same is done after a MemoryError; any other death ends the build.
        """

    def __enter__(self) -> Self:
        """Return the workers, ready for `map`."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the worker processes; after an exception immediately, in the middle of their work."""


def make_workers(
    jobs: int,
    begin: Callable[..., AbstractContextManager[W]],
    args: tuple[Any, ...] = (),
    *,
    preload: Sequence[str] = (),
    marker: Path | None = None,
    lock: Lock | None = None,
) -> Workers[W]:
    """A pool of `jobs` worker processes (0 means one per core), for a `with` block.

    With one job, the tasks run in this process, unless the file `marker` exists.  Each process enters the context
    manager `begin(*args)` first; its value is the first argument of the function of each task.  `preload` names modules
    that a fork server imports once for all workers; the server should be started before anything large is loaded.

    `marker` is a file that tells the next run of a crash: it is created when work begins in this process or a worker
    dies, and deleted when work ends normally.  If it exists at the start, a single job gets a process of its own, too.

    `lock` is a lock of this process.  Each worker process holds it as well, so that no other process gets the lock
    before all workers have ended.
    """
    count = jobs or core_count()
    if count == 1 and (marker is None or not marker.exists()):
        return Here(begin, args, marker)
    # Imported here: loading the modules that start processes takes longer than cleaning one edited post.
    from generator.runtime.pool import Pool

    return Pool(count, begin, args, preload, marker, lock)


def core_count() -> int:
    """The number of processor cores that this process may use; 1 if it is unknown."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """`items` in tuples of `size` items, in order; the last tuple may be shorter."""
    rest = iter(items)
    while batch := tuple(islice(rest, size)):
        yield batch

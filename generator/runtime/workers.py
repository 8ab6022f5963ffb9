"""Workers: the same function over many batches, in this process or in a pool that survives the death of a worker."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from generator.runtime.memory import collect_seldom

T = TypeVar("T")
R = TypeVar("R")

MEMORY_BYTES = 4 * 1024**3
"""Address space of a worker.  A backstop: the limits on posts keep work far below it."""
CPU_S = 20
"""CPU seconds of a task above one second for each of its items; a backstop, too."""
_BATCHES_PER_WORKER = 4


class WorkerDied(Exception):
    """A worker died over a single item, and nobody said what to do then."""


class Workers(Protocol):
    """Those who do the work.  A context manager: the work ends, or is given up, with the block."""

    def map(
        self,
        function: Callable[[tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        """`function(batch)` for each batch, in the order of the batches, whoever is done first.

        `function` is a top-level function over frozen values.  What it raises is raised here, except MemoryError.
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
    initializer: Callable[..., None],
    args: tuple[Any, ...] = (),
    *,
    preload: Sequence[str] = (),
    marker: Path | None = None,
) -> Workers:
    """`jobs` workers, 0 for one per core; each calls `initializer(*args)` before its first task.

    One job is done in this process.  `preload` are modules that a fork server imports once for all workers; it is to
    be started before anything large is loaded.  `marker` is a file that lies there while work is done in this
    process, and after work over which a worker died: where it lies there, such work may kill, and one job is done by
    one worker, until no worker dies any more.
    """
    count = jobs or core_count()
    if count == 1 and (marker is None or not marker.exists()):
        return _Here(initializer, args, marker)
    return _Pool(count, initializer, args, preload, marker)


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


class _Here:
    def __init__(self, initializer: Callable[..., None], args: tuple[Any, ...], marker: Path | None) -> None:
        self._initializer = initializer
        self._args = args
        self._marker = marker

    def map(
        self,
        function: Callable[[tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        for batch in batches:
            _mark(self._marker)
            try:
                result = _in_time(function, batch)
            except MemoryError:
                for item in batch:
                    yield self._run_alone(function, item, instead, lost)
            else:
                yield result

    def _run_alone(
        self,
        function: Callable[[tuple[T, ...]], R],
        item: T,
        instead: Callable[[tuple[T, ...]], R] | None,
        lost: Callable[[T], R] | None,
    ) -> R:
        for attempt in (function, instead):
            if attempt is not None:
                with suppress(MemoryError):
                    return _in_time(attempt, (item,))
        if lost is None:
            raise WorkerDied("there is not enough memory for a single item")
        return lost(item)

    def __enter__(self) -> Self:
        self._initializer(*self._args)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Whatever ended the work, this process is alive.
        _unmark(self._marker)


def _mark(marker: Path | None) -> None:
    # A disk that does not take the marker takes nothing else either, and is told of then.
    if marker is not None:
        with suppress(OSError):
            marker.touch()


def _unmark(marker: Path | None) -> None:
    if marker is not None:
        with suppress(OSError):
            marker.unlink()


# ---------------------------------------------------------------------------------------------------- a pool


class _Pool:
    def __init__(
        self,
        count: int,
        initializer: Callable[..., None],
        args: tuple[Any, ...],
        preload: Sequence[str],
        marker: Path | None,
    ) -> None:
        self._marker = marker
        self._has_worked = False
        self._has_died = False
        self._count = count
        self._initializer = initializer
        self._args = args
        # Never fork: a fork of a process with threads and a large index copies both.
        method = "forkserver" if sys.platform == "linux" else "spawn"
        self._context = multiprocessing.get_context(method)
        if preload and method == "forkserver":
            self._context.set_forkserver_preload(list(preload))
        self._start()

    def _start(self) -> None:
        # Nothing is ever sent through this pipe.  Its end here closes when we stop the workers, and also when this
        # process is killed, of which the workers of a ProcessPoolExecutor would otherwise never hear.
        lifeline, self._lifeline = self._context.Pipe(duplex=False)
        self._executor = ProcessPoolExecutor(
            self._count, self._context, _begin, (lifeline, self._initializer, self._args)
        )
        self._far_end = lifeline

    def _stop(self) -> None:
        self._lifeline.close()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._far_end.close()

    def map(
        self,
        function: Callable[[tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        rest = iter(batches)
        waiting: deque[tuple[tuple[T, ...], Future[R]]] = deque()
        for batch in islice(rest, self._count * _BATCHES_PER_WORKER):
            self._submit(function, batch, waiting)
        while waiting:
            batch, future = waiting[0]
            try:
                result = future.result()
            except BrokenProcessPool:
                # All batches in flight are lost with the pool, and it does not say which one broke it.
                yield from self._rerun(function, waiting, instead, lost)
            else:
                waiting.popleft()
                self._has_worked = True
                yield result
            for batch in islice(rest, self._count * _BATCHES_PER_WORKER - len(waiting)):
                self._submit(function, batch, waiting)

    def _submit(
        self,
        function: Callable[[tuple[T, ...]], R],
        batch: tuple[T, ...],
        waiting: deque[tuple[tuple[T, ...], Future[R]]],
    ) -> None:
        try:
            future = self._send(function, batch)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        waiting.append((batch, future))

    def _send(self, function: Callable[[tuple[T, ...]], R], batch: tuple[T, ...]) -> Future[R]:
        # Ctrl-C reaches the whole group, but the parent alone decides what happens, and closes the lifeline.  Workers
        # (and their fork server) start in `submit` and inherit the mask: they are deaf from their first instruction.
        with _interrupts_held():
            return self._executor.submit(_run, function, batch)

    def _rerun(
        self,
        function: Callable[[tuple[T, ...]], R],
        waiting: deque[tuple[tuple[T, ...], Future[R]]],
        instead: Callable[[tuple[T, ...]], R] | None,
        lost: Callable[[T], R] | None,
    ) -> Iterator[R]:
        """Results of all that waits, one batch at a time, so that a death has one possible cause."""
        self._restart()
        while waiting:
            batch, future = waiting.popleft()
            if future.done() and not future.cancelled() and not isinstance(future.exception(), BrokenProcessPool):
                yield future.result()
                continue
            try:
                yield self._send(function, batch).result()
            except BrokenProcessPool:
                self._restart()
                for item in batch:
                    yield self._run_alone(function, item, instead, lost)

    def _run_alone(
        self,
        function: Callable[[tuple[T, ...]], R],
        item: T,
        instead: Callable[[tuple[T, ...]], R] | None,
        lost: Callable[[T], R] | None,
    ) -> R:
        for attempt in (function, instead):
            if attempt is not None:
                try:
                    return self._send(attempt, (item,)).result()
                except BrokenProcessPool:
                    self._restart()
        if lost is None:
            raise WorkerDied("a worker process died over a single item")
        return lost(item)

    def _restart(self) -> None:
        self._has_died = True
        self._stop()
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._executor.shutdown(wait=True)
        if self._has_died:
            _mark(self._marker)
        elif kind is None and self._has_worked:
            _unmark(self._marker)
        self._stop()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C waits until the end of the block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(lifeline: Connection, initializer: Callable[..., None], args: tuple[Any, ...]) -> None:
    threading.Thread(target=_leave_with_parent, args=(lifeline,), daemon=True).start()
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    collect_seldom()
    initializer(*args)


def _leave_with_parent(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def _run(function: Callable[[tuple[T, ...]], R], batch: tuple[T, ...]) -> R:
    try:
        return _in_time(function, batch)
    except MemoryError:
        # Of a batch, and of a library that was refused memory, nobody knows what is left; the item is found alone.
        os._exit(1)


def _in_time(function: Callable[[tuple[T, ...]], R], batch: tuple[T, ...]) -> R:
    # The default action of SIGPROF ends the process, also in the middle of a C function that never returns.
    signal.setitimer(signal.ITIMER_PROF, CPU_S + len(batch))
    try:
        return function(batch)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)

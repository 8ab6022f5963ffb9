"""`Pool`: `Workers` in separate processes, any of which may die."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from generator.runtime.limits import WorkerDied, in_time, mark, run_alone, unmark
from generator.runtime.lock import Lock
from generator.runtime.memory import collect_seldom

T = TypeVar("T")
R = TypeVar("R")
W = TypeVar("W")

MEMORY_BYTES = 4 * 1024**3
"""Limit of the address space of a worker; a backstop, as the limits on posts keep tasks far below it."""
_BATCHES_PER_WORKER = 4


class Pool(Generic[W]):
    """Does the work of a build in `count` worker processes, any of which may die without ending the build.

    Each process enters the context manager `begin(*args)` at its start, and passes its value to every function that it
    runs.  A fork server imports the modules `preload` once for all workers.  The file `marker` exists after work over
    which a worker died, and each worker holds `lock` as well; both may be None.
    """

    def __init__(
        self,
        count: int,
        begin: Callable[..., AbstractContextManager[W]],
        args: tuple[Any, ...],
        preload: Sequence[str],
        marker: Path | None,
        lock: Lock | None,
    ) -> None:
        self._marker = marker
        self._lock = lock
        self._has_worked = False
        self._has_died = False
        self._count = count
        self._begun_by = begin
        self._args = args
        # Never fork: a fork of a process with threads and a large index copies both.
        method = "forkserver" if sys.platform == "linux" else "spawn"
        self._context = multiprocessing.get_context(method)
        if preload and method == "forkserver":
            self._context.set_forkserver_preload([*preload, "generator.runtime.preloaded"])
        self._start()

    def _start(self) -> None:
        # Nothing is ever sent through this pipe.  Our end closes when we stop the workers, and also when this process
        # is killed; the workers of a ProcessPoolExecutor would not notice that otherwise.
        lifeline, self._lifeline = self._context.Pipe(duplex=False)
        args = (lifeline, self._lock, self._begun_by, self._args)
        self._executor = ProcessPoolExecutor(self._count, self._context, _begin, args)
        self._far_end = lifeline

    def _stop(self) -> None:
        self._lifeline.close()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._far_end.close()

    def map(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[W, tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        rest = iter(batches)
        waiting: deque[tuple[tuple[T, ...], Future[R]]] = deque()
        under_way: list[Future[R]] = []
        while True:
            under_way = [future for future in under_way if not future.done()]
            for batch in islice(rest, self._count * _BATCHES_PER_WORKER - len(under_way)):
                under_way.append(self._submit(function, batch, waiting))
            if not waiting:
                return
            _, future = waiting[0]
            if not future.done():
                # While a batch takes long, the other workers go on with later ones.
                wait(under_way, return_when=FIRST_COMPLETED)
                continue
            try:
                result = future.result()
            except BrokenProcessPool:
                # The pool loses all batches in flight and does not report which one broke it.
                yield from self._rerun(function, waiting, instead, lost)
            else:
                waiting.popleft()
                self._has_worked = True
                yield result

    def _submit(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        batch: tuple[T, ...],
        waiting: deque[tuple[tuple[T, ...], Future[R]]],
    ) -> Future[R]:
        try:
            future = self._send(function, batch)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        waiting.append((batch, future))
        return future

    def _send(self, function: Callable[[W, tuple[T, ...]], R], batch: tuple[T, ...]) -> Future[R]:
        # Ctrl-C reaches the whole process group, but only the parent handles it, by closing the lifeline.  Workers and
        # their fork server start in `submit` and inherit the mask, so they never receive the signal.
        with _interrupts_held():
            return self._executor.submit(_run, function, batch)

    def _rerun(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        waiting: deque[tuple[tuple[T, ...], Future[R]]],
        instead: Callable[[W, tuple[T, ...]], R] | None,
        lost: Callable[[T], R] | None,
    ) -> Iterator[R]:
        """The results of all waiting batches, run one at a time, so that a death has only one possible cause."""
        self._restart()
        while waiting:
            batch, future = waiting.popleft()
            if future.done() and not future.cancelled() and not isinstance(future.exception(), BrokenProcessPool):
                yield future.result()
                continue
            try:
                yield self._result_of(function, batch)
            except WorkerDied:
                for item in batch:
                    yield run_alone(self._result_of, item, function, instead, lost)

    def _result_of(self, function: Callable[[W, tuple[T, ...]], R], batch: tuple[T, ...]) -> R:
        """The result of a batch that runs while no other does.  Raises WorkerDied after a restart of the pool."""
        try:
            return self._send(function, batch).result()
        except BrokenProcessPool:
            self._restart()
            raise WorkerDied("a task killed its worker process") from None

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
            mark(self._marker)
        elif kind is None and self._has_worked:
            unmark(self._marker)
        self._stop()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A block during which Ctrl-C is held back until its end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_begun: tuple[AbstractContextManager[Any], Any] | None = None
"""The block that this process entered, and its value.  It is global because an executor passes nothing from its
initializer to its tasks."""


def _begin(
    lifeline: Connection,
    lock: Lock | None,
    begin: Callable[..., AbstractContextManager[Any]],
    args: tuple[Any, ...],
) -> None:
    global _begun
    threading.Thread(target=_leave_with_parent, args=(lifeline,), daemon=True).start()
    if lock is not None:
        lock.add_worker()
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    collect_seldom()
    # Kept in `_begun`: an unreferenced block would end at once; this one ends with the process.
    block = begin(*args)
    _begun = block, block.__enter__()


def _leave_with_parent(lifeline: Connection) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def _run(function: Callable[[Any, tuple[T, ...]], R], batch: tuple[T, ...]) -> R:
    assert _begun is not None
    try:
        return in_time(function, _begun[1], batch)
    except MemoryError:
        # The state of the batch, and of a library that ran out of memory, is unknown, so the process ends.  The parent
        # runs the items one by one to find the culprit.
        os._exit(1)

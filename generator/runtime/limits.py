"""Limits the CPU time of a task, marks tasks that may crash their process, and repeats a task item by item."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
W = TypeVar("W")

CPU_S = 20
"""CPU seconds that a task may take, plus one second for each of its items; a backstop."""


class WorkerDied(Exception):
    """Raised if one item ended its worker process or used up its memory, and no fallback handles the item."""


def in_time(function: Callable[[W, tuple[T, ...]], R], worker: W, batch: tuple[T, ...]) -> R:
    """The result of `function(worker, batch)`; the kernel ends this process if the call takes too much CPU time.

    The limit is `CPU_S` (20) seconds, and one more for each item of the batch.  `worker` is passed on as it is.
    """
    # The default action of SIGPROF ends the process, also in the middle of a C function that never returns.
    signal.setitimer(signal.ITIMER_PROF, CPU_S + len(batch))
    try:
        return function(worker, batch)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def run_alone(
    run: Callable[[Callable[[W, tuple[T, ...]], R], tuple[T, ...]], R],
    item: T,
    function: Callable[[W, tuple[T, ...]], R],
    instead: Callable[[W, tuple[T, ...]], R] | None,
    lost: Callable[[T], R] | None,
) -> R:
    """The result for `item`, which was in a batch over which a worker process died.

    A worker runs `function` for the item alone.  If the worker dies, another one runs `instead` for the item.  If that
    dies as well, or if `instead` is None, the result is `lost(item)`; if `lost` is None, WorkerDied is raised.  `run`
    runs a function over a batch in a worker, and raises WorkerDied if the worker dies.
    """
    try:
        return run(function, (item,))
    except WorkerDied as error:
        death = error
    if instead is not None:
        try:
            return run(instead, (item,))
        except WorkerDied as error:
            death = error
    if lost is None:
        raise death
    return lost(item)


def mark(marker: Path | None) -> None:
    """Create the file `marker`, whose existence means that a task may have crashed this process; do nothing for None.

    Errors of the disk are ignored.
    """
    # A disk that does not take the marker takes nothing else either, and the build reports that then.
    if marker is not None:
        with suppress(OSError):
            marker.touch()


def unmark(marker: Path | None) -> None:
    """Delete the file `marker` if it exists; do nothing for None.  Errors of the disk are ignored."""
    if marker is not None:
        with suppress(OSError):
            marker.unlink()

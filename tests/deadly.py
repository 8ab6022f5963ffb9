"""Cleaning and rendering that end their process over some posts, as faults in libraries would have it, or never end."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path

from generator.building import tasks
from generator.building.tasks import Cleaned, Due, Rendered, Stale, Worker, clean_as_text, clean_batch, render_batch
from generator.clean_config import CleanConfig
from generator.model import Post, RawPost
from generator.runtime import pool

real_clean = tasks.clean


def _segfault() -> None:
    ctypes.string_at(0)


def _exceed_memory() -> None:
    _, limit = resource.getrlimit(resource.RLIMIT_AS)
    assert limit == resource.RLIM_INFINITY, "without a limit of a worker's own, this would succeed"
    bytearray(2 * pool.MEMORY_BYTES)


def _exhaust_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (300 * 1024**2, -1))
    kept = []
    while True:
        kept.append("x" * 1_000_000)


def _refused_in_c() -> None:
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    if library.malloc(ctypes.c_size_t(2 * pool.MEMORY_BYTES)) is None:
        os.abort()  # as libraries in Rust do


def _spin() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0.2)  # as if the time were nearly over
    while True:
        pass


def _spin_in_c() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0.2)
    pow(3, 10**9)  # no signal handler of Python would be heard


KILLERS: dict[str, Callable[[], None]] = {
    "segfault": _segfault,
    "segfault-2": _segfault,
    "abort": os.abort,
    "abort-2": os.abort,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "memory": _exceed_memory,
    "memory-2": _exhaust_memory,
    "memory-3": _refused_in_c,
    "time": _spin,
    "time-2": _spin_in_c,
}


def clean_or_die(raw: RawPost, config: CleanConfig, **options: str) -> Post:
    """Cleaning that dies of some posts, as a fault in a library would have it; of others also when they are text."""
    name = raw.source.path.rpartition("/")[2].removesuffix(".md")
    if name in KILLERS and not options:
        KILLERS[name]()
    if name == "header":
        os.abort()
    return real_clean(raw, config, **options)


def clean_batch_or_die(worker: Worker, batch: tuple[Stale, ...]) -> tuple[Cleaned, ...]:
    tasks.clean = clean_or_die
    return clean_batch(worker, batch)


def clean_as_text_or_die(worker: Worker, batch: tuple[Stale, ...]) -> tuple[Cleaned, ...]:
    tasks.clean = clean_or_die
    return clean_as_text(worker, batch)


def render_or_die(worker: Worker, batch: tuple[Due, ...]) -> tuple[Rendered, ...]:
    """Rendering that dies of one page."""
    if any(due.page.address == "/p7/" for due in batch):
        os.abort()
    return render_batch(worker, batch)


def render_and_wait(worker: Worker, batch: tuple[Due, ...]) -> tuple[Rendered, ...]:
    """Rendering that comes to a halt in the middle of writing one page."""
    real = os.replace

    def replace(temporary: str, path: str) -> None:
        if Path(path).parent.name == "p7":
            time.sleep(600)
        real(temporary, path)

    os.replace = replace  # type: ignore[assignment]
    return render_batch(worker, batch)

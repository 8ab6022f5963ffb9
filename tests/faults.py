"""Faults in system calls, put by strace into whole builds at places that a trace of an undisturbed build gave."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.waiting import PATIENCE_S

CALLS = ("rename", "mkdir", "unlink", "rmdir", "openat", "write", "pwrite64")
"""What a build changes a disk with, in the words of Linux on x86-64; other machines have other words for some."""

_LINE = re.compile(r'(\d+) +(\w+)\((?:(?:AT_FDCWD(?:<[^>]*>)?, )?"([^"]*)"|\d+<([^>]*)>)')
_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Place:
    """A system call of a build: the how manieth of its kind it is, and the file that it is about."""

    call: str
    number: int
    path: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a build: its process, its exit status (negative: the signal that ended it), and what it said."""

    pid: int
    status: int
    talk: str


def _worker() -> int:
    """The number of this process among those that share the tests, so that two do not take the same core."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


class Server:
    """A process of which all builds with faults are forks, so that Python starts once.  A context manager."""

    def __init__(self, strace: str) -> None:
        self._strace = strace

    def __enter__(self) -> Self:
        # On one core: strace and the build take turns, and waking each other on another one costs four times the work.
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {sorted(cores)[_worker() % len(cores)]})
        try:
            command = [sys.executable, "-m", "tests.fault_server"]
            self._server = subprocess.Popen(
                command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        finally:
            os.sched_setaffinity(0, cores)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.communicate(timeout=PATIENCE_S)

    @contextmanager
    def watched(self, options: tuple[str, ...]) -> Iterator[None]:
        """In this block strace watches all builds, and does what `options` say; it counts calls in each from one."""
        assert self.answer([self._strace, "-f", "-qq", *options]) == "ready"
        try:
            yield
        finally:
            self.answer(None)

    def run(self, arguments: list[str], talk: Path, call: str = "write", skipped: int = 0) -> Outcome:
        """A build that begins with `skipped` calls of a kind in vain; what it says is written to the file `talk`."""
        order = {"arguments": arguments, "talk": str(talk), "call": call, "skipped": skipped}
        pid, status = json.loads(self.answer(order))
        return Outcome(pid, status, talk.read_text("utf-8"))

    def answer(self, order: object) -> str:
        """The answer of `tests/fault_server.py` to an order."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        print(json.dumps(order), file=self._server.stdin, flush=True)
        return self._server.stdout.readline().rstrip("\n")


@contextmanager
def faults(
    server: Server, folder: Path, fault: str, places: tuple[Place, ...]
) -> Iterator[Callable[[list[str], Place], Outcome]]:
    """A function that runs a build with its fault at a place.

    `fault` in the words of strace; `places` are all of one kind of call; `folder` gets what builds say.
    """
    # strace is told one number for all processes.  A build makes so many calls in vain that its place gets it.
    call = places[0].call
    last = max(place.number for place in places)
    with server.watched(("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={last}")):
        yield lambda arguments, place: server.run(arguments, folder / "talk", call, last - place.number)


def places(server: Server, folder: Path, arguments: list[str], below: Path) -> tuple[Place, ...]:
    """All calls of an undisturbed build about files below a folder, in order; `folder` gets the trace."""
    trace = folder / "trace"
    options = ("-y", "-s", "4096", "-o", str(trace), "-e", f"trace={','.join(CALLS)}")
    with server.watched(options):
        done = server.run(arguments, folder / "talk")
    assert done.status == 0, done.talk
    counts: Counter[str] = Counter()
    found = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None or int(match[1]) != done.pid:
            continue
        call = match[2]
        counts[call] += 1
        path = Path(match[3] or match[4] or "")
        if path.is_relative_to(below):
            found.append(Place(call, counts[call], path))
    return tuple(found)

"""Faults in system calls, put by strace into whole builds at places that a trace of an undisturbed build gave."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
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


class Builds:
    """Builds in forks of one process, which strace watches.  A context manager.

    A fork costs no start of Python, and strace counts calls in each process from one.
    """

    def __init__(self, strace: str, folder: Path, options: tuple[str, ...]) -> None:
        """`options` say what strace does; `folder` gets what builds say."""
        self._command = [sys.executable, "-m", "tests.fault_server", strace, "-f", "-qq", *options]
        self._talk = folder / "talk"

    def __enter__(self) -> Self:
        # On one core: strace and the build take turns, and waking each other on another one costs four times the work.
        cores = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {sorted(cores)[_worker() % len(cores)]})
        try:
            self._server = subprocess.Popen(
                self._command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        finally:
            os.sched_setaffinity(0, cores)
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == "ready\n"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.communicate(timeout=PATIENCE_S)

    def run(self, arguments: list[str], call: str = "write", skipped: int = 0) -> Outcome:
        """A build that begins with `skipped` calls of a kind in vain."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        order = {"arguments": arguments, "talk": str(self._talk), "call": call, "skipped": skipped}
        print(json.dumps(order), file=self._server.stdin, flush=True)
        pid, status = json.loads(self._server.stdout.readline())
        return Outcome(pid, status, self._talk.read_text("utf-8"))


class Faults:
    """Builds that each have one fault at a place of their own.  A context manager."""

    def __init__(self, strace: str, folder: Path, fault: str, places: tuple[Place, ...]) -> None:
        """`fault` in the words of strace; `places` are all of one kind of call."""
        # strace is told one number for all processes.  A build makes so many calls in vain that its place gets it.
        call = places[0].call
        self._last = max(place.number for place in places)
        options = ("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={self._last}")
        self._builds = Builds(strace, folder, options)

    def __enter__(self) -> Self:
        self._builds.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._builds.__exit__(kind, error, trace)

    def run(self, arguments: list[str], place: Place) -> Outcome:
        """A build with its fault at `place`."""
        return self._builds.run(arguments, place.call, self._last - place.number)


def places(strace: str, folder: Path, arguments: list[str], below: Path) -> tuple[Place, ...]:
    """All calls of an undisturbed build about files below a folder, in order; `folder` gets the trace."""
    trace = folder / "trace"
    options = ("-y", "-s", "4096", "-o", str(trace), "-e", f"trace={','.join(CALLS)}")
    with Builds(strace, folder, options) as builds:
        done = builds.run(arguments)
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

"""Runs the command line in forks of this process, as lines of JSON from stdin order; started by `tests/faults.py`.

An order is a list, the arguments of a strace that watches the builds after it, or an object, one such build.  The
answer to a list, on stdout, is "ready"; the answer to a build is the process id and the exit status of its fork.  A
null ends the strace, and is answered when that is gone.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from generator import cli
from tests.sites import SmallSite, post

TALE = " ".join(f"The ferry was late on the {day}. of the month, and nobody on the quay was angry." for day in range(9))
"""A text that is long enough for a sketch, so that a build with near copies loads everything for them."""
_NOWHERE = "/nonexistent/place"
_IN_VAIN = {
    "rename": lambda: os.rename(_NOWHERE, _NOWHERE),  # noqa: PTH104 -- the bare system call
    "mkdir": lambda: os.mkdir(_NOWHERE),  # noqa: PTH102
    "unlink": lambda: os.unlink(_NOWHERE),  # noqa: PTH108
    "rmdir": lambda: os.rmdir(_NOWHERE),  # noqa: PTH106
    "openat": lambda: os.open(_NOWHERE, os.O_RDONLY),
    "write": lambda: os.write(-1, b""),
    "pwrite64": lambda: os.pwrite(-1, b"", 0),
}


def main() -> None:
    """Serve until stdin ends."""
    warm_up()
    # A collection in a fork would touch, and so copy, all memory of this process.
    gc.collect()
    gc.freeze()
    for strace in orders():
        child = os.fork()
        if child == 0:
            be_watched(strace)
            serve_builds()
        os.waitpid(child, 0)
        answer("over")


def orders() -> Iterator[Any]:
    """The orders up to the next null.  Each is answered before another is sent, so a fork has none in its buffer."""
    for line in sys.stdin:
        order = json.loads(line)
        if order is None:
            return
        yield order


def serve_builds() -> NoReturn:
    """Run builds in forks, and end with the last one."""
    answer("ready")
    for order in orders():
        child = os.fork()
        if child == 0:
            run(order)
        _, status = os.waitpid(child, 0)
        answer(json.dumps((child, os.waitstatus_to_exitcode(status))))
    os._exit(0)


def warm_up() -> None:
    """One build of a small site here: what a build loads and reads of the program itself is there for all forks."""
    with tempfile.TemporaryDirectory() as folder:
        site = SmallSite(Path(folder) / "site")
        site.settings("[copies]")
        for name in "ab":
            site.write(f"{name}.md", post(name, f"<p>{TALE} {name}</p>", date="2024-01-01"))
        cli.app(["build", str(site.folder), "-j", "1", "-q"], prog_name="pressmark", standalone_mode=False)


def be_watched(strace: list[str]) -> None:
    """Go on in a fork, and make this process the one that watches it: only an ancestor may, on many machines."""
    watched = os.fork()
    if watched:
        os.execv(strace[0], [*strace, "-p", str(watched)])
    while "TracerPid:\t0\n" in Path("/proc/self/status").read_text("ascii"):
        time.sleep(0.01)


def answer(text: str) -> None:
    """A line to stdout, with a system call that is not injected."""
    os.writev(1, [f"{text}\n".encode()])


def run(order: dict[str, Any]) -> NoReturn:
    """Do what is ordered, with all talk in a file, and leave."""
    status = 70
    try:
        talk = os.open(order["talk"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(talk, 1)
        os.dup2(talk, 2)
        for _ in range(order["skipped"]):
            with suppress(OSError):
                _IN_VAIN[order["call"]]()
        cli.app(order["arguments"], prog_name="pressmark")
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()

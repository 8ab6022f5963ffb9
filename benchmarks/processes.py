"""What a command costs with all its processes, including those that outlive it.

A build's workers are children of a fork server that ends after the command, and the command does not wait for it, so
the usage of the command alone lacks most of a cold build.  Run as a program, this module makes itself a child
subreaper: a process whose parent has ended becomes its child, and `wait4` gives the usage of each child at its end,
with that of all processes for which the child itself waited.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

IS_WHOLE = sys.platform == "linux"
"""Whether all processes are counted.  Other systems have neither subreapers nor /proc: there the count lacks processes
for which the command did not wait, and memory is not sampled."""

MAXRSS_BYTES = 1024 if IS_WHOLE else 1
"""The unit in which the system gives the peak memory of a process."""

_SAMPLE_S = 0.05
_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command cost."""

    wall_s: float
    """Until the command ended; others of its processes may have ended later."""
    cpu_s: float
    """User and system time of all processes."""
    largest_bytes: int
    """The peak of the largest single process: its resident pages, shared ones included."""
    together_bytes: int
    """The peak of the sum over all processes, shared pages counted once; sampled, so shorter peaks are missed."""


def measure(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> Cost:
    """Run a command in a folder until the last of its processes has ended.  Raises RuntimeError if it fails."""
    # In a process of its own: this one may have other children.  It is small, too, and a new process counts the memory
    # of the one that started it as its own.
    supervisor = [sys.executable, "-I", __file__, *command]
    done = subprocess.run(supervisor, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command} failed: {done.stderr[-500:]}")
    return Cost(**json.loads(done.stdout))


def _supervise(command: list[str]) -> Cost:
    if IS_WHOLE and ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("this process cannot become a subreaper")
    sampler = _Sampler()
    start = time.perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=silent)
    sampler.start()
    wall_s = cpu_s = 0.0
    largest_bytes = 0
    for ended, status, usage in _reaped():
        if ended == pid:
            wall_s = time.perf_counter() - start
            if status != 0:
                sys.exit(f"exit code {os.waitstatus_to_exitcode(status)}")
        cpu_s += usage.ru_utime + usage.ru_stime
        largest_bytes = max(largest_bytes, usage.ru_maxrss * MAXRSS_BYTES)
    return Cost(wall_s, cpu_s, largest_bytes, sampler.highest_bytes)


def _reaped() -> Iterator[tuple[int, int, resource.struct_rusage]]:
    while True:
        try:
            yield os.wait4(-1, 0)
        except ChildProcessError:
            return


class _Sampler(threading.Thread):
    """Samples the memory of all processes below this one, in a thread: the main one waits for processes to end."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.highest_bytes = 0

    def run(self) -> None:
        while True:
            self.highest_bytes = max(self.highest_bytes, sum(memory_of(pid) for pid in descendants(os.getpid())))
            time.sleep(_SAMPLE_S)


# ----------------------------------------------------------------------------------------------- one moment


def descendants(pid: int) -> list[int]:
    """All processes below `pid` that run now."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        children = list(_children(waiting.pop()))
        found += children
        waiting += children
    return found


def _children(pid: int) -> Iterator[int]:
    # A process or one of its threads may end meanwhile.
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                yield from map(int, (thread / "children").read_text().split())


def cpu_of(pid: int) -> float | None:
    """User and system seconds of a process so far; None if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> int:
    """Proportional set size of a process in bytes; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    print(json.dumps(asdict(_supervise(sys.argv[1:]))))

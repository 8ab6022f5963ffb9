"""The lock that prevents two builds of one site at a time; the kernel releases it however its holders end."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.errors import SiteError, Where

_PATIENCE_S = 5.0
"""How long a build waits for the workers of one that has ended; they end within milliseconds, if nothing stops them."""
_MAX_BYTES = 2**16


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock on a file that this process holds, so that no other program builds the same site at the same time.

    It may be among the arguments with which `multiprocessing` starts a process.  The new process then holds the lock as
    well, from its first moment to its last, even if this process is killed.
    """

    file: int
    """The descriptor of the locked file."""

    def add_worker(self) -> None:
        """Write the id of this process, a worker, into the locked file.

        A process that does not get the lock names it in its error message.  Errors of the disk are ignored.
        """
        with suppress(OSError):
            os.write(self.file, f"{os.getpid()}\n".encode())

    def __reduce__(self) -> tuple[Callable[[Any], Lock], tuple[Any]]:
        # Imported here, like the pool: a build with one job starts no process.
        from multiprocessing.reduction import DupFd

        return _received, (DupFd(self.file),)


def _received(file: Any) -> Lock:
    return Lock(file.detach())


@dataclass(frozen=True, slots=True)
class _Holders:
    """The content of a locked file: the process that took the lock, the moment, and the workers of that process."""

    pid: int
    since: str
    workers: tuple[int, ...]

    @property
    def is_over(self) -> bool:
        """Whether the process that took the lock has ended, so that only its workers can still hold the lock."""
        return not _is_running(self.pid)


@contextmanager
def hold_lock(path: Path, holder: str = "build") -> Iterator[Lock]:
    """Context manager that holds the lock on the file `path`, which is created if needed.

    `holder` is what the error message calls the other process that has the lock, such as `build`.  If only workers of a
    process that has ended hold the lock, this waits for them for some seconds.  Raises SiteError `locked`, with the ids
    of the holders, if other processes have the lock, and SiteError `cache-failed` if the file cannot be locked.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        help = "the folder .pressmark in the site must be writable"
        raise SiteError("cache-failed", f"cannot be made: {error.strerror}", Where(str(path)), help) from error
    try:
        _take(file, path, holder)
        yield Lock(file)
    finally:
        # Closed, not unlocked: a worker that still runs keeps the lock.  The file stays: if it were deleted, a third
        # build could lock a new file while the old one is still locked.
        os.close(file)


def _take(file: int, path: Path, holder: str) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not _try(file, path):
        holders = _holders(file)
        if holders is None or not holders.is_over or time.monotonic() >= end:
            raise _refusal(holders, path, holder)
        time.sleep(0.01)
    started = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    text = f"{os.getpid()}\n{started}\n".encode()
    os.ftruncate(file, 0)
    os.pwrite(file, text, 0)


def _try(file: int, path: Path) -> bool:
    """Whether this process has the lock now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        help = "this file system does not support locks; keep the site on a local disk"
        raise SiteError("cache-failed", f"cannot be locked: {error.strerror}", Where(str(path)), help) from error
    return True


def _holders(file: int) -> _Holders | None:
    """What the locked file tells of its holders; None if it does not yet, because it is written after it is locked."""
    lines = os.pread(file, _MAX_BYTES, 0).decode("ascii", "replace").split("\n")[:-1]
    if len(lines) < 2 or not _is_pid(lines[0]):
        return None
    return _Holders(int(lines[0]), lines[1], tuple(int(line) for line in lines[2:] if _is_pid(line)))


def _is_pid(line: str) -> bool:
    return line.isdigit() and len(line) <= 10


def _refusal(holders: _Holders | None, path: Path, holder: str) -> SiteError:
    """The error for a process that does not get the lock."""
    message, help = f"another {holder} is running", "wait until it has ended, or stop it"
    if holders is not None:
        named = f"another {holder} (pid {holders.pid}, since {holders.since})"
        message = f"{named} is running"
        workers = ", ".join(str(pid) for pid in holders.workers if _is_running(pid))
        # If none of its processes can be seen, they run on another machine or in another container.
        if holders.is_over and workers:
            message = f"{named} has ended, but workers of it are still running (pid {workers})"
            help = "wait until they have ended, or kill them"
    return SiteError("locked", message, Where(str(path)), help)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass  # a process of somebody else
    return True

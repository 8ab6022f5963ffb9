"""The lock that prevents two builds of one site at a time; the kernel releases it however its holder ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from generator.errors import SiteError, Where


@contextmanager
def hold_lock(path: Path, holder: str = "build") -> Iterator[None]:
    """Context manager that holds the lock on the file `path`, which is created if needed.

    `holder` is what the error message calls the other process that has the lock, such as `build`.  Raises SiteError
    `locked`, with the id of that process, if another process has the lock, and SiteError `cache-failed` if the file
    cannot be locked.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        help = "the folder .pressmark in the site must be writable"
        raise SiteError("cache-failed", f"cannot be made: {error.strerror}", Where(str(path)), help) from error
    try:
        _take(file, path, holder)
        yield
    finally:
        # The file stays: if it were deleted, a third build could lock a new file while the old one is still locked.
        os.close(file)


def _take(file: int, path: Path, holder: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SiteError(
            "locked", _refusal(file, holder), Where(str(path)), "wait until it has ended, or stop it"
        ) from None
    except OSError as error:
        help = "this file system does not support locks; keep the site on a local disk"
        raise SiteError("cache-failed", f"cannot be locked: {error.strerror}", Where(str(path)), help) from error
    started = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    text = f"{os.getpid()}\n{started}\n".encode()
    os.ftruncate(file, 0)
    os.pwrite(file, text, 0)


def _refusal(file: int, holder: str) -> str:
    lines = os.pread(file, 200, 0).decode("ascii", "replace").split("\n")
    # The holder writes its pid after it takes the lock, so the pid may be missing.
    if len(lines) < 2 or not lines[0].isdigit():
        return f"another {holder} is running"
    return f"another {holder} (pid {lines[0]}, since {lines[1]}) is running"

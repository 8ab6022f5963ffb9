"""The lock that keeps two builds of one site apart; the kernel frees it whatever becomes of its holder."""

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
    """Hold the lock on the file `path` for the length of the block; `holder` is what a message calls those who do.

    Raises SiteError `locked`, naming the holder, if another process has it, and cache-failed if there can be no lock.
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
        # The file stays: deleting it would let a third build lock a new file beside one that is still locked.
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
    # Between taking the lock and writing its text the holder has no name yet.
    if len(lines) < 2 or not lines[0].isdigit():
        return f"another {holder} is running"
    return f"another {holder} (pid {lines[0]}, since {lines[1]}) is running"

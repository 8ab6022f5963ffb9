"""The state of a file on disk against its record: whether it still holds the bytes that were written."""

from __future__ import annotations

import os
import stat
from operator import attrgetter
from pathlib import Path

from generator.digest import digest_bytes
from generator.runtime.database import fitting
from generator.runtime.ledger import FileRecord

# No tool sets ctime: it shows an edit after which size and mtime were put back.  Folders that change places keep the
# ctime of what is in them, and then the inode tells.
_found_state = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
_recorded_state = attrgetter("size_bytes", "mtime_ns", "ctime_ns", "inode")


def file_record(digest: str, found: os.stat_result, key: str = "") -> FileRecord:
    """The record of a file that is in the state `found` and holds the bytes of `digest`."""
    mtime_ns, ctime_ns, inode = fitting(found.st_mtime_ns), fitting(found.st_ctime_ns), fitting(found.st_ino)
    return FileRecord(digest, found.st_size, mtime_ns, ctime_ns, inode, key)


def has_state(record: FileRecord, found: os.stat_result) -> bool:
    """Whether size, times and inode are as recorded; then the bytes are taken to be, too."""
    state, recorded = _found_state(found), _recorded_state(record)
    return bool(state == recorded or tuple(map(fitting, state)) == recorded)


def renewed(path: str, record: FileRecord) -> FileRecord | None:
    """The record of the file at `path` with the state that it has now; None if it does not hold the recorded bytes.

    It is read only where its state is not as recorded; one that cannot be read may hold anything.  Raises OSError where
    there is no file.
    """
    # Before the file is read: a change in between shows at the next build.
    found = os.lstat(path)
    if has_state(record, found):
        return record
    if not stat.S_ISREG(found.st_mode) or found.st_size != record.size_bytes:
        return None
    try:
        digest = digest_bytes(Path(path).read_bytes())
    except OSError:
        return None
    return file_record(digest, found, record.key) if digest == record.digest else None

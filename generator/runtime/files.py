"""Compares a file on disk with its record, to see whether it still has the bytes that were written."""

from __future__ import annotations

import os
import stat
from operator import attrgetter
from pathlib import Path

from generator.digest import digest_bytes
from generator.runtime.database import fitting
from generator.runtime.ledger import FileRecord

# No tool can set ctime, so it reveals an edit after which size and mtime were restored.  Files in folders that swapped
# places keep their ctime, and then the inode differs.
_found_state = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
_recorded_state = attrgetter("size_bytes", "mtime_ns", "ctime_ns", "inode")


def file_record(digest: str, status: os.stat_result, key: str = "") -> FileRecord:
    """The record of a file that was written: `status` is its `lstat`, and `digest` the digest of its bytes.

    `key` has digests of all that the page in the file depends on; a later build renders the page again if its key
    differs.  It is empty for a page that must be rendered again in any case.
    """
    mtime_ns, ctime_ns, inode = fitting(status.st_mtime_ns), fitting(status.st_ctime_ns), fitting(status.st_ino)
    return FileRecord(digest, status.st_size, mtime_ns, ctime_ns, inode, key)


def has_state(record: FileRecord, status: os.stat_result) -> bool:
    """Whether size, times and inode in `status` are those in `record`, so that the file is taken to be unchanged."""
    state, recorded = _found_state(status), _recorded_state(record)
    return bool(state == recorded or tuple(map(fitting, state)) == recorded)


def renewed(path: str, record: FileRecord) -> FileRecord | None:
    """`record` with the present size, times and inode of the file at `path`, if the file still has the recorded bytes.

    None if the file has other bytes, cannot be read, or is no regular file.  If size, times and inode are those of
    `record`, it is returned and the file is not read.  Raises OSError if nothing is at `path`.
    """
    # Taken before the file is read: a change in between is then noticed at the next build.
    status = os.lstat(path)
    if has_state(record, status):
        return record
    if not stat.S_ISREG(status.st_mode) or status.st_size != record.size_bytes:
        return None
    try:
        digest = digest_bytes(Path(path).read_bytes())
    except OSError:
        return None
    return file_record(digest, status, record.key) if digest == record.digest else None

"""`Ledger`: what was written into which output folder, committed last, so that an interrupted build repeats work."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.runtime.database import Schema, key_bytes, key_text, open_database, renew_database, reported

_SCHEMA = Schema(
    kind=2,
    version=1,
    script="""
        CREATE TABLE outputs (id INTEGER PRIMARY KEY, folder BLOB NOT NULL UNIQUE);
        CREATE TABLE files (
            output INTEGER NOT NULL REFERENCES outputs (id),
            address BLOB NOT NULL,
            digest TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            PRIMARY KEY (output, address)
        ) WITHOUT ROWID
    """,
    # Losing the ledger costs a full build and leaves stale files for ever: one wait a build is cheap.
    synchronous="FULL",
    checks_pages=True,
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was written: digest of its bytes, and size and time that the file system then had for it."""

    digest: str
    size_bytes: int
    mtime_ns: int


class Ledger:
    """The files of each output folder.  Used by one process at a time, under the lock of the site.

    Methods raise SiteError cache-failed when the disk is full or fails.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, or make it; `was_rebuilt` says that a damaged or foreign one was deleted."""
        self._path = path
        self._connection, self.was_rebuilt = open_database(path, _SCHEMA)

    def records(self, output: str) -> dict[str, FileRecord]:
        """What was committed for the folder `output`, by address in order; empty if nothing was.

        A ledger whose records turn out to be damaged is made anew, which `was_rebuilt` then says.
        """
        query = """
            SELECT address, digest, size_bytes, mtime_ns FROM files JOIN outputs ON outputs.id = files.output
            WHERE folder = ? ORDER BY address
        """
        try:
            rows = self._connection.execute(query, (key_bytes(output),)).fetchall()
            return {key_text(address): _record(*fields) for address, *fields in rows}
        except (sqlite3.DatabaseError, UnicodeDecodeError, TypeError):
            # Damage inside a row, which the check of the pages does not see.
            self._connection.close()
            with reported(self._path):
                self._connection = renew_database(self._path, _SCHEMA)
            self.was_rebuilt = True
            return {}

    def commit(self, output: str, records: Mapping[str, FileRecord]) -> None:
        """Replace all that is known of the folder `output` by `records`, at once or, if it raises, not at all."""
        folder = key_bytes(output)
        with reported(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("INSERT OR IGNORE INTO outputs (folder) VALUES (?)", (folder,))
                (number,) = self._connection.execute("SELECT id FROM outputs WHERE folder = ?", (folder,)).fetchone()
                self._connection.execute("DELETE FROM files WHERE output = ?", (number,))
                self._connection.executemany(
                    "INSERT INTO files VALUES (?, ?, ?, ?, ?)",
                    (
                        (number, key_bytes(address), record.digest, record.size_bytes, record.mtime_ns)
                        for address, record in records.items()
                    ),
                )
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Give the file back; the ledger cannot be used any more."""
        self._connection.close()


def _record(digest: str, size_bytes: int, mtime_ns: int) -> FileRecord:
    # SQLite keeps what it is given, whatever the column says.
    if not (isinstance(digest, str) and isinstance(size_bytes, int) and isinstance(mtime_ns, int)):
        raise TypeError("a damaged record")
    return FileRecord(digest, size_bytes, mtime_ns)

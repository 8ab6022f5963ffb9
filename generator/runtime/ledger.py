"""`Ledger`: records of what was read and written.

A build commits it last, so that an interrupted build repeats work and skips none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Any

from generator.runtime.database import Schema, key_bytes, key_text, open_database, renew_database, reported

_SCHEMA = Schema(
    kind=2,
    version=4,
    script="""
        CREATE TABLE sources (
            id BLOB PRIMARY KEY,
            size_bytes INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            seen_ns INTEGER NOT NULL,
            digest TEXT NOT NULL,
            key TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE outputs (
            id INTEGER PRIMARY KEY,
            folder BLOB NOT NULL UNIQUE,
            state TEXT NOT NULL DEFAULT '',
            seen_ns INTEGER NOT NULL DEFAULT 0,
            report BLOB NOT NULL DEFAULT x''
        );
        CREATE TABLE files (
            output INTEGER NOT NULL REFERENCES outputs (id),
            address BLOB NOT NULL,
            digest TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            key TEXT NOT NULL,
            ctime_ns INTEGER NOT NULL DEFAULT 0,
            inode INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (output, address)
        ) WITHOUT ROWID;
        CREATE TABLE arrays (generation TEXT NOT NULL)
    """,
    # A lost ledger costs a full build and leaves stale files for ever; waiting for the disk once per build is cheap.
    synchronous="FULL",
    checks_pages=True,
    upgrades={
        # No file on disk has these values, so every file is compared once.
        2: """
            ALTER TABLE files ADD COLUMN ctime_ns INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE files ADD COLUMN inode INTEGER NOT NULL DEFAULT 0
        """,
        3: "CREATE TABLE arrays (generation TEXT NOT NULL)",
    },
)


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A published file as it was written: the digest of its bytes, and its size, times and inode on disk."""

    digest: str
    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    key: str = field(default="", compare=False)
    """The key of the page in the file; empty if the page must be rendered again."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source (the file of a post or page) as it was read: its size, time, inode, and the digest of its bytes.

    `seen_ns` is the time of the scan that found it, in nanoseconds since 1970; `key` is the key under which the cleaned
    post is kept in the store.
    """

    size_bytes: int
    mtime_ns: int
    inode: int
    seen_ns: int
    digest: str
    key: str


@dataclass(frozen=True, slots=True)
class OutputState:
    """The last build into an output folder that ended without errors, to see whether another build has anything to do.

    `digest` is that of all that the build depended on, `seen_ns` the time at which it scanned the disk (nanoseconds
    since 1970), and `report` its pickled report.
    """

    digest: str
    seen_ns: int
    report: bytes


# dataclasses.astuple copies deeply, which takes ten times as long.
_file_row = attrgetter("digest", "size_bytes", "mtime_ns", "ctime_ns", "inode", "key")
_source_row = attrgetter("size_bytes", "mtime_ns", "inode", "seen_ns", "digest", "key")
_NO_STATE = OutputState("", 0, b"")


class Ledger:
    """The records of all sources, and of the files in each output folder, in a file on disk.

    Only one process may use it at a time, while it holds the lock of the site.  Methods raise SiteError `cache-failed`
    if the disk is full or fails.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file at `path`.

        `was_rebuilt` is True if a damaged file, or one of another program, was deleted and created again.
        """
        self._path = path
        self._connection, self.was_rebuilt = open_database(path, _SCHEMA)
        # Cached as read or committed last: nobody else writes while this ledger is open.
        self._files: dict[str, dict[str, FileRecord]] = {}
        self._sources: dict[str, SourceRecord] | None = None

    def records(self, output: str) -> Mapping[str, FileRecord]:
        """The records of the published files in the output folder with the path `output`, by address, in sorted order.

        Empty if there are none.  If the records turn out to be damaged, the file of the ledger is created again, all
        records are lost, and `was_rebuilt` becomes True.
        """
        if output in self._files:
            return self._files[output]
        query = """
            SELECT address, digest, size_bytes, mtime_ns, ctime_ns, inode, key
            FROM files JOIN outputs ON outputs.id = files.output
            WHERE folder = ? ORDER BY address
        """
        addresses, fields = self._columns(query, (key_bytes(output),), (str, int, int, int, int, str))
        self._files[output] = dict(zip(addresses, map(FileRecord, *fields), strict=True))
        return self._files[output]

    def sources(self) -> Mapping[str, SourceRecord]:
        """The records of all sources, by the id of the source (content root and path); empty if there are none."""
        if self._sources is None:
            query = "SELECT id, size_bytes, mtime_ns, inode, seen_ns, digest, key FROM sources"
            ids, fields = self._columns(query, (), (int, int, int, int, str, str))
            self._sources = dict(zip(ids, map(SourceRecord, *fields), strict=True))
        return self._sources

    def state(self, output: str) -> OutputState | None:
        """The state that the last build committed for the output folder `output`, a path.

        None if nothing was built there yet, or if the last build had errors.
        """
        query = "SELECT folder, state, seen_ns, report FROM outputs WHERE folder = ? AND state <> ''"
        _, fields = self._columns(query, (key_bytes(output),), (str, int, bytes))
        return next(map(OutputState, *fields), None)

    def generation(self) -> str:
        """The part of its name by which the current file with fingerprints of texts is known; empty if there is none.

        Near copies are found by these fingerprints.  Each build writes the file under another name, and only the file
        that was named when a build was committed last may be read.
        """
        with reported(self._path):
            row = self._connection.execute("SELECT generation FROM arrays").fetchone()
        return str(row[0]) if row else ""

    def _columns(
        self, query: str, values: tuple[Any, ...], types: tuple[type, ...]
    ) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
        """The first column as text, and the other columns, in which every value has the type given in `types`.

        Columns instead of rows halve the time for tens of thousands of rows.
        """
        try:
            rows = self._connection.execute(query, values).fetchall()
            names, *fields = zip(*rows, strict=True) if rows else ((), *((),) * len(types))
            texts = list(map(key_text, names))
            # SQLite stores values of any type, whatever type the column declares.
            if any(set(map(type, column)) - {kind} for column, kind in zip(fields, types, strict=True)):
                raise TypeError("a damaged record")
        except (sqlite3.DatabaseError, UnicodeDecodeError, TypeError):
            # Damage inside a row, which the check of the pages does not notice.
            self._connection.close()
            with reported(self._path):
                self._connection = renew_database(self._path, _SCHEMA)
            self.was_rebuilt = True
            self._files, self._sources = {}, None
            return (), [()] * len(types)
        return texts, fields

    def commit(
        self,
        output: str,
        records: Mapping[str, FileRecord],
        sources: Mapping[str, SourceRecord] | None = None,
        state: OutputState | None = _NO_STATE,
        generation: str | None = None,
    ) -> None:
        """Replace the records of the files in the output folder `output`, a path, and the records of all sources.

        `records` are by address, `sources` by id.  `state` is the new state of the folder: None keeps the old one, and
        leaving the argument out deletes it.  `sources` and `generation` (see the method) stay as they are if None.
        Everything is committed in one transaction, or nothing if an error is raised.  Unchanged rows are not written.
        """
        folder = key_bytes(output)
        known_files = self.records(output)
        known_sources = self.sources() if sources is not None else {}
        with reported(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.execute("INSERT OR IGNORE INTO outputs (folder) VALUES (?)", (folder,))
                if state is not None:
                    self._connection.execute(
                        "UPDATE outputs SET state = ?, seen_ns = ?, report = ? WHERE folder = ?",
                        (*astuple(state), folder),
                    )
                (number,) = self._connection.execute("SELECT id FROM outputs WHERE folder = ?", (folder,)).fetchone()
                self._connection.executemany(
                    "DELETE FROM files WHERE output = ? AND address = ?",
                    ((number, key_bytes(address)) for address in known_files.keys() - records.keys()),
                )
                self._connection.executemany(
                    """
                    INSERT OR REPLACE INTO files (output, address, digest, size_bytes, mtime_ns, ctime_ns, inode, key)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    (
                        (number, key_bytes(address), *_file_row(record))
                        for address, record in records.items()
                        # Nearly all are the same objects that were read; comparing fields takes ten times as long.
                        if (known := known_files.get(address)) is not record
                        and (known is None or _file_row(known) != _file_row(record))
                    ),
                )
                if sources is not None:
                    gone = known_sources.keys() - sources.keys()
                    self._connection.executemany("DELETE FROM sources WHERE id = ?", ((key_bytes(id),) for id in gone))
                    self._connection.executemany(
                        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (
                            (key_bytes(id), *_source_row(record))
                            for id, record in sources.items()
                            if (source := known_sources.get(id)) is not record and source != record
                        ),
                    )
                if generation is not None:
                    self._connection.execute("DELETE FROM arrays")
                    self._connection.execute("INSERT INTO arrays VALUES (?)", (generation,))
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        self._files[output] = dict(records)
        if sources is not None:
            self._sources = dict(sources)

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        self._connection.close()

"""Ledgers as earlier versions of Pressmark left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_COLUMNS = {
    "sources": "id, size_bytes, mtime_ns, inode, seen_ns, digest, key",
    "outputs": "id, folder, state, seen_ns, report",
    "files": "output, address, digest, size_bytes, mtime_ns, key",
}
_VERSION_2 = """
    CREATE TABLE sources (
        id BLOB PRIMARY KEY, size_bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
        seen_ns INTEGER NOT NULL, digest TEXT NOT NULL, key TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE outputs (
        id INTEGER PRIMARY KEY, folder BLOB NOT NULL UNIQUE, state TEXT NOT NULL DEFAULT '',
        seen_ns INTEGER NOT NULL DEFAULT 0, report BLOB NOT NULL DEFAULT x''
    );
    CREATE TABLE files (
        output INTEGER NOT NULL REFERENCES outputs (id), address BLOB NOT NULL, digest TEXT NOT NULL,
        size_bytes INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (output, address)
    ) WITHOUT ROWID;
    PRAGMA application_id = 0x5052534D;
    PRAGMA user_version = 2000002;
"""


def turn_into_version_2(path: Path) -> None:
    """Put a ledger of version 2 with the same rows in the place of one of today, without ctime and inode of files."""
    with closing(sqlite3.connect(path)) as new:
        rows = {name: new.execute(f"SELECT {names} FROM {name}").fetchall() for name, names in _COLUMNS.items()}
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    with closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA journal_mode = WAL")
        old.executescript(_VERSION_2)
        for name, names in _COLUMNS.items():
            old.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(names.split()))})", rows[name])
        old.commit()

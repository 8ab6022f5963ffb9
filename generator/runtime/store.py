"""`Store`: bytes by key in one file on disk, which several processes can read and write at the same time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from generator.runtime.database import Schema, key_bytes, key_text, open_database, reported

_SCHEMA = Schema(
    kind=1,
    version=1,
    script="CREATE TABLE items (key BLOB PRIMARY KEY, data BLOB NOT NULL)",
    # Everything here can be made again from the sources, so SQLite never waits for the disk.
    synchronous="OFF",
    checks_pages=False,
)
_KEYS_AT_ONCE = 500
_BELOW = "SELECT key FROM items WHERE key >= ? AND key < ?"


class Store:
    """A file on disk with bytes by key, which several processes can read and write at the same time.

    Each process opens its own `Store`, and sees what the others have put into the file.  Methods raise SiteError
    `cache-failed` if the disk is full or the file was damaged after it was opened.
    """

    def __init__(self, path: Path) -> None:
        """Open or create the file at `path`.

        `was_rebuilt` is True if a damaged file, or one of another program, was deleted and created again.
        """
        self._path = path
        self._connection, self.was_rebuilt = open_database(path, _SCHEMA)

    def put_many(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Store all `items`, pairs of a key and its bytes, or none of them if an error is raised.

        A key that is stored already gets the new bytes.
        """
        # The rows are made before the transaction, because other processes wait while it is open.
        rows = [(key_bytes(key), data) for key, data in items]
        with reported(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany("INSERT OR REPLACE INTO items VALUES (?, ?)", rows)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def get(self, key: str) -> bytes:
        """The bytes stored under `key`.  Raises KeyError if there are none."""
        with reported(self._path):
            row = self._connection.execute("SELECT data FROM items WHERE key = ?", (key_bytes(key),)).fetchone()
        if row is None:
            raise KeyError(key)
        return bytes(row[0])

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The bytes stored under each of `keys`, by key and in the order of `keys`.

        Keys that are not stored are left out.
        """
        wanted = list(dict.fromkeys(keys))
        found: dict[str, bytes] = {}
        with reported(self._path):
            for chunk in _chunks(wanted, _KEYS_AT_ONCE):
                marks = ",".join("?" * len(chunk))
                query = f"SELECT key, data FROM items WHERE key IN ({marks})"
                for key, data in self._connection.execute(query, [key_bytes(key) for key in chunk]):
                    found[key_text(key)] = bytes(data)
        return {key: found[key] for key in wanted if key in found}

    def keys(self, prefix: str) -> set[str]:
        """All stored keys that begin with `prefix`."""
        with reported(self._path):
            return {key_text(key) for (key,) in self._connection.execute(_BELOW, _range(prefix))}

    def has(self, prefix: str) -> bool:
        """Whether any stored key begins with `prefix`."""
        with reported(self._path):
            return self._connection.execute(f"{_BELOW} LIMIT 1", _range(prefix)).fetchone() is not None

    def keep(self, prefix: str, keys: Collection[str]) -> None:
        """Delete all stored keys that begin with `prefix` and are not in `keys`.

        All of `keys` must be stored and begin with `prefix`.
        """
        with reported(self._path):
            rows = self._connection.execute(_BELOW, _range(prefix)).fetchall()
            if len(rows) == len(keys):
                return
            wanted = {key_bytes(key) for key in keys}
            stale = [(key,) for (key,) in rows if key not in wanted]
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany("DELETE FROM items WHERE key = ?", stale)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._connection.close()


def _range(prefix: str) -> tuple[bytes, bytes]:
    first = key_bytes(prefix)
    # No key, with surrogates or without, has a byte as large as 0xFF.
    return first, first + b"\xff" * 8


def _chunks(items: list[str], size: int) -> Iterator[list[str]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk

"""SQLite files of the ledger and the store: opening them, recreating damaged ones, and reporting their errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import SiteError, Where

APPLICATION_ID = 0x5052534D  # "PRSM": distinguishes our files from SQLite files of other programs
_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables of one kind of SQLite file; a file with another `version` is deleted and created again.

    `kind` is a number that is different for each kind of file, and `script` creates the tables.  `synchronous` is the
    value of SQLite's pragma of that name, which sets how often SQLite waits for the disk.  If `checks_pages` is True,
    each opening reads the whole file to find damage, which suits small files only.  `upgrades` maps a version to a
    script that turns its tables into those of the next version; such a file is not deleted and keeps its content.
    """

    kind: int
    version: int
    script: str
    synchronous: str
    checks_pages: bool
    upgrades: Mapping[int, str] = field(default_factory=dict)

    @property
    def user_version(self) -> int:
        """The number that SQLite stores in each file of this kind and version, as `PRAGMA user_version`."""
        return self.kind * 1_000_000 + self.version


def open_database(path: Path, schema: Schema) -> tuple[sqlite3.Connection, bool]:
    """A connection in autocommit and WAL mode to the SQLite file `path`; True if an unusable file was replaced first.

    If there is no file, it is created with the tables of `schema`; then the second value is False.  If several
    processes share a file, one of them must create it before the others open it, because each would replace the file of
    another.  Raises SiteError `cache-failed` if the file can neither be used nor be replaced.
    """
    with reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        has_file = path.exists()
        if has_file:
            try:
                return _connect(path, schema, is_new=path.stat().st_size == 0), False
            except UnicodeDecodeError:
                pass  # SQLite quotes the damaged bytes in its message, and sqlite3 fails to decode that.
            except sqlite3.DatabaseError as error:
                # Deleting the file would not help if it is in use, the disk is full, or reading failed.
                if not _is_damage(error):
                    raise
        elif path.is_symlink():
            path.unlink()
        return renew_database(path, schema), has_file


def renew_database(path: Path, schema: Schema) -> sqlite3.Connection:
    """A connection to a new SQLite file at `path` with the empty tables of `schema`; a file at `path` is deleted."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return _connect(path, schema, is_new=True)


def key_bytes(key: str) -> bytes:
    """`key` in UTF-8, for a column of bytes.

    Names of files may contain lone surrogates, which SQLite refuses in text; they are encoded like other characters.
    """
    return key.encode("utf-8", "surrogatepass")


def key_text(key: bytes) -> str:
    """The text from which `key_bytes` made `key`.  Raises UnicodeDecodeError if the bytes are damaged."""
    return key.decode("utf-8", "surrogatepass")


def fitting(number: int) -> int:
    """`number` as a signed integer of 64 bits, as SQLite stores it; a larger or smaller number wraps around.

    An inode number is unsigned and may need all 64 bits, and a time in nanoseconds may lie beyond the year 2262.
    """
    return (number + 2**63) % 2**64 - 2**63


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Context manager that turns errors of SQLite and of the disk in its block into SiteError `cache-failed`.

    `path` is the file that the message names.
    """
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        message = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        help = "if there is room on the disk, delete the folder; the next build makes it anew"
        raise SiteError("cache-failed", f"cannot be used: {message}", Where(str(path)), help) from error


def _connect(path: Path, schema: Schema, *, is_new: bool) -> sqlite3.Connection:
    # isolation_level None: our code begins and ends transactions explicitly; sqlite3 does not guess them.
    connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {schema.synchronous}")
        if is_new:
            _create(connection, schema)
        elif _version(connection, schema) in schema.upgrades:
            _upgrade(connection, schema)
        _recognise(connection, schema)
    except BaseException:
        connection.close()
        raise
    return connection


def _create(connection: sqlite3.Connection, schema: Schema) -> None:
    connection.execute("BEGIN IMMEDIATE")
    _run(connection, schema.script)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {schema.user_version}")
    connection.execute("COMMIT")


def _upgrade(connection: sqlite3.Connection, schema: Schema) -> None:
    """Upgrade the tables version by version, as far as there are scripts."""
    # Checked before any change: changing damaged tables raises errors that `_is_damage` does not recognise.
    _check(connection, schema)
    connection.execute("BEGIN IMMEDIATE")
    # Read again inside the transaction: another process may have upgraded the file since it was opened.
    while (version := _version(connection, schema)) in schema.upgrades:
        _run(connection, schema.upgrades[version])
        connection.execute(f"PRAGMA user_version = {schema.kind * 1_000_000 + version + 1}")
    connection.execute("COMMIT")


def _run(connection: sqlite3.Connection, script: str) -> None:
    # executescript() would commit the transaction first.
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement)


def _recognise(connection: sqlite3.Connection, schema: Schema) -> None:
    numbers = (_number(connection, "application_id"), _number(connection, "user_version"))
    if numbers != (APPLICATION_ID, schema.user_version):
        raise sqlite3.DatabaseError("a file of another program or version")
    _check(connection, schema)


def _check(connection: sqlite3.Connection, schema: Schema) -> None:
    if schema.checks_pages and connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("damaged")


def _version(connection: sqlite3.Connection, schema: Schema) -> int:
    """The version of the tables in a file of this kind; for another kind or program, a number that is no version."""
    if _number(connection, "application_id") != APPLICATION_ID:
        return -1
    return _number(connection, "user_version") - schema.kind * 1_000_000


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    # The low byte is the primary result code, the other bytes extend it; errors that we raise have no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)

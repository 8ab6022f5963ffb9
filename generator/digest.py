"""Digests, stable across machines and Python versions: one to compare by, and one whose digits stand in addresses."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import marshal
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

Plain: TypeAlias = "str | int | tuple[Plain, ...] | None"


def digest_bytes(data: bytes) -> str:
    """What tells `data` from other bytes: the first 32 lower-case hex digits of its SHA-256."""
    # Processors have instructions for it: a page takes 10 µs, and 17 with blake2b, which Python has in plain C.
    return hashlib.sha256(data).hexdigest()[:32]


def address_digest(data: bytes, *, size_bytes: int = 16) -> str:
    """The blake2b digest of `data` as lower-case hex digits, two for each of `size_bytes`.

    Addresses hold such digits, so another hash would move files and posts.
    """
    return hashlib.blake2b(data, digest_size=size_bytes).hexdigest()


def digest_text(text: str, *, size_bytes: int = 16) -> str:
    """As `address_digest`, of `text` in UTF-8; lone surrogates (odd file names) are kept apart by surrogatepass."""
    return address_digest(text.encode("utf-8", "surrogatepass"), size_bytes=size_bytes)


def digest_plain(value: Plain) -> str:
    """The digest of a value made of tuples, text, whole numbers, truth values and None: a third of the time that
    `digest_value` takes for a long text."""
    # From version 3 on, `marshal` also writes which objects are the same, and that differs between runs.
    return digest_bytes(marshal.dumps(value, 2))


def digest_value(value: Any) -> str:
    """The digest of a value made of dataclasses, tuples, mappings, text, numbers, dates and None.

    Mappings are taken in the order of their keys.  A type that is not listed raises TypeError: a digest of
    `repr` would change with an address in memory.
    """
    return Digests().of(value)


class Digests:
    """Digests of values that share parts: each part of a type below one of `once` is digested the first time only."""

    def __init__(self, *once: type) -> None:
        """Start without any known part."""
        self._once = once
        # The parts are kept, so that no other object gets the identity of one.
        self._known: dict[int, tuple[object, str]] = {}
        # JSON keeps text, numbers, lists and mappings apart, and is written in C: a tenth of the time of our own walk.
        self._encoder = json.JSONEncoder(
            ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), default=self._written
        )

    def of(self, value: Any) -> str:
        """The digest of `value`, as `digest_value` describes it."""
        return digest_text(self._encoder.encode(value))

    def _written(self, value: Any) -> Any:
        """What stands for a value that JSON does not know."""
        kind: Any = type(value)
        if shape := _shape(kind):
            name, values = shape
            if not issubclass(kind, self._once):
                return {name: values(value)}
            if id(value) not in self._known:
                self._known[id(value)] = value, digest_text(self._encoder.encode(values(value)))
            return {name: self._known[id(value)][1]}
        match value:
            case Enum():
                return value.value
            case datetime():
                return {"datetime": value.isoformat()}
            case bytes():
                return {"bytes": value.hex()}
            case frozenset() | set():
                return {"set": sorted(value)}
            case _:
                raise TypeError(f"no digest for {kind.__name__}")


@lru_cache(maxsize=256)
def _shape(kind: type) -> tuple[str, Callable[[object], object]] | None:
    """The name of a dataclass and what gets the values of the fields that it is compared by; None for other types."""
    if not dataclasses.is_dataclass(kind):
        return None
    names = [field.name for field in dataclasses.fields(kind) if field.compare]
    return f"@{kind.__name__}", attrgetter(*names) if names else lambda value: ()

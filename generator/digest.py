"""Digests that are stable across machines and Python versions: one for comparing, and one for use in addresses."""

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
    """The digest of `data` for comparing: the first 32 lower-case hex digits of its SHA-256."""
    # Processors have instructions for SHA-256: a page takes 10 µs, and 17 µs with blake2b, which Python has in plain C.
    return hashlib.sha256(data).hexdigest()[:32]


def address_digest(data: bytes, *, size_bytes: int = 16) -> str:
    """The blake2b digest of `data` as lower-case hex digits, two for each of `size_bytes`.

    Addresses contain such digits, so with another hash function the addresses of files and posts would change.
    """
    return hashlib.blake2b(data, digest_size=size_bytes).hexdigest()


def digest_text(text: str, *, size_bytes: int = 16) -> str:
    """The digest of `text` as hex digits, two for each of `size_bytes`; lone surrogates are allowed."""
    return address_digest(text.encode("utf-8", "surrogatepass"), size_bytes=size_bytes)


def digest_plain(value: Plain) -> str:
    """The digest of a value made of tuples, text, integers, booleans and None.

    For a long text it takes a third of the time of `digest_value`.
    """
    # From version 3 on, `marshal` also writes which objects are identical, which differs between runs.
    return digest_bytes(marshal.dumps(value, 2))


def digest_value(value: Any) -> str:
    """The digest of a value made of dataclasses, tuples, mappings, text, numbers, dates and None.

    Mappings are sorted by key.  Other types raise TypeError, because a digest of `repr` could depend on memory
    addresses.
    """
    return Digests().of(value)


class Digests:
    """Computes digests of values that share parts; the digest of an instance of a class in `once` is kept."""

    def __init__(self, *once: type) -> None:
        """Start without known parts."""
        self._once = once
        # The parts are kept alive, so that no other object can get the id of one of them.
        self._known: dict[int, tuple[object, str]] = {}
        # JSON distinguishes text, numbers, lists and mappings, and its encoder is in C: it takes a tenth of the time of
        # a walk in Python.
        self._encoder = json.JSONEncoder(
            ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), default=self._written
        )

    def of(self, value: Any) -> str:
        """The digest of `value`, as `digest_value` describes it."""
        return digest_text(self._encoder.encode(value))

    def _written(self, value: Any) -> Any:
        """A replacement for a value that JSON cannot encode."""
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
    """The name of a dataclass, and a getter of the fields that take part in comparison; None for other types."""
    if not dataclasses.is_dataclass(kind):
        return None
    names = [field.name for field in dataclasses.fields(kind) if field.compare]
    return f"@{kind.__name__}", attrgetter(*names) if names else lambda value: ()

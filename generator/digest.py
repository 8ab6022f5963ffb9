"""Hex digests that are equal on every machine and Python version, of bytes, texts and values."""

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
    """The digest of `data`, to see whether two byte strings are equal: the first 32 hex digits of its SHA-256."""
    # Processors have instructions for SHA-256: a page takes 10 µs, and 17 µs with blake2b, which Python has in plain C.
    return hashlib.sha256(data).hexdigest()[:32]


def address_digest(data: bytes, *, size_bytes: int = 16) -> str:
    """The blake2b digest of `data`, `size_bytes` long, as hex digits (two for each byte), for use in addresses.

    With another hash function the addresses of files and posts would change.
    """
    return hashlib.blake2b(data, digest_size=size_bytes).hexdigest()


def digest_text(text: str, *, size_bytes: int = 16) -> str:
    """The blake2b digest of `text` in UTF-8, `size_bytes` long, as hex digits, two for each byte.

    Lone surrogates are allowed.
    """
    return address_digest(text.encode("utf-8", "surrogatepass"), size_bytes=size_bytes)


def digest_plain(value: Plain) -> str:
    """The digest of a value that consists of tuples, texts, integers, booleans and None only.

    For a long text, this takes a third of the time of `digest_value`.  The two functions give different digests.
    """
    # From version 3 on, `marshal` also writes which objects are identical, which differs between runs.
    return digest_bytes(marshal.dumps(value, 2))


def digest_value(value: Any) -> str:
    """The digest of a value made of dataclasses, tuples, mappings, sets, texts, bytes, numbers, dates, enums and None.

    The order of a mapping or set makes no difference.  Raises TypeError for any other type, because a digest of its
    `repr` could depend on memory addresses.
    """
    return Digests().of(value)


class Digests:
    """Computes digests of values; the digest of a part that is in many of the values is computed only once.

    The classes of such parts are `once`.  If a value contains an instance of one of them, its digest differs from that
    which `digest_value` returns; otherwise the two are equal.
    """

    def __init__(self, *once: type) -> None:
        """Keep the digests of instances of the classes `once`; at the beginning, none is known."""
        self._once = once
        # The parts are kept alive, so that no other object can get the id of one of them.
        self._known: dict[int, tuple[object, str]] = {}
        # JSON distinguishes text, numbers, lists and mappings, and its encoder is in C: it takes a tenth of the time of
        # a walk in Python.
        self._encoder = json.JSONEncoder(
            ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), default=self._written
        )

    def of(self, value: Any) -> str:
        """The digest of `value`, which is a dataclass, tuple, mapping, set, text, bytes, number, date, enum or None.

        Raises TypeError if it is, or contains, anything else.
        """
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

"""Digests: one hash for every purpose, stable across machines and Python versions."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any


def digest_bytes(data: bytes, *, size_bytes: int = 16) -> str:
    """The blake2b digest of `data` as lower-case hex digits, two for each of `size_bytes`."""
    return hashlib.blake2b(data, digest_size=size_bytes).hexdigest()


def digest_text(text: str, *, size_bytes: int = 16) -> str:
    """The digest of `text` in UTF-8; lone surrogates (odd file names) are kept apart by surrogatepass."""
    return digest_bytes(text.encode("utf-8", "surrogatepass"), size_bytes=size_bytes)


def digest_value(value: Any) -> str:
    """The digest of a value made of dataclasses, tuples, mappings, text, numbers, dates and None.

    Mappings are taken in the order of their keys.  A type that is not listed raises TypeError: a digest of
    `repr` would change with an address in memory.
    """
    parts: list[bytes] = []
    _feed(parts, value)
    return hashlib.blake2b(b"".join(parts), digest_size=16).hexdigest()


@lru_cache(maxsize=256)
def _shape(kind: type) -> tuple[bytes, tuple[str, ...]] | None:
    """How a dataclass begins, and the names of its fields; None for any other type."""
    if not dataclasses.is_dataclass(kind):
        return None
    name = kind.__name__.encode()
    return b"ds%d:%s" % (len(name), name), tuple(field.name for field in dataclasses.fields(kind))


def _feed(parts: list[bytes], value: Any) -> None:
    # Every part is written with its type and length, so that ("ab", "c") and ("a", "bc") differ.
    kind: Any = type(value)
    if kind is str:
        data = value.encode("utf-8", "surrogatepass")
        parts.append(b"s%d:" % len(data))
        parts.append(data)
    elif kind is tuple:
        parts.append(b"t%d:" % len(value))
        for item in value:
            _feed(parts, item)
    elif shape := _shape(kind):
        prefix, names = shape
        parts.append(prefix)
        for name in names:
            _feed(parts, getattr(value, name))
    else:
        _feed_rare(parts, value)


def _feed_rare(parts: list[bytes], value: Any) -> None:
    match value:
        case None | bool() | int() | float():
            data = repr(value).encode()
            parts.append(b"v%d:%s" % (len(data), data))
        case Enum():
            _feed(parts, value.value)
        case str():
            _feed(parts, str(value))
        case bytes():
            parts.append(b"b%d:" % len(value))
            parts.append(value)
        case datetime():
            _feed(parts, value.isoformat())
        case tuple() | list():
            _feed(parts, tuple(value))
        case frozenset() | set():
            _feed(parts, sorted(value))
        case dict():
            parts.append(b"m%d:" % len(value))
            for key in sorted(value):
                _feed(parts, key)
                _feed(parts, value[key])
        case _:
            raise TypeError(f"no digest for {type(value).__name__}")

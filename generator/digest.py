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
    hasher = hashlib.blake2b(digest_size=16)
    _feed(hasher, value)
    return hasher.hexdigest()


@lru_cache(maxsize=256)
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _feed(hasher: Any, value: Any) -> None:
    # Every part is written with its type and length, so that ("ab", "c") and ("a", "bc") differ.
    match value:
        case None | bool() | int() | float():
            data = repr(value).encode()
            hasher.update(b"v%d:" % len(data) + data)
        case Enum():
            _feed(hasher, value.value)
        case str():
            data = value.encode("utf-8", "surrogatepass")
            hasher.update(b"s%d:" % len(data) + data)
        case bytes():
            hasher.update(b"b%d:" % len(value) + value)
        case datetime():
            _feed(hasher, value.isoformat())
        case tuple() | list():
            hasher.update(b"t%d:" % len(value))
            for item in value:
                _feed(hasher, item)
        case frozenset() | set():
            _feed(hasher, sorted(value))
        case dict():
            hasher.update(b"m%d:" % len(value))
            for key in sorted(value):
                _feed(hasher, key)
                _feed(hasher, value[key])
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            hasher.update(b"d")
            _feed(hasher, type(value).__name__)
            for name in _field_names(type(value)):
                _feed(hasher, getattr(value, name))
        case _:
            raise TypeError(f"no digest for {type(value).__name__}")

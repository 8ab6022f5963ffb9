"""Base classes of values that are kept in the store or sent to worker processes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any


class Stored:
    """Base class of values that are kept in the store or sent to worker processes.

    They are pickled as their class and the tuple `values`, which takes a third of the time of other dataclasses with
    slots; an incremental build spends most of its time on unpickling.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[Callable[..., Stored], tuple[object, ...]]:
        return type(self), self.values

    @property
    def values(self) -> tuple[object, ...]:
        """The values of all fields, in the order of the fields."""
        kind: Any = type(self)
        return values_of(kind)(self)


@lru_cache(maxsize=64)
def values_of(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """A function that takes an instance of the class `kind` and returns the values of its fields, in their order.

    `kind` must be a dataclass with slots.
    """
    names: tuple[str, ...] = kind.__slots__
    # With a single name, `attrgetter` returns the bare value instead of a tuple.
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple([getattr(value, name) for name in names])


class Shared(Stored):
    """Base class of values that many pages contain, such as a post in lists.

    The digest of such a value is computed only once for all pages.
    """

    __slots__ = ()

"""`Here`: `Workers` that consist of this process only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from generator.runtime.limits import WorkerDied, in_time, mark, run_alone, unmark

T = TypeVar("T")
R = TypeVar("R")
W = TypeVar("W")


class Here(Generic[W]):
    """Does the work of a build with one job in this process, with the same methods as a pool of worker processes."""

    def __init__(
        self, begin: Callable[..., AbstractContextManager[W]], args: tuple[Any, ...], marker: Path | None
    ) -> None:
        self._begun = begin(*args)
        self._marker = marker

    def map(
        self,
        function: Callable[[W, tuple[T, ...]], R],
        batches: Iterable[tuple[T, ...]],
        *,
        instead: Callable[[W, tuple[T, ...]], R] | None = None,
        lost: Callable[[T], R] | None = None,
    ) -> Iterator[R]:
        for batch in batches:
            mark(self._marker)
            try:
                result = self._result_of(function, batch)
            except WorkerDied:
                for item in batch:
                    yield run_alone(self._result_of, item, function, instead, lost)
            else:
                yield result

    def _result_of(self, function: Callable[[W, tuple[T, ...]], R], batch: tuple[T, ...]) -> R:
        try:
            return in_time(function, self._worker, batch)
        except MemoryError:
            raise WorkerDied("there is not enough memory for a task") from None

    def __enter__(self) -> Self:
        self._worker = self._begun.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Whatever ended the work, this process is alive.
        unmark(self._marker)
        self._begun.__exit__(kind, error, trace)

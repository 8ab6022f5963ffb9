"""What tornado and asyncio log while the preview runs: a mistake of ours is told once, what strangers send never."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError

from generator.errors import Problem, Where, problem

_MOST = 20
"""How many different mistakes are told."""
_OF_MISTAKES = ("tornado.application", "asyncio")
_OF_STRANGERS = ("tornado.general", "tornado.access", "livereload")
_GONE = (ConnectionError, StreamClosedError, WebSocketClosedError)
"""Whoever was told something had closed the connection."""


@contextmanager
def mistakes_told(tell: Callable[[Problem], object]) -> Iterator[None]:
    """While this lasts, `tell` gets each mistake of ours that is logged, with its trace; nothing else is printed."""
    told: set[str] = set()
    handlers = {name: _Telling(tell, told, is_of_strangers=False) for name in _OF_MISTAKES}
    handlers |= {name: _Telling(tell, told, is_of_strangers=True) for name in _OF_STRANGERS}
    before = {name: logging.getLogger(name).propagate for name in handlers}
    for name, handler in handlers.items():
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).propagate = False
    try:
        yield
    finally:
        for name, handler in handlers.items():
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).propagate = before[name]


class _Telling(logging.Handler):
    def __init__(self, tell: Callable[[Problem], object], told: set[str], *, is_of_strangers: bool) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell
        self._told = told
        self._is_of_strangers = is_of_strangers

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if (error is None and self._is_of_strangers) or isinstance(error, _GONE):
            return
        # Where it happened, not what it says: that may hold whatever a request holds.
        found = f"{type(error).__name__} {_place(error)}" if error is not None else str(record.msg).partition("\n")[0]
        if found in self._told or len(self._told) >= _MOST:
            return
        self._told.add(found)
        message = f"{type(error).__name__}: {error}" if error is not None else record.getMessage().partition("\n")[0]
        trace = "".join(traceback.format_exception(error)) if error is not None else ""
        self._tell(replace(problem("internal", Where("pressmark"), message[:300]), trace=trace))


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    return f"{frames[0].filename}:{frames[0].lineno}" if frames else ""

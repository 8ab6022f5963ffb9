"""Handles what tornado and asyncio log: errors of Pressmark are reported once each, invalid requests never."""

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
"""The maximum number of different errors that are reported."""
_OF_MISTAKES = ("tornado.application", "asyncio")
_OF_STRANGERS = ("tornado.general", "tornado.access", "livereload")
_GONE = (ConnectionError, StreamClosedError, WebSocketClosedError)
"""Exceptions raised because the client has closed the connection; these are never reported."""


@contextmanager
def mistakes_told(tell: Callable[[Problem], object]) -> Iterator[None]:
    """Context manager in whose block nothing that tornado, asyncio and livereload log is printed.

    Instead, `tell` is called for each logged error that is a mistake in Pressmark, with the problem `internal`, which
    has the traceback.  Repeated errors at the same line of code are ignored.
    """
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
        # Mistakes are told apart by place, not by message, because the message may contain parts of a request.
        mistake = f"{type(error).__name__} {_place(error)}" if error is not None else str(record.msg).partition("\n")[0]
        if mistake in self._told or len(self._told) >= _MOST:
            return
        self._told.add(mistake)
        message = f"{type(error).__name__}: {error}" if error is not None else record.getMessage().partition("\n")[0]
        trace = "".join(traceback.format_exception(error)) if error is not None else ""
        self._tell(replace(problem("internal", Where("pressmark"), message[:300]), trace=trace))


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__, limit=-1)
    return f"{frames[0].filename}:{frames[0].lineno}" if frames else ""

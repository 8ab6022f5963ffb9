"""Connections to the preview: how many there may be, how long one may wait, and what happens when files run out."""

from __future__ import annotations

import errno
import logging
import resource
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tornado import httputil
from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import Application

REQUEST_S = 15.0
"""How long a connection may wait before its next request is there: its head, and then its body."""
UNREAD_MS = 60_000
"""How long an answer may lie unread, where the system can tell (TCP_USER_TIMEOUT)."""
PAUSE_S = 1.0
"""How long no connection is accepted once the process has run out of files."""
MOST_CONNECTIONS = 256
_SPARE_FILES = 64
"""Files that the build and the pages need beside the connections."""
_BODY_BYTES = 64 * 1024
_ACCEPTED_AT_ONCE = 128
_RAN_OUT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def connection_bound() -> int:
    """How many connections may be open at once: half of the files that this process may have, 256 at the most."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(8, min(MOST_CONNECTIONS, (soft - _SPARE_FILES) // 2))


def ran_out(error: BaseException) -> bool:
    """Whether an error says that the process or the machine has no file or memory left for one more."""
    return isinstance(error, OSError) and error.errno in _RAN_OUT


class BoundedServer(HTTPServer):
    """A server whose connections are bounded in number and in the time that they may wait.

    At the bound a new connection takes the place of the one that has waited longest for a request, so that a browser is
    answered while somebody else holds all connections open.
    """

    def initialize(self, application: Application, says: Callable[[str], None], most: int) -> None:  # type: ignore[override]
        """`says` is told in one line when no connection can be accepted; `most` is the bound."""
        super().initialize(
            application,
            idle_connection_timeout=REQUEST_S,
            body_timeout=REQUEST_S,
            max_body_size=_BODY_BYTES,
        )
        self._says = says
        self._most = most
        self._listening: list[socket.socket] = []
        # In the order in which they began to wait, or to be answered.
        self._waiting: dict[HTTP1ServerConnection, None] = {}
        self._answered: dict[HTTP1ServerConnection, None] = {}
        self._is_paused = False
        self._has_told = False

    # -------------------------------------------------------------------------------------- accepting

    def add_sockets(self, sockets: Iterable[socket.socket]) -> None:
        """Accept connections on sockets that listen."""
        for one in sockets:
            self._listening.append(one)
            self._sockets[one.fileno()] = one
            self._resume(one)

    def _resume(self, listening: socket.socket) -> None:
        number = listening.fileno()
        if number < 0:
            return  # closed during the pause
        loop = IOLoop.current()
        loop.add_handler(listening, lambda *_: self._accept(listening), IOLoop.READ)
        self._handlers[number] = lambda: loop.remove_handler(number)

    def _accept(self, listening: socket.socket) -> None:
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                connection, address = listening.accept()
            except BlockingIOError:
                self._has_told = False
                return
            except ConnectionAbortedError:
                continue
            except OSError as error:
                if not ran_out(error):
                    raise
                self._pause(error)
                return
            with suppress(OSError, AttributeError):  # not every system has it
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_MS)
            self._make_room()
            self._handle_connection(connection, address)

    def _pause(self, error: OSError) -> None:
        """Accept nothing for a moment: the connection that waits would wake the loop again and again."""
        if not self._has_told:
            self._says(
                f"No more connections for now: {error.strerror}.  The preview goes on as soon as some are closed."
            )
            self._has_told = True
        self._close_oldest()
        for listening in self._listening:
            if (remove := self._handlers.pop(listening.fileno(), None)) is not None:
                remove()
                IOLoop.current().call_later(PAUSE_S, self._resume, listening)

    def stop(self) -> None:
        """Stop listening."""
        listening, self._listening = self._listening, []
        super().stop()
        for one in listening:
            one.close()

    # -------------------------------------------------------------------------------------- who is here

    def start_request(self, server_conn: object, request_conn: httputil.HTTPConnection) -> httputil.HTTPMessageDelegate:
        """Called by tornado when a connection begins to wait for its next request."""
        assert isinstance(server_conn, HTTP1ServerConnection)
        self._answered.pop(server_conn, None)
        self._waiting.pop(server_conn, None)
        self._waiting[server_conn] = None
        return _Told(super().start_request(server_conn, request_conn), lambda: self._is_whole(server_conn))

    def on_close(self, server_conn: object) -> None:
        """Called by tornado when a connection has ended, or became a websocket."""
        super().on_close(server_conn)
        self._waiting.pop(server_conn, None)  # type: ignore[call-overload]
        self._answered.pop(server_conn, None)  # type: ignore[call-overload]

    def _is_whole(self, connection: HTTP1ServerConnection) -> None:
        if connection in self._waiting:
            del self._waiting[connection]
            self._answered[connection] = None

    def _make_room(self) -> None:
        while len(self._waiting) + len(self._answered) >= self._most:
            self._close_oldest()

    def _close_oldest(self) -> None:
        group = self._waiting or self._answered
        if group:
            oldest = next(iter(group))
            del group[oldest]
            oldest.stream.close()


class _Told(httputil.HTTPMessageDelegate):
    """Passes everything on, and tells when a request is whole."""

    def __init__(self, delegate: httputil.HTTPMessageDelegate, is_whole: Callable[[], None]) -> None:
        self._delegate = delegate
        self._is_whole = is_whole

    def headers_received(self, start_line: Any, headers: httputil.HTTPHeaders) -> Any:
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Any:
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        self._is_whole()
        self._delegate.finish()

    def on_connection_close(self) -> None:
        self._delegate.on_connection_close()


# --------------------------------------------------------------------------------------------- loggers


class _Once(logging.Filter):
    """Lets the same message through once: a mistake of ours stays visible, and nobody can fill the terminal with it."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[tuple[object, ...]] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        key = record.name, record.msg if kind is None else kind, record.lineno
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new


_LOGGERS = ("asyncio", "tornado.general", "tornado.application", "livereload")


@contextmanager
def no_floods() -> Iterator[None]:
    """The libraries below the preview log each kind of message once in the block."""
    once = _Once()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addFilter(once)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(once)

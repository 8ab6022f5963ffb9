"""Accepts connections to the preview server, and limits their number and the time for each request and answer."""

from __future__ import annotations

import asyncio
import errno
import math
import resource
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from tornado.http1connection import HTTP1ConnectionParameters, HTTP1ServerConnection
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPInputError,
    HTTPMessageDelegate,
    HTTPServerConnectionDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream

_MOST = 256
_LEAST = 4
_OTHER_FILES = 48
"""Open files that the server needs besides connections: for watching files, the building process, listening sockets."""
_BODY_BYTES = 64 * 1024
_BUFFER_BYTES = 256 * 1024
_BATCH = 16
"""Connections accepted before requests are read again, so that a new one is not closed before its request is read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on the number and the duration of connections to the preview server."""

    connections: int
    """The maximum number of open connections; half of them may be websockets."""
    request_s: float = 20.0
    """Seconds for a request with its body, from the start of the connection or the end of the previous answer; then
    the connection is closed."""
    still_s: float = 60.0
    """Seconds after which a connection is closed if the client has read nothing more of the answer."""
    stuck_s: float = 1.0
    """Used instead of `still_s` when the maximum number of connections is open and a new one arrives."""
    pause_s: float = 0.5
    """Seconds without accepting connections after accepting one has failed."""
    calm_s: float = 5.0
    """Failures to accept within this many seconds after the last failure are not reported."""
    look_s: float = 1.0
    """Seconds between two checks of `request_s` and `still_s`."""


def limits_here() -> Limits:
    """Limits with a number of connections (4 to 256) that suits the number of files which this process may open."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return Limits(_MOST)
    # An answer needs a second file while a picture or a sound is sent.
    return Limits(max(_LEAST, min(_MOST, (files - _OTHER_FILES) // 2)))


class _Stage(Enum):
    WAITING = "waiting for a request"
    ANSWERING = "answering"
    WEBSOCKET = "websocket"


class _Stream(IOStream):
    """The stream of a connection, with the current stage of the connection and the time when this stage began."""

    def __init__(self, connection: socket.socket, on_end: Callable[[_Stream], None]) -> None:
        super().__init__(connection, max_buffer_size=_BUFFER_BYTES)
        self._on_end = on_end
        self.enter(_Stage.WAITING)

    def enter(self, stage: _Stage) -> None:
        self.stage = stage
        self.since = self.moved = time.monotonic()

    def write_to_fd(self, data: memoryview) -> int:
        count = super().write_to_fd(data)
        if count:
            self.moved = time.monotonic()
        return count

    def close_fd(self) -> None:
        super().close_fd()
        self._on_end(self)


class _Request(HTTPMessageDelegate):
    """Passes a request to the application without the body of the request, on which no answer depends."""

    def __init__(self, stream: _Stream, inner: HTTPMessageDelegate) -> None:
        self._stream = stream
        self._inner = inner

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        try:
            return self._inner.headers_received(start_line, headers)
        except ValueError as error:
            # No handler has run yet: tornado could not read a header, such as a port of five thousand digits.
            raise HTTPInputError(str(error)) from None

    def data_received(self, chunk: bytes) -> None:
        return None

    def finish(self) -> None:
        self._stream.enter(_Stage.ANSWERING)
        self._inner.finish()

    def on_connection_close(self) -> None:
        self._inner.on_connection_close()


class Connections(HTTPServerConnectionDelegate):
    """Accepts connections to the preview server, and closes connections on which a request or an answer stalls."""

    def __init__(
        self,
        application: HTTPServerConnectionDelegate,
        sockets: Sequence[socket.socket],
        limits: Limits,
        says: Callable[[str], object],
    ) -> None:
        """Nothing is accepted before `start`.  `sockets` must be listening and non-blocking.

        `says` is called with a message if a connection cannot be accepted, as when too many files are open.
        """
        self._application = application
        self._sockets = sockets
        self._limits = limits
        self._says = says
        self._parameters = HTTP1ConnectionParameters(max_body_size=_BODY_BYTES)
        self._open: dict[_Stream, HTTP1ServerConnection] = {}
        """The open connections, in the order in which they were accepted."""
        self._failed = -math.inf
        self._resuming: asyncio.TimerHandle | None = None
        self._looking: asyncio.TimerHandle | None = None

    # ----------------------------------------------------------------------------------------- accepting

    def start(self) -> None:
        """Begin to accept connections.  Must be called in a running asyncio event loop."""
        self._resuming = None
        for listening in self._sockets:
            asyncio.get_running_loop().add_reader(listening, self._accept, listening)

    def stop(self) -> None:
        """Stop accepting connections, and close the listening sockets; open connections stay open."""
        self._rest()
        for timer in (self._resuming, self._looking):
            if timer is not None:
                timer.cancel()
        for listening in self._sockets:
            listening.close()

    async def end(self) -> None:
        """Close all open connections, and wait until they are closed."""
        for connection in list(self._open.values()):
            await connection.close()

    def _rest(self) -> None:
        for listening in self._sockets:
            asyncio.get_running_loop().remove_reader(listening)

    def _accept(self, listening: socket.socket) -> None:
        for _ in range(max(1, min(_BATCH, self._limits.connections // 2))):
            try:
                connection, _ = listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError as error:
                self._pause(error)
                return
            if len(self._open) < self._limits.connections or self._close_one():
                self._serve(connection)
            else:
                connection.close()

    def _pause(self, error: OSError) -> None:
        """Accept nothing for a moment: a connection that cannot be accepted would call `_accept` again at once."""
        now = time.monotonic()
        if now - self._failed >= self._limits.calm_s:
            reason = error.strerror or errno.errorcode.get(error.errno or 0, "unknown")
            self._says(f"no connection can be accepted ({reason}); the preview tries again until one can")
        self._failed = now
        self._close_one()
        self._rest()
        self._resuming = asyncio.get_running_loop().call_later(self._limits.pause_s, self.start)

    def _serve(self, connection: socket.socket) -> None:
        stream = _Stream(connection, self._forget)
        serving = self._open[stream] = HTTP1ServerConnection(stream, self._parameters)
        serving.start_serving(self)
        if self._looking is None:
            self._look_later()

    def _forget(self, stream: _Stream) -> None:
        self._open.pop(stream, None)

    # ------------------------------------------------------------------------------------------ closing

    def _close_one(self) -> bool:
        """Close the connection that has waited longest for a request, else one whose client reads none of the answer.

        Returns False if there is no such connection.
        """
        now = time.monotonic()
        waiting = [stream for stream in self._open if stream.stage is _Stage.WAITING]
        stuck = [stream for stream in self._open if stream.writing() and now - stream.moved >= self._limits.stuck_s]
        if waiting:
            min(waiting, key=lambda stream: stream.since).close()
        elif stuck:
            min(stuck, key=lambda stream: stream.moved).close()
        return bool(waiting or stuck)

    def _look_later(self) -> None:
        self._looking = asyncio.get_running_loop().call_later(self._limits.look_s, self._look)

    def _look(self) -> None:
        now = time.monotonic()
        for stream in list(self._open):
            is_late = stream.stage is _Stage.WAITING and now - stream.since >= self._limits.request_s
            is_left = stream.writing() and now - stream.moved >= self._limits.still_s
            if is_late or is_left:
                stream.close()
        self._looking = None
        if self._open:
            self._look_later()

    # ------------------------------------------------------------------------------- told by tornado

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """Start the time limit for the next request on a connection, and return the object that receives the request.

        Called by tornado: `server_conn` is the connection, `request_conn` is used to answer this one request.
        """
        stream = cast(_Stream, cast(HTTP1ServerConnection, server_conn).stream)
        stream.enter(_Stage.WAITING)
        return _Request(stream, self._application.start_request(server_conn, request_conn))

    def on_close(self, server_conn: object) -> None:
        """Count the connection `server_conn` as a websocket, and close the oldest websockets if there are too many.

        Tornado calls this method when a connection has become a websocket.  It also calls the method when a connection
        has been closed; then nothing happens.
        """
        stream = cast(_Stream, cast(HTTP1ServerConnection, server_conn).stream)
        if stream.closed():
            return
        stream.enter(_Stage.WEBSOCKET)
        websockets = [stream for stream in self._open if stream.stage is _Stage.WEBSOCKET]
        # A page whose websocket is closed opens a new one, so the newest websockets belong to pages in use.
        for old in websockets[: -max(1, self._limits.connections // 2)]:
            old.close()

"""Connections that send nothing, too many of them, and a process that runs out of files."""

from __future__ import annotations

import resource
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from generator.preview import connections
from generator.preview.connections import MOST_CONNECTIONS, connection_bound
from tests.preview.served import Preview
from tests.sites import SmallSite, post

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX"
UPGRADE = (
    b"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def program(files: int, request_s: float = 15.0) -> tuple[str, str]:
    """`pressmark` with so many files at most, and another time for which a connection may wait."""
    code = (
        "import resource; from generator.cli import main; from generator.preview import connections; "
        f"connections.REQUEST_S = {request_s}; "
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({files}, {files})); main()"
    )
    return "-c", code


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.write("a.md", post("A", "Words.", date="2024-01-01"))
    return small_site


@pytest.fixture
def sockets() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def opened(preview: Preview, sockets: ExitStack, data: bytes) -> socket.socket:
    connection = sockets.enter_context(socket.create_connection(("127.0.0.1", preview.port), timeout=30))
    connection.sendall(data)
    return connection


def test_a_browser_is_answered_while_others_hold_all_connections_half_open(site, sockets):
    with Preview(site.folder, program=program(120)) as preview:
        for _ in range(150):
            opened(preview, sockets, HALF)
        assert preview.get("/")[0].status == 200
        assert "Traceback" not in preview.said
        assert preview.said.count("No more connections") <= 1


@pytest.mark.parametrize(
    "data",
    [b"", HALF, b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nx"],
    ids=["nothing", "head", "body"],
)
def test_a_request_that_does_not_end_is_closed(site, sockets, data):
    with Preview(site.folder, program=program(1000, request_s=0.2)) as preview:
        assert opened(preview, sockets, data).recv(1000) in (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_a_page_that_is_open_stays_connected_longer_than_a_request_may_take(site, sockets):
    with Preview(site.folder, program=program(1000, request_s=0.2)) as preview:
        page = opened(preview, sockets, UPGRADE % (preview.port, preview.port))
        assert page.recv(1000).startswith(b"HTTP/1.1 101")
        # Closed after its time; the page is not.
        assert opened(preview, sockets, HALF).recv(1000) == b""
        page.sendall(frame(b'{"command": "hello"}'))
        assert b"livereload-tornado" in page.recv(1000)


def frame(data: bytes) -> bytes:
    """A text message as browsers send it."""
    return b"\x81\xff" + struct.pack(">Q", len(data)) + b"\0\0\0\0" + data


@pytest.mark.parametrize(
    "message",
    [
        b"[" * 30_000,
        b"{",
        b"\xff",
        b"9" * 60_000,
        b'{"command": ["hello"]}',
        b'{"command": "info", "url": {}, "plugins": [[]]}',
    ],
    ids=["nested", "half", "bytes", "digits", "list", "plugins"],
)
def test_a_message_that_no_client_sends_says_nothing_to_the_terminal(site, sockets, message):
    with Preview(site.folder) as preview:
        before = len(preview.said)
        page = opened(preview, sockets, UPGRADE % (preview.port, preview.port))
        assert page.recv(1000).startswith(b"HTTP/1.1 101")
        page.sendall(frame(message))
        assert preview.get("/")[0].status == 200
        assert preview.said[before:] == ""


def test_pages_beyond_the_bound_are_told_that_there_are_too_many(site, sockets):
    with Preview(site.folder) as preview:
        pages = [opened(preview, sockets, UPGRADE % (preview.port, preview.port)) for _ in range(70)]
        assert all(page.recv(1000).startswith(b"HTTP/1.1 101") for page in pages[:64])
        assert any(b"too many" in page.recv(1000) + page.recv(1000) for page in pages[64:65])
        assert preview.get("/")[0].status == 200


def test_the_bound_leaves_files_for_the_build(monkeypatch):
    for files, bound in ((1024, MOST_CONNECTIONS), (400, 168), (70, 8), (resource.RLIM_INFINITY, MOST_CONNECTIONS)):
        monkeypatch.setattr(connections.resource, "getrlimit", lambda _, files=files: (files, files))
        assert connection_bound() == bound

"""How long a connection may take and how many there are, seen by clients on real sockets."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
import struct
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from generator.preview.connections import Connections, Limits, limits_here
from generator.preview.handlers import Hosts, Shown, make_application
from generator.preview.server import listen
from tests.preview.served import Preview
from tests.sites import SmallSite, post
from tests.waiting import PATIENCE_S

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX"
WHOLE = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LARGE = b"GET /large.bin HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
UPGRADE = (
    b"GET /livereload HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
HELLO = b'{"command":"hello"}'
LARGE_BYTES = 24_000_000
"""More than the buffers of both ends of a connection hold."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("pages")
    (folder / "index.html").write_text("<p>home")
    with (folder / "large.bin").open("wb") as file:
        file.truncate(LARGE_BYTES)
    return folder


class Client:
    """A connection to a server in the same loop."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    async def read(self, count: int = 65536) -> bytes:
        """What comes next, up to `count` bytes; nothing when the server has closed the connection."""
        try:
            return await asyncio.wait_for(self._reader.read(count), PATIENCE_S)
        except ConnectionError:
            return b""

    async def read_all(self) -> int:
        """Wait until the server closes the connection; how many bytes came before."""
        count = 0
        while data := await self.read():
            count += len(data)
        return count

    @property
    def is_closed(self) -> bool:
        return self._reader.at_eof() or self._writer.is_closing()

    async def answer(self, request: bytes) -> bytes:
        self.send(request)
        return (await self.read())[:12]

    async def hello(self) -> str:
        """What the server answers to livereload's greeting in a websocket."""
        self.send(b"\x81" + bytes([0x80 | len(HELLO)]) + struct.pack("!I", 0) + HELLO)
        answer = await self.read()
        command: str = json.loads(answer[2 if answer[1] < 126 else 4 :])["command"]
        return command

    def close(self) -> None:
        self._writer.transport.abort()


class Serving:
    """A server of a folder."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._clients: list[Client] = []
        self.said: list[str] = []

    async def connect(self, *, one: socket.socket | None = None) -> Client:
        if one is None:
            # A small window: what the client does not read waits in the server.
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        one.setblocking(False)
        await asyncio.get_running_loop().sock_connect(one, ("127.0.0.1", self._port))
        client = Client(*await asyncio.open_connection(sock=one, limit=65536))
        self._clients.append(client)
        return client

    async def websocket(self) -> Client:
        client = await self.connect()
        assert await client.answer(UPGRADE) == b"HTTP/1.1 101"
        return client

    async def half_open(self) -> Client:
        client = await self.connect()
        client.send(HALF)
        return client

    def close_all(self) -> None:
        for client in self._clients:
            client.close()


@asynccontextmanager
async def serving(folder: Path, limits: Limits) -> AsyncIterator[Serving]:
    sockets = listen("127.0.0.1", 0)
    server = Serving(sockets[0].getsockname()[1])
    application = make_application(Shown(folder, "/", Hosts("127.0.0.1")))
    connections = Connections(application, sockets, limits, server.said.append)
    connections.start()
    try:
        yield server
    finally:
        server.close_all()
        connections.stop()
        await connections.end()


async def eventually(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():
            await asyncio.sleep(0.01)


SHORT = Limits(50, request_s=0.3, look_s=0.05)


# ------------------------------------------------------------------------------------------------- time


@pytest.mark.parametrize(
    "request_",
    [
        b"",
        b"G",
        HALF,
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        WHOLE,
        WHOLE + HALF,
    ],
)
def test_a_connection_that_sends_no_whole_request_is_closed(folder, request_):
    async def run() -> None:
        async with serving(folder, SHORT) as server:
            client = await server.connect()
            client.send(request_)
            await client.read_all()

    asyncio.run(run())


@pytest.mark.parametrize("begin", [HALF, b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\n"])
def test_a_byte_now_and_then_does_not_keep_a_connection_open(folder, begin):
    async def run() -> None:
        async with serving(folder, SHORT) as server:
            client = await server.connect()
            client.send(begin)
            end = asyncio.ensure_future(client.read_all())
            while not end.done():
                client.send(b"x")
                await asyncio.sleep(0.02)
            assert end.result() == 0

    asyncio.run(run())


def test_a_slow_client_that_finishes_its_request_is_answered(folder):
    async def run() -> None:
        async with serving(folder, Limits(50, look_s=0.01)) as server:
            client = await server.connect()
            for byte in WHOLE[:-1]:
                client.send(bytes([byte]))
                await asyncio.sleep(0.002)
            assert await client.answer(WHOLE[-1:]) == b"HTTP/1.1 200"
            assert await client.answer(WHOLE) == b"HTTP/1.1 200"

    asyncio.run(run())


def test_a_websocket_stays_open_while_it_is_silent(folder):
    async def run() -> None:
        async with serving(folder, Limits(50, request_s=1.0, look_s=0.05)) as server:
            websocket = await server.websocket()
            idle = await server.connect()
            await idle.read_all()
            assert await websocket.hello() == "hello"

    asyncio.run(run())


@pytest.mark.slow
def test_an_answer_that_nobody_reads_is_broken_off(folder):
    async def run() -> None:
        async with serving(folder, Limits(50, still_s=0.3, look_s=0.05)) as server:
            client = await server.connect()
            client.send(LARGE)
            await asyncio.sleep(1.0)
            assert 0 < await client.read_all() < LARGE_BYTES

    asyncio.run(run())


@pytest.mark.slow
def test_a_slow_reader_gets_the_whole_of_a_large_file(folder):
    async def run() -> None:
        async with serving(folder, Limits(50, request_s=0.2, still_s=2.0, look_s=0.05)) as server:
            client = await server.connect()
            client.send(LARGE)
            count = 0
            while count < LARGE_BYTES and (data := await client.read()):
                count += len(data)
                await asyncio.sleep(0.006)
            assert count > LARGE_BYTES

    asyncio.run(run())


# ----------------------------------------------------------------------------------------------- number


def test_a_new_connection_takes_the_place_of_the_oldest_that_waits_for_a_request(folder):
    async def run() -> None:
        async with serving(folder, Limits(8)) as server:
            early = [await server.half_open() for _ in range(12)]
            late = [await server.half_open() for _ in range(8)]
            for client in early:
                assert await client.read() == b""
            assert not any(client.is_closed for client in late)
            honest = await server.connect()
            assert await honest.answer(WHOLE) == b"HTTP/1.1 200"
            assert await late[0].read() == b""
            assert not any(client.is_closed for client in late[1:])
            assert server.said == []

    asyncio.run(run())


def test_a_flood_of_half_open_connections_keeps_nobody_waiting(folder):
    async def run() -> None:
        async with serving(folder, Limits(8)) as server:
            for _ in range(10):
                await asyncio.gather(*(server.half_open() for _ in range(20)))
                honest = await server.connect()
                assert await honest.answer(WHOLE) == b"HTTP/1.1 200"

    asyncio.run(run())


def test_websockets_are_half_of_all_connections_at_most_and_the_oldest_go(folder):
    async def run() -> None:
        async with serving(folder, Limits(8)) as server:
            websockets = [await server.websocket() for _ in range(6)]
            for old in websockets[:2]:
                assert await old.read() == b""
            for kept in websockets[2:]:
                assert await kept.hello() == "hello"
            for _ in range(8):
                await server.half_open()
            assert await websockets[2].hello() == "hello"

    asyncio.run(run())


def test_answers_that_nobody_reads_make_room_for_somebody_who_asks(folder):
    async def run() -> None:
        async with serving(folder, Limits(4, stuck_s=0.1)) as server:
            stuck = [await server.connect() for _ in range(4)]
            for client in stuck:
                client.send(LARGE)
            await asyncio.sleep(0.5)
            honest = await server.connect()
            assert await honest.answer(WHOLE) == b"HTTP/1.1 200"

    asyncio.run(run())


# ------------------------------------------------------------------------------------------ out of files


@contextmanager
def files_limited(pid: int, count: int) -> Iterator[None]:
    """While this lasts, the process can open no file with a number of `count` or more."""
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (count, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


on_linux = pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="prlimit is a call of Linux")


@pytest.mark.slow
@on_linux
def test_a_failure_to_accept_is_told_once_and_again_after_it_was_over(folder):
    async def run() -> None:
        async with serving(folder, Limits(50, pause_s=0.02, calm_s=0.8)) as server:
            sockets = [socket.socket() for _ in range(4)]
            for times in (1, 2):
                with files_limited(os.getpid(), 3):
                    clients = [await server.connect(one=sockets.pop()) for _ in range(2)]
                    await eventually(lambda: server.said)
                    await asyncio.sleep(0.5)
                for client in clients:
                    assert await client.answer(WHOLE) == b"HTTP/1.1 200"
                assert server.said == times * [
                    "no connection can be accepted (Too many open files); the preview tries again until one can"
                ]
                await asyncio.sleep(1.0)

    asyncio.run(run())


@pytest.fixture
def site(tmp_path) -> SmallSite:
    site = SmallSite(tmp_path / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    return site


@pytest.mark.starts_processes
@on_linux
def test_without_a_file_to_open_pages_are_unavailable_and_the_server_recovers(site):
    with Preview(site.folder) as preview:
        said = len(preview.said)
        with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE_S) as open_one:

            def status(path: str) -> bytes:
                open_one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
                answer = open_one.makefile("rb")
                line = answer.readline()
                headers = dict(one.rstrip().split(b": ", 1) for one in iter(answer.readline, b"\r\n"))
                answer.read(int(headers[b"Content-Length"]))
                return line.split()[1]

            assert status("/") == b"200"
            with files_limited(preview.process.pid, 3):
                for path in ("/", "/a/", "/robots.txt", "/livereload.js", "/.pressmark/preview.js"):
                    assert status(path) == b"503", path
                assert status("/nothing/") == b"404"
                waiting = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(5)]
                preview.wait_for("Too many open files", after=said)
        assert preview.get("/a/")[0].status == 200
        for one in waiting:
            one.close()
        assert preview.said[said:].count("\n") == 1


@pytest.mark.starts_processes
def test_a_server_with_few_files_answers_at_once_while_others_send_half_a_request(site):
    with Preview(site.folder, "--jobs", "1", files=100) as preview:
        said = preview.said
        half_open = []
        for _ in range(150):
            half_open.append(socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE_S))
            half_open[-1].sendall(HALF)
        assert preview.get("/a/")[0].status == 200
        assert preview.said == said
        site.write("a.md", post("One", "other words", permalink="a/"))
        preview.wait_until_shown("/a/", "other words")
        for one in half_open:
            one.close()


def test_the_number_of_connections_follows_from_the_limit_of_open_files():
    limit, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        for files, connections in ((limit, 256), (400, 176), (100, 26), (40, 4)):
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
            assert limits_here().connections == connections or files == limit < 560
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))

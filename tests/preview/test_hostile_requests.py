"""Requests that no browser sends: whatever they hold, nothing is printed, and the next page is served."""

from __future__ import annotations

import errno
import socket
import struct
import time
from collections.abc import Iterator

import pytest

from tests.preview.served import Preview
from tests.sites import SmallSite, post
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.starts_processes

UPGRADE = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
VERSION = b"Sec-WebSocket-Version: 13\r\n"
PATHS = (b"/", b"/livereload", b"/livereload.js", b"/.pressmark/problem", b"/.pressmark/preview.js")


def request(
    headers: bytes = b"", *, path: bytes = b"/", method: bytes = b"GET", host: bytes = b"127.0.0.1", body: bytes = b""
) -> bytes:
    return method + b" " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + headers + b"\r\n" + body


def frame(opcode: int, data: bytes, *, first: int = 0x80) -> bytes:
    size = len(data)
    length = bytes([0x80 | size]) if size < 126 else struct.pack("!BH", 0xFE, size)
    return bytes([first | opcode]) + length + bytes(4) + data


def lines() -> Iterator[bytes]:
    yield from (b"", b"\r\n\r\n", bytes(100), b"\xff" * 100, b"a" * 70_000, b"\n" * 70_000)
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256))
    yield b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    for line in (b"GET", b"GET /", b"GET / HTTP/9.9", b"GET / HTTP/1.1 x", b"GET  / HTTP/1.1", b"GET / HTTP/1.\xb2"):
        yield line + b"\r\nHost: 127.0.0.1\r\n\r\n"
    for method in (b"POST", b"CONNECT", b"get", b"__init__", b"PREPARE", b"\xff", b"G@T", b"A" * 60_000):
        for path in PATHS:
            yield request(path=path, method=method)
            yield request(UPGRADE + VERSION, path=path, method=method)


def hosts() -> Iterator[bytes]:
    for host in (b"", b"[", b"[::1", b"[::1]x", b"[x]", b"[v1.x]", b"127.0.0.1:99999", b"127.0.0.1:-1", b"\xff",
                 b"127.0.0.1:" + b"1" * 5000, b"[::1]:" + b"9" * 5000, b"a" * 60_000, b"a, b", b"%", b"a@127.0.0.1",
                 b"\xe2\x84\x80.localhost", b"localhost:\xb2"):  # fmt: skip
        for path in PATHS:
            yield request(path=path, host=host)
        yield request(UPGRADE + VERSION + b"Origin: http://" + host + b"\r\n", path=b"/livereload", host=host)


def paths() -> Iterator[bytes]:
    for path in (b"/a?x=\xff", b"/a?\x7f", b"/a?\x85", b"/a?\x01", b"/a?" + b"&" * 60_000, b"/" + b"x" * 60_000,
                 b"/" + b"x/" * 30_000, b"/%ed%a0%80", b"/%00", b"/\x00", b"/\xff", b"/%", b"/%zz", b"//", b"*", b"",
                 b"http://[", b"/a%0d%0aX: y", b"/a?%0d%0a", b"/a\xe2\x80\xa8?\xe2\x80\xa8", b"/a/x"):  # fmt: skip
        yield request(path=path)
        yield request(path=path, method=b"HEAD")


def headers() -> Iterator[bytes]:
    for value in (b"bytes=0-", b"bytes=-0", b"bytes=" + b"9" * 5000 + b"-", b"bytes=5-1", b"bytes=\xb2-", b"x", b"",
                  b"bytes=0-0,1-1", b"bytes=999999999999999999-"):  # fmt: skip
        yield request(b"Range: " + value + b"\r\n", path=b"/robots.txt")
    for value in (b"-1", b"x", b"1" * 5000, b"99999999", b"1, 2", b"1, 1", b"\xb2", b"+1", b"0x1", b" ", b"1_0"):
        yield request(b"Content-Length: " + value + b"\r\n", body=b"a")
    for body in (b"zz\r\n", b"-1\r\n", b"f" * 70 + b"\r\n", b"1\r\nabc", b"f" * 5000 + b"\r\n", b"\xb2\r\n",
                 b"1;x=y\r\na\r\n0\r\n\r\n", b"100000\r\n" + b"a" * 70_000, b"1\r\na\r\n" * 20_000):  # fmt: skip
        yield request(b"Transfer-Encoding: chunked\r\n", body=body)
        yield request(b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", method=b"POST", body=body)
    for kind in (b"multipart/form-data", b"multipart/form-data; boundary=x", b"multipart/form-data; boundary*=a''%ff"):
        for body in (b"--x--", b"--x\r\nContent-Disposition: form-data; name*0*=\r\n\r\nv\r\n--x--\r\n"):
            length = b"\r\nContent-Length: %d\r\n" % len(body)
            yield request(b"Content-Type: " + kind + length, method=b"POST", body=body)
            yield request(b"Content-Type: " + kind + length, body=body)
    for line in (b"X", b": y", b" x: y", b"X: \x00", b"X\xff: y", b"X: " + b"y" * 70_000, b"a:\r\n" * 16_000,
                 b"Cookie: \xff=\"\\", b"Expect: 100-continue", b"Host: x", b"Content-Encoding: gzip"):  # fmt: skip
        for path in PATHS:
            yield request(line + b"\r\n", path=path)
            yield request(UPGRADE + VERSION + line + b"\r\n", path=path)


def handshakes() -> Iterator[bytes]:
    for version in (b"12", b"0", b"", b"x", b"\xff", b"7", b"13, 8", b"9" * 5000):
        yield request(UPGRADE + b"Sec-WebSocket-Version: " + version + b"\r\n", path=b"/livereload")
    for line in (b"Origin: http://[", b"Origin: http://[x]", b"Origin: null", b"Origin: \xff",
                 b"Sec-Fetch-Site: cross-site\r\nOrigin: http://[", b"Sec-WebSocket-Protocol: ,",
                 b"Sec-WebSocket-Extensions: x; a*" + b"9" * 5000 + b"=1",
                 b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99"):  # fmt: skip
        yield request(UPGRADE + VERSION + line + b"\r\n", path=b"/livereload")


def messages() -> Iterator[bytes]:
    begin = request(UPGRADE + VERSION, path=b"/livereload")
    texts = [b"[" * 30_000, b'{"a":' * 10_000, b"[]", b"null", b"NaN", b"1" * 5000, b"\xff", b"", b'"\\ud800"',
             b'{"command":{}}', b'{"command":"info","url":{}}', b'{"command":"info","url":"\\ud800","plugins":7}',
             b'[["command","info"],["url",1]]', b'{"command":"hello"}']  # fmt: skip
    texts += [b'{"command":"info","url":' + b"[" * depth + b"]" * depth + b"}" for depth in range(100, 1100, 50)]
    for text in texts:
        for opcode in (1, 2):
            yield begin + frame(opcode, text)
            yield begin + frame(opcode, text) * 3 + frame(8, b"")
            yield begin + frame(8, b"") + frame(opcode, text)
    for opcode in range(16):
        for first in (0, 0x80, 0xC0, 0xA0):
            yield begin + frame(opcode, b"\xff", first=first)
    yield from (begin + frame(8, data) for data in (b"\x03", b"\x03\xe8\xff\xff", b"\0\0"))
    yield begin + frame(9, b"x") * 5000
    yield begin + b"\x81\xff" + b"\xff" * 8


@pytest.fixture(scope="module")
def preview(tmp_path_factory) -> Iterator[Preview]:
    site = SmallSite(tmp_path_factory.mktemp("hostile") / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    site.put("static/large.bin", bytes(20_000_000))
    with Preview(site.folder) as preview:
        yield preview


@pytest.mark.parametrize("kind", [lines, hosts, paths, headers, handshakes, messages])
@pytest.mark.parametrize("is_reset", [False, True])
def test_no_request_puts_anything_on_the_terminal(preview, kind, is_reset):
    said = preview.said
    for number, data in enumerate(kind()):
        with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE_S) as client:
            try:
                client.sendall(data)
                if is_reset:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    client.shutdown(socket.SHUT_WR)
                    answer = client.recv(65536)
                    assert not answer.startswith(b"HTTP/1.1 500"), data[:200]
            except OSError as error:
                # The server may have closed first; then the system has no name but "not connected" for it.
                if not isinstance(error, ConnectionError) and error.errno != errno.ENOTCONN:
                    raise
        if is_reset and number % 20 == 0:
            time.sleep(0.01)  # so that some are reset while they are being answered
    assert preview.get("/a/")[0].status == 200
    assert preview.said == said


def test_clients_that_go_in_the_middle_of_an_answer_or_while_they_are_told_put_nothing_there(preview):
    said = preview.said
    for data in (request(path=b"/large.bin"), request(path=b"/large.bin") * 20, request() * 200):
        for count in (0, 1, 100_000):
            with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE_S) as client:
                client.sendall(data)
                if count:
                    client.recv(count)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert preview.get("/a/")[0].status == 200
    assert preview.said == said


def test_a_mistake_of_ours_is_told_once_and_its_trace_is_in_a_file(tmp_path):
    site = SmallSite(tmp_path / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    broken = (
        "import generator.preview.handlers as h; h.with_reload_scripts = None; from generator.cli import main; main()"
    )
    with Preview(site.folder, program=("-c", broken)) as preview:
        said = len(preview.said)
        for _ in range(3):
            assert preview.get("/a/")[0].status == 500
        preview.wait_for("with the trace in ", after=said)
        assert preview.said[said:].count("pressmark: error internal: TypeError: 'NoneType' object is not callable") == 1
        assert "Traceback" not in preview.said
    assert "in _send_page" in (site.folder / ".pressmark/error.log").read_text()


def test_a_file_that_becomes_shorter_while_it_is_sent_breaks_the_answer_off(preview):
    said = preview.said
    file = preview.folder / ".pressmark/preview/large.bin"
    with socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE_S) as client:
        client.sendall(request(path=b"/large.bin"))
        client.recv(1000)
        with file.open("r+b") as stream:
            stream.truncate(1000)
        while client.recv(65536):
            pass
    assert preview.get("/a/")[0].status == 200
    assert preview.said == said

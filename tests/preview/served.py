"""`Preview`: `pressmark serve` in a process of its own, as people start it, and what it says."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from tests.waiting import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


class Preview:
    """A running preview of the site in `folder`; a context manager, ready when entered."""

    def __init__(
        self, folder: Path, *options: str, program: tuple[str, ...] = ("-m", "generator"), files: int = 0
    ) -> None:
        """`files` is how many the processes may open each, if not as many as this one."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, *program, "serve", str(folder), "--port", "0", *options]
        if files:
            command = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
        self.folder = folder
        self.said = ""
        self._news = threading.Condition()
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, start_new_session=True
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            for line in stream:
                with self._news:
                    self.said += line.decode()
                    self._news.notify_all()

    def wait_for(self, pattern: str, *, after: int = 0) -> re.Match[str]:
        """The first match in what was said behind the first `after` characters, when it comes."""
        end = time.monotonic() + PATIENCE_S
        with self._news:
            while not (found := re.compile(pattern, re.MULTILINE).search(self.said, after)):
                assert self._reader.is_alive(), f"it ended: {self.said}"
                assert self._news.wait(max(0.0, end - time.monotonic())), f"no {pattern!r} in: {self.said[after:]}"
        return found

    def __enter__(self) -> Preview:
        self.address = self.wait_for(r"^Serving (http://\S+)  \(Ctrl-C stops\)$")[1]
        self.port = int(re.search(r":(\d+)/", self.address)[1])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            # Not Ctrl-C: tests that run in the background may have made it deaf to that.
            os.killpg(self.process.pid, signal.SIGTERM)
            self.ended()

    def interrupt(self) -> int:
        """Press Ctrl-C, which reaches all processes of the group; the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.ended()

    def ended(self) -> int:
        """The exit code, when it has ended."""
        code = self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        return code

    def get(self, path: str, *, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer to a request for `path`, which is sent as it stands; `Range="…"` and so on are headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.putrequest(method, path, skip_host="Host" in headers)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """The answer to bytes that no decent client sends."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        return answer

    def wait_until_shown(self, path: str, text: str) -> None:
        """Wait until the page at `path` holds `text`."""
        end = time.monotonic() + PATIENCE_S
        while text not in (page := self.get(path)[1].decode()):
            assert time.monotonic() < end, page
            time.sleep(0.05)

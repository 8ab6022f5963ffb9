"""A host of static files as GitHub Pages is: text goes out compressed, other files as they are or in parts.

All may be cached.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

TEXT = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"})
_LEVEL = 6
_RANGE = re.compile(r"bytes=(\d+)-(\d+)")
_MAX_AGE_S = 600
_POLL_S = 0.05


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A header and its body would otherwise be two packets, of which the second one waits for an answer to the first.
    wbufsize = -1

    def __init__(self, *values: object, base: str, sent: list[tuple[str, int]], **named: str) -> None:
        self._base, self._sent = base, sent
        super().__init__(*values, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = self.path.partition("?")[0]
        file = Path(self.translate_path("/" + self.path.removeprefix(self._base)))
        if address.endswith("/"):
            file /= "index.html"
        if not address.startswith(self._base) or not file.is_file():
            self._answer(HTTPStatus.NOT_FOUND, b"", {})
            return
        status, data, headers = HTTPStatus.OK, file.read_bytes(), {"Content-Type": self.guess_type(file)}
        if file.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", ""):
            data, headers["Content-Encoding"] = gzip.compress(data, _LEVEL), "gzip"
        elif wanted := _RANGE.fullmatch(self.headers.get("Range", "")):
            first, last = int(wanted[1]), min(int(wanted[2]), len(data) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            status, data = HTTPStatus.PARTIAL_CONTENT, data[first : last + 1]
        self._sent.append((address.removeprefix(self._base), len(data)))
        self._answer(status, data, {**headers, "Cache-Control": f"max-age={_MAX_AGE_S}"})

    def _answer(self, status: HTTPStatus, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *values: object) -> None:
        pass


@contextmanager
def hosted(folder: Path, base: str = "/") -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """(address of the home page, what was sent) of a folder that is served below the path `base`.

    What was sent is a list that grows: the path below `base` and the bytes of each answer, without its header.
    """
    sent: list[tuple[str, int]] = []
    handler = functools.partial(_Handler, directory=str(folder), base=base, sent=sent)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(_POLL_S,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base}", sent
        finally:
            server.shutdown()
            thread.join()

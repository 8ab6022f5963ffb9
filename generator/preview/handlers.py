"""The request handlers of the preview server: pages, other files, and the scripts and websocket that reload pages."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

import livereload.handlers
from tornado import escape
from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, RequestHandler

from generator.preview.files import Redirect, Refused, asked_part, content_type, locate

_CHUNK_BYTES = 256 * 1024
# Possessive quantifiers prevent backtracking in a page that begins with many comments.
_DOCTYPE = re.compile(rb"\s*+(?:<!--(?>.*?-->)\s*+)*+<!doctype[^>]*+>", re.IGNORECASE | re.DOTALL)
_SCRIPT = Path(__file__).with_name("preview.js")
_CLIENT = Path(livereload.handlers.__file__).with_name("vendors") / "livereload.js"
_SCRIPT_PATH = "/.pressmark/preview.js"
_PROBLEM_PATH = "/.pressmark/problem"
_LOOK = "pressmark-problem"
"""The path in a message to open pages that makes `preview.js` fetch the errors of the site instead of reloading."""
_NOTHING = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>404</title><p>Nothing has been built at this address.</p></html>
"""


class Search:
    """The search index of the preview, which is not made before somebody opens the search page or its box.

    In a large site the index would take longer than all else that an edit changes.
    """

    def __init__(self, path: str = "", ask: Callable[[], None] = lambda: None) -> None:
        """`path` is that of the search page in URLs, or empty; `ask` is called once, when the index is wanted."""
        self.path = path
        self.is_wanted = False
        self.is_made = asyncio.Event()
        self._ask = ask

    async def ready(self, path: str) -> None:
        """Have the index made if the request for `path` needs it, and wait for it if `path` is one of its files."""
        if not self.path or not path.startswith(self.path):
            return
        if not self.is_wanted:
            self.is_wanted = True
            self._ask()
        if path != self.path:
            await self.is_made.wait()


@dataclass(slots=True)
class Shown:
    """What the preview server answers requests with at the moment; the server changes the fields after each build."""

    folder: Path
    """The folder with the finished pages."""
    base_path: str
    """The path of the home page in URLs, with a slash at both ends, such as `/` or `/blog/`."""
    hosts: Hosts
    """Decides which requests are answered."""
    state: str = ""
    """An arbitrary name for the current content of `folder`.  An open page knows the name from when it was served; if
    the names differ, the page is outdated."""
    problem: str = ""
    """The errors of the last build as text, as the terminal shows them; empty if there are none."""
    search: Search = field(default_factory=Search)


# ------------------------------------------------------------------------------------------ who may ask


@dataclass(frozen=True, slots=True)
class Hosts:
    """Decides which requests the preview server answers, by the host name in their Host header.

    Requests for unknown names are refused, because anybody can make a domain name point to 127.0.0.1, and a web page on
    that domain could then read the preview (DNS rebinding).
    """

    given: str
    """The host name or IP address that the server listens on."""

    @property
    def is_open(self) -> bool:
        """Whether other machines can reach the server, because it listens on more than loopback addresses."""
        return not _is_loopback(self.given)

    def may_ask(self, header: str) -> bool:
        """Whether a request with the Host header `header` may be answered; False if the header is invalid."""
        try:
            parts = urlsplit(f"//{header}")
            name = (parts.hostname or "").rstrip(".")
            if not name or parts.port == 0:
                return False
        except ValueError:  # an invalid port, or a single bracket
            return False
        if _is_loopback(name) or name == self.given.lower():
            return True
        # Only names can be pointed at another address, so every numeric address is safe.
        own = socket.gethostname().lower()
        return self.is_open and (_address(name) is not None or name in (own, f"{own}.local"))


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_loopback(name: str) -> bool:
    address = _address(name)
    return address.is_loopback if address else name == "localhost" or name.endswith(".localhost")


class _Checked(RequestHandler):
    """A handler that answers requests for unknown hosts with the status 421."""

    shown: Shown

    def initialize(self, shown: Shown) -> None:
        self.shown = shown

    def prepare(self) -> Awaitable[None] | None:
        if not self.shown.hosts.may_ask(self.request.headers.get("Host", "")):
            self.set_status(421)
            self.finish("This server does not answer for that host.\n")
        return None

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/plain; charset=utf-8")

    def compute_etag(self) -> None:
        # Nothing is stored, so nothing is compared.
        return None

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish(f"{status_code}\n")


def _read(path: Path) -> bytes:
    """The bytes of a file.  Raises FileNotFoundError, and HTTPError 503 for errors such as too many open files."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise HTTPError(503) from error


# ------------------------------------------------------------------------------------------------ pages


def with_reload_scripts(page: bytes, state: str, host: str) -> bytes:
    """The HTML `page` with a line of scripts that reload it in the browser after each build.

    The line comes directly after the doctype, where no broken template can hide it; first in a page without a doctype.
    `state` is a name for the present content of the site, from which the server later sees that the page is outdated;
    `host` is the Host header of the request.
    """
    match = _DOCTYPE.match(page)
    place = match.end() if match else 0
    return page[:place] + reload_scripts(state, host) + page[place:]


def reload_scripts(state: str, host: str) -> bytes:
    """A line of HTML with two `<script>` elements that reload a page in the browser after each build.

    `state` is a name for the present content of the site, from which the server later sees that the page is outdated;
    `host` is the Host header of the request.  Both scripts come from this server, because the Content-Security-Policy
    of Pressmark's pages allows no others.
    """
    client = f"/livereload.js?{_client_options(host)}"
    first = f'<script src="{_SCRIPT_PATH}?{escape.url_escape(state)}" defer></script>'
    return f'{first}<script src="{escape.xhtml_escape(client)}" defer></script>\n'.encode()


def _client_options(host: str) -> str:
    # The client takes the host from the address of its script, but cannot parse IPv6 brackets, and without a port in it
    # uses its own default port.
    options = "mindelay=300&maxdelay=2000"
    parts = urlsplit(f"//{host}")
    if host.startswith("["):
        options += f"&host=[{parts.hostname}]&port={parts.port or 80}"
    elif parts.port is None:
        options += "&port=80"
    return options


class PageHandler(_Checked):
    """Serves the pages and other files of the site."""

    async def get(self) -> None:
        """Answer with the file for the path of the request, a redirect, or if there is no such file, the 404 page."""
        path, base = self.request.path, self.shown.base_path
        if path in ("/", base[:-1]) and path != base:
            self.redirect(base)
            return
        await self.shown.search.ready(path)
        try:
            target = locate(self.shown.folder, path.removeprefix(base)) if path.startswith(base) else None
        except Refused:
            self.send_error(403)
            return
        if isinstance(target, Redirect):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"{base}{target.path}{query}")
        elif target is None:
            self._send_nothing()
        else:
            await self._send(target)

    async def head(self) -> None:
        """Answer like `get`, but without a body."""
        await self.get()

    def _send_nothing(self) -> None:
        try:
            file = locate(self.shown.folder, "404.html")
            page = file.read_bytes() if isinstance(file, Path) else _NOTHING
        except (OSError, Refused):
            page = _NOTHING
        self.set_status(404)
        self._send_page(page)

    def _send_page(self, page: bytes) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(with_reload_scripts(page, self.shown.state, self.request.headers.get("Host", "")))

    async def _send(self, path: Path) -> None:
        kind = content_type(path)
        try:
            if kind.startswith("text/html"):
                # If a build replaces the page now, it is newer than its state, and is reloaded once more.
                self._send_page(_read(path))
                return
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                start, end = self._part(size)
                self.set_header("Content-Type", kind)
                self.set_header("Content-Length", str(end - start))
                if self._status_code == 416 or self.request.method == "HEAD":
                    return
                file.seek(start)
                while start < end and (chunk := file.read(min(_CHUNK_BYTES, end - start))):
                    start += len(chunk)
                    self.write(chunk)
                    await self.flush()
                if start < end:  # the file has become shorter, so the answer can only be aborted
                    self.detach().close()
        except StreamClosedError:
            pass  # the client is gone
        except FileNotFoundError:
            self._send_nothing()  # a build has just removed it
        except OSError as error:
            if not self._headers_written:
                raise HTTPError(503) from error
            self.detach().close()

    def _part(self, size_bytes: int) -> tuple[int, int]:
        self.set_header("Accept-Ranges", "bytes")
        header = self.request.headers.get("Range")
        # If-Range names a version of the file by ETag or date, and we send neither.
        if header is None or "If-Range" in self.request.headers:
            return 0, size_bytes
        try:
            part = asked_part(header, size_bytes)
        except ValueError:
            self.set_status(416)
            self.set_header("Content-Range", f"bytes */{size_bytes}")
            return 0, 0
        if part is None:
            return 0, size_bytes
        self.set_status(206)
        self.set_header("Content-Range", f"bytes {part.start}-{part.end - 1}/{size_bytes}")
        return part.start, part.end


# ---------------------------------------------------------------------------------------------- reloading


class ClientHandler(_Checked):
    """Serves `livereload.js`, the script of the library livereload that reloads pages in the browser."""

    def get(self) -> None:
        """Answer with the script."""
        self.set_header("Content-Type", "application/javascript")
        self.finish(_read(_CLIENT))


class ScriptHandler(_Checked):
    """Serves `preview.js`, Pressmark's own script, which shows the errors of the site on top of each page."""

    def get(self) -> None:
        """Answer with the script."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(_read(_SCRIPT))


class ProblemHandler(_Checked):
    """Serves the current errors of the site, which the script `preview.js` shows."""

    def get(self) -> None:
        """Answer with the JSON object `{"text": errors}`; the text is empty if the site has no errors."""
        self.finish({"text": self.shown.problem})


class SocketHandler(_Checked, livereload.handlers.LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """The websocket over which the server makes open pages reload."""

    watcher: ClassVar[Any] = SimpleNamespace(filepath="*")
    """A stand-in for livereload's own file watcher, which is never started; livereload reads only `filepath`."""

    def check_origin(self, origin: str) -> bool:
        """Whether the page that opens the websocket came from this server.

        That is so if `origin`, the Origin header of the request, has the same host and port as its Host header.
        """
        return _host_of(origin) == self.request.headers.get("Host", "").lower()

    def prepare(self) -> Awaitable[None] | None:
        # Tornado raises an exception if it cannot parse either header.  We use no extension anyway.
        self.request.headers.pop("Sec-WebSocket-Extensions", None)
        if _host_of(self.request.headers.get("Origin", "")) is None:
            raise HTTPError(403)
        return super().prepare()

    def on_message(self, message: str | bytes) -> None:
        """Answer a message of livereload's script; a page that missed a build while it was loading is made to reload.

        An invalid message closes the websocket.
        """
        try:
            content = escape.json_decode(message)
            super().on_message(message)
        except (ValueError, AttributeError, TypeError, RecursionError):
            self.close()
            return
        if isinstance(content, dict) and content.get("command") == "info":
            plugins = content.get("plugins")
            ours = plugins.get("pressmark") if isinstance(plugins, dict) else None
            if isinstance(ours, dict) and ours.get("state") != self.shown.state:
                self.send_message({"command": "reload", "path": "*"})
            else:
                self.send_message({"command": "reload", "path": _LOOK})


def _host_of(origin: str) -> str | None:
    """Host and port of the Origin header `origin`, in lower case; None if the header cannot be parsed."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


def reload_pages() -> int:
    """Make all pages that are open in browsers reload.  Returns the number of pages."""
    SocketHandler.reload_waiters("*")
    return len(SocketHandler.waiters)


def show_problem() -> int:
    """Make all pages that are open in browsers fetch and show the current errors.  Returns the number of pages."""
    SocketHandler.reload_waiters(_LOOK)
    return len(SocketHandler.waiters)


def make_application(shown: Shown) -> Application:
    """The web application of the preview, which reads the fields of `shown` anew for each request.

    The paths of its scripts and its websocket are at the root of the server, where livereload's script expects them,
    even if the home page is not.
    """
    values = {"shown": shown}
    handlers: list[Any] = [
        (r"/livereload", SocketHandler, values),
        (r"/livereload\.js", ClientHandler, values),
        (re.escape(_SCRIPT_PATH), ScriptHandler, values),
        (re.escape(_PROBLEM_PATH), ProblemHandler, values),
    ]
    return Application(
        handlers,
        default_handler_class=PageHandler,
        default_handler_args=values,
        log_function=lambda handler: None,
        websocket_max_message_size=64 * 1024,
    )

"""Request handlers, for known hosts only: pages with an added line, files, livereload's script and websocket."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

import livereload.handlers
from tornado import escape
from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, RequestHandler

from generator.preview.files import Moved, Refused, asked_part, content_type, locate

_CHUNK_BYTES = 256 * 1024
# Possessive quantifiers prevent backtracking in a page that begins with many comments.
_DOCTYPE = re.compile(rb"\s*+(?:<!--(?>.*?-->)\s*+)*+<!doctype[^>]*+>", re.IGNORECASE | re.DOTALL)
_SCRIPT = Path(__file__).with_name("preview.js")
_CLIENT = Path(livereload.handlers.__file__).with_name("vendors") / "livereload.js"
_SCRIPT_PATH = "/.pressmark/preview.js"
_PROBLEM_PATH = "/.pressmark/problem"
_LOOK = "pressmark-problem"
"""The path in a message that makes our plugin of livereload's client fetch the problem instead of reloading."""
_NOTHING = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>404</title><p>Nothing has been built at this address.</p></html>
"""


@dataclass(slots=True)
class Shown:
    """What the server shows at the moment: the folder with the pages, and the errors of the site."""

    folder: Path
    """The folder with the finished pages."""
    base_path: str
    """The path of the home page, with a slash at both ends."""
    hosts: Hosts
    state: str = ""
    """A name for the current content of `folder`; a page that was served under another name is outdated."""
    problem: str = ""
    """The errors of the site, as the terminal shows them; empty if there are none."""


# ------------------------------------------------------------------------------------------ who may ask


@dataclass(frozen=True, slots=True)
class Hosts:
    """Decides which requests the server answers, by the host name that they are sent to.

    The owner of any web page can make its domain point to 127.0.0.1; the page could then read what a server there
    answers under that name (DNS rebinding).
    """

    given: str
    """The host that the server listens on."""

    @property
    def is_open(self) -> bool:
        """Whether other machines can reach the server."""
        return not _is_loopback(self.given)

    def may_ask(self, header: str) -> bool:
        """Whether a request may be answered; `header` is its Host header."""
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
    """A handler that refuses requests for other hosts."""

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
    """The bytes of a file.  Raises FileNotFoundError, or HTTPError 503 if it is unreadable, as if too many are open."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise HTTPError(503) from error


# ------------------------------------------------------------------------------------------------ pages


def with_line(page: bytes, state: str, host: str) -> bytes:
    """`page` with a line added that reloads it in the browser after changes.

    The line stands directly after the doctype, where no broken template can swallow it.
    """
    match = _DOCTYPE.match(page)
    place = match.end() if match else 0
    return page[:place] + line(state, host) + page[place:]


def line(state: str, host: str) -> bytes:
    """The line of HTML with the two scripts that reload a page; `state` names the version of the site that it shows.

    Both scripts come from this server, as the Content-Security-Policy of our pages demands.
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
    """Serves the pages and other files of the site below the path of the home page."""

    async def get(self) -> None:
        """Send the file at the path of the request, its folder's `index.html`, or the 404 page of the site."""
        path, base = self.request.path, self.shown.base_path
        if path in ("/", base[:-1]) and path != base:
            self.redirect(base)
            return
        try:
            target = locate(self.shown.folder, path.removeprefix(base)) if path.startswith(base) else None
        except Refused:
            self.send_error(403)
            return
        if isinstance(target, Moved):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(f"{base}{target.path}{query}")
        elif target is None:
            self._send_nothing()
        else:
            await self._send(target)

    async def head(self) -> None:
        """Answer as to a GET request, but without a body."""
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
        self.finish(with_line(page, self.shown.state, self.request.headers.get("Host", "")))

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
    """Serves the script of livereload, which reloads pages."""

    def get(self) -> None:
        """Send the script of livereload."""
        self.set_header("Content-Type", "application/javascript")
        self.finish(_read(_CLIENT))


class ScriptHandler(_Checked):
    """Serves our own script, which shows the errors of the site on top of the page."""

    def get(self) -> None:
        """Send our own script."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.finish(_read(_SCRIPT))


class ProblemHandler(_Checked):
    """Serves the current errors of the site to our own script."""

    def get(self) -> None:
        """Send the errors of the site as text; empty if there are none."""
        self.finish({"text": self.shown.problem})


class SocketHandler(_Checked, livereload.handlers.LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """The websocket through which pages of this server are told to reload."""

    watcher: ClassVar[Any] = SimpleNamespace(filepath="*")
    """A stand-in for livereload's watcher, which is never started; only this attribute of it is read."""

    def check_origin(self, origin: str) -> bool:
        """Whether the page of the websocket came from this server, under the same host name as the request."""
        return _host_of(origin) == self.request.headers.get("Host", "").lower()

    def prepare(self) -> Awaitable[None] | None:
        # Tornado raises an exception if it cannot parse either header.  We use no extension anyway.
        self.request.headers.pop("Sec-WebSocket-Extensions", None)
        if _host_of(self.request.headers.get("Origin", "")) is None:
            raise HTTPError(403)
        return super().prepare()

    def on_message(self, message: str | bytes) -> None:
        """Answer a message of livereload, and reload the page if it missed a change while it was loading."""
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
    """Host and port of an Origin header; None if it cannot be parsed."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


def reload_pages() -> int:
    """Make all open pages reload.  Returns how many there are."""
    SocketHandler.reload_waiters("*")
    return len(SocketHandler.waiters)


def show_problem() -> int:
    """Make all open pages fetch the current errors.  Returns how many there are."""
    SocketHandler.reload_waiters(_LOOK)
    return len(SocketHandler.waiters)


def make_application(shown: Shown) -> Application:
    """The web application of the preview.

    Its own paths are at the root, where the script of livereload expects them.
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

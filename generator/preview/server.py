"""The preview server: it serves a site, watches its files, rebuilds it, and reloads open pages.

No content of a site can end the server.
"""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from generator.errors import Problem, SiteError, Where
from generator.preview.building import PREVIEW, Builder, Order, Outcome, SitePaths
from generator.preview.connections import Connections, Limits, limits_here
from generator.preview.handlers import Hosts, Search, Shown, make_application, reload_pages, show_problem
from generator.preview.logs import mistakes_told
from generator.preview.watching import Watcher, folders_to_watch, is_relevant
from generator.runtime.progress import Progress, Silent

_RETRY_S = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of the command `pressmark serve`.

    `host` is the host name or IP address to listen on; `jobs` is the number of worker processes, 0 for one per core;
    `drafts` is True if drafts are shown.
    """

    site: Path
    host: str
    port: int
    """The port to listen on; 0 means any free port."""
    jobs: int
    drafts: bool
    now: Callable[[], datetime | None]
    """Returns the moment after which posts count as future ones, or None if future posts are shown, too.  Called at
    each build, because a server may run for days."""


class Listener(Protocol):
    """The interface through which the preview server reports to the user; `commands/serving.py` implements it."""

    def started(self, outcome: Outcome, address: str) -> None:
        """Report that the first build has ended, with success or not, and that the home page is at the URL `address`.

        `outcome` is the result of the build.
        """

    def rebuilt(self, paths: Sequence[str], outcome: Outcome, *, reloaded: int, told: int) -> None:
        """Report that a later build has ended with `outcome`; `paths` are the changed files that caused it.

        `paths` are relative to the site and may be empty.  `reloaded` is the number of open pages that were reloaded,
        `told` the number of open pages to which new errors were sent instead.
        """

    def waits(self, outcome: Outcome) -> None:
        """Report that another process is building the site, and that the preview waits until that build ends.

        `outcome` is the result of the attempt to build; the message of its first problem names the other process.
        """

    def says(self, text: str) -> None:
        """Show the message `text` to the user."""

    def mistaken(self, found: Problem) -> None:
        """Report `found`, an error of Pressmark itself, with the traceback in `found.trace`."""

    def text_of(self, problems: tuple[Problem, ...]) -> str:
        """The text that open pages show about `problems`, in the form in which a terminal shows it; empty for none.

        The text may end with the number of further problems instead of naming them all.
        """


# -------------------------------------------------------------------------------------------- listening


def listen(host: str, port: int) -> list[socket.socket]:
    """Open a socket for each address of `host`, all listening on the same port; port 0 means any free port.

    The sockets are non-blocking.  Raises SiteError port-unusable if this is impossible.
    """
    where = Where(f"{in_address(host)}:{port}")
    listening: list[socket.socket] = []
    try:
        # `localhost` has an IPv4 and an IPv6 address, and both must use the port that the first one gets.
        for family, kind, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            known = listening[0].getsockname()[1] if listening else port
            listening += _listening(family, kind, (address[0], known, *address[2:]))
        if not listening:
            raise OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    except socket.gaierror as error:
        help = "name an address of this machine with --host, such as 127.0.0.1"
        raise SiteError("port-unusable", f"there is no host {host!r}: {error.strerror}", where, help) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"port {port} is in use, perhaps by another preview"
            help = "stop what uses it, or take another port: --port 0 finds a free one"
        elif error.errno == errno.EACCES:
            message = f"port {port} needs the rights of an administrator"
            help = "take one above 1023: --port 8000"
        else:
            message = f"cannot be listened at: {error.strerror}"
            help = "name an address of this machine with --host, such as 127.0.0.1"
        for opened in listening:
            opened.close()
        raise SiteError("port-unusable", message, where, help) from None
    return listening


def _listening(family: int, kind: int, address: tuple[object, ...]) -> list[socket.socket]:
    """A list with one socket that listens at `address`; empty if this machine has no such address."""
    opened = socket.socket(family, kind)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(128)
        opened.setblocking(False)
    except OSError as error:
        opened.close()
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            return []
        raise
    return [opened]


def in_address(host: str) -> str:
    """`host` as it must be written in a URL that a browser on this machine opens.

    IPv6 addresses get brackets; the addresses that mean all interfaces (0.0.0.0, ::) become 127.0.0.1 and [::1].
    """
    if host in ("", "0.0.0.0"):
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


# --------------------------------------------------------------------------------------------- serving


def _search_path(site_paths: SitePaths) -> str:
    """The path of the search page in URLs; empty if the site has no search."""
    return site_paths.base_path + site_paths.search.removeprefix("/") if site_paths.search else ""


class Server:
    """The preview server of one site: it serves the pages, watches the files of the site, and rebuilds it."""

    def __init__(
        self,
        settings: Settings,
        site_paths: SitePaths,
        listener: Listener,
        progress: Progress,
        limits: Limits | None = None,
    ) -> None:
        """Open the listening sockets; nothing is answered before `run`.

        `site_paths` come from the current settings; `progress` shows the first build.  Raises SiteError port-unusable.
        """
        self._settings = settings
        self._limits = limits or limits_here()
        self._site = Path(os.path.normpath(settings.site.absolute()))
        self._site_paths = site_paths
        self._listener = listener
        self._progress: Progress = progress
        self._sockets = listen(settings.host, settings.port)
        port = self._sockets[0].getsockname()[1]
        self.origin = f"http://{in_address(settings.host)}:{port}"
        hosts = Hosts(settings.host)
        self._shown = Shown(self._site / PREVIEW, site_paths.base_path, hosts)
        self._builder = Builder()
        self._changed: set[str] = set()
        """Changed paths, relative to the site, that no build has taken up yet."""
        self._has_changed = asyncio.Event()
        self._shown.search = Search(_search_path(site_paths), self._has_changed.set)
        # Random, so that pages of an earlier server on the same port are recognised as outdated.
        self._name = secrets.token_hex(4)
        self._states = 0
        self._next_state()

    @property
    def is_open(self) -> bool:
        """Whether other machines can reach the server, because it listens on more than loopback addresses."""
        return self._shown.hosts.is_open

    @property
    def address(self) -> str:
        """The URL of the home page."""
        return f"{self.origin}{self._shown.base_path}"

    async def run(self, stop: asyncio.Event) -> None:
        """Serve the site, and rebuild it at each change, until `stop` is set."""
        loop = asyncio.get_running_loop()

        def tell(paths: frozenset[str]) -> None:
            # Called from threads of the watcher; the loop may be closed by the last call.
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._note, paths)

        def trouble(text: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._listener.says, text)

        application = make_application(self._shown)
        connections = Connections(application, self._sockets, self._limits, self._listener.says)
        watcher = Watcher(tell, trouble)
        with mistakes_told(self._listener.mistaken), ThreadPoolExecutor(1) as thread, ExitStack() as ends:
            ends.callback(connections.stop)
            ends.callback(watcher.stop)
            ends.callback(self._builder.stop)
            connections.start()
            await loop.run_in_executor(thread, self._watch, watcher)
            work = asyncio.create_task(self._build_always(thread, watcher))
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait([work, stopped], return_when=asyncio.FIRST_COMPLETED)
            ends.close()
            for task in (work, stopped):
                task.cancel()
            if work.done() and not work.cancelled():
                work.result()  # it ends only by a mistake of ours, which is raised here
            await connections.end()

    def _watch(self, watcher: Watcher) -> None:
        watcher.watch(folders_to_watch(self._site, self._inputs))

    @property
    def _inputs(self) -> tuple[Path, ...]:
        return tuple(Path(os.path.normpath(path.absolute())) for path in self._site_paths.inputs)

    def _note(self, paths: frozenset[str]) -> None:
        """Record the changed `paths`, if they concern the site, and cause a build.

        An empty set means that watching has begun, which always causes a build.
        """
        inputs = self._inputs
        # Some systems report resolved paths, even if the watched path contains links.
        real_site, real_inputs = self._site.resolve(), tuple(path.resolve() for path in inputs)
        relevant = set()
        for path in map(Path, paths):
            if is_relevant(path, self._site, inputs):
                relevant.add(os.path.relpath(path, self._site))
            elif is_relevant(path, real_site, real_inputs):
                relevant.add(os.path.relpath(path, real_site))
        if relevant or not paths:
            self._changed |= relevant
            self._has_changed.set()

    async def _build_always(self, thread: ThreadPoolExecutor, watcher: Watcher) -> None:
        loop = asyncio.get_running_loop()
        is_first, is_waiting = True, False
        while True:
            await self._has_changed.wait()
            # Cleared before the build scans anything, so that any later change causes another build.
            self._has_changed.clear()
            paths, self._changed = self._changed, set()
            settings = self._settings
            search = self._shown.search
            order = Order(settings.site, self.origin, settings.jobs, settings.drafts, settings.now(), search.is_wanted)
            progress = self._progress if is_first else Silent()
            outcome = await loop.run_in_executor(thread, self._builder.build, order, progress)
            if outcome.is_locked:
                if not is_waiting:
                    self._listener.waits(outcome)
                is_waiting = True
                await asyncio.sleep(_RETRY_S)
                self._changed |= paths
                self._has_changed.set()
                continue
            is_waiting = False
            if order.search:
                search.is_made.set()
            self._show(paths, outcome, is_first=is_first)
            is_first = False
            if outcome.site_paths is not None:
                self._site_paths = outcome.site_paths
            await loop.run_in_executor(thread, self._watch, watcher)

    def _show(self, paths: set[str], outcome: Outcome, *, is_first: bool) -> None:
        """Report the end of a build to the user, and make open pages reload or show the errors."""
        shown = self._shown
        problem = self._listener.text_of(outcome.errors)
        base_path = outcome.site_paths.base_path if outcome.site_paths is not None else shown.base_path
        has_new_pages = outcome.has_changed_pages or base_path != shown.base_path
        is_told = problem != shown.problem
        shown.problem, shown.base_path = problem, base_path
        if outcome.site_paths is not None:
            shown.search.path = _search_path(outcome.site_paths)
        reloaded = told = 0
        if has_new_pages:
            self._next_state()
            reloaded = reload_pages()
        elif is_told:
            told = show_problem()
        if is_first:
            self._listener.started(outcome, self.address)
            return
        if paths or has_new_pages or is_told:
            self._listener.rebuilt(sorted(paths), outcome, reloaded=reloaded, told=told if problem else 0)

    def _next_state(self) -> None:
        self._states += 1
        self._shown.state = f"{self._name}-{self._states}"

"""Runs the preview server of `pressmark serve` until Ctrl-C, and prints the result of each build."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator.commands.printing import summary
from generator.commands.printing.endings import with_trace
from generator.commands.printing.terminal import Terminal, message_lines, safe
from generator.config.reading import load_config
from generator.errors import Problem, Severity
from generator.preview.building import Outcome, site_paths
from generator.preview.server import Server, Settings
from generator.runtime.progress import Progress

_STOPPED = 130
_IN_FULL = 5
"""The number of problems that are shown in full at a time, on the terminal and in pages."""


def serve(
    site: Path, terminal: Terminal, *, host: str, port: int, jobs: int, drafts: bool, future: bool, opens: bool
) -> None:
    """Serve the site in the folder `site` on `host` and `port` until Ctrl-C, and rebuild it after each change.

    Port 0 means any free port; `jobs` is the number of worker processes, 0 for one per core; `opens` opens a browser.
    Raises SettingsError for invalid settings, and SiteError port-unusable if the server cannot listen there; both only
    before the first page is served.
    """

    def now() -> datetime | None:
        return None if future else datetime.now(UTC)

    asyncio.run(_run(Settings(site, host, port, jobs, drafts, now), terminal, opens=opens))


async def _run(settings: Settings, terminal: Terminal, *, opens: bool) -> None:
    listener = _Listener(settings.site, terminal, terminal.progress(), opens)
    paths = site_paths(settings.site, load_config(settings.site))
    server = Server(settings, paths, listener, listener.progress)
    stop = asyncio.Event()
    _stop_by_signal(stop)
    if server.is_open:
        terminal.say("Whoever reaches this machine over the network can see the preview, drafts and all.")
    try:
        await server.run(stop)
    finally:
        listener.progress.finish()
    terminal.say("Stopped.")


def _stop_by_signal(stop: asyncio.Event) -> None:
    """Set `stop` at the first SIGINT, SIGTERM or SIGHUP, and exit immediately at the second."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        for number in numbers:
            loop.remove_signal_handler(number)
            signal.signal(number, lambda *_: os._exit(_STOPPED))
        stop.set()

    # A shell that starts us in the background may have set a signal to be ignored; we keep it ignored.
    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    numbers = [number for number in wanted if signal.getsignal(number) is not signal.SIG_IGN]
    for number in numbers:
        loop.add_signal_handler(number, end)


@dataclass(slots=True)
class _Listener:
    """Prints what the preview server reports (builds, problems, messages) on a terminal."""

    site: Path
    terminal: Terminal
    progress: Progress
    opens: bool
    shown: frozenset[Problem] = frozenset()
    """The errors of the previous build, which are not shown again."""

    def started(self, outcome: Outcome, address: str) -> None:
        self.progress.finish()
        if outcome.report is not None:
            for line in summary.build_lines(outcome.report):
                self.terminal.say(line)
        summary.show_problems(self._with_traces(outcome.problems), self.terminal, self.site, is_verbose=False)
        if outcome.report is not None:
            self.terminal.say(summary.last_line(outcome.report))
        self.shown = frozenset(outcome.errors)
        self.terminal.say(f"Serving {address}  (Ctrl-C stops)")
        if self.opens:
            # `open` waits until a text browser ends, and during that time the server must answer its requests.
            threading.Thread(target=self._open, args=(address,), daemon=True).start()

    def _open(self, address: str) -> None:
        if not webbrowser.open(address):
            self.terminal.say("No browser could be opened; open the address yourself.")

    def rebuilt(self, paths: Sequence[str], outcome: Outcome, *, reloaded: int, told: int) -> None:
        new = tuple(problem for problem in outcome.problems if problem not in self.shown)
        for problem in self._with_traces(new)[:_IN_FULL]:
            self.terminal.show(problem, self.site)
        if len(new) > _IN_FULL:
            self.terminal.say(f"  and {len(new) - _IN_FULL:,} more: pressmark check lists them all")
        self.shown = frozenset(outcome.errors)
        moment = f"{datetime.now():%H:%M:%S}"
        self.terminal.say(f"{moment} {_names(paths)} → {_result(outcome, reloaded=reloaded, told=told)}")

    def waits(self, outcome: Outcome) -> None:
        message = outcome.problems[0].message
        self.terminal.say(f"{datetime.now():%H:%M:%S} {safe(message)}; the preview goes on when it has ended")

    def says(self, text: str) -> None:
        self.terminal.say(safe(text))

    def mistaken(self, found: Problem) -> None:
        self.terminal.show(with_trace(found, self.site), self.site)

    def text_of(self, problems: tuple[Problem, ...]) -> str:
        texts = ["\n".join(message_lines(problem, self.site)) for problem in problems[:_IN_FULL]]
        if len(problems) > _IN_FULL:
            texts.append(f"and {len(problems) - _IN_FULL:,} more")
        return "\n\n".join(texts)

    def _with_traces(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """`problems`, after writing the traceback of each to a file, which the help of that problem then names."""
        return tuple(with_trace(problem, self.site) if problem.trace else problem for problem in problems)


def _names(paths: Sequence[str]) -> str:
    if not paths:
        return "the site"
    first, rest = safe(paths[0]), len(paths) - 1
    return f"{first} and {rest:,} more" if rest else first


def _result(outcome: Outcome, *, reloaded: int, told: int) -> str:
    """The result of a build on one line, such as `7 pages in 38 ms, 1 browser reloaded`."""
    parts = []
    if outcome.report is not None:
        if written := len(outcome.report.written):
            parts.append(summary.count_text(written, "page"))
        if removed := len(outcome.report.removed):
            parts.append(f"{removed:,} removed")
    if errors := sum(problem.severity is Severity.ERROR for problem in outcome.problems):
        parts.append(summary.count_text(errors, "error"))
    text = f"{', '.join(parts) or 'no page changed'} in {_duration(outcome.seconds)}"
    if reloaded:
        return f"{text}, {summary.count_text(reloaded, 'browser')} reloaded"
    return f"{text}, shown in {summary.count_text(told, 'browser')}" if told else text


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"

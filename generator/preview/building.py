"""Runs the builds of the preview in a separate process, so that the server keeps answering if a build crashes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from generator.build import build
from generator.building.report import BuildReport
from generator.building.site import BuildOptions
from generator.config import Config
from generator.config.reading import SettingsError, load_config
from generator.errors import Problem, Severity, SiteError, Where, problem
from generator.runtime.memory import collect_seldom
from generator.runtime.progress import Progress

PREVIEW = Path(".pressmark", "preview")
"""The output folder of the preview, relative to the site.  It is not the output folder of `build`, so that drafts and
local addresses are not published."""
_PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class Order:
    """The options of a build for the preview, as sent to the process that builds."""

    site: Path
    origin: str
    """Scheme, host and port of the server, such as `http://127.0.0.1:8000`."""
    jobs: int
    """The number of worker processes; 0 means one per core."""
    drafts: bool
    """Whether drafts are shown."""
    now: datetime | None
    """The moment after which posts count as future posts; if None, future posts are shown, too."""
    search: bool
    """Whether to make the search index."""


@dataclass(frozen=True, slots=True)
class SitePaths:
    """What the preview server needs from the settings of a site: where the home page is, and which paths to watch."""

    base_path: str
    """The path of the home page in URLs, such as `/` or `/blog/`."""
    search: str
    """The address of the search page, below which its index is; empty if the site has no search."""
    inputs: tuple[Path, ...]
    """The folders of posts, templates and static files, and the filter lists; changes in these cause a new build.  Some
    may not exist."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a build for the preview: the report of the build, or the problems that made the build fail."""

    report: BuildReport | None
    """None if the build failed.  From the second build on, the report contains only errors and new warnings."""
    problems: tuple[Problem, ...]
    """The problems of the report, or if there is no report, those that made the build fail."""
    site_paths: SitePaths | None
    """Paths from the settings that this build read; None if the settings cannot be read."""
    seconds: float
    """The duration of the build."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The items of `problems` that are errors, not warnings or notes; empty if there are none."""
        return tuple(item for item in self.problems if item.severity is Severity.ERROR)

    @property
    def is_locked(self) -> bool:
        """Whether nothing was built because another build of the same site was running."""
        return self.report is None and any(item.code == "locked" for item in self.problems)

    @property
    def has_changed_pages(self) -> bool:
        """Whether the build wrote or removed a file that is not part of the search index; False if it failed."""
        if self.report is None:
            return False
        search = self.site_paths.search if self.site_paths is not None else ""
        changed = (*self.report.written, *self.report.removed)
        return any(not search or not address.startswith(search) or address == search for address in changed)


def site_paths(site: Path, config: Config) -> SitePaths:
    """The path of the home page in URLs, and the paths to watch, of the site in the folder `site`.

    `config` has the settings of the site.
    """
    names = (*(root.path for root in config.content), "templates", "static", *config.cleaning.rules)
    search = config.search.address if config.search.enabled else ""
    return SitePaths(config.base_path, search, tuple(site / name for name in names))


# ------------------------------------------------------------------------------------- in the server's process


class Builder:
    """Builds the site, once per call, in a separate process that keeps running between builds."""

    def __init__(self) -> None:
        """The process is started by the first build, not here."""
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._is_stopped = False

    def build(self, order: Order, progress: Progress) -> Outcome:
        """Make a build with the options `order`, wait for its end, and return the result.

        If the process dies, the build is tried once more in a new process, which finds out which posts and pages crash
        it.  If the new process dies, too, the result has the problem `internal` and no report.
        """
        start = time.perf_counter()
        code: int | None = None
        for _ in range(2):
            try:
                pipe = self._connected()
                pipe.send(order)
                while not isinstance(message := pipe.recv(), Outcome):
                    _pass_on(message, progress)
            except (EOFError, OSError):
                code = self._bury()
                if self._is_stopped:
                    break
            else:
                return replace(message, seconds=time.perf_counter() - start)
        reason = f"the process that builds ended twice ({_reason(code)})"
        help = "look at what you changed last; the next change starts a new process"
        died = problem("internal", Where("pressmark"), reason, help)
        return Outcome(None, (died,), None, time.perf_counter() - start)

    def stop(self) -> None:
        """End the process that builds, even during a build; may be called from another thread than `build`."""
        self._is_stopped = True
        process = self._process
        if process is not None and process.is_alive():
            _interrupt(process)
            process.join(_PATIENCE_S)
            if process.is_alive():
                process.kill()
                process.join()

    def _connected(self) -> Connection:
        if self._pipe is None:
            # Not a fork, because the server has threads.  The new process inherits the mask, which blocks SIGINT until
            # it has left the process group that Ctrl-C reaches: only the server handles Ctrl-C.
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe()
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                process = context.Process(target=_build_all, args=(there,), name="pressmark-preview")
                process.start()
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
            there.close()
            self._process, self._pipe = process, here
            if self._is_stopped:  # `stop` was called while this process was being started
                _interrupt(process)
        return self._pipe

    def _bury(self) -> int | None:
        """Clean up after the process that died, and return its exit code."""
        if self._pipe is not None:
            self._pipe.close()
        code = None
        if self._process is not None:
            self._process.join()
            code = self._process.exitcode
        self._pipe = self._process = None
        return code


def _interrupt(process: BaseProcess) -> None:
    """Send SIGINT, which ends the build and its workers in order, as Ctrl-C ends any other build."""
    if process.pid is not None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGINT)


def _pass_on(message: Any, progress: Progress) -> None:
    match message:
        case ("phase", str(name), int(total)):
            progress.phase(name, total)
        case ("advance", int(count)):
            progress.advance(count)


def _reason(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


# -------------------------------------------------------------------------------------- in the process that builds


class _Told:
    """A `Progress` that sends each report through a pipe to the process of the server."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def phase(self, name: str, total: int) -> None:
        self._pipe.send(("phase", name, total))

    def advance(self, count: int = 1) -> None:
        self._pipe.send(("advance", count))

    def finish(self) -> None:
        return None


def _build_all(pipe: Connection) -> None:
    os.setpgid(0, 0)
    collect_seldom()
    known: frozenset[Problem] | None = None
    # The pipe closes when the server ends.
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        signal.signal(signal.SIGINT, _end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        while True:
            order = pipe.recv()
            outcome = _build(order, _Told(pipe))
            report = outcome.report
            if report is not None:
                problems = frozenset(report.problems)
                if known is not None:
                    outcome = _shortened(outcome, report, known)
                known = problems
            pipe.send(outcome)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    raise KeyboardInterrupt


def _build(order: Order, progress: Progress) -> Outcome:
    paths = None
    try:
        config = load_config(order.site)
        paths = site_paths(order.site, config)
        url = order.origin + config.base_path
        options = BuildOptions(
            order.site, order.site / PREVIEW, url, order.jobs, order.drafts, order.now, search=order.search
        )
        report = build(options, progress)
    except SettingsError as error:
        return Outcome(None, error.problems, None, 0.0)
    except SiteError as error:
        return Outcome(None, (replace(error.problem, severity=Severity.ERROR),), paths, 0.0)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # our own mistake: the server keeps running, and the user may work around it
        # Imported here, because it loads everything that renders, which a build without changes never needs.
        from generator.building.tasks import internal_problem

        return Outcome(None, (internal_problem("pressmark", error),), paths, 0.0)
    return Outcome(report, report.problems, paths, 0.0)


def _shortened(outcome: Outcome, report: BuildReport, known: frozenset[Problem]) -> Outcome:
    """`outcome` with only the errors, and the warnings not among the `known` ones of the previous build.

    A large site has tens of thousands of notes.
    """
    new = tuple(
        item
        for item in report.problems
        if item.severity is Severity.ERROR or (item.severity is Severity.WARNING and item not in known)
    )
    return replace(outcome, report=replace(report, problems=new, removals=()), problems=new)

"""Fixtures: small whole sites, and programs that may be absent."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import pickle
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.building.report import BuildReport
from tests import sizes, starting
from tests.browsers import FLAGS, PROGRAMS
from tests.repositories import isolate
from tests.searched import HELPERS
from tests.sites import SmallSite

_MEMORY = Path("/dev/shm")
_MEMORY_BYTES = 2 * 1024**3
"""Far more than the files of the tests take at any time: those of a test go with it, unless it fails."""

sizes.load_profile()


def pytest_configure(config: pytest.Config) -> None:
    starting.watch()
    # A shell without job control starts `make test &` deaf to Ctrl-C, and all that tests start would be as deaf.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # Each build waits until the disk has its ledger, and on a disk the tests wait as long as they work.
    if "TMPDIR" not in os.environ and _has_room(_MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _MEMORY_BYTES


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Workers of `-n auto`: two for a core, because many tests wait for processes, sockets and clocks."""
    return 2 * len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "needs" in fixtures:
            item.add_marker(starting.MARKER)
        if "shared" in fixtures:
            item.add_marker("slow")
    left_out = ("slow", starting.MARKER) if sizes.IS_QUICK else ()
    if not sizes.IS_LONG:
        left_out = ("long", *left_out)
    by_choice: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        by_choice[any(map(item.get_closest_marker, left_out))].append(item)
    config.hook.pytest_deselected(items=by_choice[True])
    items[:] = by_choice[False]


def pytest_collection_finish() -> None:
    # All modules and tests are there for good, and each search for cycles would go through them.
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with starting.watched(item):
        return (yield)


@pytest.fixture
def small_site(tmp_path: Path) -> SmallSite:
    """An empty site with settings and nothing else."""
    return SmallSite(tmp_path / "site")


@pytest.fixture(scope="session")
def needs() -> Callable[..., str]:
    """The path of a program; without it the test is skipped, or fails where everything is required."""

    def find(*names: str) -> str:
        for name in names:
            if found := shutil.which(name):
                return found
        message = f"{' or '.join(names)} is not installed"
        if os.environ.get("PRESSMARK_REQUIRE_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)

    return find


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """A folder of other people's posts beside the repository; without it the test is skipped."""

    def find(name: str) -> Path:
        folder = Path(__file__).resolve().parents[2] / "shared" / name
        if not folder.is_dir():
            pytest.skip(f"there is no folder {name} beside the repository")
        return folder

    return find


@pytest.fixture(scope="session")
def archive_site(
    shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[SmallSite, BuildReport]:
    """The finished site of the real archive, below the base path /repo/, and the report of its build; only to read.

    It is built once: the first process that needs it builds it for all that share the tests.
    """
    content = shared("archive")
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    report = folder / "archive-report"
    with (folder / "archive-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not report.exists():
            shutil.rmtree(folder / "archive", ignore_errors=True)  # of a build that did not end
            site = SmallSite(folder / "archive")
            site.settings(url="https://example.org/repo/", timezone="Asia/Shanghai", language="zh-CN")
            shutil.copytree(content, site.folder / "content", dirs_exist_ok=True)
            report.write_bytes(pickle.dumps(site.build(jobs=0)))
    return SmallSite.found(folder / "archive"), pickle.loads(report.read_bytes())


@pytest.fixture
def isolated_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, needs: Callable[..., str]) -> None:
    """git without the settings of this machine, with a fixed name and time."""
    needs("git")
    isolate(monkeypatch, tmp_path / "home")


@pytest.fixture(scope="session")
def chromium(needs: Callable[..., str]) -> Iterator[tuple[Any, asyncio.AbstractEventLoop]]:
    """A Chromium for all tests of this process, as it takes a second of CPU to start; and the loop that serves it."""
    from playwright.sync_api import sync_playwright

    program = needs(*PROGRAMS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield running, loop
        asyncio._set_running_loop(loop)
        running.close()


@pytest.fixture(scope="module")
def browser(chromium: tuple[Any, asyncio.AbstractEventLoop]) -> Iterator[Any]:
    """A running Chromium that knows nothing of other modules."""
    running, loop = chromium
    # Between two calls Playwright 1.x says that its loop is running, and other modules could not run one of their own.
    asyncio._set_running_loop(loop)
    try:
        yield running
        for context in running.contexts:
            context.close()
    finally:
        asyncio._set_running_loop(None)


@pytest.fixture(scope="module")
def tab(browser: Any) -> tuple[Any, list[str]]:
    """A page with `HELPERS` in a browser that keeps files, and a list of the exceptions in its console."""
    context = browser.new_context()
    context.add_init_script(HELPERS)
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said

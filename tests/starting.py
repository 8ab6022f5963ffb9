"""Tests that start processes say so: `make quick` leaves them out, and others fail when they start one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

import pytest

MARKER = "starts_processes"
_EVENTS = frozenset(
    ("subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system")
)

_running: list[pytest.Item] = []
"""The test that runs, with the setup and the end of its fixtures."""


def watch() -> None:
    """Let whatever starts a process in a test that is not marked fail; for good, as an audit hook stays."""
    sys.addaudithook(lambda event, _: _refuse(event) if event in _EVENTS else None)
    start = BaseProcess.start

    def start_watched(process: BaseProcess) -> None:
        # A fork server is asked through a socket, which no event tells of.
        _refuse("multiprocessing.Process.start")
        start(process)

    BaseProcess.start = start_watched  # type: ignore[method-assign]


@contextmanager
def watched(item: pytest.Item) -> Iterator[None]:
    """Answer for `item` what may be started in the block."""
    _running.append(item)
    try:
        yield
    finally:
        _running.remove(item)


def _refuse(event: str) -> None:
    if _running and _running[-1].get_closest_marker(MARKER) is None:
        pytest.fail(
            f"this test starts a process ({event}) and does not say so, so it would run in `make quick`:"
            f" mark it with @pytest.mark.{MARKER}, or its file with pytestmark = pytest.mark.{MARKER}"
        )

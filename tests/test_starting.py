"""A test that starts a process and is not marked fails; none of those below is marked."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    "start",
    [
        lambda: subprocess.run([sys.executable, "--version"], check=True),
        lambda: os.system("exit"),
        lambda: os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "--version"]),
        lambda: os.posix_spawn(sys.executable, [sys.executable, "--version"], os.environ),
        lambda: os.fork() or os._exit(0),
        lambda: os.execv(sys.executable, [sys.executable, "--version"]),
        lambda: multiprocessing.get_context("forkserver").Process(target=print).start(),
        lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
    ],
)
def test_no_test_starts_a_process_unsaid(start: Callable[[], object]) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"mark it with @pytest\.mark\.starts_processes"):
        start()


@pytest.mark.starts_processes
def test_one_that_says_so_may_start_one() -> None:
    assert subprocess.run([sys.executable, "-c", ""], check=True).returncode == 0

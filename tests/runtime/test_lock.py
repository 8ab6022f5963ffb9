"""The lock of a site."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.runtime import lock
from generator.runtime.lock import hold_lock
from tests.waiting import wait_until

_HOLDER = """
import sys, time
from pathlib import Path
from generator.runtime.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_the_lock_is_free_again_after_the_block(tmp_path: Path) -> None:
    path = tmp_path / ".pressmark" / "lock"
    with hold_lock(path):
        assert path.read_text().startswith(f"{os.getpid()}\n")
    with hold_lock(path):
        pass


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold_lock(path), pytest.raises(SiteError) as caught, hold_lock(path):
        pass
    assert caught.value.problem.code == "locked"
    said = caught.value.problem.message
    assert re.fullmatch(
        rf"another build \(pid {os.getpid()}, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d.+\) is running", said
    )


@pytest.mark.starts_processes
def test_a_killed_holder_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(SiteError, match=f"pid {holder.pid}"), hold_lock(path):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    wait_until(lambda: _is_free(path))


_GONE = 2**31 - 1
"""The number of no process: no system counts so far."""


def test_who_finds_only_workers_of_a_process_that_has_ended_waits_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"
    with hold_lock(path) as first:
        held = os.dup(first.file)  # what a worker has of the lock
    path.write_text(f"{_GONE}\n2024-05-01 08:00:00\n{_GONE}\n")
    monkeypatch.setattr(lock.time, "sleep", lambda _: os.close(held))
    with hold_lock(path):
        assert path.read_text().startswith(f"{os.getpid()}\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "another deploy is running"),
        ("4711", "another deploy is running"),
        ("x\nsome time\n", "another deploy is running"),
        (f"{_GONE}\nsome time\n", f"another deploy (pid {_GONE}, since some time) is running"),
        (f"{_GONE}\nsome time\n{_GONE}\n", f"another deploy (pid {_GONE}, since some time) is running"),
        (
            f"{_GONE}\nsome time\n{_GONE}\n{os.getpid()}\nx\n{os.getppid()}\n99999999999\n9999",
            f"another deploy (pid {_GONE}, since some time) has ended, but workers of it are still running "
            f"(pid {os.getpid()}, {os.getppid()})",
        ),
    ],
    ids=["empty", "no moment", "no number", "over", "over with its worker", "workers"],
)
def test_the_refusal_names_those_that_may_hold_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, message: str
) -> None:
    monkeypatch.setattr(lock, "_PATIENCE_S", 0.0)
    path = tmp_path / "lock"
    with hold_lock(path):
        path.write_text(content)
        with pytest.raises(SiteError) as caught, hold_lock(path, "deploy"):
            pass
    assert caught.value.problem.message == message


def _is_free(path: Path) -> bool:
    try:
        with hold_lock(path):
            return True
    except SiteError:
        return False


def test_a_symbolic_link_in_place_of_the_lock_is_not_written_through(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("mine")
    (tmp_path / "lock").symlink_to(target)
    with pytest.raises(SiteError, match="cache-failed"), hold_lock(tmp_path / "lock"):
        pass
    assert target.read_text() == "mine"

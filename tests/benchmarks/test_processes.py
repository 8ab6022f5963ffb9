"""The cost of a command is that of all its processes."""

from __future__ import annotations

import subprocess
import sys

import pytest

from benchmarks.processes import IS_WHOLE, cpu_of, descendants, measure, memory_of

pytestmark = pytest.mark.starts_processes

BUSY = "import time\nwhile time.process_time() < 0.4: pass"
LARGE = "held = b'x' * 150_000_000"


@pytest.mark.skipif(not IS_WHOLE, reason="needs subreapers")
def test_a_process_that_outlives_the_command_is_counted(tmp_path):
    program = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {BUSY!r}])"
    assert measure([sys.executable, "-c", program], tmp_path).cpu_s >= 0.4


def test_a_process_that_the_command_waits_for_is_counted_once(tmp_path):
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
    assert 0.4 <= measure([sys.executable, "-c", program], tmp_path).cpu_s < 0.8


def test_the_largest_process_is_the_largest_of_all_and_no_sum(tmp_path):
    program = (
        f"import subprocess, sys; run = [sys.executable, '-c', {LARGE!r}]\nsubprocess.run(run); subprocess.run(run)"
    )
    assert 150_000_000 < measure([sys.executable, "-c", program], tmp_path).largest_bytes < 250_000_000


@pytest.mark.skipif(not IS_WHOLE, reason="needs /proc")
def test_what_processes_hold_at_the_same_time_is_summed(tmp_path):
    held = f"{LARGE}\nprint(flush=True); input()"
    program = (
        "import subprocess, sys, time\n"
        f"run = [sys.executable, '-c', {held!r}]\n"
        "both = [subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]\n"
        "[one.stdout.readline() for one in both]; time.sleep(1)\n"
        "[one.communicate(b'\\n') for one in both]"
    )
    assert measure([sys.executable, "-c", program], tmp_path).together_bytes > 300_000_000


def test_a_command_that_fails_is_an_error_with_what_it_said(tmp_path):
    with pytest.raises(RuntimeError, match=r"no such site\nexit code 3"):
        measure([sys.executable, "-c", "import sys; print('no such site', file=sys.stderr); sys.exit(3)"], tmp_path)


def test_a_command_runs_in_its_folder_and_environment(tmp_path):
    program = "import os; from pathlib import Path; Path('seen').write_text(os.environ['SEEN'])"
    measure([sys.executable, "-c", program], tmp_path, {"SEEN": "here"})
    assert (tmp_path / "seen").read_text() == "here"


def test_a_process_that_is_gone_has_no_descendants_and_no_memory():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert descendants(gone.pid) == []
    assert memory_of(gone.pid) == 0
    assert cpu_of(gone.pid) is None

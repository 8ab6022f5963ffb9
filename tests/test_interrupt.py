"""Builds that are interrupted, killed, or met by another: real processes and real signals."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.cli import app
from generator.publishable import TEMPORARY_PREFIX
from generator.runtime import lock
from tests.sites import SmallSite, post
from tests.sizes import IS_LONG
from tests.waiting import PATIENCE_S, wait_until

pytestmark = pytest.mark.starts_processes

_ROOT = Path(__file__).parents[1]

_HALTING = """
import sys, time
from pathlib import Path
from tests import deadly
from generator import cli
from generator.building import pages
from generator.stages import write
pages.render_batch = deadly.render_and_wait
def sweep_never(output):
    Path(output, "sweeping").touch()
    time.sleep(600)
if sys.argv[1] == "hang":
    write.sweep_temporaries = sweep_never
sys.argv = ["pressmark", *sys.argv[2:]]
if __name__ == "__main__":
    cli.main()
"""
"""A build that halts while the seventh page is half written; with `hang` it will not end after Ctrl-C either."""

_INTERRUPTED_IN_TEXT = """
from generator import build, cli
def interrupted(*_, **__):
    exec("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
build.open_run = interrupted
cli.main()
"""
"""A build that Ctrl-C meets while it executes source text."""


@pytest.fixture
def site(small_site) -> SmallSite:
    return filled(small_site)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> dict[str, bytes]:
    """What a build that nothing disturbs makes of that site."""
    undisturbed = filled(SmallSite(tmp_path_factory.mktemp("undisturbed") / "site"))
    undisturbed.build()
    return undisturbed.files()


def filled(site: SmallSite) -> SmallSite:
    for number in range(250):
        text = post(f"Post {number}", "Words. " * 300, date="2024-01-02", permalink=f"p{number}/")
        site.write(f"{number}.md", text)
    return site


_DEAF = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
"""Starts a program that does not hear Ctrl-C, as shells without job control do with what goes into the background."""


@contextmanager
def started(*command: str, through: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a session of its own, of which nothing is left after the block."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    process = subprocess.Popen(
        [*through, sys.executable, *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield process
        wait_until(lambda: session(process.pid) == set())
    finally:
        for pid in session(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.communicate()


def halting(site: SmallSite, folder: Path, jobs: int, how: str = "") -> tuple[str, ...]:
    script = folder / "build.py"
    script.write_text(_HALTING)
    return (str(script), how, "build", str(site.folder), "--jobs", str(jobs))


def session(leader: int) -> set[int]:
    """The processes of a session that still run."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, number = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(number) == leader and state != "Z":
            found.add(int(path.parent.name))
    return found


def stop(pids: set[int]) -> None:
    """Stop processes, and wait until each of them has stopped: a signal takes its time."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: all(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T" for pid in pids))


def temporaries(site: SmallSite) -> list[Path]:
    return list(site.output.rglob(f"{TEMPORARY_PREFIX}*"))


def check_next_build(site: SmallSite, wanted: dict[str, bytes], jobs: int = 1) -> None:
    site.build(jobs=jobs)
    assert temporaries(site) == []
    assert site.files() == wanted


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("phase", ["clean", "render"])
def test_ctrl_c_is_130_at_any_time_and_leaves_whole_files_only(site, wanted, jobs, phase):
    with started("-m", "generator", "build", str(site.folder), "--jobs", str(jobs)) as process:
        # In the middle of the work, not while Python starts.
        seen = site.folder / ".pressmark/store.sqlite" if phase == "clean" else site.output / "p50"
        wait_until(seen.exists)
        os.killpg(process.pid, signal.SIGINT)
        _, talk = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 130, talk
        assert b"Traceback" not in talk
        assert b"Interrupted" in talk
        assert temporaries(site) == []
    check_next_build(site, wanted)


def test_ctrl_c_is_130_while_source_text_is_executed_as_dataclasses_do_when_they_are_imported(site, tmp_path):
    # A folder with `__main__.py` is run like `-m generator`, where Python itself would report another exit code.
    tmp_path.joinpath("__main__.py").write_text(_INTERRUPTED_IN_TEXT)
    with started(str(tmp_path), "build", str(site.folder)) as process:
        _, talk = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 130, talk
        assert b"Interrupted" in talk


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_that_was_told_not_to_hear_ctrl_c_goes_on(site, jobs):
    with started("-m", "generator", "build", str(site.folder), "--jobs", str(jobs), through=_DEAF) as process:
        wait_until((site.output / "p50").exists)
        os.killpg(process.pid, signal.SIGINT)
        _, talk = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, talk
    assert site.has("/p249/")


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_sweeps_what_a_worker_was_just_writing(site, tmp_path, jobs):
    with started(*halting(site, tmp_path, jobs)) as process:
        wait_until(lambda: (site.output / "p7").exists() and temporaries(site))
        os.killpg(process.pid, signal.SIGINT)
        _, talk = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 130, talk
        assert temporaries(site) == []
    assert not list((site.folder / ".pressmark").glob("*-may-kill"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_second_ctrl_c_leaves_at_once(site, tmp_path, wanted, jobs):
    with started(*halting(site, tmp_path, jobs, "hang")) as process:
        wait_until(lambda: (site.output / "p7").exists() and temporaries(site))
        site.output.joinpath("sweeping").unlink(missing_ok=True)
        os.killpg(process.pid, signal.SIGINT)
        wait_until((site.output / "sweeping").exists)
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(PATIENCE_S) == 130
    site.output.joinpath("sweeping").unlink()
    check_next_build(site, wanted)


@pytest.mark.parametrize("count", [1, 60, 200])
def test_no_worker_outlives_a_killed_build_and_the_next_one_can_begin_at_once(site, wanted, count):
    with started("-m", "generator", "build", str(site.folder), "--jobs", "2") as process:
        wait_until(lambda: len(list(site.output.glob("p*"))) >= count)
        process.kill()
        process.wait(PATIENCE_S)
        check_next_build(site, wanted, jobs=2)


def refusal(site: SmallSite) -> str:
    """What a build says that is refused because of another one."""
    done = CliRunner().invoke(app, ["build", str(site.folder)])
    assert done.exit_code == 4
    return done.stderr


def test_a_second_build_is_refused_with_the_process_and_start_of_the_first_until_that_is_killed(site, tmp_path, wanted):
    with started(*halting(site, tmp_path, 1)) as process:
        wait_until(lambda: (site.output / "p7").exists() and temporaries(site))
        told = rf"another build \(pid {process.pid}, since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d\) is running"
        assert re.search(told, refusal(site))
        process.kill()
        process.wait(PATIENCE_S)
        check_next_build(site, wanted)


def test_a_build_is_refused_while_a_worker_of_a_killed_one_may_still_write(site, tmp_path, wanted, monkeypatch):
    with started(*halting(site, tmp_path, 2)) as process:
        wait_until(lambda: (site.output / "p7").exists() and temporaries(site))
        assert f"another build (pid {process.pid}, since " in refusal(site)
        others = session(process.pid) - {process.pid}
        stop(others)
        process.kill()
        process.wait(PATIENCE_S)
        with monkeypatch.context() as patched:
            patched.setattr(lock, "_PATIENCE_S", 0.0)
            told = (
                rf"another build \(pid {process.pid}, .+\) has ended, but workers of it are still running \(pid (.+)\)"
            )
            found = re.search(told, refusal(site))
        assert found is not None
        assert {int(pid) for pid in found[1].split(", ")} < others
        for pid in others:
            os.kill(pid, signal.SIGCONT)
        check_next_build(site, wanted)


def test_of_two_builds_that_begin_together_one_builds_and_the_other_is_refused_or_late(site, wanted):
    for _ in range(3 if IS_LONG else 1):
        arguments = ("-m", "generator", "build", str(site.folder), "--jobs", "1", "--quiet", "--full")
        with started(*arguments) as first, started(*arguments) as second:
            said = first.communicate(timeout=2 * PATIENCE_S)[1] + second.communicate(timeout=2 * PATIENCE_S)[1]
            assert sorted((first.returncode, second.returncode)) in ([0, 4], [0, 0]), said
            assert b"Traceback" not in said
    check_next_build(site, wanted)

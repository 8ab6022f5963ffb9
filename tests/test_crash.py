"""A build that is killed or fails in the middle of a system call: the next one equals a clean build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.stages.write import TEMPORARY_PREFIX
from tests.sites import SmallSite, post

POSTS = 12
LONG = os.environ.get("PRESSMARK_TEST_LONG") == "1"
PLACES = tuple(range(1, 200)) if LONG else (1, 5, 17, 40, 60)
"""At which call of its kind the fault comes; a build has about sixty of each."""


def make(folder: Path) -> SmallSite:
    site = SmallSite(folder)
    for day in range(1, POSTS + 1):
        site.write(
            f"{day}.md", post(f"Post {day}", f"<p>Text {day}</p>", date=f"2024-01-{day:02d}", tags=["x", f"t{day % 3}"])
        )
    return site


@pytest.fixture(scope="module")
def wanted(tmp_path_factory) -> dict[str, bytes]:
    """What an undisturbed build of the edited site makes."""
    site = make(tmp_path_factory.mktemp("wanted") / "site")
    edit(site)
    site.build()
    return site.files()


def edit(site: SmallSite) -> None:
    """Changes that make a second build write, make folders and remove."""
    site.write("1.md", post("Post one", "<p>Other text</p>", date="2024-01-01", tags=["y"], permalink="one/"))
    (site.folder / "content/2.md").unlink()


def build_with_fault(site: SmallSite, strace: str, call: str, fault: str, when: int) -> int:
    """The exit status of a build whose call number `when` below the output fails or kills."""
    command = [strace, "-f", "-qq", "-o", "/dev/null", "-e", f"inject={call}:{fault}:when={when}"]
    program = [
        sys.executable,
        "-X",
        "frozen_modules=off",
        "-m",
        "generator",
        "build",
        str(site.folder),
        "--jobs",
        "1",
        "-q",
    ]
    done = subprocess.run([*command, *program], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def check_recovery(site: SmallSite, wanted: dict[str, bytes]) -> None:
    foreign = site.output / "foreign.txt"
    if foreign.exists():
        assert foreign.read_text() == "mine"
        foreign.unlink()
    report = site.build()
    assert not [one for one in report.problems if one.severity == "error"], report.problems
    assert site.files() == wanted
    assert not list(site.folder.rglob(f"{TEMPORARY_PREFIX}*"))


@pytest.mark.parametrize("is_first", [True, False], ids=["first build", "second build"])
@pytest.mark.parametrize("call", ["rename", "mkdir", "unlink"])
def test_a_killed_build_loses_nothing_and_leaves_nothing(needs, tmp_path, wanted, call, is_first):
    strace = needs("strace")
    for when in PLACES:
        site = make(tmp_path / f"{when}")
        if not is_first:
            site.build()
            (site.output / "foreign.txt").write_text("mine")
        edit(site)
        status = build_with_fault(site, strace, call, "signal=SIGKILL", when)
        check_recovery(site, wanted)
        shutil.rmtree(site.folder)
        if status == 0:
            break


@pytest.mark.parametrize(
    ("call", "fault"),
    [("write", "error=ENOSPC"), ("rename", "error=EACCES"), ("rename", "error=EIO"), ("unlink", "error=EACCES")],
)
def test_a_full_or_forbidding_disk_is_told_and_the_next_build_is_whole(needs, tmp_path, wanted, call, fault):
    strace = needs("strace")
    for when in PLACES[1:4]:
        site = make(tmp_path / f"{when}")
        site.build()
        edit(site)
        status = build_with_fault(site, strace, call, fault, when)
        assert status in (0, 1)
        check_recovery(site, wanted)
        shutil.rmtree(site.folder)

"""The same content gives the same bytes whatever the machine is like."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import post, tree

pytestmark = pytest.mark.starts_processes

PROGRAM = """
import os, random, sys
real = os.scandir
class Shuffled:
    def __init__(self, entries):
        self.entries = entries
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
    def __iter__(self):
        return iter(self.entries)
    def __next__(self):
        return next(self.entries)
    def close(self):
        pass
def scandir(path="."):
    with real(path) as entries:
        entries = list(entries)
    random.Random(os.environ["SHUFFLE"]).shuffle(entries)
    return Shuffled(iter(entries))
os.scandir = scandir
from pathlib import Path
from generator.build import build
from generator.runtime.progress import Silent
from generator.building.site import BuildOptions
build(BuildOptions(Path(sys.argv[1]), output=Path(sys.argv[2]), jobs=int(sys.argv[3])), Silent())
"""


def build_elsewhere(site: Path, output: Path, jobs: int, **environment: str) -> dict[str, bytes]:
    """The files that a build in an environment of its own makes."""
    # What another environment has cleaned would serve this one.
    shutil.rmtree(site / ".pressmark", ignore_errors=True)
    values = {**os.environ, "SHUFFLE": "0", **environment}
    command = [sys.executable, "-c", PROGRAM, str(site), str(output), str(jobs)]
    subprocess.run(command, env=values, check=True, cwd=Path(__file__).parents[1])
    return tree(output)


def same_everywhere(site: Path, folder: Path) -> None:
    """Build a site from nothing in three environments that have nothing in common, and compare all bytes."""
    first = build_elsewhere(site, folder / "0", 1, TZ="UTC", PYTHONHASHSEED="0", LC_ALL="C")
    environments = [
        {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "SHUFFLE": "1"},
        {"TZ": "America/New_York", "PYTHONHASHSEED": "2", "LANG": "tr_TR.UTF-8", "SHUFFLE": "2"},
    ]
    for number, environment in enumerate(environments, start=1):
        assert build_elsewhere(site, folder / str(number), 1 + number % 2, **environment) == first


def test_zones_locales_hash_seeds_directory_order_and_processes_do_not_show(small_site, tmp_path):
    for number in range(9):
        text = post(
            f"Post {number}", f"<p>Text {number}</p>", date="2024-01-01", tags=["a", "b"], categories=["x", "y"]
        )
        small_site.write(f"{number % 3}/{number}.md", text)
    for name in ("p", "q", "r"):
        small_site.write(f"{name}.md", post(name, "same address", permalink="same/"))
    same_everywhere(small_site.folder, tmp_path)


def test_file_times_do_not_show(small_site, tmp_path):
    path = small_site.write("a.md", post("A", "text"))
    first = build_elsewhere(small_site.folder, tmp_path / "1", 1)
    os.utime(path, (0, 0))
    assert build_elsewhere(small_site.folder, tmp_path / "2", 1) == first

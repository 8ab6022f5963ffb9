"""Whole builds timed from outside: cold, unchanged, one body or title edited, one post added, one template changed.

Prints wall and CPU seconds, the peak memory of the process tree, files and bytes.  CPU and memory are sampled from
/proc twenty times a second, so what a process does in its last twentieth of a second is missing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import source_text, write_corpus

SAMPLE_S = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """A command's cost; `memory_bytes` is the highest sum of proportional set sizes over the process tree."""

    wall_s: float
    cpu_s: float
    memory_bytes: int


def measure(command: list[str]) -> Measured:
    """Run a command to its end.  Raises RuntimeError if it fails."""
    # A command that is in use finds its own modules compiled, whatever this process was told to leave on disk.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    cpu_s: dict[int, float] = {}
    memory_bytes = 0
    while process.poll() is None:
        tree = [process.pid, *descendants(process.pid)]
        cpu_s |= {pid: used for pid in tree if (used := cpu_of(pid)) is not None}
        memory_bytes = max(memory_bytes, sum(memory_of(pid) for pid in tree))
        time.sleep(SAMPLE_S)
    wall_s = time.perf_counter() - start
    assert process.stderr is not None
    with process.stderr as stream:
        said = stream.read().decode("utf-8", "replace")
    if process.returncode != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}: {said[-500:]}")
    return Measured(wall_s, sum(cpu_s.values()), memory_bytes)


def descendants(pid: int) -> list[int]:
    """All processes below `pid`."""
    found: list[int] = []
    waiting = [pid]
    while waiting:
        try:
            children = Path(f"/proc/{(parent := waiting.pop())}/task/{parent}/children").read_text().split()
        except OSError:
            continue
        found += (ids := [int(child) for child in children])
        waiting += ids
    return found


def cpu_of(pid: int) -> float | None:
    """User and system seconds of a process so far; None if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> int:
    """Proportional set size of a process in bytes; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def edits(site: Path, count: int) -> dict[str, Callable[[], object]]:
    """What is done before each build, by the name of the row."""
    some = site / "content" / f"{count // 2000:04d}" / f"{count // 2:07d}.md"
    newest = site / "content" / f"{count // 1000:04d}" / f"{count:07d}.md"

    def change(old: str, new: str) -> None:
        some.write_text(some.read_text("utf-8").replace(old, new, 1), "utf-8")

    def add() -> None:
        newest.parent.mkdir(exist_ok=True)
        newest.write_text(source_text(count), "utf-8")

    def template() -> None:
        (site / "templates" / "partials").mkdir(parents=True)
        (site / "templates" / "partials" / "comments.html").write_text("<p>.</p>", "utf-8")

    return {
        "cold": lambda: None,
        "unchanged": lambda: None,
        "one body edited": lambda: change("。", "！"),
        "one title edited": lambda: change("title: ", "title: 改"),
        "one post added": add,
        "one template changed": template,
    }


def main(arguments: list[str]) -> None:
    """Print a table for a corpus of the size that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=0)
    chosen = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="pressmark-bench-"))
    try:
        site = folder / "site"
        write_corpus(site, chosen.posts)
        # A file that is younger than two seconds is read again at each build; people do not edit that fast.
        time.sleep(2.1)
        print(f"{chosen.posts:,} posts, {os.cpu_count()} cores, jobs {chosen.jobs or 'auto'}")
        print("| build | wall s | CPU s | peak MB | files | MB |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, edit in edits(site, chosen.posts).items():
            edit()
            found = measure(
                [sys.executable, "-m", "generator", "build", str(site), "--quiet", "--jobs", str(chosen.jobs)]
            )
            files = [path for path in (site / "public").rglob("*") if path.is_file()]
            size_bytes = sum(path.stat().st_size for path in files)
            memory = found.memory_bytes / 1e6
            cells = (
                f"{found.wall_s:.1f}",
                f"{found.cpu_s:.1f}",
                f"{memory:.0f}",
                f"{len(files):,}",
                f"{size_bytes / 1e6:.0f}",
            )
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
            time.sleep(2.1)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What search costs: bytes of the index, the build of it, what an edit writes again, and what a query loads.

The posts are made; the queries are drawn from them and asked in Chromium, of a host that compresses text.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.run import checkout
from benchmarks.search_builds import (
    SIDES,
    Written,
    add_newest,
    build_after,
    build_both,
    edit_sentence,
    index_files,
    median_of,
    write_posts,
)

POSTS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: a figure, and the mark for 100,000 posts that it has to stay below."""

    name: str
    figure: float
    unit: str
    most: float | None = None


def print_rows(rows: Iterable[Row]) -> None:
    """Print figures with their marks."""
    print(f"| figure | | mark at {POSTS:,} posts |")
    print("| --- | ---: | ---: |")
    for row in rows:
        mark = "–" if row.most is None else f"{row.most:,g} {row.unit}".strip()
        print(f"| {row.name} | {row.figure:,.5g} {row.unit} | {mark} |")
    sys.stdout.flush()


def built(folder: Path, count: int, *, runs: int, jobs: int) -> list[Row]:
    """What the index of the site in `folder` costs; a sentence is then edited, and a post added."""
    side = checkout(Path(__file__).parents[1])
    costs = build_both(folder, side, runs=runs, jobs=jobs)
    shutil.rmtree(folder / SIDES[0])
    cpu, together, largest = (
        tuple(median_of(costs[name], field) for name in SIDES) for field in ("cpu_s", "together_bytes", "largest_bytes")
    )
    files = index_files(folder / "with" / "public")
    rows = [
        Row("bytes of the index", sum(file.stat().st_size for file in files) / 1e6, "MB", 100),
        Row("files of the index", len(files), "", 5_000),
        Row("CPU time of the build without it", cpu[0], "s"),
        Row("CPU time of the build with it", cpu[1], "s"),
        Row("CPU time of the index, a post", 1000 * (cpu[1] - cpu[0]) / count, "ms", 0.7),
        Row("memory of all processes without it", together[0] / 1e6, "MB"),
        Row("memory of all processes with it", together[1] / 1e6, "MB"),
        Row("memory over the build without it", (together[1] - together[0]) / 1e6, "MB", 300),
        Row("largest process over that of the build without it", (largest[1] - largest[0]) / 1e6, "MB"),
    ]
    edit_sentence(folder, count)
    rows += _written("one sentence edited", build_after(folder, side, jobs))
    add_newest(folder, count)
    return rows + _written("one post added", build_after(folder, side, jobs))


def _written(name: str, written: Written) -> list[Row]:
    return [
        Row(f"{name}: bytes of the index written again", written.index_bytes / 1e6, "MB", 2),
        Row(f"{name}: files of the index written again", written.index_files, ""),
        Row(f"{name}: bytes of the site written again", written.all_bytes / 1e6, "MB"),
        Row(f"{name}: CPU time", written.cost.cpu_s, "s"),
    ]


def main(arguments: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--runs", type=int, default=1, help="builds with and without an index")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--ready", type=Path, help="a folder of made posts, instead of making them")
    chosen = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="pressmark-bench-"))
    try:
        write_posts(folder, chosen.posts, chosen.ready)
        print(f"{chosen.posts:,} posts:\n")
        print_rows(built(folder, chosen.posts, runs=chosen.runs, jobs=chosen.jobs))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])

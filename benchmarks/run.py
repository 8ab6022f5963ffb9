"""Whole builds seen from outside: cold, unchanged, one body or title edited, one post added, one template changed.

With `--against` another checkout builds the same sites in turn with this one, build by build, and the medians stand
side by side: this is how a change is compared with the commit before it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from benchmarks.corpus import BODIES, add_corpora, corpora, newest_text, write_corpus
from benchmarks.processes import IS_WHOLE, Cost, measure

PAUSE_S = 2.1
"""A file that is younger than two seconds is read again at each build; people do not edit that fast."""

RUNS_AGAINST = 5
SIDES = ("before", "this")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout of Pressmark, and the interpreter that runs it."""

    folder: Path
    python: str

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which `python -m generator` runs this checkout, from bytecode as where it is installed."""
        found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return {**found, "PYTHONPATH": str(self.folder)}

    def build(self, site: Path, jobs: int) -> Cost:
        """What it costs to build a site."""
        command = [self.python, "-m", "generator", "build", str(site), "--quiet", "--jobs", str(jobs)]
        return measure(command, self.folder, self.environment)


def checkout(folder: Path) -> Checkout:
    """The checkout in a folder, compiled; its own `.venv` runs it, and where it has none, this interpreter."""
    own = folder / ".venv" / "bin" / "python"
    found = Checkout(folder, str(own) if own.exists() else sys.executable)
    _ask(found, "-m", "compileall", "-q", "generator")
    package = Path(_ask(found, "-c", "import generator; print(generator.__file__)").strip()).resolve().parent
    if package != (folder / "generator").resolve():
        raise RuntimeError(f"{found.python} in {folder} runs {package}")
    return found


def _ask(side: Checkout, *arguments: str) -> str:
    command = [side.python, *arguments]
    return subprocess.run(
        command, cwd=side.folder, env=side.environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


@dataclass(frozen=True, slots=True)
class Built:
    """A build by one checkout: its cost and what lies in the output folder afterwards."""

    cost: Cost
    files: int
    size_bytes: int


def edits(site: Path, count: int, *, plain: bool) -> dict[str, Callable[[], object]]:
    """What is done before each build, by the name of the row."""
    posts = sorted((site / "content").rglob("*.md"))
    half = len(posts) // 2
    some = next(post for post in posts[half:] + posts[:half] if _has_sentences(post.read_text("utf-8")))
    newest = site / "content" / f"{count // 1000:04d}" / f"{count:07d}.md"

    def change(old: str, new: str) -> None:
        some.write_text(some.read_text("utf-8").replace(old, new, 1), "utf-8")

    def add() -> None:
        newest.parent.mkdir(exist_ok=True)
        newest.write_text(newest_text(count, plain=plain), "utf-8")

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


def _has_sentences(text: str) -> bool:
    return "<p" in text and "。" in text


def build_in_turn(
    sides: Sequence[Checkout], corpus: Path, count: int, *, plain: bool, jobs: int = 0, pause_s: float = PAUSE_S
) -> dict[str, tuple[Built, ...]]:
    """What each kind of build costs each side, each with its own copy of a corpus and in this order."""
    sites = [corpus.with_name(f"site-{number}") for number in range(len(sides))]
    try:
        for site in sites:
            shutil.copytree(corpus, site)
        rows: dict[str, tuple[Built, ...]] = {}
        todo = [edits(site, count, plain=plain) for site in sites]
        for name in todo[0]:
            for edit in todo:
                edit[name]()
            time.sleep(pause_s)
            rows[name] = tuple(_built(side, site, jobs) for side, site in zip(sides, sites, strict=True))
        return rows
    finally:
        for site in sites:
            shutil.rmtree(site, ignore_errors=True)


def _built(side: Checkout, site: Path, jobs: int) -> Built:
    cost = side.build(site, jobs)
    sizes = [path.stat().st_size for path in (site / "public").rglob("*") if path.is_file()]
    return Built(cost, len(sizes), sum(sizes))


# ------------------------------------------------------------------------------------------- tables


def tables(sides: Sequence[Checkout], count: int, *, runs: int, plain: bool, jobs: int) -> None:
    """Build a corpus several times by all sides, and print the medians."""
    folder = Path(tempfile.mkdtemp(prefix="pressmark-bench-"))
    found: dict[str, list[tuple[Built, ...]]] = {}
    try:
        write_corpus(folder / "corpus", count, plain=plain)
        for number in range(runs):
            # The second one finds the processor warm and the disk busy, so they take turns in going first.
            step = -1 if number % 2 else 1
            for name, built in build_in_turn(sides[::step], folder / "corpus", count, plain=plain, jobs=jobs).items():
                found.setdefault(name, []).append(built[::step])
    finally:
        shutil.rmtree(folder)
    print(f"\n{count:,} posts, {BODIES[plain]}, median of {runs}:\n")
    print("| build | wall s | CPU s | largest process MB | together MB | files | MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, all_built in found.items():
        medians = [median(built) for built in zip(*all_built, strict=True)]
        if len(medians) == 1:
            print(f"| {name} | {_cells(medians[0])} |")
            continue
        for by, one in zip(SIDES, medians, strict=True):
            print(f"| {name}, {by} | {_cells(one)} |")
        print(f"| {name}, ratio | {_ratios(*(one.cost for one in medians))} | | |")


def median(built: Sequence[Built]) -> Built:
    """Of each figure of the cost the median; files and bytes are those of the last build."""
    costs = [statistics.median(getattr(one.cost, field.name) for one in built) for field in fields(Cost)]
    return Built(Cost(*costs), built[-1].files, built[-1].size_bytes)


def _cells(built: Built) -> str:
    cost = built.cost
    together = f"{cost.together_bytes / 1e6:.0f}" if IS_WHOLE else "–"
    times = f"{cost.wall_s:.1f} | {cost.cpu_s:.2f} | {cost.largest_bytes / 1e6:.0f} | {together}"
    return f"{times} | {built.files:,} | {built.size_bytes / 1e6:.0f}"


def _ratios(before: Cost, after: Cost) -> str:
    pairs = [(getattr(before, field.name), getattr(after, field.name)) for field in fields(Cost)]
    return " | ".join(f"{new / old:.3f}" if old else "–" for old, new in pairs)


def main(arguments: list[str]) -> None:
    """Print a table for each corpus of the size that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=0)
    add_corpora(parser)
    parser.add_argument(
        "--against", type=Path, metavar="CHECKOUT", help="another checkout, built in turn with this one"
    )
    parser.add_argument("--runs", type=int, help=f"builds of each kind: 1, or {RUNS_AGAINST} with --against")
    chosen = parser.parse_args(arguments)
    sides = [checkout(folder.resolve()) for folder in (chosen.against, Path(__file__).parents[1]) if folder]
    print(f"{os.cpu_count()} cores, jobs {chosen.jobs or 'auto'}")
    for by, side in zip(SIDES[-len(sides) :], sides, strict=True):
        print(f"{by}: {side.folder}, run by {side.python}")
    if not IS_WHOLE:
        print("Only Linux counts all processes: here those are missing for which the command did not wait.")
    runs = chosen.runs or (RUNS_AGAINST if chosen.against else 1)
    for plain in corpora(chosen):
        tables(sides, chosen.posts, runs=runs, plain=plain, jobs=chosen.jobs)


if __name__ == "__main__":
    main(sys.argv[1:])

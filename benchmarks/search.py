"""What search costs: bytes of the index, the build of it, what an edit writes again, and what a query loads.

The posts are made; the queries are drawn from them and asked in Chromium, of a host that compresses text.  With
`--pagefind` the same pages and queries are also given to Pagefind, and what both find is compared with a scan.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks import pagefind
from benchmarks.host import hosted
from benchmarks.processes import Cost
from benchmarks.queries import draw
from benchmarks.run import Checkout, checkout
from benchmarks.scan import published_posts, quality
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
    write_settings,
)
from benchmarks.search_page import SearchPage, chromium
from benchmarks.search_queries import SHOWN, loaded, median_and_most, sample

POSTS = 100_000
QUERIES = 30
FIRST = {"common": (SHOWN, 120), "rare": (SHOWN, 120), "two words": (SHOWN, 120), "four": (20, 300)}
"""Kinds of queries; how many results of each are waited for, and the kilobytes that they may load, those of four
characters with the pages that are read."""
ASKED = {"string": 500, "word": 60, "mixed": 40, "absent": 30}
"""How many queries of each kind are compared with a scan."""
ARCHIVE = Path(__file__).resolve().parents[2] / "shared" / "archive"

Costs = dict[str, list[Cost]]


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
        print(f"| {row.name} | {row.figure:,.5g} {row.unit} | {mark} |".replace("  ", " "))
        sys.stdout.flush()


# ------------------------------------------------------------------------------------------- builds


def index_rows(output: Path, costs: Costs, count: int) -> list[Row]:
    """What the index in an output folder weighs, and what it costs over a build without it."""
    cpu, together, largest = (
        tuple(median_of(costs[name], field) for name in SIDES) for field in ("cpu_s", "together_bytes", "largest_bytes")
    )
    files = index_files(output)
    return [
        Row("bytes of the index", _size(files) / 1e6, "MB", 100),
        Row("files of the index", len(files), "", 5_000),
        Row("CPU time of the build without it", cpu[0], "s"),
        Row("CPU time of the build with it", cpu[1], "s"),
        Row("CPU time of the index, a post", 1000 * (cpu[1] - cpu[0]) / count, "ms", 0.7),
        Row("memory of all processes without it", together[0] / 1e6, "MB"),
        Row("memory of all processes with it", together[1] / 1e6, "MB"),
        Row("memory over the build without it", (together[1] - together[0]) / 1e6, "MB", 300),
        Row("largest process over that of the build without it", (largest[1] - largest[0]) / 1e6, "MB"),
    ]


def edit_rows(folder: Path, side: Checkout, count: int, jobs: int) -> Iterable[Row]:
    """What is written again after one sentence of the site in `folder` was edited, and after a post was added."""
    edit_sentence(folder, count)
    yield from _written("one sentence edited", build_after(folder, side, jobs))
    add_newest(folder, count)
    yield from _written("one post added", build_after(folder, side, jobs))


def _written(name: str, written: Written) -> list[Row]:
    return [
        Row(f"{name}: bytes of the index written again", written.index_bytes / 1e6, "MB", 2),
        Row(f"{name}: files of the index written again", written.index_files, ""),
        Row(f"{name}: bytes of the site written again", written.all_bytes / 1e6, "MB"),
        Row(f"{name}: CPU time", written.cost.cpu_s, "s"),
    ]


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files)


# ------------------------------------------------------------------------------------------- queries


def query_rows(browser: Any, output: Path) -> Iterable[Row]:
    """What the first results of queries load, drawn from some of the posts in an output folder."""
    posts = sample(output)
    for kind, (shown, most) in FIRST.items():
        found = list(loaded(browser, output, draw(kind, QUERIES, posts), shown))
        parts = {
            "script, manifest, buckets and titles": ("search page", "pages"),
            "the same with the pages of posts": ("search page",),
        }
        for place, (name, but) in enumerate(parts.items()):
            sizes = {one.query: one.sum(*but) / 1000 for one in found}
            median, largest = median_and_most(sizes.values())
            mark = most if place == (kind == "four") else None
            yield Row(f"{kind}: {name}, median of {len(found)}", median, "KB", mark)
            yield Row(f"{kind}: {name}, most ({max(sizes, key=sizes.__getitem__)})", largest, "KB", mark)
    yield Row("the search page with its style", found[0].by_part["search page"] / 1000, "KB")


# ------------------------------------------------------------------------------------------- Pagefind


def compare(browser: Any, folder: Path, costs: Costs) -> None:
    """Print what the index of the site in `folder` and that of Pagefind weigh, cost, load and find."""
    output = folder / "with" / "public"
    cost = pagefind.build(output, folder)
    posts = list(published_posts(output))
    cpu, memory = ([median_of(costs[name], field) for name in SIDES] for field in ("cpu_s", "together_bytes"))
    ours, theirs = index_files(output), pagefind.index_files(folder)
    print("\n| figure | Pressmark | Pagefind | in quotes |\n| --- | ---: | ---: | ---: |")
    print(f"| bytes of the index, MB | {_size(ours) / 1e6:.2f} | {_size(theirs) / 1e6:.2f} | |")
    print(f"| files | {len(ours):,} | {len(theirs):,} | |")
    print(f"| CPU s of the build | {cpu[1] - cpu[0]:.1f} | {cost.cpu_s:.1f} | |")
    print(f"| memory of the build, MB | {(memory[1] - memory[0]) / 1e6:.0f} | {cost.largest_bytes / 1e6:.0f} | |")
    pagefind.write_page(folder, "zh-CN")
    for kind, (shown, _) in FIRST.items():
        queries = draw(kind, QUERIES, posts)
        all_sizes = [
            [one.sum("search page") for one in loaded(browser, output, queries, shown)],
            *(list(pagefind.loaded(browser, folder, map(form.format, queries), shown)) for form in pagefind.FORMS),
        ]
        cells = [f"{median / 1000:.0f}, {most / 1000:.0f}" for median, most in map(median_and_most, all_sizes)]
        print(f"| KB for the first results of {kind}: median, most | {' | '.join(cells)} |", flush=True)
    for kind, count in ASKED.items():
        queries = draw(kind, count, posts)
        found = [_found(browser, output, queries), *_found_by_pagefind(browser, folder, queries)]
        cells = [", ".join(f"{value:.3f}" for value in astuple(quality(one, posts))) for one in found]
        print(f"| {count} of {kind}: recall, precision, exact | {' | '.join(cells)} |", flush=True)


def _found(browser: Any, output: Path, queries: Iterable[str]) -> dict[str, set[str]]:
    with hosted(output) as (home, _):
        page = SearchPage(browser.new_context(), home)
        return {query: set(page.ask(query)) for query in queries}


def _found_by_pagefind(browser: Any, folder: Path, queries: Iterable[str]) -> Iterable[dict[str, set[str]]]:
    addresses = pagefind.addresses(folder)
    with hosted(folder) as (home, _):
        page = pagefind.Pagefind(browser.new_context(), home)
        for form in pagefind.FORMS:
            yield {query: {addresses[name] for name in page.ask(form.format(query), 0)} for query in queries}


# ------------------------------------------------------------------------------------------- tables


def measure_corpus(folder: Path, chosen: argparse.Namespace) -> None:
    """Print the figures of made posts."""
    side = checkout(Path(__file__).parents[1])
    write_posts(folder, chosen.posts, chosen.ready)
    print(f"{chosen.posts:,} posts:\n")
    costs = build_both(folder, side, runs=chosen.runs, jobs=chosen.jobs)
    shutil.rmtree(folder / SIDES[0])
    with chromium() as browser:
        if chosen.pagefind:
            compare(browser, folder, costs)
            return
        output = folder / "with" / "public"
        weight, queries = index_rows(output, costs, chosen.posts), query_rows(browser, output)
        print_rows(chain(weight, queries, edit_rows(folder, side, chosen.posts, chosen.jobs)))


def measure_archive(folder: Path, chosen: argparse.Namespace) -> None:
    """Print the figures of the real archive beside those of Pagefind."""
    write_settings(folder, ARCHIVE)
    print("The real archive:")
    costs = build_both(folder, checkout(Path(__file__).parents[1]), runs=chosen.runs, jobs=chosen.jobs)
    with chromium() as browser:
        compare(browser, folder, costs)


def main(arguments: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--runs", type=int, default=1, help="builds with and without an index")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--ready", type=Path, help="a folder of made posts, instead of making them")
    parser.add_argument("--pagefind", action="store_true", help="compare with Pagefind on made posts")
    parser.add_argument(
        "--archive", action="store_true", help="compare with Pagefind on the posts in ../shared/archive"
    )
    chosen = parser.parse_args(arguments)
    if (chosen.pagefind or chosen.archive) and not pagefind.is_installed():
        parser.error('Pagefind is not installed: pip install -e ".[bench]"')
    folder = Path(tempfile.mkdtemp(prefix="pressmark-bench-"))
    try:
        (measure_archive if chosen.archive else measure_corpus)(folder, chosen)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])

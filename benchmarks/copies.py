"""What it costs to find near copies, and which of those that were planted in made texts are found.

CPU time in one process; the texts are made in between and not counted.  Where rensa is installed (the extra `bench`),
its pairs are compared with ours: it gets the same shingles, and as many values and bands.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TypeVar

from benchmarks.copied_texts import CORPORA, TEMPLATES, change, kind_of, original_of, text
from benchmarks.processes import MAXRSS_BYTES
from generator.copies.arrays import Table
from generator.copies.candidates import BANDS, updated
from generator.copies.clusters import ALIKE, clusters
from generator.copies.sketches import SIZE, sketch
from generator.copies.texts import Similarity, normalised, shingles, similarity

T = TypeVar("T")

POSTS = 100_000
SURE = 0.85
"""The Jaccard similarity from which on next to no copy may be missed."""
_AT_ONCE = 1_000

Pair = tuple[int, int]


class Clock:
    """CPU seconds by the name of what took them."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.seconds: dict[str, float] = {}

    def timed(self, name: str, work: Callable[[], T]) -> T:
        """The result of `work`, whose time is added to that of `name`."""
        start = time.process_time()
        result = work()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start
        return result


@dataclass(frozen=True, slots=True)
class Found:
    """What was found among the texts of a corpus."""

    looked_at: int
    """Candidates, whose texts were compared."""
    similar: dict[Pair, Similarity]
    """The exact similarity of the candidates that are near copies."""
    crowded: frozenset[int]
    """Texts taken for templates."""
    in_clusters: int
    clock: Clock


def find(corpus: str, count: int) -> Found:
    """Find the near copies among the first texts of a corpus, step by step as a build does."""
    clock = Clock()
    sketches: dict[str, bytes | None] = {}
    for start in range(0, count, _AT_ONCE):
        texts = {_name(number): text(corpus, number) for number in range(start, min(start + _AT_ONCE, count))}
        words = clock.timed("normalising", lambda texts=texts: {name: normalised(text) for name, text in texts.items()})
        made = clock.timed("sketches", lambda words=words: {name: sketch(text) for name, text in words.items()})
        sketches.update(made)
    table = clock.timed("candidates", lambda: updated(None, sketches))
    similar: dict[tuple[str, str], Similarity] = {}
    for a, b in sorted(table.pairs):
        one, other = (text(corpus, int(name)) for name in (a, b))
        similar[a, b] = clock.timed("comparing", lambda one=one, other=other: compared(one, other))
    sets = clock.timed("clusters", lambda: clusters(similar))
    _look_up(table, clock)
    return Found(
        looked_at=len(table.pairs),
        similar={(int(a), int(b)): value for (a, b), value in similar.items() if value.jaccard >= ALIKE},
        crowded=frozenset(map(int, table.crowded)),
        in_clusters=sum(map(len, sets)),
        clock=clock,
    )


def _look_up(table: Table, clock: Clock) -> None:
    """Add one text to a table, as a build does after an edit."""
    known: dict[str, bytes | None] = dict.fromkeys(table.texts)
    known["new"] = table.sketches[0].tobytes()
    clock.timed("one text more", lambda: updated(table, known))


def _name(number: int) -> str:
    return f"{number:07}"


def compared(one: str, other: str) -> Similarity:
    """The exact similarity of two texts."""
    return similarity(shingles(normalised(one)), shingles(normalised(other)))


def planted(corpus: str, count: int) -> dict[Pair, float]:
    """The exact Jaccard similarity of each copy among the first texts and its original."""
    pairs = ((original, number) for number in range(count) if (original := original_of(number)) is not None)
    return {pair: compared(*(text(corpus, number) for number in pair)).jaccard for pair in pairs}


# ------------------------------------------------------------------------------------------- rensa


def found_by_rensa(corpus: str, numbers: Iterable[int], clock: Clock) -> set[Pair]:
    """The pairs that rensa takes for candidates among these texts."""
    from rensa import RMinHash, RMinHashLSH

    ordered = list(numbers)
    hashes = []
    for start in range(0, len(ordered), _AT_ONCE):
        words = [normalised(text(corpus, number)) for number in ordered[start : start + _AT_ONCE]]
        some = clock.timed("shingles", lambda words=words: [list(shingles(text)) for text in words])
        hashes += clock.timed("sketches", lambda some=some: RMinHash.from_token_sets(some, num_perm=SIZE, seed=1))
    index = RMinHashLSH(threshold=ALIKE, num_perm=SIZE, num_bands=BANDS)
    clock.timed("candidates", lambda: index.insert_many(hashes))
    near = clock.timed("candidates", lambda: index.query_all(hashes))
    return {
        (number, ordered[other])
        for place, (number, others) in enumerate(zip(ordered, near, strict=True))
        for other in others
        if other > place
    }


def _print_rensa(corpus: str, count: int, found: Found) -> None:
    if find_spec("rensa") is None:
        print('\nrensa is not installed: pip install -e ".[bench]"')
        return
    # Of each template it makes pairs of every two texts, by the million.
    numbers = [number for number in range(count) if kind_of(corpus, number) not in TEMPLATES]
    clock = Clock()
    pairs = found_by_rensa(corpus, numbers, clock)
    others = pairs - found.similar.keys()
    exact = [compared(*(text(corpus, number) for number in pair)).jaccard for pair in others]
    missed = [jaccard for jaccard in exact if jaccard >= SURE]
    seconds = clock.seconds
    print(
        f"\nrensa: {len(numbers):,} texts, {seconds['shingles']:.2f} s for their shingles, "
        f"{seconds['sketches']:.2f} s for sketches, {seconds['candidates']:.2f} s for candidates; "
        f"{len(pairs):,} candidates; "
        f"of its pairs at J ≥ {SURE}, {len(missed)} are missing among ours"
    )


# ------------------------------------------------------------------------------------------- tables


def _report(corpus: str, count: int) -> None:
    found = find(corpus, count)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_BYTES / 1e6
    exact = planted(corpus, count)
    seconds = dict(found.clock.seconds)
    more = seconds.pop("one text more")
    print(f"\n{count:,} texts, {corpus}:\n")
    print("| step | CPU s | CPU ms a text |")
    print("| --- | ---: | ---: |")
    for name, cost in [*seconds.items(), ("all", sum(seconds.values()))]:
        print(f"| {name} | {cost:.2f} | {1000 * cost / count:.3f} |")
    print(
        f"\nPeak memory {peak_mb:.0f} MB.  One text more: {more:.2f} s.  {found.looked_at:,} candidates, "
        f"{len(found.similar):,} near copies, {found.in_clusters:,} texts in clusters, "
        f"{len(found.crowded):,} texts in templates."
    )
    print(f"Near copies that were not planted: {len(found.similar.keys() - exact.keys()):,}.\n")
    print(f"| planted | pairs | J ≥ {SURE} | of these found | J ≥ {ALIKE} | of these found |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, pairs in _groups(corpus, exact).items():
        cells = [str(len(pairs))]
        for least in (SURE, ALIKE):
            wanted = [pair for pair in pairs if exact[pair] >= least]
            share = f"{sum(pair in found.similar for pair in wanted) / len(wanted):.4f}" if wanted else "–"
            cells += [str(len(wanted)), share]
        print(f"| {name} | {' | '.join(cells)} |")
    _print_rensa(corpus, count, found)


def _groups(corpus: str, exact: Iterable[Pair]) -> dict[str, list[Pair]]:
    """The planted pairs by what was done to the copy; those of templates apart."""
    groups: dict[str, list[Pair]] = {"all": []}
    for pair in exact:
        is_template = kind_of(corpus, pair[1]) in TEMPLATES
        groups.setdefault("in templates" if is_template else change(corpus, pair[1]).__name__, []).append(pair)
        if not is_template:
            groups["all"].append(pair)
    return groups


def main(arguments: list[str]) -> None:
    """Print tables for each corpus, each made by a process of its own, so that the memory is that of one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    parser.add_argument("--corpus", choices=list(CORPORA), help="only this corpus, in this process")
    chosen = parser.parse_args(arguments)
    if chosen.corpus:
        _report(chosen.corpus, chosen.posts)
        return
    for corpus in CORPORA:
        program = [sys.executable, "-m", "benchmarks.copies", "--posts", str(chosen.posts), "--corpus", corpus]
        subprocess.run(program, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])

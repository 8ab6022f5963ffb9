"""What queries load: bytes by kind of file, each query in a browser that has seen nothing of the site."""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.host import hosted
from benchmarks.scan import Published, addresses, published_posts
from benchmarks.search_page import SearchPage

SAMPLE = 300
"""Posts from which queries are drawn."""
SHOWN = 10
"""Results that a page shows at once; more are loaded when a reader comes near to their end."""
_SETTLED_S = 0.3

PARTS = (
    ("script", re.compile(r"theme/search\..*")),
    ("search page", re.compile(r"search/|theme/.*|favicon.ico")),
    ("manifest", re.compile(r"search/index\.json")),
    ("simplified characters", re.compile(r"search/simplified\.bin")),
    ("buckets", re.compile(r"search/b/.*")),
    ("titles", re.compile(r"search/t/.*")),
    ("pages", re.compile(r".*")),
)
"""Kinds of files and their addresses; the first that matches counts."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a query made a browser load, in bytes by kind of file."""

    query: str
    by_part: Counter[str]

    def sum(self, *but: str) -> int:
        """All bytes, without those of some kinds of files."""
        return sum(size for name, size in self.by_part.items() if name not in but)


def sample(output: Path, seed: int = 1) -> list[Published]:
    """Some posts of an output folder, drawn with a seed."""
    listed = addresses(output)
    Random(seed).shuffle(listed)
    return list(islice(published_posts(output, listed), SAMPLE))


def loaded(browser: Any, output: Path, queries: Iterable[str], shown: int) -> Iterator[Loaded]:
    """What each query loads until `shown` results or all are there, with their snippets."""
    with hosted(output) as (home, sent):
        for query in queries:
            sent.clear()
            context = browser.new_context()
            page = SearchPage(context, home)
            page.ask(query, shown)
            settle(sent)
            context.close()
            yield Loaded(query, by_part(sent))


def by_part(sent: Iterable[tuple[str, int]]) -> Counter[str]:
    """The bytes of each kind of file in what a host sent."""
    parts: Counter[str] = Counter()
    for address, size in sent:
        parts[next(name for name, pattern in PARTS if pattern.fullmatch(address))] += size
    return parts


def settle(sent: Sequence[object]) -> None:
    """Wait until nothing more is sent for a while."""
    count = -1
    while count != len(sent):
        count = len(sent)
        time.sleep(_SETTLED_S)


def median_and_most(sizes: Iterable[float]) -> tuple[float, float]:
    """The median and the largest of some sizes."""
    found = sorted(sizes)
    return statistics.median(found), found[-1]

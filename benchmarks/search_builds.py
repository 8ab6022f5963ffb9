"""What a search index costs a build: the same posts built with and without it, an edit, and a new post."""

from __future__ import annotations

import re
import shutil
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count as numbers
from pathlib import Path

from benchmarks.corpus import newest_text, source_text
from benchmarks.processes import Cost
from benchmarks.run import PAUSE_S, Checkout

SIDES = ("without", "with")
_PARAGRAPH = re.compile(r"(<p\b[^>]*>[^<]*?)([\u4e00-\u9fff]{8,})")
_SETTINGS = """title = "基准"
url = "https://example.org/"
timezone = "Asia/Shanghai"
content = ["{content}"]
language = "zh-CN"
[lists]
per_page = 100
[search]
enabled = {enabled}
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What a build after an edit wrote."""

    index_bytes: int
    """Of the files of the index."""
    index_files: int
    all_bytes: int
    """Of all files of the site."""
    cost: Cost


def write_posts(folder: Path, count: int, ready: Path | None) -> None:
    """Write the sources of `count` posts into `folder`, and the settings of two sites of them.

    `ready` is a folder of made sources to take instead of making them.
    """
    texts = (path.read_text("utf-8") for path in sorted(ready.rglob("*.md"))) if ready else map(source_text, numbers())
    for number, text in zip(range(count), texts, strict=False):
        _write(folder, number, text)
    write_settings(folder, folder / "content")


def write_settings(folder: Path, content: Path) -> None:
    """Write the settings of a site with an index and of one without, both of the posts in `content`."""
    for side in SIDES:
        (folder / side).mkdir(parents=True)
        is_enabled = "true" if side == "with" else "false"
        (folder / side / "site.toml").write_text(_SETTINGS.format(content=content, enabled=is_enabled), "utf-8")


def _write(folder: Path, number: int, text: str) -> None:
    path = folder / "content" / f"{number // 1000:04d}" / f"{number:07d}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def build_both(folder: Path, checkout: Checkout, *, runs: int, jobs: int) -> dict[str, list[Cost]]:
    """The costs of building the site of each side `runs` times from nothing, in turn."""
    costs: dict[str, list[Cost]] = {side: [] for side in SIDES}
    for run in range(runs):
        for side in SIDES if run % 2 == 0 else SIDES[::-1]:
            for name in ("public", ".pressmark"):
                shutil.rmtree(folder / side / name, ignore_errors=True)
            costs[side].append(checkout.build(folder / side, jobs))
    return costs


def median_of(costs: list[Cost], field: str) -> float:
    """The median of a field of some costs."""
    return statistics.median(getattr(cost, field) for cost in costs)


def index_files(output: Path) -> list[Path]:
    """The files of the index in an output folder, without the search page and its description."""
    found = (path for path in (output / "search").rglob("*") if path.is_file())
    return [path for path in found if path.name not in ("index.html", "opensearch.xml")]


# ------------------------------------------------------------------------------------------- edits


def edit_sentence(folder: Path, count: int) -> None:
    """Write a stretch of eight characters or more backwards, in a paragraph of a post of medium age."""
    posts = sorted((folder / "content").rglob("*.md"))[count // 2 :]
    found = (path for path in posts if _PARAGRAPH.search(path.read_text("utf-8")))
    path = next(found)
    path.write_text(_PARAGRAPH.sub(lambda match: match[1] + match[2][::-1], path.read_text("utf-8"), count=1), "utf-8")


def add_newest(folder: Path, count: int) -> None:
    """Write a post that is newer than all others."""
    _write(folder, count, newest_text(count))


def build_after(folder: Path, checkout: Checkout, jobs: int) -> Written:
    """Build the site with an index once more, and return what that wrote."""
    output = folder / "with" / "public"
    before = dict(_states(output))
    time.sleep(PAUSE_S)
    cost = checkout.build(folder / "with", jobs)
    index = set(index_files(output))
    changed = [path for path, state in _states(output) if before.get(path) != state]
    of_index = [path for path in changed if path in index]
    return Written(_size(of_index), len(of_index), _size(changed), cost)


def _states(output: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    for path in output.rglob("*"):
        if path.is_file():
            found = path.stat()
            yield path, (found.st_ino, found.st_mtime_ns)


def _size(files: list[Path]) -> int:
    return sum(path.stat().st_size for path in files)

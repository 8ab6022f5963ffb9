"""Checks whether a site exceeds the limits of GitHub Pages or comes near them.

Source: "GitHub Pages limits" and "About large files on GitHub" in GitHub's documentation, 2026-11.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from generator.errors import Problem, Where, problem
from generator.publishing.tree import OutputFile

SITE_BYTES, MUCH_BYTES = 1_000_000_000, 800_000_000
"""Size of all files of a published site: above the first number there is an error, above the second a warning."""
FILE_BYTES, LARGE_BYTES = 100 * 1024 * 1024, 50 * 1024 * 1024
"""Size of one file: above the first number there is an error, above the second a warning.  GitHub counts in MiB."""
MANY_FILES = 50_000
"""The number of files above which there is a warning: GitHub stops a deployment after ten minutes, and sites of this
many files have taken that long."""
_SHOWN = 5

_SMALLER = (
    "publish pictures and other media from another host, or split the archive into sites of their own; "
    "`per_page` in [lists] makes fewer list pages"
)


def limit_problems(files: Sequence[OutputFile], output: Path) -> tuple[Problem, ...]:
    """Errors for limits of GitHub Pages that `files` exceed, and warnings for limits that `files` come near.

    Empty if there are neither.  `output` is the folder of the files, which messages name.
    """
    problems = [*_of_files(files, output)]
    where = Where(str(output))
    total = sum(file.size_bytes for file in files)
    if total > MUCH_BYTES:
        code = "site-too-large" if total > SITE_BYTES else "site-large"
        shown = _largest(files, lambda file: file.size_bytes, lambda size: f"{size / 1e6:,.0f} MB")
        message = f"the site has {total / 1e6:,.0f} MB of the 1,000 MB that GitHub Pages takes: {shown}"
        problems.append(problem(code, where, message, _SMALLER))
    if len(files) > MANY_FILES:
        shown = _largest(files, lambda _: 1, lambda count: f"{count:,}")
        message = f"the site has {len(files):,} files, and a deployment of more than {MANY_FILES:,}"
        message += f" may not end within the ten minutes that GitHub Pages gives it: {shown}"
        help = "`per_page` in [lists] makes fewer list pages; `pressmark deploy --workflow` sends one archive instead"
        problems.append(problem("site-large", where, message, help))
    return tuple(problems)


def _of_files(files: Iterable[OutputFile], output: Path) -> Iterable[Problem]:
    for file in files:
        if file.size_bytes > LARGE_BYTES:
            is_over = file.size_bytes > FILE_BYTES
            where = Where(os.path.join(output, os.fsdecode(file.path)))  # noqa: PTH118
            size = f"{file.size_bytes / 1024 / 1024:,.0f} MiB"
            message = f"a file of {size}, and GitHub " + ("takes at most 100" if is_over else "warns from 50")
            help = "make it smaller, or publish it from another host and link it"
            yield problem("site-too-large" if is_over else "site-large", where, message, help)


def _largest(files: Iterable[OutputFile], weigh: Callable[[OutputFile], int], shown: Callable[[int], str]) -> str:
    """The heaviest folders as text, with their weights: those at the top, and subfolders with over half of the weight.

    The weight of a folder is the sum of `weigh(file)` of all files in it; `shown` turns a weight into text.
    """
    weights: defaultdict[bytes, int] = defaultdict(int)
    for file in files:
        parts = file.path.split(b"/")[:-1]
        for depth in range(min(len(parts), 2)):
            weights[b"/".join(parts[: depth + 1])] += weigh(file)
        if not parts:
            weights[b"."] += weigh(file)
    named = sorted(
        ((weight, name) for name, weight in weights.items() if b"/" not in name or weight > weights[_top(name)] / 2),
        key=lambda row: (-row[0], row[1]),
    )
    names = {name: "the top folder" if name == b"." else f"{os.fsdecode(name)}/" for _, name in named}
    return ", ".join(f"{names[name]} {shown(weight)}" for weight, name in named[:_SHOWN])


def _top(name: bytes) -> bytes:
    return name.partition(b"/")[0]

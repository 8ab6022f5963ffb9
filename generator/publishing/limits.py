"""Checks whether a site exceeds the limits of GitHub Pages or comes near them.

Source: "GitHub Pages limits" and "About large files on GitHub" in GitHub's documentation, 2026-11.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Share:
    """The files and bytes of a part of a site, such as `lists of tags`, or those that a setting would save."""

    name: str
    files: int
    size_bytes: int


def limit_problems(
    files: Sequence[OutputFile], output: Path, shares: Sequence[Share], savings: Sequence[Share]
) -> tuple[Problem, ...]:
    """Errors for limits of GitHub Pages that `files` exceed, and warnings for limits that `files` come near.

    Empty if there are neither.  `output` is the folder of the files, which messages name.  They also name what the site
    consists of (`shares`), and how it becomes smaller (`savings`).
    """
    problems = [*_of_files(files, output)]
    where = Where(str(output))
    total = sum(file.size_bytes for file in files)
    if total > MUCH_BYTES:
        code = "site-too-large" if total > SITE_BYTES else "site-large"
        message = f"the site has {_megabytes(total)} of the 1,000 MB that GitHub Pages takes: "
        message += _listed(shares, lambda share: share.size_bytes, _megabytes, "{} {}")
        problems.append(problem(code, where, message, _smaller(savings, lambda share: share.size_bytes, _megabytes)))
    if len(files) > MANY_FILES:
        message = f"the site has {len(files):,} files, and a deployment of more than {MANY_FILES:,}"
        message += " may not end within the ten minutes that GitHub Pages gives it: "
        message += _listed(shares, lambda share: share.files, _count, "{} {}")
        help = "`pressmark deploy --workflow` sends one archive instead; "
        help += _smaller(savings, lambda share: share.files, lambda count: f"{count:,} files")
        problems.append(problem("site-large", where, message, help))
    return tuple(problems)


def _smaller(savings: Sequence[Share], weigh: Callable[[Share], int], shown: Callable[[int], str]) -> str:
    ways = _listed(savings, weigh, shown, "{} saves {}")
    return f"{ways}; or split the archive into sites of their own" if ways else "split the site into several"


def _listed(shares: Sequence[Share], weigh: Callable[[Share], int], shown: Callable[[int], str], form: str) -> str:
    """The names and weights of the heaviest of `shares`, in the given form, such as `{} saves {}`."""
    heaviest = sorted(shares, key=lambda share: (-weigh(share), share.name))[:_SHOWN]
    return ", ".join(form.format(share.name, shown(weigh(share))) for share in heaviest)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


def _count(files: int) -> str:
    return f"{files:,}"


def _of_files(files: Iterable[OutputFile], output: Path) -> Iterable[Problem]:
    for file in files:
        if file.size_bytes > LARGE_BYTES:
            is_over = file.size_bytes > FILE_BYTES
            where = Where(os.path.join(output, os.fsdecode(file.path)))  # noqa: PTH118
            size = f"{file.size_bytes / 1024 / 1024:,.0f} MiB"
            message = f"a file of {size}, and GitHub " + ("takes at most 100" if is_over else "warns from 50")
            help = "make it smaller, or publish it from another host and link it"
            yield problem("site-too-large" if is_over else "site-large", where, message, help)

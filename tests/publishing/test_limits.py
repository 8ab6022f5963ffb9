from __future__ import annotations

from pathlib import Path

import pytest

from generator.publishing.limits import Share, limit_problems
from generator.publishing.tree import OutputFile

MB = 1_000_000
MIB = 1024 * 1024
SHARES = (Share("articles", 9, 400 * MB), Share("lists of tags", 4000, 30 * MB), Share("pictures", 20, 500 * MB))
SAVINGS = (Share("`kinds` without tags", 4000, 30 * MB), Share("pictures elsewhere", 20, 500 * MB))


def found(*files: tuple[str, int]) -> list[tuple[str, str, str]]:
    listed = [OutputFile(path.encode(), size) for path, size in files]
    problems = limit_problems(listed, Path("public"), SHARES, SAVINGS)
    return [(str(problem.where), f"{problem.severity} {problem.code}", problem.message) for problem in problems]


def test_a_small_site_is_below_every_limit() -> None:
    assert found(("index.html", 5000), ("a/film.mp4", 50 * MIB)) == []


@pytest.mark.parametrize(
    ("size", "code", "message"),
    [
        (50 * MIB + 1, "warning site-large", "a file of 50 MiB, and GitHub warns from 50"),
        (100 * MIB, "warning site-large", "a file of 100 MiB, and GitHub warns from 50"),
        (100 * MIB + 1, "error site-too-large", "a file of 100 MiB, and GitHub takes at most 100"),
    ],
)
def test_a_large_file_is_named(size: int, code: str, message: str) -> None:
    assert found(("a/film.mp4", size)) == [("public/a/film.mp4", code, message)]


@pytest.mark.parametrize(
    ("count", "code"),
    [(16, None), (17, "warning site-large"), (20, "warning site-large"), (21, "error site-too-large")],
)
def test_a_large_site_is_named_with_its_largest_parts(count: int, code: str | None) -> None:
    rows = found(*((f"2020/media/{number}.jpg", 50 * MB) for number in range(count)))
    shown = "pictures 500 MB, articles 400 MB, lists of tags 30 MB"
    message = f"the site has {50 * count:,} MB of the 1,000 MB that GitHub Pages takes: {shown}"
    assert rows == ([("public", code, message)] if code is not None else [])


def test_the_help_for_a_large_site_is_what_would_make_it_smaller_and_by_how_much() -> None:
    files = [OutputFile(b"%d.jpg" % number, 50 * MB) for number in range(20)]
    (problem,) = limit_problems(files, Path("public"), SHARES, SAVINGS)
    assert problem.help == (
        "pictures elsewhere saves 500 MB, `kinds` without tags saves 30 MB; "
        "or split the archive into sites of their own"
    )
    (problem,) = limit_problems(files, Path("public"), SHARES, ())
    assert problem.help == "split the site into several"


def test_very_many_files_are_a_warning_with_the_parts_that_have_them() -> None:
    assert found(*((f"tags/{number}", 1) for number in range(50_000))) == []
    files = [OutputFile(b"tags/%d" % number, 1) for number in range(50_001)]
    (problem,) = limit_problems(files, Path("public"), SHARES, SAVINGS)
    assert problem.code == "site-large"
    assert "50,001 files" in problem.message
    assert problem.message.endswith(": lists of tags 4,000, pictures 20, articles 9")
    assert problem.help == (
        "`pressmark deploy --workflow` sends one archive instead; `kinds` without tags saves 4,000 files, "
        "pictures elsewhere saves 20 files; or split the archive into sites of their own"
    )

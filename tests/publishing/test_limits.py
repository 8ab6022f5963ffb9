from __future__ import annotations

from pathlib import Path

import pytest

from generator.publishing.limits import limit_problems
from generator.publishing.tree import OutputFile

MB = 1_000_000
MIB = 1024 * 1024


def found(*files: tuple[str, int]) -> list[tuple[str, str, str]]:
    problems = limit_problems([OutputFile(path.encode(), size) for path, size in files], Path("public"))
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
def test_a_large_site_is_named_with_its_largest_folders(count: int, code: str | None) -> None:
    files = [(f"2020/media/{number}.jpg", 49 * MB) for number in range(count - 2)]
    rows = found(*files, ("2021/a.jpg", 49 * MB), ("b.jpg", 49 * MB), *((f"z/{n}", MB) for n in range(count)))
    if code is None:
        assert rows == []
    else:
        total = f"{50 * count:,} MB of the 1,000 MB"
        large = f"{49 * (count - 2):,} MB"
        shown = f"2020/ {large}, 2020/media/ {large}, the top folder 49 MB, 2021/ 49 MB, z/ {count} MB"
        message = f"the site has {total} that GitHub Pages takes: {shown}"
        assert rows == [("public", code, message)]


def test_very_many_files_are_a_warning_with_the_folders_that_have_them() -> None:
    assert found(*((f"tags/{number}", 1) for number in range(50_000))) == []
    ((_, code, message),) = found(*((f"tags/{number}", 1) for number in range(50_000)), ("index.html", 1))
    assert code == "warning site-large"
    assert "50,001 files" in message
    assert message.endswith(": tags/ 50,000, the top folder 1")

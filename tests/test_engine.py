"""What the program itself contributes to the digest of every result."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import generator
from generator.engine import LIBRARIES, package_files

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"

SETTINGS = "pydantic checks settings, whose values are in the digests of all that reads them"
TERMINAL = "prints on a terminal or reads a command line"
PREVIEW = "serves or watches a preview, whose files a build wrote before"
HARMLESS = {
    "annotated-doc": TERMINAL,
    "annotated-types": SETTINGS,
    "anyio": PREVIEW,
    "idna": "only anyio needs it, for the names of hosts",
    "livereload": PREVIEW,
    "numpy": "calculates with whole numbers only, which are the same in every version",
    "pydantic": SETTINGS,
    "pydantic-core": SETTINGS,
    "rich": TERMINAL,
    "shellingham": "finds the shell for which the command line is completed",
    "tornado": PREVIEW,
    "typer": TERMINAL,
    "typing-extensions": "names of types, which do nothing when the program runs",
    "typing-inspection": SETTINGS,
    "watchfiles": PREVIEW,
}
"""Distributions that we need, and why no byte of a page comes from each."""


def test_each_library_we_need_is_part_of_the_digest_or_named_as_harmless():
    in_digest = {canonicalize_name(name) for name in LIBRARIES}
    assert in_digest.isdisjoint(HARMLESS)
    assert needed(PYPROJECT.read_text("utf-8")) == in_digest | set(HARMLESS)


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ('dependencies = ["no-such-thing>=1"]', {"no-such-thing"}),
        ('dependencies = ["Livereload"]', {"livereload", "tornado"}),
        ("dependencies = [\"livereload; python_version < '3'\"]", set()),
        ('dependencies = []\noptional-dependencies.dev = ["pytest"]', set()),
        ('dependencies = []\noptional-dependencies.more = ["bleach"]', {"bleach", "webencodings"}),
    ],
)
def test_needed_is_what_dependencies_and_extras_pull_in(table, found):
    assert needed(f"[project]\n{table}\n") == found


def needed(pyproject: str) -> set[str]:
    """The names of all distributions that the program needs, with those which these need."""
    project = tomllib.loads(pyproject)["project"]
    extras = project.get("optional-dependencies", {})
    ours = {"bench", "dev"}
    waiting = [
        *project["dependencies"],
        *(line for name, lines in extras.items() if name not in ours for line in lines),
    ]
    found: set[str] = set()
    seen: set[str] = set()
    while waiting:
        requirement = Requirement(line := waiting.pop())
        if line in seen or not (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(line)
        found.add(canonicalize_name(requirement.name))
        waiting += needs_of(requirement)
    return found


def needs_of(requirement: Requirement) -> Iterable[str]:
    """The lines of what an installed distribution needs itself and for the extras that are asked for."""
    try:
        lines = requires(requirement.name) or ()
    except PackageNotFoundError:
        return
    for line in lines:
        marker = Requirement(line).marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)):
            yield line.partition(";")[0]


def test_every_file_of_the_package_is_part_of_the_digest():
    package = Path(generator.__file__).parent
    found = {path for path, _ in package_files(package)}
    assert {"engine.py", "article/nodes.py", "rules/general.txt", "preview/preview.js"} <= found
    assert not any("__pycache__" in path for path in found)


def test_a_file_of_any_kind_counts_by_its_path_and_bytes(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "entities.json").write_bytes(b"{}")
    before = dict(package_files(tmp_path))
    (tmp_path / "rules" / "entities.json").write_bytes(b"[]")
    after = dict(package_files(tmp_path))
    assert list(before) == list(after) == ["rules/entities.json"]
    assert before != after


@pytest.mark.parametrize("folder", ["__pycache__", "rules/__pycache__", "_bundled/templates"])
def test_compiled_python_and_what_a_wheel_bundles_do_not_count(tmp_path, folder):
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / folder / "site.html").write_bytes(b"<html>")
    assert list(package_files(tmp_path)) == []

"""Whole builds by one checkout, or by two in turn."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.corpus import newest_text, write_corpus
from benchmarks.processes import Cost
from benchmarks.run import Built, build_in_turn, checkout, edits, median

ROOT = Path(__file__).parents[2]

KINDS = ["cold", "unchanged", "one body edited", "one title edited", "one post added", "one template changed"]

BUILDS = """
import sys
from pathlib import Path
site = Path(sys.argv[2])
(site / "public").mkdir(exist_ok=True)
(site / "public" / "index.html").write_text("12345")
with open(site.parent / "order", "a") as order:
    print(Path(__file__).parents[1].name, file=order)
"""


def fake(folder: Path) -> Path:
    """A checkout whose builds write one file, and a line that says whose they were."""
    (folder / "generator").mkdir(parents=True)
    (folder / "generator" / "__init__.py").touch()
    (folder / "generator" / "__main__.py").write_text(BUILDS)
    return folder


@pytest.mark.starts_processes
def test_a_checkout_without_an_interpreter_of_its_own_is_run_by_this_one_and_compiled(tmp_path):
    found = checkout(fake(tmp_path / "other"))
    assert found.python == sys.executable
    assert list((tmp_path / "other" / "generator" / "__pycache__").glob("__main__.*.pyc"))


@pytest.mark.starts_processes
def test_a_folder_that_is_no_checkout_is_refused(tmp_path):
    (tmp_path / "generator").mkdir()
    with pytest.raises(RuntimeError):
        checkout(tmp_path)


@pytest.mark.starts_processes
def test_both_checkouts_build_before_either_goes_on(tmp_path):
    sides = [checkout(fake(tmp_path / name)) for name in ("before", "this")]
    write_corpus(tmp_path / "corpus", 12)
    rows = build_in_turn(sides, tmp_path / "corpus", 12, plain=False, pause_s=0)
    assert (tmp_path / "order").read_text().split() == ["before", "this"] * 6
    assert list(rows) == KINDS
    assert all(len(built) == 2 for built in rows.values())
    assert {(one.files, one.size_bytes) for built in rows.values() for one in built} == {(1, 5)}
    assert not list(tmp_path.glob("site-*"))


@pytest.mark.starts_processes
def test_this_checkout_builds_the_corpus_after_every_edit(tmp_path):
    write_corpus(tmp_path / "corpus", 12)
    rows = build_in_turn([checkout(ROOT)], tmp_path / "corpus", 12, plain=False, jobs=1, pause_s=0)
    files = [built.files for (built,) in rows.values()]
    assert len(set(files[:4])) == 1
    assert files[4] > files[3]


@pytest.mark.parametrize("plain", [False, True])
def test_an_edit_changes_one_text_or_one_title(tmp_path, plain):
    write_corpus(tmp_path / "site", 12, plain=plain)
    todo = edits(tmp_path / "site", 12, plain=plain)
    posts = sorted((tmp_path / "site" / "content").rglob("*.md"))

    def changed(name: str) -> list[tuple[str, str]]:
        before = [post.read_text() for post in posts]
        todo[name]()
        after = [post.read_text() for post in posts]
        return [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]

    [(old, new)] = changed("one body edited")
    assert new == old.replace("。", "！", 1)
    assert old.index("。") > old.index("\n---\n")
    [(old, new)] = changed("one title edited")
    assert new == old.replace("title: ", "title: 改", 1)
    assert not changed("one post added")
    assert (posts[0].parent / "0000012.md").read_text() == newest_text(12, plain=plain)


def test_the_median_is_taken_of_each_figure():
    costs = [Cost(1, 6, 20, 7), Cost(3, 4, 10, 9), Cost(2, 5, 30, 8)]
    assert median([Built(cost, 4, 100) for cost in costs]) == Built(Cost(2, 5, 20, 8), 4, 100)

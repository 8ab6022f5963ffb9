from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import SiteError
from generator.publishable import TEMPORARY_PREFIX
from generator.publishing.tree import files_of, object_name, pack_of, tree_of
from tests.repositories import git


@pytest.fixture
def repository(isolated_git, tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "objects.git")
    return tmp_path / "objects.git"


def no_steps() -> None:
    return None


@pytest.mark.parametrize("size", [0, 1, 15, 16, 2047, 2048, 300_000])
def test_git_reads_what_is_packed_and_calls_it_by_the_same_names(repository: Path, tmp_path: Path, size: int) -> None:
    folder = tmp_path / "output"
    (folder / "a").mkdir(parents=True)
    (folder / "a/file").write_bytes(b"x" * size)
    (folder / ".nojekyll").touch()
    files, left = files_of(folder)
    assert ([file.path for file in files], left) == ([b".nojekyll", b"a/file"], ())
    tree = tree_of(folder, files, {}, "sha1", no_steps)
    commit = f"tree {tree.name}\nauthor A <a> 0 +0000\ncommitter A <a> 0 +0000\n\nWords\n".encode()
    git(repository, "index-pack", "--stdin", "--strict", given=b"".join(pack_of(tree, (), commit, folder, "sha1")))
    name = object_name(b"commit", commit, "sha1")
    assert git(repository, "cat-file", "commit", name) == commit
    assert git(repository, "cat-file", "blob", f"{name}:a/file") == b"x" * size
    rows = git(repository, "ls-tree", "-r", "--name-only", name)
    assert rows == b".nojekyll\na/file\n"


# Names whose order differs between bytes, folders and files.
_NAMES = st.lists(st.sampled_from(["a", "a.b", "a-b", "a0", "ab", "中", "A"]), min_size=1, max_size=3).map("/".join)


@pytest.mark.starts_processes
@given(st.sets(_NAMES, min_size=1, max_size=12))
def test_trees_have_the_names_that_git_gives_them(tmp_path_factory: pytest.TempPathFactory, names: set[str]) -> None:
    folder = tmp_path_factory.mktemp("output")
    for name in sorted(names):
        path = folder / name
        if not any(parent.is_file() for parent in path.parents) and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
    files, _ = files_of(folder)
    tree = tree_of(folder, files, {}, "sha1", no_steps)
    git(folder, "init", "--quiet")
    git(folder, "-c", "core.autocrlf=false", "add", "--all")
    assert git(folder, "write-tree").decode().strip() == tree.name


def test_half_written_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / f"{TEMPORARY_PREFIX}1").touch()
    (tmp_path / "a").touch()
    assert [file.path for file in files_of(tmp_path)[0]] == [b"a"]


def test_a_file_that_changes_on_the_way_is_not_published_as_something_else(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    files, _ = files_of(tmp_path)
    tree = tree_of(tmp_path, files, {}, "sha1", no_steps)
    (tmp_path / "a").write_text("two")
    with pytest.raises(SiteError, match="a: output-unfit: was changed during the deploy"):
        list(pack_of(tree, (), b"", tmp_path, "sha1"))
    (tmp_path / "a").unlink()
    with pytest.raises(SiteError, match="a: output-unfit: cannot be read"):
        list(pack_of(tree, (), b"", tmp_path, "sha1"))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="output-unfit: cannot be read: No such file"):
        files_of(tmp_path / "gone")

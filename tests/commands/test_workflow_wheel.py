"""`deploy --workflow`: where no commit is public, a wheel lies beside the workflow, and git gets both as they are."""

from __future__ import annotations

import os
import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from generator import __version__
from generator.commands import workflow as command
from generator.publishing.workflow import PATH
from tests.installations import checkout
from tests.repositories import PublishedSite, git, line

pytestmark = pytest.mark.usefixtures("isolated_git", "unpublished")


def beside(site: PublishedSite) -> dict[str, bytes]:
    """The files in the folder of the workflow."""
    return {path.name: path.read_bytes() for path in sorted((site.top / PATH).parent.glob("*"))}


def the_wheel(site: PublishedSite) -> Path:
    return (site.top / PATH).with_name(f"pressmark-{__version__}-py3-none-any.whl")


def add_line(stderr: str) -> str:
    """The command with which everything is added."""
    (found,) = re.findall(r"^  (git add .+) && git commit && git push$", stderr, re.MULTILINE)
    return str(found)


def run_line(site: PublishedSite, line: str) -> set[str]:
    """Run a command as people do, at the top; the paths that git would commit."""
    subprocess.run(["bash", "-c", line], cwd=site.top, check=True, capture_output=True)
    return set(git(site.top, "diff", "--cached", "--name-only").decode().split())


def test_a_program_that_nobody_else_has_is_written_beside_the_workflow_as_a_wheel(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path, below="docs/site")
    result = site.deploy("--workflow")
    wheel = the_wheel(site)
    assert wheel.name == f"pressmark-{__version__}-py3-none-any.whl"
    assert result.stdout.split() == [str(site.top / PATH), str(wheel)]
    assert "made from this very Pressmark" in result.stderr
    assert f"Then add and commit both files, as one needs the other, and push, in {site.top}:" in result.stderr
    (install,) = [
        step
        for step in yaml.safe_load((site.top / PATH).read_text())["jobs"]["build"]["steps"]
        if step["name"] == "Install"
    ]
    assert install["env"] == {"WHEEL": wheel.name, "SHA256": sha256(wheel.read_bytes()).hexdigest()}
    name = wheel.relative_to(site.top).as_posix()
    assert add_line(result.stderr) == f"git add {PATH} {name}"
    assert run_line(site, add_line(result.stderr)) == {PATH, name}
    before = beside(site)
    assert "is up to date" in site.deploy("--workflow", yes=False).stderr
    assert beside(site) == before


def test_wheels_of_earlier_workflows_are_removed_and_nothing_else(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    ours = ["pressmark-0.0.9-py3-none-any.whl", "pressmark-0.1.0.dev1+g1-py3-none-any.whl"]
    kept = ["pressmark-1-cp313-none-any.whl", "pressmark-themes-1-py3-none-any.whl", "other.whl", "ci.yml", ".hidden"]
    for name in (*ours, *kept):
        site.put(f".github/workflows/{name}", name)
    (site.top / PATH).with_name("pressmark-9-py3-none-any.whl").mkdir()
    git(site.top, "add", f".github/workflows/{ours[0]}")
    git(site.top, "commit", "--quiet", "-m", "x")
    result = site.deploy("--workflow")
    left = {path.name for path in (site.top / PATH).parent.iterdir()}
    assert left == {*kept, "pressmark.yml", the_wheel(site).name, "pressmark-9-py3-none-any.whl"}
    # git knows one of them only.
    wheel = f".github/workflows/pressmark-{__version__}-py3-none-any.whl"
    assert run_line(site, add_line(result.stderr)) == {PATH, wheel, f".github/workflows/{ours[0]}"}


def test_a_wheel_that_was_changed_or_lost_is_written_again_without_a_question(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    site.deploy("--workflow")
    before = beside(site)
    the_wheel(site).write_bytes(b"broken")
    assert site.deploy("--workflow", yes=False).stdout.split() == [str(the_wheel(site))]
    assert beside(site) == before
    the_wheel(site).unlink()
    assert site.deploy("--workflow", yes=False).exit_code == 0
    assert beside(site) == before


def test_without_an_answer_no_wheel_is_written_or_removed(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    site.put(PATH, "mine")
    site.put(".github/workflows/pressmark-0.0.9-py3-none-any.whl", "old")
    before = beside(site)
    assert site.deploy("--workflow", yes=False).exit_code == 5
    assert beside(site) == before


def test_a_requirement_wins_and_needs_no_wheel(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    site.deploy("--workflow")
    result = site.deploy("--workflow", "--requirement", "pressmark==1.2.3")
    assert beside(site).keys() == {"pressmark.yml"}
    assert add_line(result.stderr) == f"git add {PATH}"
    assert "The workflow installs pressmark==1.2.3.\n" in result.stderr
    assert "with --requirement" not in result.stderr
    # The user's own wheel.
    own = "pressmark-7-py3-none-any.whl"
    site.put(f".github/workflows/{own}", "own")
    assert site.deploy("--workflow", "--requirement", f"./.github/workflows/{own}").exit_code == 0
    assert beside(site).keys() == {"pressmark.yml", own}


def test_a_commit_that_others_can_find_needs_no_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = PublishedSite(tmp_path / "site")
    there = checkout(tmp_path / "checkout")
    folder = there.package.parent
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "x")
    git(folder, "remote", "add", "origin", "https://example.org/p.git")
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD")
    commit = line(folder, "rev-parse", "HEAD")
    monkeypatch.setattr(command, "running_installation", lambda: there)
    result = site.deploy("--workflow")
    assert beside(site).keys() == {"pressmark.yml"}
    assert f"The workflow installs pressmark @ git+https://example.org/p.git@{commit}.\n" in result.stderr
    (folder / "templates/404.html").write_text("changed")
    assert site.deploy("--workflow").exit_code == 0
    assert beside(site).keys() == {"pressmark.yml", f"pressmark-{__version__}-py3-none-any.whl"}


def test_a_wheel_that_git_ignores_is_added_all_the_same(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    site.put(".gitignore", "*.whl\npublic/\n.pressmark/\n")
    site.commit()
    added = run_line(site, add_line(site.deploy("--workflow").stderr))
    assert added == {PATH, the_wheel(site).relative_to(site.top).as_posix()}


@pytest.mark.parametrize(
    "attributes", ["* text", "*.whl eol=crlf", "*.whl filter=lfs", "* ident", "* text=auto eol=lf ident"]
)
def test_a_wheel_that_git_would_change_is_refused(attributes: str, tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    site.put(".gitattributes", f"{attributes}\n")
    result = site.deploy("--workflow")
    assert result.exit_code == 5
    assert "workflow-refused: git would change its bytes" in result.stderr
    assert not (site.top / PATH).parent.exists()
    (help,) = re.findall("add to .gitattributes: (.+)", result.stderr)
    site.put(".gitattributes", f"{attributes}\n{help}\n")
    assert stored(site) == beside(site)


@pytest.mark.parametrize("attributes", ["", "* text=auto", "* text=auto eol=crlf", "* binary", "* -text eol=lf"])
def test_a_wheel_comes_out_of_a_repository_as_it_went_in(attributes: str, tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    site.put(".gitattributes", f"{attributes}\n")
    assert stored(site)[the_wheel(site).name] == the_wheel(site).read_bytes()


def stored(site: PublishedSite) -> dict[str, bytes]:
    """The files beside the workflow as git has stored them, once everything is written and committed."""
    assert site.deploy("--workflow").exit_code == 0
    site.commit()
    return {name: git(site.top, "show", f"HEAD:.github/workflows/{name}") for name in beside(site)}


def test_a_wheel_that_is_too_large_is_an_error_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = PublishedSite(tmp_path / "site")
    there = checkout(tmp_path / "checkout")
    (there.package.parent / "static/film.bin").write_bytes(b"")
    os.truncate(there.package.parent / "static/film.bin", 50 * 1000**2)
    monkeypatch.setattr(command, "running_installation", lambda: there)
    result = site.deploy("--workflow")
    assert result.exit_code == 5
    assert re.search(r"its wheel would weigh 5\d MB; more than 50 MB are not written", result.stderr)
    assert not (site.top / PATH).parent.exists()

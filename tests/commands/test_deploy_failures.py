"""`deploy` when something is in the way: each thing is told, ends with 5, and a second try works."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.repositories import PublishedSite, asked, commits, git, hook, line, other_push, published
from tests.sites import post, tree
from tests.test_interrupt import started
from tests.waiting import PATIENCE_S, wait_until


@pytest.fixture
def site(isolated_git, tmp_path: Path) -> PublishedSite:
    return PublishedSite(tmp_path)


def test_without_a_remote_the_way_to_one_is_shown(site: PublishedSite) -> None:
    git(site.top, "remote", "remove", "origin")
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 5
    assert "error remote-missing: the repository has no remote origin\n" in result.stderr
    assert "git remote add origin " in result.stderr
    assert site.own() == before
    assert not site.output.exists()
    git(site.top, "remote", "add", "origin", str(site.remote))
    assert site.deploy().exit_code == 0


def test_outside_of_a_repository_the_way_to_one_is_shown(site: PublishedSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(site.top.parent))
    shutil.rmtree(site.top / ".git")
    result = site.deploy()
    assert result.exit_code == 5
    assert "error repository-missing: the site lies in no git repository\n  help: make one: git init" in result.stderr
    git(site.top, "init", "--quiet")
    git(site.top, "remote", "add", "origin", str(site.remote))
    assert site.deploy().exit_code == 0
    assert site.is_published


def test_without_git_it_is_said_how_to_get_it(
    site: PublishedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, path = site.own(), os.environ["PATH"]
    monkeypatch.setenv("PATH", str(tmp_path / "home"))
    result = site.deploy()
    assert result.exit_code == 5
    assert "git: error git-missing: the program git is not there\n  help: install it " in result.stderr
    # It is no way out: that needs git, too.
    assert "--workflow" not in result.stderr
    old = tmp_path / "home/git"
    old.write_text("#!/bin/sh\necho git version 2.20.1\n")
    old.chmod(0o755)
    result = site.deploy()
    assert result.exit_code == 5
    assert "git 2.20 is too old" in result.stderr
    assert site.own() == before
    monkeypatch.setenv("PATH", path)
    assert site.deploy().exit_code == 0
    assert site.is_published


def test_a_push_that_a_hook_refuses_is_told_in_the_words_of_the_hook(site: PublishedSite) -> None:
    refusing = hook(site, 'echo "pages are closed on Sundays" >&2; exit 1')
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 5
    assert "error push-rejected: origin/gh-pages was rejected: (pre-receive hook declined)" in result.stderr
    assert "pages are closed on Sundays" in result.stderr
    assert line(site.remote, "branch", "--list") == ""
    assert site.own() == before
    refusing.unlink()
    assert site.deploy().exit_code == 0
    assert site.is_published


def test_hooks_of_the_user_are_not_run(site: PublishedSite) -> None:
    path = site.top / ".git/hooks/pre-push"
    path.write_text("#!/bin/sh\nexit 1\n")
    path.chmod(0o755)
    assert site.deploy().exit_code == 0


def test_a_push_that_the_remote_cuts_off_is_told_and_can_be_done_again(site: PublishedSite) -> None:
    cutting = hook(site, "kill -9 $PPID; sleep 5")
    result = site.deploy()
    assert result.exit_code == 5
    assert "error remote-failed: origin/gh-pages was not pushed: " in result.stderr
    cutting.unlink()
    assert site.deploy().exit_code == 0
    assert site.is_published


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_deploy_that_is_killed_in_the_push_can_be_done_again(site: PublishedSite, number: int) -> None:
    waiting = hook(site, ": >here; exec sleep 60")
    before = site.own()
    with started("-m", "generator", "deploy", str(site.folder), "--yes") as process:
        wait_until((site.remote / "here").exists)
        os.killpg(process.pid, number)
        _, talk = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == (130 if number == signal.SIGINT else -number), talk
    assert b"Traceback" not in talk
    assert site.own() == before
    waiting.unlink()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert site.is_published
    assert len(commits(site.remote)) == 1


def test_a_deploy_that_is_killed_when_the_remote_has_it_is_found_done(site: PublishedSite) -> None:
    waiting = hook(site, ": >here; exec sleep 60", "post-receive")
    before = site.own()
    with started("-m", "generator", "deploy", str(site.folder), "--yes") as process:
        wait_until((site.remote / "here").exists)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE_S)
    assert site.own() == before
    assert site.is_published
    waiting.unlink()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "Nothing to deploy: origin/gh-pages holds this very site." in result.stderr
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    assert site.deploy().exit_code == 0
    assert site.is_published
    assert len(commits(site.remote)) == 2


def test_locks_that_a_killed_deploy_left_are_no_hindrance(site: PublishedSite) -> None:
    site.deploy()
    kept = site.folder / ".pressmark/deploy.git"
    for name in ("shallow.lock", "packed-refs.lock", "refs/published/gh-pages.lock", "objects/pack/tmp_pack_x"):
        (kept / name).touch()
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    assert site.deploy().exit_code == 0
    assert site.is_published


def test_what_fails_when_the_remote_has_it_all_fails_no_deploy(site: PublishedSite) -> None:
    lock = site.folder / ".pressmark/deploy.git/refs/published/gh-pages.lock"
    locking = hook(site, f'mkdir -p "{lock.parent}"; : >"{lock}"', "post-receive")
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert lock.exists()
    assert site.is_published
    locking.unlink()
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    assert site.deploy().exit_code == 0
    assert site.is_published
    assert len(commits(site.remote)) == 2


def test_a_second_deploy_at_the_same_time_is_refused(site: PublishedSite) -> None:
    hook(site, ": >here; exec sleep 60")
    with started("-m", "generator", "deploy", str(site.folder), "--yes") as process:
        wait_until((site.remote / "here").exists)
        result = site.deploy()
        assert result.exit_code == 4
        assert f"another deploy (pid {process.pid}, since " in result.stderr
        os.killpg(process.pid, signal.SIGKILL)


def test_on_a_terminal_a_yes_pushes_and_anything_else_does_not(site: PublishedSite) -> None:
    for answer in ("", "n"):
        code, talk = asked(site, answer)
        assert code == 5
        assert "Nothing was pushed." in talk
        assert line(site.remote, "branch", "--list") == ""
    code, talk = asked(site, "y")
    assert code == 0, talk
    assert "files to origin/gh-pages? [y/N]" in talk
    assert site.is_published


def test_without_a_terminal_and_without_yes_nothing_is_pushed(site: PublishedSite) -> None:
    result = site.deploy(yes=False)
    assert result.exit_code == 5
    assert "error deploy-unconfirmed: there is no terminal to ask the question on\n" in result.stderr
    assert "--yes" in result.stderr
    assert line(site.remote, "branch", "--list") == ""


@pytest.mark.parametrize("is_first", [True, False])
def test_a_branch_that_moves_during_the_deploy_is_not_overwritten(site: PublishedSite, is_first: bool) -> None:
    if not is_first:
        site.deploy()
        site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    before = site.own()
    theirs: list[str] = []
    code, talk = asked(site, "y", lambda: theirs.append(other_push(site)))
    assert code == 5, talk
    assert "error branch-moved: origin/gh-pages has changed while this deploy was under way; nothing was pushed" in talk
    assert commits(site.remote)[0] == theirs[0]
    assert site.own() == before
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "  - theirs.txt\n" in result.stderr
    assert commits(site.remote)[1] == theirs[0]
    assert site.is_published


def test_a_detached_head_is_deployed_with_a_warning_and_stays_detached(site: PublishedSite) -> None:
    git(site.top, "switch", "--quiet", "--detach")
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "warning head-detached: no branch is checked out, but a commit\n" in result.stderr
    assert site.is_published
    assert site.own() == before


def test_a_dirty_tree_is_deployed_as_it_is_with_a_warning(site: PublishedSite) -> None:
    site.write("posts/new.md", post("New", "Words.", date="2024-01-03", permalink="new/"))
    site.write("posts/0.md", post("Staged", "Words.", date="2024-01-02"))
    git(site.top, "add", "content/posts/0.md")
    # Git would note the new time in the index.
    os.utime(site.folder / "content/posts/1.md", (1_600_000_000, 1_600_000_000))
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "warning work-uncommitted: files of the site differ from what is committed" in result.stderr
    assert "new/index.html" in published(site.remote)
    assert site.is_published
    assert site.own() == before
    assert line(site.remote, "log", "-1", "--format=%s", "gh-pages").endswith(" with changes not committed")


def test_without_yes_and_terminal_a_dirty_tree_and_a_detached_head_end_the_deploy(site: PublishedSite) -> None:
    git(site.top, "switch", "--quiet", "--detach")
    site.write("posts/new.md", post("New", "Words."))
    result = site.deploy(yes=False)
    assert result.exit_code == 5
    assert "warning head-detached" in result.stderr
    assert "warning work-uncommitted" in result.stderr


@pytest.mark.parametrize("name", ["main", "-x", "a..b", ""])
def test_a_branch_that_holds_the_sources_or_can_be_none_is_refused(site: PublishedSite, name: str) -> None:
    result = site.deploy(f"--branch={name}")
    assert result.exit_code == 5
    assert "error branch-refused" in result.stderr


def test_a_branch_of_the_remote_with_the_sources_in_it_is_refused(site: PublishedSite) -> None:
    git(site.top, "push", "--quiet", "origin", "main:sources")
    result = site.deploy("--branch", "sources")
    assert result.exit_code == 5
    assert "origin/sources holds the sources (site.toml)" in result.stderr


def test_no_credential_is_ever_shown(site: PublishedSite) -> None:
    hook(site, 'echo "no entry for hunter2-token" >&2; exit 1')
    git(site.top, "config", f"url.{site.remote}.insteadOf", "https://ann:hunter2-token@git.example.org/ann/pages")
    git(site.top, "remote", "set-url", "origin", "https://ann:hunter2-token@git.example.org/ann/pages")
    rejected = site.deploy()
    assert rejected.exit_code == 5
    assert "no entry for ***" in rejected.stderr
    assert "https://***@git.example.org/ann/pages" in rejected.stderr
    git(site.top, "remote", "set-url", "origin", "https://hunter2-token@127.0.0.1:9/pages")
    failed = site.deploy()
    assert failed.exit_code == 5
    assert "error remote-failed: origin/gh-pages cannot be reached: " in failed.stderr
    kept = b"".join(tree(site.folder / ".pressmark/deploy.git").values())
    for text in (rejected.stderr, failed.stderr, rejected.stdout, kept.decode("latin-1")):
        assert "hunter2" not in text

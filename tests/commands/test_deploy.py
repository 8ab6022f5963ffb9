"""`deploy` with real git and remotes on this machine: what is published, and that nothing of the user's changes."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repositories import PublishedSite, commits, git, isolate, line, published
from tests.sites import SmallSite, post, tree
from tests.test_interrupt import started, wait_until

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, needs) -> None:
    needs("git")
    isolate(monkeypatch, tmp_path / "home")


@pytest.fixture
def site(tmp_path: Path) -> PublishedSite:
    return PublishedSite(tmp_path)


def other_push(site: PublishedSite, name: str = "theirs.txt") -> str:
    """A commit that somebody else pushes to the branch; its name."""
    blob = os.fsdecode(git(site.remote, "hash-object", "-w", "--stdin", given=b"theirs")).strip()
    tree_name = os.fsdecode(git(site.remote, "mktree", given=f"100644 blob {blob}\t{name}\n".encode())).strip()
    parents = commits(site.remote)[:1] if line(site.remote, "branch", "--list", "gh-pages") else []
    commit = line(site.remote, "commit-tree", tree_name, "-m", "Theirs", *(f"-p{parent}" for parent in parents))
    git(site.remote, "update-ref", "refs/heads/gh-pages", commit)
    return commit


def hook(site: PublishedSite, text: str, name: str = "pre-receive") -> Path:
    path = site.remote / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


# --------------------------------------------------------------------------------------- what arrives


def test_the_first_deploy_makes_the_branch_and_it_equals_the_output(site: PublishedSite) -> None:
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert site.is_published
    assert {".nojekyll", "p0/index.html"} <= published(site.remote).keys()
    assert site.own() == before
    assert "origin/gh-pages" in result.stderr
    assert ", a new branch\n" in result.stderr
    assert ": https://example.org/repo/\n" in result.stderr
    assert line(site.remote, "log", "-1", "--format=%s", "gh-pages") == (
        f"Publish the site of {line(site.top, 'rev-parse', '--short', 'HEAD')}"
    )
    assert len(commits(site.remote)) == 1


def test_an_unchanged_site_is_not_pushed_again(site: PublishedSite) -> None:
    site.deploy()
    before, commit = site.own(), commits(site.remote)
    # Were anything pushed, this would refuse it.
    hook(site, "exit 1")
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "Nothing to deploy: origin/gh-pages holds this very site." in result.stderr
    assert (commits(site.remote), site.own()) == (commit, before)


def test_seven_changed_posts_are_one_commit_behind_the_first_and_only_what_changed_is_sent(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path, posts=30)
    site.deploy()
    (first,) = commits(site.remote)
    for number in range(7):
        site.write(f"posts/{number}.md", post(f"Post {number}", "Other.", date="2024-01-02", permalink=f"p{number}/"))
    site.commit()
    before, objects, kept = site.own(), len(all_objects(site.remote)), packed(site)
    old = tree(site.output)
    result = site.deploy("--message", "Seven\n\nwith a body")
    assert result.exit_code == 0, result.stderr
    assert site.is_published
    assert site.own() == before
    assert commits(site.remote)[1:] == [first]
    assert line(site.remote, "log", "-1", "--format=%B", "gh-pages") == "Seven\n\nwith a body"
    new = tree(site.output)
    changed = {name for name, data in new.items() if old.get(name) != data}
    assert {f"p{number}/index.html" for number in range(7)} <= changed
    assert f"0 added, {len(changed)} changed, 0 removed; " in result.stderr
    # A commit, a blob for each file, and the trees above them.
    folders = {parent for name in changed for parent in Path(name).parents}
    assert len(all_objects(site.remote)) - objects == 1 + len({new[name] for name in changed}) + len(folders)
    assert packed(site) - kept == len(all_objects(site.remote)) - objects


def packed(site: PublishedSite) -> int:
    """How many objects lie in the packs of the repository of our own, each as often as it does."""
    rows = line(site.folder / ".pressmark/deploy.git", "count-objects", "-v").splitlines()
    (count,) = [row.removeprefix("in-pack: ") for row in rows if row.startswith("in-pack: ")]
    return int(count)


def all_objects(remote: Path) -> list[bytes]:
    return git(remote, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()


def test_deleted_posts_leave_the_branch(site: PublishedSite) -> None:
    site.deploy()
    (site.folder / "content/posts/2.md").unlink()
    result = site.deploy()
    assert "  - p2/index.html\n" in result.stderr
    assert "p2/index.html" not in published(site.remote)
    assert site.is_published


def test_squash_leaves_one_commit_and_sends_only_what_changed(site: PublishedSite) -> None:
    site.deploy()
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    site.deploy()
    assert len(commits(site.remote)) == 2
    before, objects = site.own(), len(all_objects(site.remote))
    result = site.deploy("--squash")
    assert result.exit_code == 0, result.stderr
    assert len(commits(site.remote)) == 1
    assert site.is_published
    assert site.own() == before
    assert len(all_objects(site.remote)) == objects + 1
    assert "Nothing to deploy" in site.deploy("--squash").stderr


def test_a_dry_run_says_the_same_and_pushes_nothing(site: PublishedSite) -> None:
    before = site.own()
    result = site.deploy("--dry-run", yes=False)
    assert result.exit_code == 0, result.stderr
    assert "  + .nojekyll\n" in result.stderr
    assert line(site.remote, "branch", "--list") == ""
    assert site.own() == before


def test_files_of_any_name_are_published_with_every_byte(site: PublishedSite) -> None:
    # Git would change the ends of these lines, if it were asked.
    git(site.top, "config", "core.autocrlf", "true")
    site.put(".gitattributes", "* text eol=crlf\n")
    data = b"one\ntwo\r\nthree\r" + bytes(range(256))
    site.build()
    site.put("public/.gitattributes", "* text=auto\n")
    names = [
        "a\tb.txt",
        "a\nb.txt",
        '"a".txt',
        "\udcff.txt",
        "中文.txt",
        "a b.txt",
        "d/-x.txt",
        "d.txt",
        "d-/x",
        "d0/x",
    ]
    for name in names:
        site.put(f"public/{name}", data + name.encode("utf-8", "surrogateescape"))
    result = site.deploy("--no-build")
    assert result.exit_code == 0, result.stderr
    assert published(site.remote).keys() >= set(names)
    assert site.is_published
    # The order of names in trees is git's own.
    assert git(site.remote, "fsck", "--strict") == b""


def test_links_and_repositories_in_the_output_are_left_out_and_named(site: PublishedSite) -> None:
    site.build()
    (site.output / "link").symlink_to("/etc/passwd")
    (site.output / "folder").symlink_to("/etc")
    git(site.output, "init", "--quiet", "inner")
    result = site.deploy("--no-build")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("warning file-unpublished: ") == 3
    assert not {"link", "folder"} & published(site.remote).keys()
    assert not any("inner" in name or "passwd" in name for name in published(site.remote))


def test_executable_files_are_published_as_plain_ones(site: PublishedSite) -> None:
    site.build()
    site.put("public/run.sh", "#!/bin/sh\n").chmod(0o755)
    site.deploy("--no-build")
    assert site.is_published


# ----------------------------------------------------------------------------- repositories of all kinds


def test_a_site_in_a_folder_of_a_repository_is_deployed_alone(tmp_path: Path) -> None:
    site = PublishedSite(tmp_path, below="docs/site")
    (site.top / "program.c").write_text("int main;\n")
    site.commit()
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "warning" not in result.stderr
    assert site.is_published
    assert site.own() == before


def test_a_repository_without_commits_is_deployed_with_a_warning(site: PublishedSite) -> None:
    shutil.rmtree(site.top / ".git")
    git(site.top, "init", "--quiet")
    git(site.top, "remote", "add", "origin", "../remote.git")
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "warning work-uncommitted: nothing is committed yet" in result.stderr
    assert site.is_published
    assert site.own() == before


def test_a_further_work_tree_and_a_submodule_are_deployed(site: PublishedSite, tmp_path: Path) -> None:
    git(site.top, "worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    inside = SmallSite.__new__(SmallSite)
    inside.folder = tmp_path / "tree"
    before, config = site.own(), (site.top / ".git/config").read_bytes()
    result = PublishedSite.deploy(inside)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.stderr
    assert published(site.remote) == tree(inside.output)
    assert site.own() == before
    (tmp_path / "outer").mkdir()
    git(tmp_path / "outer", "init", "--quiet")
    source = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(site.top), "site")
    git(tmp_path / "outer", *source)
    inside.folder = tmp_path / "outer/site"
    git(inside.folder, "remote", "set-url", "origin", str(site.remote))
    inside.write("posts/new.md", post("New", "Words.", date="2024-01-03"))
    result = PublishedSite.deploy(inside)  # type: ignore[arg-type]
    assert result.exit_code == 0, result.stderr
    assert published(site.remote) == tree(inside.output)
    assert (site.top / ".git/config").read_bytes() == config
    assert line(tmp_path / "outer", "status", "--porcelain", "--ignore-submodules").splitlines() == [
        "A  .gitmodules",
        "A  site",
    ]


def test_a_repository_with_long_names_of_objects_is_deployed(site: PublishedSite) -> None:
    for folder, arguments in ((site.top, []), (site.remote, ["--bare"])):
        shutil.rmtree(site.top / ".git" if folder == site.top else folder)
        folder.mkdir(exist_ok=True)
        git(folder, "init", "--quiet", "--object-format=sha256", *arguments)
    git(site.top, "remote", "add", "origin", str(site.remote))
    site.commit()
    for text in ("one", "two"):
        site.write("posts/0.md", post("Post 0", text, date="2024-01-02"))
        result = site.deploy()
        assert result.exit_code == 0, result.stderr
        assert site.is_published
    assert len(commits(site.remote)[0]) == 64


def test_inside_a_hook_of_git_it_is_still_the_repository_of_the_site(
    site: PublishedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "elsewhere")
    before = tree(tmp_path / "elsewhere")
    for name, path in (("GIT_DIR", ".git"), ("GIT_WORK_TREE", ""), ("GIT_INDEX_FILE", ".git/index")):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere" / path))
    result = site.deploy()
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name)
    assert result.exit_code == 0, result.stderr
    assert site.is_published
    assert tree(tmp_path / "elsewhere") == before


def test_a_clone_that_never_saw_the_branch_builds_on_it(site: PublishedSite, tmp_path: Path) -> None:
    site.deploy()
    shutil.rmtree(site.folder / ".pressmark")
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert len(commits(site.remote)) == 2
    assert site.is_published
    assert git(site.remote, "fsck", "--strict") == b""


def test_what_is_kept_of_the_branch_is_made_again_when_it_is_damaged(site: PublishedSite) -> None:
    site.deploy()
    for path in (site.folder / ".pressmark/deploy.git/objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"damaged")
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert len(commits(site.remote)) == 2
    assert site.is_published


def test_settings_of_the_repository_say_how_to_reach_the_remote(site: PublishedSite) -> None:
    git(site.top, "remote", "set-url", "origin", "far:remote.git")
    git(site.top, "config", f"url.{site.remote.parent}/.insteadOf", "far:")
    assert site.deploy().exit_code == 0
    assert site.is_published


def test_a_remote_that_is_a_mirror_and_prunes_gets_the_branch_and_loses_nothing(site: PublishedSite) -> None:
    git(site.top, "push", "--quiet", "origin", "main")
    for name in ("mirror", "prune"):
        git(site.top, "config", f"remote.origin.{name}", "true")
    before = site.own()
    for text in ("one", "two"):
        site.write("posts/0.md", post("Post 0", text, date="2024-01-02"))
        result = site.deploy()
        assert result.exit_code == 0, result.stderr
    assert site.is_published
    assert line(site.remote, "rev-parse", "main") == line(site.top, "rev-parse", "HEAD")
    assert {name: data for name, data in site.own().items() if ".git/" in name} == {
        name: data for name, data in before.items() if ".git/" in name
    }


def test_shallow_and_partial_clones_are_deployed_from(site: PublishedSite, tmp_path: Path) -> None:
    git(site.top, "push", "--quiet", "origin", "main:trunk")
    git(site.remote, "config", "uploadpack.allowFilter", "true")
    site.deploy()
    for name, option in {"shallow": "--depth=1", "partial": "--filter=blob:none"}.items():
        git(tmp_path, "clone", "--quiet", option, "--branch=trunk", f"file://{site.remote}", name)
        clone = SmallSite.__new__(SmallSite)
        clone.folder = tmp_path / name
        before = tree(clone.folder / ".git")
        clone.write("posts/0.md", post("Post 0", name, date="2024-01-02", permalink="p0/"))
        result = PublishedSite.deploy(clone)  # type: ignore[arg-type]
        assert result.exit_code == 0, result.stderr
        assert published(site.remote) == tree(clone.output)
        assert tree(clone.folder / ".git") == before
    assert len(commits(site.remote)) == 3
    assert git(site.remote, "fsck", "--strict") == b""


def test_a_remote_of_another_name_is_taken_when_it_is_the_only_one(site: PublishedSite) -> None:
    git(site.top, "remote", "rename", "origin", "hub")
    assert "hub/gh-pages" in site.deploy().stderr
    assert site.is_published
    git(site.top, "remote", "add", "second", "elsewhere.git")
    result = site.deploy()
    assert result.exit_code == 5
    assert "the remotes are hub, second: choose one with --remote" in result.stderr
    assert site.deploy("--remote", "hub", "--branch", "pages/site").exit_code == 0
    assert published(site.remote, "pages/site") == tree(site.output)


def test_without_a_name_in_git_a_commit_has_ours_and_never_one_made_up_of_the_machine(
    site: PublishedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}")
    site.deploy()
    shown = line(site.remote, "log", "-1", "--format=%an <%ae> %cn <%ce>", "gh-pages")
    assert shown == "Pressmark <pressmark@deploy.invalid> Pressmark <pressmark@deploy.invalid>"
    git(site.top, "config", "user.name", "Bob")
    git(site.top, "config", "user.email", "bob@example.org")
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02"))
    site.deploy()
    assert line(site.remote, "log", "-1", "--format=%an <%ae>", "gh-pages") == "Bob <bob@example.org>"


# ------------------------------------------------------------------------------------ what goes wrong


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


def test_without_git_it_is_said_how_to_get_it(
    site: PublishedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "home"))
    result = site.deploy()
    assert result.exit_code == 5
    assert "git: error git-missing: the program git is not there\n" in result.stderr
    old = tmp_path / "home/git"
    old.write_text("#!/bin/sh\necho git version 2.20.1\n")
    old.chmod(0o755)
    result = site.deploy()
    assert result.exit_code == 5
    assert "git 2.20 is too old" in result.stderr


def test_a_push_that_a_hook_refuses_is_told_in_the_words_of_the_hook(site: PublishedSite) -> None:
    refusing = hook(site, 'echo "pages are closed on Sundays" >&2; exit 1')
    before = site.own()
    result = site.deploy()
    assert result.exit_code == 5
    assert "error push-rejected: origin/gh-pages was not taken: (pre-receive hook declined)" in result.stderr
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
    waiting = hook(site, "touch here; sleep 60")
    before = site.own()
    with started("-m", "generator", "deploy", str(site.folder), "--yes") as process:
        wait_until((site.remote / "here").exists)
        os.killpg(process.pid, number)
        _, talk = process.communicate(timeout=30)
    assert process.returncode == (130 if number == signal.SIGINT else -number), talk
    assert b"Traceback" not in talk
    assert site.own() == before
    waiting.unlink()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert site.is_published
    assert len(commits(site.remote)) == 1


def test_locks_that_a_killed_deploy_left_are_no_hindrance(site: PublishedSite) -> None:
    site.deploy()
    kept = site.folder / ".pressmark/deploy.git"
    for name in ("shallow.lock", "packed-refs.lock", "refs/published/gh-pages.lock", "objects/pack/tmp_pack_x"):
        (kept / name).touch()
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02"))
    assert site.deploy().exit_code == 0
    assert site.is_published


def test_a_second_deploy_at_the_same_time_is_refused(site: PublishedSite) -> None:
    hook(site, "touch here; sleep 60")
    with started("-m", "generator", "deploy", str(site.folder), "--yes") as process:
        wait_until((site.remote / "here").exists)
        result = site.deploy()
        assert result.exit_code == 4
        assert f"another deploy (pid {process.pid}, since " in result.stderr
        os.killpg(process.pid, signal.SIGKILL)


def asked(site: PublishedSite, answer: str, meanwhile=lambda: None) -> tuple[int, str]:
    """Exit code and talk of a deploy on a terminal, in which `meanwhile` happens before the answer."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "generator", "deploy", str(site.folder)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "TERM": "xterm", "NO_COLOR": "1"}
    process = subprocess.Popen(command, env=environment, stdin=theirs, stderr=theirs, stdout=theirs)
    os.close(theirs)
    talk, is_answered = b"", False
    while True:
        try:
            talk += os.read(ours, 10_000)
        except OSError:  # a terminal that nobody has open any more
            break
        if b"[y/N]" in talk and not is_answered:
            meanwhile()
            os.write(ours, f"{answer}\n".encode())
            is_answered = True
    os.close(ours)
    return process.wait(60), talk.decode()


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
    assert "error deploy-unconfirmed: nobody is there to say yes\n" in result.stderr
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
    assert "error remote-failed: origin/gh-pages cannot be asked: " in failed.stderr
    kept = b"".join(tree(site.folder / ".pressmark/deploy.git").values())
    for text in (rejected.stderr, failed.stderr, rejected.stdout, kept.decode("latin-1")):
        assert "hunter2" not in text


# ----------------------------------------------------------------------------------- what is published


def test_drafts_are_never_published(site: PublishedSite) -> None:
    site.write("posts/secret.md", post("Secret", "Words.", date="2024-01-03", permalink="secret/", draft=True))
    site.commit()
    site.build(drafts=True)
    refused = site.deploy("--no-build")
    assert refused.exit_code == 5
    assert "error output-unfit: holds drafts" in refused.stderr
    # Whatever becomes of the cache.
    shutil.rmtree(site.folder / ".pressmark")
    assert "error output-unfit: holds drafts" in site.deploy("--no-build").stderr
    assert line(site.remote, "branch", "--list") == ""
    # Without its cache a build does not know the draft's page for its own, and leaves it: still nothing is published.
    lost = site.deploy()
    assert lost.exit_code == 5
    assert f"delete {site.output}, and deploy again" in lost.stderr
    shutil.rmtree(site.output)
    assert site.deploy().exit_code == 0
    assert "secret/index.html" not in published(site.remote)


def test_a_build_without_drafts_takes_them_out_again(site: PublishedSite) -> None:
    site.write("posts/secret.md", post("Secret", "Words.", date="2024-01-03", permalink="secret/", draft=True))
    site.build(drafts=True)
    assert site.has("/secret/")
    assert site.deploy().exit_code == 0
    assert "secret/index.html" not in published(site.remote)
    assert site.is_published


def test_drafts_in_the_preview_stay_there(site: PublishedSite) -> None:
    site.write("posts/secret.md", post("Secret", "Words.", date="2024-01-03", permalink="secret/", draft=True))
    site.build()
    site.build(drafts=True, output=site.folder / ".pressmark/preview")
    assert site.deploy("--no-build").exit_code == 0
    assert "secret/index.html" not in published(site.remote)
    assert site.deploy("--no-build", "--output", str(site.folder / ".pressmark/preview")).exit_code == 5


def test_no_build_publishes_only_a_finished_site_for_the_same_address(site: PublishedSite) -> None:
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "error output-unfit: holds no site that this version of Pressmark built" in result.stderr
    site.build(url="http://127.0.0.1:8000/")
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "was built for http://127.0.0.1:8000/, and the site is to be at https://example.org/repo/" in result.stderr
    site.build()
    site.put("templates/404.html", "{% if %}")
    site.build()
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "error output-unfit: the last build did not come to its end, or had errors" in result.stderr
    assert line(site.remote, "branch", "--list") == ""


def test_a_site_with_errors_is_not_published(site: PublishedSite) -> None:
    site.put("templates/404.html", "{% if %}")
    result = site.deploy()
    assert result.exit_code == 1
    assert "error template-syntax" in result.stderr
    assert result.stderr.endswith("Nothing was published.\n")
    assert line(site.remote, "branch", "--list") == ""


def test_a_template_that_puts_a_script_into_articles_is_found_before_the_push(site: PublishedSite) -> None:
    site.put("templates/404.html", "<!doctype html><article><script>x()</script></article>")
    result = site.deploy()
    assert result.exit_code == 1
    assert "error page-active" in result.stderr
    assert line(site.remote, "branch", "--list") == ""


def test_a_file_over_the_limit_is_refused_before_anything_is_sent(site: PublishedSite) -> None:
    site.build()
    with (site.output / "film.mp4").open("wb") as stream:
        stream.truncate(101 * 1024 * 1024)
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "film.mp4: error site-too-large: a file of 101 MiB, and GitHub takes at most 100\n" in result.stderr
    assert line(site.remote, "branch", "--list") == ""


def test_the_archive_is_deployed(shared, tmp_path: Path) -> None:
    site = PublishedSite(tmp_path, posts=0)
    settings = {"content": [str(shared("archive"))], "url": "https://example.org/repo/", "timezone": "Asia/Shanghai"}
    site.settings(**settings)
    site.commit()
    before = site.own()
    result = site.deploy("--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert site.is_published
    assert site.own() == before


# ------------------------------------------------------------------------------------------ addresses


def on_github(site: PublishedSite, repository: str) -> None:
    """Let the remote look as if it were on GitHub."""
    git(site.top, "remote", "set-url", "origin", f"https://github.com/{repository}.git")
    git(site.top, "config", f"url.{site.remote}.insteadOf", f"https://github.com/{repository}.git")


def test_the_address_must_be_that_of_the_repository(site: PublishedSite) -> None:
    on_github(site, "Ann/pages")
    result = site.deploy()
    assert result.exit_code == 5
    assert "site.toml: error url-differs: " in result.stderr
    assert '  help: write: url = "https://ann.github.io/pages/"\n' in result.stderr
    assert not site.output.exists()
    site.settings(url="https://ann.github.io/pages/")
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert ": https://ann.github.io/pages/  (GitHub may take up to ten minutes)\n" in result.stderr
    assert "https://github.com/Ann/pages/settings/pages" in result.stderr


def test_a_domain_of_the_settings_is_written_and_must_be_that_of_the_address(site: PublishedSite) -> None:
    on_github(site, "ann/pages")
    site.settings('[deploy]\ncname = "pages.example.org"', url="https://pages.example.org/repo/")
    result = site.deploy()
    assert result.exit_code == 5
    assert '  help: write: url = "https://pages.example.org/"\n' in result.stderr
    site.settings('[deploy]\ncname = "pages.example.org"', url="https://pages.example.org/")
    assert site.deploy().exit_code == 0
    assert published(site.remote)["CNAME"] == b"pages.example.org\n"
    assert site.is_published


def test_a_domain_that_github_wrote_into_the_branch_is_kept(site: PublishedSite) -> None:
    site.settings(url="https://pages.example.org/")
    site.deploy()
    cname = os.fsdecode(git(site.remote, "hash-object", "-w", "--stdin", given=b"pages.example.org")).strip()
    rows = git(site.remote, "ls-tree", "gh-pages") + f"100644 blob {cname}\tCNAME\n".encode()
    with_cname = os.fsdecode(git(site.remote, "mktree", given=rows)).strip()
    commit = line(site.remote, "commit-tree", with_cname, "-m", "Create CNAME", f"-p{commits(site.remote)[0]}")
    git(site.remote, "update-ref", "refs/heads/gh-pages", commit)
    assert "Nothing to deploy" in site.deploy().stderr
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    assert site.deploy().exit_code == 0
    assert published(site.remote) == tree(site.output) | {"CNAME": b"pages.example.org"}
    site.settings(url="https://example.org/repo/")
    result = site.deploy()
    assert result.exit_code == 5
    assert "its file CNAME names pages.example.org" in result.stderr

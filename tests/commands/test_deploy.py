"""`deploy` with real git and remotes on this machine: what arrives, and that nothing of the user's changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.repositories import PublishedSite, commits, git, hook, line, published
from tests.sites import SmallSite, post, tree


@pytest.fixture
def site(isolated_git, tmp_path: Path) -> PublishedSite:
    return PublishedSite(tmp_path)


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


@pytest.mark.starts_processes
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


def test_deleted_posts_leave_the_branch(site: PublishedSite) -> None:
    site.deploy()
    (site.folder / "content/posts/2.md").unlink()
    result = site.deploy("--allow-removals")
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
    names = [
        '"a".txt',
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


def test_names_that_git_hosts_or_disks_read_otherwise_are_left_out_and_named(site: PublishedSite) -> None:
    site.build()
    names = [".gitattributes", "a/.gitmodules", "a\tb.txt", "\udcff.txt", "git~1", "aux.txt", "a/index.htm"]
    for name in names:
        site.put(f"public/{name}", "x")
    result = site.deploy("--no-build")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("file-unpublished") == len(names)
    assert published(site.remote).keys().isdisjoint(names)


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


def all_objects(remote: Path) -> list[bytes]:
    return git(remote, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split()


def packed(site: PublishedSite) -> int:
    """How many objects lie in the packs of the repository of our own, each as often as it does."""
    rows = line(site.folder / ".pressmark/deploy.git", "count-objects", "-v").splitlines()
    (count,) = [row.removeprefix("in-pack: ") for row in rows if row.startswith("in-pack: ")]
    return int(count)


# ----------------------------------------------------------------------------- repositories of all kinds


@pytest.mark.starts_processes
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
    inside = SmallSite.found(tmp_path / "tree")
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
        clone = SmallSite.found(tmp_path / name)
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
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    site.deploy()
    assert line(site.remote, "log", "-1", "--format=%an <%ae>", "gh-pages") == "Bob <bob@example.org>"

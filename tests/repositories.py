"""`PublishedSite`: a small site in a git repository with a bare one as its remote, both on this machine."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.cli import app
from tests.sites import SmallSite, post, tree
from tests.waiting import PATIENCE_S

_ROOT = Path(__file__).resolve().parents[1]


def isolate(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """No settings of this machine: an empty home, a fixed name and time on commits."""
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_ASKPASS"))]:
        monkeypatch.delenv(name)
    variables = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        variables |= {f"GIT_{role}_NAME": "Ann", f"GIT_{role}_EMAIL": "ann@example.org"}
        variables[f"GIT_{role}_DATE"] = "1700000000 +0000"
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git answers in `folder`."""
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, check=True).stdout


def line(folder: Path, *arguments: str) -> str:
    """The one line that git answers."""
    return os.fsdecode(git(folder, *arguments)).strip()


def published(remote: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    """Every file of a branch by path; all of them must be plain files."""
    rows = git(remote, "ls-tree", "-r", "-z", branch).split(b"\0")[:-1]
    assert {row.partition(b" ")[0] for row in rows} <= {b"100644"}
    names = [row.split(b"\t")[0].split(b" ")[2] for row in rows]
    answer = io.BytesIO(git(remote, "cat-file", "--batch", given=b"".join(name + b"\n" for name in names)))
    found = {}
    for row in rows:
        size = int(answer.readline().split(b" ")[2])
        found[os.fsdecode(row.split(b"\t", 1)[1])] = answer.read(size)
        answer.read(1)
    return found


def commits(remote: Path, branch: str = "gh-pages") -> list[str]:
    """The commits of a branch, youngest first."""
    return os.fsdecode(git(remote, "rev-list", branch)).split()


class PublishedSite(SmallSite):
    """A site below a base path, in a repository on branch `main` with everything committed, and its remote."""

    def __init__(self, folder: Path, *, below: str = "", posts: int = 3) -> None:
        self.top, self.remote = folder / "work", folder / "remote.git"
        super().__init__(self.top / below if below else self.top)
        self.settings(url="https://example.org/repo/")
        self.put(".gitignore", "public/\n.pressmark/\n")
        for number in range(posts):
            self.write(
                f"posts/{number}.md", post(f"Post {number}", "Words.", date="2024-01-02", permalink=f"p{number}/")
            )
        git(folder, "init", "--quiet", "--bare", "remote.git")
        git(self.top, "init", "--quiet")
        git(self.top, "remote", "add", "origin", str(self.remote))
        self.commit()

    def commit(self) -> None:
        """Commit everything in the work tree."""
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--message", "Sources")

    def deploy(self, *arguments: str, yes: bool = True) -> Result:
        """Deploy as from the command line."""
        words = ["deploy", str(self.folder), "--jobs", "1", *(["--yes"] if yes else []), *arguments]
        return CliRunner().invoke(app, words)

    def own(self) -> dict[str, bytes | None]:
        """All that is the user's: files, index, branches, settings, objects; folders have no bytes."""
        found: dict[str, bytes | None] = {}
        for path in sorted(self.top.rglob("*")):
            name = path.relative_to(self.top).as_posix()
            below = f"{path.relative_to(self.folder).as_posix()}/" if path.is_relative_to(self.folder) else ""
            if not below.startswith(("public/", ".pressmark/")):
                found[name] = path.read_bytes() if path.is_file() else None
        return found

    @property
    def is_published(self) -> bool:
        """Whether the branch is the output, byte for byte."""
        return published(self.remote) == tree(self.output)


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
    return process.wait(PATIENCE_S), talk.decode()

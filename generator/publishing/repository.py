"""The user's git repository around a site, which is only read: its folders, its remotes, and uncommitted changes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import Problem, SiteError, Where, problem
from generator.publishing.git import Answer, Git, find_git, mask, secrets_of

REMOTE = "pressmark-deploy"
"""The name of the remote repository in the git commands of a deploy.  Under the real name of the remote, git would
apply all of the user's settings for it, such as mirroring, pruning, and additional refs to fetch."""

_KEPT_OF_REMOTE = ("proxy", "proxyauthmethod", "uploadpack", "receivepack")


@dataclass(frozen=True, slots=True)
class Repository:
    """The user's git repository, in which a site lies."""

    git: Git
    """Runs git in the folder `top`."""
    top: Path
    """The folder at the top of the work tree."""
    git_folder: Path
    """The folder `.git` of this work tree."""
    common_folder: Path
    """The folder `.git` that all work trees of the repository share; the same as `git_folder` if there is only one."""
    algorithm: str
    """The hash algorithm of object names, `sha1` or `sha256`."""

    def branch(self) -> str | None:
        """The name of the branch that is checked out; None if a commit is checked out instead (a detached head)."""
        return self._line("symbolic-ref", "--quiet", "--short", "HEAD")

    def commit(self) -> str | None:
        """The abbreviated name of the commit that is checked out; None if the repository has no commit yet."""
        return self._line("rev-parse", "--quiet", "--verify", "--short", "HEAD^{commit}")

    def default_branch(self) -> str:
        """The branch that holds the sources: the one checked out, else the default branch of origin, else `main`."""
        branch = self.branch() or self._line("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
        return (branch or "main").removeprefix("origin/")

    def is_dirty(self, site: Path, passed_over: Sequence[Path]) -> bool:
        """Whether a file in the folder `site`, but outside the folders `passed_over`, differs from the last commit.

        New files count; ignored files do not.  False if git fails.
        """
        paths = [_pathspec(site, self.top)]
        paths += [f":(exclude,top,literal){_below(path, self.top)}" for path in passed_over if _is_in(path, self.top)]
        answer = self.git.run("-c", "core.fsmonitor=false", "status", "--porcelain", "-z", "--", *paths)
        return answer.code == 0 and bool(answer.result)

    def _line(self, *arguments: str) -> str | None:
        answer = self.git.run(*arguments)
        return answer.lines[0] if answer.code == 0 and answer.lines else None


def _is_in(path: Path, top: Path) -> bool:
    return path.resolve().is_relative_to(top)


def _below(path: Path, top: Path) -> str:
    return path.resolve().relative_to(top).as_posix()


def _pathspec(path: Path, top: Path) -> str:
    return f":(top,literal){'' if (below := _below(path, top)) == '.' else below}"


def find_repository(site: Path) -> Repository:
    """The git repository around the folder `site`.

    Raises SiteError git-missing, or repository-missing if there is none or git refuses to use it.
    """
    git = find_git(site)
    # Each of these options prints one line.
    answer = git.run(
        "rev-parse",
        "--path-format=absolute",
        "--show-toplevel",
        "--absolute-git-dir",
        "--git-common-dir",
        "--show-object-format",
    )
    if answer.code != 0 or len(answer.lines) != 4:
        raise _no_repository(site, answer)
    top, folder, common, algorithm = answer.lines
    return Repository(replace(git, folder=Path(top)), Path(top).resolve(), Path(folder), Path(common), algorithm)


def _no_repository(site: Path, answer: Answer) -> SiteError:
    where = Where(str(site))
    if "not a git repository" not in answer.talk:
        # The repository may belong to another user or have no work tree; the message of git says what to do.
        return SiteError("repository-missing", f"git cannot use the repository here: {answer.reason}", where)
    help = "make one: git init, commit your site, and: git remote add origin URL"
    return SiteError("repository-missing", "the site lies in no git repository", where, help)


# --------------------------------------------------------------------------------------------- remote


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote of the user's git repository, to which a site can be pushed."""

    name: str
    url: str
    """The address for pushes as configured.  It may contain a password, so it must never be shown; see `shown`."""
    resolved: str
    """The address after git has applied the rewriting rules of the user (`insteadOf`).  It must never be shown."""
    settings: tuple[tuple[str, str], ...]
    """(name, value) of git settings that define the same remote under the name `REMOTE`."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The passwords and tokens in the addresses of the remote, which no message may show; may be empty."""
        return (*secrets_of(self.url), *secrets_of(self.resolved))

    @property
    def shown(self) -> str:
        """The address of the remote for messages, with `***` in place of user name, password and tokens."""
        return mask(self.url, self.secrets)


def find_remote(repository: Repository, wanted: str | None) -> Remote:
    """The remote called `wanted`, or if `wanted` is None, the remote `origin`, else the only remote.

    Raises SiteError remote-missing if the repository has no such remote, or git-failed.
    """
    rows = repository.git.run("config", "--null", "--get-regexp", r"^remote\..*\.")
    settings: dict[str, dict[str, str]] = {}
    for row in os.fsdecode(rows.result).split("\0"):
        key, _, value = row.partition("\n")
        _, _, rest = key.partition(".")
        name, _, field = rest.rpartition(".")
        # If there are several addresses, git fetches from the first.
        settings.setdefault(name, {}).setdefault(field, value)
    remotes = {name: fields for name, fields in settings.items() if fields.get("url") or fields.get("pushurl")}
    name = wanted or ("origin" if "origin" in remotes or len(remotes) != 1 else next(iter(remotes)))
    if name not in remotes:
        raise _no_remote(name, sorted(remotes), repository.top)
    fields = remotes[name]
    url = fields.get("pushurl") or fields["url"]
    ours = [(f"remote.{REMOTE}.url", url)]
    if "pushurl" in fields:
        # git does not apply its rewriting rules for pushes to a pushurl; setting it here has the same effect.
        ours.append((f"remote.{REMOTE}.pushurl", url))
    ours += [(f"remote.{REMOTE}.{field}", fields[field]) for field in _KEPT_OF_REMOTE if field in fields]
    git = replace(repository.git, settings=tuple(ours))
    resolved = git.must("ls-remote", "--get-url", REMOTE).lines[0]
    return Remote(name, url, resolved, tuple(ours))


def _no_remote(name: str, known: Sequence[str], top: Path) -> SiteError:
    shown = mask(name)
    if known:
        help = f"the remotes are {', '.join(known)}: choose one with --remote"
    else:
        help = f"make an empty repository on GitHub, then: git remote add {shown} https://github.com/YOU/REPOSITORY.git"
    return SiteError("remote-missing", f"the repository has no remote {shown}", Where(str(top)), help)


def work_tree_problems(repository: Repository, site: Path, passed_over: Sequence[Path]) -> tuple[Problem, ...]:
    """Warnings if what a deploy publishes is not on a branch: no branch is checked out, or changes are not committed.

    Changes outside the folder `site` or in the folders `passed_over` do not count.
    """
    problems = []
    where = Where(str(repository.top))
    if repository.branch() is None:
        help = "to go back to a branch: git switch BRANCH"
        problems.append(problem("head-detached", where, "no branch is checked out, but a commit", help))
    if repository.commit() is None:
        message = "nothing is committed yet, so the sources of what is published are on this machine only"
        problems.append(problem("work-uncommitted", where, message, "git add . && git commit"))
    elif repository.is_dirty(site, passed_over):
        message = "files of the site differ from what is committed, and are published as they are"
        problems.append(problem("work-uncommitted", where, message, "git status names them"))
    return tuple(problems)

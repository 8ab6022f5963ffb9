"""The branch on which a site is published: fetching it, comparing it with the site, committing and pushing.

All this happens in a repository that Pressmark keeps for itself (`store.py`); the user's repository is only read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import SiteError, Where
from generator.publishing.git import Answer, Git
from generator.publishing.repository import REMOTE, Remote, Repository
from generator.publishing.store import Store
from generator.publishing.tree import Tree, object_name, pack_of

_STAND_IN = {"NAME": "Pressmark", "EMAIL": "pressmark@deploy.invalid"}
"""The author of commits if git has no name configured.  Nobody can own this domain, so no stranger gets the credit."""


@dataclass(frozen=True, slots=True)
class Tip:
    """The last commit of a branch, and the names (hex digests) of the git objects of all its files and folders."""

    commit: str
    """The name of the commit."""
    tree: str
    """The name of the root folder's object."""
    has_parents: bool
    """Whether the branch has earlier commits."""
    blobs: Mapping[bytes, str]
    """{path: name of the file's object}.  For links and other objects that no deploy writes, the git mode precedes the
    name."""
    trees: tuple[str, ...]
    """The names of the objects of all folders, including the root."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that a push would add to a branch, change there and remove there, as sorted paths."""

    added: tuple[bytes, ...]
    changed: tuple[bytes, ...]
    removed: tuple[bytes, ...]

    def __bool__(self) -> bool:
        """Whether the push would add, change or remove any file."""
        return bool(self.added or self.changed or self.removed)


def changes(tip: Tip | None, tree: Tree) -> Changes:
    """The files that a push of `tree` would add, change and remove on a branch whose last commit is `tip`.

    If `tip` is None, the branch does not exist yet, and all files are added.
    """
    old = tip.blobs if tip is not None else {}
    return Changes(
        tuple(sorted(tree.blobs.keys() - old.keys())),
        tuple(sorted(path for path, name in tree.blobs.items() if old.get(path, name) != name)),
        tuple(sorted(old.keys() - tree.blobs.keys())),
    )


_TOO_MANY = 10
"""One in this many pages of a branch may vanish in one deploy without a question: a tenth."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """The pages that a push would remove from a branch, if they are many, and the number of all pages on the branch."""

    paths: tuple[bytes, ...]
    """The paths of these pages, sorted."""
    of: int
    """The number of all pages on the branch."""


def is_page(path: bytes) -> bool:
    """Whether the file at `path` is an HTML page, judging by its name, which ends in `.html` or `.htm`."""
    return path.lower().endswith((b".html", b".htm"))


def vanished_pages(tip: Tip | None, change: Changes) -> Vanished | None:
    """The pages that the push `change` would remove, if these are more than a tenth of all pages in `tip`; else None.

    A page that is replaced by another file at the same path, such as a redirect, does not count as removed.
    """
    pages = sum(map(is_page, tip.blobs)) if tip is not None else 0
    gone = tuple(filter(is_page, change.removed))
    return Vanished(gone, pages) if len(gone) * _TOO_MANY > pages else None


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a remote git repository; a host such as GitHub Pages shows the files on this branch as the site."""

    name: str
    remote: Remote
    git: Git
    """Runs git in the repository that Pressmark keeps for itself, from which the branch is pushed."""
    user_git: Git
    """Runs git in the user's repository, whose configuration has the author for commits."""
    store: Store
    """The repository in which `git` runs."""

    @property
    def shown(self) -> str:
        """The name of the branch in messages, such as `origin/gh-pages`."""
        return f"{self.remote.name}/{self.name}"

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.name}"

    def fetch_tip(self) -> Tip | None:
        """Fetch the last commit of the branch from the remote; None if the remote has no such branch.

        Raises SiteError remote-failed if the remote cannot be reached or refuses, or git-failed.
        """
        answer = self.git.run("ls-remote", "--quiet", REMOTE, self._ref)
        if answer.code != 0:
            raise self._failed("cannot be reached", answer)
        rows = [line.split("\t", 1) for line in answer.lines]
        commits = [name for name, ref in rows if ref == self._ref]
        if not commits:
            return None
        try:
            return self._fetched(commits[0])
        except SiteError as error:
            if error.problem.code != "git-failed":
                raise
            # Our repository is damaged.  Everything in it is at the remote too, so it is made again.
            self.store.renew()
            return self._fetched(commits[0])

    def _fetched(self, commit: str) -> Tip:
        if self.git.run("rev-parse", "--quiet", "--verify", f"{_kept(self.name)}^{{commit}}").lines != [commit]:
            # Without tags and history: a push needs only the last commit.
            options = [
                "--quiet",
                "--depth=1",
                "--no-tags",
                "--no-recurse-submodules",
                "--no-write-fetch-head",
                "--force",
            ]
            answer = self.git.run(*_QUIETLY, "fetch", *options, REMOTE, f"{self._ref}:{_kept(self.name)}")
            if answer.code != 0:
                raise self._failed("cannot be fetched", answer)
            # The branch may have moved between ls-remote and fetch; the commit that was fetched counts.
            commit = self.git.must("rev-parse", "--verify", _kept(self.name)).lines[0]
        head = self.git.must("cat-file", "commit", commit).result.partition(b"\n\n")[0].split(b"\n")
        blobs, trees = {}, []
        for row in self.git.must("ls-tree", "-r", "-t", "-z", "--full-tree", commit).result.split(b"\0")[:-1]:
            words, _, path = row.partition(b"\t")
            mode, kind, name = words.split(b" ")
            if kind == b"tree":
                trees.append(name.decode())
            else:
                # We publish plain files only, so another mode counts as a difference.
                blobs[path] = name.decode() if mode == b"100644" else f"{mode.decode()} {name.decode()}"
        tree = head[0].removeprefix(b"tree ").decode()
        return Tip(commit, tree, any(line.startswith(b"parent ") for line in head), blobs, (tree, *trees))

    def read(self, tip: Tip, path: bytes) -> bytes:
        """The bytes of the file `path` in the commit `tip`, which must have been fetched with `fetch_tip`.

        Raises KeyError if `tip` has no such file, or SiteError git-failed.
        """
        return self.git.must("cat-file", "blob", tip.blobs[path].rpartition(" ")[2]).result

    def push(self, tree: Tree, tip: Tip | None, message: str, output: Path, *, squash: bool) -> str:
        """Push a commit with the files of `tree` to the branch, and return the name (hex digest) of the commit.

        The parent of the commit is `tip`; with `squash`, or if `tip` is None, the commit has no parent and replaces all
        history.  The content of the files is read from the folder `output`.  Raises SiteError branch-moved if somebody
        else has pushed since `tip` was fetched, output-unfit if a file of `output` has changed or cannot be read,
        push-rejected, remote-failed or git-failed; the branch is then unchanged.
        """
        parent = None if squash or tip is None else tip.commit
        data = self._commit(tree.name, parent, message)
        known = {*tip.blobs.values(), *tip.trees} if tip is not None else set()
        algorithm = self.store.algorithm
        # index-pack reads and checks every object of the pack.
        self.git.must("index-pack", "--stdin", given=pack_of(tree, known, data, output, algorithm))
        commit = object_name(b"commit", data, algorithm)
        answer = self.git.run(
            *_QUIETLY,
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--no-signed",
            "--recurse-submodules=no",
            # The remote refuses the push if anybody has pushed since `fetch_tip`.
            f"--force-with-lease={self._ref}:{tip.commit if tip is not None else ''}",
            REMOTE,
            f"{commit}:{self._ref}",
        )
        if answer.code != 0:
            raise self._not_pushed(answer)
        # The site is published now, so no later failure may be reported.  A lost update of our ref is fetched again.
        self.git.run("update-ref", _kept(self.name), commit)
        self.git.run(*_QUIETLY, "-c", "gc.auto=6700", "-c", "gc.autoPackLimit=30", "gc", "--auto", "--quiet")
        return commit

    def _commit(self, tree: str, parent: str | None, message: str) -> bytes:
        lines = [f"tree {tree}".encode()]
        if parent is not None:
            lines.append(f"parent {parent}".encode())
        lines += [b"author " + self._identity("AUTHOR"), b"committer " + self._identity("COMMITTER")]
        text = message.encode("utf-8", "replace").replace(b"\0", b"").strip()
        return b"\n".join(lines) + b"\n\n" + text + b"\n"

    def _identity(self, role: str) -> bytes:
        """Name, e-mail address and time for a commit, as git would write them; `role` is AUTHOR or COMMITTER.

        If the user has configured no name, the name and address of `_STAND_IN` are used.
        """
        wanted = f"GIT_{role}_IDENT"
        # Without useConfigOnly git would make up an address from the names of user and machine.
        answer = self.user_git.run("-c", "user.useConfigOnly=true", "var", wanted)
        if answer.code == 0:
            return answer.result.strip()
        stand_in = {f"GIT_{role}_{part}": text for part, text in _STAND_IN.items()}
        named = replace(self.user_git, variables={**self.user_git.variables, **stand_in})
        return named.must("var", wanted).result.strip()

    # ---------------------------------------------------------------------------------------- failing

    def _failed(self, what: str, answer: Answer) -> SiteError:
        help = "check the network, your rights, and the address of the remote; then deploy again"
        if re.search(
            r"could not read (Username|Password)|Authentication failed|Permission denied|Host key ver", answer.talk
        ):
            help = "log in first: with a credential helper of git (such as that of the program gh), or an SSH key"
        return SiteError("remote-failed", f"{self.shown} {what}: {answer.reason}", Where(self.remote.shown), help)

    def _not_pushed(self, answer: Answer) -> SiteError:
        where = Where(self.remote.shown)
        rows = [line.split("\t") for line in answer.lines if line.startswith("!")]
        verdict = rows[0][-1] if rows else ""
        if re.search(r"stale info|fetch first|cannot lock ref|incorrect old value|^\[rejected\]", verdict):
            message = f"{self.shown} has changed while this deploy was under way; nothing was pushed"
            return SiteError("branch-moved", message, where, "deploy again: it then compares with what is there now")
        if "rejected" in verdict:
            said = [line.removeprefix("remote:").strip() for line in answer.talk.splitlines() if line[:7] == "remote:"]
            told = "".join(f"; {line}" for line in said if line)
            reason = re.sub(r"^\[(?:remote )?rejected\] ?", "", verdict)
            message = f"{self.shown} was rejected: {reason}{told}"
            help = "the remote has a rule or a hook against it; change that, or choose another --branch"
            return SiteError("push-rejected", message, where, help)
        if answer.code > 0 and not self._is_sound():
            self.store.renew()
        return self._failed("was not pushed", answer)

    def _is_sound(self) -> bool:
        """Whether the repository that Pressmark keeps for itself is complete and readable."""
        return self.git.run("fsck", "--connectivity-only", "--no-dangling").code == 0


_QUIETLY = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "gc.autoDetach=false")
"""Options of git that keep git from starting maintenance in the background."""


def _kept(branch: str) -> str:
    return f"refs/published/{branch}"


def find_branch(repository: Repository, remote: Remote, name: str, store: Path) -> Branch:
    """The branch `name` of `remote`, which need not exist yet.

    `repository` is the user's git repository.  `store` is the folder of a second repository, from which Pressmark
    pushes; it is created if it is missing.  Raises SiteError branch-refused if `name` is no valid name or the branch
    that is checked out, cache-failed or git-failed.
    """
    where = Where(str(repository.top))
    if name.startswith("-") or repository.git.run("check-ref-format", "--branch", name).lines != [name]:
        raise SiteError("branch-refused", f"{name!r} is no name of a branch", where, "choose another one with --branch")
    if name == repository.branch():
        message = (
            f"{name} is checked out: it holds the sources, and a deploy would put the finished site in their place"
        )
        raise SiteError("branch-refused", message, where, "choose another one with --branch")
    settings = (repository.common_folder / "config", repository.git_folder / "config.worktree")
    user_git = replace(repository.git, secrets=remote.secrets)
    folder = store.resolve()
    ours = Store(folder, user_git, repository.algorithm, tuple(path for path in settings if path.is_file()))
    ours.open()
    # It still runs at the top of the work tree, because addresses of remotes on this machine are relative to it.
    # The user's hooks are meant for the user's own actions, so they are off.
    settings_of_ours = (*remote.settings, ("core.hooksPath", "/dev/null"))
    git = replace(user_git, variables={"GIT_DIR": str(folder)}, settings=settings_of_ours)
    return Branch(name, remote, git, user_git, ours)

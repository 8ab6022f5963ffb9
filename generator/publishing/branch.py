"""The published branch: fetching it into our own repository, comparing, committing and pushing."""

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
"""The author if git has no name configured.  Nobody can own its domain, so no stranger gets the credit."""


@dataclass(frozen=True, slots=True)
class Tip:
    """What is on a branch: its last commit, and the git objects of all files and folders."""

    commit: str
    tree: str
    has_parents: bool
    blobs: Mapping[bytes, str]
    """Names of blobs by path, including links and submodules that somebody added."""
    trees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a push would add, change and remove, as sorted paths."""

    added: tuple[bytes, ...]
    changed: tuple[bytes, ...]
    removed: tuple[bytes, ...]

    def __bool__(self) -> bool:
        """Whether anything would change."""
        return bool(self.added or self.changed or self.removed)


def changes(tip: Tip | None, tree: Tree) -> Changes:
    """What a push of `tree` would change on a branch that holds `tip`, or that does not exist yet if `tip` is None."""
    old = tip.blobs if tip is not None else {}
    return Changes(
        tuple(sorted(tree.blobs.keys() - old.keys())),
        tuple(sorted(path for path, name in tree.blobs.items() if old.get(path, name) != name)),
        tuple(sorted(old.keys() - tree.blobs.keys())),
    )


_TOO_MANY = 10
"""One in this many pages of a branch, a tenth, may vanish at once without a question."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """Pages that a push would remove from a branch: their sorted paths, and the number of pages on the branch."""

    paths: tuple[bytes, ...]
    of: int


def is_page(path: bytes) -> bool:
    """Whether the file at `path` is a page, judging by its name."""
    return path.lower().endswith((b".html", b".htm"))


def vanished_pages(tip: Tip | None, change: Changes) -> Vanished | None:
    """The pages that a push would remove, if they are more than a tenth of all; else None.

    A page that is replaced by another file at its path, such as a redirect, has not vanished.
    """
    pages = sum(map(is_page, tip.blobs)) if tip is not None else 0
    gone = tuple(filter(is_page, change.removed))
    return Vanished(gone, pages) if len(gone) * _TOO_MANY > pages else None


@dataclass(frozen=True, slots=True)
class Branch:
    """The branch of a remote that the host publishes, and the repository in our cache from which it is pushed."""

    name: str
    remote: Remote
    git: Git
    user_git: Git
    """git in the user's repository, which knows the name for commits."""
    store: Store

    @property
    def shown(self) -> str:
        """The name of the branch in messages, such as `origin/gh-pages`."""
        return f"{self.remote.name}/{self.name}"

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.name}"

    def fetch_tip(self) -> Tip | None:
        """Fetch what is on the branch now; None if the remote has no such branch.

        Raises SiteError remote-failed or git-failed.
        """
        answer = self.git.run("ls-remote", "--quiet", REMOTE, self._ref)
        if answer.code != 0:
            raise self._failed("cannot be asked", answer)
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
        """The bytes of the file `path` in `tip`, which is the content of this branch.  Raises SiteError git-failed."""
        return self.git.must("cat-file", "blob", tip.blobs[path].rpartition(" ")[2]).result

    def push(self, tree: Tree, tip: Tip | None, message: str, output: Path, *, squash: bool) -> str:
        """Push a commit with the files of `tree`, and return the name of the commit.

        Its parent is `tip`; with `squash` it has none and replaces all history.  The files are read from `output`.
        Raises SiteError branch-moved, push-rejected or remote-failed, and then the remote is unchanged.
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
        """Name, e-mail address and time as git would write them; `_STAND_IN` if the user has configured no name."""
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
            message = f"{self.shown} was not taken: {reason}{told}"
            help = "the remote has a rule or a hook against it; change that, or choose another --branch"
            return SiteError("push-rejected", message, where, help)
        if answer.code > 0 and not self._is_sound():
            self.store.renew()
        return self._failed("was not pushed", answer)

    def _is_sound(self) -> bool:
        """Whether our repository is complete and readable."""
        return self.git.run("fsck", "--connectivity-only", "--no-dangling").code == 0


_QUIETLY = ("-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "gc.autoDetach=false")
"""Options that keep git from starting maintenance in the background."""


def _kept(branch: str) -> str:
    return f"refs/published/{branch}"


def find_branch(repository: Repository, remote: Remote, name: str, store: Path) -> Branch:
    """The branch `name` of `remote`; our own repository is at `store`.

    Raises SiteError branch-refused or git-failed.
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

"""Finds and reads a site that was published before, in a folder or in a branch or commit, to compare with it."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from generator.errors import SiteError, Where
from generator.publishing.branch import is_page
from generator.publishing.git import Git
from generator.publishing.repository import Repository, find_repository
from generator.publishing.tree import OutputFile, files_of

MOST_BYTES = 16 * 1024 * 1024
"""Larger files of a published site are not read; no real page is that large."""
_BATCH_FILES, _BATCH_BYTES = 512, 32 * 1024 * 1024
"""The maximum number of files, and of bytes, that are read from a branch at once."""
_NAMED = 3
_SOURCES = b"site.toml"
_YEAR_9999 = 253_370_764_800

Content = tuple[bytes, bytes | None]
"""(path, bytes) of a file; None instead of the bytes if the file cannot be read or is larger than `MOST_BYTES`."""


class Published(Protocol):
    """A site that was published before, in a folder or in a branch or commit of a git repository."""

    @property
    def shown(self) -> str:
        """The name of the published site for people, such as `origin/gh-pages, 1234567 of 2026-11-22`."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences for the user, such as that another branch of this name is newer, or that links were passed over.

        Empty if there is nothing to remark.
        """

    @property
    def files(self) -> tuple[OutputFile, ...]:
        """All files of the published site, sorted by path; links and submodules are left out."""

    def read(self, files: Iterable[OutputFile]) -> Iterator[Content]:
        """(path, bytes) of each of `files`, in the same order.

        The bytes are None for a file that cannot be read or has more than `MOST_BYTES` (16 MiB).
        """


@dataclass(frozen=True, slots=True)
class PublishedFolder:
    """A published site in the folder `folder`, such as a copy of an output folder."""

    shown: str
    remarks: tuple[str, ...]
    files: tuple[OutputFile, ...]
    folder: Path

    def read(self, files: Iterable[OutputFile]) -> Iterator[Content]:
        """(path, bytes) of each of `files`, in the same order.

        The bytes are None for a file that cannot be read or has more than `MOST_BYTES` (16 MiB).
        """
        for file in files:
            yield file.path, _bytes_of(self.folder, file)


def _bytes_of(folder: Path, file: OutputFile) -> bytes | None:
    if file.size_bytes > MOST_BYTES:
        return None
    with suppress(OSError):
        # The file may have become a link or a pipe since the folder was listed.
        handle = os.open(os.fsencode(folder) + b"/" + file.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as stream:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                data = stream.read(MOST_BYTES + 1)
                return data if len(data) <= MOST_BYTES else None
    return None


@dataclass(frozen=True, slots=True)
class PublishedCommit:
    """A published site in a branch or commit of a git repository, such as `gh-pages`."""

    shown: str
    remarks: tuple[str, ...]
    files: tuple[OutputFile, ...]
    git: Git
    """Runs git in the repository that contains the commit."""
    names: dict[bytes, str]
    """{path: name (hex digest) of the git object with the file's content}."""

    def read(self, files: Iterable[OutputFile]) -> Iterator[Content]:
        """(path, bytes) of each of `files`, in the same order.

        The bytes are None for a file that cannot be read or has more than `MOST_BYTES` (16 MiB).  Raises
        SiteError git-failed.
        """
        for batch in _batches(files):
            wanted = [file for file in batch if file.size_bytes <= MOST_BYTES]
            given = (f"{self.names[file.path]}\n".encode() for file in wanted)
            answer = self.git.must("cat-file", "--batch", given=given).result if wanted else b""
            contents = dict(zip((file.path for file in wanted), _objects(answer), strict=True))
            yield from ((file.path, contents.get(file.path)) for file in batch)


def _batches(files: Iterable[OutputFile]) -> Iterator[list[OutputFile]]:
    batch: list[OutputFile] = []
    size = 0
    for file in files:
        if batch and (len(batch) >= _BATCH_FILES or size + file.size_bytes > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += file.size_bytes if file.size_bytes <= MOST_BYTES else 0
    if batch:
        yield batch


def _objects(answer: bytes) -> Iterator[bytes | None]:
    """The contents of the objects in the output of `git cat-file --batch`, in order; None for a missing object."""
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        words = answer[position:end].split(b" ")
        position = end + 1
        if len(words) != 3:  # `missing`, as in a partial clone
            yield None
            continue
        size = int(words[2])
        yield answer[position : position + size]
        position += size + 1


# --------------------------------------------------------------------------------------------- finding


def find_published(name: str, site: Path, kept: Path) -> Published:
    """The published site in the folder `name`, or if there is no such folder, in the branch or commit `name`.

    Branches and commits are looked up in the git repository around the folder `site`, and in `kept`, the folder of the
    repository in which `pressmark deploy` keeps published branches.  Raises SiteError against-unknown if nothing has
    this name, against-unfit if it holds no finished site, or git-failed.
    """
    folder = next((path for path in (Path(name), site / name) if name and path.is_dir()), None)
    if folder is not None:
        return _folder(name, folder, site, kept)
    tree = _find(name, site, kept)
    if isinstance(tree, SiteError):
        raise tree
    return _commit(name, tree)


def _folder(name: str, folder: Path, site: Path, kept: Path) -> Published:
    try:
        files, left = files_of(folder)
    except SiteError as error:
        raise SiteError("against-unfit", error.problem.message, error.problem.where) from error
    _refuse_unfit(name, files)
    remarks = []
    if left:
        these = "1 file, folder or link" if len(left) == 1 else f"{len(left):,} files, folders or links"
        remarks.append(f"Passed over {these} that cannot be published.")
    if not isinstance(_find(name, site, kept), SiteError):
        remarks.append(f"{name} is a branch, too; for that, write refs/heads/{name}.")
    return PublishedFolder(f"the folder {folder}", tuple(remarks), files, folder)


def _refuse_unfit(name: str, files: Sequence[OutputFile]) -> None:
    where = Where(name)
    if any(file.path == _SOURCES for file in files):
        message = f"holds the sources of a site ({os.fsdecode(_SOURCES)}), not a site that was published"
        help = "name the output folder, a copy of it, or the branch that is published, such as gh-pages"
        raise SiteError("against-unfit", message, where, help)
    if not any(is_page(file.path) for file in files):
        raise SiteError("against-unfit", "holds no page: there is no file that ends in .html", where)


@dataclass(frozen=True, slots=True)
class _Found:
    """A commit or folder object that a name stands for in a repository; `shown` is the full name for people."""

    git: Git
    shown: str
    object: str
    """The name (hex digest) of the git object."""
    moment: int
    """The time of the commit in seconds since 1970; 0 if unknown."""
    later: str = ""
    """The name for people of another branch that the user may have meant and that is newer; empty if there is none."""


def _find(name: str, site: Path, kept: Path) -> _Found | SiteError:
    try:
        repository = find_repository(site)
    except SiteError as error:
        if error.problem.code == "git-missing" or not name:
            return _unknown(name, "there is no such folder")
        return _unknown(
            name, "there is no such folder, and the site lies in no git repository that could have a branch"
        )
    refs = _refs(repository, kept)
    # Several branches may match the name: the user's own comes first, then the newest of the others.
    named = [found for ref, found in refs if ref == f"refs/heads/{name}"]
    others = [found for ref, found in refs if _is_meant(ref, name)]
    newest = sorted(others, key=lambda found: -found.moment)
    for found in (*named, *newest):
        later = [one.shown for one in newest if one.moment > found.moment and one.object != found.object]
        return replace(found, later=later[0] if later else "")
    answer = repository.git.run("rev-parse", "--quiet", "--verify", "--end-of-options", f"{name}^{{tree}}")
    if name and answer.code == 0 and answer.lines:
        return _Found(repository.git, name, answer.lines[0], 0)
    known = dict.fromkeys(found.shown for _, found in refs)
    near = difflib.get_close_matches(name, known, n=_NAMED, cutoff=0.4) or list(known)[:_NAMED]
    help = f"did you mean {' or '.join(near)}?" if near else "the repository has no branches yet"
    return _unknown(name, "there is neither a folder nor a branch or commit of that name", help)


def _unknown(name: str, message: str, help: str = "") -> SiteError:
    help = help or "name a folder with a site that was built, or a branch of the repository that the site lies in"
    return SiteError("against-unknown", message, Where(name or "--against"), help)


def _is_meant(ref: str, name: str) -> bool:
    if ref in (f"refs/remotes/{name}", f"refs/published/{name}", name):
        return True
    # `origin/gh-pages` also means our copy of the published branch, which may be newer than the last fetch.
    if ref.startswith("refs/published/"):
        return ref.removeprefix("refs/published/") == name.partition("/")[2]
    return ref.startswith("refs/remotes/") and ref.removeprefix("refs/remotes/").partition("/")[2] == name


def _refs(repository: Repository, kept: Path) -> list[tuple[str, _Found]]:
    """(full name, commit) of each branch of the repository and its remotes, and of those in the repository `kept`."""
    refs = _refs_of(repository.git, "refs/heads", "refs/remotes")
    if (kept / "HEAD").is_file():
        git = replace(repository.git, variables={"GIT_DIR": os.fspath(kept.resolve())})
        refs += _refs_of(git, "refs/published")
    return refs


def _refs_of(git: Git, *below: str) -> list[tuple[str, _Found]]:
    answer = git.run("for-each-ref", "--format=%(objectname) %(committerdate:unix) %(refname)", *below)
    rows = (line.split(" ", 2) for line in answer.lines) if answer.code == 0 else ()
    return [
        (ref, _Found(git, _short(ref), name, int(moment) if moment.isdecimal() else 0))
        for name, moment, ref in rows
        if not ref.endswith("/HEAD")
    ]


def _short(ref: str) -> str:
    if ref.startswith("refs/published/"):
        return f"{ref.removeprefix('refs/published/')} as last deployed"
    return ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")


def _commit(name: str, found: _Found) -> Published:
    answer = found.git.must("ls-tree", "-r", "-z", "-l", "--full-tree", found.object)
    files, names, others = [], {}, 0
    for row in answer.result.split(b"\0")[:-1]:
        words, _, path = row.partition(b"\t")
        mode, kind, object_name, size = words.split()
        if kind != b"blob" or mode == b"120000":
            others += 1
            continue
        names[path] = object_name.decode()
        files.append(OutputFile(path, int(size) if size.isdigit() else 0))
    ordered = tuple(sorted(files, key=lambda file: file.path))
    _refuse_unfit(name, ordered)
    day = f" of {datetime.fromtimestamp(found.moment, UTC):%Y-%m-%d}" if 0 < found.moment < _YEAR_9999 else ""
    remarks = []
    if found.later:
        remarks.append(f"{found.later} is newer than this.")
    if others:
        these = "1 link or submodule" if others == 1 else f"{others:,} links or submodules"
        remarks.append(f"Passed over {these}.")
    return PublishedCommit(f"{found.shown}, {found.object[:7]}{day}", tuple(remarks), ordered, found.git, names)

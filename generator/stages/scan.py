"""Looking at the content roots: which files lie there, and which of them are sources."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator import hexo_source
from generator.config import ContentRoot
from generator.errors import Problem, SiteError, Where, problem
from generator.model import SourceFile
from generator.patterns import covers
from generator.runtime.database import fitting

SOURCE_SUFFIXES = (".md", ".markdown", ".html", ".htm", ".txt")

_TOOL_FOLDERS = frozenset({
    ".git", ".hg", ".svn", ".bzr", ".github", ".gitlab", ".idea", ".vscode", ".obsidian", ".pressmark", ".venv",
    ".cache", ".trash", ".deploy_git", ".ipynb_checkpoints", ".AppleDouble", ".DocumentRevisions-V100",
    ".Spotlight-V100", ".TemporaryItems", ".Trashes", ".fseventsd",
})  # fmt: skip
"""Folders that tools keep; any other hidden one may be a category called `.NET`, and is named in the report."""

_EXCLUDED = "`exclude` in site.toml names it or a folder above it", "take the pattern out to publish it"


@dataclass(frozen=True, slots=True)
class Scan:
    """What lies in the content roots, by root in the order of the settings, then by path."""

    sources: tuple[SourceFile, ...]
    others: tuple[SourceFile, ...]
    """Files that are no sources; published where a post refers to them."""
    verbatim: tuple[SourceFile, ...]
    """Files of a Hexo blog that are published as they are."""
    problems: tuple[Problem, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all folders could be looked through; if not, a source that is missing may still be there."""
        return all(one.code != "source-unreadable" for one in self.problems)


def scan(site: Path, roots: Iterable[str | ContentRoot]) -> Scan:
    """The files below each root of the site in folder `site`; a folder that is a root itself belongs to that one only.

    Hidden files and what editors leave behind are passed over; symbolic links are not followed, but a root may be one.
    Raises SiteError for a root that is no folder.
    """
    named = [ContentRoot(path=root) if isinstance(root, str) else root for root in roots]
    known = [_identity(site, root.path) for root in named]
    files: dict[str, list[SourceFile]] = {"source": [], "asset": [], "verbatim": [], "ignored": [], "excluded": []}
    problems: list[Problem] = []
    for number, root in enumerate(named):
        if known[number] in known[:number]:
            continue
        found = _walk(site, root, frozenset(known) - {known[number]}, problems)
        for file in sorted(found, key=lambda file: file.path):
            files[_place(file, root)].append(file)
    message, help = "Hexo passes it over", "files and folders that begin with `_` are not published"
    problems += [problem("file-ignored", Where(file.id), message, help) for file in files["ignored"]]
    problems += [problem("file-ignored", Where(file.id), *_EXCLUDED) for file in files["excluded"]]
    in_order = tuple(sorted(problems, key=lambda one: (one.where, one.code)))
    return Scan(tuple(files["source"]), tuple(files["asset"]), tuple(files["verbatim"]), in_order)


def _place(file: SourceFile, root: ContentRoot) -> str:
    if root.layout == "hexo":
        return hexo_source.place(file.path, root)
    if root.exclude and covers(file.path, root.exclude):
        return "excluded"
    return "source" if is_source(file.path.rpartition("/")[2]) else "asset"


def is_source(name: str) -> bool:
    """Whether a file of this name is a source: also `.md`, ` .md` and `.NET.md`, whose names come from titles."""
    # `._name` is what macOS keeps beside a file on foreign disks, and holds no text.
    return name.lower().endswith(SOURCE_SUFFIXES) and not name.startswith(("._", ".#"))


def _identity(site: Path, root: str) -> tuple[int, int]:
    try:
        status = os.stat(site / root)  # noqa: PTH116 -- a root may hold any bytes
        if stat.S_ISDIR(status.st_mode):
            return status.st_dev, status.st_ino
    except (OSError, ValueError):
        pass
    raise SiteError(
        "content-missing",
        f"there is no folder {root!r} for content",
        Where("site.toml"),
        'create it, or name another folder: content = ["content"]',
    )


def _walk(
    site: Path, root: ContentRoot, other_roots: frozenset[tuple[int, int]], problems: list[Problem]
) -> list[SourceFile]:
    """The files of one root in no order; folders are kept in a list, as deep nesting must not end the process."""
    base = os.fspath(site / root.path)
    files: list[SourceFile] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(f"{base}/{folder}") as entries:
                listed = list(entries)
        except OSError as error:
            where = Where(f"{root.path}/{folder}".rstrip("/"))
            if folder and covers(folder.rstrip("/"), root.exclude):
                problems.append(problem("file-ignored", where, *_EXCLUDED))
            else:
                message = f"the folder cannot be listed: {error.strerror}"
                problems.append(problem("source-unreadable", where, message))
            continue
        for entry in listed:
            _sort_in(entry, root, folder, other_roots, folders, files, problems)
    return files


def _sort_in(
    entry: os.DirEntry[str],
    root: ContentRoot,
    folder: str,
    other_roots: frozenset[tuple[int, int]],
    folders: list[str],
    files: list[SourceFile],
    problems: list[Problem],
) -> None:
    path = f"{folder}{entry.name}"
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return  # gone since the folder was listed
    except OSError as error:
        where = Where(f"{root.path}/{path}")
        problems.append(problem("source-unreadable", where, f"cannot be looked at: {error.strerror}"))
        return
    is_regular = stat.S_ISREG(status.st_mode)
    # What nearly all files are: an archive has tens of thousands, and each build looks at them all.
    if is_regular and is_source(entry.name):
        files.append(_source_file(root, path, status))
        return
    where = Where(f"{root.path}/{path}")
    is_folder = stat.S_ISDIR(status.st_mode)
    is_named = root.layout == "hexo" and hexo_source.may_be_included(path, root)
    if not is_named and _is_passed_over(entry.name, is_folder):
        return
    if stat.S_ISLNK(status.st_mode):
        message = "a symbolic link, which is not followed"
        problems.append(problem("symlink-skipped", where, message, "name its target in `content` of site.toml"))
    elif is_folder and entry.name.startswith(".") and not is_named:
        problems.append(problem("file-ignored", where, "a hidden folder, not read", "rename it if it holds posts"))
    elif is_folder:
        if (status.st_dev, status.st_ino) not in other_roots:
            folders.append(f"{path}/")
    elif is_regular:
        files.append(_source_file(root, path, status))
    else:
        problems.append(problem("file-ignored", where, "neither a file nor a folder"))


def _source_file(root: ContentRoot, path: str, status: os.stat_result) -> SourceFile:
    return SourceFile(root.path, path, status.st_size, fitting(status.st_mtime_ns), fitting(status.st_ino))


def _is_passed_over(name: str, is_folder: bool) -> bool:
    if is_folder:
        return name in _TOOL_FOLDERS
    if is_source(name):
        return False
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))

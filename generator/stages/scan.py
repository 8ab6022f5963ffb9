"""The scan stage: which files the content roots hold, and which of them are sources."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.config.sources import ContentRoot
from generator.errors import Problem, SiteError, Where, problem
from generator.layouts import Layout, layout_of
from generator.layouts.files import Role, is_source
from generator.model import SourceFile
from generator.patterns import covers
from generator.runtime.database import fitting

_TOOL_FOLDERS = frozenset({
    ".git", ".hg", ".svn", ".bzr", ".github", ".gitlab", ".idea", ".vscode", ".obsidian", ".pressmark", ".venv",
    ".cache", ".trash", ".deploy_git", ".ipynb_checkpoints", ".AppleDouble", ".DocumentRevisions-V100",
    ".Spotlight-V100", ".TemporaryItems", ".Trashes", ".fseventsd",
})  # fmt: skip
"""Folders of tools.  Any other hidden folder may be a category called `.NET`, so the report names it."""

_EXCLUDED = "`exclude` in site.toml names it or a folder above it", "take the pattern out to publish it"


@dataclass(frozen=True, slots=True)
class Scan:
    """The files in the content roots (folders of sources) of a site.

    They are sorted by root, in the order of the settings, and then by path.
    """

    sources: tuple[SourceFile, ...]
    others: tuple[SourceFile, ...]
    """Files that are not sources; they are published where a post refers to them."""
    verbatim: tuple[SourceFile, ...]
    """Files of a Hexo blog that are published as they are."""
    problems: tuple[Problem, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all folders could be listed; if False, a source that is not in `sources` may still exist."""
        return all(problem.code != "source-unreadable" for problem in self.problems)


def scan(site: Path, roots: Iterable[str | ContentRoot]) -> Scan:
    """The files below the content roots (folders of sources) of the site in the folder `site`, each file once.

    `roots` are the settings of each root, or only its path in `site`.  Files in a root that is inside another root
    belong to the inner root.  Hidden files and temporary files of editors are skipped.  Symbolic links are not
    followed, but a root may be one.  Raises SiteError content-missing for a root that is not a folder.
    """
    named = [ContentRoot(path=root) if isinstance(root, str) else root for root in roots]
    known = [_identity(site, root.path) for root in named]
    files: dict[Role, list[SourceFile]] = {"source": [], "asset": [], "verbatim": [], "ignored": [], "excluded": []}
    problems: list[Problem] = []
    for number, root in enumerate(named):
        if known[number] in known[:number]:
            continue
        layout = layout_of(root)
        listed = _walk(site, root, layout, frozenset(known) - {known[number]}, problems)
        for file in sorted(listed, key=lambda file: file.path):
            files[layout.role(file.path, root)].append(file)
    message, help = "Hexo passes it over", "files and folders that begin with `_` are not published"
    problems += [problem("file-ignored", Where(file.id), message, help) for file in files["ignored"]]
    problems += [problem("file-ignored", Where(file.id), *_EXCLUDED) for file in files["excluded"]]
    in_order = tuple(sorted(problems, key=lambda problem: (problem.where, problem.code)))
    return Scan(tuple(files["source"]), tuple(files["asset"]), tuple(files["verbatim"]), in_order)


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
    site: Path, root: ContentRoot, layout: Layout, other_roots: frozenset[tuple[int, int]], problems: list[Problem]
) -> list[SourceFile]:
    """The files of one root, unordered.  It is a loop because recursion would fail in very deep folders."""
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
            _sort_in(entry, root, layout, folder, other_roots, folders, files, problems)
    return files


def _sort_in(
    entry: os.DirEntry[str],
    root: ContentRoot,
    layout: Layout,
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
    # First, as nearly all files are sources: an archive has tens of thousands, and each build scans all of them.
    if is_regular and is_source(entry.name):
        files.append(_source_file(root, path, status))
        return
    where = Where(f"{root.path}/{path}")
    is_folder = stat.S_ISDIR(status.st_mode)
    is_included = layout.is_included(path, root)
    if not is_included and _is_passed_over(entry.name, is_folder):
        return
    if stat.S_ISLNK(status.st_mode):
        message = "a symbolic link, which is not followed"
        problems.append(problem("symlink-skipped", where, message, "name its target in `content` of site.toml"))
    elif is_folder and entry.name.startswith(".") and not is_included:
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

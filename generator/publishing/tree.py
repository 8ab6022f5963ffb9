"""Turns a folder into git objects (a blob for each file, a tree for each folder), and these into a git pack.

ghp-import, on which this is modelled, uses `git fast-import` instead.  That always writes the commit to a branch of the
current repository, reads every file again at every deploy, and leaves a crash report in `.git` if the disk is full.
The object names computed here show what changed before anything is written.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, SiteError, Where, problem
from generator.publishable import MARKER, TEMPORARY_PREFIX, refusal

_FILE, _TREE = b"100644", b"40000"
_COMMIT_TYPE, _TREE_TYPE, _BLOB_TYPE = 1, 2, 3
_NAMES = {_COMMIT_TYPE: b"commit", _TREE_TYPE: b"tree", _BLOB_TYPE: b"blob"}


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file of a finished site: its path, relative to the output folder, and its size."""

    path: bytes
    size_bytes: int


def files_of(folder: Path) -> tuple[tuple[OutputFile, ...], tuple[Problem, ...]]:
    """(files below `folder`, sorted by path; a warning for each file or folder that cannot be published).

    That is so for links, devices, and names that are reserved by git, hosts or file systems; a build writes none of
    them.  Half-written files of an interrupted build are left out without a warning.  Raises SiteError output-unfit if
    a folder cannot be read.
    """
    files: list[OutputFile] = []
    left: list[Problem] = []
    root, passed = os.fsencode(folder), os.fsencode(TEMPORARY_PREFIX)
    waiting = [b""]
    while waiting:
        prefix = waiting.pop()
        try:
            with os.scandir(root + b"/" + prefix) as entries:
                for entry in entries:
                    path = prefix + entry.name
                    mode = entry.stat(follow_symlinks=False).st_mode
                    if entry.name.startswith(passed) and stat.S_ISREG(mode):
                        continue
                    if (why := _refusal(path, mode)) is not None:
                        left.append(_left_out(folder, path, why))
                    elif stat.S_ISDIR(mode):
                        waiting.append(path + b"/")
                    else:
                        files.append(OutputFile(path, entry.stat(follow_symlinks=False).st_size))
        except OSError as error:
            raise _unreadable(folder, prefix, error) from error
    return tuple(sorted(files, key=lambda file: file.path)), tuple(left)


def _refusal(path: bytes, mode: int) -> str | None:
    if stat.S_ISLNK(mode):
        return "is a symbolic link, which GitHub Pages refuses"
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        return "is no file"
    # The contents of a folder are checked file by file; its name is checked as that of a page in it.
    name = os.fsdecode(path) + ("/index.html" if stat.S_ISDIR(mode) else "")
    return None if name == MARKER else refusal(name, by_owner=True)


def _left_out(folder: Path, path: bytes, why: str) -> Problem:
    where = Where(os.path.join(folder, os.fsdecode(path)))  # noqa: PTH118  Path would normalise what is shown
    return problem("file-unpublished", where, f"{why}: not published", "put a file or a folder in its place")


def _unreadable(folder: Path, path: bytes, error: OSError) -> SiteError:
    where = Where(os.path.join(folder, os.fsdecode(path)))  # noqa: PTH118
    return SiteError("output-unfit", f"cannot be read: {error.strerror}", where, "build it again")


# ---------------------------------------------------------------------------------------------- names


@dataclass(frozen=True, slots=True)
class Tree:
    """The git objects of a site to publish: one for each file, of which only the name is kept, and one for each folder.

    The name of an object is the hex digest of its content.
    """

    blobs: Mapping[bytes, str]
    """{path of a file: name of the object with its content}."""
    trees: Mapping[str, bytes]
    """{name: content} of the objects of all folders."""
    name: str
    """The name of the object of the root folder."""


def object_name(kind: bytes, data: bytes, algorithm: str) -> str:
    """The name (hex digest) that git gives to an object with the content `data`.

    `kind` is the type of the object, such as `b"blob"`; `algorithm` is `sha1` or `sha256`.
    """
    digest = hashlib.new(algorithm, b"%s %d\0" % (kind, len(data)), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def tree_of(
    folder: Path,
    files: Sequence[OutputFile],
    kept: Mapping[bytes, str],
    algorithm: str,
    advance: Callable[[], None],
) -> Tree:
    """The git objects of a site that consists of `files`, which are in the folder `folder`, and of the files `kept`.

    `kept` is {path: object name} of files that stay on the branch although `folder` does not have them.  `algorithm`
    is `sha1` or `sha256`; `advance` is called after each file has been read.  Raises SiteError output-unfit if a file
    cannot be read.
    """
    blobs = dict(kept)
    for file in files:
        blobs[file.path] = object_name(b"blob", bytes_of(folder, file.path), algorithm)
        advance()
    trees, name = _trees(blobs, algorithm)
    return Tree(blobs, trees, name)


def bytes_of(folder: Path, path: bytes) -> bytes:
    """The bytes of the file `path`, relative to `folder`.  Raises SiteError output-unfit if they cannot be read."""
    try:
        # Read without git, so that neither line-end conversion nor filters of .gitattributes change a byte.
        with open(os.fsencode(folder) + b"/" + path, "rb") as stream:  # noqa: PTH123  a name of any bytes
            return stream.read()
    except OSError as error:
        raise _unreadable(folder, path, error) from error


def _trees(blobs: Mapping[bytes, str], algorithm: str) -> tuple[dict[str, bytes], str]:
    """({object name: content} of all folders above the files `blobs`, the object name of the root folder)."""
    rows: dict[bytes, list[tuple[bytes, bytes, bytes, str]]] = {b"": []}
    for path, name in blobs.items():
        folder, _, last = path.rpartition(b"/")
        above = folder
        while above not in rows:
            rows[above] = []
            above = above.rpartition(b"/")[0]
        rows[folder].append((last, _FILE, last, name))
    trees: dict[str, bytes] = {}
    name = ""
    # From the innermost outwards, because a folder contains the names of its subfolders' objects.
    for folder in sorted(rows, key=lambda folder: folder.count(b"/") + bool(folder), reverse=True):
        data = b"".join(
            b"%s %s\0%s" % (mode, part, bytes.fromhex(name)) for _, mode, part, name in sorted(rows[folder])
        )
        name = object_name(b"tree", data, algorithm)
        trees[name] = data
        if folder:
            above, _, last = folder.rpartition(b"/")
            # git sorts a folder as if its name ended in a slash.
            rows[above].append((last + b"/", _TREE, last, name))
    return trees, name


# ----------------------------------------------------------------------------------------------- pack


def pack_of(tree: Tree, known: Iterable[str], commit: bytes, folder: Path, algorithm: str) -> Iterator[bytes]:
    """A git pack, piece by piece, with a commit and all objects of `tree` whose names are not in `known`.

    `commit` is the content of the commit object; the files are read from `folder`; `algorithm` is `sha1` or `sha256`.
    Raises SiteError output-unfit if a file has changed since `tree` was made.
    Source: gitformat-pack(5).
    """
    have = set(known)
    missing = {name: path for path, name in tree.blobs.items() if name not in have}
    trees = [data for name, data in tree.trees.items() if name not in have]
    digest = hashlib.new(algorithm, usedforsecurity=False)
    head = b"PACK" + (2).to_bytes(4) + (len(missing) + len(trees) + 1).to_bytes(4)
    digest.update(head)
    yield head
    for kind, data in _objects(tree, missing, trees, commit, folder, algorithm):
        piece = _entry_head(kind, len(data)) + zlib.compress(data)
        digest.update(piece)
        yield piece
    yield digest.digest()


def _objects(
    tree: Tree, missing: Mapping[str, bytes], trees: Iterable[bytes], commit: bytes, folder: Path, algorithm: str
) -> Iterator[tuple[int, bytes]]:
    yield _COMMIT_TYPE, commit
    for data in trees:
        yield _TREE_TYPE, data
    for name, path in missing.items():
        data = bytes_of(folder, path)
        if object_name(b"blob", data, algorithm) != name:
            where = Where(os.path.join(folder, os.fsdecode(path)))  # noqa: PTH118
            raise SiteError("output-unfit", "was changed during the deploy", where, "deploy again")
        yield _BLOB_TYPE, data


def _entry_head(kind: int, size: int) -> bytes:
    """The bytes before an object in a pack: three bits of type and four of length, then seven bits of length a byte."""
    head = bytearray()
    byte = kind << 4 | size & 15
    size >>= 4
    while size:
        head.append(byte | 0x80)
        byte = size & 0x7F
        size >>= 7
    head.append(byte)
    return bytes(head)

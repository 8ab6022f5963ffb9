"""The read stage: turns each source into a `RawPost`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from generator import sources
from generator.errors import Problem, SiteError, Where, problem
from generator.model import RawPost, SourceFile
from generator.sources.encoding import Decoded, decode

MAX_SOURCE_BYTES = 20 * 1024 * 1024


def read(site: Path, source: SourceFile) -> RawPost:
    """The post in the file `source` of the site in the folder `site`: its front matter and its body, not yet cleaned.

    Raises SiteError if the file cannot be read or is larger than 20 MB.
    """
    return parse(source, read_bytes(site, source))


def read_bytes(site: Path, source: SourceFile) -> bytes:
    """The bytes of the file `source` of the site in folder `site`.

    Raises SiteError if the file cannot be read or is larger than 20 MB.
    """
    where = Where(source.id)
    try:
        # What was a file at the scan may be a link or a pipe now: the flags keep us from following or waiting for it.
        path = os.path.join(site, source.root, source.path)  # noqa: PTH118 -- a Path costs ten times as much
        # A file object would make nine system calls for each file instead of four.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise SiteError("source-unreadable", "no longer a file", where)
            # `os.read` allocates the full size at once; asking for the limit took longer than cleaning.
            data = os.read(handle, min(status.st_size, MAX_SOURCE_BYTES) + 1)
            # That is nearly always the whole file; but it may grow or shrink meanwhile, and may be returned in parts.
            while len(data) != status.st_size and len(data) <= MAX_SOURCE_BYTES:
                if not (more := os.read(handle, MAX_SOURCE_BYTES)):
                    break
                data += more
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SiteError("source-unreadable", f"cannot be read: {reason}", where, "check the file") from None
    if len(data) > MAX_SOURCE_BYTES:
        message = f"larger than {MAX_SOURCE_BYTES // 1024 // 1024} MB"
        raise SiteError("source-unreadable", message, where, "split it into several posts, or move it out")
    return data


def parse(source: SourceFile, data: bytes) -> RawPost:
    """The post in `data`, the bytes of the file `source`: its front matter and its body, not yet cleaned.

    Any bytes give a post; what is wrong with them becomes a problem of the post.
    """
    decoded = decode(data)
    return sources.parse(source, decoded.text, _problems(source, decoded))


def _problems(source: SourceFile, decoded: Decoded) -> tuple[Problem, ...]:
    where = Where(source.id)
    problems: list[Problem] = []
    if decoded.encoding:
        message = f"not UTF-8, read as {decoded.encoding}"
        problems.append(problem("encoding-guessed", where, message, "save it as UTF-8"))
    if decoded.replaced_count:
        message = f"not all of it is UTF-8: {decoded.replaced_count} unreadable, shown as \ufffd"
        problems.append(problem("encoding-repaired", where, message, "look for \ufffd and save it as UTF-8"))
    if decoded.dropped_count:
        place = Where(source.id, decoded.dropped_line)
        problems.append(problem("characters-dropped", place, f"control characters dropped: {decoded.dropped_count}"))
    return tuple(problems)

"""What all layouts share: the roles and suffixes of files, and the settings that select files."""

from __future__ import annotations

import re
from typing import Literal, Protocol

Role = Literal["source", "asset", "verbatim", "ignored", "excluded"]
"""The role of a file: posts and pages are sources, an asset is published only if a post refers to it, a verbatim file
is published unchanged, and the others are not published."""

SOURCE_SUFFIXES = (".md", ".markdown", ".html", ".htm", ".txt")
_SOURCE_SUFFIX = re.compile(r"\.(?:md|markdown|html?|txt)$", re.IGNORECASE)


class FileSettings(Protocol):
    """The settings of a content root (a folder of sources) that decide how its files are used.

    Each is a tuple of patterns for paths: hidden files to use in spite of their names (`include`), files not to use
    (`exclude`), and sources to publish unchanged (`skip_render`).
    """

    @property
    def include(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...
    @property
    def skip_render(self) -> tuple[str, ...]: ...


def is_source(name: str) -> bool:
    """Whether a file called `name` can be a source, that is, a post or page: it has a suffix such as `.md`.

    True also for names such as `.md` and `.NET.md`, which programs make from titles.
    """
    # macOS keeps `._name` beside a file on foreign disks; it holds no text.
    return name.lower().endswith(SOURCE_SUFFIXES) and not name.startswith(("._", ".#"))


def without_suffix(path: str) -> str:
    """`path` without its suffix if that is `.md`, `.markdown`, `.html`, `.htm` or `.txt`; else `path` itself."""
    return _SOURCE_SUFFIX.sub("", path)

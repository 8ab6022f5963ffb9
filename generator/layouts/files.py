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
    """The settings of a content root that select its files; `config.ContentRoot` is such an object."""

    @property
    def include(self) -> tuple[str, ...]: ...
    @property
    def exclude(self) -> tuple[str, ...]: ...
    @property
    def skip_render(self) -> tuple[str, ...]: ...


def is_source(name: str) -> bool:
    """Whether a file with this name can be a source.

    True also for `.md`, ` .md` and `.NET.md`, whose names come from titles.
    """
    # macOS keeps `._name` beside a file on foreign disks; it holds no text.
    return name.lower().endswith(SOURCE_SUFFIXES) and not name.startswith(("._", ".#"))


def without_suffix(path: str) -> str:
    """The path of a source without `.md` or another suffix of sources."""
    return _SOURCE_SUFFIX.sub("", path)

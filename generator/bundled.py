"""Finds the templates and static files that ship with the program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(kind: str, package: Path = _PACKAGE) -> Path:
    """The folder of the files of this `kind` (`templates` or `static`) that ship with the program.

    It is `_bundled/` inside an installed package, and beside the package in a checkout of the repository.
    """
    installed = package / "_bundled" / kind
    return installed if installed.is_dir() else package.parent / kind

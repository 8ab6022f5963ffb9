"""The location of the templates and static files that ship with the program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(kind: str, package: Path = _PACKAGE) -> Path:
    """The folder `kind` (`templates` or `static`) that ships with the program.

    It is inside an installed package, and beside the package in a checkout.
    """
    installed = package / "_bundled" / kind
    return installed if installed.is_dir() else package.parent / kind

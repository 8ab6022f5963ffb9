"""The location of the templates and static files that ship with the program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(kind: str, package: Path = _PACKAGE) -> Path:
    """The shipped folder `templates` or `static`: inside an installed package, or beside it in a checkout."""
    installed = package / "_bundled" / kind
    return installed if installed.is_dir() else package.parent / kind

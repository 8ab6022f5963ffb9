"""Where the templates and static files lie that ship with the program."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def bundled(kind: str, package: Path = _PACKAGE) -> Path:
    """The folder `templates` or `static` that ships: inside an installed package, beside it in a checkout."""
    installed = package / "_bundled" / kind
    return installed if installed.is_dir() else package.parent / kind

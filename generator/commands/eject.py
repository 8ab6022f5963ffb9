"""Copying a template that ships into the site, where it takes the place of ours."""

from __future__ import annotations

import difflib
from pathlib import Path

from generator.bundled import bundled
from generator.commands.files import create_file
from generator.errors import SiteError, Where


def template_names() -> tuple[str, ...]:
    """The templates that ship and the tables of interface strings, by name."""
    folder = bundled("templates")
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def copy_template(name: str, site: Path) -> Path:
    """Copy the template `name` into the site's `templates/`; where it is now.

    Raises SiteError template-unknown, file-exists, or write-failed.
    """
    names = template_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        help = f"did you mean {near[0]}?" if near else "list all with: pressmark eject"
        raise SiteError("template-unknown", "there is no such template", Where(name), help)
    target = site / "templates" / name
    create_file(target, (bundled("templates") / name).read_bytes())
    return target

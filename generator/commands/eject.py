"""Copying a template that ships into the site, where it takes the place of ours."""

from __future__ import annotations

import difflib
import errno
from pathlib import Path

from generator.bundled import bundled
from generator.errors import SiteError, Where


def template_names() -> tuple[str, ...]:
    """The templates that ship and the tables of interface strings, by name."""
    folder = bundled("templates")
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def eject(name: str, site: Path) -> Path:
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


def create_file(path: Path, data: bytes) -> None:
    """Make a new file and the folders on its way.  Raises SiteError file-exists or write-failed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise SiteError("file-exists", "is there already, and is left alone", Where(str(path))) from None
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "")
        raise SiteError("write-failed", f"{error.strerror} ({name})", Where(str(path))) from error

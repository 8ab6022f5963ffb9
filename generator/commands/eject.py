"""The command `pressmark eject`: copies a file that ships with Pressmark into a site, which then uses the copy."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated

import typer

from generator.bundled import bundled
from generator.commands.files import create_file
from generator.commands.options import SiteArgument, SiteOption, site_folder
from generator.commands.printing.endings import errors_shown
from generator.commands.printing.terminal import make_terminal, safe
from generator.errors import SiteError, Where


def eject(
    template: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="Its name, such as post.html or style.css; without it, all are listed."),
    ] = None,
    site: SiteArgument = None,
    site_option: SiteOption = None,
) -> None:
    """Copy a template or file of the theme into the site, to change it there."""
    folder, terminal = site_folder(site, site_option), make_terminal()
    with errors_shown(terminal, folder):
        if template is None:
            for name in shipped_files():
                terminal.data(name)
            return
        # Imported here, as help and usage errors need no settings.
        from generator.config.reading import load_config

        load_config(folder)
        terminal.data(safe(str(copy_file(template, folder))))


def shipped_files() -> dict[str, tuple[str, str]]:
    """The templates, tables of interface texts and theme files that ship with Pressmark, by name, sorted.

    The name of a template is its path in `templates/`, such as `post.html`; that of a file in `static/theme/` has no
    folder, such as `style.css`.  The values are the kind of file, as `bundled` takes it, and the path below its folder.
    """
    files = {}
    for kind, part in (("templates", ""), ("static", "theme/")):
        folder = bundled(kind) / part
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                files[name] = (kind, part + name)
    return files


def copy_file(name: str, site: Path) -> Path:
    """Copy the shipped file `name` into the folder `templates/` or `static/theme/` of the site; the path of the copy.

    Raises SiteError template-unknown if no such file ships with Pressmark, file-exists or write-failed.
    """
    files = shipped_files()
    if name not in files:
        near = difflib.get_close_matches(name, files, n=1)
        help = f"did you mean {near[0]}?" if near else "list all with: pressmark eject"
        raise SiteError("template-unknown", "there is no such template or file of the theme", Where(name), help)
    kind, path = files[name]
    target = site / kind / path
    create_file(target, (bundled(kind) / path).read_bytes())
    return target

"""The command `pressmark eject`: copies a template that ships with Pressmark into a site, which then uses the copy."""

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
        typer.Argument(metavar="TEMPLATE", help="Its name, such as post.html; without it, all are listed."),
    ] = None,
    site: SiteArgument = None,
    site_option: SiteOption = None,
) -> None:
    """Copy a template of Pressmark into the site, to change it there."""
    folder, terminal = site_folder(site, site_option), make_terminal()
    with errors_shown(terminal, folder):
        if template is None:
            for name in template_names():
                terminal.data(name)
            return
        # Imported here, as help and usage errors need no settings.
        from generator.settings import load_config

        load_config(folder)
        terminal.data(safe(str(copy_template(template, folder))))


def template_names() -> tuple[str, ...]:
    """The paths of the templates (such as `post.html`) and tables of interface texts that ship with Pressmark, sorted.

    The paths are relative to Pressmark's own folder `templates/`.
    """
    folder = bundled("templates")
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def copy_template(name: str, site: Path) -> Path:
    """Copy the shipped template `name` into the folder `templates/` of the site, and return the path of the copy.

    Raises SiteError template-unknown if no such template ships with Pressmark, file-exists or write-failed.
    """
    names = template_names()
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1)
        help = f"did you mean {near[0]}?" if near else "list all with: pressmark eject"
        raise SiteError("template-unknown", "there is no such template", Where(name), help)
    target = site / "templates" / name
    create_file(target, (bundled("templates") / name).read_bytes())
    return target

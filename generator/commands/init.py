"""The command `pressmark init`, with its arguments and options."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from generator.commands.printing.endings import USAGE, ends_with, errors_shown
from generator.commands.printing.terminal import make_terminal, safe
from generator.utf8 import words

ENDS_WITH = ends_with({USAGE: "hexo-missing hexo-config"})


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the new site; made if missing.")] = Path(),
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", parser=words, help="Name of the site, instead of `My site`."),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="URL", help="Address of the home page, instead of example.org's.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", metavar="LANG", help="zh-CN (if not given), zh-TW, en or ja.")
    ] = None,
    from_hexo: Annotated[
        Path | None, typer.Option("--from-hexo", metavar="BLOG", help="Use the posts and settings of a Hexo blog.")
    ] = None,
) -> None:
    """Make a new site: with a sample post and a page, or from a Hexo blog."""
    terminal = make_terminal()
    with errors_shown(terminal, folder, ENDS_WITH):
        # Imported here, as help and usage errors need no settings.
        if from_hexo is not None:
            from generator.commands.hexo.moving import init_from_hexo

            made = init_from_hexo(from_hexo, folder, terminal, title=title, url=url, language=language)
        else:
            from generator.commands.new_site import new_site

            made = new_site(folder, title=title, url=url, language=language, now=datetime.now(UTC))
        for name in made:
            terminal.data(str(folder / name))
        change = "" if folder == Path() else f"cd {shlex.quote(safe(str(folder)))} && "
        terminal.say(f"Next:  {change}pressmark serve --open")
        terminal.say("To write:  pressmark new TITLE    To build into public/:  pressmark build")
        terminal.say("To publish on GitHub Pages:  pressmark deploy")

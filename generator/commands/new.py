"""The command `pressmark new`, with its arguments and options."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from generator.commands.options import SiteArgument, SiteOption, site_folder
from generator.commands.printing.endings import USAGE, ends_with, errors_shown
from generator.commands.printing.terminal import make_terminal, safe
from generator.utf8 import words

# Here both are mistakes in the arguments; in a build they are problems of a post.
ENDS_WITH = ends_with({USAGE: "title-missing date-unreadable"})


def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", parser=words, help="Title of the post.")],
    site: SiteArgument = None,
    site_option: SiteOption = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="TIME", help="Date of the post, instead of now.")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Mark it as a draft.")] = False,
    page: Annotated[bool, typer.Option("--page", help="Make a page, which has no date.")] = False,
) -> None:
    """Write a new post with its front matter."""
    if site is not None and not site.exists():
        # The second word of a title without quotes arrives here as SITE.
        message = (
            f"there is no folder {str(site)!r}; quote a title of several words: pressmark new {f'{title} {site}'!r}"
        )
        raise typer.BadParameter(message, param_hint="SITE")
    folder, terminal = site_folder(site, site_option), make_terminal()
    with errors_shown(terminal, folder, ENDS_WITH):
        # Imported here, as help and usage errors need no settings.
        from generator.commands.new_post import new_post
        from generator.config.reading import load_config

        config = load_config(folder)
        made = new_post(title, folder, config, date=date, now=datetime.now(UTC), is_draft=draft, is_page=page)
        terminal.data(safe(str(made)))

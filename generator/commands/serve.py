"""The command `pressmark serve`, with its arguments and options."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.commands.options import Jobs, Quiet, SiteArgument, SiteOption, site_folder
from generator.commands.printing.endings import errors_shown
from generator.commands.printing.terminal import make_terminal


def serve(
    site: SiteArgument = None,
    site_option: SiteOption = None,
    host: Annotated[
        str, typer.Option("--host", metavar="HOST", help="Address to listen at; 0.0.0.0 is all of this machine.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, metavar="N", help="Port; 0 takes a free one.")
    ] = 8000,
    open: Annotated[bool, typer.Option("--open", help="Open the site in a browser.")] = False,
    drafts: Annotated[bool, typer.Option("--drafts", help="Show drafts too.")] = False,
    future: Annotated[bool, typer.Option("--future", help="Show posts of the future too.")] = False,
    jobs: Jobs = 0,
    quiet: Quiet = False,
) -> None:
    """Show the site in a browser, and each change as you make it."""
    folder, terminal = site_folder(site, site_option), make_terminal(is_quiet=quiet)
    with errors_shown(terminal, folder):
        # Imported here, as help and usage errors need no server.
        from generator.commands import serving

        serving.serve(folder, terminal, host=host, port=port, jobs=jobs, drafts=drafts, future=future, opens=open)

"""The command `pressmark explain`, with its arguments and options."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.commands.options import Drafts, Jobs, Now, SiteArgument, SiteOption, Url, moment_of, site_folder
from generator.commands.printing.endings import errors_shown
from generator.commands.printing.terminal import make_terminal


def explain(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="A source by its path, or a page by its address.")],
    site: SiteArgument = None,
    site_option: SiteOption = None,
    body: Annotated[bool, typer.Option("--body", help="Show the body of a source before and after cleaning.")] = False,
    url: Url = None,
    jobs: Jobs = 0,
    drafts: Drafts = False,
    now: Now = None,
) -> None:
    """Explain what became of a source, or how a page is made."""
    folder, terminal = site_folder(site, site_option), make_terminal()
    moment = moment_of(now)
    with errors_shown(terminal, folder):
        # Imported here, as help and usage errors need no engine.
        from generator.building.inspection import inspect
        from generator.building.site import BuildOptions
        from generator.commands.explaining import explain_target

        options = BuildOptions(folder, url=url, jobs=jobs, drafts=drafts, now=moment, search=False)
        progress = terminal.progress()
        try:
            with inspect(options, progress) as inspection:
                lines = explain_target(target, inspection, with_body=body)
        finally:
            progress.finish()
        for line in lines:
            terminal.data(line)

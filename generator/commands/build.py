"""The command `pressmark build`, with its arguments and options."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.commands.options import (
    Drafts,
    Jobs,
    Json,
    Now,
    Output,
    Quiet,
    SiteArgument,
    SiteOption,
    Strict,
    Url,
    Verbose,
    moment_of,
    site_folder,
)
from generator.commands.printing.endings import errors_shown, exit_with, write_json
from generator.commands.printing.terminal import make_terminal


def build(
    site: SiteArgument = None,
    site_option: SiteOption = None,
    output: Output = None,
    url: Url = None,
    jobs: Jobs = 0,
    drafts: Drafts = False,
    now: Now = None,
    strict: Strict = False,
    full: Annotated[bool, typer.Option("--full", help="Trust no record of earlier builds.")] = False,
    adopt: Annotated[bool, typer.Option("--adopt", help="Take over an output folder with files in it.")] = False,
    json: Json = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build the site into its output folder."""
    folder, terminal = site_folder(site, site_option), make_terminal(is_quiet=quiet)
    moment = moment_of(now)
    with errors_shown(terminal, folder):
        # Imported here, as help and usage errors need no engine.
        from generator import build as engine
        from generator.building.site import BuildOptions
        from generator.commands.printing import report, summary

        options = BuildOptions(folder, output, url, jobs, drafts, moment, full, adopt)
        progress = terminal.progress()
        try:
            result = engine.build(options, progress)
        finally:
            progress.finish()
        if json is not None:
            write_json(json, report.build_json(result), terminal)
        for line in summary.build_lines(result):
            terminal.say(line)
        summary.show_problems(result.problems, terminal, folder, is_verbose=verbose)
        terminal.say(summary.last_line(result))
    exit_with(result.problems, strict=strict)

"""The command `pressmark check`, with its arguments and options."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.commands.options import (
    Drafts,
    Jobs,
    Json,
    Now,
    Quiet,
    SiteArgument,
    SiteOption,
    Strict,
    Url,
    Verbose,
    moment_of,
    site_folder,
)
from generator.commands.printing.endings import DEPLOY, USAGE, ends_with, errors_shown, exit_with
from generator.commands.printing.terminal import make_terminal

ENDS_WITH = ends_with({USAGE: "against-unknown against-unfit", DEPLOY: "git-failed"})


def check(
    site: SiteArgument = None,
    site_option: SiteOption = None,
    url: Url = None,
    jobs: Jobs = 0,
    drafts: Drafts = False,
    now: Now = None,
    suggest_rules: Annotated[
        bool, typer.Option("--suggest-rules", help="Check nothing; print filter rules for what repeats in a source.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="DIR|BRANCH", help="Check nothing; say what changed since this was published."
        ),
    ] = None,
    strict: Strict = False,
    json: Json = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build the site without writing it, and check all pages."""
    if against is not None and suggest_rules:
        raise typer.BadParameter(
            "both replace the check of all pages: choose one of them", param_hint="--against and --suggest-rules"
        )
    folder, terminal = site_folder(site, site_option), make_terminal(is_quiet=quiet)
    moment = moment_of(now)
    with errors_shown(terminal, folder, ENDS_WITH):
        # Imported here, as help and usage errors need no engine.
        from generator.building.site import BuildOptions
        from generator.commands.check_forms import run_check

        options = BuildOptions(folder, url=url, jobs=jobs, drafts=drafts, now=moment)
        problems = run_check(options, against, json, terminal, suggests=suggest_rules, is_verbose=verbose)
    exit_with(problems, strict=strict)

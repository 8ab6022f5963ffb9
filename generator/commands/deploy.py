"""The command `pressmark deploy`, with its arguments and options."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from generator.commands.options import Jobs, Output, Quiet, SiteArgument, SiteOption, Url, site_folder
from generator.commands.printing.endings import DEPLOY, ends_with, errors_shown
from generator.commands.printing.terminal import make_terminal
from generator.utf8 import words

ENDS_WITH = ends_with(
    {
        DEPLOY: """
        deploy-unconfirmed output-unfit url-differs site-too-large git-missing git-failed repository-missing
        remote-missing remote-failed branch-refused branch-moved push-rejected workflow-refused removals-unconfirmed
        """
    }
)
_BRANCH = "gh-pages"


def deploy(
    site: SiteArgument = None,
    site_option: SiteOption = None,
    output: Output = None,
    url: Url = None,
    jobs: Jobs = 0,
    no_build: Annotated[bool, typer.Option("--no-build", help="Publish the output folder as it is.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and push nothing.")] = False,
    remote: Annotated[
        str | None,
        typer.Option("--remote", metavar="NAME", help="Remote to push to.", show_default="origin, or the only one"),
    ] = None,
    branch: Annotated[str, typer.Option("--branch", metavar="NAME", help="Branch to push to.")] = _BRANCH,
    message: Annotated[
        str | None,
        typer.Option(
            "--message",
            "-m",
            metavar="TEXT",
            parser=words,
            help="Message of the commit.",
            show_default="the commit of the sources",
        ),
    ] = None,
    squash: Annotated[bool, typer.Option("--squash", help="Leave one commit on the branch, without history.")] = False,
    allow_removals: Annotated[
        bool, typer.Option("--allow-removals", help="Publish even when more than a tenth of the pages vanish.")
    ] = False,
    workflow: Annotated[
        bool, typer.Option("--workflow", help="Write a workflow with which GitHub builds and publishes; push nothing.")
    ] = False,
    requirement: Annotated[
        str | None,
        typer.Option(
            "--requirement",
            metavar="TEXT",
            help="What the workflow installs, as pip takes it.",
            show_default="this very program",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Build the site and publish it on GitHub Pages."""
    folder, terminal = site_folder(site, site_option), make_terminal(is_quiet=quiet)
    if requirement is not None and not workflow:
        raise typer.BadParameter("belongs to --workflow", param_hint="--requirement")
    of_a_push = {
        "--url": url,
        "--no-build": no_build,
        "--remote": remote,
        "--branch": branch != _BRANCH,
        "--message": message,
        "--squash": squash,
        "--allow-removals": allow_removals,
    }
    if workflow and (unheeded := [name for name, is_given in of_a_push.items() if is_given]):
        raise typer.BadParameter("has no effect on --workflow, which pushes nothing", param_hint=unheeded[0])
    moment = datetime.now(UTC)
    with errors_shown(terminal, folder, ENDS_WITH):
        # Imported here, as help and usage errors need no engine.
        from generator.building.site import BuildOptions

        options = BuildOptions(folder, output, url, jobs, now=moment)
        if workflow:
            from generator.commands.workflow import write_workflow

            write_workflow(options, requirement, terminal, is_confirmed=yes, is_dry=dry_run)
            return
        from generator.commands import deploying

        choices = deploying.Choices(remote, branch, message, squash, not no_build, dry_run, yes, allow_removals)
        deploying.deploy(options, choices, terminal)

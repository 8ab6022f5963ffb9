"""The command line: arguments, exit codes, and the only place that prints."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from generator import __version__
from generator.commands.endings import errors_shown, exit_with, show_problems, write_json
from generator.commands.options import (
    BRANCH,
    Against,
    AllowRemovals,
    Branch,
    Drafts,
    DryRun,
    Jobs,
    Json,
    Message,
    NoBuild,
    Now,
    Output,
    Quiet,
    Remote,
    Requirement,
    SiteArgument,
    SiteOption,
    Squash,
    Strict,
    Url,
    Verbose,
    Workflow,
    Yes,
)
from generator.commands.terminal import make_terminal, safe
from generator.runtime.memory import collect_seldom, end_uncollected
from generator.utf8 import ensure_utf8, words

if TYPE_CHECKING:
    from generator.site import BuildOptions

# The engine is imported inside the commands: --help and usage errors must not wait for it.

_INTERRUPTED = 130

app = typer.Typer(
    name="pressmark",
    help="Turn a folder of Hexo-style posts into a static archive.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line of this process and exit."""
    ensure_utf8()
    for stream in (sys.stdout, sys.stderr):
        # An old locale must not turn a file name into an exception.
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # Somebody who starts us in the background may have told us not to hear it at all.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    collect_seldom()
    try:
        app(prog_name="pressmark")
    finally:
        end_uncollected()


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """The first Ctrl-C ends a command in order, the second one at once."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    raise KeyboardInterrupt


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"pressmark {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
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
    """Make a new site: with a sample post and a page, or of a Hexo blog."""
    terminal = make_terminal()
    with errors_shown(terminal, folder):
        if from_hexo is not None:
            from generator.commands.from_hexo import init_from_hexo

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


@app.command()
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
    folder, terminal = _site(site, site_option), make_terminal(is_quiet=quiet)
    moment = _moment(now)
    with errors_shown(terminal, folder):
        from generator import build as engine
        from generator.commands import report, summary
        from generator.site import BuildOptions

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
        show_problems(result.problems, terminal, folder, is_verbose=verbose)
        terminal.say(summary.last_line(result))
    exit_with(result.problems, strict=strict)


@app.command()
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
    folder, terminal = _site(site, site_option), make_terminal(is_quiet=quiet)
    with errors_shown(terminal, folder):
        from generator.commands.serving import serve as command

        command(folder, terminal, host=host, port=port, jobs=jobs, drafts=drafts, future=future, opens=open)


@app.command()
def deploy(
    site: SiteArgument = None,
    site_option: SiteOption = None,
    output: Output = None,
    url: Url = None,
    jobs: Jobs = 0,
    no_build: NoBuild = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    remote: Remote = None,
    branch: Branch = BRANCH,
    message: Message = None,
    squash: Squash = False,
    allow_removals: AllowRemovals = False,
    workflow: Workflow = False,
    requirement: Requirement = None,
    quiet: Quiet = False,
) -> None:
    """Build the site and publish it on GitHub Pages."""
    folder, terminal = _site(site, site_option), make_terminal(is_quiet=quiet)
    if requirement is not None and not workflow:
        raise typer.BadParameter("belongs to --workflow", param_hint="--requirement")
    of_a_push = {
        "--url": url,
        "--no-build": no_build,
        "--remote": remote,
        "--branch": branch != BRANCH,
        "--message": message,
        "--squash": squash,
        "--allow-removals": allow_removals,
    }
    if workflow and (unheeded := [name for name, is_given in of_a_push.items() if is_given]):
        raise typer.BadParameter("says nothing to --workflow, which pushes nothing", param_hint=unheeded[0])
    moment = datetime.now(UTC)
    with errors_shown(terminal, folder):
        from generator.site import BuildOptions

        options = BuildOptions(folder, output, url, jobs, now=moment)
        if workflow:
            from generator.commands.workflow import write_workflow

            write_workflow(options, requirement, terminal, is_confirmed=yes, is_dry=dry_run)
            return
        from generator.commands import deploying as command

        choices = command.Choices(remote, branch, message, squash, not no_build, dry_run, yes, allow_removals)
        command.deploy(options, choices, terminal)


@app.command()
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
        # What a title without quotes looks like from here.
        message = (
            f"there is no folder {str(site)!r}; quote a title of several words: pressmark new {f'{title} {site}'!r}"
        )
        raise typer.BadParameter(message, param_hint="SITE")
    folder, terminal = _site(site, site_option), make_terminal()
    with errors_shown(terminal, folder):
        from generator.commands.new_post import new_post
        from generator.settings import load_config

        config = load_config(folder)
        made = new_post(title, folder, config, date=date, now=datetime.now(UTC), is_draft=draft, is_page=page)
        terminal.data(safe(str(made)))


@app.command()
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
    against: Against = None,
    strict: Strict = False,
    json: Json = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Go through a build without writing it; check all pages."""
    if against is not None and suggest_rules:
        raise typer.BadParameter(
            "check nothing, each in its way: choose one of them", param_hint="--against and --suggest-rules"
        )
    folder, terminal = _site(site, site_option), make_terminal(is_quiet=quiet)
    options = _options(folder, url, jobs, drafts, _moment(now))
    with errors_shown(terminal, folder):
        from generator.commands.looking import look

        problems = look(options, against, json, terminal, suggests=suggest_rules, is_verbose=verbose)
    exit_with(problems, strict=strict)


@app.command()
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
    """Say what became of a source, or how a page is made."""
    folder, terminal = _site(site, site_option), make_terminal()
    options = _options(folder, url, jobs, drafts, _moment(now))
    with errors_shown(terminal, folder):
        from generator.commands.explaining import explain_target
        from generator.inspection import inspect

        progress = terminal.progress()
        try:
            with inspect(options, progress) as inspection:
                lines = explain_target(target, inspection, with_body=body)
        finally:
            progress.finish()
        for line in lines:
            terminal.data(line)


@app.command()
def eject(
    template: Annotated[
        str | None,
        typer.Argument(metavar="TEMPLATE", help="Its name, such as post.html; without it, all are listed."),
    ] = None,
    site: SiteArgument = None,
    site_option: SiteOption = None,
) -> None:
    """Copy one of our templates into the site, to change it."""
    folder, terminal = _site(site, site_option), make_terminal()
    with errors_shown(terminal, folder):
        from generator.commands import eject as command
        from generator.settings import load_config

        if template is None:
            for name in command.template_names():
                terminal.data(name)
            return
        load_config(folder)
        terminal.data(safe(str(command.copy_template(template, folder))))


# ------------------------------------------------------------------------------ arguments and results


def _site(argument: Path | None, option: Path | None) -> Path:
    if argument is not None and option is not None and argument != option:
        raise typer.BadParameter("name the site once: as SITE or with --site")
    return argument or option or Path()


def _moment(text: str | None) -> datetime:
    """The one moment that counts as now; this is the only reading of the clock for a build."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no time; write 2026-11-22T10:00:00+08:00", param_hint="--now") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _options(folder: Path, url: str | None, jobs: int, drafts: bool, now: datetime) -> BuildOptions:
    from generator.site import BuildOptions

    return BuildOptions(folder, url=url, jobs=jobs, drafts=drafts, now=now)

"""The command line: sets up the process and runs one of the commands in `COMMANDS`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
import typer.main
from typer.core import TyperGroup

from generator import __version__
from generator.commands import COMMANDS, Command
from generator.runtime.memory import collect_seldom, end_uncollected
from generator.utf8 import ensure_utf8

_INTERRUPTED = 130


def main() -> None:
    """Run the command line of this process and exit."""
    ensure_utf8()
    for stream in (sys.stdout, sys.stderr):
        # A file name that the encoding of the locale cannot represent must not raise an exception.
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    # A shell that starts us in the background may have set SIGINT to be ignored; we keep it ignored.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    collect_seldom()
    try:
        app(prog_name="pressmark")
    finally:
        end_uncollected()


class _Interrupted(KeyboardInterrupt):
    """Ctrl-C as a type of its own.

    Python remembers a plain KeyboardInterrupt that ends an `exec` of source text, as in the import of a dataclass, and
    then reports a death by SIGINT instead of our exit code, even if the exception was handled (`run_eval_code_obj` in
    CPython's pythonrun.c).
    """


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Let the command clean up at the first Ctrl-C, and exit immediately at the second."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    raise _Interrupted


# -------------------------------------------------------------------------------------------- commands


def make_app(commands: tuple[Command, ...]) -> typer.Typer:
    """The command line with these commands, as a Typer application.

    The module of a command is loaded only when it is needed.
    """
    made = typer.Typer(
        name="pressmark",
        cls=_LazyGroup,
        help="Turn a folder of Hexo-style posts into a static archive.",
        no_args_is_help=True,
        add_completion=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_root)
    for command in commands:
        # A stand-in: the list of commands needs only name and summary, and `_LazyGroup` calls `load` for the rest.
        made.command(command.name, help=command.summary)(command.load)
    return made


class _LazyGroup(TyperGroup):
    """Commands that are loaded only when they are run or completed, or when their help is shown."""

    # `Any`, because the types of click are private in some versions of typer.
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The name and loaded command that `args` begin with, and the remaining arguments.

        Completion also tries incomplete names, for which the command is None.
        """
        name, stand_in, rest = super().resolve_command(ctx, args)
        if name is None or stand_in is None or stand_in.callback is None:
            return name, None, rest
        return name, click_command(name, stand_in.callback()), rest


def click_command(name: str, function: Callable[..., None]) -> Any:
    """A click command called `name` that runs `function`, whose parameters are its options."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name)(function)
    return typer.main.get_command(alone)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"pressmark {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


app = make_app(COMMANDS)

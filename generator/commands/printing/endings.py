"""The end of a command: prints the exception that ended the command, and chooses the exit code."""

from __future__ import annotations

import errno
import os
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NewType

import typer

from generator.commands.printing.terminal import OutputError, Terminal
from generator.errors import MESSAGES, Problem, Severity, SiteError, Where, problem

ERRORS, USAGE, WARNINGS, LOCKED, DEPLOY = 1, 2, 3, 4, 5
_EXIT_CODES = (ERRORS, USAGE, WARNINGS, LOCKED, DEPLOY)

Endings = NewType("Endings", Mapping[str, int])
"""{problem code: exit code}, for problems that end a command with another exit code than ERRORS; see `ends_with`."""


def ends_with(problems: Mapping[int, str]) -> Endings:
    """The exit codes of a command as {problem code: exit code}, from `problems`, which has them by exit code.

    The problem codes in `problems` are separated by spaces, as in `"git-missing git-failed"`.  Raises ValueError for an
    unknown exit code or problem code, and for a problem code with two exit codes.
    """
    endings: dict[str, int] = {}
    for exit_code, codes in problems.items():
        if exit_code not in _EXIT_CODES:
            raise ValueError(f"there is no exit code {exit_code}")
        for code in codes.split():
            if code not in MESSAGES:
                raise ValueError(f"there is no problem {code}")
            if code in endings:
                raise ValueError(f"{code} has two exit codes")
            endings[code] = exit_code
    return Endings(endings)


_SHARED = ends_with({LOCKED: "locked"})


def write_json(name: str, text: str, terminal: Terminal) -> None:
    """Write the JSON report `text` into the file `name`, or to stdout if `name` is `-`.

    Raises SiteError write-failed, or OutputError if stdout cannot be written.
    """
    if name == "-":
        terminal.data(text)
        return
    try:
        Path(name).write_text(f"{text}\n", "utf-8")
    except OSError as error:
        raise SiteError("write-failed", f"the report: {error.strerror}", Where(name)) from error


def exit_with(problems: tuple[Problem, ...], *, strict: bool) -> None:
    """Raise typer.Exit with the code ERRORS if `problems` contains an error; return if there is none.

    With `strict`, problems that contain no error but a warning raise typer.Exit with the code WARNINGS.
    """
    severities = {item.severity for item in problems}
    if Severity.ERROR in severities:
        raise typer.Exit(ERRORS)
    if strict and Severity.WARNING in severities:
        raise typer.Exit(WARNINGS)


@contextmanager
def errors_shown(terminal: Terminal, site: Path, endings: Endings = _SHARED) -> Iterator[None]:
    """Context manager that prints an exception of its block as a message, and raises typer.Exit in its place.

    The exit code of a SiteError is given by `endings`, or ERRORS if that has no entry for its problem.  The traceback
    of an unexpected exception is written to a file.  Ctrl-C, typer's own exceptions and a closed pipe are passed on.
    """
    # Imported here, as help and usage errors need no settings.
    from generator.config.reading import SettingsError

    try:
        yield
    except SettingsError as error:
        for item in error.problems:
            terminal.show(item, site)
        raise typer.Exit(USAGE) from None
    except SiteError as error:
        # A problem that ends a command is an error, even if it is only a warning in a build.
        terminal.show(replace(error.problem, severity=Severity.ERROR), site)
        raise typer.Exit({**_SHARED, **endings}.get(error.problem.code, ERRORS)) from None
    except KeyboardInterrupt:
        terminal.say("Interrupted; nothing is lost, and the next run goes on from here.")
        raise
    except (typer.Exit, typer.Abort, BrokenPipeError):
        raise
    except Exception as error:  # our own mistake: people see a sentence, and the trace is written to a file
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            raise
        if isinstance(error, OutputError):
            terminal.show(problem("write-failed", Where("stdout"), f"the result: {error.strerror}"), site)
            raise typer.Exit(ERRORS) from None
        terminal.show(_internal(error, site), site)
        raise typer.Exit(ERRORS) from None


def _internal(error: Exception, site: Path) -> Problem:
    message = f"{type(error).__name__}: {str(error)[:300]}"
    mistake = problem("internal", Where("pressmark"), message)
    return with_trace(replace(mistake, trace="".join(traceback.format_exception(error))), site)


def with_trace(mistake: Problem, site: Path) -> Problem:
    """Write the traceback of `mistake`, an error of Pressmark itself, into a file in `site` or a temporary file.

    Returns `mistake` with a `help` that names this file, or that says that the file could not be written.
    """
    try:
        path = _write_trace(mistake.trace, site)
    except OSError:
        return replace(mistake, help="the trace could not be written to a file")
    return replace(mistake, help=f"please report this, with the trace in {path}")


def _write_trace(trace: str, site: Path) -> Path:
    data = trace.encode("utf-8", "backslashreplace")
    if (site / "site.toml").is_file():
        path = site / ".pressmark" / "error.log"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path
    file, name = tempfile.mkstemp(prefix="pressmark-", suffix=".log")
    with os.fdopen(file, "wb") as stream:
        stream.write(data)
    return Path(name)

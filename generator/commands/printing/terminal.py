"""Output on a terminal: escaped text, messages with lines of the file that they are about, colour, and progress."""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from generator.errors import Problem, Severity
from generator.runtime.progress import Progress

_COLOURS = {Severity.ERROR: typer.colors.RED, Severity.WARNING: typer.colors.YELLOW, Severity.NOTE: typer.colors.CYAN}
_FRAME_COLUMNS = 100
_FRAME_BYTES = 1024 * 1024
_LINE_EVERY_S = 10.0
_WIDTH = 80


def safe(text: str) -> str:
    """`text` on one line, safe for a terminal: some characters are replaced by escapes such as `\\x1b` and `\\u202e`.

    Escaped are control characters, invalid bytes, invisible characters, and those that change the direction of text.
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(char if _is_harmless(char) else _escaped(char) for char in text)


def _is_harmless(char: str) -> bool:
    # Cc control, Cf format (bidi, zero width), Cs surrogate, Zl and Zp separators; a joiner is harmless inside emoji.
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or char == "\u200d"


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"  # a byte of a file name that is not UTF-8
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def columns(text: str) -> int:
    """The number of columns that `text` takes on a terminal; a Chinese character takes two, a combining accent none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def clipped(text: str, width: int) -> str:
    """`text` on one line, safe for a terminal; if it is wider than `width` columns, it is cut and ends in `…`."""
    text = safe(" ".join(text.split()))
    if columns(text) <= width:
        return text
    shown, used = [], 1
    for char in text:
        used += columns(char)
        if used > width:
            break
        shown.append(char)
    return "".join(shown).rstrip() + "…"


# ------------------------------------------------------------------------------------------ messages


def heading(problem: Problem) -> str:
    """The line `path:line:column: severity code: message` of a problem, safe for a terminal."""
    return f"{safe(str(problem.where))}: {problem.severity} {problem.code}: {safe(problem.message)}"


def frame(problem: Problem, site: Path) -> tuple[str, ...]:
    """The line of the file that `problem` is about, the lines before and after it, and a caret below its column.

    The path of the file is relative to `site`.  Empty if the problem names no line or the file cannot be read.
    """
    where = problem.where
    if not where.line:
        return ()
    lines = _lines(site / where.path)
    if not 1 <= where.line <= len(lines):
        return ()
    numbers = range(max(1, where.line - 1), min(len(lines), where.line + 1) + 1)
    margin = len(str(numbers[-1])) + 2
    # All three lines are cut at the same columns around the caret, because a line may be megabytes long.
    start = max(0, where.column - _FRAME_COLUMNS // 2)
    shown = []
    for number in numbers:
        line = safe(lines[number - 1].replace("\t", " ")[start : start + _FRAME_COLUMNS])
        shown.append(f"{number:>{margin}} | {line}".rstrip())
        if number == where.line and where.column:
            before = safe(lines[number - 1].replace("\t", " ")[start : where.column - 1])
            shown.append(f"{' ' * margin} | {' ' * columns(before)}^")
    return tuple(shown)


def message_lines(problem: Problem, site: Path) -> list[str]:
    """All lines of the message about a problem: its heading, lines of the file around its place, and its help."""
    lines = [heading(problem), *frame(problem, site)]
    return [*lines, f"  help: {safe(problem.help)}"] if problem.help else lines


def _lines(path: Path) -> list[str]:
    try:
        # Reading a device or a pipe could block for ever.
        if not path.is_file():
            return []
        with path.open("rb") as stream:
            text = stream.read(_FRAME_BYTES).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return []
    return text.replace("\r\n", "\n").split("\n")


# ------------------------------------------------------------------------------------------- talking


class OutputError(OSError):
    """Raised if standard output cannot be written, as on a full disk; this is no error of Pressmark itself."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Prints the output of a command: results to stdout without colour, messages to stderr."""

    has_color: bool
    is_live: bool
    """Whether stderr is a terminal on which lines can be redrawn."""
    is_quiet: bool = False

    @property
    def width(self) -> int:
        """The number of columns of stderr; 80 if it is no terminal, so that a log is the same everywhere."""
        try:
            return os.get_terminal_size(sys.stderr.fileno()).columns if self.is_live else _WIDTH
        except (OSError, ValueError):
            return _WIDTH

    def data(self, text: str) -> None:
        """Print `text` as a line to stdout, also if `is_quiet`.  Raises OutputError if stdout cannot be written."""
        try:
            typer.echo(text, color=False)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(error.errno, error.strerror) from error

    def say(self, text: str) -> None:
        """Print `text` as a line to stderr, unless `is_quiet`."""
        if not self.is_quiet:
            typer.echo(text, err=True, color=self.has_color)

    def show(self, problem: Problem, site: Path) -> None:
        """Print the whole message about a problem to stderr; if `is_quiet`, only if the problem is an error.

        The path in `problem` is relative to the folder `site`, from which lines of the file are shown.
        """
        if self.is_quiet and problem.severity is not Severity.ERROR:
            return
        _, *others = message_lines(problem, site)
        typer.echo("\n".join([self._coloured(problem), *others]), err=True, color=self.has_color)

    def ask(self, question: str) -> bool | None:
        """Ask the user `question`, and return True for the answer `y` or `yes`, and False for any other answer.

        Returns None without asking if stdin or stderr is not a terminal.
        """
        if not self.is_live or sys.stdin is None or not sys.stdin.isatty():
            return None
        typer.echo(f"{question} [y/N] ", err=True, nl=False)
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    def _coloured(self, problem: Problem) -> str:
        text = heading(problem)
        if not self.has_color:
            return text
        word = f"{problem.severity} {problem.code}:"
        place = len(safe(str(problem.where))) + 2
        styled = typer.style(word, fg=_COLOURS[problem.severity], bold=True)
        return text[:place] + styled + text[place + len(word) :]

    def progress(self) -> Progress:
        """An object that prints the progress of a build to stderr: bars on a terminal, lines elsewhere.

        If `is_quiet`, it prints nothing.
        """
        if self.is_quiet:
            return _Quiet()
        return _Bars(self.has_color) if self.is_live else _Lines()


def make_terminal(*, is_quiet: bool = False) -> Terminal:
    """A `Terminal` for this process; stderr must be a terminal for colour and bars.

    There is no colour if the variable NO_COLOR is set, and neither colour nor bars if TERM is `dumb`.  With `is_quiet`,
    only results and errors are printed.
    """
    is_live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return Terminal(has_color=is_live and not os.environ.get("NO_COLOR"), is_live=is_live, is_quiet=is_quiet)


# ------------------------------------------------------------------------------------------ progress


class _Quiet:
    def phase(self, name: str, total: int) -> None:
        return None

    def advance(self, count: int = 1) -> None:
        return None

    def finish(self) -> None:
        return None


@dataclass(slots=True)
class _Lines:
    """Prints a line at the end of each phase, and one every ten seconds during a phase."""

    name: str = ""
    total: int = 0
    done: int = 0
    started_s: float = 0.0
    told_s: float = 0.0

    def phase(self, name: str, total: int) -> None:
        self.finish()
        self.name, self.total, self.done = name, total, 0
        self.started_s = self.told_s = time.monotonic()

    def advance(self, count: int = 1) -> None:
        self.done += count
        if time.monotonic() - self.told_s >= _LINE_EVERY_S:
            self.told_s = time.monotonic()
            of = f" of {self.total:,}" if self.total else ""
            typer.echo(f"{self.name}  {self.done:,}{of}", err=True)

    def finish(self) -> None:
        if self.name:
            count = f"{self.done:,}" if self.done else ""
            typer.echo(f"{self.name:<12} {count:>9}  {time.monotonic() - self.started_s:.1f} s", err=True)
        self.name = ""


@dataclass(slots=True)
class _Bars:
    """Shows a bar for each phase, redrawn in place."""

    has_color: bool
    _bars: Any = field(default=None)
    _task: Any = field(default=None)

    def phase(self, name: str, total: int) -> None:
        if self._bars is None:
            self._bars = _make_bars(self.has_color)
            self._bars.start()
        self._end()
        self._task = self._bars.add_task(name, total=total or None)

    def advance(self, count: int = 1) -> None:
        if self._task is not None:
            self._bars.advance(self._task, count)

    def _end(self) -> None:
        if self._task is not None:
            done = self._bars.tasks[-1].completed
            self._bars.update(self._task, total=max(done, 1), completed=max(done, 1))
            self._bars.stop_task(self._task)
            self._task = None

    def finish(self) -> None:
        if self._bars is not None:
            self._end()
            self._bars.stop()
            self._bars = None


def _make_bars(has_color: bool) -> Any:
    # Imported here: loading rich takes a third of the start of a command, and most commands draw no bar.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=not has_color, highlight=False)
    bars = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*bars, console=console)

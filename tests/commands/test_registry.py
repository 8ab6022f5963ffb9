"""COMMANDS: a new command is a file and a line, and a mistake in either is an error."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.cli import make_app
from generator.commands import COMMANDS, Command, registry

_ROOT = Path(__file__).resolve().parents[2]
_LINE = '    Command("shout", "Print a word in capitals."),\n'
_FILE = '''\
"""The command `shout`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.printing.endings import DEPLOY, ends_with, errors_shown
from generator.commands.printing.terminal import make_terminal
from generator.errors import SiteError, Where

ENDS_WITH = ends_with({DEPLOY: "target-unknown"})


def shout(
    word: Annotated[str, typer.Argument(metavar="WORD", help="What to print.")],
    twice: Annotated[bool, typer.Option("--twice", help="Print it again.")] = False,
) -> None:
    """Print a word in capitals."""
    terminal = make_terminal()
    with errors_shown(terminal, Path(), ENDS_WITH):
        if not word:
            raise SiteError("target-unknown", "there is nothing to print", Where("shout"))
        terminal.data(" ".join([word.upper()] * (2 if twice else 1)))
'''


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one more command, which is a file and a line."""
    folder = tmp_path_factory.mktemp("extended")
    shutil.copytree(_ROOT / "generator", folder / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    commands = folder / "generator" / "commands"
    (commands / "shout.py").write_text(_FILE, "utf-8")
    text = (commands / "__init__.py").read_text("utf-8")
    start, rows, rest = re.split(r"^(COMMANDS = registry\(\n(?:    .+\n)+)", text, maxsplit=1, flags=re.MULTILINE)
    (commands / "__init__.py").write_text(f"{start}{rows}{_LINE}{rest}", "utf-8")
    return folder


def _run(program: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables, "PYTHONPATH": str(program)}
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=program, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.starts_processes
def test_a_new_command_runs_with_its_options(extended: Path) -> None:
    done = _run(extended, "shout", "ahoy", "--twice")
    assert (done.returncode, done.stdout, done.stderr) == (0, "AHOY AHOY\n", "")


@pytest.mark.starts_processes
def test_a_new_command_ends_with_the_exit_code_that_it_declares(extended: Path) -> None:
    done = _run(extended, "shout", "")
    assert (done.returncode, done.stderr) == (5, "shout: error target-unknown: there is nothing to print\n")


@pytest.mark.starts_processes
def test_a_new_command_is_in_the_list_of_commands_in_its_place(extended: Path) -> None:
    listed = _run(extended, "--help").stdout.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == [*(command.name for command in COMMANDS), "shout"]
    assert listed[-1] == "  shout    Print a word in capitals."


@pytest.mark.starts_processes
def test_a_new_command_has_help_and_usage_errors(extended: Path) -> None:
    assert re.search(r"^  --twice +Print it again\.$", _run(extended, "shout", "--help").stdout, re.MULTILINE)
    done = _run(extended, "shout")
    assert (done.returncode, "Missing argument 'WORD'" in done.stderr) == (2, True)
    assert "Did you mean 'shout'?" in _run(extended, "shuot").stderr


@pytest.mark.starts_processes
def test_a_shell_completes_a_new_command_and_its_options(extended: Path) -> None:
    for typed, completed in (("pressmark sh", "shout\n"), ("pressmark shout --t", "--twice\n")):
        told = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
        assert _run(extended, _PRESSMARK_COMPLETE="complete_bash", **told).stdout == completed


def test_the_list_of_commands_loads_none_of_them() -> None:
    app = make_app(registry(Command("whisper", "Print a word in small letters.")))
    assert "  whisper  Print a word in small letters.\n" in CliRunner().invoke(app, ["--help"]).stdout
    with pytest.raises(ModuleNotFoundError, match=r"generator\.commands\.whisper"):
        CliRunner().invoke(app, ["whisper"], catch_exceptions=False)


# ------------------------------------------------------------------------------------------- mistakes


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_row_leads_to_its_function(command: Command) -> None:
    assert command.load().__name__ == command.name


def test_a_name_that_stands_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="more than one command is called build"):
        registry(*COMMANDS, Command("build", "Build another site."))


def test_a_row_without_a_module_is_an_error() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"generator\.commands\.whisper"):
        Command("whisper", "Print a word in small letters.").load()


def test_a_row_whose_module_has_no_such_function_is_an_error() -> None:
    with pytest.raises(AttributeError, match="files"):
        Command("files", "Make a file.").load()


def test_a_row_with_another_summary_than_its_docstring_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"build: .*'Build a boat\.'.*'Build the site into its output folder\.'"):
        Command("build", "Build a boat.").load()

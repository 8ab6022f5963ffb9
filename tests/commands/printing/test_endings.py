"""The exit codes that commands declare for problems."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from generator.commands.printing.endings import DEPLOY, ERRORS, LOCKED, USAGE, ends_with, errors_shown
from generator.commands.printing.terminal import Terminal
from generator.errors import SiteError, Where

_TERMINAL = Terminal(has_color=False, is_live=False)


def _exit_code(problem: str) -> int:
    """The exit code of a command that declares two problems, and that `problem` ends."""
    endings = ends_with({USAGE: "hexo-missing", DEPLOY: "git-failed"})
    with pytest.raises(typer.Exit) as ending, errors_shown(_TERMINAL, Path(), endings):
        raise SiteError(problem, "broken", Where("here"))
    return ending.value.exit_code


def test_a_problem_ends_a_command_with_the_exit_code_that_the_command_declares() -> None:
    assert _exit_code("hexo-missing") == USAGE
    assert _exit_code("git-failed") == DEPLOY


def test_any_other_problem_ends_a_command_with_1() -> None:
    assert _exit_code("output-refused") == ERRORS


def test_a_lock_ends_every_command_with_4() -> None:
    assert _exit_code("locked") == LOCKED


def test_an_exit_code_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="there is no exit code 77"):
        ends_with({77: "git-failed"})


def test_a_problem_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="there is no problem git-faild"):
        ends_with({DEPLOY: "git-missing git-faild"})


def test_a_problem_with_two_exit_codes_is_an_error() -> None:
    with pytest.raises(ValueError, match="git-failed has two exit codes"):
        ends_with({USAGE: "git-failed", DEPLOY: "git-failed"})

"""Talking: text that cannot act on a terminal, frames of the source, plain output where nobody sees colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.commands.printing import terminal
from generator.commands.printing.terminal import Terminal, clipped, columns, frame, heading, make_terminal, safe
from generator.errors import Where, problem

_PLAIN = Terminal(has_color=False, is_live=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 文章 é 👩‍🚀", "plain 文章 é 👩‍🚀"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("two\nlines\r\tone", "two\\x0alines\\x0d\\x09one"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb\u2028c\u200b", "a\\u202eb\\u2028c\\u200b"),
        ("name\udcff.md", "name\\xff.md"),
        ("\ud800", "\\ud800"),
    ],
)
def test_text_is_shown_without_its_powers(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(st.text())
def test_no_control_character_ever_reaches_a_terminal(text: str) -> None:
    shown = safe(text)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)
    shown.encode("utf-8")


def test_ideographs_take_two_columns() -> None:
    assert columns("a文b") == 4
    assert columns("é") == 1


@pytest.mark.parametrize(
    ("text", "width", "shown"), [("渡口 大桥", 9, "渡口 大桥"), ("渡口\n大桥", 8, "渡口 大…"), ("a\x1bb", 4, "a\\x…")]
)
def test_text_is_cut_at_a_number_of_columns(text: str, width: int, shown: str) -> None:
    assert clipped(text, width) == shown
    assert columns(shown) <= width


def test_a_log_is_80_columns_wide() -> None:
    assert _PLAIN.width == 80


def test_a_heading_names_place_severity_and_code() -> None:
    found = problem("yaml-recovered", Where("content/a\n.md", 3, 7), "not valid\x1b YAML")
    assert heading(found) == "content/a\\x0a.md:3:7: warning yaml-recovered: not valid\\x1b YAML"


def test_a_frame_shows_three_lines_with_a_caret_under_the_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndate: 2026\ntitle: 快讯: 上涨\ntags: []\n---\n", "utf-8")
    assert frame(problem("yaml-recovered", Where("a.md", 3, 10), ""), tmp_path) == (
        "  2 | date: 2026",
        "  3 | title: 快讯: 上涨",
        "    |            ^",
        "  4 | tags: []",
    )


def test_a_frame_without_a_column_has_no_caret(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one\r\ntwo\x1b[2J\r\n")
    assert frame(problem("date-unreadable", Where("a.md", 2), ""), tmp_path) == (
        "  1 | one",
        "  2 | two\\x1b[2J",
        "  3 |",
    )


def test_a_frame_of_a_line_without_end_is_cut_around_the_caret(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("x" * 3_000_000)
    lines = frame(problem("yaml-recovered", Where("a.md", 1, 500_000), ""), tmp_path)
    assert [len(line) for line in lines] == [106, 56]


@pytest.mark.parametrize("path", ["missing.md", ".", "a\0b", "name\udcff", "/dev/zero"])
def test_there_is_no_frame_of_what_cannot_be_read(tmp_path: Path, path: str) -> None:
    assert frame(problem("yaml-recovered", Where(path, 1, 1), ""), tmp_path) == ()


def test_there_is_no_frame_of_a_line_that_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one\n")
    assert frame(problem("yaml-recovered", Where("a.md", 99, 1), ""), tmp_path) == ()


def test_messages_go_to_stderr_with_their_help(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _PLAIN.show(problem("write-failed", Where("public/a"), "disk full", "make\x1b room"), tmp_path)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "public/a: error write-failed: disk full\n  help: make\\x1b room\n"


def test_quiet_leaves_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Terminal(has_color=False, is_live=False, is_quiet=True)
    quiet.say("talk")
    quiet.show(problem("date-unreadable", Where("a.md"), "no date"), tmp_path)
    quiet.show(problem("write-failed", Where("b"), "disk full"), tmp_path)
    assert capsys.readouterr().err == "b: error write-failed: disk full\n"


def test_colour_stands_around_severity_and_code_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(has_color=True, is_live=True).show(problem("write-failed", Where("b"), "disk full"), tmp_path)
    assert capsys.readouterr().err == "b: \x1b[31m\x1b[1merror write-failed:\x1b[0m disk full\n"


class _Tty:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "has_color", "is_live"),
    [({}, True, True), ({"NO_COLOR": "1"}, False, True), ({"TERM": "dumb"}, False, False)],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], has_color: bool, is_live: bool
) -> None:
    monkeypatch.setattr(terminal.sys, "stderr", _Tty())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    made = make_terminal()
    assert (made.has_color, made.is_live) == (has_color, is_live)


def test_progress_without_a_terminal_is_a_line_a_phase(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter([0.0, 5.0, 12.0, 12.0, 13.5, 20.0, 21.0])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: next(clock))
    progress = _PLAIN.progress()
    progress.phase("clean", 3000)
    progress.advance(1000)
    progress.advance(1000)
    progress.phase("index", 0)
    progress.finish()
    progress.finish()
    assert capsys.readouterr().err == (
        "clean  2,000 of 3,000\nclean            2,000  13.5 s\nindex                   1.0 s\n"
    )


def test_progress_on_a_terminal_survives_unknown_totals_and_an_early_end() -> None:
    progress = Terminal(has_color=False, is_live=True).progress()
    progress.finish()
    progress.phase("read", 0)
    progress.phase("clean", 10)
    progress.advance(3)
    progress.finish()
    progress.finish()

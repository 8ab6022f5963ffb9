from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import SiteError
from generator.publishing.git import Answer, find_git, mask, secrets_of


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("fatal: https://ann:pass@host/x.git", "fatal: https://***@host/x.git"),
        ("fatal: unable to access 'https://ghp_abc@host/x'", "fatal: unable to access 'https://***@host/x'"),
        ("https://ann:p@ss@host/", "https://***@host/"),
        ("ssh://git@github.com/a/b", "ssh://git@github.com/a/b"),
        ("ssh://git:pass@github.com/a/b", "ssh://***@github.com/a/b"),
        ("git@github.com:a/b", "git@github.com:a/b"),
        ("https://host/x?access_token=abc&y=1", "https://host/x?access_token=***&y=1"),
        ("mail ann@example.org", "mail ann@example.org"),
        ("token-1 was wrong", "*** was wrong"),
    ],
)
def test_credentials_are_masked_wherever_they_stand(text: str, masked: str) -> None:
    assert mask(text, ("token-1",)) == masked


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("https://ann:p%40ss@host/", {"p%40ss", "p@ss"}),
        ("https://ghp_token@host/", {"ghp_token"}),
        ("https://git@host/", set()),
        ("ssh://ann@host/", set()),
        ("git@host:a/b", set()),
        ("https://[broken/", set()),
        ("../remote.git", set()),
    ],
)
def test_secrets_of_an_address_are_its_password_or_token(url: str, secrets: set[str]) -> None:
    assert set(secrets_of(url)) == secrets


def test_the_reason_of_a_failure_is_what_git_calls_one() -> None:
    talk = "remote: Counting\nwarning: x\nfatal: no such thing\nerror: failed to push\n"
    assert Answer(1, b"", talk).reason == "no such thing; failed to push"
    assert Answer(1, b"", "one\n\ntwo\n").reason == "one; two"
    assert Answer(1, b"", "").reason == "git said nothing"
    assert Answer(-9, b"", "fatal: x").reason == "git was ended by signal 9"


def test_git_speaks_english_asks_nothing_and_traces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, needs
) -> None:
    needs("git")
    for name, value in {"LC_ALL": "de_DE.UTF-8", "GIT_TRACE": "1", "GIT_CONFIG_COUNT": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "a.b")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "kept")
    git = find_git(tmp_path)
    with_setting = type(git)(git.program, tmp_path, {"X": "y"}, (("a.c", "ours"),))
    shown = with_setting.run("-c", "alias.surroundings=!env", "surroundings").lines
    assert {"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "X=y"} <= set(shown)
    assert not any(line.startswith("GIT_TRACE") for line in shown)
    assert with_setting.run("config", "a.b").lines == ["kept"]
    assert with_setting.run("config", "a.c").lines == ["ours"]
    assert with_setting.run("config", "a.c").talk == ""


def test_what_must_not_fail_and_does_is_told_with_the_words_of_git(tmp_path: Path, needs) -> None:
    needs("git")
    with pytest.raises(SiteError, match="git-failed: git cat-file: "):
        find_git(tmp_path).must("cat-file", "blob", "HEAD", "too", "many")


def test_input_that_nobody_reads_is_no_error_of_its_own(tmp_path: Path, needs) -> None:
    needs("git")
    answer = find_git(tmp_path).run("no-such-command", given=(os.urandom(100_000) for _ in range(20)))
    assert answer.code == 1
    assert "no-such-command" in answer.talk

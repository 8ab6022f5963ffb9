"""Benchmarks: what is measured runs; how long it takes is no test."""

from __future__ import annotations

import pytest

from benchmarks import cleaning


def test_each_way_to_clean_has_its_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cleaning, "POSTS", 3)
    monkeypatch.setattr(cleaning, "ROUNDS", 1)
    monkeypatch.setattr(cleaning, "GENERIC_RULES", 20)
    cleaning.main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == [
        "all steps and sanitizing, shipped rules",
        "the same with 20 generic rules",
        "nh3 alone",
        "bleach alone",
    ]

"""What cleaning a median post costs, printed beside the sanitizers alone."""

from __future__ import annotations

from benchmarks.cleaning import generic_rules, main
from generator.cleaning.filter_lists import compile_rules
from generator.config import RuleList


def test_a_row_for_each_way_to_clean(capsys, monkeypatch):
    monkeypatch.setattr("benchmarks.cleaning.POSTS", 3)
    monkeypatch.setattr("benchmarks.cleaning.ROUNDS", 1)
    monkeypatch.setattr("benchmarks.cleaning.GENERIC_RULES", 100)
    main()
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split(" | ")[0] for row in rows] == [
        "| all steps and sanitizing, shipped rules",
        "| the same with 100 generic rules",
        "| nh3 alone",
        "| bleach alone",
    ]
    assert all(float(row.split(" | ")[1].removesuffix(" |")) > 0 for row in rows)


def test_the_generic_rules_are_rules_and_each_is_another():
    text = generic_rules(1000)
    assert len(compile_rules((RuleList("generic", text),)).rules) == len(set(text.splitlines())) == 1000

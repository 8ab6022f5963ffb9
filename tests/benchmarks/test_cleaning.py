"""What benchmarks of cleaning go through."""

from __future__ import annotations

import pytest

from benchmarks.cleaning import generic_rules, host_rules, html_posts, ways
from generator.clean_config import RuleList, clean_config
from generator.cleaning.filters.lists import compile_rules
from generator.config import Config
from generator.rules import shipped


@pytest.mark.slow
@pytest.mark.parametrize("plain", [False, True])
def test_every_post_is_cleaned_in_every_way(plain):
    config = clean_config(Config(title="Benchmark", url="https://example.org/"), shipped())
    raws = html_posts(3, config, plain=plain)
    assert {len(costs) for _, costs in ways(raws, config)} == {len(raws)} == {3}


@pytest.mark.parametrize("made", [generic_rules, host_rules])
def test_the_made_rules_are_rules_and_each_is_another(made):
    text = made(1000)
    assert len(compile_rules((RuleList("generic", text),)).rules) == len(set(text.splitlines())) == 1000

"""Rules on the edges of a post: one look for all of them says no more and no less than a look for each."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.filters.lines import edge_cuts
from generator.cleaning.filters.lists import compile_rules
from generator.cleaning.filters.rules import RuleSet
from generator.cleaning.filters.sight import Sight
from generator.cleaning.filters.tree import snapshot
from tests.cleaning.filter_drafts import draft_of
from tests.sizes import examples

RULES = (
    "#text@end(1) /^(完|END)$/i\n#text@end(3) /^校对[:：]/\n#text@start(2) /^作者[:：]|本报讯/\n"
    "#tail(2) /关于我们|Copyright/i\n#tail /ICP备\\d{2}/"
)
PIECES = (
    "<p>|</p>|<br>|<b>|</b>|<pre>|</pre>|<img src=a.png>|校对：甲|作者:乙|本报讯|end|完|关于我们|COPYRIGHT|ICP备12"
    "|一句话。|小城网| |\n|<td>|<table>|</table>"
).split("|")


def cuts(html: str, rules: RuleSet) -> list[tuple[int, list[range]]]:
    draft = draft_of(html, RULES)
    shot = snapshot(draft.body)
    gone_lines: set[range] = set()
    found = []
    for rule, wanted in edge_cuts(Sight(draft, rules, shot), bytearray(len(shot.nodes)), gone_lines):
        gone_lines.update(wanted)
        found.append((rule.order, wanted))
    return found


@examples(300)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_one_pattern_for_all_rules_of_an_edge_spares_none_that_matches(pieces: list[str]) -> None:
    rules = compile_rules(draft_of("", RULES).config.rules)
    blind = [replace(group, probes=tuple((reach, None) for reach, _ in group.probes)) for group in rules.edges]
    html = "".join(pieces)
    assert cuts(html, rules) == cuts(html, replace(rules, edges=tuple(blind)))


def test_a_line_is_looked_at_by_those_rules_only_that_reach_it() -> None:
    groups = compile_rules(draft_of("", RULES).config.rules).edges
    assert [group.action for group in groups] == ["text-end", "text-start", "tail"]
    (near, _), (far, probe) = groups[0].probes
    assert (near, far) == (1, 3)
    assert probe is not None
    assert probe.search("校对：甲")
    assert not probe.search("完")

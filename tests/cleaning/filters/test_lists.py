"""Reading filter lists."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.clean_config import RuleList
from generator.cleaning.filters.lists import RULE_KINDS, RuleSet, compile_rules
from generator.cleaning.filters.rules import NOWHERE, STRONG, WEAK, Rule, Traits
from tests.sizes import examples


def compiled(text: str, name: str = "own") -> RuleSet:
    return compile_rules((RuleList(name, text),))


def one(text: str) -> Rule:
    found = compiled(text)
    assert not found.unsupported, found.refused
    assert len(found.rules) == 1
    return found.rules[0]


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("##.ad", "cosmetic"),
        ("###ad", "cosmetic"),
        ("example.org#?#.ad", "cosmetic"),
        ("##.ad:remove()", "cosmetic"),
        ("example.org#@#.ad", "exception"),
        ("##p:has-text(扫码)", "has-text"),
        ("##p:has-text(/^责任编辑[:：][)）]?/)", "has-text"),
        ("#?#p:-abp-contains(x)", "has-text"),
        ("##.slot:blank", "blank"),
        ("##[x-y]:remove-attr(x-y)", "remove-attr"),
        ("#comment /start/", "comment"),
        ("#comment *", "comment"),
        ("#comment /二维码/ next-elements(style, div)", "comment"),
        ("#text@start(2) /^作者/", "text-start"),
        ("#text@end(1) /^责编/", "text-end"),
        ("#tail /ICP备\\d{6}/", "tail"),
        ("#tail(3) /ICP备\\d{6}/i", "tail"),
        ("#unwrap span.stock", "unwrap"),
        ("$removeparam=spm", "removeparam"),
        ("*$removeparam=/^utm_/", "removeparam"),
        ("||example.org^$removeparam=from", "removeparam"),
        ("||ads.example.org^", "host"),
        ("||ads.example.org/banner/*$image,third-party", "host"),
        ("||ads.example.org^$script,frame,domain=example.org|~b.example.org", "host"),
        ("@@||example.org^$~3p", "exception"),
        ("#capture editor /责编[:：](.{1,9})/", "capture"),
    ],
)
def test_each_kind_of_line_is_read(line: str, action: str) -> None:
    assert one(line).action == action
    assert action in RULE_KINDS


@pytest.mark.parametrize(
    "line",
    [
        "||ads.example.org^$script",
        "||ads.example.org^$popup,third-party",
        "||ads.example.org^$important",
        "||ads.example.org^$image,~script",
        "||ads.example.org^$domain=google.*",
        "||ads.example.org^$domain=",
        "||ads.*^",
        "||ads.example.org/*/banner.gif",
        "||ads.example.org^banner",
        "||ads.example.org:8080^",
        "||ads^",
        "/banner/ad.",
        "@@||example.org^$generichide",
        "example.org##+js(abort-on-property-read, x)",
        "example.org#$#body { overflow: auto }",
        "##.ad:style(color: red)",
        "##.ad:upward(2)",
        "##.ad:matches-css(display: block)",
        "##:has-text(x)",
        "##a, b:has-text(x)",
        "##p:has-text()",
        "##p:has-text(/(a+)+/)",
        "##p:has-text(x) > b",
        "##p:has-text(x",
        "##[a]:remove-attr(a b)",
        "google.*##.ad",
        "~google.*##.ad",
        "site=x##.ad",
        "##p::before",
        "##",
        "#comment start",
        "#comment(3) /x/",
        "#unwrap",
        "#text@end(1) 责编",
        "#capture /x/",
        "$removeparam=x,domain=example.org",
        "plain words",
        "##" + "a" * 5000,
    ],
)
def test_a_line_that_is_not_supported_is_counted_and_never_fatal(line: str) -> None:
    found = compiled(line)
    assert found.rules == ()
    assert found.unsupported == {"own": 1}
    assert found.refused[0].where == "own:1"
    assert found.refused[0].reason


def test_comments_heads_and_empty_lines_are_no_rules() -> None:
    found = compiled("[Adblock Plus 2.0]\n! a comment\n\n   \n!kind share\n")
    assert (found.rules, found.unsupported) == ((), {})


def test_a_section_comment_says_the_kind_of_the_rules_below_it() -> None:
    found = compiled("##.a\n! kind: byline\n##.b\n! kind: nonsense\n##.c\n! kind: share\n##.d")
    assert [rule.kind for rule in found.rules] == ["advertisement", "byline", "byline", "share"]


def test_an_id_is_the_list_and_six_digits_of_the_rule_alone() -> None:
    first = compiled("##.a\n##.b").rules
    second = compiled("! moved\n##.b\n").rules
    assert first[1].id == second[0].id == "own:728855"
    assert (first[1].where, second[0].where) == ("own:2", "own:2")
    assert first[0].id != first[1].id


def test_a_scope_names_hosts_sources_authors_and_categories_and_what_is_left_out() -> None:
    scope = one("www.Example.org,source=甲报,category=a%2C b%23,~shop.example.org,~author=乙##.ad").scope
    assert scope.hosts == ("example.org",)
    assert scope.names == (("source", "甲报"), ("category", "a, b#"))
    assert scope.other_hosts == ("shop.example.org",)
    assert scope.other_names == (("author", "乙"),)


def test_a_scope_fits_strongly_by_the_posts_own_fields_and_weakly_by_a_host_that_it_links() -> None:
    scope = one("example.org,source=甲报,~shop.example.org##.ad").scope
    empty: frozenset[str] = frozenset()
    assert scope.fit(Traits(empty, empty, frozenset())) == NOWHERE
    assert scope.fit(Traits(empty, frozenset({"example.org"}), frozenset())) == WEAK
    assert scope.fit(Traits(frozenset({"example.org"}), empty, frozenset())) == STRONG
    assert scope.fit(Traits(empty, empty, frozenset({("source", "甲报")}))) == STRONG
    assert scope.fit(Traits(empty, frozenset({"shop.example.org"}), frozenset({("source", "甲报")}))) == NOWHERE


def test_a_rule_with_only_exclusions_holds_everywhere_else() -> None:
    scope = one("~example.org##.ad").scope
    assert scope.fit(Traits(frozenset(), frozenset(), frozenset())) == WEAK
    assert scope.fit(Traits(frozenset({"example.org"}), frozenset(), frozenset())) == NOWHERE


def test_the_same_lists_are_compiled_once() -> None:
    assert compiled("##.once") is compiled("##.once")


@pytest.mark.slow
def test_tens_of_thousands_of_rules_are_compiled_in_a_moment() -> None:
    text = "\n".join(f"##.ad-{number}" for number in range(20_000))
    begin = time.process_time()
    assert len(compiled(text, "many").rules) == 20_000
    assert time.process_time() - begin < 5


_PARTS = (
    "## #@# #?# #text@end(1)_ #tail_ #comment_ #unwrap_ $removeparam= / ( ) [ ] :has-text( :remove-attr( :blank :has("
    " p .a #b , ~ = ' \" _ \\ source= 甲"
).split(" ")


@examples(300)
@given(st.lists(st.sampled_from(_PARTS), max_size=10))
def test_no_line_breaks_the_reader(parts: list[str]) -> None:
    found = compiled("".join(parts).replace("_", " "))
    assert len(found.rules) + sum(found.unsupported.values()) <= 1

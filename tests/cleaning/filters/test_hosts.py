"""Rules on hosts: pictures and frames that go, and those that stay."""

from __future__ import annotations

import pytest

from generator.clean_config import RuleList
from generator.cleaning import filters
from generator.cleaning.filters.lists import compile_rules
from generator.model import Header
from tests.cleaning.filter_drafts import draft_of, inner

WORDS = "<p>The harbour office counted the boats twice, and the second time there was one more.</p>"
NEWS = Header("A", link="https://www.news.example/2021/a.html")


def left(html: str, rules: str, header: Header = NEWS) -> str:
    draft = draft_of(WORDS + html, rules, header)
    filters.apply(draft)
    return inner(draft).removeprefix(WORDS)


GOES = [
    ("||ads.example^", '<img src="https://ads.example/a.png">'),
    ("||ads.example^", '<img src="//x.ADS.example:443/a.png?b">'),
    ("||ads.example", '<img src="http://ads.example">'),
    ("||ads.example^", '<iframe src="https://ads.example/f"></iframe>'),
    ("||ads.example^", '<embed src="https://ads.example/f">'),
    ("||ads.example^", '<object data="https://ads.example/f"></object>'),
    ("||ads.example^", '<img src="data:image/gif;base64,R0" data-src="https://ads.example/a.png">'),
    ("||ads.example^", '<img srcset="https://ads.example/a.png, https://ads.example/b.png 2x">'),
    ("||ads.example^", '<img src="https://images.weserv.nl/?url=ads.example/a.png">'),
    ("||ads.example^$image", '<img src="https://ads.example/a.png">'),
    (
        "||ads.example^",
        '<picture><source srcset="https://ads.example/a.webp"><img src="https://ads.example/a.png"></picture>',
    ),
    ("||ads.example^$script,image", '<img src="https://ads.example/a.png">'),
    ("||ads.example^$subdocument", '<iframe src="https://ads.example/f"></iframe>'),
    ("||ads.example^$third-party", '<img src="https://ads.example/a.png">'),
    ("||news.example^$~third-party", '<img src="https://img.news.example/a.png">'),
    ("||ads.example^$domain=news.example", '<img src="https://ads.example/a.png">'),
    ("||ads.example^$domain=~other.example", '<img src="https://ads.example/a.png">'),
    ("||cdn.example/Banner/", '<img src="https://cdn.example/banner/a.png">'),
    ("||cdn.example/banner^", '<img src="https://cdn.example/banner?a">'),
    ("||cdn.example/banner/*", '<img src="https://cdn.example/banner/a.png">'),
    ("@@||ads.example/good/^\n||ads.example^", '<img src="https://ads.example/a.png">'),
    ("@@||ads.example^$domain=other.example\n||ads.example^", '<img src="https://ads.example/a.png">'),
]
STAYS = [
    ("||ads.example^", '<img src="https://bads.example/a.png">'),
    ("||ads.example^", '<img src="https://ads.example.org/a.png">'),
    ("||ads.example^", '<img src="https://img.example/ads.example/a.png">'),
    ("||ads.example^", '<img src="https://img.example?ads.example/a.png">'),
    ("||ads.example^", '<a href="https://ads.example/">the network</a>'),
    ("||ads.example^", '<img src="ads.example/a.png">'),
    ("||ads.example^", '<img src="https://ads.example/blank.gif" data-src="https://news.example/a.png">'),
    ("||ads.example^", '<img src="a.png" data-original="https://ads.example/a.png">'),
    ("||ads.example^", '<img alt="a">'),
    ("||ads.example^", '<video src="https://ads.example/a.mp4"></video>'),
    ("||ads.example^$image", '<iframe src="https://ads.example/f"></iframe>'),
    ("||ads.example^$subdocument", '<img src="https://ads.example/a.png">'),
    ("||ads.example^$script", '<img src="https://ads.example/a.png">'),
    ("||news.example^$third-party", '<img src="https://img.news.example/a.png">'),
    ("||ads.example^$~third-party", '<img src="https://ads.example/a.png">'),
    ("||ads.example^$domain=other.example", '<img src="https://ads.example/a.png">'),
    ("||ads.example^$domain=~news.example", '<img src="https://ads.example/a.png">'),
    ("||cdn.example/banner/", '<img src="https://cdn.example/photos/banner/a.png">'),
    ("||cdn.example/banner^", '<img src="https://cdn.example/banner2.png">'),
    ("@@||ads.example^$image\n||ads.example^", '<img src="https://ads.example/a.png">'),
    ("@@||ads.example/good/\n||ads.example^", '<img src="https://ads.example/good/a.png">'),
    ("||ads.example^", '<pre><img src="https://ads.example/a.png"></pre>'),
]


@pytest.mark.parametrize(("rules", "html"), GOES)
def test_pictures_and_frames_of_a_host_go(rules, html):
    assert left(html, rules) == ""


@pytest.mark.parametrize(("rules", "html"), STAYS)
def test_everything_else_stays(rules, html):
    assert left(html, rules) == html


def test_a_post_that_names_no_page_has_no_third_parties():
    html = '<img src="https://ads.example/a.png">'
    assert left(html, "||ads.example^$third-party", Header("A")) == html
    assert left(html, "||ads.example^$~third-party", Header("A")) == html
    assert left(html, "||ads.example^", Header("A")) == ""


def test_a_removal_has_the_id_of_its_rule_and_its_address():
    draft = draft_of(f'{WORDS}<p><img src="https://ads.example/a.png"></p>', "||b.example^\n||ads.example^", NEWS)
    draft.cover = "https://ads.example/a.png"
    filters.apply(draft)
    (removal,) = draft.removals
    assert (removal.kind, removal.where, removal.text) == ("advertisement", "own:2", "https://ads.example/a.png")
    assert removal.rule == draft.removals[0].rule == compile_rules(draft.config.rules).rules[1].id
    assert draft.taken.pictures == 1
    assert draft.cover == ""


def test_a_rule_and_an_exception_can_be_switched_off():
    lists = (RuleList("hosts", "||ads.example^"), RuleList("good", "@@||ads.example^"))
    html = '<img src="https://ads.example/a.png">'
    for off, expected in ((), html), (("good",), ""), (("good", "hosts"), html):
        draft = draft_of(WORDS + html, lists, NEWS, off=off)
        filters.apply(draft)
        assert inner(draft).removeprefix(WORDS) == expected


def test_pictures_that_are_all_of_a_post_stay():
    draft = draft_of('<img src="https://ads.example/a.png">', "||ads.example^", NEWS)
    filters.apply(draft)
    assert inner(draft) == '<img src="https://ads.example/a.png">'
    assert [found.code for found in draft.problems] == ["removal-undone"]


def test_rules_are_found_by_their_host():
    rules = compile_rules((RuleList("hosts", "\n".join(f"||ads{number}.example^" for number in range(20_000))),))
    assert len(rules.by_host) == 20_000
    assert {len(group) for group in rules.by_host.values()} == {1}

"""The filter step: what rules of each kind do to a post, the caps, and what must never be touched."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.nodes import as_parsed
from generator.clean_config import RuleList
from generator.cleaning import filters
from generator.model import Header, Removal
from tests.cleaning.filter_drafts import draft_of, inner
from tests.sizes import examples

SENTENCE = "城南旧巷里的那家书店已经开了三十年门口总是摆着两盆兰花。"
"""An invented sentence of 28 Chinese characters."""

ARTICLE = "".join(f"<p>{SENTENCE * 3}</p>" for _ in range(6))
"""504 characters in six paragraphs."""


def cleaned(html: str, rules: str, header: Header | None = None, off: tuple[str, ...] = ()) -> str:
    draft = draft_of(html, rules, header, off)
    filters.apply(draft)
    return inner(draft)


def removals(html: str, rules: str, header: Header | None = None) -> list[Removal]:
    draft = draft_of(html, rules, header)
    filters.apply(draft)
    return draft.removals


# ------------------------------------------------------------------------------------------ each kind


@pytest.mark.parametrize(
    ("rule", "html", "expected"),
    [
        ("##.ad", '<p>文</p><div class="x ad">买</div>', "<p>文</p>"),
        ("###ad", '<p>文</p><div id="ad">买</div>', "<p>文</p>"),
        ("##center", "<p>文</p><center>买</center>", "<p>文</p>"),
        ('##a[href^="https://ads.example/"]', '<p>文<a href="https://ads.example/1">买</a></p>', "<p>文</p>"),
        ("##.box > .ad", '<div class="box"><p>文</p><i class="ad">买</i></div><i class="ad">乙</i>',
         '<div class="box"><p>文</p></div><i class="ad">乙</i>'),
        ("##div:has(.qr)", '<p>文</p><div><b class="qr">码</b></div>', "<p>文</p>"),
        ("##p:has-text(扫码领取)", "<p>文</p><p>现在<b>扫码</b>领取</p>", "<p>文</p>"),
        ("##p:has-text(/^编者[:：]/)", "<p>文：编者：</p><p> 编者：甲</p>", "<p>文：编者：</p>"),
        ("##.slot:blank", '<p>文</p><div class="slot"><i> </i></div><div class="slot">字</div>',
         '<p>文</p><div class="slot">字</div>'),
        ("##.slot:blank", '<p>文</p><div class="slot"><img src="a.png"></div>',
         '<p>文</p><div class="slot"><img src="a.png"></div>'),
        ("##[data-x]:remove-attr(data-x)", '<p data-x="1" title="t">文</p>', '<p title="t">文</p>'),
        ("#unwrap span.s", '<p>甲<span class="s"><a href="/b">乙</a></span>丙</p>', '<p>甲<a href="/b">乙</a>丙</p>'),
        ("#comment /^E 正文$/", "<p>文</p><!-- E 正文 --><!-- 其他 -->", "<p>文</p><!-- 其他 -->"),
        ("#comment *", "<p>文<!-- a --></p><!----><!-- more --><!--MORE-->", "<p>文</p><!-- more --><!--MORE-->"),
        ("#text@start(1) /^作者[:：]/", "<p> 作者：甲</p><p>文</p>", "<p>文</p>"),
        ("#text@end(2) /^校对[:：]/", "<p>文</p><p>校对：甲</p><p>完</p>", "<p>文</p><p>完</p>"),
        ("#text@end(1) /^校对[:：]/", "<p>文<br>校对：甲</p>", "<p>文</p>"),
        ("#text@end(1) /^校对[:：]/", "<p>文</p><div><p><b>校对</b>：<i>甲</i></p> </div>", "<p>文</p>"),
        ("$removeparam=spm", '<a href="/x?a=1&amp;spm=2&amp;spm=3#spm=4">文</a>', '<a href="/x?a=1#spm=4">文</a>'),
        ("$removeparam=spm", '<a href="/x?spm=2">文</a>', '<a href="/x">文</a>'),
        ("$removeparam=/^utm_/", '<a href="/x?utm_a=1&amp;utm=2">文</a>', '<a href="/x?utm=2">文</a>'),
        ("||b.example^$removeparam=k", '<a href="//a.b.example/?k=1">文</a><a href="//c.example/?k=1">文</a>',
         '<a href="//a.b.example/">文</a><a href="//c.example/?k=1">文</a>'),
    ],
)  # fmt: skip
def test_a_rule_of_each_kind_does_what_it_says(rule: str, html: str, expected: str) -> None:
    assert cleaned(html, rule) == expected


@pytest.mark.parametrize(
    "selector", ["i.ad", "i#ad", "I.ad", "i.Ad", "b.ad", "lineargradient.ad", "foreignobject#ad", "i-x.ad"]
)
def test_a_tag_with_a_class_or_id_matches_what_the_selector_engine_matches(selector: str) -> None:
    html = (
        '<p>文</p><i class="x ad">1</i><i class="ad-x">2</i><i id="ad">3</i><b class="AD">4</b><i-x class="ad">5</i-x>'
        '<svg><linearGradient class="ad"></linearGradient><foreignObject id="ad"></foreignObject></svg>'
    )
    expected = draft_of(html, "")
    parser, parsed = as_parsed(expected.body)
    matching = {found.mem_id for found in parser.css(selector)}
    for node in expected.body.elements():
        if parsed[node].mem_id in matching:
            node.remove()
    assert cleaned(html, f"##{selector}") == inner(expected)


@pytest.mark.parametrize(
    ("rule", "html", "expected"),
    [
        ("##div:has(> .ad)", '<div>文<div><p class="ad">买</p></div></div>', "<div>文</div>"),
        ("##section div", "<div>文<section><div>买</div></section></div>", "<div>文<section></section></div>"),
        ("##div:not(.a)", '<div class="a">文<div>买</div></div>', '<div class="a">文</div>'),
        ("##div > p.x", '<p class="x">文</p><div><p class="x">买</p></div>', '<p class="x">文</p><div></div>'),
    ],
)
def test_a_rule_takes_the_element_that_matches_and_none_around_it(rule: str, html: str, expected: str) -> None:
    article = f"<p>{'城里的渡船九点开。' * 20}</p>"
    assert cleaned(article + html, rule) == article + expected


def test_an_exception_undoes_the_rule_with_the_same_selector_in_its_scope() -> None:
    html = '<p>文</p><p class="ad">买</p>'
    rules = "##.ad\nsource=甲报#@#.ad"
    assert cleaned(html, rules) == "<p>文</p>"
    assert cleaned(html, rules, Header("t", origin="甲报")) == html


def test_a_removal_says_rule_kind_text_and_place() -> None:
    rules = "! kind: share\n\n##.bar"
    assert removals('<p>文</p><p class="bar">分享  到\n 朋友圈</p>', rules) == [
        Removal("own:c0e106", "share", "分享 到 朋友圈", 1, "own:3")
    ]


def test_what_no_reader_sees_is_counted_once_per_rule() -> None:
    html = '<p data-x="1">文</p><p data-x="2">字</p><!-- a --><!-- b --><a href="?k=1">链</a>'
    found = removals(html, "##[data-x]:remove-attr(data-x)\n#comment *\n$removeparam=k")
    assert [(item.kind, item.count, item.text) for item in found] == [
        ("attribute", 2, "data-x=1"),
        ("tracking", 1, "k=1"),
        ("comment", 2, "a"),
    ]


def test_a_capture_keeps_the_name_of_a_by_line_that_another_rule_removes() -> None:
    rules = "##.ed\n#capture editor /编辑[:：] ?(.{1,8})/"
    found = removals('<p>文</p><p class="ed">编辑：林小溪</p>', rules)
    assert [(item.kind, item.text) for item in found] == [("byline", "editor: 林小溪")]
    assert removals("<p>文</p><p>编辑：林小溪</p>", rules) == []


# ----------------------------------------------------------------------------------------------- tails


TAIL = "#tail(2) /最新资讯|关于我[们們]|版权[所聲]|Copyright|ICP备\\d{6}/"


def test_a_footer_is_cut_from_its_earliest_line_to_the_end() -> None:
    html = f"<p>{SENTENCE}</p><p>最新资讯</p><p>关于我们 | 投稿</p><p>小城网</p><p>Copyright 2020 ICP备123456号</p>"
    assert cleaned(html, TAIL) == f"<p>{SENTENCE}</p>"


def test_a_footer_in_one_paragraph_with_breaks_is_cut_line_by_line() -> None:
    html = f"<p>{SENTENCE}<br>最新资讯<br>\n关于我们 | 投稿<br>Copyright 2020</p>"
    assert cleaned(html, TAIL) == f"<p>{SENTENCE}</p>"


def test_readings_in_parentheses_do_not_hide_a_footer() -> None:
    html = f"<p>{SENTENCE}</p><p>關(guān)于我們</p><p>Copyright 2020</p>"
    assert cleaned(html, "#tail(2) /[关關]于我[们們]|Copyright/") == f"<p>{SENTENCE}</p>"


@pytest.mark.parametrize(
    "html",
    [
        f"<p>关于我们</p><p>Copyright</p><p>{SENTENCE}</p>",
        f"<p>{SENTENCE}</p><p>关于我们</p><p>我们说完了。</p>",
        f"<p>{SENTENCE}</p><p>关于我们</p><p>{SENTENCE}</p><p>Copyright</p>",
        f"<p>{SENTENCE}</p><p>关于我们<img src='a.png'></p><p>Copyright</p>",
        f"<p>{SENTENCE}</p><pre>关于我们\nCopyright</pre>",
    ],
)
def test_words_of_a_footer_elsewhere_stay(html: str) -> None:
    assert cleaned(html, TAIL) == inner(draft_of(html, ""))


# --------------------------------------------------------------------------------------------- markers


MARKER = "#comment /^文末二维码/ next-elements(style,div)"


def test_what_follows_a_marker_goes_though_all_markers_say_start() -> None:
    html = (
        "<p>文</p><!-- 文末二维码 start --><!-- 文末二维码 start -->\n<style>.q{color:red}</style>\n"
        "<div>下载某某APP</div><!-- 文末二维码 start --><p>尾</p><!-- 文末二维码 start -->"
    )
    draft = draft_of(html, MARKER)
    filters.apply(draft)
    assert inner(draft).replace("\n", "") == "<p>文</p><p>尾</p>"
    assert [(item.kind, item.count) for item in draft.removals] == [
        ("advertisement", 1),
        ("markup", 1),
        ("comment", 4),
    ]


@pytest.mark.parametrize(
    "following",
    [
        "<div>只有一个</div>",
        "文字<style></style><div>中间有文字</div>",
        f"<style></style><div>{SENTENCE * 3}</div>",
        "<style></style><p>不是 div</p>",
    ],
)
def test_a_marker_never_takes_a_paragraph_or_something_else(following: str) -> None:
    html = f"<p>文</p><!--文末二维码-->{following}"
    assert cleaned(html, MARKER) == inner(draft_of(f"<p>文</p>{following}", ""))


# -------------------------------------------------------------------------------------------- the caps


def words(count: int) -> str:
    return "字" * count


def test_a_block_of_sixty_characters_goes_whatever_its_share() -> None:
    assert cleaned(f'<p>{words(40)}</p><p class="ad">{words(60)}</p>', "##.ad") == f"<p>{words(40)}</p>"


def test_a_larger_block_stays_when_it_is_more_than_a_fifth_of_the_text() -> None:
    html = f'<p>{words(243)}</p><p class="ad">{words(61)}</p>'
    assert cleaned(html, "##.ad") == html
    html = f'<p>{words(244)}</p><p class="ad">{words(61)}</p>'
    assert cleaned(html, "##.ad") == f"<p>{words(244)}</p>"


def test_a_block_over_two_hundred_characters_stays_in_the_longest_text() -> None:
    html = f'<p>{words(9000)}</p><p class="ad">{words(201)}</p>'
    assert cleaned(html, "##.ad") == html


def test_english_words_count_like_characters() -> None:
    html = f'<p>{"word " * 100}</p><p class="ad">{"offer " * 61}</p>'
    assert cleaned(html, "##.ad") == html


def test_a_scope_that_names_the_source_has_no_such_cap_but_a_linked_host_has() -> None:
    html = f'<p>{words(100)}<a href="https://www.example.org/">链</a></p><p class="ad">{words(90)}</p>'
    assert cleaned(html, "example.org##.ad") == html
    expected = f'<p>{words(100)}<a href="https://www.example.org/">链</a></p>'
    assert cleaned(html, "source=甲报##.ad", Header("t", origin="甲报")) == expected
    assert cleaned(html, "example.org##.ad", Header("t", link="https://www.example.org/1")) == expected


def test_rules_that_take_most_of_a_post_are_all_undone_and_flagged() -> None:
    html = f"<p>{words(150)}</p>" + f'<p class="ad">{words(50)}</p>' * 3
    draft = draft_of(html, "##.ad\nsource=甲报##.tip", Header("t", origin="甲报"))
    filters.apply(draft)
    assert inner(draft) == html
    assert draft.removals == []
    assert [(item.code, item.message) for item in draft.problems] == [
        ("removal-undone", "rules without a scope would have removed 150 of 300 words; all of them were undone")
    ]


def test_rules_that_take_four_fifths_together_are_undone_however_small_each_is() -> None:
    html = f"<p>{words(20)}</p>" + f'<p class="ad">{words(40)}</p>' * 2
    draft = draft_of(html, "##.ad")
    filters.apply(draft)
    assert inner(draft) == html
    assert [item.code for item in draft.problems] == ["removal-undone"]


def test_hidden_text_is_the_first_that_is_brought_back() -> None:
    hidden = f'<p style="display:none">{words(24)}</p>'
    html = f"<p>{words(150)}</p>" + hidden + f'<p class="ad">{words(58)}</p>' * 2
    rules = '##.ad\n##p[style*="display:none"]'
    draft = draft_of(html, rules)
    filters.apply(draft)
    assert inner(draft).count("<p") == 2
    assert [item.message for item in draft.problems] == [
        "rules without a scope would have removed 140 of 290 words; all hidden text was kept"
    ]


def test_undoing_keeps_what_scoped_rules_took_and_what_held_nothing() -> None:
    html = f'<p>{words(150)}</p>{f"<p class=ad>{words(50)}</p>" * 3}<p class="tip">赏</p><i class="ad"></i>'
    draft = draft_of(html, "##.ad\nsource=甲报##.tip", Header("t", origin="甲报"))
    filters.apply(draft)
    assert "赏" not in inner(draft)
    assert "<i" not in inner(draft)
    assert inner(draft).count("<p") == 4


@pytest.mark.parametrize(
    "html",
    [
        '<p class="ad">买一送一</p>',
        '<p class="ad"><img src="a.png"></p>',
        '<p class="ad">买</p><p> </p><p>……</p>',
        "<p>校对：甲</p>",
    ],
)
def test_a_post_is_never_left_without_text_and_media(html: str) -> None:
    rules = "##.ad\n#text@end(1) /^校对/\nsource=甲报##.ad"
    for header in (Header("t"), Header("t", origin="甲报")):
        draft = draft_of(html, rules, header)
        filters.apply(draft)
        assert inner(draft) == html
        assert [item.code for item in draft.problems] == ["removal-undone"]


def test_a_post_with_only_a_picture_left_is_not_empty() -> None:
    assert cleaned('<img src="a.png"><p class="ad">买</p>', "##.ad") == '<img src="a.png">'


def test_an_empty_post_is_no_problem() -> None:
    draft = draft_of("<p class=ad></p>", "##.ad")
    filters.apply(draft)
    assert draft.problems == []


def test_a_gallery_is_not_taken_for_a_small_block() -> None:
    gallery = '<div class="ad">' + '<img src="1.png">' * 4 + "</div>"
    assert cleaned(f"<p>文</p>{gallery}", "##.ad") == f"<p>文</p>{gallery}"
    teasers = '<div class="ad">' + '<a href="/1"><img src="1.png"></a>' * 4 + "</div>"
    assert cleaned(f"<p>文</p>{teasers}", "##.ad") == "<p>文</p>"


# ------------------------------------------------------------------------------------------- the cover


@pytest.mark.parametrize(
    "cover",
    [
        "https://img.example/qr.png",
        "http://img.example/qr.png",
        "//img.example/qr.png",
        "https://cors.zfour.workers.dev/?http://img.example/qr.png",
        "https://images.weserv.nl/?url=https%3A%2F%2Fimg.example%2Fqr.png",
    ],
)
def test_a_picture_removed_as_an_advertisement_is_no_cover_either(cover: str) -> None:
    html = '<p>文</p><div class="ad"><img src="https://img.example/qr.png"></div>'
    draft = draft_of(html, "##.ad", cover=cover)
    filters.apply(draft)
    assert draft.cover == ""


def test_another_picture_stays_the_cover() -> None:
    html = '<p>文</p><img src="https://img.example/b.png"><div class="ad"><img src="https://img.example/qr.png"></div>'
    draft = draft_of(html, "##.ad", cover="https://img.example/b.png")
    filters.apply(draft)
    assert draft.cover == "https://img.example/b.png"


def test_a_hidden_picture_may_still_be_the_cover() -> None:
    draft = draft_of('<p>文</p><p class="h"><img src="a.png"></p>', "! kind: markup\n##.h", cover="a.png")
    filters.apply(draft)
    assert (inner(draft), draft.cover) == ("<p>文</p>", "a.png")


def test_a_cover_that_also_stands_in_a_related_list_stays() -> None:
    html = '<p>文</p><img src="//img.example/b.png"><div class="rel"><img src="//img.example/b.png"></div>'
    draft = draft_of(html, "! kind: related\n##.rel", cover="https://img.example/b.png")
    filters.apply(draft)
    assert draft.cover == "https://img.example/b.png"


# -------------------------------------------------------------------------------------------- switches


def test_a_rule_or_a_list_can_be_switched_off() -> None:
    html = '<p>文</p><p class="ad">买</p>'
    rule = removals(html, "##.ad")[0].rule
    assert cleaned(html, "##.ad", off=(rule,)) == html
    assert cleaned(html, "##.ad", off=("own",)) == html
    assert cleaned(html, "##.ad", off=("other",)) == "<p>文</p>"


def test_an_exception_can_be_switched_off() -> None:
    draft = draft_of('<p>文</p><p class="ad">买</p>', (RuleList("a", "##.ad"), RuleList("b", "#@#.ad")), off=("b",))
    filters.apply(draft)
    assert inner(draft) == "<p>文</p>"


# ----------------------------------------------------------------------------------- never to be touched


def test_text_rules_do_not_look_into_code() -> None:
    html = "<p>文</p><pre><code>校对：甲</code></pre>"
    assert cleaned(html, "#text@end(1) /校对/\n#tail /校对/") == html


def test_a_rule_takes_no_more_than_a_few_words_out_of_code() -> None:
    html = f'<pre><code><b class="ad">{words(11)}</b><i class="ad">复制代码</i></code></pre>'
    assert cleaned(html, "##.ad") == f'<pre><code><b class="ad">{words(11)}</b></code></pre>'


def test_a_line_with_a_picture_is_no_by_line() -> None:
    html = '<p>文</p><p><img src="a.png">校对：甲</p>'
    assert cleaned(html, "#text@end(1) /校对/") == html


def test_a_paragraph_of_more_than_two_hundred_characters_is_no_by_line() -> None:
    html = f"<p>文</p><p>校对：{words(200)}</p>"
    assert cleaned(html, "#text@end(1) /校对/\n##p:has-text(/校对/)") == html


def test_a_line_that_returns_in_the_post_is_a_refrain() -> None:
    html = "<p>月亮：升起</p><p>河水流过</p><p>月亮：升起</p><p>灯火熄灭</p><p>月亮：升起</p>"
    assert cleaned(html, "#text@end(1) /^月亮[:：]/") == html


def test_a_cell_that_is_emptied_stays_in_its_row() -> None:
    html = "<p>文</p><table><tbody><tr><td>甲</td><td>校对：甲</td></tr></tbody></table>"
    emptied = html.replace("<td>校对：甲</td>", "<td></td>")
    assert cleaned(html, "source=甲报#text@end(1) /^校对/", Header("t", origin="甲报")) == emptied
    assert cleaned(html, "#text@end(1) /^校对/") == html


# ------------------------------------------------------------------------------------------ hostile posts


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "校对<br>" * 30_000,
        '<div class="ad">x</div>' * 10_000,
        '<div class="ad">' * 400 + "字" * 400 + "</div>" * 400,
        "<!--文末二维码-->" * 30_000,
        '<p class="' + " ".join(f"c{number}" for number in range(20_000)) + '">x</p>',
        '<a href="?' + "&k=1" * 30_000 + '">x</a>',
        "<p>编者：" + "a" * 150 + "</p>" + "<p>编者：甲</p>" * 5_000,
        "<p class=b>字</p>" * 10_000,
    ],
)
def test_no_post_takes_long(html: str) -> None:
    rules = (
        "##.ad\n##.a ~ .b\n##p:nth-child(2n).b\n##.b:has(.c):has(.d)\n##p:has-text(/编者.*甲$/)\n##p:has-text(甲)\n"
        f"$removeparam=k\n#text@end(3) /^校对/\n{TAIL}\n{MARKER}"
    )
    draft = draft_of(html, rules)
    begin = time.process_time()
    filters.apply(draft)
    assert time.process_time() - begin < 3


_PIECES = (
    "<p>|</p>|<div class=ad>|</div>|<span id=s1>|</span>|<br>|<table>|<tr>|<td>|</table>|<pre>|</pre>|<a href=?k=1&b=2>"
    "|</a>|<img src=a.png>|<!--文末二维码-->|<!--x-->|<style>|</style>|校对：甲|关于我们|Copyright|文字。|<li>|<ul>"
    "|</ul>|<template>|</template>|<svg>|</svg>|<i data-x=1>|</i>|<iframe>|</iframe>| "
).split("|")


def test_a_link_that_is_unwrapped_is_in_the_account() -> None:
    draft = draft_of('<p>祖父的<a class="keyword" href="https://words.example/1">算盘</a></p>', "#unwrap a.keyword")
    filters.apply(draft)
    assert (inner(draft), draft.taken.links) == ("<p>祖父的算盘</p>", 1)


@examples(250)
@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_any_tree_survives_all_rules_and_keeps_something(pieces: list[str]) -> None:
    rules = (
        "##.ad\n##td:has-text(校)\n##i:blank\n##[data-x]:remove-attr(data-x)\n#unwrap span\n#unwrap a\n#comment *\n"
        f"$removeparam=k\n#text@end(2) /^校对/\n#text@start(2) /^文字/\n{TAIL}\n{MARKER}"
    )
    draft = draft_of("".join(pieces), rules)
    seen = draft_of("".join(pieces), "")
    for unseen in seen.body.elements("style", "template"):
        unseen.remove()
    had = seen.body.elements("img", "iframe") or seen.body.text().strip()
    filters.apply(draft)
    # What stands in templates and frames is text or nothing, and not for rules.
    assert not any("data-x" in node.attributes for node in draft.body.elements())
    assert not had or inner(draft)

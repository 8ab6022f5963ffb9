"""Suggestions: what repeats in the posts of a source becomes a rule to paste, and nothing that is an article does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.clean_config import CleanConfig, RuleList
from generator.cleaning.filters.suggestions import LEAST_POSTS, Example, Suggestion, suggest
from generator.model import RawPost
from generator.stages.clean import clean
from tests.cleaning.drafts import CONFIG, raw_post, text_of

PARAGRAPH = (
    "<p>In week {n} the tide stood {n} hands above the mark, and boat number {n} came in late with its nets torn.</p>"
)
WORDS = ("quay", "mole", "lock", "weir", "dyke", "buoy", "mast", "keel")


def raw(number: int, body: str, source: str = "Harbour Gazette") -> RawPost:
    return raw_post(body, f"{number}.html", title=f"Post {number}", source=source)


def with_rules(text: str) -> CleanConfig:
    return replace(CONFIG, rules=(RuleList("own", text),))


def suggested(make, count: int = 40, source: str = "Harbour Gazette") -> tuple[Suggestion, ...]:
    posts = [raw(n, make(n), source) for n in range(count)]
    return suggest(source, posts, CONFIG)


def article(number: int) -> str:
    """Three paragraphs that no other post has."""
    return "".join(PARAGRAPH.format(n=number * 10 + place) for place in range(1, 4))


def lines(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.line for one in found]


def test_a_last_line_that_repeats_is_suggested_as_written_with_its_counts_and_examples():
    (found,) = suggested(lambda n: article(n) + "<p>Follow us (daily) on the pier.</p>")
    assert found == Suggestion(
        "promotion",
        r"source=Harbour Gazette#text@end(1) /^Follow us \(daily\) on the pier\.$/",
        "Harbour Gazette",
        40,
        40,
        tuple(
            Example(
                f"content/{n}.html",
                f"hands above the mark, and boat number {n * 10 + 3} came in late with its nets torn."[-60:],
                "Follow us (daily) on the pier.",
                "",
            )
            for n in range(5)
        ),
    )


def test_a_line_that_differs_only_in_numbers_becomes_a_pattern():
    found = suggested(lambda n: f"<p>Share this with {n + 7} of 2,400</p>" + article(n))
    assert lines(found) == [r"source=Harbour Gazette#text@start(1) /^Share this with \d{1,3} of 2,400$/"]


def test_a_label_with_a_short_value_becomes_a_pattern_and_is_called_a_by_line():
    (found,) = suggested(lambda n: article(n) + f"<p>Editor: {WORDS[n % 8]} desk {WORDS[n % 7]}</p>")
    assert found.line == "source=Harbour Gazette#text@end(1) /^Editor: .{1,30}$/"
    assert found.kind == "byline"


def test_a_box_that_repeats_is_suggested_by_its_name_and_not_line_by_line():
    box = '<div class="offer-box"><p>Download our tide table</p><p><img src="https://img.example/{}.png"></p></div>'
    found = suggested(lambda n: article(n) + box.format("code"))
    assert lines(found) == ["source=Harbour Gazette##div.offer-box"]
    assert found[0].kind == "promotion"


def test_a_box_whose_contents_differ_is_an_article_or_a_list_of_links():
    box = '<div class="body">{}</div>'
    assert suggested(lambda n: box.format(article(n))) == ()
    assert (
        suggested(lambda n: article(n) + f'<div class="more"><a href="/x">{WORDS[n % 8]} {WORDS[n % 5]}</a></div>')
        == ()
    )


def test_a_picture_that_repeats_is_suggested_by_its_address():
    found = suggested(lambda n: article(n) + '<p><img src="https://img.example/code.png"></p>')
    assert lines(found) == ['source=Harbour Gazette##img[src="https://img.example/code.png"]']


@pytest.mark.parametrize(
    "body",
    [
        "<p>Row, row.</p>{}<p>Row, row.</p>",
        "<h2>What happened</h2>{}",
        "<ul><li>Where: the pier</li></ul>{}",
        "<blockquote>Heave ho, said all of them</blockquote>{}",
        "<pre>make site</pre>{}",
        "{}<table><tr><td>Tides</td></tr></table>",
    ],
)
def test_a_refrain_a_heading_a_list_a_quotation_and_code_are_the_article(body):
    assert suggested(lambda n: body.format(article(n))) == ()


def test_a_line_in_the_middle_is_the_article():
    middle = "<p>All quiet on the mole.</p>"
    assert suggested(lambda n: article(n) * 2 + middle + article(n + 50) * 2) == ()


def test_few_posts_a_rare_line_and_posts_without_source_suggest_nothing():
    ending = "<p>Follow us on the pier.</p>"
    assert suggested(lambda n: article(n) + ending, LEAST_POSTS - 1) == ()
    assert suggested(lambda n: article(n) + ending * (n < 7)) == ()
    assert suggested(lambda n: article(n) + ending * (n < 9), 50) == ()
    assert suggested(lambda n: article(n) + ending, source="") == ()


def test_what_a_rule_takes_out_already_is_not_suggested_again():
    posts = [raw(n, article(n) + "<ins class='adsbygoogle'>Buy a boat</ins>") for n in range(40)]
    assert suggest("Harbour Gazette", posts, CONFIG) != ()
    held = with_rules("##ins.adsbygoogle")
    assert suggest("Harbour Gazette", posts, held) == ()


def test_a_rule_that_would_leave_nothing_is_not_suggested():
    assert suggested(lambda n: "<p>Closed today.</p>") == ()


def test_odd_names_of_sources_make_scopes_that_fit():
    (found,) = suggested(lambda n: article(n) + "<p>Follow us.</p>", source="Tides, 100% #1")
    assert found.line.startswith("source=Tides%2C 100%25 %231#text@end(1)")


def test_a_suggested_line_in_a_filter_list_takes_out_that_and_nothing_else():
    endings = "<div class='offer'>Scan the code</div><p>Follow us on the pier.</p><p>Editor: {}</p>"
    posts = [raw(n, article(n) + endings.format(WORDS[n % 8])) for n in range(40)]
    rules = with_rules("\n".join(lines(suggest("Harbour Gazette", posts, CONFIG))))
    for number, post in enumerate(posts):
        text = text_of(clean(post, rules))
        assert text == text_of(clean(raw(number, article(number)), CONFIG))


def test_the_lines_around_an_example_are_shown():
    (found,) = suggested(lambda n: f"<p>Tide {n}</p><p>Follow us.</p><p>Boat {n}</p>" + article(n))
    assert found.examples[3] == Example("content/3.html", "Tide 3", "Follow us.", "Boat 3")


SHARE_BOX = (
    '<div class="share-box"><h3>Share this:</h3><ul><li><a href="https://chat.example/?u={n}">Chat</a></li>'
    '<li><a href="https://mail.example/?u={n}">Mail</a></li></ul></div>'
)
SMALL = [
    # A footer, a share box with a list and a heading, QR pictures, calls to subscribe, a by-line, related posts.
    ('{a}<div class="site-footer"><p>Harbour Gazette, Quay 3</p></div>', "##div.site-footer"),
    ("{a}" + SHARE_BOX, "##div.share-box"),
    ('{a}<p><img src="https://i.example/qr-wechat.png"></p><p>{a}</p>', '##img[src="https://i.example/qr-wechat.png"]'),
    ('{a}<p><img src="https://i.example/9.png"></p>', '##img[src="https://i.example/9.png"]'),
    ("{a}<p>扫码关注我们的公众号“港口日报”</p>", "#text@end(1) /^扫码关注我们的公众号“港口日报”$/"),
    ("{a}<p>チャンネル登録をお願いします。</p>", "#text@end(1) /^チャンネル登録をお願いします。$/"),
    ("<p>Subscribe to our newsletter.</p>{a}", r"#text@start(1) /^Subscribe to our newsletter\.$/"),
    ("{a}<p>责任编辑：{w}</p>", "#text@end(1) /^责任编辑：.{1,30}$/"),
    ("{a}<p>相关阅读：港口的冬天</p>", "#text@end(1) /^相关阅读：港口的冬天$/"),
    ('{a}<p><a href="/a">Home</a> <a href="/b">Imprint</a></p>', "#text@end(1) /^Home Imprint$/"),
]
KEPT = [
    # A refrain, names of series, greetings, disclaimers, a licence, a closing paragraph, prices, and the original.
    "{a}<p>Row, row, row the boat, and follow the stars.</p>",
    "{a}<p>Follow me down, I share it with the tide, and join us, scan the sea.</p>",
    "<p>港口周报 第{n}期</p>{a}",
    "<p>作者：{w}</p>{a}",
    "<p>今日关注</p>{a}",
    "<p>大家好，我是港口的老王，欢迎关注我。</p>{a}",
    "<p>Dear readers, welcome back to the pier.</p>{a}",
    "<p>皆さん、こんにちは。港の田中です。</p>{a}",
    "{a}<p>本文仅代表作者个人观点，不构成投资建议，转载请注明出处。</p>",
    "{a}<p>The views are the author's own; subscribe to none of them.</p>",
    "{a}<p>This text is licensed under CC BY-SA 4.0.</p>",
    "{a}<p>That was the week at the pier, and the next one will be no different.</p>",
    "{a}<p>价格: {n} 元</p>",
    '{a}<p><a href="https://a.example/{n}">阅读原文</a></p>',
    '<p><img src="https://i.example/series.png"></p>{a}',
    '{a}<p>See <a class="tag" href="/pier">Pier</a> for more of number {n} and of the others.</p>',
    "{a}<p>"
    + "Subscribe to nothing that you would not also read on a ferry in the rain, said the captain. " * 2
    + "</p>",
]


def small(body: str) -> list[str]:
    """The rules suggested for ten posts, of which eight have this body and two have only an article."""
    bodies = [
        body.format(a=article(n), n=n + 1, w=WORDS[n % 8]) if n < 8 else f"{article(n)}<p>Boat {n}</p>"
        for n in range(10)
    ]
    found = suggest("Pier", [raw(n, text, "Pier") for n, text in enumerate(bodies)], CONFIG)
    return [line.removeprefix("source=Pier") for line in lines(found)]


@pytest.mark.parametrize(("body", "line"), SMALL)
def test_what_calls_for_something_is_suggested_for_small_sources_too(body, line):
    assert small(body) == [line]


@pytest.mark.parametrize("body", KEPT)
def test_what_repeats_and_belongs_to_the_article_is_not_suggested(body):
    assert small(body) == []


def test_seven_posts_of_ten_are_too_few():
    bodies = [article(n) + "<p>Follow us.</p>" * (n < 7) for n in range(10)]
    assert suggest("Pier", [raw(n, text, "Pier") for n, text in enumerate(bodies)], CONFIG) == ()

"""Suggestions: what repeats in the posts of a source becomes a rule to paste, and nothing that is an article does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.clean_config import CleanConfig, RuleList
from generator.cleaning.filters.suggestions import LEAST_POSTS, Suggestion, suggest
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
        ("content/0.html", "content/1.html", "content/2.html"),
        "Follow us (daily) on the pier.",
    )


def test_a_line_that_differs_only_in_numbers_becomes_a_pattern():
    found = suggested(lambda n: f"<p>Print run {n + 7} of 2,400</p>" + article(n))
    assert lines(found) == [r"source=Harbour Gazette#text@start(1) /^Print run \d{1,3} of 2,400$/"]


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

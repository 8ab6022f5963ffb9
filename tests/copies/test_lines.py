"""Finding the line of a copy that says the same as a damaged place."""

from __future__ import annotations

from generator.copies.lines import lines_of, same_lines, surroundings
from generator.model import Reference

COPY = "灯塔的来历\n这座灯塔建于一九三零年，灯光为渔船导航，从未熄灭。\n守塔人每天傍晚登上九十九级台阶，点亮灯火。"


def test_a_damaged_place_leads_to_the_whole_line_in_whatever_script() -> None:
    damaged = "這座燈塔建於一九三零年，為漁船導航，从未熄滅。"
    assert same_lines([damaged], lines_of(COPY)) == ("这座灯塔建于一九三零年，灯光为渔船导航，从未熄灭。",)


def test_a_text_that_the_copy_lacks_leads_nowhere() -> None:
    assert same_lines(["码头的渡船今天停航，请改乘巴士。", ""], lines_of(COPY)) == ("", "")
    assert same_lines(["灯塔"], lines_of("")) == ("",)


def test_the_surroundings_of_a_place_are_the_text_before_and_behind_it() -> None:
    link = Reference("link", "/a/", '<a href="', '">')
    segments = (
        f'<p>{"前" * 50}灯<mark class="damaged" id="damaged-1">?v</mark><em>塔</em>，从',
        link,
        f'未</a>熄<mark id="damaged-2" class="damaged">\ufffd</mark>灭{"后" * 50}</p><p>完</p>',
    )
    assert surroundings(segments) == ("前" * 39 + "灯塔，从未熄", "塔，从未熄灭" + "后" * 39)
    assert surroundings(("<p>Whole.</p>",)) == ()

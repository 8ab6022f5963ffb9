"""Finding the paragraph of a copy that says the same."""

from __future__ import annotations

from generator.copies.places import same_paragraphs

COPY = "灯塔的来历\n这座灯塔建于一九三零年，灯光为渔船导航，从未熄灭。\n守塔人每天傍晚登上九十九级台阶，点亮灯火。"


def test_a_damaged_paragraph_leads_to_the_whole_one_in_whatever_script() -> None:
    damaged = "這座燈塔建於一九三零年，?光為漁船導航，?!嵝从未熄滅。"
    assert same_paragraphs([damaged], COPY) == ("这座灯塔建于一九三零年，灯光为渔船导航，从未熄灭。",)


def test_a_paragraph_that_the_copy_lacks_leads_nowhere() -> None:
    assert same_paragraphs(["码头的渡船今天停航，请改乘?巴士。", "?"], COPY) == ("", "")
    assert same_paragraphs(["灯塔"], "") == ("",)

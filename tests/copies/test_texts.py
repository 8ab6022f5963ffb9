"""How alike two texts are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.copies.texts import MOST_CHARACTERS, NOTHING, Similarity, normalised, shingles, similarity


def alike(a: str, b: str) -> Similarity:
    return similarity(shingles(normalised(a)), shingles(normalised(b)))


def test_a_text_is_compared_without_punctuation_width_case_and_script() -> None:
    assert normalised("《灯塔》：　ＡＢＣ 與 island，2024！") == "灯塔 abc 与 island 2024"
    assert normalised("a b c") == "a b c"


def test_pinyin_behind_a_character_is_left_out_and_other_words_in_parentheses_stay() -> None:
    assert normalised("燈(dēng)塔（tǎ）（tower）") == "灯塔 tower"


def test_chinese_is_compared_by_five_characters_and_english_by_three_words() -> None:
    assert shingles(normalised("灯塔在岛的北端")) == {"灯塔在岛的", "塔在岛的北", "在岛的北端"}
    assert shingles(normalised("The ferry leaves at nine")) == {
        "the ferry leaves",
        "ferry leaves at",
        "leaves at nine",
    }
    assert shingles(normalised("灯塔 Lighthouse, built in 1930")) == {
        "灯塔 lighthouse built in",
        "塔 lighthouse built in 1930",
        "lighthouse built in",
        "built in 1930",
    }
    assert shingles(normalised("灯塔 Lighthouse")) == {"灯塔 lighthouse"}, "the whole of a short text"


def test_accents_full_width_letters_and_ligatures_are_the_same_however_they_are_written() -> None:
    assert normalised("Cafe\u0301　ＮＡＴＯ ﬁsh") == normalised("café nato fish") == "café nato fish"


def test_words_that_signs_or_scripts_separate_stay_apart() -> None:
    assert normalised("tide-table，open\u00a0now渡船ferry船") == "tide table open now 渡船 ferry 船"


def test_both_scripts_of_one_text_are_the_same() -> None:
    assert alike("這座燈塔建於一九三零年，燈光為漁船導航。", "这座灯塔建于一九三零年,灯光为渔船导航.") == (1.0, 1.0)


def test_the_beginning_of_a_text_is_contained_in_it() -> None:
    text = "渡船每天早上九点离开码头，潮水允许的时候再回来，六十年来一直如此。"
    found = alike(text[:18], text)
    assert found.containment == 1.0
    assert found.jaccard < 0.6


def test_a_text_without_words_is_like_no_other() -> None:
    assert alike("", "") == NOTHING
    assert alike("……", "！！！") == NOTHING


HOSTILE = {
    "one-character": "船" * 1_000_000,
    "one-letter": "a" * 200_000,
    "marks": "船a" + "\u0301\u0316" * 200_000,
    "marks-after-letters": ("e" + "\u0301\u0316" * 14) * 2_000,
    "kana-marks": "か" + "ﾞ\u0301" * 200_000,
    "parentheses": "船(" * 50_000,
    "annotations": "船(dēng)" * 50_000,
    "scripts": "船ferryф한" * 20_000,
    "ligatures": "\ufdfa" * 5_000,
    "signs": "，" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_time_for_a_hostile_text_grows_with_its_length_only(text: str) -> None:
    start = time.process_time()
    words = normalised(text)
    found = shingles(words)
    assert len(words) <= MOST_CHARACTERS
    assert similarity(found, found) in ((1.0, 1.0), NOTHING)
    # Ten times what they take; what grows with the square takes minutes.
    assert time.process_time() - start < 10


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_order_of_two_texts_does_not_matter(a: str, b: str) -> None:
    assert alike(a, b) == alike(b, a)


@given(st.text(alphabet="ab 船(，)é\u0301\u1100\u1161ｶﾞ½㈱①燈", max_size=30) | st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)

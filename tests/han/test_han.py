"""Chinese characters: simplified forms and readings."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from generator.han import changes, is_reading, simplified


def test_traditional_characters_become_simplified_ones() -> None:
    assert simplified("體育與藝術，臺灣") == "体育与艺术，台湾"


def test_what_is_simplified_latin_or_japanese_kana_stays() -> None:
    text = "体育 sports スポーツ 한국 123"
    assert simplified(text) == text


@given(st.text(st.characters(min_codepoint=0x3000, max_codepoint=0x9FFF)))
def test_simplifying_twice_changes_nothing_more(text: str) -> None:
    once = simplified(text)
    assert simplified(once) == once
    assert len(once) == len(text)


def test_a_character_changes_if_it_is_traditional() -> None:
    assert changes("體")
    assert not changes("体")
    assert not changes("著"), "it is as often the simplified form of itself"
    assert not changes("")
    assert not changes("體育")


def test_the_readings_of_traditional_characters_are_known() -> None:
    assert is_reading("體", "tǐ")
    assert is_reading("體", unicodedata.normalize("NFD", "Tǐ"))
    assert is_reading("長", "cháng")
    assert is_reading("長", "zhǎng")
    assert not is_reading("體", "ti")
    assert not is_reading("體", "yù")
    assert not is_reading("体", "tǐ"), "the table has traditional characters only"

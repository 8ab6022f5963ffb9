"""Sketches of texts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.copies.sketches import SIZE, estimate, sketch
from generator.copies.texts import normalised, shingles, similarity

HAN = "".join(map(chr, range(0x4E00, 0x4E00 + 2_000)))
ENGLISH = "ferry island lighthouse harbour tide keeper lamp rock storm letter morning boat winter bread wall".split()

CHANCES = st.integers(0, 10**6).map(random.Random)


def prose(chance: random.Random, length: int) -> str:
    """As many characters, some of them signs."""
    return "".join(chance.choice("，。") if chance.random() < 0.1 else chance.choice(HAN) for _ in range(length))


def edited(chance: random.Random, text: str, share: float) -> str:
    """`text` with about this share of its characters replaced."""
    return "".join(chance.choice(HAN) if chance.random() < share else character for character in text)


def sketch_of(text: str) -> bytes:
    return sketch(normalised(text))


def exact(a: str, b: str) -> float:
    return similarity(shingles(normalised(a)), shingles(normalised(b))).jaccard


@given(st.integers(70, 2_000), st.floats(0.0, 0.2), CHANCES)
def test_the_share_of_equal_values_is_near_the_exact_similarity(length, share, chance):
    text = prose(chance, length)
    other = edited(chance, text, share)
    # Five deviations of 126 independent values.
    assert estimate(sketch_of(text), sketch_of(other)) == pytest.approx(exact(text, other), abs=0.22)


def test_on_average_the_estimate_is_exact():
    chance = random.Random(1)
    texts = [prose(chance, length) for length in (70, 150, 300, 620, 660, 900, 1_500, 3_000) for _ in range(12)]
    pairs = [(text, edited(chance, text, 0.03)) for text in texts]
    mistakes = [estimate(sketch_of(a), sketch_of(b)) - exact(a, b) for a, b in pairs]
    assert sum(mistakes) / len(mistakes) == pytest.approx(0, abs=0.015)


@given(CHANCES)
def test_texts_of_different_length_are_compared_like_others(chance):
    text = prose(chance, 1_400)
    beginning = text[:600]
    assert estimate(sketch_of(text), sketch_of(beginning)) == pytest.approx(exact(text, beginning), abs=0.22)


def test_other_texts_have_next_to_nothing_in_common():
    chance = random.Random(1)
    sketches = [sketch_of(prose(chance, length)) for length in (70, 300, 1_200)]
    assert max(estimate(a, b) for a in sketches for b in sketches if a is not b) < 0.02


def test_script_punctuation_and_annotations_do_not_matter():
    text = (
        "這座燈塔建於一九三零年，燈光為漁船導航，守塔人每天黃昏點燈，黎明熄燈。" * 2
        + "後來島上通了電，燈塔改為自動，人們仍然記得他。"
    )
    simplified = (
        "这座灯塔建于一九三零年燈光为渔船导航守塔人每天黄昏点灯黎明熄灯" * 2
        + "后来岛上通了电灯塔改为自动人们仍然记得他"
    )
    annotated = text.replace("燈", "燈(dēng)").replace("島", "島（dǎo）")
    assert sketch_of(text) == sketch_of(simplified) == sketch_of(annotated) != b""


@pytest.mark.parametrize("length", [70, 300, 2_000])
def test_a_sketch_has_126_values_of_four_bytes(length):
    assert len(sketch_of(prose(random.Random(1), length))) == SIZE * 4 == 504


def test_a_short_text_has_none():
    text = HAN[:60]
    assert sketch_of(text) != b""
    assert sketch_of(text[:59]) == sketch_of("") == b""
    words = " ".join(f"word{number:02}" for number in range(34))
    assert sketch_of(words) != b""
    assert sketch_of(words[:-8]) == b""


def test_han_and_letters_count_together():
    assert sketch_of(HAN[:30] + " " + " ".join(f"word{number}" for number in range(21))) != b""
    assert sketch_of(HAN[:30] + " " + " ".join(f"word{number}" for number in range(10))) == b""


def test_a_text_that_repeats_a_few_words_has_none():
    assert sketch_of("啦" * 10_000) == b""
    assert sketch_of("tra la la " * 10_000) == b""
    assert sketch_of(HAN[:15] * 500) == b""
    assert sketch_of(HAN[:40] * 500) != b""


def test_two_texts_without_a_sketch_are_not_alike():
    assert estimate(b"", b"") == estimate(b"", sketch_of(HAN)) == 0.0
    assert estimate(sketch_of(HAN), sketch_of(HAN)) == 1.0


@given(CHANCES, st.integers(0, 10))
def test_words_in_letters_and_mixed_texts_are_compared_like_their_shingles(chance, tenths):
    tokens = [chance.choice(HAN if chance.randrange(10) < tenths else ENGLISH) for _ in range(150)]
    other = [chance.choice(ENGLISH) if chance.random() < 0.03 else token for token in tokens]
    a, b = " ".join(tokens), " ".join(other)
    assert estimate(sketch_of(a), sketch_of(b)) == pytest.approx(exact(a, b), abs=0.22)


def test_the_order_of_letters_and_words_matters():
    words = " ".join(f"stop{number}" for number in range(60))
    assert estimate(sketch_of(words), sketch_of(words.replace("stop", "pots"))) < 0.1
    assert estimate(sketch_of(words), sketch_of(" ".join(reversed(words.split())))) < 0.1


@given(st.text(max_size=400))
def test_any_text_has_a_sketch_or_none(text):
    assert len(sketch(text * 20)) in (0, SIZE * 4)

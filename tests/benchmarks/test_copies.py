"""The benchmark of copies plants what it says, and counts what is found."""

from __future__ import annotations

import pytest

from benchmarks.copied_texts import CORPORA, EVERY, change, kind_of, original_of, text
from benchmarks.copies import ALIKE, SURE, compared, find, planted

CHINESE, OTHER = CORPORA


@pytest.mark.parametrize("corpus", CORPORA)
def test_a_text_depends_on_its_number_and_the_seed_only(corpus: str) -> None:
    numbers = (0, 5, EVERY - 1)
    texts = [text(corpus, number) for number in numbers]
    assert [text(corpus, number) for number in reversed(numbers)] == texts[::-1]
    assert all(text(corpus, number, seed=2) != made for number, made in zip(numbers, texts, strict=True))


def test_each_hundredth_text_is_a_copy_made_in_one_of_five_ways() -> None:
    copies = [number for number in range(10 * EVERY) if original_of(number) is not None]
    assert copies[:3] == [99, 199, 299]
    assert [change(CHINESE, number).__name__ for number in copies[:5]] == [
        "edited",
        "truncated",
        "converted",
        "retitled",
        "annotated",
    ]
    assert all(kind_of(corpus, number) is kind_of(corpus, number - 1) for corpus in CORPORA for number in copies)


def test_copies_are_like_their_originals_to_different_degrees_and_like_no_other_text() -> None:
    copies = [planted(corpus, 30 * EVERY) for corpus in CORPORA]
    for exact in copies:
        assert min(exact.values()) < 0.75 < SURE < 0.95 < max(exact.values())
    assert max(compared(text(CHINESE, 1), text(CHINESE, number)).jaccard for number in range(2, 30)) < 0.3


def test_all_copies_of_articles_are_found_and_nothing_else() -> None:
    found, exact = find(CHINESE, 5 * EVERY), planted(CHINESE, 5 * EVERY)
    assert found.similar.keys() == {pair for pair, jaccard in exact.items() if jaccard >= ALIKE}
    assert found.crowded == frozenset()
    assert found.in_clusters == 2 * len(found.similar) > 6
    assert found.clock.seconds.keys() == {
        "normalising",
        "sketches",
        "candidates",
        "comparing",
        "clusters",
        "one text more",
    }

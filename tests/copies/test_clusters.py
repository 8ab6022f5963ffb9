"""Clusters of near copies."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from generator.copies.clusters import ALIKE, clusters, not_compared
from generator.copies.texts import Similarity

Pairs = dict[tuple[str, str], Similarity]

PAIRS = st.dictionaries(
    st.sampled_from(list(combinations("abcdefgh", 2))),
    st.sampled_from([0.7, 0.8, 0.85, 0.9, 1.0]).map(lambda value: Similarity(value, 1.0)),
)


def alike(**values: float) -> Pairs:
    """Pairs of texts with names of one letter: `ab=0.9`."""
    return {(pair[0], pair[1]): Similarity(value, 1.0) for pair, value in values.items()}


def test_texts_that_are_all_alike_are_one_cluster() -> None:
    assert clusters(alike(ab=0.9, bc=0.85, ac=0.8, xy=1.0)) == (("a", "b", "c"), ("x", "y"))


def test_a_pair_below_the_threshold_and_an_excerpt_are_no_cluster() -> None:
    assert clusters(alike(ab=0.79)) == ()
    assert clusters({("a", "b"): Similarity(0.4, 1.0)}) == ()
    assert clusters({}) == ()


def test_a_chain_of_small_differences_is_cut_where_the_difference_is_largest() -> None:
    assert clusters(alike(ab=0.9, bc=0.82, cd=0.95, de=0.81)) == (("a", "b"), ("c", "d"))


def test_of_two_equal_clusters_a_text_joins_that_of_the_smaller_name() -> None:
    assert clusters(alike(bc=0.9, ab=0.9)) == (("a", "b"),)


def test_a_pair_given_both_ways_or_with_itself_counts_once() -> None:
    assert clusters(alike(ab=0.9, ba=0.9, bc=0.9, aa=1.0)) == (("a", "b"),)


def test_sets_of_a_hundred_texts_and_a_long_chain_take_no_time() -> None:
    sets = [[f"{number}-{text}" for text in range(100)] for number in range(5)]
    pairs = {pair: Similarity(1.0, 1.0) for texts in sets for pair in combinations(texts, 2)}
    chain = {(f"x{number:05}", f"x{number + 1:05}"): Similarity(0.9, 1.0) for number in range(5_000)}
    assert [len(texts) for texts in clusters({**pairs, **chain})] == [100] * 5 + [2] * 2_500


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_does_not_matter(pairs: Pairs, chance) -> None:
    items = [((pair[::-1] if chance.random() < 0.5 else pair), value) for pair, value in pairs.items()]
    chance.shuffle(items)
    assert clusters(dict(items)) == clusters(pairs)


@given(PAIRS)
def test_every_two_texts_of_a_cluster_are_alike_and_no_two_clusters_could_be_one(pairs: Pairs) -> None:
    def are_alike(a: str, b: str) -> bool:
        return pairs.get((min(a, b), max(a, b)), Similarity(0.0, 0.0)).jaccard >= ALIKE

    found = clusters(pairs)
    texts = [text for cluster in found for text in cluster]
    assert len(texts) == len(set(texts))
    assert all(are_alike(a, b) for cluster in found for a, b in combinations(cluster, 2))
    single = [(text,) for text in "abcdefgh" if text not in texts]
    for one, other in combinations([*found, *single], 2):
        assert not all(are_alike(a, b) for a, b in product(one, other))


def test_two_texts_that_are_alike_to_a_third_one_must_be_compared() -> None:
    alike, unlike = Similarity(0.9, 0.9), Similarity(0.5, 0.9)
    assert not_compared({("a", "b"): alike, ("b", "c"): alike, ("c", "d"): unlike}) == {("a", "c")}
    assert not_compared({("a", "b"): alike, ("b", "c"): alike, ("a", "c"): unlike}) == set()

"""Clusters of near copies: texts of which every two are alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from generator.copies.texts import Similarity

ALIKE = 0.8
"""The Jaccard similarity from which on two texts are near copies."""
MOST_NEIGHBOURS = 50
"""Near copies of one text that are compared with each other."""


def clusters(similar: Mapping[tuple[str, str], Similarity]) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more texts of which every two are near copies (alike); no text is in two groups.

    Two texts are alike if `similar`, which has the similarity of pairs of texts, gives them a Jaccard similarity of at
    least 0.8; a pair that it lacks is not alike.  Because every two texts of a group must be alike, no chain of small
    differences joins texts that have little in common (complete linkage).  Where a text fits into several groups, the
    most similar pairs are joined first, and among equally similar ones those that come first in sorting.  The groups,
    and the texts in each, are sorted; the order of `similar` makes no difference.
    """
    cluster_of: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    # How many pairs of alike texts two clusters have between them; they are one when all have been seen.
    between: dict[str, Counter[str]] = defaultdict(Counter)
    for a, b in _alike(similar):
        for text in (a, b):
            if text not in cluster_of:
                cluster_of[text] = text
                members[text] = [text]
        # The counts of the smaller cluster are added to those of the larger one.
        large, small = sorted((cluster_of[a], cluster_of[b]), key=lambda name: len(between[name]), reverse=True)
        between[large][small] += 1
        between[small][large] += 1
        if between[large][small] < len(members[large]) * len(members[small]):
            continue
        for text in members[small]:
            cluster_of[text] = large
        members[large] += members.pop(small)
        for other, count in between.pop(small).items():
            del between[other][small]
            if other != large:
                between[large][other] += count
                between[other][large] += count
    return tuple(sorted(tuple(sorted(texts)) for texts in members.values() if len(texts) > 1))


def not_compared(similar: Mapping[tuple[str, str], Similarity]) -> set[tuple[str, str]]:
    """The pairs of texts that `similar` lacks although both texts are near copies of a third one.

    They should be compared, too: sketches miss one pair of near copies in some hundreds, and without that pair a
    cluster would be torn apart.  The text that comes first in sorting is first in each pair.  Of the near copies of one
    text, only the `MOST_NEIGHBOURS` most similar ones are paired.
    """
    neighbours: dict[str, list[str]] = defaultdict(list)
    for a, b in _alike(similar):
        neighbours[a].append(b)
        neighbours[b].append(a)
    return {
        pair
        for others in neighbours.values()
        for pair in combinations(sorted(others[:MOST_NEIGHBOURS]), 2)
        if pair not in similar
    }


def _alike(similar: Mapping[tuple[str, str], Similarity]) -> Iterator[tuple[str, str]]:
    """The pairs of texts that are alike, each once, from the most similar ones to the least."""
    found = {
        (min(pair), max(pair)): similarity.jaccard
        for pair, similarity in similar.items()
        if similarity.jaccard >= ALIKE and pair[0] != pair[1]
    }
    yield from sorted(found, key=lambda pair: (-found[pair], pair))

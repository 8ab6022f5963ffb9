"""Chooses the posts that the page of a post calls related: older ones that share rare words of the title, or a tag."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from heapq import nsmallest
from itertools import chain

from generator.config import Config
from generator.model import Summary
from generator.search.texts import PREFIX, folded, terms_of
from generator.site_index import SiteIndex

KEPT = 8
"""The number of latest posts that are remembered for each term, so that a post is compared with few others."""
COMMON = 50
"""A term of more posts says nothing about what a post is about."""
TITLE_SHARE = 128
"""A term of titles is rare if at most one in so many older posts has it: words such as *how* are not, and a small site
has no rare terms."""
TAG_SHARE = 4
"""The same for tags, which authors choose: a tag that every third post has does not count."""
SHARED_TERMS = 3
"""Rare terms of the title that two posts without a common tag must share.  Two are enough if they are words, or two
pairs that make three characters in a row."""
TITLE_PART = 8
"""At least one in so many terms of the title must be shared: long titles share some by chance."""
SHORT = 3
"""Shorter words of the title, such as *of* and *the*, do not count."""

Term = int | str
"""A pair of characters as in `search.texts`, a word, or a tag, which begins with `_TAG`."""
_TAG = "#"
_UNSEEN: tuple[int, tuple[int, ...]] = 0, ()


def related_posts(index: SiteIndex, config: Config) -> dict[str, tuple[str, ...]]:
    """The ids of the related posts of each listed, dated post that has any, the best first.

    All of them are older than the post, so that a new post changes no page that is already there.  Posts of trusted
    roots and all others form two separate rows, so that no page of the owner names the post of somebody else.
    """
    most = config.theme.related
    rows: dict[bool, list[str]] = {True: [], False: []}
    for id in reversed(index.dated if most else ()):
        rows[config.locate(id)[0].trusted].append(id)
    return {id: chosen for row in rows.values() for id, chosen in _of_row(row, most, index) if chosen}


def _of_row(row: list[str], most: int, index: SiteIndex) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The related posts of each post of `row`, which goes from the oldest post to the newest.

    Each post is compared only with the latest posts that have a rare term of it, which takes the same time for the
    last post of a row as for the first.
    """
    # For each term the number of posts so far, and the places of the latest of them; for a common term no place.
    seen: dict[Term, tuple[int, tuple[int, ...]]] = {}
    for place, id in enumerate(row):
        terms = _terms(index.summaries[id])
        rare: dict[Term, tuple[int, tuple[int, ...]]] = {}
        for term in terms:
            count, places = seen.get(term, _UNSEEN)
            if count >= COMMON:
                seen[term] = COMMON, ()
                continue
            seen[term] = count + 1, (*places[1 - KEPT :], place)
            if count and (count * TITLE_SHARE <= place or (_is_tag(term) and count * TAG_SHARE <= place + TAG_SHARE)):
                rare[term] = count, places
        near = _near(rare, len(terms), place) if rare else {}
        yield id, _chosen(id, row, near, most, index) if near else ()


def _is_tag(term: Term) -> bool:
    return isinstance(term, str) and term[0] == _TAG


def _near(rare: Mapping[Term, tuple[int, tuple[int, ...]]], most: int, place: int) -> dict[int, int]:
    """The score of each older post that is about the subject of the post at `place`, which has `most` terms.

    `rare` has the number and the places of older posts by the rare term that they share with it.
    """
    tagged = {other for term, (_, places) in rare.items() if _is_tag(term) for other in places}
    counts = Counter(chain.from_iterable([places for _, places in rare.values()]))
    # Most posts share one pair of characters by chance.
    others = tagged | {other for other, count in counts.items() if count > 1 and count * TITLE_PART >= most}
    if not others:
        return {}
    scores: Counter[int] = Counter()
    shared: dict[int, list[Term]] = defaultdict(list)
    for term, (count, places) in rare.items():
        # Whole numbers that change only when the share of a term halves: an edit of one post changes few pages.
        weight = (place // count).bit_length()
        for other in others.intersection(places):
            scores[other] += weight
            shared[other].append(term)
    return {other: score for other, score in scores.items() if other in tagged or _is_about(shared[other])}


def _is_about(shared: list[Term]) -> bool:
    """Whether these terms say what a post is about: there are enough of them, two are words, or two pairs touch."""
    if len(shared) >= SHARED_TERMS:
        return True
    pairs = [term for term in shared if isinstance(term, int)]
    firsts = {pair & 0xFFFF for pair in pairs}
    return len(shared) - len(pairs) > 1 or any(pair >> 16 in firsts for pair in pairs)


def _chosen(id: str, row: list[str], scores: Mapping[int, int], most: int, index: SiteIndex) -> tuple[str, ...]:
    """The best of the posts in `scores`: without copies of the post and of each other, and without the one before."""
    taken = {index.neighbours.get(id, ("", ""))[1], index.revisions.get(id, ""), _best(id, index)}
    chosen: list[str] = []
    # Some of the best may be copies.
    for place in nsmallest(most + 2 * KEPT, scores, key=lambda place: (-scores[place], -place)):
        other = row[place]
        if taken.isdisjoint((other, _best(other, index))) and len(chosen) < most:
            chosen.append(other)
            taken.add(_best(other, index))
    return tuple(chosen)


def _best(id: str, index: SiteIndex) -> str:
    """The best copy of a post, which stands for all of them: thousands of posts may be one article."""
    return index.copies[id].best if id in index.copies else id


def _terms(summary: Summary) -> list[Term]:
    """The tags of a post, and the words and pairs of characters of its title."""
    found: list[Term] = list({f"{_TAG}{folded(tag)}" for tag in summary.header.tags})
    if summary.header.is_title_given:
        terms = terms_of(summary.header.title)
        found += terms.pairs
        found += [word for word in terms.words if len(word) > SHORT and word[0] != PREFIX]
    return found

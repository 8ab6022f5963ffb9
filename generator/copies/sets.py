"""Sets of copies: which posts are one article, which of them is the best, and which stand in no list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations, pairwise

from generator.copies.clusters import ALIKE
from generator.copies.evidence import feed_key, title_key
from generator.copies.texts import NOTHING, Similarity
from generator.han import simplified
from generator.model import Summary
from generator.site_index import CopySet, WholeCopy

CONTAINED = 0.5
"""Containment from which on two texts with the same original are one article: a feed may name its home page there."""
LEAST_WORDS = 10
"""Words of a text that is compared with others of the same original: a feed may have one line under each picture."""
MOST_TITLES = 2
"""Titles that posts with one link may have in one feed."""
MOST_TEXTS = 20
"""Texts of one original that are compared with each other; if there are more, it is the home page of a feed."""

_LATEST = datetime.max.replace(tzinfo=UTC)

Pair = tuple[str, str]
"""The digests of two texts, the smaller one first."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Which posts of a site are copies of each other, and which of these lists do not show."""

    sets: tuple[CopySet, ...]
    unlisted: Mapping[str, str]
    """The better copy that lists show instead of a post, by the id of the post."""
    revisions: Mapping[str, str]
    """The older post of the same feed and original, by the id of a post with a newer text."""
    whole: Mapping[str, WholeCopy] = field(default_factory=dict)
    """A copy without damage, by the id of a post whose text is damaged."""


def damaged_pairs(sets: Iterable[CopySet], posts: Mapping[str, Summary]) -> dict[str, str]:
    """{id of a post whose text is damaged: id of its best copy without damage}; posts without such a copy are left out.

    `sets` are the sets of copies, each from the best to the worst; `posts` has the summary of each of their posts by
    id.
    """
    pairs: dict[str, str] = {}
    for copy_set in sets:
        whole = next((id for id in copy_set.ids if not posts[id].damage_counts), None)
        if whole is not None:
            pairs |= {id: whole for id in copy_set.ids if posts[id].damage_counts}
    return pairs


def linked_pairs(posts: Iterable[Summary]) -> set[Pair]:
    """The pairs of texts, as digests, that must be compared because their posts name the same original article."""
    groups = _by_original(posts)
    return {pair for group in groups for pair in combinations(sorted({post.likeness.text for post in group}), 2)}


def _by_original(posts: Iterable[Summary]) -> Iterator[list[Summary]]:
    """The posts that have an original in common, group by group, if their texts are long enough to be compared.

    A group with more than `MOST_TEXTS` texts, or with more than `MOST_TITLES` titles in one feed, is left out: its link
    is that of the feed and not that of an article.
    """
    groups: dict[str, list[Summary]] = defaultdict(list)
    for post in posts:
        if post.likeness.link and post.word_count >= LEAST_WORDS:
            groups[post.likeness.link].append(post)
    for group in groups.values():
        if len(group) > 1 and len({post.likeness.text for post in group}) <= MOST_TEXTS:
            titles = Counter(
                feed for feed, _ in {(feed_key(post.header), title_key(post.header.title)) for post in group}
            )
            if max(titles.values()) <= MOST_TITLES:
                yield group


def short_pairs(posts: Iterable[Summary]) -> set[Pair]:
    """The pairs of texts, as digests, that must be compared because their posts have the same title, feed and pictures.

    Only texts that are too short for a sketch are paired, because near copies among the others are found by sketches.
    Left out are posts whose front matter has no title, and texts of which more than `MOST_TEXTS` have the same title,
    feed and pictures.
    """
    return {pair for group in _short_groups(posts) for pair in combinations(sorted(group), 2)}


def _short_groups(posts: Iterable[Summary]) -> Iterator[Mapping[str, list[str]]]:
    """Short posts whose titles, feeds and addresses agree: the ids of posts by the digests of their texts."""
    groups: dict[tuple[str, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for post in posts:
        if post.likeness.text and not post.likeness.has_sketch and post.header.is_title_given:
            title = title_key(simplified(post.header.title))
            groups[feed_key(post.header), title, post.likeness.addresses][post.likeness.text].append(post.id)
    yield from (group for group in groups.values() if len(group) <= MOST_TEXTS)


def copies(
    posts: Mapping[str, Summary],
    similar: Mapping[Pair, Similarity],
    near: Iterable[Collection[str]] | None,
    *,
    is_trusted: Callable[[str], bool],
    is_indexed: Callable[[str], bool],
    lists_all: bool = True,
) -> Copies:
    """Which of `posts` are copies of each other; `posts` has the summaries of all posts that are not hidden, by id.

    `similar` has the similarity of those pairs of texts that were compared, and `near` the sets of texts (by digest)
    that are near copies; it is None if near copies are not looked for.  `is_trusted` tells whether the post with an id
    is the owner's: no other post is ever better, and none joins two of them.  `is_indexed` tells whether search engines
    may show it.  Of the copies from one feed, lists show only the best, but of near copies and of copies from several
    feeds they show each; if `lists_all` is False, they show only the best of each set.
    """
    mine = {id: post for id, post in posts.items() if is_trusted(id)}
    found = _Evidence(posts, similar, near)
    # The owner's posts are compared by themselves, so that no post of a stranger joins or separates them.
    own = _Evidence(mine, similar, near) if 0 < len(mine) < len(posts) else found
    one_feed = _grouped(own.of_one_feed, found.of_one_feed, mine)
    all_feeds = _grouped((*own.of_one_feed, *own.others), (*found.of_one_feed, *found.others), mine)
    rank = _Rank(posts, is_trusted, is_indexed)
    sets = tuple(_copy_set(group, rank) for group in all_feeds)
    ordered = (sorted(group, key=rank) for group in one_feed)
    shown_once = ordered if lists_all else (item.ids for item in sets)
    return Copies(sets, {id: ids[0] for ids in shown_once for id in ids[1:]}, found.revisions)


class _Evidence:
    """The posts that are copies of each other, two by two."""

    def __init__(
        self,
        posts: Mapping[str, Summary],
        similar: Mapping[Pair, Similarity],
        near: Iterable[Collection[str]] | None,
    ) -> None:
        originals = _Originals(posts, similar)
        self.revisions = originals.revisions
        self.of_one_feed = (*_same_article(posts), *originals.in_one_feed)
        """Copies from one feed, of which only the best is listed."""
        self.others = tuple(originals.in_other_feeds)
        """Copies from several feeds, and near copies."""
        if near is not None:
            self.others += (*_near(posts, near, originals.revisions), *_short(posts, similar))


def _grouped(own: Iterable[Pair], pairs: Iterable[Pair], mine: Container[str]) -> list[list[str]]:
    """The posts in groups of two and more, each group sorted, in the order of their first posts.

    `own` has pairs of the owner's posts, whose ids are in `mine`, and `pairs` those of all posts.  A group of strangers
    is added to the first of the owner's groups with which it has a pair, and never joins two of them.
    """
    groups, strange = _Groups(own), []
    for pair in pairs:
        owned = [id for id in pair if id in mine]
        if not owned:
            groups.join(*pair)
        elif len(owned) == 1:
            strange.append((owned[0], next(id for id in pair if id not in mine)))
    taken: set[str] = set()
    # Sorted by the owner's posts, so that the result does not depend on the order of the pairs.
    for owned_id, id in sorted(strange):
        stranger = groups.root(id)
        if stranger not in taken:
            groups.join(id, owned_id)
            taken.add(groups.root(owned_id))
    return groups.groups()


class _Groups:
    """Disjoint groups of posts, which `join` merges."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        """The groups begin as those that `pairs` make."""
        self._parent: dict[str, str] = {}
        for a, b in pairs:
            self.join(a, b)

    def join(self, a: str, b: str) -> None:
        """Merge the groups of two posts."""
        self._parent[self.root(a)] = self.root(b)

    def root(self, id: str) -> str:
        """The post that stands for the group of `id`."""
        while (parent := self._parent.setdefault(id, id)) != id:
            # The path is halved on the way, so that it stays short.
            self._parent[id] = id = self._parent[parent]
        return id

    def groups(self) -> list[list[str]]:
        """The groups of two posts and more, each sorted, in the order of their first posts."""
        members: dict[str, list[str]] = defaultdict(list)
        for id in sorted(self._parent):
            members[self.root(id)].append(id)
        return [group for group in members.values() if len(group) > 1]


def _same_article(posts: Mapping[str, Summary]) -> Iterator[Pair]:
    """Posts of one feed with the same title and body, each with the first one."""
    by_body: dict[str, list[Summary]] = defaultdict(list)
    for post in posts.values():
        by_body[post.likeness.body].append(post)
    for body, alike in by_body.items():
        first: dict[tuple[str, str], str] = {}
        # Most bodies are there once, and comparing names takes a while.
        for post in alike if len(alike) > 1 else ():
            # Posts with neither a title nor a body have nothing in common.
            if post.header.is_title_given or body:
                name = feed_key(post.header), title_key(post.header.title)
                if (other := first.setdefault(name, post.id)) != post.id:
                    yield other, post.id


class _Originals:
    """The posts that have an original in common, two by two, and enough text."""

    def __init__(self, posts: Mapping[str, Summary], similar: Mapping[Pair, Similarity]) -> None:
        self.in_one_feed: list[Pair] = []
        """Copies from the same feed."""
        self.in_other_feeds: list[Pair] = []
        """Copies, whatever their feeds."""
        self.revisions: dict[str, str] = {}
        """The older post of the same feed, by the id of a post with a newer text."""
        self._posts = posts
        for group in _by_original(posts.values()):
            # A post with each text of each feed.
            first: dict[str, dict[str, str]] = defaultdict(dict)
            for id in sorted((post.id for post in group), key=self._time):
                of_text = first[posts[id].likeness.text]
                if (other := next(iter(of_text.values()), None)) is not None:
                    self.in_other_feeds.append((other, id))
                if (same := of_text.setdefault(feed_key(posts[id].header), id)) != id:
                    self.in_one_feed.append((same, id))
            for a, b in combinations(sorted(first), 2):
                if similar.get((a, b), NOTHING).containment >= CONTAINED:
                    self._compare(first[a], first[b])

    def _time(self, id: str) -> tuple[datetime, str]:
        header = self._posts[id].header
        return header.updated or header.published or _LATEST, id

    def _compare(self, ones: Mapping[str, str], others: Mapping[str, str]) -> None:
        """Note what the posts with two texts of one original are to each other; the first of each feed is given."""
        for feed in ones.keys() & others.keys():
            older, newer = sorted((ones[feed], others[feed]), key=self._time)
            if self._time(older)[0] < self._time(newer)[0] < _LATEST:
                self.revisions[newer] = older
            else:
                self.in_one_feed.append((older, newer))
        if len(ones.keys() | others.keys()) > 1:
            self.in_other_feeds.append((next(iter(ones.values())), next(iter(others.values()))))


def _near(posts: Mapping[str, Summary], near: Iterable[Collection[str]], revisions: Collection[str]) -> Iterator[Pair]:
    """Posts whose texts are long enough and the same or near copies, each with the one before it.

    Those that are a newer text of another one are left as they are.
    """
    by_text: dict[str, list[str]] = defaultdict(list)
    for id, post in posts.items():
        if post.likeness.has_sketch and id not in revisions:
            by_text[post.likeness.text].append(id)
    for ids in by_text.values():
        yield from pairwise(ids)
    for texts in near:
        yield from pairwise(by_text[text][0] for text in sorted(texts) if text in by_text)


def _short(posts: Mapping[str, Summary], similar: Mapping[Pair, Similarity]) -> Iterator[Pair]:
    """Short posts whose titles, feeds and addresses agree, and whose texts are the same or near copies."""
    for group in _short_groups(posts.values()):
        for ids in group.values():
            yield from pairwise(ids)
        for a, b in combinations(sorted(group), 2):
            if similar.get((a, b), NOTHING).jaccard >= ALIKE:
                yield group[a][0], group[b][0]


class _Rank:
    """The order of copies from better to worse, as a sort key for ids."""

    REASONS = (
        "it is in a trusted folder",
        "search engines may show it",
        "it has less damage",
        "it has markup",
        "it is longer",
        "it is older",
        "its path comes first",
    )

    def __init__(
        self, posts: Mapping[str, Summary], is_trusted: Callable[[str], bool], is_indexed: Callable[[str], bool]
    ) -> None:
        self._posts = posts
        self._is_trusted = is_trusted
        self._is_indexed = is_indexed

    def __call__(self, id: str) -> tuple[object, ...]:
        post = self._posts[id]
        return (
            not self._is_trusted(id),
            not self._is_indexed(id),
            post.likeness.damage,
            not post.likeness.is_marked_up,
            -post.word_count,
            post.header.published or _LATEST,
            id,
        )

    def reason(self, best: str, other: str) -> str:
        """Why `best` is better than `other`, as a sentence without a full stop."""
        pairs = zip(self(best), self(other), self.REASONS, strict=True)
        return next((reason for one, another, reason in pairs if one != another), "")


def _copy_set(group: Sequence[str], rank: _Rank) -> CopySet:
    ids = tuple(sorted(group, key=rank))
    return CopySet(ids, rank.reason(ids[0], ids[1]))

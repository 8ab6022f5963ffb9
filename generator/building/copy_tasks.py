"""The tasks of workers that find copies: comparing texts two by two, and looking for sketches and lines of posts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from generator.article.references import text_of
from generator.building.posts import Fetcher
from generator.building.tasks import Worker
from generator.copies.lines import lines_of, same_lines, surroundings
from generator.copies.sets import Pair
from generator.copies.texts import NOTHING, Similarity, normalised, shingles, similarity
from generator.model import Post
from generator.stored import Stored


@dataclass(frozen=True, slots=True)
class Comparison(Stored):
    """Two texts of posts that a worker compares.

    `pair` has the digests of the texts; `keys` has, for each of the texts, the key in the store of a post that contains
    it.
    """

    pair: Pair
    keys: tuple[str, str]


def compare_batch(worker: Worker, batch: tuple[Comparison, ...]) -> dict[Pair, Similarity]:
    """The similarity of the two texts of each `Comparison`, by the pair of their digests."""
    posts = _posts(worker, tuple(dict.fromkeys(key for item in batch for key in item.keys)))
    texts = {key: shingles(normalised(text_of(post.segments))) for key, post in posts}
    return {item.pair: similarity(*(texts[key] for key in item.keys)) for item in batch}


def lines_batch(worker: Worker, batch: tuple[tuple[str, str], ...]) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each damaged post and its undamaged copy, the lines of the copy that say the same as the damaged places.

    `batch` has pairs of keys in the store: of the damaged post and of its copy.  The result has, by these pairs, a line
    for each damaged place in order; it is empty for a place that the copy does not have.
    """
    posts = dict(_posts(worker, tuple(dict.fromkeys(key for pair in batch for key in pair))))
    # Many damaged posts may have one undamaged copy.
    lines = {whole: lines_of(text_of(posts[whole].segments)) for whole in {pair[1] for pair in batch}}
    return {pair: same_lines(surroundings(posts[pair[0]].segments), lines[pair[1]]) for pair in batch}


def lost_lines(pair: tuple[str, str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The result of `lines_batch` for a pair of posts over which the worker process died: there are no such lines."""
    return {pair: ()}


def sketch_batch(worker: Worker, batch: tuple[str, ...]) -> dict[str, bytes]:
    """The sketches (fingerprints for finding near copies) of the texts of posts, by the digests of these texts.

    `batch` has the keys of the posts in the store.
    """
    return {post.likeness.text: post.sketch for _, post in _posts(worker, batch)}


def _posts(worker: Worker, keys: Collection[str]) -> Iterator[tuple[str, Post]]:
    """The posts with these keys in the store, each with its key."""
    fetcher = Fetcher(worker.store, {key: key for key in keys})
    fetcher.fetch_posts(keys)
    yield from ((key, fetcher.post(key)) for key in keys)


def lost_sketch(key: str) -> dict[str, bytes]:
    """The result of `sketch_batch` for a post over which the worker process died: none, so no near copies are found."""
    return {}


def lost_comparison(item: Comparison) -> dict[Pair, Similarity]:
    """The result of `compare_batch` for two texts over which the worker process died: they count as unlike."""
    return {item.pair: NOTHING}

"""The tasks of workers that make the search index: the terms of posts, and the buckets of a segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.building.posts import Fetcher, packed_terms, terms_key
from generator.building.tasks import Worker
from generator.digest import digest_bytes, digest_text
from generator.runtime.store import Store
from generator.runtime.workers import batches
from generator.search.postings import buckets_of, is_packed, packed, terms_in
from generator.search.texts import Terms
from generator.stored import Stored

ROWS_AT_ONCE = 512
"""Posts whose terms are read from the store in one query."""


@dataclass(frozen=True, slots=True)
class Rebuilding(Stored):
    """The part of a segment that a worker makes: the buckets that contain terms of `groups`."""

    folder: str
    """The path of the output folder."""
    posts: tuple[str, ...]
    """The keys in the store of the posts of the segment, in the order of their numbers."""
    buckets: int
    """The number of buckets of the segment."""
    groups: range


def bucket_key(folder: str, digest: str) -> str:
    """The key under which the store keeps a bucket of the index of the output folder `folder`, by its digest."""
    return f"bucket:{digest_text(folder, size_bytes=8)} {digest}"


def terms_batch(worker: Worker, batch: tuple[str, ...]) -> int:
    """Put the terms of posts into the store and return the number of the posts; `batch` has their keys."""
    return _make_terms(worker.store, batch)


def _make_terms(store: Store, posts: Sequence[str]) -> int:
    fetcher = Fetcher(store, {key: key for key in posts})
    fetcher.fetch_posts(posts)
    store.put_many([packed_terms(key, fetcher.post(key)) for key in posts])
    return len(posts)


def terms_unknown(worker: Worker, batch: tuple[str, ...]) -> int:
    """Store that posts have no terms, because each of them has ended a worker twice; they cannot be found then."""
    return sum(lost_terms(worker.store, key) for key in batch)


def lost_terms(store: Store, post: str) -> int:
    """Store that a post has no terms, because it has ended even the worker that should store that; returns 1."""
    store.put_many([(terms_key(post), packed(Terms(set(), set())))])
    return 1


def rebuild_batch(worker: Worker, batch: tuple[Rebuilding, ...]) -> list[dict[int, str]]:
    """Put the buckets of parts of segments into the store, and return their digests by number for each part."""
    results = []
    for part in batch:
        made = buckets_of(read_rows(worker.store, part.posts), part.groups, part.buckets)
        results.append(keep_buckets(worker.store, part.folder, made))
    return results


def keep_buckets(store: Store, folder: str, buckets: dict[int, bytes]) -> dict[int, str]:
    """Put buckets into the store, and return the digest of each by its number."""
    digests = {number: digest_bytes(data) for number, data in buckets.items()}
    store.put_many((bucket_key(folder, digests[number]), data) for number, data in buckets.items())
    return digests


def term_counts(store: Store, posts: Mapping[str, str]) -> dict[str, int]:
    """The number of terms of each post, by id; `posts` has the key in the store of each post that the search finds."""
    rows = read_rows(store, tuple(posts.values()))
    return {id: len(terms_in(row)) for id, row in zip(posts, rows, strict=True)}


def read_terms(store: Store, posts: Iterable[str]) -> dict[str, bytes]:
    """The packed terms of posts by `terms_key`, as far as the store has them undamaged."""
    return {key: row for key, row in store.get_many(map(terms_key, posts)).items() if is_packed(row)}


def read_rows(store: Store, posts: Sequence[str]) -> Iterator[bytes]:
    """The packed terms of posts, in the order of `posts`, their keys in the store; damaged ones are made again."""
    for some in batches(posts, ROWS_AT_ONCE):
        rows = read_terms(store, some)
        if len(rows) < len(some):
            damaged = tuple(key for key in some if terms_key(key) not in rows)
            _make_terms(store, damaged)
            rows |= read_terms(store, damaged)
        # Two posts may have the same terms, but not the same key.
        yield from (rows[terms_key(key)] for key in some)

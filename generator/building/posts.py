"""Cleaned posts, their summaries and the terms by which the search finds them, in the store."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace

from generator.article.references import text_of
from generator.errors import DAMAGED
from generator.model import Post, Summary
from generator.runtime.store import Store
from generator.search import postings
from generator.search.texts import terms_of_post


def packed(key: str, post: Post, summary: Summary) -> Iterable[tuple[str, bytes]]:
    """A post and its summary as pairs (key in the store, bytes), to be put into the store.

    `key` is a digest of everything that they depend on; the keys in the store are `post:` and `summary:` with `key`.
    """
    yield f"post:{key}", pickle.dumps(replace(post, text=""), protocol=5)
    yield f"summary:{key}", pickle.dumps(summary, protocol=5)


def terms_key(key: str) -> str:
    """The key in the store for the terms of the post with this `key`."""
    return f"terms:{key}"


def packed_terms(key: str, post: Post) -> tuple[str, bytes]:
    """The terms by which the search finds a post as a pair (key in the store, bytes), to be put into the store."""
    header, text = post.header, post.text or text_of(post.segments)
    terms = terms_of_post(header.title, text, header.categories, header.origin)
    return terms_key(key), postings.packed(terms)


def load_summaries(store: Store, keys: Iterable[str]) -> dict[str, Summary]:
    """The summaries that the store keeps for `keys`, by key; those that are missing or damaged are left out."""
    summaries = {}
    for name, data in store.get_many(f"summary:{key}" for key in keys).items():
        with suppress(*DAMAGED):
            summaries[name.removeprefix("summary:")] = pickle.loads(data)
    return summaries


def drop_others(store: Store, keys: Collection[str]) -> None:
    """Delete from the store all posts and summaries whose key is not in `keys`."""
    for kind in ("summary:", "post:"):
        store.keep(kind, {f"{kind}{key}" for key in keys})


class Fetcher:
    """Loads posts and summaries from `store` by the id of their source; `keys` has the key in the store for each id."""

    def __init__(self, store: Store, keys: Mapping[str, str], summaries: dict[str, Summary] | None = None) -> None:
        """`summaries`, by key, is a cache: those in it are not loaded, and loaded ones are added to it."""
        self._store = store
        self._keys = keys
        self._summaries = summaries if summaries is not None else {}
        self._posts: dict[str, bytes] = {}

    def post(self, id: str) -> Post:
        """The post of the source `id`.  Raises KeyError if `keys` or the store lacks it."""
        name = f"post:{self._keys[id]}"
        post: Post = pickle.loads(self._posts.pop(name, b"") or self._store.get(name))
        return post

    def summary(self, id: str) -> Summary:
        """The summary of the post of the source `id`.  Raises KeyError if `keys` or the store lacks it."""
        key = self._keys[id]
        if key not in self._summaries:
            self.fetch([id])
        return self._summaries[key]

    def fetch(self, ids: Iterable[str]) -> None:
        """Load the summaries of several posts in one query, so that `summary` needs none for them.

        Summaries that the store lacks are ignored.
        """
        keys = {self._keys[id] for id in ids}
        self._summaries |= load_summaries(self._store, keys - self._summaries.keys())

    def fetch_posts(self, ids: Iterable[str]) -> None:
        """Load several posts in one query, so that the next call of `post` for each of them needs none.

        This takes half the time of loading them one by one.
        """
        self._posts |= self._store.get_many(f"post:{self._keys[id]}" for id in ids)

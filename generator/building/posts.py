"""How posts and their summaries lie in the store."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from generator.errors import DAMAGED
from generator.model import Post, Summary
from generator.runtime.store import Store


def packed(key: str, post: Post, summary: Summary) -> Iterable[tuple[str, bytes]]:
    """A post and its summary as the store keeps them, under a key of all that they depend on."""
    yield f"post:{key}", pickle.dumps(post, protocol=5)
    yield f"summary:{key}", pickle.dumps(summary, protocol=5)


def load_summaries(store: Store, keys: Iterable[str]) -> dict[str, Summary]:
    """Summaries by key; those that are missing or damaged are not in the result."""
    found = {}
    for name, data in store.get_many(f"summary:{key}" for key in keys).items():
        with suppress(*DAMAGED):
            found[name.removeprefix("summary:")] = pickle.loads(data)
    return found


def drop_others(store: Store, keys: Collection[str]) -> None:
    """Drop the posts and summaries under all other keys from the store."""
    for kind in ("summary:", "post:"):
        store.keep(kind, {f"{kind}{key}" for key in keys})


class Fetcher:
    """Posts and summaries of a store by id; `keys` says where each one lies."""

    def __init__(self, store: Store, keys: Mapping[str, str], summaries: dict[str, Summary] | None = None) -> None:
        """Of `summaries`, by key, none is fetched; what is fetched is added to them."""
        self._store = store
        self._keys = keys
        self._summaries = summaries if summaries is not None else {}
        self._posts: dict[str, bytes] = {}

    def post(self, id: str) -> Post:
        """A post by id; KeyError if it was never cleaned."""
        name = f"post:{self._keys[id]}"
        post: Post = pickle.loads(self._posts.pop(name, b"") or self._store.get(name))
        return post

    def summary(self, id: str) -> Summary:
        """A summary by id; KeyError if it was never cleaned."""
        key = self._keys[id]
        if key not in self._summaries:
            self.fetch([id])
        return self._summaries[key]

    def fetch(self, ids: Iterable[str]) -> None:
        """Get the summaries of several posts at once."""
        keys = {self._keys[id] for id in ids}
        self._summaries |= load_summaries(self._store, keys - self._summaries.keys())

    def fetch_posts(self, ids: Iterable[str]) -> None:
        """Get several posts at once, which takes half the time of one after the other."""
        self._posts |= self._store.get_many(f"post:{self._keys[id]}" for id in ids)

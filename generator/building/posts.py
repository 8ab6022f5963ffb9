"""Posts and their summaries in the store."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from generator.errors import DAMAGED
from generator.model import Post, Summary
from generator.runtime.store import Store


def packed(key: str, post: Post, summary: Summary) -> Iterable[tuple[str, bytes]]:
    """A post and its summary as entries for the store; `key` is a digest of all that they depend on."""
    yield f"post:{key}", pickle.dumps(post, protocol=5)
    yield f"summary:{key}", pickle.dumps(summary, protocol=5)


def load_summaries(store: Store, keys: Iterable[str]) -> dict[str, Summary]:
    """Summaries by key; those that are missing or damaged are not in the result."""
    summaries = {}
    for name, data in store.get_many(f"summary:{key}" for key in keys).items():
        with suppress(*DAMAGED):
            summaries[name.removeprefix("summary:")] = pickle.loads(data)
    return summaries


def drop_others(store: Store, keys: Collection[str]) -> None:
    """Drop the posts and summaries from the store whose keys are not in `keys`."""
    for kind in ("summary:", "post:"):
        store.keep(kind, {f"{kind}{key}" for key in keys})


class Fetcher:
    """Posts and summaries of a store by id; `keys` maps ids to keys of the store."""

    def __init__(self, store: Store, keys: Mapping[str, str], summaries: dict[str, Summary] | None = None) -> None:
        """`summaries`, by key, is a cache: those in it are not fetched, and fetched ones are added to it."""
        self._store = store
        self._keys = keys
        self._summaries = summaries if summaries is not None else {}
        self._posts: dict[str, bytes] = {}

    def post(self, id: str) -> Post:
        """A post by id.  Raises KeyError if it was never cleaned."""
        name = f"post:{self._keys[id]}"
        post: Post = pickle.loads(self._posts.pop(name, b"") or self._store.get(name))
        return post

    def summary(self, id: str) -> Summary:
        """A summary by id.  Raises KeyError if it was never cleaned."""
        key = self._keys[id]
        if key not in self._summaries:
            self.fetch([id])
        return self._summaries[key]

    def fetch(self, ids: Iterable[str]) -> None:
        """Load the summaries of several posts at once."""
        keys = {self._keys[id] for id in ids}
        self._summaries |= load_summaries(self._store, keys - self._summaries.keys())

    def fetch_posts(self, ids: Iterable[str]) -> None:
        """Load several posts at once, which takes half the time of loading them one by one."""
        self._posts |= self._store.get_many(f"post:{self._keys[id]}" for id in ids)

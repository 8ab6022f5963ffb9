"""Finding the copies among the posts of a site: which texts must be compared, and what their comparison said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from struct import Struct

from generator.building.run import Run
from generator.building.sources import BATCH, clean_task, workers_for
from generator.building.tasks import Comparison, compare_batch, not_compared
from generator.copies.sets import Copies, Pair, linked_pairs
from generator.copies.texts import Similarity
from generator.model import Summary
from generator.runtime.store import Store
from generator.runtime.workers import batches
from generator.stages.index import find_copies, is_listable

_FORMAT = Struct("<dd")
_PREFIX = "similar:"


def copies_of(run: Run, summaries: Mapping[str, Summary], keys: Mapping[str, str]) -> Copies:
    """The copies among the posts to publish; `summaries` and `keys` (in the store) are by id."""
    with run.log.phase("copies"):
        posts = {id: summary for id, summary in summaries.items() if is_listable(summary)}
        pairs = tuple(linked_pairs(posts.values()))
        return find_copies(summaries, _similarities(run, pairs, posts, keys), (), run.site.config)


def _similarities(
    run: Run, pairs: Iterable[Pair], posts: Mapping[str, Summary], keys: Mapping[str, str]
) -> Mapping[Pair, Similarity]:
    """The similarity of each pair of texts; those that are not in the store are computed and put there."""
    key_of = {posts[id].likeness.text: key for id, key in keys.items() if id in posts}
    with run.store() as store:
        similar = _stored(store, pairs)
        missing = [pair for pair in pairs if pair not in similar]
        if missing:
            work = [Comparison(pair, (key_of[pair[0]], key_of[pair[1]])) for pair in missing]
            with workers_for("compare", (clean_task(run.site),), run.options, len(work)) as workers:
                for results in workers.map(compare_batch, batches(work, BATCH), lost=not_compared):
                    similar.update(results)
            store.put_many((_key(pair), _FORMAT.pack(*similar[pair])) for pair in missing)
        store.keep(_PREFIX, {_key(pair) for pair in pairs})
    return similar


def _stored(store: Store, pairs: Iterable[Pair]) -> dict[Pair, Similarity]:
    by_key = {_key(pair): pair for pair in pairs}
    items = store.get_many(by_key).items()
    return {by_key[key]: Similarity(*_FORMAT.unpack(data)) for key, data in items if len(data) == _FORMAT.size}


def _key(pair: Pair) -> str:
    return f"{_PREFIX}{pair[0]} {pair[1]}"

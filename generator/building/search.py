"""Keeps the search index up to date: which buckets it has, and the contents of those that changed."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, zip_longest

from generator.building.posts import terms_key
from generator.building.run import Run
from generator.building.search_tasks import (
    Rebuilding,
    bucket_key,
    keep_buckets,
    lost_terms,
    read_terms,
    rebuild_batch,
    terms_batch,
    terms_unknown,
)
from generator.building.sources import BATCH, clean_task, workers_for
from generator.building.tasks import Worker, read_bucket
from generator.digest import digest_text
from generator.engine import engine_digest
from generator.errors import DAMAGED
from generator.outputs.search.index import searched, years_of
from generator.runtime.store import Store
from generator.runtime.workers import Workers, batches
from generator.search.postings import GROUPS, edited
from generator.search.segments import Segment, segments
from generator.site_index import SearchIndex, SegmentIndex, SiteIndex
from generator.stored import Stored

MOST_CHANGES = 32
"""Posts of a segment that may differ from the last build; if more do, the whole segment is made anew."""
SMALL = 4_096
"""Posts in a segment whose terms are all in memory at once."""


@dataclass(frozen=True, slots=True)
class Known(Stored):
    """The index of an output folder as the store keeps it; it depends on the posts and their order only."""

    engine: str
    posts: tuple[str, ...]
    """The keys in the store of all posts that can be found, the oldest first."""
    index: SearchIndex


def search_index(run: Run, the_index: SiteIndex, keys: Mapping[str, str]) -> SearchIndex | None:
    """The search index of the site; `keys` has the key in the store of each post, by id.

    None if the site has no search, or if this build makes no index.
    """
    if not run.has_index:
        return None
    ids = searched(the_index, run.site.config)
    posts = tuple([keys[id] for id in ids])
    store = run.store()
    known = None if run.options.full else _known(run, store)
    made = _updated(run, store, posts, years_of(ids, the_index.summaries, run.site.config), known)
    store.keep(terms_key(""), {terms_key(key) for key in posts})
    return made


def index_after(run: Run, now: Mapping[str, str]) -> tuple[SearchIndex, SearchIndex] | None:
    """The search index of the last build, and that after an edit that changed the texts of some posts only.

    `now` has the key in the store of each of these posts, by its key at the last build.  None if the store lacks the
    index of the last build.
    """
    store = run.store()
    known = _known(run, store)
    if known is None:
        return None
    posts = tuple([now.get(key, key) for key in known.posts])
    return known.index, _updated(run, store, posts, known.index.years, known)


def _known(run: Run, store: Store) -> Known | None:
    try:
        known = pickle.loads(store.get(_known_key(run)))
    except (KeyError, *DAMAGED):
        return None
    return known if isinstance(known, Known) and known.engine == engine_digest() else None


def _known_key(run: Run) -> str:
    return f"search:{digest_text(run.folder, size_bytes=8)}"


def _updated(
    run: Run, store: Store, posts: tuple[str, ...], years: tuple[tuple[int, int], ...], known: Known | None
) -> SearchIndex:
    """The index of `posts`, the keys of posts in the store; segments that are as in `known` need no work."""
    former = _usable(run, store, known) if known is not None else {}
    made: dict[Segment, SegmentIndex] = {}
    due: list[Segment] = []
    for segment in segments(len(posts)):
        place = segment.start, segment.buckets
        before, index = former.get(place, ((), None))
        differing = _differing(before, posts[segment.start : segment.end])
        changed = None
        if index is not None and len(differing) <= MOST_CHANGES:
            changed = _changed(run, store, segment, index, differing)
        if changed is not None:
            made[segment] = changed
        else:
            due.append(segment)
    if due:
        made |= _rebuilt(run, store, posts, due)
    result = SearchIndex(tuple([made[segment] for segment in segments(len(posts))]), years)
    if known is None or (known.posts, known.index) != (posts, result):
        store.put_many([(_known_key(run), pickle.dumps(Known(engine_digest(), posts, result), protocol=5))])
        store.keep(bucket_key(run.folder, ""), {bucket_key(run.folder, digest) for digest in result.digests})
    return result


def _usable(run: Run, store: Store, known: Known) -> dict[tuple[int, int], tuple[tuple[str, ...], SegmentIndex]]:
    """The posts and the index of each known segment whose buckets are all in the store, by start and buckets."""
    stored = store.keys(bucket_key(run.folder, ""))
    return {
        (index.segment.start, index.segment.buckets): (known.posts[index.segment.start : index.segment.end], index)
        for index in known.index.segments
        if all(bucket_key(run.folder, digest) in stored for digest in index.buckets)
    }


def _differing(before: tuple[str, ...], after: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """The posts of a segment before and after, by number, where they differ; empty if there is none."""
    if before == after:
        return {}
    pairs = enumerate(zip_longest(before, after, fillvalue=""))
    return {number: (old, new) for number, (old, new) in pairs if old != new}


def _rebuilt(run: Run, store: Store, posts: tuple[str, ...], due: Collection[Segment]) -> dict[Segment, SegmentIndex]:
    """The indexes of whole segments, made from the terms of all their posts."""
    count = sum(segment.count for segment in due)
    with (
        run.log.phase("search", count),
        workers_for("search", (clean_task(run.site),), run, count) as workers,
    ):
        for segment in due:
            _make_terms(run, store, posts[segment.start : segment.end], workers)
        parts = [(segment, groups) for segment in due for groups in _groups(segment)]
        tasks = [Rebuilding(run.folder, posts[one.start : one.end], one.buckets, groups) for one, groups in parts]
        digests: dict[Segment, dict[int, str]] = {segment: {} for segment in due}
        results = chain.from_iterable(workers.map(rebuild_batch, batches(tasks, 1)))
        for (segment, _), made in zip(parts, results, strict=True):
            digests[segment].update(made)
    return {segment: _index_of(segment, digests[segment]) for segment in due}


def _groups(segment: Segment) -> Iterable[range]:
    step = GROUPS if segment.count <= SMALL else 1
    return (range(group, group + step) for group in range(0, GROUPS, step))


def _index_of(segment: Segment, digests: Mapping[int, str]) -> SegmentIndex:
    return SegmentIndex(segment, tuple([digests[number] for number in range(segment.buckets)]))


def _make_terms(run: Run, store: Store, posts: Iterable[str], workers: Workers[Worker]) -> None:
    """Put the terms of those posts into the store that it lacks, because they were cleaned without a search."""
    stored = store.keys(terms_key(""))
    missing = [key for key in posts if terms_key(key) not in stored]
    lost = partial(lost_terms, store)
    for count in workers.map(terms_batch, batches(missing, BATCH), instead=terms_unknown, lost=lost):
        run.log.advance(count)


def _changed(
    run: Run, store: Store, segment: Segment, index: SegmentIndex, differing: Mapping[int, tuple[str, str]]
) -> SegmentIndex | None:
    """The index of a segment after few posts of it changed, came or went; all other buckets stay as they are.

    None if the store has lost the terms of such a post or a bucket with changed terms, or has them damaged.
    """
    if not differing:
        return SegmentIndex(segment, index.buckets)
    with workers_for("search", (clean_task(run.site),), run, len(differing)) as workers:
        _make_terms(run, store, [after for _, after in differing.values() if after], workers)
    keys = [key for pair in differing.values() for key in pair if key]
    rows = read_terms(store, keys)
    if len(rows) < len(set(keys)):
        return None
    changes = [
        (number, rows.get(terms_key(before)), rows.get(terms_key(after)))
        for number, (before, after) in differing.items()
    ]

    def read(number: int) -> bytes:
        return read_bucket(store, bucket_key(run.folder, ""), index.buckets[number])

    try:
        made = edited(changes, segment.buckets, read)
    except KeyError:
        return None
    return _index_of(segment, dict(enumerate(index.buckets)) | keep_buckets(store, run.folder, made))

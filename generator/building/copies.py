"""Finding the copies among the posts of a site: which texts must be compared, and what their comparison said."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING

from generator.building.copy_tasks import (
    Comparison,
    compare_batch,
    lines_batch,
    lost_comparison,
    lost_lines,
    lost_sketch,
    sketch_batch,
)
from generator.building.run import Run
from generator.building.sources import BATCH, AllCleaned, clean_task, workers_for
from generator.copies.clusters import clusters, not_compared
from generator.copies.sets import Copies, Pair, damaged_pairs, linked_pairs, short_pairs
from generator.copies.texts import Similarity
from generator.digest import digest_text
from generator.model import Summary
from generator.runtime.store import Store
from generator.runtime.workers import batches
from generator.site_index import WholeCopy
from generator.stages.index import find_copies, is_listable

if TYPE_CHECKING:
    from generator.copies.arrays import Table

_FORMAT = Struct("<dd")
_PREFIX = "similar:"
_LINES = "lines:"


def copies_of(run: Run, summaries: Mapping[str, Summary], cleaned: AllCleaned) -> tuple[Copies, Table | None]:
    """The copies among the posts to publish, `summaries` by id, and the sketches of their texts.

    A sketch is a fingerprint of a text; similar texts have similar sketches, by which near copies are found.  The
    second value is None if the settings say that near copies are not looked for.
    """
    with run.log.phase("copies"):
        posts = {id: summary for id, summary in summaries.items() if is_listable(summary)}
        keys = {posts[id].likeness.text: key for id, key in cleaned.keys.items() if id in posts}
        table = _table(run, posts, keys, cleaned.sketches) if run.site.config.finds_near_copies else None
        near = table.pairs if table is not None else frozenset()
        with run.store() as store:
            short = short_pairs(posts.values()) if table is not None else set()
            similar = _similarities(run, store, {*linked_pairs(posts.values()), *short, *near}, keys)
            near_similar = {pair: similar[pair] for pair in near}
            near_similar |= _similarities(run, store, not_compared(near_similar), keys)
            store.keep(_PREFIX, {_key(pair) for pair in similar.keys() | near_similar.keys()})
            groups = clusters(near_similar) if table is not None else None
            copies = find_copies(summaries, similar, groups, run.site.config)
            whole = _whole_copies(run, store, damaged_pairs(copies.sets, posts), cleaned.keys)
        return replace(copies, whole=whole), table


def store_table(run: Run, table: Table | None) -> str:
    """Write `table`, sketches of texts by which near copies are found, into a file that later builds can read.

    Returns the generation, a text in the name of the file; later builds read the file only if the ledger names its
    generation.  Returns an empty text and writes nothing if `table` is None.
    """
    if table is None:
        return ""
    from generator.copies.arrays import write

    generation = digest_text("\n".join(table.texts))
    path = _path(run, generation)
    if generation != run.ledger.generation() or not path.exists():
        write(path, table)
    return generation


def drop_tables(run: Run) -> None:
    """Delete all files that `store_table` wrote, except the one whose generation the ledger names."""
    current = _path(run, run.ledger.generation())
    for path in current.parent.glob("sketches-*"):
        if path != current:
            path.unlink()


def _path(run: Run, generation: str) -> Path:
    return run.site.cache / f"sketches-{generation}.bin"


def _table(run: Run, posts: Mapping[str, Summary], keys: Mapping[str, str], sketches: Mapping[str, bytes]) -> Table:
    """The table of the sketches of all texts that have one; those of other builds come from its last generation."""
    # Imported here: these need numpy, which a site without near copies need not have.
    from generator.copies.arrays import read
    from generator.copies.candidates import updated

    generation = run.ledger.generation()
    earlier = read(_path(run, generation)) if generation else None
    known = frozenset(earlier.texts) if earlier is not None else frozenset()
    texts = {post.likeness.text for post in posts.values() if post.likeness.has_sketch}
    missing = sorted(texts - known - sketches.keys())
    made = dict(sketches)
    if missing:
        with workers_for("compare", (clean_task(run.site),), run, len(missing)) as workers:
            for results in workers.map(
                sketch_batch, batches([keys[text] for text in missing], BATCH), lost=lost_sketch
            ):
                made.update(results)
    return updated(earlier, {text: made.get(text) for text in texts if text in made or text in known})


def _similarities(run: Run, store: Store, pairs: Collection[Pair], keys: Mapping[str, str]) -> dict[Pair, Similarity]:
    """The similarity of each pair of texts; those that are not in the store are computed and put there.

    `keys` has the key in the store of a post with each text, by the digest of the text.
    """
    similar = _stored(store, pairs)
    if missing := sorted(pair for pair in pairs if pair not in similar):
        work = [Comparison(pair, (keys[pair[0]], keys[pair[1]])) for pair in missing]
        with workers_for("compare", (clean_task(run.site),), run, len(work)) as workers:
            for results in workers.map(compare_batch, batches(work, BATCH), lost=lost_comparison):
                similar.update(results)
        store.put_many((_key(pair), _FORMAT.pack(*similar[pair])) for pair in missing)
    return similar


def _whole_copies(run: Run, store: Store, pairs: Mapping[str, str], keys: Mapping[str, str]) -> Mapping[str, WholeCopy]:
    """The undamaged copies of damaged posts, with the lines that say the same; `pairs` has their ids.

    What is not in the store is looked for and put there.
    """
    names = {f"{_LINES}{keys[damaged]} {keys[whole]}": (damaged, whole) for damaged, whole in pairs.items()}
    found = {name: pickle.loads(data) for name, data in store.get_many(names).items()}
    if missing := {name: ids for name, ids in names.items() if name not in found}:
        by_keys = {(keys[damaged], keys[whole]): name for name, (damaged, whole) in missing.items()}
        with workers_for("compare", (clean_task(run.site),), run, len(missing)) as workers:
            for results in workers.map(lines_batch, batches(by_keys, BATCH), lost=lost_lines):
                found.update((by_keys[pair], lines) for pair, lines in results.items())
        store.put_many((name, pickle.dumps(found[name], protocol=5)) for name in missing)
    store.keep(_LINES, names.keys())
    return {damaged: WholeCopy(whole, found[name]) for name, (damaged, whole) in names.items()}


def _stored(store: Store, pairs: Iterable[Pair]) -> dict[Pair, Similarity]:
    by_key = {_key(pair): pair for pair in pairs}
    items = store.get_many(by_key).items()
    return {by_key[key]: Similarity(*_FORMAT.unpack(data)) for key, data in items if len(data) == _FORMAT.size}


def _key(pair: Pair) -> str:
    return f"{_PREFIX}{pair[0]} {pair[1]}"

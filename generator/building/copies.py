"""Finding the copies among the posts of a site: which texts must be compared, and what their comparison said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from struct import Struct
from typing import TYPE_CHECKING, TypeVar

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
from generator.building.tasks import Worker
from generator.copies.clusters import clusters, not_compared
from generator.copies.sets import Copies, Pair, damaged_pairs, linked_pairs, short_pairs
from generator.copies.texts import Similarity
from generator.digest import digest_text
from generator.engine import engine_digest
from generator.model import Summary
from generator.runtime.database import reported
from generator.runtime.store import Store
from generator.runtime.workers import batches
from generator.site_index import WholeCopy
from generator.stages.index import find_copies, is_listable

if TYPE_CHECKING:
    from generator.copies.arrays import Table

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_FORMAT = Struct("<dd")
_SIMILAR = "similar:"
_LINES = "lines:"


def copies_of(run: Run, summaries: Mapping[str, Summary], cleaned: AllCleaned) -> tuple[Copies, Table | None]:
    """The copies among the posts to publish, `summaries` by id, and the sketches of their texts.

    A sketch is a fingerprint of a text; similar texts have similar sketches, by which near copies are found.  The
    second value is None if the settings say that near copies are not looked for.
    """
    with run.log.phase("copies"):
        posts = {id: summary for id, summary in summaries.items() if is_listable(summary)}
        keys = _keys_by_text(posts, cleaned.keys)
        table = _table(run, posts, keys, cleaned.sketches) if run.site.config.finds_near_copies else None
        near = table.pairs if table is not None else frozenset()
        store = run.store()
        pairs = set(near)
        # The owner's posts are compared by themselves, too: strangers may hide that a link is that of an article.
        mine = [post for id, post in posts.items() if run.site.config.locate(id)[0].trusted]
        for some in (posts.values(), mine):
            pairs |= linked_pairs(some) | (short_pairs(some) if table is not None else set())
        similar = _similarities(run, store, pairs, keys)
        near_similar = {pair: similar[pair] for pair in near}
        near_similar |= _similarities(run, store, not_compared(near_similar), keys)
        store.keep(_SIMILAR, {_name(pair, keys) for pair in similar.keys() | near_similar.keys()})
        groups = clusters(near_similar) if table is not None else None
        copies = find_copies(summaries, similar, groups, run.site.config)
        whole = _whole_copies(run, store, damaged_pairs(copies.sets, posts), cleaned.keys)
        return replace(copies, whole=whole), table


def _keys_by_text(posts: Mapping[str, Summary], keys: Mapping[str, str]) -> Mapping[str, str]:
    """The key in the store of a post with each text, by the digest of the text; the smallest if several have it."""
    by_text: dict[str, str] = {}
    for id, key in keys.items():
        if id in posts:
            text = posts[id].likeness.text
            by_text[text] = min(by_text.get(text, key), key)
    return by_text


def store_table(run: Run, table: Table | None) -> str:
    """Write `table`, sketches of texts by which near copies are found, into a file that later builds can read.

    Returns the generation, a text in the name of the file.  Later builds read the file only if the ledger names its
    generation and they are of the same version of Pressmark.  Returns an empty text and writes nothing if `table` is
    None.
    """
    if table is None:
        return ""
    # Imported here, like all that needs numpy, which a site without near copies need not have.
    from generator.copies.arrays import write

    texts = digest_text("\n".join(table.texts))
    generation = f"{engine_digest()[:16]}-{texts}"
    path = _path(run, generation)
    if generation != run.ledger.generation() or not path.exists():
        with reported(path):
            write(path, table)
    return generation


def drop_tables(run: Run) -> None:
    """Delete all files that `store_table` wrote, except the one whose generation the ledger names."""
    current = _path(run, run.ledger.generation())
    with reported(current.parent):
        others = [path for path in current.parent.glob("sketches-*") if path != current]
    for path in others:
        with reported(path):
            path.unlink(missing_ok=True)


def _path(run: Run, generation: str) -> Path:
    return run.site.cache / f"sketches-{generation}.bin"


def _table(run: Run, posts: Mapping[str, Summary], keys: Mapping[str, str], sketches: Mapping[str, bytes]) -> Table:
    """The table of the sketches of all texts that have one; those of other builds come from its last generation."""
    from generator.copies.arrays import read
    from generator.copies.candidates import updated

    generation = run.ledger.generation()
    earlier = read(_path(run, generation)) if generation.startswith(engine_digest()[:16]) else None
    known = frozenset(earlier.texts) if earlier is not None else frozenset()
    texts = {post.likeness.text for post in posts.values() if post.likeness.has_sketch}
    missing = [keys[text] for text in sorted(texts - known - sketches.keys())]
    made = {**sketches, **_in_workers(run, sketch_batch, missing, lost_sketch)}
    return updated(earlier, {text: made.get(text) for text in texts if text in made or text in known})


def _in_workers(
    run: Run,
    function: Callable[[Worker, tuple[T, ...]], dict[K, V]],
    work: Collection[T],
    lost: Callable[[T], dict[K, V]],
) -> dict[K, V]:
    """What `function` returns for all of `work`, joined; `lost` has the result for an item over which a worker died."""
    results: dict[K, V] = {}
    if work:
        with workers_for("compare", (clean_task(run.site),), run, len(work)) as workers:
            for part in workers.map(function, batches(work, BATCH), lost=lost):
                results |= part
    return results


def _similarities(run: Run, store: Store, pairs: Collection[Pair], keys: Mapping[str, str]) -> dict[Pair, Similarity]:
    """The similarity of each pair of texts; those that are not in the store are computed and put there.

    `keys` has the key in the store of a post with each text, by the digest of the text.
    """
    by_name = {_name(pair, keys): pair for pair in pairs}
    stored = store.get_many(by_name)
    # Rows of another length are damaged.
    similar = {
        by_name[name]: Similarity(*_FORMAT.unpack(data)) for name, data in stored.items() if len(data) == _FORMAT.size
    }
    if missing := sorted(pair for pair in pairs if pair not in similar):
        work = [Comparison(pair, (keys[pair[0]], keys[pair[1]])) for pair in missing]
        similar |= _in_workers(run, compare_batch, work, lost_comparison)
        store.put_many((_name(pair, keys), _FORMAT.pack(*similar[pair])) for pair in missing)
    return similar


def _name(pair: Pair, keys: Mapping[str, str]) -> str:
    return f"{_SIMILAR}{keys[pair[0]]} {keys[pair[1]]}"


def _whole_copies(run: Run, store: Store, pairs: Mapping[str, str], keys: Mapping[str, str]) -> Mapping[str, WholeCopy]:
    """The undamaged copies of damaged posts, with the lines that say the same; `pairs` has their ids.

    What is not in the store is looked for and put there.
    """
    names = {f"{_LINES}{keys[damaged]} {keys[whole]}": (keys[damaged], keys[whole]) for damaged, whole in pairs.items()}
    lines = {names[name]: _lines(data) for name, data in store.get_many(names).items()}
    if missing := {name: pair for name, pair in names.items() if pair not in lines}:
        lines |= _in_workers(run, lines_batch, tuple(missing.values()), lost_lines)
        store.put_many((name, "\n".join(lines[pair]).encode()) for name, pair in missing.items())
    store.keep(_LINES, names.keys())
    return {damaged: WholeCopy(whole, lines[keys[damaged], keys[whole]]) for damaged, whole in pairs.items()}


def _lines(data: bytes) -> tuple[str, ...]:
    return tuple(data.decode("utf-8", "replace").split("\n")) if data else ()

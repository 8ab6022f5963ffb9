"""Uses the plan of the last build again, which the store keeps.

If only the texts of a few posts changed, no page appears, disappears or moves.  Then a build has to check only the
stored pages that show these posts.  In every doubtful case the whole site is planned again.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.building.copies import drop_tables
from generator.building.counts import counts_after, counts_in
from generator.building.pages import Memory, SitePlan, Work, page_key
from generator.building.posts import drop_others, load_summaries
from generator.building.run import Run
from generator.building.search import index_after
from generator.building.sources import Changed
from generator.config import Config
from generator.copies.evidence import shared_marks
from generator.digest import digest_text
from generator.errors import DAMAGED
from generator.model import Summary
from generator.outputs.keys import Frame, Keys
from generator.outputs.page import Page
from generator.outputs.search.index import changed_pages, manifest_page
from generator.runtime.ledger import SourceRecord
from generator.runtime.store import Store

MOST = 100
"""The maximum number of changed sources for which the stored plan is tried."""


_PLACING = ("id", "key", "kind", "header", "cover", "references", "pictures", "title_language")
"""The fields of a summary on which it depends which pages there are, where, and what other posts show of it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A post that changed: its summary at the last build and its summary now."""

    before: Summary
    after: Summary


def remember(run: Run, plan: SitePlan, work: Work) -> None:
    """Store the plan of a completed build, so that the next build can use it again.

    If the plan came from the store itself, its pages are there already, and only `plan.memory` is stored.
    """
    folder = run.folder
    store = run.store()
    if plan.memory is not None:
        store.put_many([(_plan_key(folder), pickle.dumps(plan.memory, protocol=5))])
        return
    posts = (item.likeness for item in plan.summaries.values() if item.kind == "post")
    memory = Memory(run.seen.frame, _sources(plan.records), plan.frame, work.shows, dict(Counter(shared_marks(posts))))
    store.put_many((page_key(folder, page.address), pickle.dumps(page, protocol=5)) for page in work.missing)
    store.put_many([(_plan_key(folder), pickle.dumps(memory, protocol=5))])
    store.keep(page_key(folder, ""), {page_key(folder, address) for address in work.shows})
    # Dropped only after the ledger was committed, so that everything it names is in the store.
    drop_others(store, set(plan.keys.values()))
    drop_tables(run)


def remembered_plan(run: Run, changed: Changed) -> SitePlan | None:
    """A plan with only those stored pages that show the changed posts; None if the whole site must be planned again."""
    if run.last is None or not run.seen.found.is_whole or not run.is_calm(run.seen.found.others):
        return None
    if any(not result.is_kept or not result.summary for result in changed.results):
        return None
    store = run.store()
    memory = _load(store, _plan_key(run.folder))
    if not isinstance(memory, Memory) or memory.looks != run.seen.frame or memory.sources != _sources(run.records):
        return None
    edits = _edits(store, changed, run.records)
    if edits is None or not _stays_in_place(edits, memory, run.site.config):
        return None
    records = changed.records(run.records, run.seen.seen_ns)
    shown = _shown(run, store, memory, edits, records)
    if shown is None:
        # The stored pages are older than the files in the folder; they are dropped, and a new plan replaces them.
        store.keep(page_key(run.folder, ""), frozenset())
        return None
    pages, summaries = shown
    files = _search_files(run, memory.frame, edits, records)
    if files is None:
        return None
    pages += files
    _carry_over(run, edits)
    before, after = [edit.before for edit in edits], [edit.after for edit in edits]
    return SitePlan(
        frame=memory.frame,
        pages=pages,
        others={address: run.known[address] for address in run.known.keys() - {page.address for page in pages}},
        summaries=summaries,
        keys={id: records[id].key for id in summaries},
        addresses=run.known.keys(),
        counts=counts_after(counts_in(run.last), before, after),
        records=records,
        memory=replace(memory, sources=_sources(records), marks=_marks_after(edits, memory)),
    )


def _plan_key(folder: str) -> str:
    return f"plan:{digest_text(folder, size_bytes=8)}"


def _sources(records: Mapping[str, SourceRecord]) -> str:
    return digest_text("\n".join(f"{id}\0{record.key}" for id, record in sorted(records.items())))


def _edits(store: Store, changed: Changed, records: Mapping[str, SourceRecord]) -> tuple[Edit, ...] | None:
    """The changed posts; None if there are too many, or if one was not there at the last build."""
    results = [
        item for item in changed.results if item.source.id not in records or item.key != records[item.source.id].key
    ]
    if len(results) > MOST or any(item.source.id not in records for item in results):
        return None
    before = load_summaries(store, (records[item.source.id].key for item in results))
    if len(before) < len(results):
        return None
    return tuple(
        Edit(before[records[item.source.id].key], item.summary) for item in results if item.summary is not None
    )


def _stays_in_place(edits: Sequence[Edit], memory: Memory, config: Config) -> bool:
    """Whether no page can appear, disappear or move, and pages differ only in the texts of these posts."""
    marks = _marks_after(edits, memory)
    for edit in edits:
        before, after = edit.before, edit.after
        if any(getattr(before, name) != getattr(after, name) for name in _PLACING):
            return False
        if config.statistics.enabled and before.word_count != after.word_count:
            return False
        if before.body_digest == after.body_digest:
            continue
        if config.finds_near_copies:
            return False
        # Copies link to each other and are listed once, so a new, lost or better copy changes other pages, too.
        if any(memory.marks.get(mark, 0) > 1 for mark in shared_marks([before.likeness])):
            return False
        if any(marks.get(mark, 0) > 1 for mark in shared_marks([after.likeness])):
            return False
    return True


def _marks_after(edits: Sequence[Edit], memory: Memory) -> dict[str, int]:
    marks = Counter(memory.marks)
    marks.subtract(shared_marks(edit.before.likeness for edit in edits if edit.before.kind == "post"))
    marks.update(shared_marks(edit.after.likeness for edit in edits if edit.after.kind == "post"))
    return {mark: count for mark, count in marks.items() if count}


def _shown(
    run: Run, store: Store, memory: Memory, edits: Sequence[Edit], records: Mapping[str, SourceRecord]
) -> tuple[list[Page[Any]], dict[str, Summary]] | None:
    """The pages that show an edited post, and the current summaries of all posts that they show.

    Returns None if the store lacks such a page, or has it in another version than the file in the folder.
    """
    edited = {edit.after.id for edit in edits}
    addresses = [address for address, shown in memory.shows.items() if not edited.isdisjoint(shown)]
    pages = list(_pages(run, store, addresses))
    if len(pages) < len(addresses):
        return None
    ids = {id for page in pages for id in page.shows}
    if not ids <= records.keys():
        return None
    by_key = load_summaries(store, (records[id].key for id in ids))
    if len(by_key) < len(ids):
        return None
    summaries = {id: by_key[records[id].key] for id in ids}
    before = Keys(memory.frame, {**summaries, **{edit.before.id: edit.before for edit in edits}})
    if any(before.of(page).text != run.known[page.address].key for page in pages):
        return None
    return pages, summaries


def _search_files(
    run: Run, frame: Frame, edits: Sequence[Edit], records: Mapping[str, SourceRecord]
) -> tuple[Page[Any], ...] | None:
    """The files of the search index that changed, except those of titles, which show the posts themselves.

    None if the store lacks the search index of the last build, or has another one than that in the output folder: a
    build that was interrupted, or a command that only reads the site, has left it there.
    """
    settings = run.site.config.search
    if not run.has_index:
        return ()
    ids = [edit.after.id for edit in edits]
    indexes = index_after(run, {run.records[id].key: records[id].key for id in ids})
    if indexes is None:
        return None
    before = manifest_page(indexes[0], settings)
    if before.address not in run.known or Keys(frame, {}).of(before).text != run.known[before.address].key:
        return None
    return tuple(changed_pages(*indexes, settings))


def _pages(run: Run, store: Store, addresses: Sequence[str]) -> Iterator[Page[Any]]:
    for address in addresses:
        page = _load(store, page_key(run.folder, address))
        if isinstance(page, Page) and address in run.known:
            yield page


def _load(store: Store, key: str) -> object:
    try:
        return pickle.loads(store.get(key))
    except (KeyError, *DAMAGED):
        return None


def _carry_over(run: Run, edits: Sequence[Edit]) -> None:
    """Log the problems of the last build, with those of the edited posts replaced by their current ones."""
    gone = {item for edit in edits for item in edit.before.problems}
    last = run.last.problems if run.last is not None else ()
    # Every build reports these two itself.
    own = ("cache-rebuilt", "output-foreign")
    run.log.add(item for item in last if item not in gone and item.code not in own)
    for edit in edits:
        run.log.add(edit.after.problems)

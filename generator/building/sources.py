"""Finds the sources that changed and cleans them: from files to summaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.building.looking import YOUNG_NS
from generator.building.posts import load_summaries
from generator.building.run import STORE, Run
from generator.building.site import BuildOptions, Site
from generator.building.tasks import (
    CleanBase,
    Cleaned,
    CleanTask,
    RenderTask,
    Stale,
    Worker,
    begin,
    clean_as_text,
    clean_batch,
    lost_post,
)
from generator.cleaning.filters.lists import unsupported_rules
from generator.config import SETTINGS_FILE
from generator.digest import digest_value
from generator.engine import engine_digest
from generator.errors import Problem, Where, problem
from generator.model import SourceFile, Summary
from generator.runtime.ledger import SourceRecord
from generator.runtime.workers import Workers, batches, core_count, make_workers

BATCH = 64
"""Posts or pages in a message to a worker: with one post per message, the messages cost more than the cleaning."""
FEW = 200
"""Up to this many sources or pages, starting other processes takes longer than the work."""
MANY = 1000
"""Above this many posts or pages, it pays to preload the modules that only few of them need."""
NEEDED = ("generator.bodies.markdown.gfm", "bleach.sanitizer")
"""Modules that few posts need and that take long to load.  Among many posts at least one needs them, and without
preloading each worker would load them again."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The sources of a site, after those that changed since the last build were cleaned again.

    `results` has the result of cleaning each of these; `fresh` has the ledger's records of all other sources, by id.
    """

    results: tuple[Cleaned, ...]
    fresh: Mapping[str, SourceRecord]

    def records(self, old: Mapping[str, SourceRecord], seen_ns: int) -> dict[str, SourceRecord]:
        """The records of all sources to commit to the ledger, by id; `old` are those of the last build.

        `seen_ns` is the time of the scan of the disk.  A source that could not be read or cleaned has no record, or one
        with `seen_ns` 0, so that the next build reads it again.
        """
        kept = dict(self.fresh)
        for result in self.results:
            id = result.source.id
            if result.is_kept:
                kept[id] = record_of(result.source, seen_ns, result.digest, result.key)
            elif result.summary is None and id in old:
                kept[id] = replace(old[id], seen_ns=0)
        return kept


@dataclass(frozen=True, slots=True)
class AllCleaned:
    """All cleaned sources of a site: their summaries, in the order of the sources, and two mappings by id.

    `keys` has the key of the post in the store, and `records` the record of the source for the ledger.
    """

    summaries: tuple[Summary, ...]
    keys: Mapping[str, str]
    records: Mapping[str, SourceRecord]
    sketches: Mapping[str, bytes]
    """The sketches of the posts that were cleaned now, by the digests of their texts."""


def clean_changed(run: Run) -> Changed:
    """Read and clean each source that changed since the last build, and put the posts into the store.

    With `--full`, these are all sources.  Returns a result for each of them, and the ledger's records of the others.
    """
    task = clean_task(run.site)
    fresh: dict[str, SourceRecord] = {}
    stale: list[Stale] = []
    records = {} if run.options.full else run.records
    for source in run.seen.found.sources:
        record = records.get(source.id)
        if record is not None and is_fresh(source, record, task):
            fresh[source.id] = record
        else:
            stale.append(Stale(source, may_reuse=not run.options.full))
    return Changed(_clean(tuple(stale), run), fresh)


def _clean(stale: tuple[Stale, ...], run: Run) -> tuple[Cleaned, ...]:
    done: list[Cleaned] = []
    task = replace(clean_task(run.site), makes_terms=run.has_index)
    with (
        run.log.phase("clean", len(stale)),
        workers_for("clean", (task,), run, len(stale)) as workers,
    ):
        for results in workers.map(clean_batch, batches(stale, BATCH), instead=clean_as_text, lost=lost_post):
            done += results
            run.log.add(result.problem for result in results if result.problem is not None)
            run.log.advance(len(results))
    return tuple(done)


def is_fresh(source: SourceFile, record: SourceRecord, task: CleanTask) -> bool:
    """Whether the stored post of `source` can be used: neither the source nor the settings changed since `record`."""
    return is_as_recorded(source, record) and record.key == task.key(source.id, record.digest)


def is_as_recorded(source: SourceFile, record: SourceRecord) -> bool:
    """Whether size, time and inode of a source are those in `record`, and the time is old enough to be trusted.

    A file that was modified less than `YOUNG_NS` before it was recorded may have changed again without another time.
    """
    same = (source.size_bytes, source.mtime_ns, source.inode) == (record.size_bytes, record.mtime_ns, record.inode)
    return same and source.mtime_ns < record.seen_ns - YOUNG_NS


def record_of(source: SourceFile, seen_ns: int, digest: str, key: str) -> SourceRecord:
    """The record of `source` for the ledger.

    `seen_ns` is when the disk was scanned (nanoseconds since 1970), `digest` that of the bytes of the source, and `key`
    the key of its post in the store.
    """
    return SourceRecord(source.size_bytes, source.mtime_ns, source.inode, seen_ns, digest, key)


def clean_all(run: Run, changed: Changed) -> AllCleaned:
    """All cleaned sources of the site: those of `changed`, and all others with their summaries from the store.

    A source whose summary the store has lost is cleaned again.
    """
    run.log.add(unsupported_rules(run.site.clean.rules))
    sources = run.seen.found.sources
    store = run.store()
    summaries = _by_id(load_summaries(store, (record.key for record in changed.fresh.values())), changed.fresh)
    lost = tuple(item for item in sources if item.id in changed.fresh and item.id not in summaries)
    if lost:
        more = _clean(tuple(Stale(source, not run.options.full) for source in lost), run)
        fresh = {id: record for id, record in changed.fresh.items() if id in summaries}
        changed = Changed((*changed.results, *more), fresh)
    kept = changed.records(run.records, run.seen.seen_ns)
    keys = {id: record.key for id, record in kept.items()}
    for result in changed.results:
        id = result.source.id
        # If a source cannot be read, its last good page stays.
        key = result.key or (kept[id].key if id in kept else "")
        summary = result.summary or load_summaries(store, [key]).get(key)
        if summary is not None:
            summaries[id], keys[id] = summary, key
    for summary in summaries.values():
        run.log.add(summary.problems)
    ordered = tuple(summaries[source.id] for source in sources if source.id in summaries)
    run.log.add(_unused_settings(run.site, ordered))
    sketches = {item.summary.likeness.text: item.sketch for item in changed.results if item.summary and item.sketch}
    return AllCleaned(ordered, keys, kept, sketches)


def _by_id(summaries: Mapping[str, Summary], records: Mapping[str, SourceRecord]) -> dict[str, Summary]:
    return {id: summaries[record.key] for id, record in records.items() if record.key in summaries}


def _unused_settings(site: Site, summaries: Iterable[Summary]) -> tuple[Problem, ...]:
    """A warning for each post and source that `[cleaning]` names and the site does not have."""
    tables = (
        ("base", "source", site.clean.base),
        ("off_post", "post", site.clean.off_post),
        ("off_source", "source", site.clean.off_source),
    )
    if not any(table for _, _, table in tables):
        return ()
    known = {pair for item in summaries for pair in (("post", item.id), ("source", item.header.origin))}
    return tuple(
        problem("settings-unused", Where(SETTINGS_FILE), f"cleaning.{setting}: there is no {kind} {name}")
        for setting, kind, table in tables
        for name, _ in table
        if (kind, name) not in known
    )


def clean_task(site: Site) -> CleanTask:
    """What a worker process needs to clean posts of the site."""
    return CleanTask(site.folder, site.clean, site.cache / STORE, digest_value(CleanBase(engine_digest(), site.clean)))


def workers_for(
    phase: str, tasks: tuple[CleanTask] | tuple[CleanTask, RenderTask], run: Run, count: int
) -> Workers[Worker]:
    """The workers of `run` for `count` posts or pages; `phase` is `clean`, `compare` or `render`.

    `tasks` has what each worker needs to clean posts and, for `render`, to render pages.
    """
    # Created here: if two workers found no store or a damaged one, the second would delete the file of the first.
    run.store()
    # Each phase has its own marker: cleaning without a death does not mean that rendering is safe.
    marker = tasks[0].store.with_name(f"{phase}-may-kill")
    preload = ("generator.building.tasks", *(NEEDED if count > MANY else ()))
    return make_workers(jobs_for(run.options, count), begin, tasks, preload=preload, marker=marker, lock=run.lock)


def jobs_for(options: BuildOptions, count: int) -> int:
    """The number of workers for `count` posts or pages: `--jobs` if given, else 1 for few, else one per core."""
    return options.jobs or (1 if count <= FEW else core_count())

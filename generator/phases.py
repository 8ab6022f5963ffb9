"""The phases of a build, each timed and logged: what `build` puts in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from generator.addresses import file_path
from generator.cleaning.account import added
from generator.cleaning.filter_lists import unsupported_rules
from generator.config import SETTINGS_FILE
from generator.digest import digest_text, digest_value
from generator.engine import engine_digest
from generator.errors import Problem, SiteError, Where, problem
from generator.freshness import is_due, record_of, sort_sources
from generator.model import Page, SiteIndex, Summary
from generator.outputs import SHARED
from generator.outputs.contexts import PlanContext, plan_context
from generator.outputs.references import PUBLISH_HELP, refusal_of_content
from generator.outputs.site_view import site_view
from generator.report import BuildReport, Log, removals_of
from generator.runtime.ledger import FileRecord, SourceRecord
from generator.runtime.store import Store
from generator.runtime.workers import Workers, batches, core_count, make_workers
from generator.site import BuildOptions, Site, media_files
from generator.stages.index import choose, dead_links, index, media_by_name, referred_media
from generator.stages.plan import plan
from generator.stages.write import PENDING, swept_on_failure
from generator.tasks import (
    LISTING,
    CleanBase,
    Cleaned,
    CleanTask,
    Due,
    Rendered,
    RenderTask,
    Stale,
    begin,
    clean_as_text,
    clean_batch,
    load_summaries,
    lost_page,
    lost_post,
    render_batch,
)
from generator.templating.environment import make_environment, template_digest
from generator.templating.strings import load as load_strings
from generator.templating.views import VIEWS
from generator.unchanged import Seen

BATCH = 64
"""Posts or pages in a message to a worker: one post per message costs the parent more than the cleaning."""
MOST_LISTS = 10_000
"""Lists in a message to a worker at most: a kilobyte each."""
STORE = "store.sqlite"
FEW = 200
"""Sources up to which starting other processes takes longer than the work."""
MANY = 1000
"""Posts or pages from which it pays to get ready for all that may come."""
NEEDED = ("generator.cleaning.markdown_body", "bleach.sanitizer")
"""What few posts need, and takes long to load: among many posts there is one, and each worker would load it."""


# --------------------------------------------------------------------------------------------- clean


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of the sources that changed, and the records of those that did not."""

    results: tuple[Cleaned, ...]
    fresh: Mapping[str, SourceRecord]

    def records(self, old: Mapping[str, SourceRecord], seen_ns: int) -> dict[str, SourceRecord]:
        """What the ledger shall know of all sources.  One that cannot be read keeps its record, and is tried again."""
        kept = dict(self.fresh)
        for one in self.results:
            if one.is_kept:
                kept[one.source.id] = record_of(one.source, seen_ns, one.digest, one.key)
            elif one.summary is None and one.source.id in old:
                kept[one.source.id] = replace(old[one.source.id], seen_ns=0)
        return kept


@dataclass(frozen=True, slots=True)
class AllCleaned:
    """Every source after cleaning: summaries in the order of the sources, where their posts lie, and what the ledger
    shall know of them."""

    summaries: tuple[Summary, ...]
    keys: Mapping[str, str]
    records: Mapping[str, SourceRecord]


def clean_changed(
    site: Site, seen: Seen, records: Mapping[str, SourceRecord], options: BuildOptions, log: Log
) -> Changed:
    """Read and clean every source that changed; posts go into the store, their summaries come back."""
    sorted_ = sort_sources(seen.found.sources, records, clean_task(site), full=options.full)
    return Changed(_clean(sorted_.stale, site, options, log), sorted_.fresh)


def _clean(stale: tuple[Stale, ...], site: Site, options: BuildOptions, log: Log) -> tuple[Cleaned, ...]:
    done: list[Cleaned] = []
    with log.phase("clean", len(stale)), _workers("clean", (clean_task(site),), options, len(stale)) as workers:
        for results in workers.map(clean_batch, batches(stale, BATCH), instead=clean_as_text, lost=lost_post):
            done += results
            log.add(one.problem for one in results if one.problem is not None)
            log.advance(len(results))
    return tuple(done)


def all_cleaned(
    site: Site, seen: Seen, changed: Changed, records: Mapping[str, SourceRecord], options: BuildOptions, log: Log
) -> AllCleaned:
    """Every source of the site, with the summaries of those that did not change from the store."""
    log.add(unsupported_rules(site.clean.rules))
    sources = seen.found.sources
    with closing(Store(site.cache / STORE)) as store:
        summaries = by_id(load_summaries(store, (one.key for one in changed.fresh.values())), changed.fresh)
        lost = tuple(one for one in sources if one.id in changed.fresh and one.id not in summaries)
        if lost:
            more = _clean(tuple(Stale(one, not options.full) for one in lost), site, options, log)
            fresh = {id: record for id, record in changed.fresh.items() if id in summaries}
            changed = Changed((*changed.results, *more), fresh)
        kept = changed.records(records, seen.seen_ns)
        keys = {id: record.key for id, record in kept.items()}
        for one in changed.results:
            # The last good page of what cannot be read stays.
            key = one.key or (kept[one.source.id].key if one.source.id in kept else "")
            summary = one.summary or load_summaries(store, [key]).get(key)
            if summary is not None:
                summaries[one.source.id], keys[one.source.id] = summary, key
    for summary in summaries.values():
        log.add(summary.problems)
    ordered = tuple(summaries[one.id] for one in sources if one.id in summaries)
    log.add(_unused_settings(site, ordered))
    return AllCleaned(ordered, keys, kept)


def _unused_settings(site: Site, summaries: tuple[Summary, ...]) -> tuple[Problem, ...]:
    """A warning for each post and source that `[cleaning]` names and nothing has: what was to stop there goes on."""
    named = {("post", id) for id, _ in site.clean.off_post} | {("source", name) for name, _ in site.clean.off_source}
    if named:
        named -= {("post", one.id) for one in summaries} | {("source", one.header.origin) for one in summaries}
    return tuple(
        problem("settings-unused", Where(SETTINGS_FILE), f"cleaning.off_{kind}: there is no {kind} {name}")
        for kind, name in sorted(named)
    )


def clean_task(site: Site) -> CleanTask:
    """What workers need to clean posts of the site."""
    return CleanTask(site.folder, site.clean, site.cache / STORE, digest_value(CleanBase(engine_digest(), site.clean)))


def by_id(summaries: Mapping[str, Summary], records: Mapping[str, SourceRecord]) -> dict[str, Summary]:
    """Summaries by id instead of key."""
    return {id: summaries[record.key] for id, record in records.items() if record.key in summaries}


def _workers(
    phase: str, tasks: tuple[CleanTask] | tuple[CleanTask, RenderTask], options: BuildOptions, count: int
) -> Workers:
    # Made here: of two workers that find none, or a damaged one, the second would delete what the first made.
    Store(tasks[0].store).close()
    # Each phase has its own: that nothing dies over cleaning says nothing of rendering.
    marker = tasks[0].store.with_name(f"{phase}-may-kill")
    preload = ("generator.tasks", *(NEEDED if count > MANY else ()))
    return make_workers(_jobs(options, count), begin, tasks, preload=preload, marker=marker)


def _jobs(options: BuildOptions, count: int) -> int:
    return options.jobs or (1 if count <= FEW else core_count())


def drop_old(site: Site, cleaned: AllCleaned) -> None:
    """Drop posts from the store that no source has any more; after the commit, so that nothing it names is missing."""
    with closing(Store(site.cache / STORE)) as store:
        # Where there is a summary, its post is taken to be there.
        for kind in ("summary:", "post:"):
            store.keep(kind, {f"{kind}{key}" for key in cleaned.keys.values()})


# ------------------------------------------------------------------------------------ index and plan


def index_all(summaries: tuple[Summary, ...], seen: Seen, site: Site, options: BuildOptions, log: Log) -> SiteIndex:
    """Put the site in order: what is published, in which lists, and where."""
    with log.phase("index"):
        before = options.now if not site.config.future else None
        chosen, problems = choose(summaries, drafts=options.drafts, before=before)
        log.add(problems)
        names = media_by_name(seen.found.others)
        referred, refused = referred_media(chosen, names, site.config)
        found = ((id, address, names[id]) for id, address in referred)
        media = media_files(site, found, partial(refusal_of_content, config=site.config))
        withheld = {**refused, **media.withheld}
        the_index = index(chosen, seen.static, media.files, site.config)
        log.add((*media.problems, *the_index.problems, *dead_links(the_index, site.config, withheld)))
        log.add(_ignored(name, withheld.get(id)) for id, name in names.items() if id not in media.files)
    return the_index


def _ignored(name: str, reason: str | None) -> Problem:
    if reason is None:
        return problem("file-ignored", Where(name), "no source, and no post that may publish it refers to it")
    return problem("file-ignored", Where(name), f"not published: {reason}", PUBLISH_HELP)


def plan_all(the_index: SiteIndex, site: Site, log: Log) -> PlanContext:
    """Get ready to plan: what all pages show, and the digest of each template."""
    environment = make_environment(site.templates)
    digests = {}
    for view in VIEWS:
        try:
            digests[view.template] = template_digest(environment, view.template)
        except SiteError as error:
            # Its pages fail one by one with the same message; all others are made.
            log.add((error.problem,))
    shown = site_view(the_index, site.config, load_strings(site.templates, site.config.language))
    return plan_context(the_index, site.config, shown, digests, SHARED)


@dataclass(frozen=True, slots=True)
class Work:
    """Every page of the site: those that are as they should be, and those to render."""

    done: tuple[Rendered, ...]
    due: tuple[Due, ...]
    shows: Mapping[str, tuple[str, ...]]
    """Ids of the posts that a page shows, by its address; pages that show none are absent."""
    missing: tuple[Page, ...]
    """Pages that are as they should be and show posts, but are not in the store."""

    def announced(self, known: Mapping[str, FileRecord], output: Path) -> dict[str, FileRecord]:
        """What the ledger shall know while pages are written: an interrupted build leaves no file without an owner."""
        new = (one.page.address for one in self.due if one.record is None)
        # A Path for each file would cost four times as much as the question.
        folder = os.fspath(output)
        return {**known, **{one: PENDING for one in new if not os.path.lexists(f"{folder}/{file_path(one)}")}}


def page_key(folder: str, address: str) -> str:
    """Where the store has a planned page of an output folder."""
    return f"page:{digest_text(folder, size_bytes=8)} {address}"


def plan_key(folder: str) -> str:
    """Where the store has what else is remembered of the plan of an output folder."""
    return f"plan:{digest_text(folder, size_bytes=8)}"


def sort_pages(
    context: PlanContext,
    folder: str,
    site: Site,
    options: BuildOptions,
    known: Mapping[str, FileRecord],
    cleaned: AllCleaned,
    log: Log,
) -> Work:
    """Plan every page and tell those that are due from the others."""
    done: list[Rendered] = []
    due: list[Due] = []
    shows: dict[str, tuple[str, ...]] = {}
    missing: list[Page] = []
    with closing(Store(site.cache / STORE)) as store:
        stored = store.keys(page_key(folder, ""))
    with log.phase("plan"):
        for page in plan(context):
            if page.shows:
                shows[page.address] = page.shows
            record = known.get(page.address)
            if record is not None and not options.full and not is_due(page, record):
                done.append(Rendered(page.address, record, False))
                if page.shows and page_key(folder, page.address) not in stored:
                    missing.append(page)
            else:
                due.append(Due(page, record, tuple([cleaned.keys[id] for id in page.shows])))
    return Work(tuple(done), tuple(due), shows, tuple(missing))


def render_all(
    work: Work, folder: str, context: PlanContext, site: Site, options: BuildOptions, log: Log
) -> list[Rendered]:
    """Render every page that is due and write the files that changed: what became of each page of the site."""
    # Of a template that cannot be read nothing is known: what this process read for an earlier build must not serve.
    templates_digest = digest_value(dict(context.templates)) if len(context.templates) == len(VIEWS) else uuid4().hex
    count = len(work.due)
    task = RenderTask(
        config=site.config,
        site=context.site,
        templates=site.templates,
        templates_digest=templates_digest,
        output=site.output,
        remembered=page_key(folder, ""),
        force=options.full,
        settings=context.settings_digest,
        is_long=count > MANY,
    )
    done = list(work.done)
    some = _workers("render", (clean_task(site), task), options, count)
    due = in_batches(work.due, _jobs(options, count))
    with log.phase("render", count), swept_on_failure(site.output), some as workers:
        for results in workers.map(render_batch, due, lost=lost_page):
            done += results
            log.add(result.problem for result in results if result.problem is not None)
            log.advance(len(results))
    return done


def in_batches(due: Iterable[Due], jobs: int) -> Iterator[tuple[Due, ...]]:
    """Pages in batches for so many workers: those that list posts in a few large ones, which come first.

    A post stands in a dozen lists, and each worker that renders lists works out for itself what they show of it.
    Lists are half of the work, and so half of the workers do it.
    """
    lists: list[Due] = []
    others: list[Due] = []
    for one in due:
        (lists if one.page.kind in LISTING else others).append(one)
    size = min(-(-len(lists) // -(-jobs // 2)), MOST_LISTS) if jobs > 1 else BATCH
    yield from batches(lists, max(size, BATCH))
    yield from batches(others, BATCH)


def report_of(
    site: Site,
    seen: Seen,
    the_index: SiteIndex,
    cleaned: AllCleaned,
    done: Sequence[Rendered],
    removed: Iterable[str],
    log: Log,
) -> BuildReport:
    """What the build says of itself."""
    return BuildReport(
        title=site.config.title,
        output=str(site.output),
        sources=len(seen.found.sources),
        posts=len(the_index.addresses),
        undated=len(the_index.undated),
        pages=len(done),
        written=tuple(sorted(page.address for page in done if page.is_written)),
        unchanged=sum(not page.is_written for page in done),
        removed=tuple(sorted(set(removed))),
        size_bytes=sum(page.record.size_bytes for page in done if page.record is not None),
        removals=removals_of(cleaned.summaries),
        account=added(summary.account for summary in cleaned.summaries),
        rechecked=sum(summary.is_rechecked for summary in cleaned.summaries),
        stricter=sum(summary.is_stricter for summary in cleaned.summaries),
        phases=log.phases,
        problems=log.problems,
    )

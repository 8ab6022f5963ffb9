"""The phases of a build, each timed and logged: what `build` puts in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from generator.addresses import file_path
from generator.cleaning.filter_lists import unsupported_rules
from generator.digest import digest_value
from generator.engine import engine_digest
from generator.errors import SiteError, Where, problem
from generator.freshness import is_due, record_of, sort_sources
from generator.model import SiteIndex, Summary
from generator.outputs import SHARED
from generator.outputs.contexts import PlanContext, plan_context
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
    CleanBase,
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
STORE = "store.sqlite"
FEW = 200
"""Sources up to which starting other processes takes longer than the work."""


# --------------------------------------------------------------------------------------------- clean


@dataclass(frozen=True, slots=True)
class AllCleaned:
    """Every source after cleaning: summaries in the order of the sources, where their posts lie, and what the ledger
    shall know of them."""

    summaries: tuple[Summary, ...]
    keys: Mapping[str, str]
    records: Mapping[str, SourceRecord]


def clean_all(
    site: Site, seen: Seen, records: Mapping[str, SourceRecord], options: BuildOptions, log: Log
) -> AllCleaned:
    """Read and clean every source that changed; posts go into the store, their summaries come back."""
    log.add(unsupported_rules(site.clean.rules))
    task = clean_task(site)
    sources = seen.found.sources
    store = Store(task.store)
    sorted_ = sort_sources(sources, records, task, full=options.full)
    summaries = by_id(load_summaries(store, (record.key for record in sorted_.fresh.values())), sorted_.fresh)
    lost = (one for one in sources if one.id in sorted_.fresh and one.id not in summaries)
    stale = (*sorted_.stale, *(Stale(one, not options.full) for one in lost))
    kept = {id: record for id, record in sorted_.fresh.items() if id in summaries}
    keys = {id: record.key for id, record in kept.items()}
    with log.phase("clean", len(stale)), _workers("clean", task, options, len(stale)) as workers:
        for results in workers.map(clean_batch, batches(stale, BATCH), instead=clean_as_text, lost=lost_post):
            for one in results:
                id = one.source.id
                summary = one.summary
                if one.is_kept:
                    kept[id] = record_of(one.source, seen.seen_ns, one.digest, one.key)
                elif summary is None and (old := records.get(id)) is not None:
                    # Its last good page stays until the source can be read again.
                    kept[id] = replace(old, seen_ns=0)
                    summary = load_summaries(store, [old.key]).get(old.key)
                if summary is not None:
                    summaries[id] = summary
                    keys[id] = one.key or kept[id].key
                log.add((one.problem,) if one.problem is not None else ())
            log.advance(len(results))
    store.close()
    for summary in summaries.values():
        log.add(summary.problems)
    ordered = tuple(summaries[one.id] for one in sources if one.id in summaries)
    return AllCleaned(ordered, keys, kept)


def clean_task(site: Site) -> CleanTask:
    """What workers need to clean posts of the site."""
    return CleanTask(site.folder, site.clean, site.cache / STORE, digest_value(CleanBase(engine_digest(), site.clean)))


def by_id(summaries: Mapping[str, Summary], records: Mapping[str, SourceRecord]) -> dict[str, Summary]:
    """Summaries by id instead of key."""
    return {id: summaries[record.key] for id, record in records.items() if record.key in summaries}


def _workers(phase: str, task: CleanTask, options: BuildOptions, count: int) -> Workers:
    jobs = options.jobs or (1 if count <= FEW else core_count())
    # Each phase has its own: that nothing dies over cleaning says nothing of rendering.
    marker = task.store.with_name(f"{phase}-may-kill")
    return make_workers(jobs, begin, (task,), preload=("generator.tasks",), marker=marker)


def drop_old(site: Site, cleaned: AllCleaned) -> None:
    """Drop posts from the store that no source has any more; after the commit, so that nothing it names is missing."""
    with closing(Store(site.cache / STORE)) as store:
        store.keep({f"{kind}:{key}" for key in cleaned.keys.values() for kind in ("post", "summary")})


# ------------------------------------------------------------------------------------ index and plan


def index_all(summaries: tuple[Summary, ...], seen: Seen, site: Site, options: BuildOptions, log: Log) -> SiteIndex:
    """Put the site in order: what is published, in which lists, and where."""
    with log.phase("index"):
        before = options.now if not site.config.future else None
        chosen, problems = choose(summaries, drafts=options.drafts, before=before)
        log.add(problems)
        names = media_by_name(seen.found.others)
        referred = referred_media(chosen, names, site.config)
        media, problems_of_media = media_files(site, ((id, address, names[id]) for id, address in referred))
        the_index = index(chosen, seen.static, media, site.config)
        log.add((*problems_of_media, *the_index.problems, *dead_links(the_index, site.config)))
        for id, name in names.items():
            if id not in media:
                log.add(
                    (problem("file-ignored", Where(name), "no source, and no post that may publish it refers to it"),)
                )
    return the_index


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

    def announced(self, known: Mapping[str, FileRecord], output: Path) -> dict[str, FileRecord]:
        """What the ledger shall know while pages are written: an interrupted build leaves no file without an owner."""
        new = (one.page.address for one in self.due if one.record is None)
        return {**known, **{address: PENDING for address in new if not os.path.lexists(output / file_path(address))}}


def sort_pages(
    context: PlanContext,
    site: Site,
    options: BuildOptions,
    known: Mapping[str, FileRecord],
    cleaned: AllCleaned,
    log: Log,
) -> Work:
    """Plan every page and tell those that are due from the others."""
    done: list[Rendered] = []
    due: list[Due] = []
    output = os.fspath(site.output)
    with log.phase("plan"):
        for page in plan(context):
            record = known.get(page.address)
            if record is not None and not options.full and not is_due(page, record, output):
                done.append(Rendered(page.address, record, False))
            else:
                due.append(Due(page, record, tuple((id, cleaned.keys[id]) for id in page.shows)))
    return Work(tuple(done), tuple(due))


def render_all(work: Work, context: PlanContext, site: Site, options: BuildOptions, log: Log) -> list[Rendered]:
    """Render every page that is due and write the files that changed: what became of each page of the site."""
    templates_digest = digest_value(dict(context.templates))
    task = RenderTask(site.config, context.site, site.templates, templates_digest, site.output, options.full)
    done = list(work.done)
    count = len(work.due)
    some = _workers("render", clean_task(site), options, count)
    with log.phase("render", count), swept_on_failure(site.output), some as workers:
        items = ((task, due) for due in work.due)
        for results in workers.map(render_batch, batches(items, BATCH), lost=lost_page):
            done += results
            log.add(result.problem for result in results if result.problem is not None)
            log.advance(len(results))
    return done


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
        rechecked=sum(summary.is_rechecked for summary in cleaned.summaries),
        stricter=sum(any(one.code == "sanitizer-stricter" for one in item.problems) for item in cleaned.summaries),
        phases=log.phases,
        problems=log.problems,
    )

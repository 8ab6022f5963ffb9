"""The pipeline in order: read, clean, index, plan, render and write.  Read this first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment

from generator.cleaning.filter_lists import unsupported_rules
from generator.errors import Problem, SiteError, Where, problem
from generator.model import Page, Post, RawPost, SiteIndex, Summary
from generator.outputs.contexts import PlanContext, RenderContext, plan_context
from generator.outputs.site_view import site_view
from generator.report import BuildReport, Log, removals_of
from generator.runtime.ledger import FileRecord, Ledger
from generator.runtime.lock import hold_lock
from generator.runtime.progress import Progress
from generator.runtime.store import Store
from generator.runtime.workers import Workers, batches, core_count, make_workers
from generator.site import BuildOptions, Site, media_files, open_site, static_files
from generator.stages.index import choose, dead_links, index, media_by_name, referred_media
from generator.stages.plan import plan
from generator.stages.read import Scan, read, scan
from generator.stages.render import render
from generator.stages.write import foreign_files, make_way, open_output, remove_stale, sweep_temporaries
from generator.tasks import (
    CleanTask,
    Due,
    Fetcher,
    Rendered,
    RenderTask,
    begin,
    clean_batch,
    lost_page,
    lost_post,
    render_batch,
)
from generator.templating.environment import make_environment, template_digest
from generator.templating.strings import load as load_strings
from generator.templating.views import VIEWS

BATCH = 64
"""Posts or pages in a message to a worker: one post per message costs the parent more than the cleaning."""
STORE, LEDGER = "store.sqlite", "ledger.sqlite"
FEW = 200
"""Sources up to which starting other processes takes longer than the work."""


def build(options: BuildOptions, progress: Progress) -> BuildReport:
    """Make the site and say what was done.  Raises SiteError or SettingsError for what makes a build impossible."""
    site = open_site(options)
    log = Log(progress)
    with hold_lock(site.cache / "lock"):
        open_output(site.output, site.folder, adopt=options.adopt, inputs=[site.folder / root for root in site.roots])
        sweep_temporaries(site.output)
        ledger = Ledger(site.cache / LEDGER)
        known = ledger.records(str(site.output.resolve()))
        with log.phase("read"):
            found = scan(site.folder, site.roots)
            log.add(found.problems)
        task = CleanTask(site.folder, site.clean, site.cache / STORE)
        with _workers(task, options, len(found.sources)) as workers:
            summaries = clean_all(found, workers, task, log)
            the_index = index_all(summaries, found, site, options, log)
            context = plan_all(the_index, site, log)
            # What stands where a folder is needed now, or in a folder where a file is needed, goes first.
            removed, problems = make_way(site.output, the_index.known, known)
            log.add(problems)
            done = render_all(context, site, options, known, workers, log)
        with log.phase("write"):
            planned = {page.address for page in done}
            records = {page.address: page.record for page in done if page.record is not None}
            stale, problems = remove_stale(site.output, planned, known)
            log.add((*problems, *foreign_files(site.output, planned, limit=20)))
            if ledger.was_rebuilt:
                log.add((cache_rebuilt(site.cache / LEDGER),))
            ledger.commit(str(site.output.resolve()), records)
            ledger.close()
    return BuildReport(
        title=site.config.title,
        output=str(site.output),
        sources=len(found.sources),
        posts=len(the_index.addresses),
        undated=len(the_index.undated),
        pages=len(done),
        written=tuple(sorted(page.address for page in done if page.is_written)),
        unchanged=sum(not page.is_written for page in done),
        removed=tuple(sorted({*removed, *stale})),
        size_bytes=sum(record.size_bytes for record in records.values()),
        removals=removals_of(summaries),
        rechecked=sum(summary.is_rechecked for summary in summaries),
        stricter=sum(any(found.code == "sanitizer-stricter" for found in item.problems) for item in summaries),
        phases=log.phases,
        problems=log.problems,
    )


def cache_rebuilt(path: Path) -> Problem:
    """A note that a damaged or foreign cache was made anew."""
    help = "nothing to do: what lay there is made again, and files it knew of are compared"
    return problem("cache-rebuilt", Where(str(path)), "was damaged or of another version, and is made anew", help)


def _workers(task: CleanTask, options: BuildOptions, count: int) -> Workers:
    store = Store(task.store)
    store.clear()
    store.close()
    jobs = options.jobs or (1 if count <= FEW else core_count())
    return make_workers(jobs, begin, (task,), preload=("generator.tasks",))


def clean_all(found: Scan, workers: Workers, task: CleanTask, log: Log) -> list[Summary]:
    """Read and clean every source; posts go into the store, their summaries come back."""
    summaries = []
    log.add(unsupported_rules(task.config.rules))
    with log.phase("clean", len(found.sources)):
        for results in workers.map(clean_batch, batches(found.sources, BATCH), lost=partial(lost_post, task)):
            for result in results:
                if isinstance(result, Summary):
                    summaries.append(result)
                    log.add(result.problems)
                else:
                    log.add((result,))
            log.advance(len(results))
    return summaries


def index_all(summaries: list[Summary], found: Scan, site: Site, options: BuildOptions, log: Log) -> SiteIndex:
    """Put the site in order: what is published, in which lists, and where."""
    with log.phase("index"):
        before = options.now if not site.config.future else None
        chosen, problems = choose(summaries, drafts=options.drafts, before=before)
        log.add(problems)
        names = media_by_name(found.others)
        referred = referred_media(chosen, names, site.config)
        media, problems_of_media = media_files(site, ((id, address, names[id]) for id, address in referred))
        static, problems_of_static = static_files(site)
        the_index = index(chosen, static, media, site.config)
        log.add((*problems_of_media, *problems_of_static, *the_index.problems, *dead_links(the_index, site.config)))
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
    return plan_context(the_index, site.config, shown, digests)


def render_all(
    context: PlanContext, site: Site, options: BuildOptions, known: dict[str, FileRecord], workers: Workers, log: Log
) -> list[Rendered]:
    """Render every page and write the files that changed: what became of each page."""
    task = RenderTask(site.config, context.site, site.templates, site.output, options.full)
    done: list[Rendered] = []
    with log.phase("render", 0):
        due = ((task, Due(page, known.get(page.address))) for page in plan(context))
        for results in workers.map(render_batch, batches(due, BATCH), lost=lost_page):
            done += results
            log.add(result.problem for result in results if result.problem is not None)
            log.advance(len(results))
    return done


@dataclass(frozen=True, slots=True)
class Inspection:
    """A site taken through the pipeline up to planning, for commands that look and do not write."""

    site: Site
    found: Scan
    summaries: tuple[Summary, ...]
    """Of every source that could be cleaned, published or not."""
    context: PlanContext
    log: Log
    fetcher: Fetcher
    environment: Environment

    @property
    def index(self) -> SiteIndex:
        """The site without bodies."""
        return self.context.index

    def pages(self) -> Iterator[Page]:
        """Every page of the site, planned as a build would plan it."""
        return plan(self.context)

    def raw(self, id: str) -> RawPost:
        """A source as it was read; KeyError if there is none of that id, SiteError if it cannot be read."""
        sources = {source.id: source for source in self.found.sources}
        return read(self.site.folder, sources[id])

    def post(self, id: str) -> Post:
        """A post as it was cleaned, published or not; KeyError if there is none of that id."""
        return self.fetcher.post(id)

    def render(self, page: Page) -> bytes:
        """The bytes of a page.  Raises SiteError as a build would report it."""
        context = RenderContext(self.site.config, self.context.site, self.fetcher.post, self.fetcher.summary)
        return render(page, context, self.environment).data


@contextmanager
def inspect(options: BuildOptions, progress: Progress) -> Iterator[Inspection]:
    """The same pipeline without an output folder; the site is locked as long as the block lasts."""
    site = open_site(options)
    log = Log(progress)
    with hold_lock(site.cache / "lock"):
        with log.phase("read"):
            found = scan(site.folder, site.roots)
            log.add(found.problems)
        task = CleanTask(site.folder, site.clean, site.cache / STORE)
        with _workers(task, options, len(found.sources)) as workers:
            summaries = clean_all(found, workers, task, log)
        the_index = index_all(summaries, found, site, options, log)
        context = plan_all(the_index, site, log)
        store = Store(site.cache / STORE)
        try:
            environment = make_environment(site.templates)
            yield Inspection(site, found, tuple(summaries), context, log, Fetcher(store), environment)
        finally:
            store.close()

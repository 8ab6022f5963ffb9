"""The pipeline in order: read, clean, index, plan, render and write.  Read this first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from jinja2 import Environment

from generator.model import Page, Post, RawPost, SiteIndex, Summary
from generator.outputs.contexts import PlanContext, RenderContext
from generator.phases import (
    FOREIGN,
    LEDGER,
    STORE,
    cache_rebuilt,
    clean_all,
    drop_old,
    index_all,
    look,
    plan_all,
    render_all,
    report_of,
    sort_pages,
    state_of,
    unchanged_report,
)
from generator.report import BuildReport, Log
from generator.runtime.ledger import FileRecord, Ledger
from generator.runtime.lock import hold_lock
from generator.runtime.progress import Progress
from generator.runtime.store import Store
from generator.site import BuildOptions, Site, open_site
from generator.stages.plan import plan
from generator.stages.read import Scan, read
from generator.stages.render import render
from generator.stages.write import foreign_files, make_way, open_output, remove_stale, sweep_temporaries
from generator.tasks import Fetcher
from generator.templating.environment import make_environment


def build(options: BuildOptions, progress: Progress) -> BuildReport:
    """Make the site and say what was done.  Raises SiteError or SettingsError for what makes a build impossible."""
    site = open_site(options)
    log = Log(progress)
    with hold_lock(site.cache / "lock"), closing(Ledger(site.cache / LEDGER)) as ledger:
        open_output(site.output, site.folder, adopt=options.adopt, inputs=[site.folder / root for root in site.roots])
        sweep_temporaries(site.output)
        folder = str(site.output.resolve())
        known = ledger.records(folder)
        seen = look(site, options, log)
        if (last := unchanged_report(site, ledger.state(folder), known, seen, options)) is not None:
            return replace(last, phases=log.phases)
        cleaned = clean_all(site, seen, ledger.sources(), options, log)
        the_index = index_all(cleaned.summaries, seen, site, options, log)
        context = plan_all(the_index, site, log)
        # What stands where a folder is needed now, or in a folder where a file is needed, goes first.
        removed, problems = make_way(site.output, the_index.known, known)
        log.add(problems)
        work = sort_pages(context, site, options, known, cleaned, log)
        ledger.commit(folder, work.announced(known, site.output))
        done = render_all(work, context, site, options, log)
        with log.phase("write"):
            # Posts in a folder that could not be listed are not gone: their pages stay until it can be.
            kept = {} if seen.found.is_whole else {name: known[name] for name in known.keys() - set(removed)}
            planned = {page.address for page in done} | kept.keys()
            stale, problems = remove_stale(site.output, planned, known)
            log.add((*problems, *foreign_files(site.output, planned, limit=FOREIGN)))
            if ledger.was_rebuilt:
                log.add((cache_rebuilt(site.cache / LEDGER),))
            report = report_of(site, seen, the_index, cleaned, done, (*removed, *stale), log)
            records = kept | {page.address: page.record for page in done if page.record is not None}
            ledger.commit(folder, records, cleaned.records, state_of(report, seen))
            drop_old(site, cleaned)
    return replace(report, phases=log.phases)


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
    known: Mapping[str, FileRecord]
    """The files of the output folder as the last build wrote them, by address."""

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
    with hold_lock(site.cache / "lock"), closing(Ledger(site.cache / LEDGER)) as ledger:
        seen = look(site, options, log)
        cleaned = clean_all(site, seen, ledger.sources(), options, log)
        the_index = index_all(cleaned.summaries, seen, site, options, log)
        context = plan_all(the_index, site, log)
        known = ledger.records(str(site.output.resolve()))
        with closing(Store(site.cache / STORE)) as store:
            fetcher = Fetcher(store, cleaned.keys)
            environment = make_environment(site.templates)
            yield Inspection(site, seen.found, cleaned.summaries, context, log, fetcher, environment, known)

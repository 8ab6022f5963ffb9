"""A site taken through the pipeline up to planning, for commands that look and do not write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass

from jinja2 import Environment

from generator.build import LEDGER
from generator.model import Page, Post, RawPost, SiteIndex, Summary
from generator.outputs.contexts import PlanContext, RenderContext
from generator.phases import STORE, all_cleaned, clean_changed, index_all, plan_all
from generator.report import Log
from generator.runtime.ledger import FileRecord, Ledger
from generator.runtime.lock import hold_lock
from generator.runtime.progress import Progress
from generator.runtime.store import Store
from generator.site import BuildOptions, Site, open_site
from generator.stages.plan import plan
from generator.stages.read import read
from generator.stages.render import render
from generator.stages.scan import Scan
from generator.tasks import Fetcher
from generator.templating.environment import make_environment
from generator.unchanged import look


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
        changed = clean_changed(site, seen, ledger.sources(), options, log)
        cleaned = all_cleaned(site, seen, changed, ledger.sources(), options, log)
        the_index = index_all(cleaned.summaries, seen, site, options, log)
        context = plan_all(the_index, site, log)
        known = ledger.records(str(site.output.resolve()))
        with closing(Store(site.cache / STORE)) as store:
            fetcher = Fetcher(store, cleaned.keys)
            environment = make_environment(site.templates)
            yield Inspection(site, seen.found, cleaned.summaries, context, log, fetcher, environment, known)

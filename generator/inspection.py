"""A site taken through the pipeline up to planning, for commands that look and do not write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Environment

from generator.building.pages import frame_of, index_site
from generator.building.posts import Fetcher
from generator.building.report import Log
from generator.building.run import open_inspection
from generator.building.site import BuildOptions, Site
from generator.building.sources import clean_all, clean_changed
from generator.model import Post, RawPost, SiteIndex, Summary
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.keys import Frame, Keys
from generator.outputs.page import Page, PageKey
from generator.runtime.ledger import FileRecord
from generator.runtime.progress import Progress
from generator.stages.plan import plan
from generator.stages.read import read
from generator.stages.render import render
from generator.stages.scan import Scan
from generator.templating.environment import make_environment, print_fragment


@dataclass(frozen=True, slots=True)
class Inspection:
    """A site taken through the pipeline up to planning, for commands that look and do not write."""

    site: Site
    found: Scan
    summaries: tuple[Summary, ...]
    """Of every source that could be cleaned, published or not."""
    index: SiteIndex
    """The site without bodies."""
    frame: Frame
    log: Log
    fetcher: Fetcher
    environment: Environment
    known: Mapping[str, FileRecord]
    """The files of the output folder as the last build wrote them, by address."""

    def pages(self) -> Iterator[Page[Any]]:
        """Every page of the site, planned as a build would plan it."""
        return plan(PlanContext(self.index, self.site.config))

    def key(self, page: Page[Any]) -> PageKey:
        """The key of a page, made as a build would make it."""
        return Keys(self.frame, self.index.summaries).of(page)

    def raw(self, id: str) -> RawPost:
        """A source as it was read; KeyError if there is none of that id, SiteError if it cannot be read."""
        sources = {source.id: source for source in self.found.sources}
        return read(self.site.folder, sources[id])

    def post(self, id: str) -> Post:
        """A post as it was cleaned, published or not; KeyError if there is none of that id."""
        return self.fetcher.post(id)

    def render(self, page: Page[Any]) -> bytes:
        """The bytes of a page.  Raises SiteError as a build would report it."""
        printed = partial(print_fragment, self.environment)
        context = RenderContext(self.site.config, self.frame.site, self.fetcher.post, self.fetcher.summary, printed)
        return render(page, context, self.environment).data


@contextmanager
def inspect(options: BuildOptions, progress: Progress) -> Iterator[Inspection]:
    """The same pipeline without an output folder; the site is locked as long as the block lasts."""
    with open_inspection(options, progress) as run:
        cleaned = clean_all(run, clean_changed(run))
        the_index = index_site(run, cleaned)
        frame = frame_of(run, the_index)
        with run.store() as store:
            yield Inspection(
                site=run.site,
                found=run.seen.found,
                summaries=cleaned.summaries,
                index=the_index,
                frame=frame,
                log=run.log,
                fetcher=Fetcher(store, cleaned.keys),
                environment=make_environment(run.site.templates),
                known=run.known,
            )

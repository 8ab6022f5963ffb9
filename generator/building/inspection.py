"""Runs the pipeline up to planning, for commands that read a site and do not write pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Environment

from generator.building.pages import frame_of, index_site
from generator.building.posts import Fetcher
from generator.building.report import Log
from generator.building.run import open_inspection
from generator.building.search import search_index
from generator.building.search_tasks import bucket_key, term_counts
from generator.building.site import BuildOptions, Site
from generator.building.sources import clean_all, clean_changed
from generator.building.tasks import compiled_in, read_bucket
from generator.model import Post, RawPost, Summary
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.keys import Frame, Keys
from generator.outputs.page import Page, PageKey
from generator.outputs.search.index import searched
from generator.runtime.ledger import FileRecord
from generator.runtime.progress import Progress
from generator.site_index import SearchIndex, SiteIndex
from generator.stages.plan import plan
from generator.stages.read import read
from generator.stages.render import render
from generator.stages.scan import Scan
from generator.templating.environment import make_environment, print_fragment


@dataclass(frozen=True, slots=True)
class Inspection:
    """A site whose pages are planned but not written, for commands that only read the site."""

    site: Site
    found: Scan
    summaries: tuple[Summary, ...]
    """The summaries of all sources that could be cleaned, published or not."""
    index: SiteIndex
    """The index of the site, without bodies."""
    search: SearchIndex | None
    """The search index; None if there is none."""
    frame: Frame
    log: Log
    fetcher: Fetcher
    environment: Environment
    bucket: Callable[[str], bytes]
    """Returns a bucket of the search index by its digest."""
    term_counts: Callable[[], Mapping[str, int]]
    """Returns how many terms each post has in the search index, by id."""
    known: Mapping[str, FileRecord]
    """The files of the output folder as the last build wrote them, by address."""

    def pages(self) -> Iterator[Page[Any]]:
        """All pages of the site, planned as a build plans them."""
        return plan(PlanContext(self.index, self.site.config, self.search))

    def key(self, page: Page[Any]) -> PageKey:
        """The key that a build would give the page: digests of everything that its bytes depend on."""
        return Keys(self.frame, self.index.summaries).of(page)

    def raw(self, id: str) -> RawPost:
        """The source `id` as read from disk.

        Raises KeyError if the site has no such source, SiteError if reading fails.
        """
        sources = {source.id: source for source in self.found.sources}
        return read(self.site.folder, sources[id])

    def post(self, id: str) -> Post:
        """The cleaned post of the source `id`, published or not.  Raises KeyError if the site has no such source."""
        return self.fetcher.post(id)

    def render(self, page: Page[Any]) -> bytes:
        """The bytes of the file of a page, as a build would write it.  Raises SiteError if its template fails."""
        context = RenderContext(
            self.site.config,
            self.frame.site,
            self.fetcher.post,
            self.fetcher.summary,
            partial(print_fragment, self.environment),
            self.bucket,
        )
        return render(page, context, self.environment).data


@contextmanager
def inspect(options: BuildOptions, progress: Progress) -> Iterator[Inspection]:
    """Context manager that cleans the posts of a site, plans its pages, and yields the result as an `Inspection`.

    The site is locked until the end of the `with` block, and the output folder is not changed.
    """
    with open_inspection(options, progress) as run:
        cleaned = clean_all(run, clean_changed(run))
        site_index, _ = index_site(run, cleaned)
        frame = frame_of(run, site_index)
        search = search_index(run, site_index, cleaned.keys)
        store = run.store()
        yield Inspection(
            site=run.site,
            found=run.seen.found,
            summaries=cleaned.summaries,
            index=site_index,
            search=search,
            frame=frame,
            log=run.log,
            fetcher=Fetcher(store, cleaned.keys),
            environment=make_environment(run.site.templates, compiled=compiled_in(store)),
            bucket=partial(read_bucket, store, bucket_key(run.folder, "")),
            term_counts=partial(term_counts, store, _searched_keys(site_index, search, cleaned.keys, run.site)),
            known=run.known,
        )


def _searched_keys(index: SiteIndex, search: SearchIndex | None, keys: Mapping[str, str], site: Site) -> dict[str, str]:
    """The keys in the store of the posts that the search finds, by id; empty if there is no search index."""
    return {id: keys[id] for id in searched(index, site.config)} if search is not None else {}

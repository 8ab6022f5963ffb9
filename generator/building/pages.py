"""Plans the pages of the site, finds those that must be rendered, and renders them: from summaries to files."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from generator.addresses import file_path
from generator.building.copies import copies_of, store_table
from generator.building.counts import Counts, Files, counts_of
from generator.building.looking import foreign
from generator.building.run import Run
from generator.building.search import search_index
from generator.building.search_tasks import bucket_key
from generator.building.site import measured_static, media_files
from generator.building.sources import BATCH, AllCleaned, clean_task, jobs_for, workers_for
from generator.building.tasks import Due, Rendered, RenderTask, lost_page, render_batch
from generator.digest import digest_text, digest_value
from generator.errors import Problem, SiteError, Where, problem
from generator.model import Summary
from generator.outputs import VIEWS
from generator.outputs.contexts import PlanContext
from generator.outputs.keys import Frame, Keys, make_frame
from generator.outputs.page import Page, PageKey, Reads
from generator.outputs.references import PUBLISH_HELP, refusal_of_content
from generator.outputs.site_view import site_view
from generator.runtime.ledger import FileRecord, SourceRecord
from generator.runtime.workers import batches
from generator.site_index import SiteIndex
from generator.stages import write
from generator.stages.index import choose, dead_links, index, media_by_name, referred_media
from generator.stages.plan import plan
from generator.stages.write import PENDING, swept_on_failure
from generator.templating.environment import TemplateDigests, make_environment
from generator.templating.strings import load as load_strings

if TYPE_CHECKING:
    from generator.copies.arrays import Table

MOST_LISTS = 10_000
"""The maximum number of lists in a message to a worker; each takes about a kilobyte."""


# ------------------------------------------------------------------------------------ index and plan


@dataclass(frozen=True, slots=True)
class Memory:
    """The plan of an output folder as the store keeps it for the next build, except its pages.

    The planned pages are stored one by one, beside this value.
    """

    looks: str
    """`Seen.frame` of that build: digest of everything on disk except the contents of the sources."""
    sources: str
    """Digest of the ids and keys of all sources at that build; the sources may have changed since, in a build of
    another output folder."""
    frame: Frame
    shows: Mapping[str, tuple[str, ...]]
    """The ids of the posts that a page shows, by the address of the page; pages that show no post are absent."""
    marks: Mapping[str, int]
    """The number of posts that share a mark by which copies are recognised, by the mark."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The pages that a build has to check, and all that is needed to render them."""

    frame: Frame
    pages: Iterable[Page[Any]]
    """The pages that may be due; can be iterated only once."""
    others: Mapping[str, FileRecord]
    """The files of all other pages, which are up to date."""
    summaries: Mapping[str, Summary]
    """By id, of all posts that the pages show."""
    keys: Mapping[str, str]
    """The keys under which the store keeps these posts, by id."""
    addresses: Collection[str]
    """Every address that the site will have."""
    counts: Counts
    records: Mapping[str, SourceRecord]
    """The records of all sources to commit to the ledger."""
    memory: Memory | None = None
    """What the store keeps of a reused plan; None for a new plan, which is stored as a whole."""
    generation: str | None = None
    """The generation of the file of sketches to commit to the ledger; None if it stays as it is."""


def make_plan(run: Run, cleaned: AllCleaned) -> SitePlan:
    """The plan of the whole site, made anew from all cleaned sources."""
    the_index, table = index_site(run, cleaned)
    return SitePlan(
        frame=frame_of(run, the_index),
        pages=plan(PlanContext(the_index, run.site.config, search_index(run, the_index, cleaned.keys))),
        others={},
        summaries=the_index.summaries,
        keys=cleaned.keys,
        addresses=the_index.known,
        counts=counts_of(run.seen.found.sources, the_index, cleaned.summaries),
        records=cleaned.records,
        generation=store_table(run, table),
    )


def index_site(run: Run, cleaned: AllCleaned) -> tuple[SiteIndex, Table | None]:
    """The index of the site: which posts are published, in which lists, and at which addresses.

    The second value is the table of sketches (fingerprints of the texts of posts, by which near copies are found); None
    if the settings say that near copies are not looked for.  Problems, such as addresses that several posts want, are
    added to the log of `run`.
    """
    config, log = run.site.config, run.log
    before = run.options.now if not config.future else None
    chosen, problems = choose(cleaned.summaries, drafts=run.options.drafts, before=before)
    log.add(problems)
    the_copies, table = copies_of(run, chosen, cleaned)
    with log.phase("index"):
        names = media_by_name(run.seen.found.others)
        referred, refused = referred_media(chosen, names, config)
        files = ((id, address, names[id]) for id, address in referred)
        media = media_files(run.site, files, partial(refusal_of_content, config=config))
        withheld = {**refused, **media.withheld}
        static, unmeasured = measured_static(run.seen.static)
        the_index = index(chosen, the_copies, static, media.files, config)
        log.add((*unmeasured, *media.problems, *the_index.problems, *dead_links(the_index, config, withheld)))
        log.add(_ignored(name, withheld.get(id)) for id, name in names.items() if id not in media.files)
    return the_index, table


def _ignored(name: str, reason: str | None) -> Problem:
    if reason is None:
        return problem("file-ignored", Where(name), "no source, and no post that may publish it refers to it")
    return problem("file-ignored", Where(name), f"not published: {reason}", PUBLISH_HELP)


def frame_of(run: Run, the_index: SiteIndex) -> Frame:
    """What the keys of all pages depend on: values of the site, such as its menu, and digests of the templates.

    A template that cannot be read gets an empty digest, and its problem is added to the log of `run`.
    """
    site = run.site
    of_templates = TemplateDigests(make_environment(site.templates))
    digests = {}
    for view in VIEWS:
        digests[view.template] = ""
        try:
            digests[view.template] = of_templates.of_view(view)
        except SiteError as error:
            # The pages of this template fail one by one with the same message; all others are made.
            run.log.add((error.problem,))
    shown = site_view(the_index, site.config, load_strings(site.templates, site.config.language))
    return make_frame(shown, site.config, digests)


@dataclass(frozen=True, slots=True)
class Work:
    """The pages of a plan, divided into those that must be rendered (`due`) and those that are up to date (`done`)."""

    done: Mapping[str, FileRecord]
    """The files of pages that are up to date, by address."""
    due: tuple[Due, ...]
    shows: Mapping[str, tuple[str, ...]]
    """The ids of the posts that a page shows, by the address of the page; pages that show no post are absent."""
    missing: tuple[Page[Any], ...]
    """Pages that are up to date and show posts, but that the store lacks."""

    def announced(self, known: Mapping[str, FileRecord], output: Path) -> dict[str, FileRecord]:
        """The records to commit before pages are written, so that an interrupted build leaves no file without a record.

        They are `known`, and a preliminary record for each new page that has no file in the folder `output` yet.
        """
        new = (item.page.address for item in self.due if item.record is None)
        # Making a Path for each file would cost four times as much as the check.
        folder = os.fspath(output)
        return {
            **known,
            **{address: PENDING for address in new if not os.path.lexists(f"{folder}/{file_path(address)}")},
        }


def sort_pages(run: Run, site_plan: SitePlan) -> Work:
    """The pages of a plan, divided into those that must be rendered and those that are up to date."""
    done: dict[str, FileRecord] = {}
    due: list[Due] = []
    shows: dict[str, tuple[str, ...]] = {}
    missing: list[Page[Any]] = []
    keys = Keys(site_plan.frame, site_plan.summaries)
    prefix = page_key(run.folder, "")
    stored: set[str] = set()
    if site_plan.memory is None:
        store = run.store()
        stored = store.keys(prefix)
    with run.log.phase("plan"):
        for page in site_plan.pages:
            if page.shows:
                shows[page.address] = page.shows
            record, key = run.known.get(page.address), keys.of(page)
            if record is not None and not run.options.full and not is_due(key, record):
                done[page.address] = record
                if page.shows and f"{prefix}{page.address}" not in stored:
                    missing.append(page)
            else:
                due.append(Due(page, key, record, tuple([site_plan.keys[id] for id in page.shows])))
    return Work(done, tuple(due), shows, tuple(missing))


def is_due(key: PageKey, record: FileRecord | None) -> bool:
    """Whether a page with this `key` must be rendered: its file has no record, or the record has another key."""
    return record is None or record.key != key.text


def page_key(folder: str, address: str) -> str:
    """The key under which the store keeps the planned page at `address` of the output folder with the path `folder`."""
    return f"page:{digest_text(folder, size_bytes=8)} {address}"


# ------------------------------------------------------------------------------------ render and write


def make_way(run: Run, site_plan: SitePlan) -> tuple[str, ...]:
    """Remove files of earlier builds that are where a folder is needed, or in a folder where a file is needed.

    Returns the addresses of the removed files.
    """
    removed, problems = write.make_way(run.site.output, site_plan.addresses, run.known)
    run.log.add(problems)
    return removed


def render_all(run: Run, frame: Frame, due: tuple[Due, ...]) -> list[Rendered]:
    """Render every page in `due`, write the files whose bytes changed, and return a result for each page."""
    site = run.site
    # An unreadable template has no digest.  A random one keeps this process from reusing an earlier environment.
    templates_digest = digest_value(dict(frame.templates)) if all(frame.templates.values()) else uuid4().hex
    task = RenderTask(
        config=site.config,
        site=frame.site,
        templates=site.templates,
        templates_digest=templates_digest,
        output=site.output,
        remembered=page_key(run.folder, ""),
        buckets=bucket_key(run.folder, ""),
        force=run.options.full,
    )
    done: list[Rendered] = []
    pool = workers_for("render", (clean_task(site), task), run, len(due))
    in_turn = in_batches(due, jobs_for(run.options, len(due)))
    with run.log.phase("render", len(due)), swept_on_failure(site.output), pool as workers:
        for results in workers.map(render_batch, in_turn, lost=lost_page):
            done += results
            run.log.add(result.problem for result in results if result.problem is not None)
            run.log.advance(len(results))
    return done


def in_batches(due: Iterable[Due], jobs: int) -> Iterator[tuple[Due, ...]]:
    """The pages in `due` in batches for `jobs` workers: first lists of posts, in a few large batches, then the rest.

    A post is in a dozen lists, and each worker that renders lists prepares the post again for itself.  Lists are half
    of the work, so half of the workers render them.
    """
    lists: list[Due] = []
    others: list[Due] = []
    for item in due:
        (lists if item.page.reads is Reads.SUMMARIES else others).append(item)
    list_workers = _divided_up(jobs, 2)
    size = min(_divided_up(len(lists), list_workers), MOST_LISTS) if jobs > 1 else BATCH
    yield from batches(lists, max(size, BATCH))
    yield from batches(others, BATCH)


def _divided_up(count: int, parts: int) -> int:
    """`count` divided by `parts`, rounded up."""
    return -(-count // parts)


def files_after(run: Run, site_plan: SitePlan, work: Work, rendered: Iterable[Rendered], gone: Iterable[str]) -> Files:
    """The files of the site after rendering.

    `rendered` are the results of `render_all`, and `gone` the addresses of the files that `make_way` removed.
    """
    rendered = tuple(rendered)
    ours = {**site_plan.others, **work.done}
    ours |= {result.address: result.record for result in rendered if result.record is not None}
    # Posts in a folder that could not be listed are not gone: their pages stay until it can be listed again.
    kept = {} if run.seen.found.is_whole else {name: run.known[name] for name in run.known.keys() - set(gone)}
    addresses = ours.keys() | {result.address for result in rendered}
    return Files(
        records={**kept, **ours},
        planned=addresses | kept.keys(),
        pages=len(addresses),
        size_bytes=sum(record.size_bytes for record in ours.values()),
        written=[result.address for result in rendered if result.is_written],
    )


def remove_stale(run: Run, planned: Collection[str]) -> tuple[str, ...]:
    """Remove the files of earlier builds whose addresses are not in `planned`, and return the removed addresses.

    Notes about files in the output folder that Pressmark did not write are added to the log of `run`.
    """
    removed, problems = write.remove_stale(run.site.output, planned, run.known)
    notes = () if run.is_new else foreign(run.site.output, planned, run.last)
    run.log.add((*problems, *notes))
    return removed

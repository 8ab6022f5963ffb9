"""`Run`: one build of one site, the value that is passed to every phase of the build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import cache

from generator.building.looking import YOUNG_NS, Seen, compare_files, last_report, look
from generator.building.marker import Kind, is_settled
from generator.building.report import BuildReport, Log
from generator.building.site import BuildOptions, Site, open_site
from generator.errors import Problem, Where, problem
from generator.model import SourceFile
from generator.runtime.ledger import FileRecord, Ledger, OutputState, SourceRecord
from generator.runtime.lock import Lock, hold_lock
from generator.runtime.progress import Progress
from generator.runtime.store import Store
from generator.stages.write import open_output, sweep_temporaries

LEDGER = "ledger.sqlite"
STORE = "store.sqlite"


@dataclass(frozen=True, slots=True)
class Run:
    """One build of one site: everything that its phases need.

    While it exists, the site is locked and its ledger is open.  The disk has been scanned already.
    """

    site: Site
    folder: str
    """The absolute path of the output folder: `Site.output_key`, for which the disk is asked once."""
    options: BuildOptions
    log: Log
    ledger: Ledger
    seen: Seen
    """The result of the scan of the disk."""
    known: Mapping[str, FileRecord]
    """The files of the output folder, by address; the record of a file that is missing or changed has an empty key."""
    state: OutputState | None
    """The state that the last build committed; None if that build was not completed, or was for another address or
    other drafts."""
    last: BuildReport | None
    """The report of the last build; None if this build may not rely on it, as with `--full`."""
    is_new: bool
    """Whether the output folder was empty."""
    lock: Lock
    """The lock of the site; each worker process must get it, too."""
    store: Callable[[], Store]
    """Returns the store of the site, which the first call opens and the end of the run closes."""

    @property
    def kind(self) -> Kind:
        """What this build makes of the output folder: for which address, and whether with drafts."""
        return Kind(self.options.drafts, self.site.config.url)

    @property
    def has_index(self) -> bool:
        """Whether the build makes the search index; that of the preview makes it only when the search is opened."""
        return self.site.config.search.enabled and self.options.search

    @property
    def records(self) -> Mapping[str, SourceRecord]:
        """The records of all sources as the last build read them, by the id of the source."""
        return self.ledger.sources()

    def is_calm(self, files: tuple[SourceFile, ...]) -> bool:
        """Whether the output folder is as the last build left it, and none of `files` has changed since that build.

        Also False if one of `files` was modified less than `YOUNG_NS` before that build scanned the disk, because
        another change right after it may have left its time as it was.  False if that build was not completed (`state`
        is None).
        """
        newest = max((file.mtime_ns for file in files), default=0)
        is_old = self.state is not None and newest < self.state.seen_ns - YOUNG_NS
        return is_old and all(record.key for record in self.known.values())


@contextmanager
def _opened(site: Site) -> Iterator[tuple[Lock, Ledger, Callable[[], Store]]]:
    """The lock, the ledger and the store of a site, until the end of the `with` block."""
    with hold_lock(site.cache / "lock") as lock, closing(Ledger(site.cache / LEDGER)) as ledger, ExitStack() as stack:
        # Opened when it is needed: a build that finds nothing to do needs no store.
        yield lock, ledger, cache(lambda: stack.enter_context(closing(Store(site.cache / STORE))))


@contextmanager
def open_run(options: BuildOptions, progress: Progress) -> Iterator[Run]:
    """Context manager that locks the site, prepares the output folder, scans the disk, and yields the `Run` of a build.

    Raises SiteError or SettingsError if the site cannot be built.
    """
    site = open_site(options)
    log = Log(progress)
    with _opened(site) as (lock, ledger, store):
        if ledger.was_rebuilt:
            log.add((_cache_rebuilt(site),))
        inputs = [site.folder / root for root in site.roots]
        is_new = open_output(site.output, site.folder, adopt=options.adopt, inputs=inputs)
        folder = site.output_key
        is_whole = is_settled(site.output, Kind(options.drafts, site.config.url))
        known, state = ledger.records(folder), ledger.state(folder) if is_whole else None
        if state is None:
            sweep_temporaries(site.output)
        if not options.full and (now := compare_files(site.output, known, log)) is not known:
            # Committed at once, so that the next build need not compare again even if this one finds nothing to do.
            ledger.commit(folder, known := now, state=None)
        last = last_report(state) if state is not None and not options.full else None
        seen = look(site, options, log)
        yield Run(site, folder, options, log, ledger, seen, known, state, last, is_new, lock, store)


@contextmanager
def open_inspection(options: BuildOptions, progress: Progress) -> Iterator[Run]:
    """Context manager that locks the site, scans the disk, and yields a `Run` for a command that only reads the site.

    The output folder is not changed.  The fields `state` and `last` are None, so the whole site is planned.  Raises
    SiteError or SettingsError if the site cannot be opened.
    """
    site = open_site(options)
    log = Log(progress)
    with _opened(site) as (lock, ledger, store):
        folder = site.output_key
        known, seen = ledger.records(folder), look(site, options, log)
        yield Run(site, folder, options, log, ledger, seen, known, None, None, False, lock, store)


def unchanged_report(run: Run) -> BuildReport | None:
    """The report of the last build, adapted to this one; None if anything has changed since the last build.

    The adapted report names no written or removed files and has the phases of this build.
    """
    seen, last = run.seen, run.last
    if last is None or run.state is None or run.state.digest != seen.state:
        return None
    if not run.is_calm((*seen.found.sources, *seen.found.others)):
        return None
    problems = tuple(item for item in last.problems if item.code != "cache-rebuilt")
    return replace(last, written=(), unchanged=last.pages, removed=(), problems=problems, phases=run.log.phases)


def _cache_rebuilt(site: Site) -> Problem:
    help = "nothing to do: what lay there is made again, and files it knew of are compared"
    message = "was damaged or of another version, and is made anew"
    return problem("cache-rebuilt", Where(str(site.cache / LEDGER)), message, help)

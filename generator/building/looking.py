"""Scans the disk: the content roots, the static files, and the output folder as the last build left it.

Every build loads the imports of this module, so it imports nothing that cleans or renders.
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.addresses import file_path
from generator.building.report import BuildReport, Log
from generator.building.site import BuildOptions, Site, static_files
from generator.clean_config import CleanConfig
from generator.digest import digest_bytes, digest_text, digest_value
from generator.engine import engine_digest
from generator.errors import DAMAGED, Problem, Severity
from generator.model import SourceFile
from generator.runtime.files import has_state, renewed
from generator.runtime.ledger import FileRecord, OutputState
from generator.site_index import SiteFile
from generator.stages.scan import Scan, scan
from generator.stages.write import foreign_files

FOREIGN = 20
"""The maximum number of notes about files in the output folder that are not ours."""
YOUNG_NS = 2_000_000_000
"""A file that changed less than this before the scan is read again: some file systems store times in steps of two
seconds, so a second edit may change neither time nor size."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The state of all files that a build depends on, as its scan of the disk found them.

    `seen_ns` is when the scan began, in nanoseconds since 1970.
    """

    found: Scan
    """The files of the content roots."""
    static: tuple[SiteFile, ...]
    """The files that are published unchanged, except those that lie beside posts."""
    seen_ns: int
    state: str
    """Digest of everything that a build depends on (`SiteState`)."""
    frame: str
    """Digest of the same, except size, time and inode of the sources, of which it has only the names."""


def look(site: Site, options: BuildOptions, log: Log) -> Seen:
    """Scan the disk for all files that a build depends on, and add the problems of the scan to `log`.

    Raises SiteError if a folder or static file cannot be read.
    """
    with log.phase("read"):
        seen_ns = time.time_ns()
        found = scan(site.folder, site.config.content)
        static, problems = static_files(site, found.verbatim)
        log.add((*found.problems, *problems))
        state = site_state(site, found, static, options)
        names = "\n".join([*(file.id for file in found.sources), "", *map(_file_state, found.others)])
        frame = replace(state, files=digest_text(names))
        return Seen(found, static, seen_ns, digest_value(state), digest_value(frame))


def compare_files(output: Path, known: Mapping[str, FileRecord], log: Log) -> Mapping[str, FileRecord]:
    """The records `known` of the files in the folder `output`, by address, brought up to date with the disk.

    A file whose size, times or inode differ from its record is read.  If it has the bytes that were written, as in a
    copied folder, its record gets the new size, times and inode.  Otherwise, or if it is missing, its record loses its
    key, so that the page is rendered again.  If every file is as recorded, `known` itself is returned.
    """
    folder = os.fspath(output)
    touched = [address for address, record in known.items() if not is_as_written(folder, address, record)]
    if not touched:
        return known
    compared: dict[str, FileRecord] = {}
    with log.phase("compare", len(touched)):
        for address in touched:
            compared[address] = compare_file(folder, address, known[address]) or replace(known[address], key="")
            log.advance(1)
    return {**known, **compared}


def compare_file(output: str, address: str, record: FileRecord) -> FileRecord | None:
    """The record of the file at `address` in the folder `output`: `record` with the present size, times and inode.

    None if the file is missing or has other bytes than those that were written.
    """
    try:
        return renewed(f"{output}/{file_path(address)}", record)
    except (OSError, ValueError):
        return None


def is_as_written(output: str, address: str, record: FileRecord) -> bool:
    """Whether the file at `address` in the folder `output` has the size, times and inode of `record`; it is not read.

    False if the file does not exist.
    """
    try:
        # Making a Path for each file would cost four times as much as the check.
        return has_state(record, os.lstat(f"{output}/{file_path(address)}"))
    except (OSError, ValueError):
        return False


def last_report(state: OutputState) -> BuildReport | None:
    """The report of the last build, which `state` holds; None if it is damaged or of another version of Pressmark."""
    try:
        stored = pickle.loads(state.report)
    except DAMAGED:
        return None
    if not isinstance(stored, tuple) or stored[0] != engine_digest():
        return None
    report: BuildReport = stored[1]
    return report


def foreign(output: Path, planned: Collection[str], last: BuildReport | None) -> tuple[Problem, ...]:
    """Notes about files in the folder `output` that Pressmark did not write; `planned` are the addresses of its own.

    If `last`, the report of the last build, is None, the whole folder is searched, and at most `FOREIGN` files get a
    note.  Otherwise only the foreign files that `last` lists are checked again, because searching ten thousand folders
    would cost more than all other work after a small edit.
    """
    if last is None:
        return foreign_files(output, planned, limit=FOREIGN)
    ours = {str(output / file_path(address)) for address in planned} if last.foreign else set()
    return tuple(note for note in last.foreign if note.where.path not in ours and os.path.lexists(note.where.path))


def state_of(report: BuildReport, seen: Seen) -> OutputState:
    """What to record after a build, so that the next one can tell whether it has anything to do.

    `report` is the report of the build, and `seen` what the disk was like at its beginning.  After a build with errors
    an empty state is returned, which never equals a later one.
    """
    if any(item.severity == Severity.ERROR for item in report.problems):
        return OutputState("", 0, b"")
    return OutputState(seen.state, seen.seen_ns, pickle.dumps((engine_digest(), report), protocol=5))


@dataclass(frozen=True, slots=True)
class SiteState:
    """Everything that a build depends on, with digests in place of the contents of files.

    If it is the same for the next build, that build has nothing to do unless the output folder has changed.
    """

    files: str
    """Digest of the names, sizes, times and inodes of all files in the content roots."""
    problems: tuple[Problem, ...]
    """The problems that the scan of the content roots reported."""
    templates: tuple[tuple[str, str], ...]
    """(path, digest) of each template."""
    static: tuple[tuple[str, str], ...]
    """(address, digest) of each static file."""
    settings: Mapping[str, Any]
    clean: CleanConfig
    """The settings of cleaning, including the texts of the filter lists."""
    drafts: bool
    now: datetime | None
    """The option `--now`; None if the settings publish posts of the future anyway."""
    search: bool
    """Whether the build makes a search index."""


def site_state(site: Site, found: Scan, static: Iterable[SiteFile], options: BuildOptions) -> SiteState:
    """Everything that a build depends on, with digests in place of the contents of files.

    `found` has the files of the content roots, and `static` the static files.
    """
    # One text for all files: with 100,000 sources, a digest of nested values would take longer than the scan.
    files = "\n".join(map(_file_state, (*found.sources, *found.others)))
    templates = tuple(
        (path.relative_to(folder).as_posix(), digest_bytes(path.read_bytes()))
        for folder in site.templates
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )
    return SiteState(
        files=digest_text(files),
        problems=found.problems,
        templates=templates,
        static=tuple((file.address, file.digest) for file in static),
        settings=site.config.model_dump(),
        clean=site.clean,
        drafts=options.drafts,
        now=options.now if not site.config.future else None,
        search=options.search,
    )


def _file_state(file: SourceFile) -> str:
    return f"{file.id}\0{file.size_bytes}\0{file.mtime_ns}\0{file.inode}"

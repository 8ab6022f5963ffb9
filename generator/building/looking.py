"""What lies on disk: the content roots, the static files, and the output folder as the last build left it.

Every build loads what this module imports, so nothing that cleans or renders is among it.
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
from generator.config import CleanConfig
from generator.digest import digest_bytes, digest_text, digest_value
from generator.engine import engine_digest
from generator.errors import DAMAGED, Problem, Severity
from generator.model import SiteFile, SourceFile
from generator.runtime.files import has_state, renewed
from generator.runtime.ledger import FileRecord, OutputState
from generator.stages.scan import Scan, scan
from generator.stages.write import foreign_files

FOREIGN = 20
"""Notes about files in the output folder that are not ours, at most."""
YOUNG_NS = 2_000_000_000
"""A file that changed less than this before it was looked at is read again: some disks count in steps of two seconds,
so a second edit may leave time and size as they are."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What lies on disk: the content roots, the static files, when they were looked at, and one digest of it all."""

    found: Scan
    static: tuple[SiteFile, ...]
    seen_ns: int
    state: str
    frame: str
    """The same without what stands in the sources: their names, and all the rest."""


def look(site: Site, options: BuildOptions, log: Log) -> Seen:
    """Look at everything that the build depends on."""
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
    """`known` as the files of an output folder are now: the very same where all are in the recorded state.

    A file in another state is read.  If it holds what was written, as in a folder that was copied, its record gets the
    new state; else it loses its key, and its page is due.
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
    """The record of the file of an address as it is now; None where it is missing or does not hold what was written."""
    try:
        return renewed(f"{output}/{file_path(address)}", record)
    except (OSError, ValueError):
        return None


def is_as_written(output: str, address: str, record: FileRecord) -> bool:
    """Whether the file of an address is in the recorded state, which is known without reading it."""
    try:
        # A Path for each file would cost four times as much as the question.
        return has_state(record, os.lstat(f"{output}/{file_path(address)}"))
    except (OSError, ValueError):
        return False


def last_report(state: OutputState) -> BuildReport | None:
    """What the last build said; None where that is damaged, or was said by another version, in values of its own."""
    try:
        said = pickle.loads(state.report)
    except DAMAGED:
        return None
    if not isinstance(said, tuple) or said[0] != engine_digest():
        return None
    report: BuildReport = said[1]
    return report


def foreign(output: Path, planned: Collection[str], last: BuildReport | None) -> tuple[Problem, ...]:
    """Notes of files in the output folder that are not ours.

    Without the report of the `last` build they are looked for; else those that it names are named again, as going
    through ten thousand folders for a note would cost more than all the rest of a small edit.
    """
    if last is None:
        return foreign_files(output, planned, limit=FOREIGN)
    ours = {str(output / file_path(address)) for address in planned} if last.foreign else set()
    return tuple(one for one in last.foreign if one.where.path not in ours and os.path.lexists(one.where.path))


def state_of(report: BuildReport, seen: Seen) -> OutputState:
    """What a next build must find to have nothing to do; nothing will do after errors."""
    if any(one.severity == Severity.ERROR for one in report.problems):
        return OutputState("", 0, b"")
    return OutputState(seen.state, seen.seen_ns, pickle.dumps((engine_digest(), report), protocol=5))


@dataclass(frozen=True, slots=True)
class SiteState:
    """Everything that a build depends on, each part as a digest or a small value."""

    files: str
    """Names and states of all files in the content roots."""
    problems: tuple[Problem, ...]
    """What was found there that is no file."""
    templates: tuple[tuple[str, str], ...]
    static: tuple[tuple[str, str], ...]
    settings: Mapping[str, Any]
    clean: CleanConfig
    """With the texts of the filter lists."""
    drafts: bool
    now: datetime | None


def site_state(site: Site, found: Scan, static: Iterable[SiteFile], options: BuildOptions) -> SiteState:
    """Everything that a build depends on, from the state of the content roots on disk."""
    # One text for all files: at 100,000 sources a digest of nested values would cost more than the scan.
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
    )


def _file_state(file: SourceFile) -> str:
    return f"{file.id}\0{file.size_bytes}\0{file.mtime_ns}\0{file.inode}"

"""What has to be done again: sources that changed, pages that are due, and whether anything changed at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.addresses import file_path
from generator.config import CleanConfig
from generator.digest import digest_bytes, digest_text, digest_value
from generator.engine import engine_digest
from generator.errors import Problem
from generator.model import Page, SiteFile, SourceFile
from generator.runtime.ledger import FileRecord, SourceRecord
from generator.site import BuildOptions, Site
from generator.stages.read import Scan
from generator.tasks import CleanTask, Stale

YOUNG_NS = 2_000_000_000
"""A file that changed less than this before it was looked at is read again: some disks count in steps of two seconds,
so a second edit may leave time and size as they are."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Sources that are as they were, with their records, and those to read again."""

    fresh: Mapping[str, SourceRecord]
    stale: tuple[Stale, ...]


def sort_sources(
    sources: Iterable[SourceFile], records: Mapping[str, SourceRecord], task: CleanTask, *, full: bool
) -> Sorted:
    """Tell sources whose state on disk is as recorded from those that must be read; `full` trusts no record."""
    fresh: dict[str, SourceRecord] = {}
    stale: list[Stale] = []
    for source in sources:
        record = records.get(source.id)
        if record is not None and not full and is_fresh(source, record, task):
            fresh[source.id] = record
        else:
            stale.append(Stale(source, may_reuse=not full))
    return Sorted(fresh, tuple(stale))


def is_fresh(source: SourceFile, record: SourceRecord, task: CleanTask) -> bool:
    """Whether what was made of a source serves again without reading it."""
    return is_as_recorded(source, record) and record.key == task.key(source.id, record.digest)


def is_as_recorded(source: SourceFile, record: SourceRecord) -> bool:
    """Whether size, time and inode are as recorded, and the file was no longer young when they were."""
    same = (source.size_bytes, source.mtime_ns, source.inode) == (record.size_bytes, record.mtime_ns, record.inode)
    return same and source.mtime_ns < record.seen_ns - YOUNG_NS


def record_of(source: SourceFile, seen_ns: int, digest: str, key: str) -> SourceRecord:
    """The record of a source that was looked at at `seen_ns`."""
    return SourceRecord(source.size_bytes, source.mtime_ns, source.inode, seen_ns, digest, key)


def is_due(page: Page, record: FileRecord | None, output: Path) -> bool:
    """Whether a page must be rendered: its key changed, or its file is not as it was written."""
    return record is None or record.key != page.key.text or not is_as_written(output, page.address, record)


def is_as_written(output: Path, address: str, record: FileRecord) -> bool:
    """Whether the file of an address has the recorded size and time."""
    try:
        found = (output / file_path(address)).lstat()
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (record.size_bytes, record.mtime_ns)


def newest_ns(found: Scan) -> int:
    """The latest time of any file in the content roots."""
    return max((file.mtime_ns for file in (*found.sources, *found.others)), default=0)


@dataclass(frozen=True, slots=True)
class SiteState:
    """Everything that a build depends on, each part as a digest or a small value."""

    engine: str
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


def site_state(site: Site, found: Scan, static: Iterable[SiteFile], options: BuildOptions) -> str:
    """One digest of everything that a build depends on, from the state of the content roots on disk."""
    # One text for all files: at 100,000 sources a digest of nested values would cost more than the scan.
    files = "\n".join(
        f"{file.id}\0{file.size_bytes}\0{file.mtime_ns}\0{file.inode}" for file in (*found.sources, *found.others)
    )
    templates = tuple(
        (path.relative_to(folder).as_posix(), digest_bytes(path.read_bytes()))
        for folder in site.templates
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )
    state = SiteState(
        engine=engine_digest(),
        files=digest_text(files),
        problems=found.problems,
        templates=templates,
        static=tuple((file.address, file.digest) for file in static),
        settings=site.config.model_dump(),
        clean=site.clean,
        drafts=options.drafts,
        now=options.now if not site.config.future else None,
    )
    return digest_value(state)

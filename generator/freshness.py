"""What has to be done again: sources that changed, and pages that are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import Page, SourceFile
from generator.runtime.ledger import FileRecord, SourceRecord
from generator.tasks import CleanTask, Stale
from generator.unchanged import YOUNG_NS


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


def is_due(page: Page, record: FileRecord | None) -> bool:
    """Whether a page must be rendered: its key changed, or it has none as its file is not as it was written."""
    return record is None or record.key != page.key.text

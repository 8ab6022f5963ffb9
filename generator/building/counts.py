"""Makes the report of a build from the cleaned sources and the written files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter

from generator.article.account import added, without
from generator.building.report import BuildReport, Log, Removed
from generator.building.site import Site
from generator.model import Account, SourceFile, Summary
from generator.runtime.ledger import FileRecord
from generator.site_index import SiteIndex


@dataclass(frozen=True, slots=True)
class Counts:
    """The part of a build report that concerns sources and cleaning; each field is as in `BuildReport`."""

    sources: int
    posts: int
    undated: int
    copies: int
    revisions: int
    removals: tuple[Removed, ...]
    damage: tuple[Removed, ...]
    account: Account
    rechecked: int
    stricter: int


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the output folder after a build, and which of them the build wrote.

    `pages` is the number of all these files, which are not only HTML pages, and `size_bytes` is the sum of their sizes.
    """

    records: Mapping[str, FileRecord]
    """The records of all files to commit to the ledger, by address."""
    planned: Collection[str]
    """The addresses of all files that belong to the site, including pages that could not be rendered."""
    pages: int
    size_bytes: int
    written: Collection[str]
    """The addresses of the files that this build created or changed."""


def counts_of(sources: Sequence[SourceFile], index: SiteIndex, summaries: Sequence[Summary]) -> Counts:
    """The counts of a whole site: of all its `sources`, of the posts in `index`, which are published, and of cleaning.

    `summaries` are those of all cleaned posts, published or not.
    """
    copies = sum(id in index.copies for id in index.unlisted)
    published, undated = len(index.addresses), len(index.undated)
    nothing = Counts(len(sources), published, undated, copies, len(index.revisions), (), (), Account(), 0, 0)
    return counts_after(nothing, (), summaries)


def counts_in(report: BuildReport) -> Counts:
    """The numbers of `report` that concern sources and cleaning."""
    return Counts(
        sources=report.sources,
        posts=report.posts,
        undated=report.undated,
        copies=report.copies,
        revisions=report.revisions,
        removals=report.removals,
        damage=report.damage,
        account=report.account,
        rechecked=report.rechecked,
        stricter=report.stricter,
    )


def counts_after(counts: Counts, before: Sequence[Summary], after: Sequence[Summary]) -> Counts:
    """`counts`, brought up to date after some posts were cleaned again.

    The summaries of these posts were `before` and are now `after`.
    """
    account = added((counts.account, *(summary.account for summary in after)))
    return replace(
        counts,
        removals=removals_after(counts.removals, before, after),
        damage=damage_after(counts.damage, before, after),
        account=without(account, added(summary.account for summary in before)),
        rechecked=counts.rechecked
        + sum(item.is_rechecked for item in after)
        - sum(item.is_rechecked for item in before),
        stricter=counts.stricter + sum(item.is_stricter for item in after) - sum(item.is_stricter for item in before),
    )


def removals_after(
    removals: Iterable[Removed],
    before: Iterable[Summary],
    after: Iterable[Summary],
    counted: Callable[[Summary], tuple[tuple[str, str, int], ...]] = attrgetter("removal_counts"),
) -> tuple[Removed, ...]:
    """The rows `removals` of a build report, brought up to date after some posts were cleaned again.

    The summaries of these posts were `before` and are now `after`.  For a summary, `counted` returns the numbers that
    the rows add up, as (rule, kind, count).  The result is sorted by falling count.
    """
    counts = Counter({(removed.rule, removed.kind): removed.count for removed in removals})
    posts = Counter({(removed.rule, removed.kind): removed.posts for removed in removals})
    for sign, summaries in ((-1, before), (1, after)):
        for summary in summaries:
            for rule, kind, count in counted(summary):
                counts[rule, kind] += sign * count
            for key in {(rule, kind) for rule, kind, _ in counted(summary)}:
                posts[key] += sign
    ordered = sorted(((key, count) for key, count in counts.items() if count), key=lambda item: (-item[1], item[0]))
    return tuple(Removed(*key, count, posts[key]) for key, count in ordered)


damage_after = partial(removals_after, counted=attrgetter("damage_counts"))
"""The rows of a build report about damage, made like those of `removals_after`."""


def make_report(site: Site, counts: Counts, files: Files, removed: Iterable[str], log: Log) -> BuildReport:
    """The report of a build; `removed` are the addresses of files that are no longer part of the site."""
    return BuildReport(
        title=site.config.title,
        output=str(site.output),
        sources=counts.sources,
        posts=counts.posts,
        undated=counts.undated,
        copies=counts.copies,
        revisions=counts.revisions,
        pages=files.pages,
        written=tuple(sorted(files.written)),
        unchanged=files.pages - len(files.written),
        removed=tuple(sorted(set(removed))),
        size_bytes=files.size_bytes,
        removals=counts.removals,
        damage=counts.damage,
        account=counts.account,
        rechecked=counts.rechecked,
        stricter=counts.stricter,
        phases=log.phases,
        problems=log.problems,
    )

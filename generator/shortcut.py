"""The short way: where only the texts of a few posts changed, what was planned for all pages holds as it is.

A build that went the whole way leaves its plan in the store.  Where the next one finds the same files, and that nothing
but some bodies differ and none of it can move a page, the pages that show these posts get new keys and are rendered,
and nothing else is loaded.  Whatever is not sure goes the whole way.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from generator.cleaning.account import added, without
from generator.config import Config
from generator.digest import Digests, digest_text
from generator.errors import DAMAGED
from generator.freshness import is_due
from generator.model import Page, SiteIndex, Summary
from generator.outputs import OUTPUTS, SHARED
from generator.outputs.contexts import PlanContext
from generator.phases import STORE, Changed, Work, page_key, plan_key, render_all
from generator.report import BuildReport, Log, in_order, removals_after
from generator.runtime.ledger import FileRecord, Ledger, OutputState, SourceRecord
from generator.runtime.store import Store
from generator.site import BuildOptions, Site
from generator.tasks import Due, Rendered, load_summaries
from generator.templating.pieces import SiteView
from generator.unchanged import YOUNG_NS, Seen, last_report, state_of

MOST = 100
"""Changed sources up to which the short way is tried."""

_REFRESH = {kind: output.refresh for output in OUTPUTS if output.refresh for kind in output.kinds}


@dataclass(frozen=True, slots=True)
class Memory:
    """What the store keeps of the plan of an output folder, beside the pages themselves."""

    frame: str
    """State of everything but what stands in the sources."""
    sources: str
    """Digest of what the sources were; another output folder may have been brought up to date since."""
    site: SiteView
    templates: Mapping[str, str]
    settings_digest: str
    shows: Mapping[str, tuple[str, ...]]
    """Ids of the posts that a page shows, by its address; pages that show none are absent."""
    texts: Mapping[str, int]
    """How many posts have a text, by its digest."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A post whose text changed: what is known of it before and after."""

    before: Summary
    after: Summary


def remember(
    site: Site, seen: Seen, folder: str, records: Mapping[str, SourceRecord], context: PlanContext, work: Work
) -> None:
    """Leave the plan of a build that went the whole way in the store; `work` has all pages of the site."""
    posts = (item for item in context.index.summaries.values() if item.kind == "post" and item.text_digest)
    texts = Counter(item.text_digest for item in posts)
    memory = Memory(
        frame=seen.frame,
        sources=_sources(records),
        site=context.site,
        templates=context.templates,
        settings_digest=context.settings_digest,
        shows=work.shows,
        texts=dict(texts),
    )
    with closing(Store(site.cache / STORE)) as store:
        store.put_many((page_key(folder, page.address), pickle.dumps(page, protocol=5)) for page in work.missing)
        store.put_many([(plan_key(folder), pickle.dumps(memory, protocol=5))])
        store.keep(page_key(folder, ""), {page_key(folder, address) for address in work.shows})


def build_short(
    site: Site,
    seen: Seen,
    changed: Changed,
    ledger: Ledger,
    folder: str,
    state: OutputState | None,
    options: BuildOptions,
    log: Log,
) -> BuildReport | None:
    """Bring an output folder up to date the short way and say what was done; None where that may not be right."""
    known = ledger.records(folder)
    if state is None or options.full or not _is_calm(seen, state, known):
        return None
    if (last := last_report(state)) is None or any(not one.is_kept or not one.summary for one in changed.results):
        return None
    with closing(Store(site.cache / STORE)) as store:
        memory = _load(store, plan_key(folder))
        if not isinstance(memory, Memory) or memory.frame != seen.frame:
            return None
        if memory.sources != _sources(ledger.sources()):
            return None
        edits = _edits(store, changed, ledger.sources())
        if edits is None or not _stays_in_place(edits, memory):
            return None
        sources = changed.records(ledger.sources(), seen.seen_ns)
        due = _due(store, folder, memory, edits, sources, known, site)
        if due is None:
            # What the store has is older than what lies in the folder; the whole way makes it anew.
            store.keep(page_key(folder, ""), frozenset())
            return None
        memory = replace(memory, sources=_sources(sources), texts=_texts_after(edits, memory))
        store.put_many([(plan_key(folder), pickle.dumps(memory, protocol=5))])
    ledger.commit(folder, known)
    context = _context(memory, site.config, {})
    done = render_all(Work((), due, {}, ()), folder, context, site, options, log)
    report = _report(last, edits, done, known, log)
    records = {**known, **{page.address: page.record for page in done if page.record is not None}}
    ledger.commit(folder, records, sources, state_of(report, seen))
    return report


def _sources(records: Mapping[str, SourceRecord]) -> str:
    return digest_text("\n".join(f"{id}\0{record.key}" for id, record in sorted(records.items())))


def _is_calm(seen: Seen, state: OutputState, known: Mapping[str, FileRecord]) -> bool:
    """Whether all in the output folder is as it was written, and no file but sources is too young to be sure of."""
    newest = max((file.mtime_ns for file in seen.found.others), default=0)
    return newest < state.seen_ns - YOUNG_NS and all(record.key for record in known.values())


def _edits(store: Store, changed: Changed, records: Mapping[str, SourceRecord]) -> tuple[Edit, ...] | None:
    """The posts that are not as they were; None where there are too many, or a post is not known from before."""
    results = [one for one in changed.results if one.source.id not in records or one.key != records[one.source.id].key]
    if len(results) > MOST or any(one.source.id not in records for one in results):
        return None
    before = load_summaries(store, (records[one.source.id].key for one in results))
    if len(before) < len(results):
        return None
    return tuple(Edit(before[records[one.source.id].key], one.summary) for one in results if one.summary is not None)


def _stays_in_place(edits: Sequence[Edit], memory: Memory) -> bool:
    """Whether no page can come, go, move, or say anything else of these posts than of their texts."""
    texts = _texts_after(edits, memory)
    for edit in edits:
        before, after = edit.before, edit.after
        same = (before.id, before.key, before.kind, before.header, before.cover, before.references)
        if same != (after.id, after.key, after.kind, after.header, after.cover, after.references):
            return False
        if before.text_digest == after.text_digest:
            continue
        # Copies of each other are named on each other's pages.
        if before.text_digest and (memory.texts.get(before.text_digest) != 1 or before.text_digest in texts):
            return False
        if after.text_digest and texts[after.text_digest] != 1:
            return False
    return True


def _texts_after(edits: Sequence[Edit], memory: Memory) -> dict[str, int]:
    texts = Counter(memory.texts)
    texts.subtract(edit.before.text_digest for edit in edits if edit.before.text_digest)
    texts.update(edit.after.text_digest for edit in edits if edit.after.text_digest)
    return {digest: count for digest, count in texts.items() if count}


def _due(
    store: Store,
    folder: str,
    memory: Memory,
    edits: Sequence[Edit],
    sources: Mapping[str, SourceRecord],
    known: Mapping[str, FileRecord],
    site: Site,
) -> tuple[Due, ...] | None:
    """The pages to render, with new keys; None where one is not in the store as it lies in the folder."""
    edited = {edit.after.id for edit in edits}
    addresses = [address for address, shown in memory.shows.items() if not edited.isdisjoint(shown)]
    pages = list(_pages(store, folder, addresses, known))
    if len(pages) < len(addresses):
        return None
    shown = {id for page in pages for id in page.shows}
    if not shown <= sources.keys():
        return None
    found = load_summaries(store, (sources[id].key for id in shown))
    if len(found) < len(shown):
        return None
    context = _context(memory, site.config, {id: found[sources[id].key] for id in shown})
    fresh = [_REFRESH[page.kind](page, context) for page in pages]
    return tuple(
        Due(page, known[page.address], tuple([sources[id].key for id in page.shows]))
        for page in fresh
        if is_due(page, known[page.address])
    )


def _pages(store: Store, folder: str, addresses: Sequence[str], known: Mapping[str, FileRecord]) -> Iterator[Page]:
    for address in addresses:
        page = _load(store, page_key(folder, address))
        if isinstance(page, Page) and address in known and page.key.text == known[address].key:
            yield page


def _load(store: Store, key: str) -> object:
    try:
        return pickle.loads(store.get(key))
    except (KeyError, *DAMAGED):
        return None


def _context(memory: Memory, config: Config, summaries: Mapping[str, Summary]) -> PlanContext:
    """What a page is keyed and rendered with; of the index there are only some summaries."""
    index = SiteIndex(
        summaries=summaries, dated=(), undated=(), hidden=(), pages=(), addresses={}, neighbours={}, copies={},
        listings={}, overviews={}, redirects=(), static=(), media={}, terms={}, known=frozenset(), by_path={}, slugs={},
        problems=(),
    )  # fmt: skip
    return PlanContext(index, config, memory.site, memory.templates, memory.settings_digest, Digests(*SHARED))


def _report(
    last: BuildReport, edits: Sequence[Edit], done: Sequence[Rendered], known: Mapping[str, FileRecord], log: Log
) -> BuildReport:
    """The last report with what is different now."""
    before, after = [edit.before for edit in edits], [edit.after for edit in edits]
    gone = {one for summary in before for one in summary.problems}
    log.add(one for one in last.problems if one not in gone and one.code != "cache-rebuilt")
    for summary in after:
        log.add(summary.problems)
    size = sum(page.record.size_bytes - known[page.address].size_bytes for page in done if page.record is not None)
    written = tuple(sorted(page.address for page in done if page.is_written))
    return replace(
        last,
        written=written,
        unchanged=last.pages - len(written),
        removed=(),
        size_bytes=last.size_bytes + size,
        removals=removals_after(last.removals, before, after),
        account=added((without(last.account, added(one.account for one in before)), *(one.account for one in after))),
        rechecked=last.rechecked + sum(one.is_rechecked for one in after) - sum(one.is_rechecked for one in before),
        stricter=last.stricter + sum(one.is_stricter for one in after) - sum(one.is_stricter for one in before),
        phases=log.phases,
        problems=in_order(log.problems),
    )

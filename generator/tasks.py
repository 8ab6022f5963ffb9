"""What workers do: batches of posts to clean and of pages to render, each task with its own edge for errors."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment

from generator.config import CleanConfig, Config
from generator.digest import digest_bytes, digest_text
from generator.engine import engine_digest
from generator.errors import DAMAGED, Problem, SiteError, Where, problem
from generator.model import Page, Post, SourceFile, Stored, Summary
from generator.outputs.contexts import RenderContext, Repeated
from generator.runtime.ledger import FileRecord
from generator.runtime.store import Store
from generator.runtime.workers import batches, in_time
from generator.stages.clean import clean, summarise
from generator.stages.read import parse, read, read_bytes
from generator.stages.render import render
from generator.stages.write import Writer
from generator.templating.compiled import CompiledTemplates
from generator.templating.environment import make_environment
from generator.templating.pieces import SiteView


@dataclass(frozen=True, slots=True)
class CleanBase:
    """All that a cleaned post depends on beside its source: the program itself, the settings and the filter lists."""

    engine: str
    config: CleanConfig


@dataclass(frozen=True, slots=True)
class CleanTask:
    """What a worker needs to read and clean any post of a site."""

    site: Path
    config: CleanConfig
    store: Path
    base: str
    """Digest of the `CleanBase`."""

    def key(self, id: str, digest: str) -> str:
        """The key of what cleaning makes of a source with the bytes of `digest`."""
        return digest_text(f"{self.base}\0{id}\0{digest}")


@dataclass(frozen=True, slots=True)
class Stale(Stored):
    """A source to read.  With `may_reuse`, what an earlier run made of the very same bytes serves again."""

    source: SourceFile
    may_reuse: bool


@dataclass(frozen=True, slots=True)
class Cleaned(Stored):
    """What became of a source: the digest of its bytes, and the key and summary of its post, or what went wrong."""

    source: SourceFile
    digest: str
    key: str
    summary: Summary | None
    problem: Problem | None = None
    is_kept: bool = True
    """False for what the next build shall try again."""


@dataclass(frozen=True, slots=True)
class Due(Stored):
    """A page to render: the record of its file as it was written last, and the keys of the posts that it shows."""

    page: Page
    record: FileRecord | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenderTask:
    """What a worker needs to render any page of a site."""

    config: Config
    site: SiteView
    templates: tuple[Path, ...]
    templates_digest: str
    output: Path
    remembered: str
    """Beginning of the keys under which the store keeps the pages that were planned."""
    force: bool
    settings: str
    """Digest of all that pages show of the site and its settings."""
    is_long: bool
    """Whether there are so many pages that it pays to get ready for them."""


@dataclass(frozen=True, slots=True)
class Rendered(Stored):
    """What became of a page: its file's record and whether it was written, or what went wrong."""

    address: str
    record: FileRecord | None
    is_written: bool
    problem: Problem | None = None


LISTING = ("list", "feed")
"""Kinds of page that show many posts, and little of each."""
AT_ONCE = 64
"""Pages that are rendered at once: what they show is fetched before, and the time that they may take is limited."""
KEPT = 16_384
"""Posts up to which a worker keeps what lists show of them: a post stands in a dozen lists."""

_task: CleanTask | None = None
_render_task: RenderTask | None = None
_store: Store | None = None
_may_find_posts = True
_summaries: dict[str, Summary] = {}
_repeated = Repeated()


def begin(task: CleanTask, render_task: RenderTask | None = None) -> None:
    """Get a worker ready: the site it works for, what it shall render, and its own connection to the store."""
    global _task, _render_task, _store, _may_find_posts
    if _store is not None:
        _store.close()
    _task, _render_task, _store = task, render_task, Store(task.store)
    _may_find_posts = True
    # What is put from now on is of sources that nobody asks for again: where there is none yet, none is looked for,
    # which takes a twentieth of cleaning.  A damaged store is named by the first batch: nobody is told why a worker
    # could not begin.
    with suppress(SiteError):
        _may_find_posts = _store.has("summary:")
    _forget()


def _forget() -> None:
    _summaries.clear()
    _repeated.forget()


def clean_batch(batch: tuple[Stale, ...]) -> tuple[Cleaned, ...]:
    """Read and clean some sources, put their posts into the store, and say what other pages need to know."""
    assert _task is not None
    assert _store is not None
    made: list[tuple[str, bytes]] = []
    earlier = _store if _may_find_posts else None
    results = tuple(_clean_one(item, _task, earlier, made) for item in batch)
    _store.put_many(made)
    return results


def _clean_one(item: Stale, task: CleanTask, earlier: Store | None, made: list[tuple[str, bytes]]) -> Cleaned:
    source = item.source
    try:
        data = read_bytes(task.site, source)
        digest = digest_bytes(data)
        key = task.key(source.id, digest)
        if item.may_reuse and earlier is not None:
            summary = load_summaries(earlier, [key]).get(key)
            if summary is not None:
                return Cleaned(source, digest, key, summary)
        post = clean(parse(source, data), task.config)
        summary = summarise(post)
        made += packed(key, post, summary)
    except SiteError as error:
        return Cleaned(source, "", "", None, error.problem, is_kept=False)
    except MemoryError:
        raise
    except Exception as error:  # one post's task: our mistake must not stop the other posts
        return Cleaned(source, "", "", None, internal_problem(source.id, error), is_kept=False)
    return Cleaned(source, digest, key, summary)


def packed(key: str, post: Post, summary: Summary) -> Iterable[tuple[str, bytes]]:
    """A post and its summary as the store keeps them."""
    yield f"post:{key}", pickle.dumps(post, protocol=5)
    yield f"summary:{key}", pickle.dumps(summary, protocol=5)


def load_summaries(store: Store, keys: Iterable[str]) -> dict[str, Summary]:
    """Summaries by key; those that are missing or damaged are not in the result."""
    found = {}
    for name, data in store.get_many(f"summary:{key}" for key in keys).items():
        with suppress(*DAMAGED):
            found[name.removeprefix("summary:")] = pickle.loads(data)
    return found


def internal_problem(where: str, error: Exception) -> Problem:
    """A mistake of ours, with the trace for the report."""
    message = f"{type(error).__name__}: {error}"[:300]
    help = "this is a mistake in Pressmark; the report (--json) holds the trace"
    found = problem("internal", Where(where), message, help)
    return replace(found, trace="".join(traceback.format_exception(error)))


class Fetcher:
    """Posts and summaries of a store by id; `keys` says where each one lies."""

    def __init__(self, store: Store, keys: Mapping[str, str], summaries: dict[str, Summary] | None = None) -> None:
        """Of `summaries`, by key, none is fetched; what is fetched is added to them."""
        self._store = store
        self._keys = keys
        self._summaries = summaries if summaries is not None else {}
        self._posts: dict[str, bytes] = {}

    def post(self, id: str) -> Post:
        """A post by id; KeyError if it was never cleaned."""
        name = f"post:{self._keys[id]}"
        post: Post = pickle.loads(self._posts.pop(name, b"") or self._store.get(name))
        return post

    def summary(self, id: str) -> Summary:
        """A summary by id; KeyError if it was never cleaned."""
        key = self._keys[id]
        if key not in self._summaries:
            self.fetch([id])
        return self._summaries[key]

    def fetch(self, ids: Iterable[str]) -> None:
        """Get the summaries of several posts at once."""
        keys = {self._keys[id] for id in ids}
        self._summaries |= load_summaries(self._store, keys - self._summaries.keys())

    def fetch_posts(self, ids: Iterable[str]) -> None:
        """Get several posts at once, which takes half the time of one after the other."""
        self._posts |= self._store.get_many(f"post:{self._keys[id]}" for id in ids)


_environments: dict[tuple[object, ...], Environment] = {}


def _environment(task: RenderTask) -> Environment:
    # The digest is that of all templates: an environment keeps what it has read.
    key = task.templates, task.templates_digest, task.settings if task.is_long else ""
    if key not in _environments:
        if len(_environments) > 3:
            _environments.clear()
        compiled = CompiledTemplates(engine_digest(), _compiled, _keep_compiled)
        site = task.site if task.is_long else None
        _environments[key] = make_environment(task.templates, site, compiled=compiled)
    return _environments[key]


def _compiled(name: str) -> bytes | None:
    with suppress(KeyError, SiteError):
        return _store.get(f"compiled:{name}") if _store is not None else None
    return None


def _keep_compiled(name: str, code: bytes) -> None:
    # On a full disk it is compiled again next time.
    with suppress(SiteError):
        if _store is not None:
            _store.put_many([(f"compiled:{name}", code)])


def render_batch(batch: tuple[Due, ...]) -> tuple[Rendered, ...]:
    """Render some pages and write the files that changed; a page that fails keeps its last good file."""
    # A batch of lists is large: a page that never ends shall not have the time of thousands.
    return tuple(one for some in batches(batch, AT_ONCE) for one in in_time(_render_some, some))


def _render_some(batch: tuple[Due, ...]) -> tuple[Rendered, ...]:
    task, store = _render_task, _store
    assert task is not None
    assert store is not None
    if len(_summaries) > KEPT:
        _forget()
    keys = {id: key for due in batch for id, key in zip(due.page.shows, due.keys, strict=True)}
    fetcher = Fetcher(store, keys, _summaries)
    fetcher.fetch({id for due in batch if due.page.kind in LISTING for id in due.page.shows})
    fetcher.fetch_posts(id for due in batch if due.page.kind in ("post", "page") for id in due.page.shows)
    context = RenderContext(task.config, task.site, fetcher.post, fetcher.summary, _repeated)
    environment, writer = _environment(task), Writer(task.output)
    results = tuple(_render_one(due, task, context, environment, writer) for due in batch)
    store.put_many(
        (f"{task.remembered}{due.page.address}", pickle.dumps(due.page, protocol=5))
        for due, result in zip(batch, results, strict=True)
        if due.page.shows and result.problem is None
    )
    return results


def _render_one(
    due: Due, task: RenderTask, context: RenderContext, environment: Environment, writer: Writer
) -> Rendered:
    try:
        page = render(due.page, context, environment)
        record, is_written = writer.write(page.address, page.data, due.record, force=task.force)
    except SiteError as error:
        return Rendered(due.page.address, due.record, False, error.problem)
    except MemoryError:
        raise
    except Exception as error:  # one page's task: our mistake must not stop the other pages
        return Rendered(due.page.address, due.record, False, internal_problem(due.page.address, error))
    return Rendered(due.page.address, replace(record, key=page.key.text), is_written)


def clean_as_text(batch: tuple[Stale, ...]) -> tuple[Cleaned, ...]:
    """What is done instead with posts whose worker died twice: each as escaped text, and the next build tries again."""
    assert _task is not None
    assert _store is not None
    made: list[tuple[str, bytes]] = []
    results = tuple(_as_text(item.source, _task, made) for item in batch)
    _store.put_many(made)
    return results


def _as_text(source: SourceFile, task: CleanTask, made: list[tuple[str, bytes]]) -> Cleaned:
    try:
        post = clean(read(task.site, source), task.config, only_text_because="cleaning it ended the process")
    except SiteError as error:
        return Cleaned(source, "", "", None, error.problem, is_kept=False)
    summary = summarise(post)
    key = f"lost:{task.key(source.id, '')}"
    made += packed(key, post, summary)
    return Cleaned(source, "", key, summary, is_kept=False)


def lost_post(item: Stale) -> tuple[Cleaned, ...]:
    """What stands for a post whose worker died over it as text, too: nothing of it is touched any more, its last good
    page stays, and the report names it."""
    help = "look at the file; what ends the process is in its front matter"
    found = problem("source-unreadable", Where(item.source.id), "reading it ended the process, even as text", help)
    return (Cleaned(item.source, "", "", None, found, is_kept=False),)


def lost_page(due: Due) -> tuple[Rendered, ...]:
    """What stands for a page whose worker died twice: its last good file stays."""
    found = problem("internal", Where(due.page.address), "rendering it ended the process")
    return (Rendered(due.page.address, due.record, False, found),)

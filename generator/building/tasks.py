"""The tasks of workers: cleaning batches of posts and rendering batches of pages.

An exception in one post or page becomes a problem in its result, and the others of the batch are completed.
"""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment

from generator.building.posts import Fetcher, load_summaries, packed, packed_terms
from generator.clean_config import CleanConfig
from generator.config import Config
from generator.digest import digest_bytes, digest_text
from generator.engine import engine_digest
from generator.errors import Problem, SiteError, Where, problem
from generator.model import SourceFile, Summary
from generator.outputs.contexts import RenderContext, Repeated
from generator.outputs.page import Page, PageKey, Reads
from generator.runtime.ledger import FileRecord
from generator.runtime.limits import in_time
from generator.runtime.store import Store
from generator.runtime.workers import batches
from generator.stages.clean import clean, summarise
from generator.stages.read import parse, read_bytes
from generator.stages.render import render
from generator.stages.write import Writer
from generator.stored import Stored
from generator.templating.compiled import CompiledTemplates
from generator.templating.environment import make_environment, print_fragment
from generator.templating.pieces import SiteView


@dataclass(frozen=True, slots=True)
class CleanBase:
    """Everything that a cleaned post depends on besides its own source: the program (`engine`) and the settings."""

    engine: str
    config: CleanConfig


@dataclass(frozen=True, slots=True)
class CleanTask:
    """What a worker process needs to read and clean any post of a site.

    `site` is the folder of the site, and `store` the path of the store's file.
    """

    site: Path
    config: CleanConfig
    store: Path
    base: str
    """Digest of the `CleanBase` of this program and `config`."""
    makes_terms: bool = False
    """Whether the terms by which the search finds a post are made with it; else they are made when they are needed."""

    def key(self, id: str, digest: str) -> str:
        """The key in the store for the post that is made from the source `id`.

        `digest` is the digest of the source's bytes.
        """
        return digest_text(f"{self.base}\0{id}\0{digest}")


@dataclass(frozen=True, slots=True)
class Stale(Stored):
    """A source that must be read.

    If `may_reuse` is True and the store has a post that was made from the same bytes, the source is not cleaned again.
    """

    source: SourceFile
    may_reuse: bool


@dataclass(frozen=True, slots=True)
class Cleaned(Stored):
    """The result of cleaning a source: the digest of its bytes, and the key and summary of its post in the store.

    If that failed, `problem` is set, `summary` is None, and the texts are empty.
    """

    source: SourceFile
    digest: str
    key: str
    summary: Summary | None
    problem: Problem | None = None
    is_kept: bool = True
    """Whether the ledger records the result; False if the next build should clean the source again."""
    sketch: bytes = b""
    """The sketch of a post that was cleaned now; empty if it has none, or if the post was in the store."""


@dataclass(frozen=True, slots=True)
class Due(Stored):
    """A page that must be rendered.

    `key` is its new key, and `record` that of its present file (None if there is none).  `keys` has the key in the
    store for each post that the page shows, in the order of `page.shows`.
    """

    page: Page[Any]
    key: PageKey
    record: FileRecord | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RenderTask:
    """What a worker process needs to render any page of a site and to write its file.

    `force` is True if a file is to be written although its record shows the same bytes.
    """

    config: Config
    site: SiteView
    templates: tuple[Path, ...]
    """The folders of templates; the first that has a template is used."""
    templates_digest: str
    output: Path
    remembered: str
    """The prefix of the keys under which the store keeps planned pages."""
    buckets: str
    """The prefix of the keys under which the store keeps buckets of the search index."""
    force: bool


@dataclass(frozen=True, slots=True)
class Rendered(Stored):
    """The result of rendering a page: the record of its file, and whether the file was written.

    If that failed, `problem` is set, and `record` is that of the earlier file, or None.
    """

    address: str
    record: FileRecord | None
    is_written: bool
    problem: Problem | None = None


AT_ONCE = 64
"""Pages rendered together: their posts are fetched in one go, and the CPU time of the group is limited."""
KEPT = 16_384
"""The maximum number of summaries that a worker caches, because a post is in a dozen lists."""


@dataclass(slots=True)
class Worker:
    """What a worker process keeps from one batch to the next: its tasks, its connection to the store, and caches.

    `rendering` is None in a worker that only cleans posts.
    """

    cleaning: CleanTask
    rendering: RenderTask | None
    store: Store
    """A connection that no other process uses."""
    may_find_posts: bool
    """False if the store had no posts when the worker began, so that none need be looked up."""
    summaries: dict[str, Summary] = field(default_factory=dict)
    """A cache of fetched summaries, by key."""
    repeated: Repeated = field(default_factory=Repeated)

    def forget(self) -> None:
        """Empty the caches, so that the worker does not take ever more memory."""
        self.summaries.clear()
        self.repeated.forget()


@contextmanager
def begin(cleaning: CleanTask, rendering: RenderTask | None = None) -> Iterator[Worker]:
    """Context manager that opens the store for a worker process and yields the `Worker`.

    Without `rendering`, the worker can only clean posts.
    """
    with closing(Store(cleaning.store)) as store:
        may_find_posts = True
        # Sources that are read from now on are looked up in the store first, but in an empty one they cannot be found:
        # leaving that out saves a twentieth of cleaning.  The first batch reports a store that is damaged, because an
        # error here would have no place to be shown.
        with suppress(SiteError):
            may_find_posts = store.has("summary:")
        yield Worker(cleaning, rendering, store, may_find_posts)


def clean_batch(worker: Worker, batch: tuple[Stale, ...]) -> tuple[Cleaned, ...]:
    """Read and clean the sources of a batch, put their posts into the store, and return a result for each source."""
    made: list[tuple[str, bytes]] = []
    earlier = worker.store if worker.may_find_posts else None
    results = tuple(_clean_one(item, worker.cleaning, earlier, made) for item in batch)
    worker.store.put_many(made)
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
        if task.makes_terms:
            # Without its terms a post cannot be found, but it can be published.
            with suppress(MemoryError):
                made.append(packed_terms(key, post))
    except SiteError as error:
        return Cleaned(source, "", "", None, error.problem, is_kept=False)
    except MemoryError:
        raise
    except Exception as error:  # our mistake must not stop the other posts; the report has its trace
        return Cleaned(source, "", "", None, internal_problem(source.id, error), is_kept=False)
    return Cleaned(source, digest, key, summary, sketch=post.sketch)


def internal_problem(where: str, error: Exception) -> Problem:
    """The problem with code `internal` for an unexpected exception: a mistake in Pressmark, with its traceback.

    `where` names the post or page that was being made.
    """
    message = f"{type(error).__name__}: {error}"[:300]
    help = "this is a mistake in Pressmark; the report (--json) holds the trace"
    internal = problem("internal", Where(where), message, help)
    return replace(internal, trace="".join(traceback.format_exception(error)))


# An environment caches its templates, and the preview builds again and again with the same ones.
@lru_cache(maxsize=4)
def _environment(folders: tuple[Path, ...], templates_digest: str) -> Environment:
    """The environment for these folders; the digest makes changed templates get a new one."""
    return make_environment(folders)


def compiled_in(store: Store) -> CompiledTemplates:
    """The compiled templates that `store` keeps from one build, or check, to the next."""

    def get(name: str) -> bytes | None:
        with suppress(KeyError, SiteError):
            return store.get(f"compiled:{name}")
        return None

    def put(name: str, code: bytes) -> None:
        # If the disk is full, the template is compiled again next time.
        with suppress(SiteError):
            store.put_many([(f"compiled:{name}", code)])

    return CompiledTemplates(engine_digest(), get, put)


def _environment_of(worker: Worker, task: RenderTask) -> Environment:
    """The environment for the templates of a site, with the store as its cache of compiled templates."""
    environment = _environment(task.templates, task.templates_digest)
    environment.bytecode_cache = compiled_in(worker.store)
    return environment


def render_batch(worker: Worker, batch: tuple[Due, ...]) -> tuple[Rendered, ...]:
    """Render the pages of a batch, write the files that changed, and return a result for each page.

    If a page fails, its file from an earlier build stays.
    """
    # A batch of lists may hold thousands: in small groups, an endless page is stopped sooner.
    return tuple(result for group in batches(batch, AT_ONCE) for result in in_time(_render_some, worker, group))


def _render_some(worker: Worker, batch: tuple[Due, ...]) -> tuple[Rendered, ...]:
    task = worker.rendering
    if task is None:
        raise ValueError("this worker was begun without a site to render")
    if len(worker.summaries) > KEPT:
        worker.forget()
    keys = {id: key for due in batch for id, key in zip(due.page.shows, due.keys, strict=True)}
    fetcher = Fetcher(worker.store, keys, worker.summaries)
    fetcher.fetch({id for due in batch if due.page.reads is Reads.SUMMARIES for id in due.page.shows})
    fetcher.fetch_posts(id for due in batch if due.page.reads is Reads.BODIES for id in due.page.shows)
    environment = _environment_of(worker, task)
    printed = partial(print_fragment, environment)
    bucket = partial(read_bucket, worker.store, task.buckets)
    context = RenderContext(task.config, task.site, fetcher.post, fetcher.summary, printed, bucket, worker.repeated)
    writer = Writer(task.output)
    results = tuple(_render_one(due, task, context, environment, writer) for due in batch)
    worker.store.put_many(
        (f"{task.remembered}{due.page.address}", pickle.dumps(due.page, protocol=5))
        for due, result in zip(batch, results, strict=True)
        if due.page.shows and result.problem is None
    )
    return results


def read_bucket(store: Store, prefix: str, digest: str) -> bytes:
    """The bucket of a search index with this digest; `prefix` is that of the keys of its output folder.

    Raises KeyError if the store lacks the bucket, or has it damaged.
    """
    key = f"{prefix}{digest}"
    data = store.get(key)
    if digest_bytes(data) != digest:
        raise KeyError(key)
    return data


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
    except Exception as error:  # our mistake must not stop the other pages; the report has its trace
        return Rendered(due.page.address, due.record, False, internal_problem(due.page.address, error))
    return Rendered(due.page.address, replace(record, key=due.key.text), is_written)


def clean_as_text(worker: Worker, batch: tuple[Stale, ...]) -> tuple[Cleaned, ...]:
    """Publish the sources of a batch as plain text, because cleaning each of them has ended a worker process twice.

    The body of each becomes escaped text, and the post is put into the store.  Returns a result for each source, with
    `is_kept=False`, so that the next build tries to clean it again.
    """
    made: list[tuple[str, bytes]] = []
    results = tuple(_as_text(item.source, worker.cleaning, made) for item in batch)
    worker.store.put_many(made)
    return results


def _as_text(source: SourceFile, task: CleanTask, made: list[tuple[str, bytes]]) -> Cleaned:
    try:
        data = read_bytes(task.site, source)
        post = clean(parse(source, data), task.config, only_text_because="cleaning it ended the process")
    except SiteError as error:
        return Cleaned(source, "", "", None, error.problem, is_kept=False)
    summary = summarise(post)
    key = f"lost:{task.key(source.id, digest_bytes(data))}"
    made += packed(key, post, summary)
    return Cleaned(source, "", key, summary, is_kept=False)


def lost_post(item: Stale) -> tuple[Cleaned, ...]:
    """The result, in a tuple, for a source that ended the worker process even in `clean_as_text`: an error.

    The page of its post from an earlier build stays.
    """
    help = "look at the file; what ends the process is in its front matter"
    unreadable = problem("source-unreadable", Where(item.source.id), "reading it ended the process, even as text", help)
    return (Cleaned(item.source, "", "", None, unreadable, is_kept=False),)


def lost_page(due: Due) -> tuple[Rendered, ...]:
    """The result, in a tuple, for a page whose rendering ended the worker process twice: an error.

    Its file from an earlier build stays.
    """
    died = problem("internal", Where(due.page.address), "rendering it ended the process")
    return (Rendered(due.page.address, due.record, False, died),)

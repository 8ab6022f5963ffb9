"""What workers do: batches of posts to clean and of pages to render, each task with its own edge for errors."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment

from generator.config import CleanConfig, Config
from generator.errors import Problem, SiteError, Where, problem
from generator.model import Page, Post, SourceFile, Summary
from generator.outputs.contexts import RenderContext
from generator.runtime.ledger import FileRecord
from generator.runtime.store import Store
from generator.stages.clean import clean, summarise
from generator.stages.read import read
from generator.stages.render import render
from generator.stages.write import write_file
from generator.templating.environment import make_environment
from generator.templating.views import SiteView


@dataclass(frozen=True, slots=True)
class CleanTask:
    """What a worker needs to read and clean any post of a site."""

    site: Path
    config: CleanConfig
    store: Path


@dataclass(frozen=True, slots=True)
class Due:
    """A page to render, with the record of its file as it was written last."""

    page: Page
    record: FileRecord | None


@dataclass(frozen=True, slots=True)
class RenderTask:
    """What a worker needs to render any page of a site."""

    config: Config
    site: SiteView
    templates: tuple[Path, ...]
    output: Path
    force: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a page: its file's record and whether it was written, or what went wrong."""

    address: str
    record: FileRecord | None
    is_written: bool
    problem: Problem | None = None


_task: CleanTask | None = None
_store: Store | None = None


def begin(task: CleanTask) -> None:
    """Get a worker ready: the site it works for, and its own connection to the store."""
    global _task, _store
    _task, _store = task, Store(task.store)


def clean_batch(sources: tuple[SourceFile, ...]) -> tuple[Summary | Problem, ...]:
    """Read and clean some sources, put their posts into the store, and say what other pages need to know."""
    assert _task is not None
    assert _store is not None
    results: list[Summary | Problem] = []
    made: list[tuple[str, bytes]] = []
    for source in sources:
        try:
            post = clean(read(_task.site, source), _task.config)
            summary = summarise(post)
        except SiteError as error:
            results.append(error.problem)
            continue
        except Exception as error:  # one post's task: our mistake must not stop the other posts
            results.append(internal_problem(source.id, error))
            continue
        made += packed(post, summary)
        results.append(summary)
    _store.put_many(made)
    return tuple(results)


def packed(post: Post, summary: Summary) -> Iterable[tuple[str, bytes]]:
    """A post and its summary as the store keeps them."""
    yield f"post:{post.id}", pickle.dumps(post, protocol=5)
    yield f"summary:{post.id}", pickle.dumps(summary, protocol=5)


def internal_problem(where: str, error: Exception) -> Problem:
    """A mistake of ours, with the trace for the report."""
    message = f"{type(error).__name__}: {error}"[:300]
    help = "this is a mistake in Pressmark; the report (--json) holds the trace"
    found = problem("internal", Where(where), message, help)
    return replace(found, trace="".join(traceback.format_exception(error)))


class Fetcher:
    """Posts and summaries of a store by id; those of one batch are fetched at once."""

    def __init__(self, store: Store, ids: Iterable[str] = ()) -> None:
        """`ids` are the posts whose summaries will be wanted."""
        self._store = store
        self._summaries = {
            key.removeprefix("summary:"): pickle.loads(data)
            for key, data in store.get_many(f"summary:{id}" for id in ids).items()
        }

    def post(self, id: str) -> Post:
        """A post by id."""
        post: Post = pickle.loads(self._store.get(f"post:{id}"))
        return post

    def summary(self, id: str) -> Summary:
        """A summary by id."""
        if id not in self._summaries:
            data = self._store.get(f"summary:{id}")
            self._summaries[id] = pickle.loads(data)
        summary: Summary = self._summaries[id]
        return summary


@lru_cache(maxsize=4)
def _environment(folders: tuple[Path, ...]) -> Environment:
    return make_environment(folders)


def render_batch(batch: tuple[tuple[RenderTask, Due], ...]) -> tuple[Rendered, ...]:
    """Render some pages and write the files that changed; a page that fails keeps its last good file."""
    assert _store is not None
    fetcher = Fetcher(_store, {id for _, due in batch for id in due.page.shows if due.page.kind == "list"})
    return tuple(_render_one(task, due, fetcher) for task, due in batch)


def _render_one(task: RenderTask, due: Due, fetcher: Fetcher) -> Rendered:
    context = RenderContext(task.config, task.site, fetcher.post, fetcher.summary)
    try:
        page = render(due.page, context, _environment(task.templates))
        record, is_written = write_file(task.output, page.address, page.data, due.record, force=task.force)
    except SiteError as error:
        return Rendered(due.page.address, due.record, False, error.problem)
    return Rendered(due.page.address, record, is_written)


def lost_post(task: CleanTask, source: SourceFile) -> tuple[Summary | Problem, ...]:
    """What stands for a post whose worker died twice: the post as escaped text."""
    try:
        post = clean(read(task.site, source), task.config, only_text_because="cleaning it ended the process")
    except SiteError as error:
        return (error.problem,)
    summary = summarise(post)
    store = Store(task.store)
    store.put_many(packed(post, summary))
    store.close()
    return (summary,)


def lost_page(item: tuple[RenderTask, Due]) -> tuple[Rendered, ...]:
    """What stands for a page whose worker died twice: its last good file stays."""
    _, due = item
    found = problem("internal", Where(due.page.address), "rendering it ended the process")
    return (Rendered(due.page.address, due.record, False, found),)

"""Drafts of invented posts for tests of single steps."""

from __future__ import annotations

from collections.abc import Callable

from generator.article.nodes import read_body, write_body
from generator.article.text import visible_text
from generator.clean_config import CleanConfig, clean_config
from generator.cleaning.draft import Draft
from generator.config import Config
from generator.model import Field, FieldValue, Header, Post, RawPost, Reference, SourceFile
from generator.outputs.references import fill

CONFIG = clean_config(Config(title="Small site", url="https://example.org/"), ())


def raw_post(body: str, path: str = "a.html", **fields: FieldValue) -> RawPost:
    """A source in the root `content` as `read` would give it."""
    source = SourceFile("content", path, len(body), 0, 0)
    header = tuple(Field(name, value, line) for line, (name, value) in enumerate(fields.items(), start=2))
    return RawPost(source, header, body, len(header) + 3, bool(header))


def draft(body: str, *, title: str = "", cover: str = "", config: CleanConfig = CONFIG) -> Draft:
    """A draft of an HTML body."""
    return Draft(raw_post(body), Header(title=title), config, read_body(body), cover)


def after(step: Callable[[Draft], None], body: str, *, title: str = "", config: CleanConfig = CONFIG) -> str:
    """The body after one step."""
    post = draft(body, title=title, config=config)
    step(post)
    return write_body(post.body)


def counts(post: Draft) -> dict[str, int]:
    """How often each rule acted."""
    return {removal.rule: removal.count for removal in post.removals}


def written(post: Post) -> str:
    """The article with its references as they were written."""
    found = {(part.kind, part.target): part.target for part in post.segments if isinstance(part, Reference)}
    return fill(post.segments, found, str)


def text_of(post: Post) -> str:
    """What a reader sees of an article."""
    return visible_text(read_body(written(post)))

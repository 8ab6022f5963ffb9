"""Drafts for tests of filter rules."""

from __future__ import annotations

from generator.article.nodes import read_body, write_body
from generator.clean_config import CleanConfig, RuleList, clean_config
from generator.cleaning.draft import Draft
from generator.config import Config
from generator.model import Header, RawPost, SourceFile


def config_with(rules: tuple[RuleList, ...], off: tuple[str, ...] = ()) -> CleanConfig:
    settings = Config.model_validate({"title": "t", "url": "https://example.org/", "cleaning": {"off": off}})
    return clean_config(settings, rules)


def draft_of(
    html: str,
    rules: str | tuple[RuleList, ...],
    header: Header | None = None,
    off: tuple[str, ...] = (),
    cover: str = "",
) -> Draft:
    """A draft before the step; rules given as text are a list named `own`."""
    lists = (RuleList("own", rules),) if isinstance(rules, str) else rules
    raw = RawPost(SourceFile("content", "a.md", 0, 0, 0), (), html, 1, True)
    return Draft(raw, header or Header("甲"), config_with(lists, off), read_body(html), cover)


def inner(draft: Draft) -> str:
    """The body's HTML without blanks at its ends."""
    return write_body(draft.body).strip()

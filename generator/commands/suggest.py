"""Suggesting filter rules: what repeats in the posts of each source, as lines to paste into a filter list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby

from generator.cleaning.filters.suggestions import LEAST_POSTS, Suggestion, suggest
from generator.commands.printing.endings import write_json
from generator.commands.printing.report import suggestions_json
from generator.commands.printing.summary import count_text
from generator.commands.printing.terminal import Terminal, safe
from generator.errors import SiteError
from generator.inspection import Inspection
from generator.model import RawPost
from generator.runtime.progress import Progress


def suggestions(inspection: Inspection, progress: Progress) -> Iterator[Suggestion]:
    """The rules that are suggested for the published posts of each source, by name, one source in memory at a time."""
    sources = [(one.header.origin, one.id) for one in inspection.summaries if one.id in inspection.index.addresses]
    progress.phase("suggest", len(sources))
    for origin, posts in groupby(sorted(sources), key=lambda pair: pair[0]):
        ids = [id for _, id in posts]
        if origin and len(ids) >= LEAST_POSTS:
            yield from suggest(origin, list(_read(inspection, ids)), inspection.site.clean)
        progress.advance(len(ids))


def _read(inspection: Inspection, ids: Iterable[str]) -> Iterator[RawPost]:
    for id in ids:
        # A file that went since the scan is counted no more; the next build names it.
        with suppress(SiteError):
            yield inspection.raw(id)


def rule_lines(found: Iterable[Suggestion]) -> Iterator[str]:
    """A filter list of suggestions: each with its counts, and examples in their context, in comments above it."""
    kind = source = ""
    for one in sorted(found, key=lambda one: (one.source, one.kind, -one.posts, one.line)):
        if one.source != source:
            yield from ("", f"! {safe(one.source)}")
            source, kind = one.source, ""
        if one.kind != kind:
            yield f"! kind: {one.kind}"
            kind = one.kind
        yield f"! {one.posts:,} of {one.of:,} posts: {safe(one.examples[0].text)}"
        for example in one.examples:
            yield f"!   {safe(example.post)}"
            # A mark before each: a line `kind: …` of a post must not set the kind of the rule.
            around = (("|", example.before), (">", example.text), ("|", example.after))
            yield from (f"!     {mark} {safe(text)}" for mark, text in around if text)
        yield safe(one.line)


def print_suggestions(found: tuple[Suggestion, ...], json: str | None, terminal: Terminal) -> None:
    """Print the filter list to stdout, and how many rules it has; with `json` a report into that file or to stdout."""
    if json is not None:
        write_json(json, suggestions_json(found), terminal)
    if json != "-":
        for line in rule_lines(found):
            terminal.data(line)
    rules = count_text(len(found), "rule")
    terminal.say(
        f"{rules} suggested.  Nothing is removed until you put a line into a filter list; see docs/filter-rules.md."
    )

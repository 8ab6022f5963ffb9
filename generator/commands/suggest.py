"""Suggests filter rules for text that repeats in posts of the same origin, as lines to paste into a filter list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby

from generator.building.inspection import Inspection
from generator.cleaning.filters.suggestions import LEAST_POSTS, Suggestion, suggest
from generator.commands.printing.endings import write_json
from generator.commands.printing.report import suggestions_json
from generator.commands.printing.summary import count_text
from generator.commands.printing.terminal import Terminal, safe
from generator.errors import SiteError
from generator.model import RawPost
from generator.runtime.progress import Progress


def suggestions(inspection: Inspection, progress: Progress) -> Iterator[Suggestion]:
    """Filter rules for text that repeats in published posts of the same origin (`header.origin`, such as an author).

    The rules are sorted by origin; origins with fewer than `LEAST_POSTS` posts get none.  Only the posts of one origin
    are in memory at a time.
    """
    sources = [(post.header.origin, post.id) for post in inspection.summaries if post.id in inspection.index.addresses]
    progress.phase("suggest", len(sources))
    for origin, posts in groupby(sorted(sources), key=lambda pair: pair[0]):
        ids = [id for _, id in posts]
        if origin and len(ids) >= LEAST_POSTS:
            yield from suggest(origin, list(_read(inspection, ids)), inspection.site.clean)
        progress.advance(len(ids))


def _read(inspection: Inspection, ids: Iterable[str]) -> Iterator[RawPost]:
    for id in ids:
        # A file that was removed after the scan is skipped.
        with suppress(SiteError):
            yield inspection.raw(id)


def rule_lines(suggested: Iterable[Suggestion]) -> Iterator[str]:
    """The suggested rules as lines of a filter list, sorted by source, kind and number of posts.

    Comment lines (`! …`) before each rule give the number of posts that contain its text, and examples.
    """
    kind = source = ""
    for rule in sorted(suggested, key=lambda rule: (rule.source, rule.kind, -rule.posts, rule.line)):
        if rule.source != source:
            yield from ("", f"! {safe(rule.source)}")
            source, kind = rule.source, ""
        if rule.kind != kind:
            yield f"! kind: {rule.kind}"
            kind = rule.kind
        yield f"! {rule.posts:,} of {rule.of:,} posts: {safe(rule.examples[0].text)}"
        for example in rule.examples:
            yield f"!   {safe(example.post)}"
            # A sign stands before each text: a line `kind: …` of a post must not set the kind of the rule.
            around = (("|", example.before), (">", example.text), ("|", example.after))
            yield from (f"!     {sign} {safe(text)}" for sign, text in around if text)
        yield safe(rule.line)


def print_suggestions(suggested: tuple[Suggestion, ...], json: str | None, terminal: Terminal) -> None:
    """Print the suggested rules as a filter list to stdout, and the number of rules to stderr.

    `json` is the name of a file for a JSON report, or None for no report; with `-`, the report goes to stdout in place
    of the filter list.
    """
    if json is not None:
        write_json(json, suggestions_json(suggested), terminal)
    if json != "-":
        for line in rule_lines(suggested):
            terminal.data(line)
    rules = count_text(len(suggested), "rule")
    terminal.say(
        f"{rules} suggested.  Nothing is removed until you put a line into a filter list; see docs/filter-rules.md."
    )

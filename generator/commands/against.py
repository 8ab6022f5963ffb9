"""Prints the result of `pressmark check --against`: what publishing the site now would change, as text or JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from generator import __version__
from generator.building.inspection import Inspection
from generator.building.site import BuildOptions
from generator.commands.printing.endings import write_json
from generator.commands.printing.report import SCHEMA, problem_rows, severity_counts, to_json
from generator.commands.printing.summary import count_text, counted
from generator.commands.printing.terminal import Terminal, clipped, safe
from generator.comparing.comparison import compare
from generator.comparing.findings import Comparison, Gone, ListChange, Moved, PageChange, TextChange
from generator.comparing.lists import KINDS
from generator.errors import MESSAGES, Problem, Where, problem
from generator.publishing.published import Published, find_published
from generator.runtime.progress import Progress

_EXAMPLES = 5
_WIDTH = 110
_Row = TypeVar("_Row")


def find(name: str, options: BuildOptions) -> Published:
    """The published site to compare with, in the folder, branch or commit `name` (the value of `--against`).

    Raises SiteError against-unknown if nothing has that name, against-unfit if it holds no finished site, or
    git-failed.
    """
    return find_published(name, options.site, options.site / ".pressmark" / "deploy.git")


def compare_with(published: Published, inspection: Inspection, progress: Progress) -> Comparison:
    """What would change if the current site, in `inspection`, replaced the `published` one."""
    return compare(inspection, published, progress)


def print_comparison(
    comparison: Comparison, json: str | None, terminal: Terminal, site: Path, *, is_verbose: bool
) -> tuple[Problem, ...]:
    """Print a comparison to stdout; return the errors of the current site, and each difference, as problems.

    `json` is the name of a file for a JSON report, or None for no report; with `-`, the report goes to stdout in place
    of the lines for people.  `is_verbose` lists all differences instead of a few examples of each kind.
    """
    problems = (*comparison.problems, *_problems(comparison))
    if json is not None:
        write_json(json, comparison_json(comparison, problems), terminal)
    if json != "-" and not terminal.is_quiet:
        for line in comparison_lines(comparison, examples=None if is_verbose else _EXAMPLES):
            terminal.data(line)
    for error in comparison.problems:
        terminal.show(error, site)
    terminal.say(f"Compared {count_text(comparison.now, 'page')} with {safe(comparison.shown)}.  {counted(problems)}")
    return problems


# -------------------------------------------------------------------------------------------- problems

_ALIASES = "to leave a redirect, write the old address below `aliases` in the front matter"
_OLD = "if the article is elsewhere, write the old address below `aliases` in its front matter"


def _problems(comparison: Comparison) -> Iterator[Problem]:
    for gone in comparison.gone:
        yield problem("address-gone", Where(gone.address), _gone_message(gone), _OLD)
    for moved in comparison.moved:
        if not moved.redirect:
            message = f"moves from {moved.address} to {moved.to}, and no redirect is left"
            yield problem("redirect-missing", Where(moved.source), message, _ALIASES)
        else:
            yield problem("address-moved", Where(moved.address), f"a redirect leads to {moved.redirect}")
    for name in comparison.media_gone:
        yield problem("media-gone", Where(name), "is part of the site no longer")
    for address in comparison.unread:
        yield problem("page-uncompared", Where(address), "the published page cannot be read, or is too large")
    for code, changes in (("text-missing", comparison.missing), ("text-added", comparison.added)):
        for _, group in groupby(changes, key=_place):
            passages = list(group)
            first = passages[0]
            verb = "missing" if code == "text-missing" else "new"
            message = f"{count_text(len(passages), 'passage')} {verb} at {first.address}: {clipped(first.text, 60)!r}"
            yield problem(code, Where(first.source or first.address), message + _by(first))
    for change in comparison.anchors:
        message = f"headings have no longer the ids {', '.join(change.gone)}"
        yield problem("anchor-gone", Where(change.address), message)
    for change in comparison.details:
        yield problem("details-changed", Where(change.address), _detail_text(change))
    for list_change in comparison.lists:
        yield problem("list-changed", Where(list_change.address), _list_text(list_change))
    for redirect in comparison.redirects:
        yield problem("redirect-changed", Where(redirect.address), f"led to {redirect.was}, leads to {redirect.to}")


def _place(change: TextChange) -> tuple[str, str]:
    return change.address, change.was


def _by(change: TextChange) -> str:
    return f", taken out by {change.removal.rule}" if change.removal is not None else ""


def _gone_message(gone: Gone) -> str:
    if gone.candidates:
        return f"nothing is there any more; the {gone.kind} may be at {' or '.join(gone.candidates[:_EXAMPLES])}"
    return "nothing is there any more"


# ---------------------------------------------------------------------------------------------- people


def comparison_lines(comparison: Comparison, *, examples: int | None) -> Iterator[str]:
    """The lines that show a comparison to people, with at most `examples` changes of each kind (None: all changes)."""
    yield f"Against      {safe(comparison.shown)}"
    for remark in comparison.remarks:
        yield f"             {safe(remark)}"
    yield f"Pages        {comparison.before:,} published, {comparison.now:,} now"
    if comparison.new:
        shown = comparison.new if examples is None else comparison.new[:examples]
        yield f"New          {_addresses(len(comparison.new))}: {_listed(shown, len(comparison.new))}"
    sections = (
        _gone(comparison, examples),
        _moved(comparison, examples),
        _texts("text-missing", comparison.missing, examples),
        _texts("text-added", comparison.added, examples),
        _changes("details-changed", comparison.details, "article", examples),
        _anchors(comparison, examples),
        _lists(comparison, examples),
        _files(comparison, examples),
    )
    is_same = True
    for section in sections:
        lines = list(section)
        if lines:
            is_same = False
            yield ""
            yield from lines
    if is_same:
        yield ""
        yield "Nothing is gone, and no article has lost or gained any text."


def _heading(code: str, text: str) -> str:
    return f"{MESSAGES[code][0]} {code}: {text}"


def _some(
    rows: Sequence[_Row], examples: int | None, line: Callable[[_Row], Iterable[str]], indent: str = "  "
) -> Iterator[str]:
    shown = rows if examples is None else rows[:examples]
    for row in shown:
        yield from line(row)
    if len(rows) > len(shown):
        yield f"{indent}and {len(rows) - len(shown):,} more"


def _addresses(count: int) -> str:
    return f"{count:,} address{'' if count == 1 else 'es'}"


def _listed(shown: Sequence[str], of: int) -> str:
    more = f" and {of - len(shown):,} more" if of > len(shown) else ""
    return ", ".join(map(safe, shown)) + more


def _gone(comparison: Comparison, examples: int | None) -> Iterator[str]:
    if comparison.gone:
        yield _heading(
            "address-gone", f"{_addresses(len(comparison.gone))} with nothing there any more, not even a redirect"
        )
        yield from _some(comparison.gone, examples, _gone_lines)
        if any(gone.kind == "article" for gone in comparison.gone):
            yield f"  help: {_OLD}"
    if comparison.unread:
        yield _heading("page-uncompared", f"{count_text(len(comparison.unread), 'published page')} could not be read")
        yield from _some(comparison.unread, examples, lambda address: [f"  {safe(address)}"])


def _gone_lines(gone: Gone) -> Iterator[str]:
    kind = "" if gone.kind == "article" else f"({gone.kind}) "
    yield f"  {safe(gone.address)}  {clipped(f'{kind}{gone.title}', 70)}".rstrip()
    if gone.candidates:
        yield f"    it may be {_listed(gone.candidates[:3], len(gone.candidates))}: too much alike to tell"


def _moved(comparison: Comparison, examples: int | None) -> Iterator[str]:
    without = [moved for moved in comparison.moved if not moved.redirect]
    with_redirect = [moved for moved in comparison.moved if moved.redirect]
    if without:
        articles = count_text(len(without), "article")
        moves = "moves" if len(without) == 1 else "move"
        yield _heading("redirect-missing", f"{articles} {moves}, and no redirect is left at the old address")
        yield from _some(without, examples, _moved_lines)
        yield f"  help: {_ALIASES}"
    if with_redirect:
        yield _heading("address-moved", f"{_addresses(len(with_redirect))} with a redirect now")
        yield from _some(with_redirect, examples, _moved_lines)
    if comparison.redirects:
        yield _heading("redirect-changed", f"{count_text(len(comparison.redirects), 'redirect')} to another place")
        yield from _some(
            comparison.redirects,
            examples,
            lambda redirect: [f"  {safe(redirect.address)}  led to {safe(redirect.was)}, leads to {safe(redirect.to)}"],
        )


def _moved_lines(moved: Moved) -> Iterator[str]:
    yield f"  {safe(moved.address)} → {safe(moved.to)}"
    if about := moved.source or moved.title:
        yield f"    {safe(about)}"
    if moved.is_replaced:
        yield "    another article is at the old address now"
    elif not moved.is_same:
        yield "    the redirect leads to another page than the one that was there"


def _texts(code: str, changes: Sequence[TextChange], examples: int | None) -> Iterator[str]:
    if not changes:
        return
    passages, sign = count_text(len(changes), "passage"), "-" if code == "text-missing" else "+"
    characters = f"{sum(change.characters for change in changes):,} characters"
    missing = "missing from" if code == "text-missing" else "new in"
    yield _heading(code, f"{passages} {missing} {_articles(changes)}, {characters}")
    groups: dict[tuple[str, str, str], list[TextChange]] = {}
    for change in changes:
        removal = change.removal
        key = (removal.rule, removal.kind, removal.where) if removal is not None else ("", "", "")
        groups.setdefault(key, []).append(change)
    for (rule, kind, where), group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        by = f"by rule {safe(rule)} ({safe(kind)})" + (f" at {safe(where)}" if not rule.startswith(where) else "")
        if code == "text-missing":
            yield f"  {count_text(len(group), 'passage')} from {_articles(group)}, {by if rule else 'by no rule'}"
        yield from _some(_spread(group), examples, lambda change: _text_lines(change, sign), "    ")


def _spread(changes: Sequence[TextChange]) -> list[TextChange]:
    """`changes` in another order: the first passage of each article, then all others."""
    first = {_place(change): change for change in reversed(changes)}
    chosen = [change for change in changes if first[_place(change)] is change]
    return chosen + [change for change in changes if first[_place(change)] is not change]


def _articles(changes: Iterable[TextChange]) -> str:
    return count_text(len({change.address for change in changes}), "article")


def _text_lines(change: TextChange, sign: str) -> Iterator[str]:
    if change.source:
        yield f"    {safe(change.source)}"
    yield f"      {safe(change.address)}" + (f" (was {safe(change.was)})" if change.was != change.address else "")
    yield f"      {sign} {clipped(change.text, _WIDTH - 8)}"


def _changes(code: str, changes: Sequence[PageChange], noun: str, examples: int | None) -> Iterator[str]:
    if changes:
        yield _heading(code, f"around the text of {count_text(len(changes), noun)}: dates, names, categories, tags")
        yield from _some(
            changes, examples, lambda change: [f"  {safe(change.address)}  {clipped(_detail_text(change), 80)}"]
        )


def _detail_text(change: PageChange) -> str:
    return " ".join([*(f"-{line}" for line in change.gone), *(f"+{line}" for line in change.new)])


def _anchors(comparison: Comparison, examples: int | None) -> Iterator[str]:
    if comparison.anchors:
        count = sum(len(change.gone) for change in comparison.anchors)
        articles = count_text(len(comparison.anchors), "article")
        yield _heading(
            "anchor-gone", f"{count_text(count, 'heading')} of {articles} without the id that links may name"
        )
        yield from _some(
            comparison.anchors,
            examples,
            lambda change: [f"  {safe(change.address)}  {clipped(' '.join(f'#{id}' for id in change.gone), 80)}"],
        )


_NOUNS = {
    "home": "Home page",
    "undated": "Undated posts",
    "category": "Categories",
    "tag": "Tags",
    "source": "Sources",
    "archive": "Archives",
    "other": "Other lists",
}


def _lists(comparison: Comparison, examples: int | None) -> Iterator[str]:
    if comparison.lists:
        yield _heading("list-changed", f"{count_text(len(comparison.lists), 'list')} gone, new, or with other posts")
        if copies := {address for change in comparison.lists for address in change.copies}:
            articles = "1 copy is" if len(copies) == 1 else f"{len(copies):,} copies are"
            yield f"  {articles} not listed any more, because a better copy is"
    for kind in KINDS:
        lists = [change for change in comparison.lists if change.kind == kind]
        if not lists:
            continue
        counts = {state: sum(change.state == state for change in lists) for state in ("changed", "gone", "new")}
        told = ", ".join(f"{count:,} {state}" for state, count in counts.items() if count)
        gained, lost = sum(len(change.gained) for change in lists), sum(len(change.lost) for change in lists)
        posts = f": {gained:,} entries gained, {lost:,} lost" if gained or lost else ""
        yield f"  {_NOUNS[kind]}: {told}{posts}"
        order = sorted(
            lists, key=lambda change: (change.state != "gone", -len(change.lost), -len(change.gained), change.address)
        )
        yield from _some(order, examples, lambda change: [f"    {_list_line(change)}"], "    ")


def _list_line(change: ListChange) -> str:
    return f"{safe(change.address)}  {_list_text(change)}"


def _list_text(change: ListChange) -> str:
    if change.state != "changed":
        return change.state
    parts = []
    for verb, posts in (("lost", change.lost), ("gained", change.gained)):
        if posts:
            parts.append(f"{verb} {count_text(len(posts), 'post')} ({_listed(posts[:2], len(posts))})")
    return ", ".join(parts)


def _files(comparison: Comparison, examples: int | None) -> Iterator[str]:
    if comparison.media_gone:
        files = "picture or other media file" if len(comparison.media_gone) == 1 else "pictures and other media files"
        yield _heading("media-gone", f"{len(comparison.media_gone):,} {files} gone")
        yield from _some(comparison.media_gone, examples, lambda name: [f"  {safe(name)}"])
    if comparison.files_gone or comparison.files_new:
        yield f"Other files  {len(comparison.files_gone):,} gone, {len(comparison.files_new):,} new"
    if comparison.list_pages_gone or comparison.list_pages_new:
        gone, new = len(comparison.list_pages_gone), len(comparison.list_pages_new)
        yield f"Further pages of lists  {gone:,} gone, {new:,} new"


# ------------------------------------------------------------------------------------------------ JSON


def comparison_json(comparison: Comparison, problems: Sequence[Problem]) -> str:
    """A comparison as JSON: all changes in lists ordered by address, and `problems` in the form of a build report."""
    lists = {
        name: [asdict(row) for row in getattr(comparison, name)]
        for name in ("gone", "moved", "details", "anchors", "lists", "redirects")
    }
    names = ("new", "list_pages_gone", "list_pages_new", "media_gone", "files_gone", "files_new", "unread")
    lists |= {name: list(getattr(comparison, name)) for name in names}
    lists |= {"missing": list(map(_text_row, comparison.missing)), "added": list(map(_text_row, comparison.added))}
    counts = {
        "before": comparison.before,
        "now": comparison.now,
        **{name: len(rows) for name, rows in sorted(lists.items())},
    }
    return to_json(
        {
            "schema": SCHEMA,
            "pressmark": __version__,
            "against": comparison.shown,
            "remarks": list(comparison.remarks),
            "counts": counts | severity_counts(problems),
            **dict(sorted(lists.items())),
            "problems": problem_rows(problems),
        }
    )


def _text_row(change: TextChange) -> dict[str, Any]:
    removal = change.removal
    return {
        "source": change.source,
        "address": change.address,
        "was": change.was,
        "rule": removal.rule if removal is not None else "",
        "kind": removal.kind if removal is not None else "",
        "text": change.text,
        "characters": change.characters,
    }

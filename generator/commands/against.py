"""`check --against`: what would change if the site were published now, for people and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from generator import __version__
from generator.building.site import BuildOptions
from generator.commands.printing.endings import write_json
from generator.commands.printing.report import SCHEMA, problem_rows, severity_counts, to_json
from generator.commands.printing.summary import count_text, counted
from generator.commands.printing.terminal import Terminal, columns, safe
from generator.comparing.comparison import compare
from generator.comparing.findings import Comparison, Gone, ListChange, Moved, PageChange, TextChange
from generator.comparing.lists import KINDS
from generator.errors import MESSAGES, Problem, Where, problem
from generator.inspection import Inspection
from generator.publishing.published import Published, find_published
from generator.runtime.progress import Progress

_EXAMPLES = 5
_WIDTH = 110
_Row = TypeVar("_Row")


def find(name: str, options: BuildOptions) -> Published:
    """The published folder or branch that `--against` names.

    Raises SiteError against-unknown, against-unfit or git-failed.
    """
    return find_published(name, options.site, options.site / ".pressmark" / "deploy.git")


def compare_with(published: Published, inspection: Inspection, progress: Progress) -> Comparison:
    """The differences between the published site and the current one."""
    return compare(inspection, published, progress)


def print_comparison(
    found: Comparison, json: str | None, terminal: Terminal, site: Path, *, is_verbose: bool
) -> tuple[Problem, ...]:
    """Print a comparison to stdout, and return its problems and what it found as problems.

    `json` is the file for a JSON report; `-` prints that report to stdout instead of the lines for people.
    """
    problems = (*found.problems, *_problems(found))
    if json is not None:
        write_json(json, comparison_json(found, problems), terminal)
    if json != "-" and not terminal.is_quiet:
        for line in comparison_lines(found, examples=None if is_verbose else _EXAMPLES):
            terminal.data(line)
    for error in found.problems:
        terminal.show(error, site)
    terminal.say(f"Compared {count_text(found.now, 'page')} with {safe(found.shown)}.  {counted(problems)}")
    return problems


# -------------------------------------------------------------------------------------------- problems

_ALIASES = "to leave a redirect, write the old address below `aliases` in the front matter"
_OLD = "if the article is elsewhere, write the old address below `aliases` in its front matter"


def _problems(found: Comparison) -> Iterator[Problem]:
    for gone in found.gone:
        yield problem("address-gone", Where(gone.address), _gone_message(gone), _OLD)
    for moved in found.moved:
        if not moved.redirect:
            message = f"moves from {moved.address} to {moved.to}, and no redirect is left"
            yield problem("redirect-missing", Where(moved.source), message, _ALIASES)
        else:
            yield problem("address-moved", Where(moved.address), f"a redirect leads to {moved.redirect}")
    for name in found.media_gone:
        yield problem("media-gone", Where(name), "is part of the site no longer")
    for address in found.unread:
        yield problem("page-uncompared", Where(address), "the published page cannot be read, or is too large")
    for code, changes in (("text-missing", found.missing), ("text-added", found.added)):
        for _, group in groupby(changes, key=_place):
            passages = list(group)
            first = passages[0]
            verb = "missing" if code == "text-missing" else "new"
            message = f"{count_text(len(passages), 'passage')} {verb} at {first.address}: {_clipped(first.text, 60)!r}"
            yield problem(code, Where(first.source or first.address), message + _by(first))
    for change in found.anchors:
        message = f"headings have no longer the ids {', '.join(change.gone)}"
        yield problem("anchor-gone", Where(change.address), message)
    for change in found.details:
        yield problem("details-changed", Where(change.address), _detail_text(change))
    for one in found.lists:
        yield problem("list-changed", Where(one.address), _list_text(one))
    for redirect in found.redirects:
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


def comparison_lines(found: Comparison, *, examples: int | None) -> Iterator[str]:
    """The lines that show a comparison to people, with `examples` of each kind of change, or all if None."""
    yield f"Against      {safe(found.shown)}"
    for remark in found.remarks:
        yield f"             {safe(remark)}"
    yield f"Pages        {found.before:,} published, {found.now:,} now"
    if found.new:
        shown = found.new if examples is None else found.new[:examples]
        yield f"New          {_addresses(len(found.new))}: {_listed(shown, len(found.new))}"
    sections = (
        _gone(found, examples),
        _moved(found, examples),
        _texts("text-missing", found.missing, examples),
        _texts("text-added", found.added, examples),
        _changes("details-changed", found.details, "article", examples),
        _anchors(found, examples),
        _lists(found, examples),
        _files(found, examples),
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


def _gone(found: Comparison, examples: int | None) -> Iterator[str]:
    if found.gone:
        yield _heading(
            "address-gone", f"{_addresses(len(found.gone))} with nothing there any more, not even a redirect"
        )
        yield from _some(found.gone, examples, _gone_lines)
        if any(gone.kind == "article" for gone in found.gone):
            yield f"  help: {_OLD}"
    if found.unread:
        yield _heading("page-uncompared", f"{count_text(len(found.unread), 'published page')} could not be read")
        yield from _some(found.unread, examples, lambda address: [f"  {safe(address)}"])


def _gone_lines(gone: Gone) -> Iterator[str]:
    kind = "" if gone.kind == "article" else f"({gone.kind}) "
    yield f"  {safe(gone.address)}  {_clipped(f'{kind}{gone.title}', 70)}".rstrip()
    if gone.candidates:
        yield f"    it may be {_listed(gone.candidates[:3], len(gone.candidates))}: nothing tells them apart"


def _moved(found: Comparison, examples: int | None) -> Iterator[str]:
    without = [moved for moved in found.moved if not moved.redirect]
    with_redirect = [moved for moved in found.moved if moved.redirect]
    if without:
        articles = count_text(len(without), "article")
        moves = "moves" if len(without) == 1 else "move"
        yield _heading("redirect-missing", f"{articles} {moves}, and no redirect is left at the old address")
        yield from _some(without, examples, _moved_lines)
        yield f"  help: {_ALIASES}"
    if with_redirect:
        yield _heading("address-moved", f"{_addresses(len(with_redirect))} with a redirect now")
        yield from _some(with_redirect, examples, _moved_lines)
    if found.redirects:
        yield _heading("redirect-changed", f"{count_text(len(found.redirects), 'redirect')} to another place")
        yield from _some(
            found.redirects,
            examples,
            lambda one: [f"  {safe(one.address)}  led to {safe(one.was)}, leads to {safe(one.to)}"],
        )


def _moved_lines(moved: Moved) -> Iterator[str]:
    yield f"  {safe(moved.address)} → {safe(moved.to)}"
    if about := moved.source or moved.title:
        yield f"    {safe(about)}"
    if moved.is_replaced:
        yield "    another article is at the old address now"
    elif not moved.is_same:
        yield "    what the redirect leads to is not what was there"


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
    yield f"      {sign} {_clipped(change.text, _WIDTH - 8)}"


def _changes(code: str, changes: Sequence[PageChange], noun: str, examples: int | None) -> Iterator[str]:
    if changes:
        yield _heading(code, f"around the text of {count_text(len(changes), noun)}: dates, names, categories, tags")
        yield from _some(changes, examples, lambda one: [f"  {safe(one.address)}  {_clipped(_detail_text(one), 80)}"])


def _detail_text(change: PageChange) -> str:
    return " ".join([*(f"-{line}" for line in change.gone), *(f"+{line}" for line in change.new)])


def _anchors(found: Comparison, examples: int | None) -> Iterator[str]:
    if found.anchors:
        count = sum(len(change.gone) for change in found.anchors)
        articles = count_text(len(found.anchors), "article")
        yield _heading(
            "anchor-gone", f"{count_text(count, 'heading')} of {articles} without the id that links may name"
        )
        yield from _some(
            found.anchors,
            examples,
            lambda one: [f"  {safe(one.address)}  {_clipped(' '.join(f'#{id}' for id in one.gone), 80)}"],
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


def _lists(found: Comparison, examples: int | None) -> Iterator[str]:
    if found.lists:
        yield _heading("list-changed", f"{count_text(len(found.lists), 'list')} gone, new, or with other posts")
    for kind in KINDS:
        lists = [one for one in found.lists if one.kind == kind]
        if not lists:
            continue
        counts = {state: sum(one.state == state for one in lists) for state in ("changed", "gone", "new")}
        told = ", ".join(f"{count:,} {state}" for state, count in counts.items() if count)
        gained, lost = sum(len(one.gained) for one in lists), sum(len(one.lost) for one in lists)
        posts = f": {gained:,} entries gained, {lost:,} lost" if gained or lost else ""
        yield f"  {_NOUNS[kind]}: {told}{posts}"
        order = sorted(lists, key=lambda one: (one.state != "gone", -len(one.lost), -len(one.gained), one.address))
        yield from _some(order, examples, lambda one: [f"    {_list_line(one)}"], "    ")


def _list_line(one: ListChange) -> str:
    return f"{safe(one.address)}  {_list_text(one)}"


def _list_text(one: ListChange) -> str:
    if one.state != "changed":
        return one.state
    parts = []
    for verb, posts in (("lost", one.lost), ("gained", one.gained)):
        if posts:
            parts.append(f"{verb} {count_text(len(posts), 'post')} ({_listed(posts[:2], len(posts))})")
    return ", ".join(parts)


def _files(found: Comparison, examples: int | None) -> Iterator[str]:
    if found.media_gone:
        files = "picture or other media file" if len(found.media_gone) == 1 else "pictures and other media files"
        yield _heading("media-gone", f"{len(found.media_gone):,} {files} gone")
        yield from _some(found.media_gone, examples, lambda name: [f"  {safe(name)}"])
    if found.files_gone or found.files_new:
        yield f"Other files  {len(found.files_gone):,} gone, {len(found.files_new):,} new"
    if found.list_pages_gone or found.list_pages_new:
        gone, new = len(found.list_pages_gone), len(found.list_pages_new)
        yield f"Further pages of lists  {gone:,} gone, {new:,} new"


def _clipped(text: str, width: int) -> str:
    """`text` on one line of at most `width` columns."""
    text = safe(" ".join(text.split()))
    if columns(text) <= width:
        return text
    shown, used = [], 1
    for char in text:
        used += columns(char)
        if used > width:
            break
        shown.append(char)
    return "".join(shown).rstrip() + "…"


# ------------------------------------------------------------------------------------------------ JSON


def comparison_json(found: Comparison, problems: Sequence[Problem]) -> str:
    """A whole comparison as JSON; its lists are ordered by address."""
    lists = {
        name: [asdict(row) for row in getattr(found, name)]
        for name in ("gone", "moved", "details", "anchors", "lists", "redirects")
    }
    names = ("new", "list_pages_gone", "list_pages_new", "media_gone", "files_gone", "files_new", "unread")
    lists |= {name: list(getattr(found, name)) for name in names}
    lists |= {"missing": list(map(_text_row, found.missing)), "added": list(map(_text_row, found.added))}
    counts = {"before": found.before, "now": found.now, **{name: len(rows) for name, rows in sorted(lists.items())}}
    return to_json(
        {
            "schema": SCHEMA,
            "pressmark": __version__,
            "against": found.shown,
            "remarks": list(found.remarks),
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

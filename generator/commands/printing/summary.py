"""The summary that commands print after a build or check: counts, and the problems, grouped by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from generator.building.report import BuildReport, Removed
from generator.commands.printing.report import severity_counts, sorted_problems
from generator.commands.printing.terminal import Terminal, clipped, safe
from generator.errors import MESSAGES, Problem, Severity
from generator.model import Account

if TYPE_CHECKING:
    # This module imports all of cleaning, which the summary of a build does not need.
    from generator.cleaning.leftovers import Leftover
    from generator.commands.checks.checking import IndexWeight
    from generator.commands.checks.weighing import PostWeight, Weight

_PLACES = 3
_SHOWN_IN_FULL = 5
_LONGEST_BAR, _SHORTEST_BAR = 30, 5
_RULE, _SHORTEST_RULE = 31, 16
"""Columns for the name of a rule and its numbers, and the smallest number of columns in which these say anything."""


def build_lines(report: BuildReport) -> list[str]:
    """Lines that show what a build did: the sources it read, what cleaning removed, and the files it wrote."""
    lines = [f"Read         {count_text(report.sources, 'source')}, {count_text(report.posts, 'post')}"]
    if report.undated:
        lines[0] += f", {report.undated:,} of them undated"
    if report.copies:
        lines.append(f"Copies       {count_text(report.copies, 'post')} not listed, because a better copy is")
    if report.revisions:
        lines.append(f"Revisions    {count_text(report.revisions, 'post')} with a newer text of another post")
    kinds: Counter[str] = Counter()
    for removal in report.removals:
        kinds[removal.kind] += removal.count
    if kinds:
        lines.append("Cleaned      " + ", ".join(f"{count:,} {safe(kind)}" for kind, count in kinds.most_common()))
    lines += damage_lines(report.damage)
    if report.account.words:
        lines.append(f"Words        {account_text(report.account)}")
    if report.rechecked:
        again = f"second sanitizer looked at {count_text(report.rechecked, 'post')} again"
        lines.append(f"Sanitized    {again} and changed {report.stricter:,}")
    files = f"{len(report.written):,} written, {report.unchanged:,} unchanged, {len(report.removed):,} removed"
    lines.append(f"Wrote        {count_text(report.pages, 'file')}: {files}")
    return lines


def damage_lines(damage: Iterable[Removed]) -> list[str]:
    """One line with the numbers of damaged passages in posts, in all and by reason; no line if `damage` is empty."""
    rows = tuple(damage)
    if not rows:
        return []
    reasons = ", ".join(f"{row.count:,} {safe(row.kind)}" for row in rows)
    return [f"Damaged      {count_text(sum(row.count for row in rows), 'place')}: {reasons}"]


def removal_lines(removals: Iterable[Removed], account: Account, width: int) -> list[str]:
    """A chart of what cleaning removed, on lines of at most `width` columns; no lines if it removed nothing.

    Each kind of removal that took words away has a bar for the number of its words, with the rule behind it that made
    most of its removals.  A last line counts the removals of the other kinds, such as attributes.
    """
    rules: dict[str, list[Removed]] = {}
    for row in removals:
        rules.setdefault(row.kind, []).append(row)
    words = sorted(account.removed, key=lambda item: (-item[1], item[0]))
    longest = min(_LONGEST_BAR, max(_SHORTEST_BAR, width - 31 - _RULE))
    lines = []
    for kind, count in words:
        line = f"  {kind:<13} {count:>11,}  {'#' * max(1, longest * count // words[0][1]):<{longest}}  "
        # Names of rules may be Chinese, so they stand last, where nothing has to be aligned behind them.
        rule, space = _main_rule(rules.pop(kind, [])), width - len(line)
        lines.append(f"{line}{clipped(rule, space) if space >= _SHORTEST_RULE else ''}".rstrip())
    counts = Counter({kind: sum(row.count for row in rows) for kind, rows in rules.items()})
    if counts:
        others = ", ".join(f"{count:,} {kind}" for kind, count in counts.most_common())
        lines.append(f"  {clipped(f'without words: {others}', width - 2)}")
    return ["Removed by cleaning, in words:", *lines] if lines else []


def _main_rule(rows: Iterable[Removed]) -> str:
    """The rule with most of the removals in `rows`, which are all of one kind, and its part of them."""
    rows = tuple(rows)
    if not rows:
        return ""
    most = min(rows, key=lambda row: (-row.count, row.rule))
    return f"{most.rule}, {most.count:,} of {sum(row.count for row in rows):,}"


def index_lines(index: IndexWeight | None) -> list[str]:
    """One line with the size of the search index, and with its posts and their terms; no line if there is none."""
    if index is None:
        return []
    size = f"{count_text(index.files, 'file')}, {size_text(index.size_bytes)}"
    return [f"Search       {size}, for {count_text(index.posts, 'post')} with {count_text(index.terms, 'term')}"]


def weight_lines(weights: Iterable[Weight], post: PostWeight | None) -> list[str]:
    """A line with the files and bytes of each kind of page, and for posts the mean bytes of the article and around it.

    No lines if `weights` is empty.
    """
    lines: list[str] = []
    for weight in weights:
        label = "" if lines else "Weight"
        line = f"{label:<12} {weight.kind:<8} {count_text(weight.files, 'file'):>13} {size_text(weight.size_bytes):>11}"
        if weight.kind == "posts" and post is not None:
            line += f"  {size_text(post.article)} of an article, {size_text(post.around)} around it"
        lines.append(line)
    return lines


def account_text(account: Account) -> str:
    """The counts in `account` as text: the words of bodies that were read, published, removed, or unaccounted for."""
    removed = sorted(account.removed, key=lambda item: (-item[1], item[0]))
    kinds = ", ".join(f"{count:,} {safe(kind)}" for kind, count in removed)
    gone = f"{sum(count for _, count in removed):,} removed{f' ({kinds})' if kinds else ''}"
    return f"{account.words:,} read, {account.published:,} published, {gone}, {account.lost:,} unaccounted for"


def last_line(report: BuildReport) -> str:
    """The last line about a build: its output folder, duration, size of all files, and number of problems."""
    seconds = sum(seconds for _, seconds in report.phases)
    return (
        f"Built {safe(report.output)} in {seconds:.1f} s, {size_text(report.size_bytes)}.  {counted(report.problems)}"
    )


def grouped(problems: Iterable[Problem], severity: Severity) -> list[str]:
    """Lines that show the problems of one severity, grouped by problem code; the most frequent code comes first.

    For each code there are the number of problems, its meaning, the first three places, and the help of the first
    problem.
    """
    by_code: dict[str, list[Problem]] = {}
    for problem in sorted_problems(problems):
        if problem.severity is severity:
            by_code.setdefault(problem.code, []).append(problem)
    lines = []
    for code, group in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0])):
        lines.append(f"  {len(group):>6,}  {code}: {MESSAGES[code][1]}")
        # Each path gets a line, because paths are long and people copy them.
        places = list(dict.fromkeys(safe(str(problem.where)) for problem in group))
        lines += [f"          {place}" for place in places[:_PLACES]]
        if len(places) > _PLACES:
            lines.append(f"          and {len(places) - _PLACES:,} more")
        advice = list(dict.fromkeys(problem.help for problem in group))
        if advice[0]:
            lines.append(f"          help{' for the first' if len(advice) > 1 else ''}: {safe(advice[0])}")
    return lines


def show_problems(
    problems: tuple[Problem, ...], terminal: Terminal, site: Path, *, is_verbose: bool, notes_listed: bool = False
) -> None:
    """Print errors in full, and warnings in full if there are at most five, otherwise grouped by code.

    Notes are grouped by code if `notes_listed`, and left out otherwise.  If `is_verbose`, every problem is printed in
    full.  Paths in `problems` are relative to the folder `site`.
    """
    listed = [Severity.NOTE] if notes_listed else []
    in_full = {Severity.ERROR}
    if sum(problem.severity is Severity.WARNING for problem in problems) <= _SHOWN_IN_FULL:
        in_full.add(Severity.WARNING)
    else:
        listed.insert(0, Severity.WARNING)
    for problem in sorted_problems(problems):
        if is_verbose or problem.severity in in_full:
            terminal.show(problem, site)
    if not is_verbose:
        lines = [line for severity in listed for line in grouped(problems, severity)]
        if lines:
            lines.append("  --verbose shows each of them in full, with a way to mend it")
        for line in lines:
            terminal.say(line)


def leftover_lines(left: Iterable[Leftover]) -> list[str]:
    """Lines that show text which cleaning should have removed from posts but left; no lines if `left` is empty.

    Each entry of `left`, a kind of text in the posts of one source, has a line with its count, and its examples below.
    """
    lines: list[str] = []
    source: str | None = None
    has_blocks = False
    for leftover in left:
        if not lines:
            lines.append("Left by cleaning, by source:")
        if leftover.source != source:
            source = leftover.source
            lines.append(f"  {safe(source) or '(no source)'}")
        has_blocks |= leftover.kind == "block"
        text = f": {safe(leftover.text)}" if leftover.text else ""
        lines.append(f"    {leftover.posts:,} of {count_text(leftover.of, 'post')}: {leftover.what}{text}")
        lines += [f"          {safe(example)}" for example in leftover.examples]
    if has_blocks:
        lines.append("  check --suggest-rules prints filter rules for blocks that repeat")
    return lines


def counted(problems: Iterable[Problem]) -> str:
    """The number of problems of each severity as a sentence, such as `1 error, 2 warnings.` or `No problems.`"""
    counts = severity_counts(problems)
    parts = [count_text(counts[f"{name}s"], name) for name in ("error", "warning", "note") if counts[f"{name}s"]]
    return (", ".join(parts) or "No problems") + "."


def count_text(number: int, noun: str) -> str:
    """`number` with `noun`, a singular that takes an `s` in the plural, such as `1 file` or `1,200 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size_text(size_bytes: int) -> str:
    """A size in decimal units, such as `12.3 kB` or `1.5 MB`."""
    if size_bytes < 1_000_000:
        return f"{size_bytes / 1000:.1f} kB"
    return f"{size_bytes / 1_000_000:,.1f} MB"

"""Makes the JSON reports of commands; `docs/report.md` describes their schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from generator import __version__
from generator.building.report import BuildReport, Removed
from generator.errors import Problem, Severity
from generator.model import Account

if TYPE_CHECKING:
    # This module imports all of cleaning, which the report of a build does not need.
    from generator.cleaning.filters.suggestions import Suggestion
    from generator.cleaning.leftovers import Leftover
    from generator.commands.checks.checking import Checked

SCHEMA = 1

# Characters that JSON need not escape, but that can mislead a reader in a terminal: DEL, C1 controls, and marks that
# reorder or hide text.
_ODD = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def build_json(report: BuildReport) -> str:
    """The JSON report of a build, with each list in the report sorted."""
    counts = {
        "sources": report.sources,
        "posts": report.posts,
        "undated": report.undated,
        "copies": report.copies,
        "revisions": report.revisions,
        "pages": report.pages,
        "written": len(report.written),
        "unchanged": report.unchanged,
        "removed": len(report.removed),
        "rechecked": report.rechecked,
        "stricter": report.stricter,
        **severity_counts(report.problems),
    }
    return to_json(
        {
            "schema": SCHEMA,
            "pressmark": __version__,
            "title": report.title,
            "output": report.output,
            "counts": counts,
            "size_bytes": report.size_bytes,
            "phases": [{"name": name, "seconds": round(seconds, 3)} for name, seconds in report.phases],
            "removals": _removal_rows(report.removals),
            "damage": damage_rows(report.damage),
            "account": _account(report.account),
            "written": sorted(report.written),
            "removed": sorted(report.removed),
            "problems": problem_rows(report.problems),
        }
    )


def _removal_rows(removals: Iterable[Removed]) -> list[dict[str, Any]]:
    rows = sorted((removal.rule, removal.kind, removal.count, removal.posts) for removal in removals)
    return [{"rule": rule, "kind": kind, "count": count, "posts": posts} for rule, kind, count, posts in rows]


def _account(account: Account) -> dict[str, Any]:
    return {
        "words": account.words,
        "published": account.published,
        "removed": dict(account.removed),
        "lost": account.lost,
    }


def damage_rows(damage: Iterable[Removed]) -> list[dict[str, Any]]:
    """The numbers of damaged passages in posts as JSON objects, one for each reason, sorted by reason."""
    rows = sorted((row.kind, row.count, row.posts) for row in damage)
    return [{"reason": reason, "count": count, "posts": posts} for reason, count, posts in rows]


def check_json(
    checked: Checked,
    left: Iterable[Leftover],
    damage: Iterable[Removed],
    removals: Iterable[Removed] = (),
    account: Account | None = None,
) -> str:
    """The JSON report of `pressmark check`, with its problems in the same form as in the report of a build.

    `left` is text that cleaning should have removed from posts but left; `damage` has the numbers of damaged passages
    in posts, by reason; `removals` and `account` are what cleaning removed, by rule and in words.
    """
    counts = {"pages": checked.files, **severity_counts(checked.problems)}
    return to_json(
        {
            "schema": SCHEMA,
            "pressmark": __version__,
            "counts": counts,
            "problems": problem_rows(checked.problems),
            "left": [asdict(leftover) for leftover in left],
            "removals": _removal_rows(removals),
            "account": _account(account or Account()),
            "damage": damage_rows(damage),
            "search": asdict(checked.index) if checked.index is not None else None,
            "weights": [asdict(weight) for weight in checked.weights],
            "post": asdict(checked.post) if checked.post is not None else None,
        }
    )


def suggestions_json(suggestions: Iterable[Suggestion]) -> str:
    """The JSON report with the suggested filter rules, in the given order."""
    rows = [asdict(suggestion) for suggestion in suggestions]
    return to_json({"schema": SCHEMA, "pressmark": __version__, "suggestions": rows})


def severity_counts(problems: Iterable[Problem]) -> dict[str, int]:
    """{"errors": count, "warnings": count, "notes": count} of the given problems."""
    counts = dict.fromkeys(("errors", "warnings", "notes"), 0)
    for problem in problems:
        counts[f"{problem.severity}s"] += 1
    return counts


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """`problems` sorted by severity (errors, warnings, notes), then by path, line and column."""
    order = list(Severity)
    return sorted(problems, key=lambda p: (order.index(p.severity), p.where, p.code, p.message))


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """`problems` as dicts for JSON, sorted by path, line and column; an unknown line or column is 0."""
    return [
        {
            "path": problem.where.path,
            "line": problem.where.line,
            "column": problem.where.column,
            "severity": str(problem.severity),
            "code": problem.code,
            "message": problem.message,
            "help": problem.help,
            **({"trace": problem.trace} if problem.trace else {}),
        }
        for problem in sorted(problems, key=lambda p: (p.where, p.code, p.message))
    ]


def to_json(value: Any) -> str:
    """`value` as indented JSON that can be encoded in UTF-8 and is safe to print on a terminal.

    Control characters, invisible characters and lone surrogates (from undecodable file names) are escaped.
    """
    text = json.dumps(value, ensure_ascii=False, indent=1)
    text = _ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    # Invalid bytes in file names are lone surrogates in Python; as escapes they are valid JSON.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")

"""The report as JSON and the summary in words."""

from __future__ import annotations

import json

import pytest

from generator import __version__
from generator.building.report import BuildReport, Removed
from generator.commands.checks.checking import Checked
from generator.commands.checks.weighing import PostWeight, Weight
from generator.commands.printing import report, summary
from generator.commands.printing.terminal import columns
from generator.errors import Severity, Where, problem
from generator.model import Account

_PROBLEMS = (
    problem("date-unreadable", Where("content/b.md", 3, 7), "'x' is not a date", "write it as YYYY-MM-DD"),
    problem("date-missing", Where("content/a\udcff.md"), "no \x9bdate\u202e"),
    *(problem("yaml-recovered", Where(f"content/{name}.md", 2), "read line by line") for name in "edcba"),
    problem("write-failed", Where("public/x"), "disk full (ENOSPC)"),
)
_REPORT = BuildReport(
    title="档案",
    output="public",
    sources=12345,
    posts=12340,
    undated=2,
    copies=3,
    revisions=1,
    pages=15000,
    written=("/b/", "/a/"),
    unchanged=14998,
    removed=("/old/",),
    size_bytes=148_200_000,
    removals=(
        Removed("sina/3", "advertisement", 3406, 900),
        Removed("byline", "byline", 12, 12),
        Removed("general/1", "advertisement", 4, 4),
    ),
    damage=(Removed("damage:mark", "shifted", 2, 1), Removed("damage:mark", "question", 5, 3)),
    account=Account(1200, 1100, (("advertisement", 90), ("byline", 10)), 0),
    rechecked=7,
    stricter=1,
    phases=(("read", 1.25), ("clean", 10.0)),
    problems=_PROBLEMS,
)


def test_the_json_report_holds_everything_in_a_stable_order() -> None:
    made = json.loads(report.build_json(_REPORT))
    problems = made.pop("problems")
    assert made == {
        "schema": 1,
        "pressmark": __version__,
        "title": "档案",
        "output": "public",
        "counts": {
            "sources": 12345,
            "posts": 12340,
            "undated": 2,
            "copies": 3,
            "revisions": 1,
            "pages": 15000,
            "written": 2,
            "unchanged": 14998,
            "removed": 1,
            "rechecked": 7,
            "stricter": 1,
            "errors": 1,
            "warnings": 6,
            "notes": 1,
        },
        "size_bytes": 148_200_000,
        "phases": [{"name": "read", "seconds": 1.25}, {"name": "clean", "seconds": 10.0}],
        "removals": [
            {"rule": "byline", "kind": "byline", "count": 12, "posts": 12},
            {"rule": "general/1", "kind": "advertisement", "count": 4, "posts": 4},
            {"rule": "sina/3", "kind": "advertisement", "count": 3406, "posts": 900},
        ],
        "damage": [
            {"reason": "question", "count": 5, "posts": 3},
            {"reason": "shifted", "count": 2, "posts": 1},
        ],
        "account": {
            "words": 1200,
            "published": 1100,
            "removed": {"advertisement": 90, "byline": 10},
            "lost": 0,
        },
        "written": ["/a/", "/b/"],
        "removed": ["/old/"],
    }
    assert [row["path"] for row in problems] == [
        "content/a.md",
        "content/a\udcff.md",
        "content/b.md",
        "content/b.md",
        "content/c.md",
        "content/d.md",
        "content/e.md",
        "public/x",
    ]
    assert problems[3] == {
        "path": "content/b.md",
        "line": 3,
        "column": 7,
        "severity": "warning",
        "code": "date-unreadable",
        "message": "'x' is not a date",
        "help": "write it as YYYY-MM-DD",
    }


def test_the_json_report_can_be_encoded_and_shown() -> None:
    text = report.build_json(_REPORT)
    text.encode("utf-8")
    assert "档案" in text
    assert "a\\udcff.md" in text
    assert "no \\u009bdate\\u202e" in text


def test_check_json_has_the_same_rows() -> None:
    checked = Checked(9, _PROBLEMS[:1], None, (Weight("posts", 2, 16_000),), PostWeight(4_500, 3_400))
    made = json.loads(report.check_json(checked, (), _REPORT.damage, _REPORT.removals, _REPORT.account))
    built = json.loads(report.build_json(_REPORT))
    assert (made["removals"], made["account"]) == (built["removals"], built["account"])
    assert made["damage"][0] == {"reason": "question", "count": 5, "posts": 3}
    assert made["counts"] == {"pages": 9, "errors": 0, "warnings": 1, "notes": 0}
    assert made["problems"][0]["code"] == "date-unreadable"
    assert made["search"] is None
    assert made["weights"] == [{"kind": "posts", "files": 2, "size_bytes": 16_000}]
    assert made["post"] == {"article": 4_500, "around": 3_400}


def test_the_summary_of_a_check_shows_what_the_site_weighs() -> None:
    weights = (Weight("posts", 1234, 11_000_000), Weight("other", 1, 900))
    assert summary.weight_lines(weights, PostWeight(4_540, 3_380)) == [
        "Weight       posts      1,234 files     11.0 MB  4.5 kB of an article, 3.4 kB around it",
        "             other           1 file      0.9 kB",
    ]
    assert summary.weight_lines((), None) == []


def test_the_summary_says_what_was_done() -> None:
    assert summary.build_lines(_REPORT) == [
        "Read         12,345 sources, 12,340 posts, 2 of them undated",
        "Copies       3 posts not listed, because a better copy is",
        "Revisions    1 post with a newer text of another post",
        "Cleaned      3,410 advertisement, 12 byline",
        "Damaged      7 places: 2 shifted, 5 question",
        "Words        1,200 read, 1,100 published, 100 removed (90 advertisement, 10 byline), 0 unaccounted for",
        "Sanitized    second sanitizer looked at 7 posts again and changed 1",
        "Wrote        15,000 files: 2 written, 14,998 unchanged, 1 removed",
    ]
    assert summary.last_line(_REPORT) == "Built public in 11.2 s, 148.2 MB.  1 error, 6 warnings, 1 note."


def test_help_that_differs_within_a_group_is_that_of_the_first_place() -> None:
    found = [problem("yaml-recovered", Where(f"{name}.md"), "x", f"quote the title: {name}") for name in "ba"]
    assert summary.grouped(found, Severity.WARNING)[-1] == "          help for the first: quote the title: a"
    same = [problem("date-missing", Where(f"{name}.md"), "x", "add a line") for name in "ba"]
    assert summary.grouped(same, Severity.NOTE)[-1] == "          help: add a line"


def test_problems_are_grouped_by_code_with_their_first_places() -> None:
    assert summary.grouped(_PROBLEMS, Severity.WARNING) == [
        "       5  yaml-recovered: front matter that is not valid YAML, read line by line",
        "          content/a.md:2",
        "          content/b.md:2",
        "          content/c.md:2",
        "          and 2 more",
        "       1  date-unreadable: a date that cannot be read, published as undated",
        "          content/b.md:3:7",
        "          help: write it as YYYY-MM-DD",
    ]
    assert summary.grouped((), Severity.NOTE) == []
    assert summary.counted(()) == "No problems."


_ROWS = (
    Removed("自己的规则:0d2fe9", "advertisement", 30, 20),
    Removed("general:1", "advertisement", 4, 4),
    Removed("wechat:2", "byline", 12, 12),
    Removed("conform:style-attribute", "attribute", 12_700, 90),
    Removed("media:proxy", "proxy", 355, 66),
)
_WORDS = Account(1200, 1090, (("advertisement", 1000), ("byline", 10), ("markup", 100)), 0)


def test_what_was_removed_is_a_chart_of_words_with_the_main_rule_of_each_kind() -> None:
    assert summary.removal_lines(_ROWS, _WORDS, 80) == [
        "Removed by cleaning, in words:",
        "  advertisement       1,000  ##################  自己的规则:0d2fe9, 30 of 34",
        "  markup                100  #",
        "  byline                 10  #                   wechat:2, 12 of 12",
        "  without words: 12,700 attribute, 355 proxy",
    ]


@pytest.mark.parametrize("width", [40, 50, 60, 72, 80, 200])
def test_no_line_of_the_chart_is_wider_than_the_terminal(width: int) -> None:
    long = (
        *_ROWS,
        Removed("很长的规则名称" * 20, "byline", 999, 1),
        *(Removed("a", f"kind-{n}", 5, 5) for n in range(30)),
    )
    assert max(columns(line) for line in summary.removal_lines(long, _WORDS, width)) <= width


def test_where_nothing_was_removed_there_is_no_chart() -> None:
    assert summary.removal_lines((), Account(12, 12), 80) == []
    assert summary.removal_lines(_ROWS[3:4], Account(12, 12), 80) == [
        "Removed by cleaning, in words:",
        "  without words: 12,700 attribute",
    ]

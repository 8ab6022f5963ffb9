"""`check --suggest-rules`: what is printed can be pasted, and nothing of the site changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from generator.clean_config import RuleList
from generator.cleaning.filters.lists import compile_rules
from generator.cli import app
from generator.errors import Severity
from tests.sites import SmallSite, post

WORDS = ("quay", "mole", "lock", "weir", "dyke", "buoy", "mast", "keel")
BODY = "<p>At the {} the tide stood above the mark.</p><p>A boat from the {} came in late.</p>"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check", "--suggest-rules", *map(str, arguments)])


@pytest.fixture
def gazettes(small_site: SmallSite) -> SmallSite:
    """Two sources: one that closes each post with an invitation, one that does not."""
    for number in range(30):
        body = BODY.format(WORDS[number % 8], WORDS[number % 7])
        small_site.write(f"a/{number}.md", post("A", f"{body}<p>Follow us on the pier.</p>", source="Pier, 2nd"))
        small_site.write(f"b/{number}.md", post("B", body, source="Mole"))
    return small_site


def test_what_is_printed_is_a_filter_list_that_takes_out_what_repeats(gazettes: SmallSite) -> None:
    found = run(gazettes.folder)
    assert found.exit_code == 0, found.stderr
    assert found.stdout.splitlines() == [
        "",
        "! Pier, 2nd",
        "! kind: promotion",
        "! 30 of 30 posts: Follow us on the pier.",
        "!   content/a/0.md",
        "!     | A boat from the quay came in late.",
        "!     > Follow us on the pier.",
        "!   content/a/1.md",
        "!     | A boat from the mole came in late.",
        "!     > Follow us on the pier.",
        "!   content/a/10.md",
        "!     | A boat from the weir came in late.",
        "!     > Follow us on the pier.",
        "!   content/a/11.md",
        "!     | A boat from the dyke came in late.",
        "!     > Follow us on the pier.",
        "!   content/a/12.md",
        "!     | A boat from the buoy came in late.",
        "!     > Follow us on the pier.",
        r"source=Pier%2C 2nd#text@end(1) /^Follow us on the pier\.$/",
    ]
    assert "1 rule suggested." in found.stderr
    assert not gazettes.output.exists()
    gazettes.put("rules/mine.txt", found.stdout)
    gazettes.settings('[cleaning]\nrules = ["rules/mine.txt"]')
    report = gazettes.build()
    (removal,) = [one for one in report.removals if one.rule.startswith("rules/mine.txt:")]
    assert (removal.kind, removal.posts) == ("promotion", 30)
    assert not [one for one in report.problems if one.severity is not Severity.NOTE]
    assert run(gazettes.folder).stdout == ""


def test_a_line_of_a_post_does_not_set_the_kind_of_a_rule(small_site: SmallSite) -> None:
    for number in range(10):
        body = f"<p>The tide at the {WORDS[number % 8]}.</p><p>kind: share</p><p>Follow us on the pier.</p>"
        small_site.write(f"a/{number}.md", post(f"A {number}", body, source="Pier"))
    (rule,) = compile_rules((RuleList("mine", run(small_site.folder).stdout),)).rules
    assert rule.kind == "promotion"


def test_suggestions_as_json(gazettes: SmallSite) -> None:
    found = run(gazettes.folder, "--json", "-")
    (row,) = json.loads(found.stdout)["suggestions"]
    assert (row["source"], row["posts"], row["of"]) == ("Pier, 2nd", 30, 30)
    assert row["line"].startswith("source=Pier%2C 2nd#text@end(1) ")


def test_a_small_site_gets_no_suggestions(small_site: SmallSite) -> None:
    small_site.write("a.md", post("A", "<p>Follow us.</p>", source="Pier"))
    found = run(small_site.folder)
    assert (found.exit_code, found.stdout) == (0, "")
    assert "0 rules suggested." in found.stderr

"""Inputs built to be slow: none is killed, none changes another post, and the number of processes shows nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.building.report import BuildReport
from tests.sites import SmallSite, post, tree
from tests.slow_inputs import SCALE, sources

pytestmark = pytest.mark.starts_processes

ORDINARY = 500 if SCALE == 1.0 else 60
PARTS = 3
"""Processes of pytest share the inputs: all of them take some twenty seconds."""
TOO_MUCH = {"markdown-quotes", "greater-than"} | ({"markdown-brackets", "bleach-cells"} if SCALE == 1.0 else set())
"""Names of inputs that are more work than is done for a post."""


def build(folder: Path, jobs: int, slow: Mapping[str, str]) -> tuple[SmallSite, BuildReport]:
    """A site of ordinary posts and `slow` ones."""
    site = SmallSite(folder)
    for number in range(ORDINARY):
        text = post(f"Post {number}", f"<p>Words of post {number}.</p>", permalink=f"p/{number}/")
        site.write(f"p{number}.html", text)
    for name, text in slow.items():
        site.write(f"slow/{name}.md", text)
    return site, site.build(jobs=jobs)


def article(site: SmallSite, number: int) -> str:
    """The article of an ordinary post; what stands around it tells of the feeds and lists of the site."""
    return site.page(f"/p/{number}/").partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("part", range(PARTS))
def test_slow_inputs_end_no_process_and_change_no_other_post_with_one_process_and_with_two(tmp_path, part):
    slow = dict(list(sources().items())[part::PARTS])
    ordinary, _ = build(tmp_path / "ordinary", 1, {})
    one, report = build(tmp_path / "one", 1, slow)
    assert not [found for found in report.problems if "ended the process" in found.message]
    assert not [found for found in report.problems if found.code in ("internal", "lost")]
    assert report.posts == ORDINARY + len(slow)
    for number in range(ORDINARY):
        assert article(one, number) == article(ordinary, number)

    two, other_report = build(tmp_path / "two", 2, slow)
    assert tree(one.output) == tree(two.output)
    assert {found for found in report.problems if found.code != "output-foreign"} == set(other_report.problems)

    # What is too much work is named and shown as text.
    named = {found.where.path for found in report.problems if found.code == "shown-as-text"}
    assert {f"content/slow/{name}.md" for name in TOO_MUCH & slow.keys()} <= named

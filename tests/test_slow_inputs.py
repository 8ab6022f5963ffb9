"""Inputs built to be slow: none is killed, none changes another post, and the number of processes shows nowhere."""

from __future__ import annotations

import pytest

from tests.sites import SmallSite, post, tree
from tests.slow_inputs import SCALE, sources

pytestmark = pytest.mark.starts_processes

ORDINARY = 500 if SCALE == 1.0 else 60


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallSite, SmallSite, SmallSite]:
    """The ordinary posts alone, and with all slow ones, built in one and in two processes."""
    folder = tmp_path_factory.mktemp("slow")
    made = []
    for name, jobs in (("ordinary", 1), ("one", 1), ("two", 2)):
        site = SmallSite(folder / name)
        for number in range(ORDINARY):
            text = post(f"Post {number}", f"<p>Words of post {number}.</p>", permalink=f"p/{number}/")
            site.write(f"p{number}.html", text)
        for slow, text in sources().items() if name != "ordinary" else ():
            site.write(f"slow/{slow}.md", text)
        site.report = site.build(jobs=jobs)  # type: ignore[attr-defined]
        made.append(site)
    return made[0], made[1], made[2]


def article(site: SmallSite, number: int) -> str:
    """The article of an ordinary post; what stands around it tells of the feeds and lists of the site."""
    return site.page(f"/p/{number}/").partition("<article")[2].partition("</article>")[0]


def test_no_slow_input_ends_a_process_or_changes_another_post(sites):
    ordinary, one, _ = sites
    assert not [found for found in one.report.problems if "ended the process" in found.message]
    assert not [found for found in one.report.problems if found.code in ("internal", "lost")]
    assert one.report.posts == ORDINARY + len(sources())
    for number in range(ORDINARY):
        assert article(one, number) == article(ordinary, number)


def test_one_process_and_two_give_the_same_bytes(sites):
    _, one, two = sites
    assert tree(one.output) == tree(two.output)
    assert {found for found in one.report.problems if found.code != "output-foreign"} == set(two.report.problems)


def test_what_is_too_much_work_is_named_and_shown_as_text(sites):
    named = {found.where.path for found in sites[1].report.problems if found.code == "shown-as-text"}
    assert {f"content/slow/{name}.md" for name in ("markdown-quotes", "greater-than")} <= named
    assert {f"content/slow/{name}.md" for name in ("markdown-brackets", "bleach-cells")} <= named or SCALE < 1

"""`deploy` when pages vanish: it refuses to take many off the branch unasked, and says what the history still holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.repositories import PublishedSite, commits, other_push, published
from tests.sites import post

HISTORY = "History      keeps the old content of these files; --squash leaves a single commit without it\n"


@pytest.fixture
def site(isolated_git, tmp_path: Path) -> PublishedSite:
    """Ten pages are published: eight posts, the home page, and the page for what is not found."""
    site = PublishedSite(tmp_path, posts=0)
    site.settings("[search]\nenabled = false")
    for number in range(8):
        # Without a date a post stands in no list but that of undated posts.
        site.write(f"pages/{number}.md", post(f"Page {number}", "Words.", permalink=f"p{number}/"))
    site.commit()
    assert site.deploy().exit_code == 0
    assert sum(name.endswith(".html") for name in published(site.remote)) == 10
    return site


def drop(site: PublishedSite, *numbers: int) -> None:
    for number in numbers:
        (site.folder / f"content/pages/{number}.md").unlink()


def test_a_tenth_of_the_pages_may_vanish(site: PublishedSite) -> None:
    drop(site, 3)
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert site.is_published


def test_more_than_a_tenth_is_refused_and_yes_does_not_suffice(site: PublishedSite) -> None:
    drop(site, 3, 5)
    before = commits(site.remote)
    result = site.deploy("--yes")
    assert result.exit_code == 5
    assert (
        "origin/gh-pages: error removals-unconfirmed: 2 of the 10 pages of origin/gh-pages vanish, and no redirect"
        " takes their place: /p3/, /p5/\n"
    ) in result.stderr
    assert "pressmark check --against origin/gh-pages" in result.stderr
    assert "pressmark deploy --allow-removals" in result.stderr
    assert "  - p3/index.html\n" in result.stderr
    assert commits(site.remote) == before
    assert site.deploy("--squash").exit_code == 5
    allowed = site.deploy("--allow-removals")
    assert allowed.exit_code == 0, allowed.stderr
    assert "removals-unconfirmed" not in allowed.stderr
    assert site.is_published


def test_what_is_allowed_is_still_asked(site: PublishedSite) -> None:
    drop(site, 3, 5)
    result = site.deploy("--allow-removals", yes=False)
    assert result.exit_code == 5
    assert "deploy-unconfirmed" in result.stderr


def test_a_dry_run_shows_it_as_a_warning(site: PublishedSite) -> None:
    drop(site, 3, 5)
    result = site.deploy("--dry-run", yes=False)
    assert result.exit_code == 0, result.stderr
    assert "origin/gh-pages: warning removals-unconfirmed: 2 of the 10 pages" in result.stderr
    assert "A dry run: nothing was pushed." in result.stderr


def test_many_are_named_with_a_few(site: PublishedSite) -> None:
    drop(site, *range(7))
    assert (
        "7 of the 10 pages of origin/gh-pages vanish, and no redirect takes their place: /p0/, /p1/, /p2/, /p3/, "
        in (text := site.deploy().stderr)
    )
    assert "/p4/ and 2 more\n" in text


def test_pages_that_become_redirects_do_not_vanish(site: PublishedSite) -> None:
    for number in range(8):
        text = post(f"Page {number}", "Words.", permalink=f"new/{number}/", aliases=[f"/p{number}/"])
        site.write(f"pages/{number}.md", text)
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert "removals-unconfirmed" not in result.stderr
    assert site.is_published


def test_files_that_are_no_pages_may_all_vanish(site: PublishedSite) -> None:
    for number in range(20):
        site.put(f"static/{number}.txt", "text")
    assert site.deploy().exit_code == 0
    for number in range(20):
        (site.folder / f"static/{number}.txt").unlink()
    assert site.deploy().exit_code == 0
    assert site.is_published


def test_a_branch_without_pages_has_none_to_lose(isolated_git, tmp_path: Path) -> None:
    site = PublishedSite(tmp_path)
    other_push(site)
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert HISTORY in result.stderr
    assert site.is_published


def test_the_history_of_the_branch_is_spoken_of_when_it_holds_more_than_the_site(site: PublishedSite) -> None:
    site.write("pages/new.md", post("New", "Words.", permalink="new/"))
    assert HISTORY in site.deploy("--dry-run").stderr  # the sitemap changed
    assert "History" not in PublishedSite.deploy(site, "--dry-run", "--branch", "other").stderr
    site.deploy()
    squashed = site.deploy("--squash").stderr
    assert HISTORY not in squashed
    assert "History      one commit replaces all earlier commits of the branch" in squashed
    drop(site, 3)
    assert HISTORY not in site.deploy("--squash", "--dry-run").stderr
    assert HISTORY in site.deploy("--dry-run").stderr


def test_allowing_removals_says_nothing_to_a_workflow(site: PublishedSite) -> None:
    result = site.deploy("--workflow", "--allow-removals")
    assert result.exit_code == 2
    assert "--allow-removals" in result.stderr

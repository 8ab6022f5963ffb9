"""`check --against` with folders and branches of any kind."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.errors import Severity
from tests.comparisons import AD, TEXTS, address, address_now, article, changed, found, published_site, run
from tests.repositories import PublishedSite, git
from tests.sites import SmallSite, post


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    return published_site(small_site)


@pytest.fixture
def deployed(isolated_git, tmp_path: Path) -> PublishedSite:
    site = PublishedSite(tmp_path)
    for number in range(4):
        site.write(f"{number}.md", article(number))
    site.commit()
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    shutil.copytree(site.output, site.folder / "old")
    return site


def without_names(value: dict[str, Any]) -> dict[str, Any]:
    return {name: rows for name, rows in value.items() if name not in ("against", "remarks")}


def test_a_branch_gives_the_same_as_a_folder(deployed: PublishedSite) -> None:
    deployed.settings(url="https://example.org/repo/", permalink=":title.html")
    (deployed.folder / "content/2.md").unlink()
    deployed.write("1.md", article(1).replace("old one", "first one"))
    folder = found(deployed)
    assert {"moved", "gone", "missing", "added", "lists"} <= changed(folder)
    branch = found(deployed, against="gh-pages")
    assert branch["against"].startswith("gh-pages as last deployed, ")
    assert without_names(branch) == without_names(folder)
    git(deployed.top, "fetch", "--quiet", "origin")
    remote = found(deployed, against="origin/gh-pages")
    assert remote["against"].startswith("origin/gh-pages, ")
    assert without_names(remote) == without_names(folder)
    git(deployed.top, "branch", "--quiet", "gh-pages", "origin/gh-pages")
    local = found(deployed, against="gh-pages")
    assert local["against"].startswith("gh-pages, ")
    assert without_names(local) == without_names(folder)
    commit = os.fsdecode(git(deployed.top, "rev-parse", "gh-pages")).strip()
    assert without_names(found(deployed, against=commit)) == without_names(folder)


def test_the_sites_own_deploy_has_no_differences(deployed: PublishedSite) -> None:
    assert changed(found(deployed, against="gh-pages")) == set()


def test_a_branch_that_is_older_than_another_of_its_name_says_so(
    deployed: PublishedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(deployed.top, "fetch", "--quiet", "origin", "gh-pages:gh-pages")
    deployed.write("new.md", post("New", "Words.", date="2024-01-05"))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "1700000100 +0000")
    assert deployed.deploy().exit_code == 0
    value = found(deployed, against="gh-pages")
    assert value["against"].startswith("gh-pages, ")
    assert value["remarks"] == ["gh-pages as last deployed is newer than this."]
    assert changed(found(deployed, against="refs/published/gh-pages")) == set()


def test_a_folder_wins_over_a_branch_of_its_name(
    deployed: PublishedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(deployed.output, tmp_path / "here/gh-pages")
    monkeypatch.chdir(tmp_path / "here")
    value = found(deployed, against="gh-pages")
    assert value["against"] == "the folder gh-pages"
    assert value["remarks"] == ["gh-pages is a branch, too; for that, write refs/heads/gh-pages."]


@pytest.mark.parametrize("name", ["gh-page", "origin/gh-pages-old", "--help", "a b\nc", "", "HEAD:nothing"])
def test_what_is_neither_a_folder_nor_a_branch_is_refused_with_those_that_are_near(
    deployed: PublishedSite, name: str
) -> None:
    git(deployed.top, "fetch", "--quiet", "origin", "gh-pages:gh-pages")
    result = run(deployed, against=name)
    assert result.exit_code == 2
    assert "error against-unknown: there is neither a folder nor a branch or commit of that name" in result.stderr
    if name == "gh-page":
        assert "help: did you mean gh-pages" in result.stderr


def test_outside_of_a_repository_only_folders_are_known(small_site: SmallSite, isolated_git: None) -> None:
    result = run(small_site, against="gh-pages")
    assert result.exit_code == 2
    assert "there is no such folder, and the site lies in no git repository" in result.stderr


def test_sources_and_folders_without_pages_are_refused(deployed: PublishedSite) -> None:
    (deployed.folder / "empty/below").mkdir(parents=True)
    deployed.put("empty/below/a.txt", "x")
    for name, message in (
        (str(deployed.folder / "empty"), "holds no page: there is no file that ends in .html"),
        ("main", "holds the sources of a site (site.toml), not a site that was published"),
        (str(deployed.folder), "holds the sources of a site (site.toml), not a site that was published"),
    ):
        result = run(deployed, against=name)
        assert result.exit_code == 2
        assert f"error against-unfit: {message}" in result.stderr


def test_comparing_and_suggesting_exclude_each_other(site: SmallSite) -> None:
    assert run(site, "--suggest-rules").exit_code == 2


# -------------------------------------------------------------------------------------- hostile folders


@pytest.mark.starts_processes
def test_a_folder_of_any_kind_is_read_without_harm(site: SmallSite) -> None:
    old = site.folder / "old"
    pages = {
        "broken.html": b"<article><h1>Unclosed <p>Words<div><table><b>\xff\xfe\x00</h1><script>alert(1)</script>",
        "frames.html": b"<frameset><frame src=x></frameset>",
        "empty.html": b"",
        "deep.html": b"<article>" + b"<div>" * 20_000 + b"deep" + b"</div>" * 20_000,
        "nested.html": b"<article><div class='notice copies'><p class=imprint><nav class=meta>x</nav></p></div>T",
        "json.html": b"<script type=application/ld+json>" + b"[" * 50_000 + b"</script><article><h1>J</h1></article>",
        "refresh.html": b"<meta http-equiv=refresh content='" + b" " * 100_000 + b"'>",
        "away.html": b"<meta http-equiv=refresh content='0; url=//[bad'>",
        "odd\nname\x1b[31m.html": b"<article><h1>\x1b[31mRed</h1></article>",
        "50%25.html": b"<article><h1>Percent</h1></article>",
        "upper.HTML": b"<article><h1>Upper</h1></article>",
        "huge.html": b"<article>" + b"<p>x</p>" * 2_200_000,
    }
    for name, data in pages.items():
        (old / name).write_bytes(data)
    (old / os.fsdecode(b"\xff.html")).write_bytes(b"<article><h1>Bytes</h1></article>")
    (old / "link.html").symlink_to("/etc/passwd")
    (old / "loop").symlink_to(old)
    os.mkfifo(old / "pipe.html")
    (old / f"{address(site, 'Title 2')[1:]}index.html").write_bytes(b"<frameset>")
    result = run(site, "--verbose")
    assert result.exit_code == 0, (result.stderr, result.exception)
    assert "\x1b" not in result.stdout
    assert "             Passed over 5 files, folders or links that cannot be published.\n" in result.stdout
    assert "warning page-uncompared: 1 published page could not be read\n  /huge.html\n" in result.stdout
    value = found(site)
    assert {row["address"] for row in value["gone"]} >= {f"/{name}" for name in pages if "odd" not in name} - {
        "/huge.html"
    }
    assert {"/link.html", "/pipe.html"}.isdisjoint(row["address"] for row in value["gone"])
    assert {row["severity"] for row in value["problems"]} <= {Severity.WARNING, Severity.NOTE}


@pytest.mark.starts_processes
def test_a_site_of_another_generator_is_told_in_its_own_way(site: SmallSite) -> None:
    old = site.folder / "old"
    shutil.rmtree(old)
    for number in range(3):
        (old / f"posts/{number}").mkdir(parents=True)
        site.put(
            f"old/posts/{number}/index.html",
            f"<title>Title {number} - Pier</title><nav><a href=/>Home</a></nav><div class=post><article>"
            f"<h1 class=post-title>Title {number}</h1><span>2 min</span><div class='entry-content'>"
            f"<p>{TEXTS[number]}</p><p>Number {number} ends here.</p></div></article></div><aside>Title 0</aside>",
        )
    cards = "".join(f"<article><h2><a href='/posts/{number}/'>Title {number}</a></h2></article>" for number in range(3))
    site.put("old/index.html", f"<main>{cards}</main>")
    value = found(site)
    assert [(row["address"], row["to"]) for row in value["moved"]] == [
        (f"/posts/{number}/", address_now(site, f"Title {number}")) for number in range(3)
    ]
    assert [row["text"] for row in value["added"]] == [AD, AD]
    assert value["missing"] == []
    home = next(row for row in value["lists"] if row["address"] == "/")
    assert (home["gained"], home["lost"]) == ([address_now(site, "Title 3")], [])

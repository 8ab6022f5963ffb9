"""What `deploy` publishes: the finished site without drafts, within the limits, at its address."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.preview.served import Preview
from tests.repositories import PublishedSite, commits, git, line, published
from tests.sites import post, tree
from tests.sizes import IS_LONG


@pytest.fixture
def site(isolated_git, tmp_path: Path) -> PublishedSite:
    return PublishedSite(tmp_path)


def test_drafts_are_never_published(site: PublishedSite) -> None:
    site.write("posts/secret.md", post("Secret", "Words.", date="2024-01-03", permalink="secret/", draft=True))
    site.commit()
    site.build(drafts=True)
    refused = site.deploy("--no-build")
    assert refused.exit_code == 5
    assert "error output-unfit: holds drafts" in refused.stderr
    # Whatever becomes of the cache.
    shutil.rmtree(site.folder / ".pressmark")
    assert "error output-unfit: holds drafts" in site.deploy("--no-build").stderr
    assert line(site.remote, "branch", "--list") == ""
    # Without its cache a build does not know the draft's page for its own, and leaves it: still nothing is published.
    lost = site.deploy()
    assert lost.exit_code == 5
    assert f"delete {site.output}, and deploy again" in lost.stderr
    shutil.rmtree(site.output)
    assert site.deploy().exit_code == 0
    assert "secret/index.html" not in published(site.remote)


def test_a_build_without_drafts_takes_them_out_again(site: PublishedSite) -> None:
    site.write("posts/secret.md", post("Secret", "Words.", date="2024-01-03", permalink="secret/", draft=True))
    site.build(drafts=True)
    assert site.has("/secret/")
    assert site.deploy().exit_code == 0
    assert "secret/index.html" not in published(site.remote)
    assert site.is_published


def test_a_draft_that_is_being_served_is_not_published(site: PublishedSite) -> None:
    site.write("posts/secret.md", post("Secret", "A plan.", date="2024-01-03", permalink="secret/", draft=True))
    site.build()
    with Preview(site.folder, "--drafts") as preview:
        assert b"A plan." in preview.get("/repo/secret/")[1]
        result = site.deploy("--no-build")
        assert result.exit_code == 0, result.stderr
        assert site.is_published
        assert not any(b"A plan." in data for data in published(site.remote).values())
        refused = site.deploy("--no-build", "--output", str(site.folder / ".pressmark/preview"))
        assert refused.exit_code == 5
        assert "error output-unfit: holds drafts" in refused.stderr


def test_no_build_publishes_only_a_finished_site_for_the_same_address(site: PublishedSite) -> None:
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "error output-unfit: holds no site that this version of Pressmark built" in result.stderr
    site.build(url="http://127.0.0.1:8000/")
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "was built for http://127.0.0.1:8000/, and the site is to be at https://example.org/repo/" in result.stderr
    site.build()
    site.put("templates/404.html", "{% if %}")
    site.build()
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "error output-unfit: the last build did not come to its end, or had errors" in result.stderr
    assert line(site.remote, "branch", "--list") == ""


@pytest.mark.parametrize("name", [".nojekyll", "CNAME"])
def test_a_folder_without_what_github_pages_needs_is_built_again_first(site: PublishedSite, name: str) -> None:
    site.settings('[deploy]\ncname = "example.org"')
    site.build()
    (site.output / name).unlink()
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert f"error output-unfit: has no file {name}, which GitHub Pages needs\n" in result.stderr
    assert line(site.remote, "branch", "--list") == ""
    assert site.deploy().exit_code == 0
    assert name in published(site.remote)
    assert site.is_published


def test_a_site_with_errors_is_not_published(site: PublishedSite) -> None:
    site.put("templates/404.html", "{% if %}")
    result = site.deploy()
    assert result.exit_code == 1
    assert "error template-syntax" in result.stderr
    assert result.stderr.endswith("Nothing was published.\n")
    assert line(site.remote, "branch", "--list") == ""


def test_a_template_that_puts_a_script_into_articles_is_found_before_the_push(site: PublishedSite) -> None:
    site.put("templates/404.html", "<!doctype html><article><script>x()</script></article>")
    result = site.deploy()
    assert result.exit_code == 1
    assert "error page-active" in result.stderr
    assert line(site.remote, "branch", "--list") == ""


def test_a_file_over_the_limit_is_refused_before_anything_is_sent(site: PublishedSite) -> None:
    site.build()
    with (site.output / "film.mp4").open("wb") as stream:
        stream.truncate(101 * 1024 * 1024)
    result = site.deploy("--no-build")
    assert result.exit_code == 5
    assert "film.mp4: error site-too-large: a file of 101 MiB, and GitHub takes at most 100\n" in result.stderr
    assert line(site.remote, "branch", "--list") == ""


def _sample(archive: Path, folder: Path) -> Path:
    """A copy of every fourth post of the archive: building all of them takes ten seconds."""
    for path in sorted(path for path in archive.rglob("*") if path.is_file())[::4]:
        copy = folder / path.relative_to(archive)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return folder


@pytest.mark.starts_processes
def test_the_archive_is_deployed(shared, tmp_path: Path) -> None:
    site = PublishedSite(tmp_path, posts=0)
    folder = shared("archive")
    if not IS_LONG:
        folder = _sample(folder, tmp_path / "sample")
    settings = {"content": [str(folder)], "url": "https://example.org/repo/", "timezone": "Asia/Shanghai"}
    site.settings(**settings)
    site.commit()
    before = site.own()
    result = site.deploy("--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert site.is_published
    assert site.own() == before


# ------------------------------------------------------------------------------------------ addresses


def on_github(site: PublishedSite, repository: str) -> None:
    """Let the remote look as if it were on GitHub."""
    git(site.top, "remote", "set-url", "origin", f"https://github.com/{repository}.git")
    git(site.top, "config", f"url.{site.remote}.insteadOf", f"https://github.com/{repository}.git")


def test_the_address_must_be_that_of_the_repository(site: PublishedSite) -> None:
    on_github(site, "Ann/pages")
    result = site.deploy()
    assert result.exit_code == 5
    assert "site.toml: error url-differs: " in result.stderr
    assert '  help: write: url = "https://ann.github.io/pages/"\n' in result.stderr
    assert not site.output.exists()
    site.settings(url="https://ann.github.io/pages/")
    result = site.deploy()
    assert result.exit_code == 0, result.stderr
    assert ": https://ann.github.io/pages/  (GitHub may take up to ten minutes)\n" in result.stderr
    assert "https://github.com/Ann/pages/settings/pages" in result.stderr


def test_a_domain_of_the_settings_is_written_and_must_be_that_of_the_address(site: PublishedSite) -> None:
    on_github(site, "ann/pages")
    site.settings('[deploy]\ncname = "pages.example.org"', url="https://pages.example.org/repo/")
    result = site.deploy()
    assert result.exit_code == 5
    assert '  help: write: url = "https://pages.example.org/"\n' in result.stderr
    site.settings('[deploy]\ncname = "pages.example.org"', url="https://pages.example.org/")
    assert site.deploy().exit_code == 0
    assert published(site.remote)["CNAME"] == b"pages.example.org\n"
    assert site.is_published


def test_a_domain_that_github_wrote_into_the_branch_is_kept(site: PublishedSite) -> None:
    site.settings(url="https://pages.example.org/")
    site.deploy()
    cname = os.fsdecode(git(site.remote, "hash-object", "-w", "--stdin", given=b"pages.example.org")).strip()
    rows = git(site.remote, "ls-tree", "gh-pages") + f"100644 blob {cname}\tCNAME\n".encode()
    with_cname = os.fsdecode(git(site.remote, "mktree", given=rows)).strip()
    commit = line(site.remote, "commit-tree", with_cname, "-m", "Create CNAME", f"-p{commits(site.remote)[0]}")
    git(site.remote, "update-ref", "refs/heads/gh-pages", commit)
    assert "Nothing to deploy" in site.deploy().stderr
    site.write("posts/0.md", post("Post 0", "Other.", date="2024-01-02", permalink="p0/"))
    assert site.deploy().exit_code == 0
    assert published(site.remote) == tree(site.output) | {"CNAME": b"pages.example.org"}
    site.settings(url="https://example.org/repo/")
    result = site.deploy()
    assert result.exit_code == 5
    assert "its file CNAME names pages.example.org" in result.stderr

"""What is watched, what counts as a change, and that none is missed while folders come and go."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.preview.watching import Watcher, folders_to_watch, is_relevant
from tests.waiting import PATIENCE_S


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one folder of content in another, and no templates."""
    site = tmp_path / "site"
    (site / "content/a").mkdir(parents=True)
    return site


def inputs(site: Path) -> tuple[Path, ...]:
    return site / "content", site / "templates", site / "rules/own.txt"


def test_folders_are_watched_whole_and_what_is_around_them_by_itself(site):
    found = folders_to_watch(site, inputs(site))
    assert found.deep == (f"{site}/content",)
    assert found.flat == (str(site),)
    (site / "rules").mkdir()
    (site / "templates").mkdir()
    found = folders_to_watch(site, inputs(site))
    assert found.deep == (f"{site}/content", f"{site}/templates")
    assert found.flat == (str(site), f"{site}/rules")


def test_a_root_with_a_link_in_it_is_watched_folder_by_folder_and_not_behind_the_link(site):
    (site / "content/a/disk").symlink_to("/")
    found = folders_to_watch(site, inputs(site))
    assert found.deep == ()
    assert found.flat == (str(site), f"{site}/content", f"{site}/content/a")


def test_a_site_that_is_its_own_root_is_watched_without_cache_and_repository(site):
    (site / ".git/objects").mkdir(parents=True)
    (site / ".pressmark/preview").mkdir(parents=True)
    found = folders_to_watch(site, (site,))
    assert found.flat == (str(site.parent), str(site), f"{site}/content", f"{site}/content/a")
    assert found.deep == ()


@pytest.mark.parametrize(
    "name",
    ["site.toml", "content", "content/a.md", "content/a/.md", "content/.NET.md", "content/pic.png", "templates",
     "templates/post.html", "rules", "rules/own.txt"],
)  # fmt: skip
def test_what_a_build_reads_is_a_change(site, name):
    assert is_relevant(site / name, site, inputs(site))


@pytest.mark.parametrize(
    "name",
    ["README.md", "public/index.html", ".pressmark/preview/index.html", "content/.a.md.swp", "content/a.md~",
     "content/4913", "content/.#a.md", "content/.git/index.md", "templates/.post.html.swx", "rules/other.txt"],
)  # fmt: skip
def test_what_it_does_not_read_is_none(site, name):
    assert not is_relevant(site / name, site, inputs(site))


class Heard:
    """Changes as a watcher tells them."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.paths: set[str] = set()
        self.begun = 0
        self.news = threading.Condition()
        self.trouble: list[str] = []
        self.watcher = Watcher(self.hear, self.trouble.append)

    def hear(self, paths: frozenset[str]) -> None:
        with self.news:
            self.begun += not paths
            self.paths |= paths
            self.news.notify_all()

    def watch(self) -> None:
        """Watch what is there now, and wait until that is watched."""
        begun = self.begun
        self.watcher.watch(folders_to_watch(self.site, inputs(self.site)))
        with self.news:
            assert self.news.wait_for(lambda: self.begun > begun, PATIENCE_S)

    def wait_for(self, path: Path) -> None:
        with self.news:
            assert self.news.wait_for(lambda: str(path) in self.paths, PATIENCE_S), self.paths
            self.paths.clear()


@pytest.fixture
def heard(site: Path) -> Iterator[Heard]:
    heard = Heard(site)
    heard.watch()
    yield heard
    heard.watcher.stop()
    assert not heard.trouble


def test_a_change_in_a_folder_that_was_made_while_watching_is_heard(site, heard):
    (site / "content/new/deep").mkdir(parents=True)
    heard.wait_for(site / "content/new")
    (site / "content/new/deep/a.md").write_text("a")
    heard.wait_for(site / "content/new/deep/a.md")


def test_a_root_that_is_replaced_by_another_folder_is_watched_again(site, heard):
    for number in range(3):
        shutil.rmtree(site / "content")
        (site / "content").mkdir()
        heard.wait_for(site / "content")
        heard.watch()
        (site / f"content/{number}.md").write_text("a")
        heard.wait_for(site / f"content/{number}.md")


def test_a_root_that_was_missing_is_watched_when_it_comes(site, heard):
    (site / "templates").mkdir()
    heard.wait_for(site / "templates")
    heard.watch()
    (site / "templates/post.html").write_text("a")
    heard.wait_for(site / "templates/post.html")


def test_a_file_that_an_editor_replaces_is_heard_each_time(site, heard):
    for number in range(3):
        (site / "site.toml.new").write_text(str(number))
        (site / "site.toml.new").replace(site / "site.toml")
        heard.wait_for(site / "site.toml")


def test_folders_with_a_link_in_them_are_heard(site, heard):
    (site / "content/disk").symlink_to("/")
    heard.wait_for(site / "content/disk")
    heard.watch()
    (site / "content/a/b.md").write_text("a")
    heard.wait_for(site / "content/a/b.md")


def test_the_same_places_are_watched_once(site, heard):
    heard.watcher.watch(folders_to_watch(site, inputs(site)))
    time.sleep(0.3)
    assert heard.begun == 1


def test_where_the_system_tells_nothing_files_are_looked_at(site, monkeypatch):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "50")
    heard = Heard(site)
    heard.watch()
    (site / "content/a.md").write_text("a")
    heard.wait_for(site / "content/a.md")
    heard.watcher.stop()

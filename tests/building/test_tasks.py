"""Tasks in workers: what becomes of a post or a page whose worker dies."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.building import tasks
from generator.building.pages import in_batches
from generator.building.sources import NEEDED
from generator.building.tasks import Due
from generator.cli import app
from generator.digest import digest_value
from generator.outputs.page import Page, PageKey, Reads
from generator.runtime.limits import CPU_S, in_time
from generator.runtime.store import Store
from generator.runtime.workers import make_workers as real_make_workers
from tests.deadly import KILLERS, clean_as_text_or_die, clean_batch_or_die, real_clean, render_or_die
from tests.sites import SmallSite, codes, post, tree


@pytest.fixture
def deadly(monkeypatch):
    monkeypatch.setattr("generator.building.sources.clean_batch", clean_batch_or_die)
    monkeypatch.setattr("generator.building.sources.clean_as_text", clean_as_text_or_die)
    return monkeypatch


def fill(site: SmallSite, count: int) -> None:
    for number in range(count):
        text = post(f"Post {number}", f"<p>Text <b>{number}</b></p>", date="2024-01-01", permalink=f"p{number}/")
        site.write(f"{number % 7}/{number}.md", text)


@pytest.mark.starts_processes
def test_ten_posts_that_end_their_worker_are_published_as_text_and_five_hundred_as_they_are(small_site, deadly):
    fill(small_site, 500)
    for name in KILLERS:
        small_site.write(f"3/{name}.md", post(name, "<p>Bad <b>words</b></p>", permalink=f"{name}/"))
    done = CliRunner().invoke(app, ["build", str(small_site.folder), "--jobs", "2", "--verbose"])
    assert done.exit_code == 0, done.output
    assert "10 warnings" in done.output, done.output
    for name in KILLERS:
        told = rf"/{name}\.md:\d+: warning shown-as-text: the body is shown as text: cleaning it ended the process"
        assert re.search(told, done.output), done.output
    for name in KILLERS:
        assert "&lt;b&gt;words&lt;/b&gt;" in small_site.page(f"/{name}/")
    for number in range(500):
        assert f"Text <b>{number}</b>" in small_site.page(f"/p{number}/")


def test_what_the_store_holds_of_the_same_bytes_serves_again_without_the_records_of_it(small_site, monkeypatch):
    fill(small_site, 3)
    small_site.build()
    (small_site.folder / ".pressmark" / "ledger.sqlite").unlink()
    monkeypatch.setattr("generator.building.tasks.clean", None)
    assert codes(small_site.build()) == []
    assert codes(small_site.build(full=True)) == ["internal"] * 3


def test_a_build_that_ends_while_it_drops_old_posts_leaves_no_summary_without_its_post(small_site, monkeypatch):
    before, after = (post(title, "<p>Text</p>", permalink="p/") for title in ("Before", "After"))
    small_site.write("p.md", before)
    small_site.build()
    keep, dropped = Store.keep, []

    def keep_once(store, kind, keys):
        if dropped:
            raise KeyboardInterrupt
        dropped.append(kind)
        keep(store, kind, keys)

    small_site.write("p.md", after)
    monkeypatch.setattr(Store, "keep", keep_once)
    with pytest.raises(KeyboardInterrupt):
        small_site.build()
    monkeypatch.undo()
    small_site.write("p.md", before)
    assert codes(small_site.build()) == []
    assert "Before" in small_site.page("/p/")


@pytest.mark.starts_processes
def test_the_next_build_tries_a_post_again_that_ended_its_worker(small_site, deadly):
    fill(small_site, 3)
    small_site.write("killed.md", post("killed", "<p>Bad <b>words</b></p>", permalink="killed/"))
    assert codes(small_site.build(jobs=2)) == ["shown-as-text"]
    deadly.undo()
    report = small_site.build()
    assert "/killed/" in report.written
    assert "/p2/" not in report.written
    assert codes(report) == []
    assert "Bad <b>words</b>" in small_site.page("/killed/")


@pytest.mark.starts_processes
def test_a_post_that_ends_its_worker_even_as_text_is_named_and_keeps_its_last_good_page(small_site, deadly):
    fill(small_site, 5)
    deadly.undo()
    small_site.write("header.md", post("Header", "<p>Good</p>", permalink="header/"))
    small_site.build()
    deadly.setattr("generator.building.sources.clean_batch", clean_batch_or_die)
    deadly.setattr("generator.building.sources.clean_as_text", clean_as_text_or_die)
    small_site.write("header.md", post("Header", "<p>Better</p>", permalink="header/"))
    small_site.write("new/header.md", post("Header", "<p>New</p>", permalink="header-2/"))
    report = small_site.build(jobs=2)
    assert [(one.code, one.where.path) for one in report.problems if one.severity == "error"] == [
        ("source-unreadable", "content/header.md"),
        ("source-unreadable", "content/new/header.md"),
    ]
    assert "Good" in small_site.page("/header/")
    assert not small_site.has("/header-2/")
    assert report.posts == 6
    deadly.undo()
    assert codes(small_site.build()) == []
    assert "Better" in small_site.page("/header/")
    assert "New" in small_site.page("/header-2/")


@pytest.mark.parametrize("name", ["memory-2", "header"])
def test_what_is_not_a_death_of_the_process_is_survived_by_one_job_too(small_site, monkeypatch, name):
    def clean(raw, config, **options):
        if raw.source.path in (f"{name}.md", "header.md") and (not options or name == "header"):
            raise MemoryError
        return real_clean(raw, config, **options)

    monkeypatch.setattr("generator.building.tasks.clean", clean)
    fill(small_site, 5)
    small_site.write(f"{name}.md", post("Bad", "<p>Bad <b>words</b></p>", permalink="bad/"))
    report = small_site.build(jobs=1)
    assert codes(report) == ["source-unreadable" if name == "header" else "shown-as-text"]
    assert small_site.has("/p4/")
    assert small_site.has("/bad/") == (name != "header")


_BUILD = """
import sys
from tests import deadly
from generator import cli
from generator.building import pages, sources
sources.clean_batch = deadly.clean_batch_or_die
sources.clean_as_text = deadly.clean_as_text_or_die
if sys.argv[1] == "render":
    pages.render_batch = deadly.render_or_die
sys.argv = ["pressmark", *sys.argv[2:]]
if __name__ == "__main__":
    cli.main()
"""


def build_apart(site: SmallSite, script: Path, *arguments: str) -> int:
    script.write_text(_BUILD)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(script), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


@pytest.mark.starts_processes
def test_with_one_job_a_fault_ends_one_build_and_those_after_it_work_in_a_process_apart(small_site, tmp_path):
    fill(small_site, 5)
    source = small_site.write("segfault.md", post("Bad", "<p>Bad <b>words</b></p>", permalink="bad/"))
    marker = small_site.folder / ".pressmark/clean-may-kill"
    arguments = ("clean", "build", str(small_site.folder), "--jobs", "1")
    assert build_apart(small_site, tmp_path / "build.py", *arguments) == -signal.SIGSEGV
    for _ in range(2):  # not every second time, either
        assert build_apart(small_site, tmp_path / "build.py", *arguments) == 0
        assert "&lt;b&gt;words" in small_site.page("/bad/")
        assert marker.exists()
        small_site.write("0/0.md", post("Another", "<p>Text</p>", permalink="p0/"))
    source.unlink()
    assert build_apart(small_site, tmp_path / "build.py", *arguments) == 0
    assert not marker.exists()
    assert "Another" in small_site.page("/p0/")


@pytest.mark.starts_processes
def test_one_job_that_would_never_end_is_ended_too(small_site, tmp_path):
    small_site.write("time-2.md", post("Bad", "<p>Bad <b>words</b></p>", permalink="bad/"))
    arguments = ("clean", "build", str(small_site.folder), "--jobs", "1")
    assert build_apart(small_site, tmp_path / "build.py", *arguments) == -signal.SIGPROF
    assert build_apart(small_site, tmp_path / "build.py", *arguments) == 0
    assert "&lt;b&gt;words" in small_site.page("/bad/")


@pytest.mark.starts_processes
def test_a_post_that_ended_a_worker_cannot_end_the_small_build_after_it(small_site, tmp_path):
    fill(small_site, 5)
    small_site.write("abort.md", post("Bad", "<p>Bad <b>words</b></p>", permalink="bad/"))
    for jobs in ("2", "1"):
        arguments = ("clean", "build", str(small_site.folder), "--jobs", jobs)
        assert build_apart(small_site, tmp_path / "build.py", *arguments) == 0
        assert "&lt;b&gt;words" in small_site.page("/bad/")


@pytest.mark.starts_processes
def test_a_page_that_ends_its_worker_keeps_its_last_good_file_and_is_an_error(small_site, monkeypatch):
    fill(small_site, 20)
    small_site.build()
    before = small_site.page("/p7/")
    for number in (7, 8):
        small_site.write(f"{number % 7}/{number}.md", post("Other", "<p>Changed</p>", permalink=f"p{number}/"))
    monkeypatch.setattr("generator.building.pages.render_batch", render_or_die)
    done = CliRunner().invoke(app, ["build", str(small_site.folder), "--jobs", "2"])
    assert done.exit_code == 1
    assert "/p7/: error internal: rendering it ended the process" in done.output
    assert small_site.page("/p7/") == before
    assert "Changed" in small_site.page("/p8/")
    monkeypatch.undo()
    assert "/p7/" in small_site.build().written
    assert "Changed" in small_site.page("/p7/")


@pytest.mark.starts_processes
def test_with_one_job_a_deadly_page_ends_one_build_only(small_site, tmp_path):
    fill(small_site, 20)
    arguments = ("render", "build", str(small_site.folder), "--jobs", "1")
    assert build_apart(small_site, tmp_path / "build.py", *arguments) == -signal.SIGABRT
    assert build_apart(small_site, tmp_path / "build.py", *arguments) == 1
    assert not small_site.has("/p7/")
    assert small_site.has("/p8/")


@pytest.mark.starts_processes
def test_one_two_and_four_jobs_give_one_digest(small_site, tmp_path):
    fill(small_site, 150)
    small_site.write("bomb.md", post("Bomb", "[" * 20_000))
    digests = set()
    for jobs in (1, 2, 4):
        small_site.build(jobs=jobs, output=tmp_path / str(jobs), full=True)
        digests.add(digest_value(tree(tmp_path / str(jobs))))
    assert len(digests) == 1


@pytest.mark.starts_processes
@pytest.mark.parametrize("damaged", [False, True])
def test_workers_find_the_store_made(small_site, monkeypatch, damaged):
    """Two that each made it would delete each other's: of 900 posts none was in the store that remained."""
    store = small_site.folder / ".pressmark/store.sqlite"
    if damaged:
        store.parent.mkdir()
        store.write_bytes(b"no database " * 100)
    made = []

    def make_workers(*arguments, **options):
        with closing(sqlite3.connect(store)) as connection:
            made.append(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,))
        return real_make_workers(*arguments, **options)

    monkeypatch.setattr("generator.building.sources.make_workers", make_workers)
    fill(small_site, 3)
    small_site.build(jobs=2)
    # To clean, for the terms of posts, and to render.
    assert made == [True, True, True]


def test_lists_come_first_and_in_few_batches():
    key = PageKey("", "", "", "")
    posts = [Due(Page(f"/{number}/", "post", "", None), key, None, ()) for number in range(300)]
    lists = [
        Due(Page(f"/tags/{number}/", "list", "", None, reads=Reads.SUMMARIES), key, None, ()) for number in range(200)
    ]
    due = [one for pair in zip(posts, lists, strict=False) for one in pair] + posts[200:]
    for jobs, sizes in {1: [64, 64, 64, 8], 2: [200], 3: [100, 100], 16: [64, 64, 64, 8]}.items():
        found = list(in_batches(due, jobs))
        assert [len(batch) for batch in found] == [*sizes, 64, 64, 64, 64, 44]
        assert [one for batch in found for one in batch] == lists + posts


def test_what_is_loaded_before_many_posts_is_there():
    for name in NEEDED:
        import_module(name)


def test_a_page_has_no_more_time_in_a_large_batch_than_in_a_small_one(monkeypatch):
    left = []
    monkeypatch.setattr(
        tasks, "_render_some", lambda worker, batch: left.append(signal.getitimer(signal.ITIMER_PROF)[0]) or ()
    )
    in_time(tasks.render_batch, None, tuple(range(1000)))
    assert len(left) == 16
    assert max(left) < CPU_S + 65
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0

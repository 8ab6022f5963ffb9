"""Builds in a process of their own: what kills one, and what keeps one waiting."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.preview.building import PREVIEW, Builder, Order
from generator.runtime.lock import hold_lock
from generator.runtime.progress import Silent
from tests.preview.served import ROOT, Preview
from tests.sites import SmallSite, post

pytestmark = pytest.mark.starts_processes

# The process that builds imports the program again, and so gets what kills it.
DEADLY = """
from generator.building import sources
from tests import deadly
sources.clean_batch, sources.clean_as_text = deadly.clean_batch_or_die, deadly.clean_as_text_or_die
from generator.cli import main
if __name__ == "__main__":
    main()
"""


@pytest.fixture
def builder():
    builder = Builder()
    yield builder
    builder.stop()


def order(site: SmallSite, jobs: int = 1, *, search: bool = False) -> Order:
    return Order(site.folder, "http://127.0.0.1:8000", jobs, False, None, search)


def test_warnings_are_told_once_and_errors_each_time(small_site, builder):
    small_site.write("a.md", post("One", "words", date="never", permalink="a/"))
    assert [one.code for one in builder.build(order(small_site), Silent()).problems] == ["date-unreadable"]
    small_site.write("b.md", post("Two", "words", date="nor this", permalink="b/"))
    small_site.put("templates/home.html", "{% if %}")
    outcome = builder.build(order(small_site), Silent())
    assert [(one.code, one.where.path) for one in outcome.problems] == [
        ("date-unreadable", "content/b.md"),
        ("template-syntax", "templates/home.html"),
    ]
    outcome = builder.build(order(small_site), Silent())
    assert [one.code for one in outcome.problems] == [one.code for one in outcome.errors] == ["template-syntax"]
    assert not outcome.has_changed_pages


def test_the_search_index_is_made_where_it_is_ordered_and_open_pages_stay_as_they_are(small_site, builder):
    small_site.write("a.md", post("One", "words", date="2024-01-01", permalink="a/"))
    builder.build(order(small_site), Silent())
    folder = small_site.folder / ".pressmark/preview/search"
    assert not (folder / "index.json").exists()
    outcome = builder.build(order(small_site, search=True), Silent())
    assert (folder / "index.json").exists()
    assert not outcome.has_changed_pages
    small_site.write("a.md", post("One", "other words", date="2024-01-01", permalink="a/"))
    assert builder.build(order(small_site, search=True), Silent()).has_changed_pages


def test_a_process_that_is_killed_is_started_again(small_site, builder):
    small_site.write("a.md", post("One", "words", permalink="a/"))
    assert builder.build(order(small_site), Silent()).has_changed_pages
    os.kill(builder._process.pid, signal.SIGKILL)
    small_site.write("a.md", post("One", "other words", permalink="a/"))
    outcome = builder.build(order(small_site), Silent())
    assert outcome.errors == ()
    assert "other words" in (small_site.folder / PREVIEW / "a/index.html").read_text("utf-8")


def test_the_process_ends_with_the_one_that_started_it(tmp_path):
    site = SmallSite(tmp_path / "site")
    preview = Preview(site.folder)
    with preview:
        os.kill(preview.process.pid, signal.SIGKILL)
        assert preview.ended() == -signal.SIGKILL
    # stderr, which the other process holds as well, has come to its end: `ended` waits for that.
    assert not preview._reader.is_alive()


def test_posts_that_kill_are_published_as_text_and_the_server_goes_on(tmp_path):
    site = SmallSite(tmp_path / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    program = tmp_path / "deadly.py"
    program.write_text(DEADLY)
    with Preview(site.folder, program=(str(program),)) as preview:
        for name in ("segfault", "abort"):
            site.write(f"{name}.md", post("Deadly", f"<b>{name}</b>", permalink=f"{name}/"))
            preview.wait_until_shown(f"/{name}/", f"&lt;b&gt;{name}")
        site.write("a.md", post("One", "other words", permalink="a/"))
        preview.wait_until_shown("/a/", "other words")
        assert preview.process.poll() is None


def test_a_locked_site_is_waited_for_and_then_built(tmp_path):
    site = SmallSite(tmp_path / "site")
    with Preview(site.folder) as preview:
        with hold_lock(site.folder / ".pressmark/lock"):
            site.write("a.md", post("One", "words", permalink="a/"))
            preview.wait_for(r"another build \(pid .*\) is running; the preview goes on when it has ended")
            assert preview.get("/a/")[0].status == 404
        preview.wait_until_shown("/a/", "words")
        preview.wait_for(r"content/a\.md → \d+ pages")
        assert preview.said.count("is running") == 1


def test_a_build_beside_the_server_leaves_both_as_they_should_be(tmp_path):
    site = SmallSite(tmp_path / "site")
    site.write("a.md", post("One", "words", permalink="a/"))
    site.write("d.md", post("Draft", "a secret", permalink="d/", draft=True))
    with Preview(site.folder, "--drafts") as preview:
        command = [sys.executable, "-m", "generator", "build", str(site.folder), "--quiet"]
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
        assert site.has("/a/")
        assert not site.has("/d/")
        site.write("a.md", post("One", "other words", permalink="a/"))
        preview.wait_until_shown("/a/", "other words")
        assert "a secret" in preview.get("/d/")[1].decode()
    assert "other words" not in site.page("/a/")


def test_workers_start_under_the_server_and_end_with_it_in_mid_build(tmp_path):
    """Two workers, a fork server and the builder: all end at the first Ctrl-C, and the next start goes on."""
    site = SmallSite(tmp_path / "site")
    for number in range(100):
        site.write(f"{number}.md", post(f"Post {number}", "<p>words</p>" * 200, permalink=f"p{number}/"))
    preview = Preview(site.folder, "--jobs", "2")
    preview.wait_for(r"^(read|clean) ")
    assert preview.interrupt() == 0
    assert "Built" not in preview.said
    assert "Traceback" not in preview.said
    assert not Path(f"/proc/{preview.process.pid}").exists()
    with Preview(site.folder, "--jobs", "2") as again:
        assert "words" in again.get("/p99/")[1].decode()

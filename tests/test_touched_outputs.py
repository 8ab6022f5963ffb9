"""Files of the output folder that were edited, touched, copied or restored behind our back: what is read, and what is
written again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator.building.run import LEDGER
from generator.cli import app
from generator.runtime import files
from generator.runtime.ledger import FileRecord, Ledger
from tests.costs import counted
from tests.key_edits import in_place
from tests.old_ledgers import turn_into_version_2
from tests.sites import AgedSite, clean_build, codes, post

LONG = "The lighthouse keeper writes down the weather four times a day, and has not missed one in thirty years. "


@pytest.fixture
def site(tmp_path: Path) -> AgedSite:
    """Four posts in a site that was built."""
    made = AgedSite(tmp_path / "site")
    for day in range(1, 5):
        made.write(f"{day}.md", text(day))
    made.put("static/robots.txt", "User-agent: *\n")
    made.build()
    return made


def text(day: int, more: str = "") -> str:
    return post(f"Post {day}", f"<p>{LONG * 3}Number {day}.</p>{more}", date=f"2024-01-0{day}", permalink=f"p{day}/")


def records(site: AgedSite) -> dict[str, FileRecord]:
    with closing(Ledger(site.folder / ".pressmark" / LEDGER)) as ledger:
        return dict(ledger.records(str(site.output.resolve())))


def times(site: AgedSite) -> dict[Path, int]:
    return {path: path.stat().st_ctime_ns for path in site.output.rglob("*") if path.is_file()}


@contextmanager
def compared() -> Iterator[list[bytes]]:
    """The bytes of the files that builds read to compare them."""
    seen: list[bytes] = []
    digest = files.digest_bytes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "digest_bytes", lambda data: seen.append(data) or digest(data))
        yield seen


def edit_by_hand(site: AgedSite, name: str = "p1/index.html") -> None:
    """An edit that leaves size, modification time and inode as they are."""
    in_place(site.output / name, "lighthouse", "LIGHTHOUSE")


# -------------------------------------------------------------------------------------------- edited


def test_an_edit_with_the_same_size_and_time_is_seen_where_nothing_else_changed(site):
    before = site.files()
    edit_by_hand(site)
    assert site.files() != before
    assert site.build().written == ("/p1/",)
    assert site.files() == before
    with compared() as read:
        assert site.build().written == ()
    assert read == []


def test_an_edit_with_the_same_size_and_time_is_seen_where_another_body_changed(site):
    edit_by_hand(site)
    site.write("4.md", text(4, "<p>More.</p>"))
    assert "/p1/" in site.build().written
    assert site.files() == clean_build(site)


@pytest.mark.starts_processes
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_edit_with_the_same_size_and_time_is_seen_where_all_is_planned_again(site, jobs):
    edit_by_hand(site)
    site.write("5.md", text(5))
    assert "/p1/" in site.build(jobs=jobs).written
    assert site.files() == clean_build(site)
    assert site.build().written == ()


def test_an_edit_with_the_same_size_and_time_is_seen_by_full(site):
    edit_by_hand(site)
    assert site.build(full=True).written == ("/p1/",)


def test_explain_names_an_edit_with_the_same_size_and_time_and_no_touched_file(site):
    edit_by_hand(site)
    os.utime(site.output / "p2/index.html")
    runner = CliRunner()
    done = runner.invoke(app, ["explain", "/p1/", str(site.folder)])
    assert "its file is missing or was changed by hand" in done.output
    done = runner.invoke(app, ["explain", "/p2/", str(site.folder)])
    assert "leaves it as it is" in done.output


def test_an_edited_file_that_is_no_longer_planned_is_left_alone_with_a_warning(site):
    edit_by_hand(site)
    edited = site.page("/p1/")
    (site.folder / "content/1.md").unlink()
    report = site.build()
    assert codes(report) == ["output-changed"]
    assert "/p1/" not in report.removed
    assert site.page("/p1/") == edited


def test_a_touched_file_that_is_no_longer_planned_is_removed(site):
    os.utime(site.output / "p1/index.html")
    (site.folder / "content/1.md").unlink()
    assert "/p1/" in site.build().removed
    assert not site.has("/p1/")


def test_an_edited_file_whose_page_fails_is_due_again_at_the_next_build(site):
    site.put("templates/404.html", "<!doctype html><title>lighthouse</title>")
    site.build()
    edit_by_hand(site, "404.html")
    site.put("templates/404.html", "{% broken %}")
    assert codes(site.build()) == ["template-syntax"]
    site.put("templates/404.html", "<!doctype html><title>lighthouse</title>")
    assert site.build().written == ("/404.html",)


# ------------------------------------------------------------------------------ touched and copied


def touch(site: AgedSite) -> None:
    for path in site.output.rglob("*"):
        os.utime(path)


def copy_back(site: AgedSite) -> None:
    """As a backup that keeps times is restored."""
    site.output.rename(site.folder / "old")
    shutil.copytree(site.folder / "old", site.output)


def copy_back_young(site: AgedSite) -> None:
    """As `cp -r` does it."""
    copy_back(site)
    touch(site)


def link(site: AgedSite) -> None:
    shutil.copytree(site.output, site.folder / "snapshot", copy_function=os.link)


def chmod(site: AgedSite) -> None:
    for path in site.output.rglob("*.html"):
        path.chmod(0o600)


@pytest.mark.parametrize("change", [touch, copy_back, copy_back_young, link, chmod])
def test_files_with_the_same_bytes_are_compared_once_and_never_written(site, change: Callable[[AgedSite], None]):
    before, old = site.files(), records(site)
    change(site)
    kept = times(site)
    with compared() as read, counted() as costs:
        assert site.build().written == ()
    assert read
    assert costs.rendered == costs.read == []
    assert (site.files(), times(site)) == (before, kept)
    new = records(site)
    assert {address: (one.digest, one.size_bytes, one.key) for address, one in new.items()} == {
        address: (one.digest, one.size_bytes, one.key) for address, one in old.items()
    }
    assert new != old
    with compared() as read:
        assert site.build().written == ()
    assert read == []
    assert records(site) == new


def test_a_whole_site_that_was_copied_and_put_back_is_compared_once(site):
    before = site.files()
    site.folder.rename(site.folder.with_name("old"))
    shutil.copytree(site.folder.with_name("old"), site.folder)
    with counted() as costs, compared() as read:
        assert site.build().written == ()
    assert costs.rendered == costs.cleaned == []
    assert len(read) == len(records(site))
    site.write("4.md", text(4, "<p>More.</p>"))
    with compared() as read:
        assert site.build().written
    assert read == []
    assert site.files() == clean_build(site) != before


def test_a_whole_site_that_was_copied_to_another_place_is_not_written_again(site, tmp_path):
    shutil.copytree(site.folder, tmp_path / "copy")
    before = site.files()
    site.folder = tmp_path / "copy"
    kept = times(site)
    assert site.build().written == ()
    assert (site.files(), times(site)) == (before, kept)
    with compared() as read, counted() as costs:
        assert site.build().written == ()
    assert read == costs.read == []


def test_a_copy_with_one_edited_file_writes_that_file_only(site):
    before = site.files()
    copy_back(site)
    edit_by_hand(site)
    assert site.build().written == ("/p1/",)
    assert site.files() == before


def test_records_are_renewed_even_if_the_build_is_interrupted_later(site, monkeypatch):
    touch(site)
    interrupt(site, monkeypatch, "generator.building.run.look")
    with compared() as read, counted() as costs:
        assert site.build().written == ()
    assert (read, costs.read) == ([], [])


def interrupt(site: AgedSite, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Begin a build that is interrupted where it calls the function `place`."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, interrupted)
        with pytest.raises(KeyboardInterrupt):
            site.build()


def test_an_edit_that_an_interrupted_build_saw_is_seen_by_the_next(site, monkeypatch):
    before = site.files()
    edit_by_hand(site)
    interrupt(site, monkeypatch, "generator.building.run.look")
    assert site.build().written == ("/p1/",)
    assert site.files() == before


def test_where_inodes_change_at_every_look_a_build_is_right_and_only_reads_more(site, monkeypatch):
    state, looks = files._found_state, iter(range(10**6))
    monkeypatch.setattr(files, "_found_state", lambda found: (*state(found)[:3], next(looks)))
    for _ in range(2):
        with compared() as read:
            assert site.build().written == ()
        assert len(read) == len(records(site))
    edit_by_hand(site)
    assert site.build().written == ("/p1/",)
    site.write("4.md", text(4, "<p>More.</p>"))
    site.build()
    assert site.files() == clean_build(site)


# ---------------------------------------------------------------------------------- older ledgers


def make_old(site: AgedSite) -> None:
    turn_into_version_2(site.folder / ".pressmark" / LEDGER)


def test_a_ledger_of_the_version_before_is_taken_over_and_files_are_compared_once(site):
    make_old(site)
    known = len(records(site))
    make_old(site)
    with compared() as read, counted() as costs:
        report = site.build()
    assert (report.written, report.problems) == ((), ())
    assert costs.rendered == costs.read == []
    assert len(read) == known
    with compared() as read:
        assert site.build().written == ()
    assert read == []


def test_after_an_upgrade_of_pressmark_the_site_equals_a_clean_build(site, monkeypatch):
    edit_by_hand(site, "p2/index.html")
    (site.folder / "content/1.md").unlink()
    site.write("3.md", text(3, "<p>More.</p>"))
    make_old(site)
    for module in ("building.sources", "outputs.keys", "building.looking"):
        monkeypatch.setattr(f"generator.{module}.engine_digest", lambda: "a later version")
    report = site.build()
    assert {"/p2/", "/p3/"} <= set(report.written)
    assert "/p1/" in report.removed
    assert report.problems == ()
    assert site.files() == clean_build(site)
    assert site.build().written == ()


def test_a_file_that_was_announced_by_the_version_before_is_still_ours(site, monkeypatch):
    site.write("5.md", text(5))
    interrupt(site, monkeypatch, "generator.building.counts.make_report")
    assert site.has("/p5/")
    make_old(site)
    (site.folder / "content/5.md").unlink()
    assert site.build().problems == ()
    assert site.files() == clean_build(site)

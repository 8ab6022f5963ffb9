"""What an output folder says of itself after builds of different kinds, whole and broken ones."""

from __future__ import annotations

import shutil

import pytest

from generator.building.marker import Kind, Mark, read_mark
from generator.publishable import MARKER
from tests.sites import SmallSite, clean_build, post

URL = "https://example.org/"


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.write("a.md", post("A", "Words.", date="2024-01-02", permalink="a/"))
    small_site.write("d.md", post("D", "Words.", date="2024-01-02", permalink="d/", draft=True))
    return small_site


def mark(site: SmallSite) -> Mark | None:
    return read_mark(site.output)


def test_a_build_says_for_which_address_it_was_and_whether_with_drafts(site: SmallSite) -> None:
    site.build()
    assert mark(site) == Mark(Kind(False, URL), is_whole=True)
    site.build(drafts=True)
    assert mark(site) == Mark(Kind(True, URL), is_whole=True)
    site.build(drafts=True, url="http://127.0.0.1:8000/")
    assert mark(site) == Mark(Kind(True, "http://127.0.0.1:8000/"), is_whole=True)
    site.build()
    assert mark(site) == Mark(Kind(False, URL), is_whole=True)
    assert site.files() == clean_build(site)


def test_a_build_with_nothing_to_do_leaves_the_marker_alone(site: SmallSite) -> None:
    site.build()
    before = (site.output / MARKER).stat()
    site.build()
    assert (site.output / MARKER).stat().st_mtime_ns == before.st_mtime_ns


def test_an_edit_leaves_the_marker_alone(site: SmallSite) -> None:
    site.build()
    before = (site.output / MARKER).stat()
    site.write("a.md", post("A", "Other.", date="2024-01-02", permalink="a/"))
    site.build()
    assert (site.output / MARKER).stat().st_ino == before.st_ino


def test_a_build_that_dies_on_the_way_to_another_kind_leaves_a_folder_that_is_not_whole(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    with monkeypatch.context() as patched:
        patched.setattr("generator.building.counts.make_report", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            site.build(drafts=True)
    assert site.has("/d/")
    assert mark(site) == Mark(Kind(True, URL), is_whole=False)
    with monkeypatch.context() as patched:
        patched.setattr("generator.building.pages.render_all", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            site.build()
    assert site.has("/d/")
    assert mark(site) == Mark(Kind(True, URL), is_whole=False)
    site.build()
    assert mark(site) == Mark(Kind(False, URL), is_whole=True)
    assert not site.has("/d/")


def test_a_build_with_errors_does_not_make_a_folder_whole(site: SmallSite) -> None:
    site.build(drafts=True)
    site.put("templates/404.html", "{% if %}")
    site.build()
    assert mark(site) == Mark(Kind(True, URL), is_whole=False)


def test_a_page_of_a_draft_that_stays_is_remembered_until_it_is_gone(site: SmallSite) -> None:
    site.build(drafts=True)
    (site.output / "d/index.html").write_text("changed by hand")
    for _ in range(3):
        site.build()
        assert mark(site) == Mark(Kind(True, URL), is_whole=True)
    shutil.rmtree(site.output / "d")
    site.build()
    assert mark(site) == Mark(Kind(False, URL), is_whole=True)


def test_pages_of_drafts_that_a_lost_cache_forgot_are_remembered_by_the_folder(site: SmallSite) -> None:
    site.build(drafts=True)
    shutil.rmtree(site.folder / ".pressmark")
    site.build()
    assert site.has("/d/")
    assert mark(site) == Mark(Kind(True, URL), is_whole=True)


@pytest.mark.parametrize("text", [b"", b"\xff\xff", b"state = whole\n", b"state = whole\ndrafts = maybe\nurl = x\n"])
def test_a_marker_that_says_nothing_is_nothing_and_the_next_build_writes_it(site: SmallSite, text: bytes) -> None:
    site.build()
    (site.output / MARKER).write_bytes(text)
    assert mark(site) is None
    site.build()
    assert mark(site) == Mark(Kind(False, URL), is_whole=True)

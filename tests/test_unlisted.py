"""Folders that cannot be listed: what is not seen is not taken for deleted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.errors import SiteError
from tests.sites import post


@pytest.fixture
def forbid(monkeypatch):
    """Makes a folder one that cannot be listed; a mode would not do, as root may list it all the same."""

    def make(folder: Path) -> None:
        real = os.scandir

        def scandir(path="."):
            if Path(path) == folder:
                raise PermissionError(13, "Permission denied", str(folder))
            return real(path)

        monkeypatch.setattr(os, "scandir", scandir)

    return make


def test_a_content_folder_that_cannot_be_listed_keeps_its_pages(small_site, forbid, monkeypatch):
    small_site.write("b.md", post("B", "<p>Words.</p>", date="2024-01-02"))
    small_site.write("sub/a.md", post("A", "<p>Words.</p>", date="2024-01-03", permalink="sub/a/"))
    small_site.build()
    before = small_site.files()
    forbid(small_site.folder / "content/sub")
    report = small_site.build()
    assert [(one.code, one.where.path) for one in report.problems] == [("source-unreadable", "content/sub")]
    assert report.removed == ()
    assert before.keys() == small_site.files().keys()
    assert small_site.files()["sub/a/index.html"] == before["sub/a/index.html"]
    monkeypatch.undo()
    small_site.build()
    assert small_site.files() == before
    # Now it is gone indeed.
    shutil.rmtree(small_site.folder / "content/sub")
    assert "/sub/a/" in small_site.build().removed


def test_a_static_folder_that_cannot_be_listed_stops_the_build_before_anything_is_lost(small_site, forbid):
    small_site.put("static/files/a.txt", "mine")
    small_site.build()
    before = small_site.files()
    forbid(small_site.folder / "static/files")
    with pytest.raises(SiteError, match="static/files: source-unreadable: the folder cannot be listed: Permission"):
        small_site.build()
    assert small_site.files() == before

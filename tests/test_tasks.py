"""Tasks in workers: what becomes of a post whose worker dies."""

from __future__ import annotations

import ctypes
import os
import signal

from generator.tasks import Cleaned, Stale, clean_batch
from tests.sites import codes, post


def clean_or_die(batch: tuple[Stale, ...]) -> tuple[Cleaned, ...]:
    """Clean a batch, but die of a post as a fault in a library would have it."""
    for item in batch:
        name = item.source.path
        if name.startswith("segfault"):
            ctypes.string_at(0)
        if name.startswith("killed"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("abort"):
            os.abort()
    return clean_batch(batch)


def test_posts_that_end_their_worker_are_published_as_text_and_all_others_as_they_are(small_site, monkeypatch):
    for number in range(30):
        small_site.write(
            f"{number}.md", post(f"Post {number}", f"<p>Text <b>{number}</b></p>", permalink=f"p{number}/")
        )
    for name in ("segfault", "killed", "abort"):
        small_site.write(f"{name}.md", post(name, "<p>Bad <b>words</b></p>", permalink=f"{name}/"))
    monkeypatch.setattr("generator.phases.clean_batch", clean_or_die)
    report = small_site.build(jobs=2)
    assert report.posts == 33
    assert codes(report) == ["shown-as-text"] * 3
    assert "&lt;b&gt;words&lt;/b&gt;" in small_site.page("/killed/")
    assert "<b>7</b>" in small_site.page("/p7/")
    # The next build tries again, and this time nothing dies.
    monkeypatch.undo()
    report = small_site.build()
    assert {"/segfault/", "/killed/", "/abort/"} <= set(report.written)
    assert "/p7/" not in report.written
    assert codes(report) == []
    assert "Bad <b>words</b>" in small_site.page("/killed/")

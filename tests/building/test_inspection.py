"""What commands that only read a site make of it."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.runtime.progress import Silent
from tests.sites import SmallSite, post


def test_templates_that_a_build_compiled_are_not_compiled_again(
    small_site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_site.write("a.md", post("Ferry", "<p>It leaves at nine.</p>", date="2024-01-01", permalink="a/"))
    # With a template of its own no other site of this process has what this one compiles.
    small_site.put("templates/partials/comments.html", "<p>No comments.</p>")
    small_site.build()
    monkeypatch.setattr(Environment, "compile", None)
    with inspect(BuildOptions(small_site.folder, jobs=1), Silent()) as inspection:
        pages = {page.address: inspection.render(page) for page in inspection.pages()}
    assert pages["/a/"].decode() == small_site.page("/a/")

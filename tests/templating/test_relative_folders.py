"""Messages about templates when the site is the folder that one is in."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import SiteError


def test_a_broken_template_is_named_the_same_from_inside_the_site(small_site, monkeypatch):
    small_site.put("templates/404.html", "{{ titel }}")
    monkeypatch.chdir(small_site.folder)
    report = small_site.build(site=Path())
    (error,) = [one for one in report.problems if one.severity == "error"]
    assert str(error.where) == "templates/404.html:1"


def test_a_string_with_a_placeholder_that_nothing_fills_is_refused_before_any_page(small_site):
    small_site.put("templates/strings/en.toml", 'month = "{nope}"\n')
    with pytest.raises(SiteError) as caught:
        small_site.build()
    assert caught.value.problem.code == "template-syntax"
    assert "{name}" in caught.value.problem.help

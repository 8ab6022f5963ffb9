"""A run: the site is locked, the output folder is ours, and where nothing changed the last report serves."""

from __future__ import annotations

import pytest

from generator.building.run import open_inspection, open_run, unchanged_report
from generator.building.site import BuildOptions
from generator.errors import SiteError
from generator.runtime.progress import Silent
from tests.sites import AgedSite, post


@pytest.fixture
def site(tmp_path):
    made = AgedSite(tmp_path / "site")
    made.write("1.md", post("Post", "The ferry.", date="2024-01-01", permalink="p1/"))
    return made


def report_before_work(site: AgedSite):
    with open_run(BuildOptions(site.folder), Silent()) as run:
        return unchanged_report(run)


def test_a_site_that_was_never_built_has_something_to_do(site):
    assert report_before_work(site) is None


def test_where_nothing_changed_the_last_report_serves_with_nothing_written(site):
    last = site.build()
    report = report_before_work(site)
    assert (report.written, report.unchanged, report.pages) == ((), last.pages, last.pages)


@pytest.mark.parametrize(
    "edit",
    [
        lambda site: site.write("1.md", post("Post", "The barge.", date="2024-01-01", permalink="p1/")),
        lambda site: site.settings(author="Somebody"),
        lambda site: site.put("static/a.txt", "a"),
        lambda site: (site.output / "p1/index.html").unlink(),
    ],
    ids=["source", "settings", "static file", "page"],
)
def test_an_edit_of_any_kind_is_something_to_do(site, edit):
    site.build()
    edit(site)
    assert report_before_work(site) is None


def test_two_runs_of_one_site_at_once_are_refused(site):
    with open_run(BuildOptions(site.folder), Silent()), pytest.raises(SiteError) as caught:
        report_before_work(site)
    assert caught.value.problem.code == "locked"


def test_an_inspection_makes_no_output_folder(site):
    with open_inspection(BuildOptions(site.folder), Silent()) as run:
        assert [one.path for one in run.seen.found.sources] == ["1.md"]
    assert not site.output.exists()

"""What a build takes from the one before."""

from __future__ import annotations

import pickle

import pytest

from generator.building import looking
from generator.building.report import BuildReport
from generator.runtime.ledger import OutputState
from tests.sites import SmallSite, clean_build, post


@pytest.mark.parametrize("said", [object, "a text", ("another version", "a report"), b"", 7])
def test_a_report_of_another_version_is_not_read(said):
    assert looking.last_report(OutputState("x", 1, pickle.dumps(said))) is None


def test_after_an_update_a_site_is_built_as_if_it_were_new(small_site: SmallSite, monkeypatch: pytest.MonkeyPatch):
    small_site.write("a.md", post("A", "Words.", date="2024-01-01"))
    with monkeypatch.context() as earlier:
        # An earlier version had a report of its own making, and said so in another way.
        earlier.setattr(looking, "engine_digest", lambda: "another version")
        report = small_site.build()
    assert isinstance(report, BuildReport)
    small_site.write("b.md", post("B", "Words.", date="2024-01-02"))
    small_site.build()
    assert small_site.files() == clean_build(small_site)

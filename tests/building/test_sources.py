"""Sources: those that changed are read and cleaned, the others come from the store."""

from __future__ import annotations

import pytest

from tests.costs import counted
from tests.sites import AgedSite, post


@pytest.fixture
def site(tmp_path):
    made = AgedSite(tmp_path / "site")
    for name in ("a", "b", "c"):
        made.write(f"{name}.md", post(name.upper(), "The ferry.", date="2024-01-01"))
    made.build()
    return made


def test_only_a_source_that_changed_is_read_and_cleaned(site):
    site.write("b.md", post("B", "The barge.", date="2024-01-01"))
    with counted() as costs:
        site.build()
    assert costs.read == costs.cleaned == ["content/b.md"]


def test_a_source_with_another_time_and_the_same_bytes_is_read_and_not_cleaned(site):
    site.age("content/b.md")
    with counted() as costs:
        assert site.build().written == ()
    assert (costs.read, costs.cleaned) == (["content/b.md"], [])


def test_with_full_every_source_is_cleaned_again(site):
    with counted() as costs:
        site.build(full=True)
    assert len(costs.cleaned) == 3


def test_posts_that_the_store_lost_are_cleaned_again(site):
    (site.folder / ".pressmark/store.sqlite").unlink()
    site.write("d.md", post("D", "The ferry.", date="2024-01-02"))
    with counted() as costs:
        site.build()
    assert sorted(costs.cleaned) == [f"content/{name}.md" for name in "abcd"]


def test_a_setting_that_nothing_has_is_a_warning(site):
    site.settings('[cleaning.off_source]\n"Nobody" = ["filters"]')
    (found,) = [one for one in site.build().problems if one.code == "settings-unused"]
    assert found.message == "cleaning.off_source: there is no source Nobody"

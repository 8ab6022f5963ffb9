"""An article compared with itself as it was published."""

from __future__ import annotations

import pytest

from generator.comparing.articles import changes_of
from generator.comparing.reading import Article
from generator.model import Removal


def article(*blocks: str, details: tuple[str, ...] = (), anchors: tuple[str, ...] = ()) -> Article:
    return Article("T", ("T", *blocks), details, anchors, frozenset(anchors), "", "", "")


@pytest.mark.parametrize(
    ("before", "after", "missing"),
    [
        # A line that went from the text into the by-line is still there.
        (article("Ann Lee", "One"), article("One", details=("Ann Lee",)), []),
        # One that stood in both was there twice.
        (article("Ann Lee", "One", details=("Ann Lee",)), article("One", details=("Ann Lee",)), ["Ann Lee"]),
        (article("One"), article("One", details=("Ann Lee",)), []),
    ],
)
def test_text_that_only_changed_its_place_on_the_page_is_not_missing(
    before: Article, after: Article, missing: list[str]
) -> None:
    found = changes_of(before, after, "a.md", "/a/", "/a/", lambda _: ())
    assert [one.text for one in found.missing] == missing
    assert found.added == ()


def test_removals_are_looked_up_where_text_is_missing_only() -> None:
    asked: list[str] = []

    def removals(source: str) -> tuple[Removal, ...]:
        asked.append(source)
        return (Removal("r", "promotion", "Two"),)

    assert changes_of(article("One"), article("One", "New"), "a.md", "/a/", "/a/", removals).missing == ()
    assert asked == []
    (row,) = changes_of(article("One", "Two"), article("One"), "b.md", "/old/", "/b/", removals).missing
    assert (row.source, row.was, row.address, row.removal) == ("b.md", "/old/", "/b/", Removal("r", "promotion", "Two"))
    assert asked == ["b.md"]

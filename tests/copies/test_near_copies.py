"""Near copies under `[copies]` on small whole sites: who may be the best, and who may leave the lists."""

from __future__ import annotations

from typing import Any

import pytest

from tests.copies.looks import BY_NAME, look
from tests.copies.test_level_one import FULL, LINK, OTHER, SENTENCES, article, paragraphs
from tests.sites import SmallSite

NEAR, ONLY_BEST = "[copies]\n", "[copies]\nlist = false\n"
EDITED = FULL.replace("apples with", "pears with")
LONGER = FULL + "<p>So the day ended.</p>"


@pytest.fixture
def site(small_site: SmallSite) -> SmallSite:
    small_site.settings(NEAR, **BY_NAME)
    return small_site


def test_the_longer_of_two_near_copies_is_the_best_and_both_are_listed(site: SmallSite) -> None:
    site.write("a.md", article())
    site.write("b.md", article("Mist", LONGER, source="Crow"))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"a", "b"}, {("a", "b")})
    assert (seen.leads["a"], seen.leads["b"]) == ({"b"}, {"a"})


def test_only_the_best_is_listed_on_request(site: SmallSite) -> None:
    site.settings(ONLY_BEST, **BY_NAME)
    site.write("a.md", article(tags=["sea"], categories=["News"]))
    site.write("b.md", article("Mist", LONGER, source="Crow", tags=["sea"], categories=["News"]))
    site.write("c.md", article("Nets", paragraphs(OTHER), tags=["sea"], categories=["News"]))
    seen = look(site)
    assert (seen.posts, seen.listed) == ({"a", "b", "c"}, {"b", "c"})
    holding = {name for name, data in site.files().items() if b"/a/" in data}
    assert holding <= {"a/index.html", "b/index.html"}


@pytest.mark.parametrize("settings", [NEAR, ONLY_BEST], ids=["near", "only the best"])
@pytest.mark.parametrize(
    "strange",
    [
        {"body": LONGER},
        {"body": LONGER, "link": LINK, "date": "1999-01-01"},
        {"body": f"<h2>{SENTENCES[0]}</h2>{paragraphs(SENTENCES[1:])}{paragraphs(OTHER[:1])}", "tags": ["sea"]},
        {"body": FULL, "source": "Crow"},
    ],
)
def test_a_trusted_post_goes_behind_no_near_copy_of_a_stranger(
    site: SmallSite, settings: str, strange: dict[str, Any]
) -> None:
    site.settings(settings, content=["theirs", {"path": "mine", "trusted": True}], **BY_NAME)
    site.put("mine/own.md", article(body=EDITED, date="2024-03-05"))
    fields = dict(strange)
    site.put("theirs/strange.md", article("Fog, as seen by us", fields.pop("body"), **fields))
    seen = look(site)
    assert seen.posts == {"own", "strange"}
    assert "own" in seen.listed
    assert seen.canonical["own"] == "own"
    assert seen.canonical["strange"] == "own"


@pytest.mark.parametrize("settings", [NEAR, ONLY_BEST], ids=["near", "only the best"])
def test_a_hidden_near_copy_is_never_the_best(site: SmallSite, settings: str) -> None:
    site.settings(settings, **BY_NAME)
    site.write("a.md", article("Fog, hidden", LONGER, hidden=True, date="2023-01-01"))
    site.write("b.md", article(body=EDITED))
    seen = look(site)
    assert (seen.listed, seen.canonical["b"], seen.leads["b"]) == ({"b"}, "b", frozenset())


@pytest.mark.parametrize("settings", [NEAR, ONLY_BEST], ids=["near", "only the best"])
def test_a_page_takes_no_part_in_near_copies(site: SmallSite, settings: str) -> None:
    site.settings(settings, **BY_NAME)
    site.write("pages/about.md", article(body=LONGER))
    site.write("b.md", article(body=EDITED))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"b"}, set())


def test_a_revision_is_no_near_copy(site: SmallSite) -> None:
    site.write("a.md", article(link=LINK))
    site.write("b.md", article(body=LONGER, link=LINK, date="2024-01-09"))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"a", "b"}, set())
    assert seen.report.revisions == 1


def test_each_of_a_chain_of_edits_is_listed_and_none_is_the_copy_of_something_unlike(site: SmallSite) -> None:
    words = [f"{word}{number}" for number in range(4) for sentence in SENTENCES for word in sentence.split()[:10]]
    for step in range(12):
        text = " ".join(words[step * 15 : step * 15 + 200])
        site.write(f"p{step:02}.md", article(f"Step {step}", f"<p>{text}</p>", source=f"Gull {step}"))
    seen = look(site)
    assert len(seen.listed) == 12
    assert {abs(int(one[1:]) - int(best[1:])) for one, best in seen.copies} == {1}


def test_near_copies_that_part_are_listed_again(site: SmallSite) -> None:
    site.settings(ONLY_BEST, **BY_NAME)
    site.write("a.md", article())
    site.write("b.md", article("Mist", LONGER, source="Crow"))
    assert look(site).listed == {"b"}
    site.write("b.md", article("Nets", paragraphs(OTHER), source="Crow"))
    seen = look(site)
    assert (seen.listed, seen.copies) == ({"a", "b"}, set())
    site.write("c.md", article("Fog again", EDITED, source="Owl"))
    assert len(look(site).listed) == 2
    site.settings("", **BY_NAME)
    assert look(site).listed == {"a", "b", "c"}

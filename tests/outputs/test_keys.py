"""The key of a page: it changes with everything that the page shows, and with nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.model import Header, Likeness, Summary
from generator.outputs.keys import Frame, Keys
from generator.outputs.page import Page, Reads
from generator.site_index import SiteFile
from tests.templating import samples

FRAME = Frame(samples.site(), {"post.html": "t1", "list.html": "t2"}, "settings")
POST = Summary(
    id="content/a.md", key="a", kind="post", header=Header("A"), excerpt="", cover=None, word_count=1,
    is_rechecked=False, references=(), likeness=Likeness(), removal_counts=(), problems=(), meta_digest="meta",
    body_digest="body",
)  # fmt: skip
ARTICLE = Page("/a/", "post", "post.html", "planned", (POST.id,), Reads.BODIES)
LIST = Page("/", "list", "list.html", "planned", (POST.id,), Reads.SUMMARIES)
PLAIN = Page("/robots.txt", "robots", "", "planned")


def key(page: Page, *, summary: Summary = POST, frame: Frame = FRAME) -> str:
    return Keys(frame, {POST.id: summary}).of(page).text


@pytest.mark.parametrize("page", [ARTICLE, LIST, PLAIN])
def test_a_key_is_the_same_where_nothing_changed(page):
    assert key(page) == key(page)
    assert key(page) == key(replace(page, address="/elsewhere/"))


@pytest.mark.parametrize("page", [ARTICLE, LIST, PLAIN])
def test_what_is_planned_for_a_page_and_the_settings_are_in_its_key(page):
    assert key(replace(page, content="otherwise")) != key(page)
    assert key(page, frame=replace(FRAME, settings="others")) != key(page)


@pytest.mark.parametrize(("page", "template"), [(ARTICLE, "post.html"), (LIST, "list.html")])
def test_only_its_own_template_is_in_the_key_of_a_page(page, template):
    for name in FRAME.templates:
        changed = replace(FRAME, templates={**FRAME.templates, name: "changed"})
        assert (key(page, frame=changed) != key(page)) == (name == template)


@pytest.mark.parametrize(
    ("page", "digest", "is_in_key"),
    [
        (ARTICLE, "body_digest", True),
        (ARTICLE, "meta_digest", True),
        (LIST, "body_digest", False),
        (LIST, "meta_digest", True),
        (PLAIN, "meta_digest", False),
    ],
)
def test_of_the_posts_it_shows_a_page_has_what_it_reads_in_its_key(page, digest, is_in_key):
    assert (key(page, summary=replace(POST, **{digest: "changed"})) != key(page)) == is_in_key


def test_where_a_file_lies_on_this_machine_is_not_in_its_key():
    here, there = (Page("/a.png", "asset", "", SiteFile("/a.png", path, "digest")) for path in ("/home/a", "/srv/a"))
    assert key(here) == key(there)
    assert key(here) != key(replace(here, content=SiteFile("/a.png", "/home/a", "another digest")))


def test_a_page_whose_template_nobody_knows_has_no_key():
    with pytest.raises(KeyError):
        key(replace(LIST, template="forgotten.html"))

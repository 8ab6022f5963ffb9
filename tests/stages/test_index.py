"""The index stage: what is published, in which order, and where."""

from __future__ import annotations

from datetime import UTC, datetime

from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.runtime.progress import Silent
from generator.site_index import CopySet, SiteIndex
from tests.sites import SmallSite, codes, post

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


def indexed(site: SmallSite) -> SiteIndex:
    """The index of a site; nothing is written."""
    with inspect(BuildOptions(site.folder, jobs=1), Silent()) as found:
        return found.index


def test_posts_come_from_the_newest_and_those_of_one_moment_by_path(small_site):
    for name, date in (("b", "2024-01-01"), ("a", "2024-01-01"), ("c", "2024-01-02"), ("d", "2023-01-01")):
        small_site.write(f"{name}.md", post(name, date=date))
    small_site.write("undated.md", post("Undated"))
    index = indexed(small_site)
    assert index.dated == ("content/c.md", "content/b.md", "content/a.md", "content/d.md")
    assert index.undated == ("content/undated.md",)
    assert index.neighbours["content/b.md"] == ("content/c.md", "content/a.md")


def test_posts_of_the_owner_have_no_stranger_for_a_neighbour(small_site):
    small_site.settings(content=[{"path": "content", "trusted": True}, "feed"])
    for day, root in enumerate(("content", "feed", "content"), start=1):
        small_site.put(f"{root}/{day}.md", post(f"Post {day}", date=f"2024-01-0{day}"))
    index = indexed(small_site)
    assert index.dated == ("content/3.md", "feed/2.md", "content/1.md")
    assert index.neighbours == {
        "content/3.md": ("", "content/1.md"),
        "content/1.md": ("content/3.md", ""),
        "feed/2.md": ("", ""),
    }


def test_posts_with_the_same_original_and_text_are_copies_of_each_other_whatever_their_markup(small_site):
    small_site.write("a.html", post("A", f"<p>{LONG}</p>", date="2024-01-01", source="A", link="https://a.example/1"))
    small_site.write("b.txt", post("B", LONG, date="2024-01-02", source="B", link="http://a.example/1"))
    small_site.write("c.md", post("C", "Another text.", date="2024-01-03"))
    index = indexed(small_site)
    the_set = CopySet(("content/a.html", "content/b.txt"), "it is older")
    assert index.copies == {"content/a.html": the_set, "content/b.txt": the_set}
    assert index.unlisted == ()


def test_a_hidden_post_has_an_address_and_is_on_no_list(small_site):
    small_site.write("a.md", post("A", date="2024-01-01", permalink="a/", tags=["sea"], hidden=True))
    index = indexed(small_site)
    assert index.unlisted == ("content/a.md",)
    assert index.addresses == {"content/a.md": "/a/"}
    assert index.dated == ()
    assert set(index.listings) == {"/"}


def test_drafts_are_published_only_when_asked_for(small_site):
    small_site.write("a.md", post("A", draft=True, permalink="a/"))
    small_site.write("b.md", post("B", published=False, permalink="b/"))
    report = small_site.build()
    assert report.posts == 0
    assert [problem.code for problem in report.problems if problem.code == "draft-skipped"] == ["draft-skipped"] * 2
    assert small_site.build(drafts=True).posts == 2
    assert small_site.build().removed == ("/a/", "/b/", "/undated/")


def test_future_posts_are_kept_back_only_by_setting(small_site):
    small_site.write("a.md", post("A", date="2030-01-01", permalink="a/"))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert small_site.build(now=now).posts == 1
    small_site.settings(future=False)
    report = small_site.build(now=now)
    assert report.posts == 0
    assert [problem.code for problem in report.problems] == ["future-skipped"]


def test_several_content_roots_are_one_site(small_site):
    small_site.settings(content=["content", "more"])
    small_site.write("a.md", post("A"))
    small_site.put("more/a.md", post("B"))
    report = small_site.build()
    assert report.posts == 2
    assert codes(report) == []


def test_of_two_posts_with_one_permalink_the_older_one_keeps_it(small_site):
    small_site.write("b.md", post("Older", date="2020-01-01", permalink="x/"))
    small_site.write("a.md", post("Newer", date="2021-01-01", permalink="x/"))
    report = small_site.build()
    assert "<h1>Older</h1>" in small_site.page("/x/").replace(' class="title"', "")
    (moved,) = [problem for problem in report.problems if problem.code == "address-taken"]
    assert moved.where.path == "content/a.md"
    assert "content/b.md" in moved.message

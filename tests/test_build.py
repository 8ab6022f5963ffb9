"""Whole small sites: what is built, where it lies, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import SiteError
from tests.sites import codes, post, tree

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


def test_an_empty_site_builds_and_has_no_empty_lists(small_site):
    report = small_site.build()
    assert report.posts == 0
    assert sorted(name for name in small_site.files() if not name.startswith("theme/")) == [
        ".nojekyll",
        ".pressmark-output",
        "404.html",
        "index.html",
        "robots.txt",
        "search/index.html",
        "search/index.json",
        "search/opensearch.xml",
        "search/simplified.bin",
        "sitemap.xml",
    ]


def test_every_source_ends_as_exactly_one_page(small_site):
    small_site.write("a.md", post("A", date="2024-01-02", permalink="x/"))
    small_site.write("sub/b.html", post("B", "<p>b</p>", permalink="x/"))
    small_site.write("c.txt", "A text without any front matter.\n")
    small_site.write(".md", post("D"))
    small_site.write("pages/about.md", post("About"))
    report = small_site.build()
    assert report.sources == report.posts == 5
    assert codes(report) == ["address-taken"]
    assert small_site.has("/x/")
    assert small_site.has("/about/")


def test_a_link_to_the_file_of_another_post_becomes_a_link_to_its_page(small_site):
    small_site.settings(url="https://example.org/repo/")
    small_site.write(
        "a.md", post("A", "See [the other](sub/b.md#part), [gone](gone.md) and {% post_link b %}.", date="2024-01-01")
    )
    small_site.write("sub/b.md", post("B", "Back to [a](../a.md).", permalink="b/"))
    report = small_site.build()
    html = next(text.decode() for name, text in small_site.files().items() if name.startswith("2024/"))
    assert 'href="/repo/b/#part"' in html
    assert html.count('href="/repo/b/') >= 2
    assert ">B</a>" in html
    assert "gone</a>" not in html
    assert "gone" in html
    assert [problem.where.path for problem in report.problems if problem.code == "dead-link"] == ["content/a.md"]


def test_no_page_or_feed_asks_for_anything_on_the_network_of_its_reader(small_site):
    router = "http://192.168.0.1/a.png"
    body = (
        f'<p>{LONG}</p><img src="{router}" alt="A quay"><img data-src="{router}">'
        f'<video src="{router}" poster="{router}"></video>'
        f'<img src="https://a.example/b.png" srcset="{router} 2x"><audio><source src="{router}"></audio>'
        f'<img src="https://images.weserv.nl/?url={router}">'
    )
    small_site.write("a.html", post("A", body, headimg=router, permalink="a/", date="2024-01-01"))
    report = small_site.build()
    assert not [name for name, data in small_site.files().items() if b"192.168" in data]
    assert "https://a.example/b.png" in small_site.page("/a/")
    assert "A quay" in small_site.page("/a/")
    assert [(one.code, one.where.line) for one in report.problems] == [("field-unreadable", 3)]
    assert {one.rule for one in report.removals} >= {"conform:picture", "media:source", "media:player"}


def test_a_link_to_the_network_of_its_reader_stays_and_an_original_that_is_no_address_does_not(small_site):
    small_site.write(
        "a.html", post("A", '<a href="http://192.168.0.1/">x</a>', link="https://a.example:443:80/", permalink="a/")
    )
    small_site.build()
    assert 'href="http://192.168.0.1/"' in small_site.page("/a/")
    assert not [name for name, data in small_site.files().items() if b"a.example" in data]


def test_a_second_build_writes_nothing_and_a_removed_post_goes(small_site):
    small_site.write("a.md", post("A", permalink="a/"))
    path = small_site.write("b.md", post("B", permalink="b/"))
    first = small_site.build()
    assert "/a/" in first.written
    assert small_site.build().written == ()
    path.unlink()
    assert "/b/" in small_site.build().removed
    assert not (small_site.output / "b").exists()


def test_files_that_are_not_ours_stay(small_site):
    small_site.build()
    note = small_site.output / "note.txt"
    note.write_text("mine")
    report = small_site.build(full=True)
    assert note.read_text() == "mine"
    assert [one.where.path for one in report.foreign] == [str(note)]


def test_files_that_are_not_ours_are_named_again_as_long_as_they_lie_there(small_site):
    small_site.put("public/note.txt", "mine")
    first = small_site.build(adopt=True)
    assert [one.where.path for one in first.foreign] == [str(small_site.output / "note.txt")]
    assert small_site.build().foreign == first.foreign
    small_site.write("a.md", post("A"))
    assert small_site.build().foreign == first.foreign
    (small_site.output / "note.txt").unlink()
    small_site.write("b.md", post("B"))
    assert small_site.build().foreign == ()


def test_an_output_folder_that_is_not_ours_is_refused_and_adopted_on_demand(small_site):
    small_site.put("public/mine.txt", "mine")
    with pytest.raises(SiteError, match="output-refused"):
        small_site.build()
    assert list(small_site.files()) == ["mine.txt"]
    small_site.build(adopt=True)
    assert small_site.page("/").startswith("<!")
    assert small_site.files()["mine.txt"] == b"mine"


def test_only_a_trusted_root_takes_an_address_that_begins_with_a_slash(small_site):
    small_site.write("a.md", post("A", permalink="/a/"))
    report = small_site.build()
    assert [problem.code for problem in report.problems if "permalink" in problem.message] == ["field-untrusted"]
    assert not small_site.has("/a/")
    small_site.settings(content=[{"path": "content", "trusted": True}])
    small_site.build()
    assert small_site.has("/a/")


@pytest.mark.starts_processes
def test_the_same_site_is_built_by_several_processes(small_site, tmp_path):
    for number in range(12):
        small_site.write(f"{number}.md", post(f"Post {number}", LONG, date=f"2024-01-{number + 1:02d}", tags=["x"]))
    small_site.build(jobs=1)
    alone = small_site.files()
    small_site.build(jobs=2, output=Path(tmp_path / "two"))
    assert tree(tmp_path / "two") == alone

"""Pages of a site: which are due, and what is left in the output folder."""

from __future__ import annotations

import pytest

from tests.sites import AgedSite, post


@pytest.fixture
def site(tmp_path):
    made = AgedSite(tmp_path / "site")
    for day in (1, 2, 3):
        made.write(f"{day}.md", post(f"Post {day}", "The ferry.", date=f"2024-01-0{day}", permalink=f"p{day}/"))
    made.build()
    return made


def test_a_new_title_is_shown_by_the_post_its_neighbours_and_its_lists(site):
    site.write("2.md", post("Another", "The ferry.", date="2024-01-02", permalink="p2/"))
    written = set(site.build().written)
    assert {"/", "/p1/", "/p2/", "/p3/", "/archives/2024/"} <= written
    assert not {"/404.html", "/robots.txt"} & written


def test_a_page_that_was_deleted_by_hand_is_made_again_and_nothing_else(site):
    (site.output / "p2/index.html").unlink()
    assert site.build().written == ("/p2/",)


def test_the_page_of_a_source_that_is_gone_is_removed(site):
    (site.folder / "content/3.md").unlink()
    assert "/p3/" in site.build().removed
    assert not site.has("/p3/")


def test_a_file_that_stands_where_a_folder_is_needed_makes_way(site):
    site.put("static/files", "a file")
    site.build()
    (site.folder / "static/files").unlink()
    site.put("static/files/a.txt", "in a folder")
    assert "/files" in site.build().removed
    assert site.page("/files/a.txt") == "in a folder"


def test_a_template_that_cannot_be_read_leaves_its_pages_as_they_were(site):
    before = site.page("/p1/")
    site.put("templates/post.html", "{% if %}")
    report = site.build()
    assert {one.code for one in report.problems if one.severity == "error"} == {"template-syntax"}
    assert site.page("/p1/") == before

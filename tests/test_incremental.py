"""A second build costs what changed, and equals a clean one byte for byte: named examples of it."""

from __future__ import annotations

import os
import shutil

import pytest
from typer.testing import CliRunner

from generator.cli import app
from tests.sites import AgedSite, clean_build, post

LONG = "The ferry to the island leaves at nine and comes back when the tide allows it, as it has for sixty years. "


@pytest.fixture
def site(tmp_path) -> AgedSite:
    """Nine posts in three categories, two pages of the home list, a tag, and a page."""
    made = AgedSite(tmp_path / "site")
    fill(made)
    return made


def fill(site: AgedSite) -> None:
    site.settings("[lists]\nper_page = 3\nday_posts = 1\n[feeds]\nsize = 4")
    for day in range(1, 10):
        fields = {
            "date": f"2024-01-0{day}",
            "categories": [f"C{day % 3}"],
            "permalink": f"p{day}/",
            "source": "Gazette",
        }
        site.write(f"{day}.md", post(f"Post {day}", f"<p>{LONG}Number {day}.</p>", **fields))
    site.write("pages/about.md", post("About", "Words."))


def test_a_second_build_reads_no_source_and_writes_nothing(site, monkeypatch):
    first = site.build()
    monkeypatch.setattr("generator.building.tasks.clean", None)
    second = site.build()
    assert second.written == second.removed == ()
    assert second.unchanged == second.pages == first.pages
    assert (second.posts, second.problems, second.removals) == (first.posts, first.problems, first.removals)


def test_nothing_changed_is_known_before_any_summary_is_loaded(site, monkeypatch):
    site.build()
    monkeypatch.setattr("generator.building.sources.load_summaries", None)
    assert site.build().written == ()


def test_an_edited_body_writes_its_page_and_the_lists_that_show_its_excerpt(site):
    site.build()
    site.write("9.md", (site.folder / "content/9.md").read_text().replace("The ferry", "No ferry"))
    written = site.build().written
    assert written == (
        "/", "/archives/2024/", "/archives/2024/01/", "/archives/2024/01/09/", "/atom.xml", "/categories/C0/",
        "/categories/C0/atom.xml", "/feed.json", "/p9/", "/rss.xml", "/search/b/0/0.bin", "/search/index.json",
        "/sources/Gazette/", "/sources/Gazette/atom.xml",
    )  # fmt: skip


def test_a_body_edited_behind_the_excerpt_writes_its_page_and_the_feeds_that_print_it(site):
    site.build()
    body = f"<p>{LONG * 3}</p><p>End.</p>"
    text = (site.folder / "content/2.md").read_text()
    site.write("2.md", text.replace(f"<p>{LONG}Number 2.</p>", body))
    site.build()
    site.write("2.md", text.replace(f"<p>{LONG}Number 2.</p>", body.replace("End.", "Another end.")))
    # The word "another" is new in the index.
    assert site.build().written == ("/p2/", "/search/b/0/0.bin", "/search/index.json")


def test_an_edited_title_writes_the_neighbours_too(site):
    site.build()
    site.write("5.md", (site.folder / "content/5.md").read_text().replace("Post 5", "Fifth post"))
    written = site.build().written
    assert {"/p4/", "/p5/", "/p6/"} <= set(written)
    assert not {"/p3/", "/p7/", "/about/", "/tags/"} & set(written)


def test_a_post_that_links_another_by_its_title_is_written_when_that_title_changes(site):
    site.write("1.md", post("Post 1", f"{LONG}\n\n## As in\n\n{{% post_link 9 %}}", date="2024-01-01", permalink="p1/"))
    site.build()
    assert '<a href="/p9/">Post 9</a>' in site.page("/p1/")
    site.write("9.md", (site.folder / "content/9.md").read_text().replace("Post 9", "The <last> post"))
    assert "/p1/" in site.build().written
    assert '<a href="/p9/">The &lt;last&gt; post</a>' in site.page("/p1/")
    assert site.files() == clean_build(site)


def test_a_new_newest_post_writes_one_neighbour_and_one_page_of_each_list(site):
    site.build()
    site.write("10.md", post("Post 10", LONG, date="2024-01-20", permalink="p10/", categories=["C1"]))
    written = set(site.build().written)
    assert {"/p10/", "/p9/", "/", "/categories/C1/"} <= written
    assert not {"/p8/", "/page/1/", "/categories/C2/", "/archives/2024/01/08/", "/categories/C2/atom.xml"} & written


def test_a_touched_file_writes_nothing(site):
    site.build()
    os.utime(site.folder / "content/5.md")
    assert site.build().written == ()


@pytest.mark.parametrize("name", ["content/5.md", "public/p5/index.html"])
def test_a_file_from_the_far_future_is_remembered_as_any_other(site, monkeypatch, name):
    site.build()
    try:
        os.utime(site.folder / name, (10**10, 10**10))
    except OverflowError:
        pytest.skip("this disk knows no such time")
    if (site.folder / name).stat().st_mtime < 10**10:
        pytest.skip("this disk knows no such time")
    assert site.build().written == ()
    monkeypatch.setattr("generator.building.sources.load_summaries", None)
    assert site.build().written == ()


def test_an_edited_template_writes_the_pages_that_use_it(site):
    site.build()
    site.put("templates/404.html", "<!doctype html><title>gone</title>")
    assert site.build().written == ("/404.html",)


def test_an_edited_partial_writes_the_pages_that_include_it(site):
    site.build()
    site.put("templates/partials/comments.html", "<p>Write to us.</p>")
    assert site.build().written == ("/about/", *(f"/p{day}/" for day in range(1, 10)))


def test_two_outputs_used_in_turn_are_both_right(site, tmp_path):
    site.build()
    site.build(output=tmp_path / "other", url="https://example.com/x/")
    site.write("5.md", (site.folder / "content/5.md").read_text().replace("Post 5", "Fifth post"))
    site.build()
    site.build(output=tmp_path / "other", url="https://example.com/x/")
    assert site.files() == clean_build(site)
    assert "https://example.com/x/p5/" in (tmp_path / "other/sitemap.xml").read_text()
    assert "Fifth post" in (tmp_path / "other/p5/index.html").read_text()
    assert site.build().written == ()


def test_an_emptied_output_is_restored_from_a_kept_cache(site, monkeypatch):
    site.build()
    before = site.files()
    shutil.rmtree(site.output)
    monkeypatch.setattr("generator.building.tasks.clean", None)
    site.build()
    assert site.files() == before


def test_a_kept_output_with_a_lost_cache_is_taken_over_without_rewriting(site):
    site.build()
    times = {path: path.stat().st_mtime_ns for path in site.output.rglob("*") if path.is_file()}
    shutil.rmtree(site.folder / ".pressmark")
    assert site.build().written == ()
    assert {path: path.stat().st_mtime_ns for path in times} == times


@pytest.mark.parametrize("name", ["ledger.sqlite", "store.sqlite"])
def test_a_damaged_cache_is_made_anew(site, name):
    site.build()
    before = site.files()
    for path in (site.folder / ".pressmark").iterdir():
        if path.name.startswith(name):
            path.write_bytes(b"not a database" * 100)
    (site.output / "p5/index.html").unlink()
    site.build()
    assert site.files() == before


def test_a_file_changed_or_deleted_by_hand_is_made_again(site):
    site.build()
    before = site.files()
    (site.output / "p5/index.html").write_text("mine")
    (site.output / "p6/index.html").unlink()
    assert site.build().written == ("/p5/", "/p6/")
    assert site.files() == before


def test_an_unreadable_source_keeps_its_last_good_page(site):
    site.build()
    before = site.files()
    text = (site.folder / "content/5.md").read_text()
    site.write("5.md", "x" * (20 * 1024 * 1024 + 1))
    report = site.build()
    assert [one.code for one in report.problems if one.severity == "error"] == ["source-unreadable"]
    assert site.files() == before
    site.write("5.md", text)
    assert site.build().written == ()


def test_full_trusts_no_record_and_writes_nothing_new(site):
    site.build()
    (site.output / "p5/index.html").write_text("mine")
    os.utime(site.output / "p5/index.html", (1, 1))
    assert site.build(full=True).written == ("/p5/",)


@pytest.mark.parametrize(
    ("name", "old", "new", "address", "reason"),
    [
        ("content/5.md", "The ferry", "No ferry", "/p5/", "its own source changed"),
        ("content/5.md", "Post 5", "Fifth", "/p4/", "what it shows of other posts, lists and files changed"),
        ("templates/post.html", "", "{{ post.title }}", "/p5/", "its template, or one that it uses changed"),
        (
            "site.toml",
            "Small site",
            "Other site",
            "/p5/",
            "the settings, the theme's files, or Pressmark itself",
        ),
        ("public/p5/index.html", "Post 5", "mine", "/p5/", "its file is missing or was changed by hand"),
        ("content/9.md", "The ferry", "No ferry", "/p5/", "leaves it as it is"),
    ],
)
def test_explain_says_why_the_next_build_makes_a_page_again(site, name, old, new, address, reason):
    site.build()
    path = site.folder / name
    site.put(name, path.read_text().replace(old, new) if old else new)
    done = CliRunner().invoke(app, ["explain", address, str(site.folder)])
    assert done.exit_code == 0, done.output
    assert reason in done.output

"""The remembered plan serves where only texts of posts changed; whatever is not sure is planned anew."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from generator.building import sources
from generator.runtime import files
from generator.runtime.store import Store
from tests.costs import told
from tests.key_edits import in_place
from tests.sites import AgedSite, clean_copy, post

LONG = "The mill by the river has ground the corn of three villages for longer than anybody can remember. "


@pytest.fixture
def site(tmp_path) -> AgedSite:
    """Six posts, the sixth a copy of the fifth, and a site that was built."""
    made = AgedSite(tmp_path / "site")
    made.settings("[lists]\nper_page = 2\n[feeds]\nsize = 2")
    for day in range(1, 7):
        made.write(f"{day}.md", text(day, f"<p>{LONG}{'Twice.' if day > 4 else f'Number {day}.'}</p>"))
    made.write("6.md", (made.folder / "content/6.md").read_text().replace("Post 6", "Post 5"))
    made.write("pages/about.md", post("About", "Words."))
    made.build()
    return made


def text(day: int, body: str, *, name: str = "Post", **more: object) -> str:
    fields = {"date": f"2024-01-0{day}", "permalink": f"p{day}/", "categories": ["C"], "source": "Gazette"}
    return post(f"{name} {day}", body, **(fields | more))


def built(site: AgedSite, monkeypatch: pytest.MonkeyPatch, *, is_remembered: bool) -> tuple[str, ...]:
    """What a build writes that must, or must not, take the short way, and that must equal a clean one."""
    whole: list[int] = []
    everything = sources.clean_all
    with monkeypatch.context() as patch:
        patch.setattr(sources, "clean_all", lambda *given: whole.append(1) or everything(*given))
        report = site.build()
    assert bool(whole) != is_remembered
    with tempfile.TemporaryDirectory() as folder:
        clean = clean_copy(site, Path(folder) / "site")
        assert told(report) == told(clean.build())
        assert site.files() == clean.files()
    return report.written


def test_an_edited_body_loads_nothing_but_what_shows_it(site, monkeypatch):
    site.write("2.md", text(2, f"<p>{LONG * 3}</p><p>End.</p>"))
    built(site, monkeypatch, is_remembered=True)
    site.write("2.md", text(2, f"<p>{LONG * 3}</p><p>Another end.</p>"))
    assert built(site, monkeypatch, is_remembered=True) == ("/p2/", "/search/b/0/0.bin", "/search/index.json")


def test_an_edited_beginning_is_shown_by_lists_and_feeds(site, monkeypatch):
    site.write("6.md", text(6, f"<p>Nobody can remember. {LONG}</p>"))
    # The fifth post had the same text: both pages lose the word of it.
    assert {"/p5/", "/p6/"} <= set(built(site, monkeypatch, is_remembered=False))
    site.write("6.md", text(6, f"<p>Somebody can remember. {LONG}</p>"))
    written = built(site, monkeypatch, is_remembered=True)
    assert {"/", "/atom.xml", "/feed.json", "/p6/", "/categories/C/", "/categories/C/atom.xml"} <= set(written)
    assert not {"/p5/", "/about/", "/sitemap.xml"} & set(written)


def test_with_statistics_another_number_of_words_is_planned_anew(site, monkeypatch):
    site.settings("[lists]\nper_page = 2\n[feeds]\nsize = 2\n[statistics]\nenabled = true")
    site.build()
    site.write("2.md", text(2, f"<p>{LONG}Number two.</p>"))
    assert "/statistics/" not in built(site, monkeypatch, is_remembered=True)
    site.write("2.md", text(2, f"<p>{LONG}Number two and more.</p>"))
    written = built(site, monkeypatch, is_remembered=False)
    assert {"/statistics/", "/statistics/stats.json"} <= set(written)


def test_a_touched_source_is_read_and_nothing_is_rendered(site, monkeypatch):
    site.write("2.md", (site.folder / "content/2.md").read_text())
    assert built(site, monkeypatch, is_remembered=True) == ()


@pytest.mark.parametrize(
    "edited",
    [
        text(2, f"<p>{LONG}Number 2.</p>", name="Another title"),
        text(2, f"<p>{LONG}Number 2.</p>", date="2024-01-03T12:00:00Z"),
        text(2, f"<p>{LONG}Number 2.</p>", tags=["new"]),
        text(2, f"<p>{LONG}Number 2.</p>", draft=True),
        text(2, f'<p>{LONG}Number 2.</p><a href="1.md">one</a>'),
        text(2, f'<p>{LONG}Number 2.</p><img src="https://img.example.org/a.png">'),
        text(2, f"<p>{LONG}Number 3.</p>"),
        "---\ntitle: a: b\n---\nbroken",
    ],
    ids=["title", "date", "tag", "draft", "reference", "cover", "copy", "broken header"],
)
def test_what_can_move_a_page_is_planned_anew(site, monkeypatch, edited):
    site.write("2.md", edited)
    built(site, monkeypatch, is_remembered=False)


def test_a_text_in_another_language_is_planned_anew(site, monkeypatch):
    site.write("2.md", text(2, f"<p>{LONG}Number 2.</p>", name="Été"))
    site.build()
    chinese = "<p>渡船每天清晨出发，潮水允许的时候才回来，六十年来一直如此，从来没有人觉得奇怪。</p>"
    site.write("2.md", text(2, chinese, name="Été"))
    built(site, monkeypatch, is_remembered=False)


def test_two_posts_that_become_copies_of_each_other_are_planned_anew(site, monkeypatch):
    for day in (2, 3):
        site.write(f"{day}.md", text(day, f"<p>{LONG}Alike.</p>"))
    built(site, monkeypatch, is_remembered=False)


def test_two_posts_that_swap_their_texts_are_copies_of_nothing(site, monkeypatch):
    site.write("2.md", text(2, f"<p>{LONG}Number 3.</p>"))
    site.write("3.md", text(3, f"<p>{LONG}Number 2.</p>"))
    built(site, monkeypatch, is_remembered=True)


@pytest.mark.parametrize("body", [f"<p>{LONG}Another end.</p>", f"<p>{LONG * 2}And more.</p>"])
def test_a_text_whose_original_another_post_has_is_planned_anew(site, monkeypatch, body):
    for name, day in (("2.md", 2), ("copy.md", 3)):
        site.write(name, text(day, f"<p>{LONG}Number {day}.</p>", link="https://news.example/1", permalink=f"{name}/"))
    site.build()
    site.write("2.md", text(2, body, link="https://news.example/1", permalink="2.md/"))
    built(site, monkeypatch, is_remembered=False)


def test_a_file_changed_by_hand_is_planned_anew(site, monkeypatch):
    site.put("public/p1/index.html", "mine")
    site.write("2.md", text(2, f"<p>{LONG}Other.</p>"))
    assert "/p1/" in built(site, monkeypatch, is_remembered=False)


def test_a_file_changed_by_hand_with_its_size_and_time_is_planned_anew(site, monkeypatch):
    in_place(site.output / "p1/index.html", "river", "RIVER")
    site.write("2.md", text(2, f"<p>{LONG}Other.</p>"))
    assert "/p1/" in built(site, monkeypatch, is_remembered=False)


def test_files_that_were_touched_are_compared_once_and_rendered_no_more_than_others(site, monkeypatch):
    for path in site.output.rglob("*.html"):
        os.utime(path)
    site.write("2.md", text(2, f"<p>{LONG * 3}</p><p>End.</p>"))
    assert "/p1/" not in built(site, monkeypatch, is_remembered=True)
    site.write("2.md", text(2, f"<p>{LONG * 3}</p><p>Another end.</p>"))
    with monkeypatch.context() as patch:
        patch.setattr(files, "digest_bytes", None)
        assert built(site, monkeypatch, is_remembered=True) == ("/p2/", "/search/b/0/0.bin", "/search/index.json")


def test_a_changed_picture_is_planned_anew(site, monkeypatch):
    site.write("pic.png", b"one")
    site.write("1.md", text(1, f'<p>{LONG}Number 1.</p><img src="pic.png">'))
    site.build()
    site.write("pic.png", b"two")
    assert built(site, monkeypatch, is_remembered=False) == ("/pic.png",)


@pytest.mark.parametrize("lost", ["page:", "plan:"])
def test_a_plan_that_was_lost_is_made_anew(site, monkeypatch, lost):
    with closing(Store(site.folder / ".pressmark/store.sqlite")) as store:
        store.keep(lost, frozenset())
    site.write("2.md", text(2, f"<p>{LONG}Other.</p>"))
    built(site, monkeypatch, is_remembered=False)
    site.write("2.md", text(2, f"<p>{LONG}Still other.</p>"))
    built(site, monkeypatch, is_remembered=True)


def test_an_output_folder_that_missed_an_edit_is_planned_anew(site, tmp_path):
    site.build(output=tmp_path / "other")
    site.write("2.md", text(2, f"<p>{LONG}Other.</p>"))
    site.build()
    assert "/p2/" in site.build(output=tmp_path / "other").written

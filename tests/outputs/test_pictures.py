"""Embedded pictures as files of the site: one for each picture, as long as a post holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bodies.test_embedded import address, png
from tests.sites import AgedSite, clean_build, post

HARBOUR, ISLAND = png(width=50), png(width=60, noise=60_000)


def body(*pictures: bytes) -> str:
    return "<p>The ferry.</p>" + "".join(f'<p><img src="{address(data)}" alt="A boat"></p>' for data in pictures)


@pytest.fixture
def site(tmp_path: Path) -> AgedSite:
    made = AgedSite(tmp_path / "site")
    made.write("a.md", post("A", body(HARBOUR), date="2024-01-01", permalink="a/"))
    made.write("b.md", post("B", body(HARBOUR, ISLAND), date="2024-01-02", permalink="b/"))
    return made


def pictures(site: AgedSite) -> list[bytes]:
    return [data for name, data in site.files().items() if name.startswith("embedded/")]


def test_a_picture_is_a_file_that_the_article_shows_with_its_text(site: AgedSite) -> None:
    report = site.build()
    assert sorted(pictures(site), key=len) == [HARBOUR, ISLAND]
    (name,) = [name for name, data in site.files().items() if data == HARBOUR]
    assert f'<img src="/{name}" width="50" height="30" alt="A boat"' in site.page("/a/")
    assert f'<img src="/{name}" width="50" height="30" alt="A boat"' in site.page("/b/")
    assert "data:image" not in site.page("/b/")
    assert not [problem for problem in report.problems if problem.code in ("dead-link", "shown-as-text", "lost")]


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("a.md", None, 2),
        ("b.md", None, 1),
        ("b.md", post("B", body(ISLAND), date="2024-01-02", permalink="b/"), 2),
        ("b.md", post("B", body(HARBOUR), date="2024-01-02", permalink="b/"), 1),
        ("a.md", post("A", "<p>No ferry.</p>", date="2024-01-01", permalink="a/"), 2),
        ("a.md", post("A", body(png(width=70), HARBOUR), date="2024-01-01", permalink="a/"), 3),
        ("a.md", post("A", f"<p>Another text.</p>{body(HARBOUR)}", date="2024-01-01", permalink="a/"), 2),
    ],
)
def test_a_second_build_has_the_pictures_of_a_clean_one(site: AgedSite, name: str, text: str | None, left: int) -> None:
    site.build()
    if text is None:
        (site.folder / "content" / name).unlink()
    else:
        site.write(name, text)
    site.build()
    assert len(pictures(site)) == left
    assert site.files() == clean_build(site)


def test_a_post_cannot_take_the_place_of_a_picture(site: AgedSite) -> None:
    site.build()
    (name,) = [name for name, data in site.files().items() if data == HARBOUR]
    site.write("c.md", post("C", "<p>x</p>", date="2024-01-03", permalink=name))
    site.write("d.md", post("D", "<p>x</p>", date="2024-01-03", permalink="embedded"))
    site.build()
    assert site.files()[name] == HARBOUR
    assert site.files() == clean_build(site)


def test_a_draft_publishes_no_picture(site: AgedSite) -> None:
    site.write("b.md", post("B", body(HARBOUR, ISLAND), date="2024-01-02", draft=True))
    site.build()
    assert pictures(site) == [HARBOUR]


def test_an_edited_text_leaves_the_file_of_its_picture_as_it_is(site: AgedSite) -> None:
    site.build()
    site.write("b.md", post("B", f"{body(HARBOUR, ISLAND)}<p>More.</p>", date="2024-01-02", permalink="b/"))
    assert not [address for address in site.build().written if address.startswith("/embedded/")]


def test_the_first_picture_may_be_the_cover(site: AgedSite) -> None:
    site.build()
    (name,) = [name for name, data in site.files().items() if data == HARBOUR]
    assert f'content="https://example.org/{name}"' in site.page("/a/")

"""Posts and pages of kinds and platforms that nobody here has seen: what goes, what stays, what is read from them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.article.nodes import read_body
from generator.article.text import visible_text
from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.model import Summary
from generator.runtime.progress import Silent
from tests.sites import SmallSite

FOLDER = Path(__file__).parent / "open_web"
EXPECTED = sorted(FOLDER.glob("*/*.expect"))
NOT_YET = set((FOLDER / "not-yet.txt").read_text("utf-8").splitlines())


@dataclass(frozen=True)
class Published:
    """A post of the built site."""

    summary: Summary
    article: str
    """The HTML of the article on its page, without what the site prints around it."""
    codes: tuple[str, ...]

    def holds(self, name: str, value: str) -> bool:
        """Whether one line of an `.expect` file holds."""
        header = self.summary.header
        text = " ".join(visible_text(read_body(self.article)).split())
        moment = header.published.isoformat() if header.published else ""
        exact = {"title": header.title, "link": header.link, "author": header.author, "source": header.origin}
        if name in exact:
            return exact[name] == value
        return {
            "goes": value not in text,
            "stays": value in text,
            "has": value in self.article,
            "lacks": value not in self.article,
            "published": moment == value,
            "excerpt": self.summary.excerpt.startswith(value),
            "note": value in self.codes,
        }[name]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Published]:
    """All sources of the folder, built as one site with its defaults, by their path."""
    site = SmallSite(tmp_path_factory.mktemp("open_web") / "site")
    site.settings(url="https://archive.example/", title="Archive")
    shutil.copytree(FOLDER, site.folder / "content", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.expect"))
    for name in ("README.md", "not-yet.txt"):
        (site.folder / "content" / name).unlink(missing_ok=True)
    site.build()
    posts = {}
    with inspect(BuildOptions(site=site.folder, jobs=1), Silent()) as inspection:
        for summary in inspection.summaries:
            codes = tuple(found.code for found in inspection.log.problems if found.where.path == summary.id)
            page = site.page(inspection.index.addresses[summary.id])
            posts[summary.id.removeprefix("content/")] = Published(summary, _article(page), codes)
    return posts


def _article(page: str) -> str:
    article = LexborHTMLParser(page).css_first("main article")
    assert article is not None
    parts = (node for node in article.iter() if node.tag not in ("header", "footer"))
    return "".join(node.html or "" for node in parts)


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Names and values of an `.expect` file."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            name, _, value = line.partition(":")
            yield name, value.strip()


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.relative_to(FOLDER).with_suffix("").as_posix())
def test_the_page_is_what_a_user_expects(path: Path, published: dict[str, Published]) -> None:
    (source,) = (file for file in path.parent.glob(f"{path.stem}.*") if file.suffix != ".expect")
    post = published[source.relative_to(FOLDER).as_posix()]
    stem = path.relative_to(FOLDER).with_suffix("").as_posix()
    failed = {f"{stem}: {name}: {value}" for name, value in lines_of(path) if not post.holds(name, value)}
    assert failed == {line for line in NOT_YET if line.startswith(f"{stem}: ")}


def test_every_word_picture_and_link_is_published_or_recorded(published: dict[str, Published]) -> None:
    assert [path for path, post in published.items() if "lost" in post.codes] == []

"""The checker of the W3C (Nu Html Checker) has no objection to any page, and feedparser none to any feed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest

from generator.addresses import file_path
from tests.npm import program
from tests.page_kinds import bundled_site, kinds, many, small_site

pytestmark = pytest.mark.slow

FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""It starts sooner, and goes through elements as deep as ours may be."""


@pytest.fixture(scope="module")
def invalid(needs: Callable[..., str]) -> Callable[[Iterable[Path]], str]:
    """A function that says what is wrong with files of HTML, a line for each error."""
    java, jar = needs("java"), program("vnu")
    if not jar.is_file():
        needs(str(jar))

    def check(files: Iterable[Path]) -> str:
        command = [java, *FLAGS, "-jar", str(jar), "--format", "json", "--errors-only", *map(str, files)]
        said = json.loads(subprocess.run(command, stderr=subprocess.PIPE, check=False).stderr)["messages"]
        return "\n".join(f"{Path(error['url']).parent}: {error['message']}" for error in said)

    return check


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the small site with every kind of page."""
    return small_site(tmp_path_factory.mktemp("kinds"))


def test_every_page_of_the_small_site_is_valid(invalid: Callable[[Iterable[Path]], str], small: Path, tmp_path: Path):
    other = tmp_path / "page.html"
    other.write_text('<!DOCTYPE html><html lang="en"><title>T</title><ul><p>x</p></ul>')
    # An error in the other page shows that the checker looks.
    wrong = invalid([*small.rglob("*.html"), other])
    assert wrong.startswith(f"file:{tmp_path}: Element “p” not allowed as child of element “ul”"), wrong
    assert "\n" not in wrong, wrong


@pytest.mark.long
def test_every_page_of_the_bundled_site_is_valid(
    invalid: Callable[[Iterable[Path]], str], tmp_path_factory: pytest.TempPathFactory
):
    wrong = invalid(bundled_site(tmp_path_factory.mktemp("own")).rglob("*.html"))
    assert not wrong, wrong


@pytest.mark.long
def test_every_list_and_many_articles_of_the_archive_are_valid(
    invalid: Callable[[Iterable[Path]], str], archive_site: Any
):
    site, _ = archive_site
    found = kinds(site.output)
    lists = [path for kind, paths in found.items() if not kind.startswith("article") for path in paths]
    wrong = invalid(site.output / (file_path(f"/{unquote(path)}")) for path in (*many(found["article"]), *lists))
    assert not wrong, wrong


def test_every_feed_of_the_small_site_is_well_formed(small: Path):
    feeds = [path for name in ("atom.xml", "rss.xml") for path in small.rglob(name)]
    assert len(feeds) > 10
    assert [path for path in feeds if feedparser.parse(path.read_bytes()).bozo] == []

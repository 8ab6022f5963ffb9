"""Pagefind beside our search on the same pages: its index, the build of it, what a query loads, and what is found.

Needs the extra `bench`.  Its program with segmentation of Chinese is taken, and it reads the title and text of articles
only, as we do; it is asked through its own script, once as one types and once in quotes, which it takes for a phrase.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.host import hosted
from benchmarks.processes import Cost, measure
from benchmarks.search_queries import settle

FORMS = ("{}", '"{}"')
"""How a query is written: as one types, and in quotes, which stand for a phrase."""

_ROOT = "article.article"
_LEFT_OUT = ".breadcrumbs, .meta, .cover, .contents, .article > footer"
_FRAGMENT_MARK = b"pagefind_dcd"
_START = """async (home) => { window.pagefind = await import(`${home}pagefind/pagefind.js`); await pagefind.init(); }"""
_ASK = """async ([query, shown]) => {
  const { results } = await pagefind.search(query);
  await Promise.all(results.slice(0, shown).map((result) => result.data()));
  return results.map(({ id }) => id);
}"""
_INTERFACE = re.compile(r"-ui\.|-highlight\.")
_PAGE = "<!DOCTYPE html><html lang={}><title>Pagefind</title>"


def is_installed() -> bool:
    """Whether the extra `bench` is installed."""
    return find_spec("pagefind_bin_extended") is not None


def build(output: Path, folder: Path) -> Cost:
    """What it costs to index the articles in an output folder; the index is then below `folder`, in `pagefind`."""
    from pagefind_bin_extended import get_executable

    command = [str(get_executable()), "--site", str(output), "--output-path", str(folder / "pagefind")]
    return measure([*command, "--root-selector", _ROOT, "--exclude-selectors", _LEFT_OUT], folder)


def addresses(folder: Path) -> dict[str, str]:
    """The address of each post below the home page, by the name that results have for it."""
    found = {}
    for path in (folder / "pagefind" / "fragment").iterdir():
        data = gzip.decompress(path.read_bytes()).removeprefix(_FRAGMENT_MARK)
        found[path.name.partition(".")[0]] = json.loads(data)["url"].removeprefix("/")
    return found


def index_files(folder: Path) -> list[Path]:
    """The files of the index and of the script that reads it, without those of its interface."""
    return [path for path in (folder / "pagefind").rglob("*") if path.is_file() and not _INTERFACE.search(path.name)]


class Pagefind:
    """The script of Pagefind in a tab of a browser, with the index in `folder`."""

    def __init__(self, context: Any, home: str) -> None:
        """Open a page with nothing but the script."""
        self._tab = context.new_page()
        self._tab.goto(home)
        self._tab.evaluate(_START, home)

    def ask(self, query: str, shown: int) -> list[str]:
        """The names of all results, of which the first `shown` are loaded with what a list of results shows."""
        return list(self._tab.evaluate(_ASK, [query, shown]))


def write_page(folder: Path, language: str) -> None:
    """Write the page from which the script is asked."""
    (folder / "index.html").write_text(_PAGE.format(language), "utf-8")


def loaded(browser: Any, folder: Path, queries: Iterable[str], shown: int) -> Iterator[int]:
    """The bytes that each query loads for `shown` results, with its script, in a browser that has seen nothing."""
    with hosted(folder) as (home, sent):
        for query in queries:
            context = browser.new_context()
            page = Pagefind(context, home)
            page.ask(query, shown)
            settle(sent)
            context.close()
            yield sum(size for address, size in sent if address.startswith("pagefind/"))
            sent.clear()

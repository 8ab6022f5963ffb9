"""A small site with a search, built and served below a base path; how tests use it, and what a scan of it finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from generator.article.canonical import article_text, read
from generator.search import segments
from generator.search.texts import LONGEST_WORD, UNSPACED, folded, marks
from tests.browsers import served
from tests.sites import SmallSite, post

BASE = "/p/"
POSTS_IN_SEGMENT = 32
"""Of the segments of these sites, except the last one."""
IS_UNSPACED = re.compile(rf"[{UNSPACED}\U00010000-\U0010ffff]")
_WORD = re.compile(rf"(?:(?![{UNSPACED}\U00010000-\U0010ffff_])[\w{marks()}])+")

HELPERS = """
  window.settled = async () => {
    for (;;) {
      const results = document.querySelector(".search-results");
      const text = results?.checkVisibility() && results.querySelector("[role=status]").textContent;
      if (text && text !== results.dataset.loading) return text;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  window.ask = (query) => {
    const box = document.querySelector("[name=q]");
    document.querySelector("[role=status]").textContent = "";
    box.value = query;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return settled();
  };
  // What is said about each query, and the paths of all its results.
  window.askAll = async (queries) => {
    const answers = [];
    for (const query of queries) {
      await ask(query);
      const paths = await found();
      answers.push([await settled(), paths]);
    }
    return answers;
  };
  window.found = async () => {
    const more = document.querySelector(".search-results button");
    await settled();
    while (!more.hidden) {
      document.querySelector("[role=status]").textContent = "";
      more.click();
      await settled();
    }
    return Array.from(document.querySelectorAll(".search-results li a"), (link) => link.pathname);
  };
  // Tests type faster than people.
  { const wait = setTimeout; window.setTimeout = (task, time) => wait(task, time === 150 ? 0 : time); }
"""
"""What pages of the tests have: `ask` types a query, `settled` waits for what is said, `found` for all results."""


@dataclass(frozen=True, slots=True)
class Article:
    """A post of the small site; `html` is canonical."""

    address: str
    title: str
    html: str
    date: str = ""
    source: str = ""
    category: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is searched, folded."""
        return folded(f"{self.title}\n{article_text(read(self.html))}")

    @property
    def path(self) -> str:
        """Its address with the base path."""
        return BASE + self.address[1:]


@contextmanager
def searched(folder: Path, articles: Sequence[Article], settings: str = "") -> Iterator[str]:
    """The address of a site with `articles` and more `settings`, with its base path, while it is served."""
    site = SmallSite(folder / "site")
    site.settings(settings, url=f"https://example.org{BASE}")
    for number, article in enumerate(articles):
        fields = {
            "date": article.date,
            "source": article.source,
            "categories": [list(article.category)],
            "permalink": article.address[1:],
        }
        given = {name: value for name, value in fields.items() if value not in ("", [[]])}
        site.write(f"{number:03}.html", post(article.title, article.html, **given))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LARGEST", "MIDDLE", "SMALLEST"):
            patch.setattr(segments, name, POSTS_IN_SEGMENT)
        site.build(output=folder / "served" / BASE.strip("/"))
    with served(folder / "served") as address:
        yield address + BASE


def told(page: Any) -> str:
    """What the page says at the end."""
    return str(page.evaluate("settled()"))


def ask(page: Any, query: str) -> str:
    """Type a query; what the page says about it."""
    return str(page.evaluate("query => ask(query)", query))


def found(page: Any) -> list[str]:
    """The addresses of all results, after `more` to the end."""
    return [unquote(path) for path in page.evaluate("found()")]


def ask_all(page: Any, queries: Sequence[str]) -> list[tuple[str, list[str]]]:
    """What the page says about each query, and the addresses of all its results."""
    answers = page.evaluate("queries => askAll(queries)", list(queries))
    return [(said, [unquote(path) for path in paths]) for said, paths in answers]


def scanned(articles: Sequence[Article], query: str) -> list[str]:
    """The addresses of the posts in which all parts of `query` are, the newest first."""
    return [article.path for article in reversed(articles) if _has(article.text, query)]


def _has(text: str, query: str) -> bool:
    words = [word[:LONGEST_WORD] for word in _WORD.findall(text)]
    parts = folded(query).split()
    for part in parts:
        if IS_UNSPACED.search(part):
            if part not in text:
                return False
            continue
        wanted = [word[:LONGEST_WORD] for word in _WORD.findall(part)]
        if part is parts[-1] and wanted and not query[-1:].isspace():
            last = wanted.pop()
            if not any(word.startswith(last) for word in words):
                return False
        if not set(wanted) <= set(words):
            return False
    return True

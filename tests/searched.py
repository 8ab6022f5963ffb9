"""A small site with a search index and its page, as files, and what a scan of its texts finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from generator.addresses import file_path
from generator.article.canonical import article_text, read
from generator.bundled import bundled
from generator.search import files
from generator.search.postings import GROUPS, buckets_of, packed
from generator.search.segments import Segment
from generator.search.texts import LONGEST_WORD, MARKS, UNSPACED, folded, terms_of_post
from generator.templating.environment import render
from generator.templating.pieces import LinkView, SearchOptionView
from tests.templating import samples

BASE = "/p/"
IS_UNSPACED = re.compile(rf"[{UNSPACED}\U00010000-\U0010ffff]")
_WORD = re.compile(rf"(?:(?![{UNSPACED}\U00010000-\U0010ffff_])[\w{MARKS}])+")


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


def write_site(folder: Path, articles: Sequence[Article], cuts: Sequence[int]) -> None:
    """Write pages, theme, index and the page of the search below `folder`; `articles` begin with the oldest.

    `cuts` are the numbers of posts in each segment.
    """
    site = replace(samples.site("en", "Small site"), base=BASE, search_href=f"{BASE}search/")
    for article in articles:
        shown = samples.bare_post(article.title, content=Markup(article.html))
        _write(folder, article.address, render(samples.ENVIRONMENT, samples.post_page(shown, site=site)))
    for path in (bundled("static") / "theme").iterdir():
        _write(folder, f"/theme/{path.name}", path.read_bytes())
    view = samples.search_page("Search", site)
    paths = sorted({article.category for article in articles} - {()})
    sources = sorted({article.source for article in articles} - {""})
    years = sorted({article.date[:4] for article in articles} - {""})
    view = replace(
        view,
        categories=tuple(SearchOptionView(path[-1], "\n".join(path), 1) for path in paths),
        sources=tuple(SearchOptionView(source, source, 1) for source in sources),
        years=tuple(reversed(years)),
        lists=(LinkView("Archives", f"{BASE}archives/"),),
    )
    _write(folder, "/search/", render(samples.ENVIRONMENT, view))
    for address, data in _index(articles, cuts):
        _write(folder, f"/search/{address}", data)


def _write(folder: Path, address: str, data: bytes) -> None:
    path = folder / BASE.strip("/") / file_path(address)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _index(articles: Sequence[Article], cuts: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    rows = [
        packed(
            terms_of_post(one.title, article_text(read(one.html)), (one.category,) if one.category else (), one.source)
        )
        for one in articles
    ]
    parts = [Segment(sum(cuts[:number]), count) for number, count in enumerate(cuts)]
    for number, part in enumerate(parts):
        found = buckets_of(rows[part.start : part.start + part.count], range(GROUPS), part.buckets)
        for bucket in range(part.buckets):
            yield f"b/{number}/{bucket}.bin", files.compressed(found.get(bucket, b"\0"))
    lines = [
        (one.address, one.title, one.date, one.source, one.category[-1] if one.category else "") for one in articles
    ]
    for start in range(0, len(lines), files.POSTS_IN_BLOCK):
        block = lines[start : start + files.POSTS_IN_BLOCK]
        yield f"t/{start // files.POSTS_IN_BLOCK}.bin", files.titles(block)
    years = {one.date[:4]: number for number, one in reversed(list(enumerate(articles))) if one.date}
    pairs = sorted((int(year), number) for year, number in years.items())
    yield "index.json", files.manifest(parts, [str(number) for number in range(len(parts))], pairs)
    yield "simplified.bin", files.simplifications()


def scanned(articles: Sequence[Article], query: str) -> list[str]:
    """The addresses of the posts in which all parts of `query` are, the newest first."""
    return [BASE + one.address[1:] for one in reversed(articles) if _has(one.text, query)]


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

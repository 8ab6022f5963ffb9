"""What the files of a site weigh: by kind of page, for `check`, and by what settings leave out, for `deploy`."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from generator.addresses import FINGERPRINTED
from generator.config import Config
from generator.outputs.feeds import FEED
from generator.outputs.fixed import OPML, site_feeds
from generator.outputs.lists.listings import HOME, roots
from generator.outputs.lists.pages import LIST
from generator.outputs.lists.terms import OVERVIEW
from generator.outputs.opml import FEED_LIST
from generator.outputs.page import Page
from generator.outputs.pictures import PICTURE
from generator.outputs.posts import ARTICLES, POST
from generator.outputs.redirects import REDIRECT
from generator.outputs.search.index import SEARCH_FILE
from generator.outputs.search.page import SEARCH
from generator.outputs.statistics.page import STATISTICS
from generator.publishing.limits import Share
from generator.publishing.tree import OutputFile

KINDS = ("posts", "lists", "feeds", "search", "pictures", "other")
"""What `check` tells apart, in this order; `posts` are the pages of single sources, `other` is also the theme."""

_KIND_OF = {
    LIST: "lists",
    OVERVIEW: "lists",
    STATISTICS: "lists",
    FEED: "feeds",
    FEED_LIST: "feeds",
    PICTURE: "pictures",
}
_KIND_OF |= dict.fromkeys(ARTICLES, "posts") | dict.fromkeys((SEARCH, SEARCH_FILE), "search")
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|ico|jpe?g|png|svg|webp)$", re.IGNORECASE)
_SAMPLE = 200
"""The most posts whose pages are read to tell the article from what is around it."""
_LIST_FRAME_BYTES = 2_000
"""What a page of a list has besides its posts, about (measured 2026-11)."""


# ---------------------------------------------------------------------------------------------- check


@dataclass(frozen=True, slots=True)
class Weight:
    """The number of files of one kind, and their bytes in all."""

    kind: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PostWeight:
    """The bytes of the page of a post, as the mean of a sample: those of the article itself, and those around it."""

    article: int
    around: int


class Scale:
    """Adds up what the pages of a site weigh."""

    def __init__(self, pages: Iterable[Page[Any]]) -> None:
        """`pages` are all pages that will be weighed."""
        posts = sum(page.kind == POST for page in pages)
        self._step = max(1, -(-posts // _SAMPLE))
        self._posts = 0
        self._files: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._sample: list[tuple[int, int]] = []

    def add(self, page: Page[Any], data: bytes) -> None:
        """Weigh the page whose file has the bytes `data`."""
        is_small_list = page.kind == REDIRECT and bool(page.content.list)
        self._count("lists" if is_small_list else _KIND_OF.get(page.kind, "other"), len(data))
        if page.kind == POST:
            if self._posts % self._step == 0 and (article := article_bytes(data)) is not None:
                self._sample.append((article, len(data) - article))
            self._posts += 1

    def add_file(self, page: Page[Any]) -> None:
        """Weigh a file that is published as it is, without reading it; one that vanished weighs nothing."""
        is_picture = _PICTURE.search(page.address) and not page.address.startswith(FINGERPRINTED)
        kind = "pictures" if is_picture else "other"
        try:
            size = len(page.content) if isinstance(page.content, bytes) else Path(page.content.path).stat().st_size
        except OSError:
            size = 0
        self._count(kind, size)

    def _count(self, kind: str, size: int) -> None:
        self._files[kind] += 1
        self._bytes[kind] += size

    def weights(self) -> tuple[Weight, ...]:
        """The weight of each kind of which there are files, in the order of `KINDS`."""
        return tuple(Weight(kind, self._files[kind], self._bytes[kind]) for kind in KINDS if self._files[kind])

    def post(self) -> PostWeight | None:
        """The mean weight of the page of a post; None if no page has an article in the element that ours have."""
        if not self._sample:
            return None
        count = len(self._sample)
        articles, around = (sum(sizes) for sizes in zip(*self._sample, strict=True))
        return PostWeight(round(articles / count), round(around / count))


def article_bytes(page: bytes) -> int | None:
    """The bytes of the article in the page of a post, that is, of all in its element with the class `content`.

    None if it has no such element.
    """
    content = LexborHTMLParser(page.decode("utf-8", "replace")).css_first("article .content")
    return len((content.inner_html or "").encode()) if content is not None else None


# --------------------------------------------------------------------------------------------- deploy


def shares_of(files: Iterable[OutputFile], config: Config) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """What the files of a site consist of, and what settings or other means would save.

    The kind of a file is told by its path, because a finished site has no plan.
    """
    name_of = _names(config)
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    further = 0
    folder = f"/{config.lists.pagination_dir}/"
    for file in files:
        path = os.fsdecode(file.path)
        name = name_of(path)
        counts[name] += 1
        sizes[name] += file.size_bytes
        further += name.startswith("lists") and folder in f"/{path}"
    shares = [Share(name, counts[name], sizes[name]) for name in counts]
    savings = [Share(_WAYS[share.name], share.files, share.size_bytes) for share in shares if share.name in _WAYS]
    if further > 1:
        savings.append(Share("a `per_page` in [lists] twice as large", further // 2, further // 2 * _LIST_FRAME_BYTES))
    return tuple(shares), tuple(savings)


_PLURALS = {"category": "categories", "tag": "tags", "source": "sources", "year": "years, months and days"}
_WAYS = {
    **{f"lists of {_PLURALS[kind]}": f'`kinds` in [lists] without "{kind}"' for kind in ("category", "tag", "source")},
    f"lists of {_PLURALS['year']}": '`kinds` in [lists] without "archive"',
    **{f"feeds of {_PLURALS[kind]}": f'`per` in [feeds] without "{kind}"' for kind in ("category", "source")},
    "search index": "`enabled = false` in [search]",
    "pictures": "pictures on another host",
}


def _names(config: Config) -> Callable[[str], str]:
    """A function that returns what the file at a path belongs to, such as `lists of tags`."""
    further = rf"(?:{re.escape(config.lists.pagination_dir)}/\d+/)?index\.html"
    # A post may lie below the folder of the archives; lists are named by numbers there.
    patterns = [(f"lists of {_PLURALS['year']}", rf"{_below(config, 'year')}(?:\d{{4}}/(?:\d\d/){{0,2}})?{further}")]
    for kind in ("category", "tag", "source"):
        folder = _below(config, kind)
        if kind != "tag":
            patterns += [(f"feeds of {_PLURALS[kind]}", rf"{folder}.*/atom\.xml")]
        patterns += [(f"lists of {_PLURALS[kind]}", rf"{folder}.*")]
    feeds = "|".join(re.escape(address.removeprefix("/")) for address in (*site_feeds(config.feeds), OPML))
    patterns += [
        ("feeds of the site", feeds),
        ("search index", rf"{re.escape(config.search.dir)}/.*"),
        ("other files", r"theme/.*"),
        ("pictures", rf"(?i:.*{_PICTURE.pattern})"),
        ("lists on the home page", rf"(?:undated/)?{further}"),
        ("articles", r".*\.html"),
    ]
    compiled = [(name, re.compile(pattern, re.DOTALL)) for name, pattern in patterns]
    return lambda path: next((name for name, pattern in compiled if pattern.fullmatch(path)), "other files")


def _below(config: Config, kind: str) -> str:
    """A regular expression for the folder of the lists of a kind; one that matches nothing if that is the top."""
    root = roots(config.lists)[kind]
    return re.escape(root.removeprefix("/")) if root != HOME else "(?!)"

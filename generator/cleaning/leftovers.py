"""Counts, source by source, what cleaning should have removed and readers still see, such as signs of Markdown."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.article.elements import BLOCKS, BREAKS, CELLS, alternation
from generator.article.excerpt import begins_with_sign
from generator.article.text import comparable
from generator.cleaning.filters.suggestions import LEAST_REPEATS, LEAST_SHARE, masked
from generator.digest import digest_text

EXAMPLES = 3
MOST_BLOCKS = 5
"""Most repeated blocks that are named for a source."""

_SHOWN = 60
_LONGEST_BLOCK = 500
_MOST_LINES = 5_000
_BUCKET = 500
"""After this many posts, blocks seen too rarely to reach the share are forgotten."""
_CODE = re.compile(r"<(/?)(?:pre|code)(?=[\s>])")
_BORDER = re.compile(rf"</?(?:{alternation(BLOCKS | CELLS | BREAKS)})(?=[\s/>])[^<>]*+>")
_TAG = re.compile(r"<[^<>]*+>")
_PICTURE = re.compile(r'<img(?=\s)[^<>]*?\ssrc="([^"]{1,500})"')
_MARKDOWN = re.compile(r"\*\*[^*\s][^*\n]{0,200}+\*\*|\]\(https?://")
_TAGS = re.compile(r"&lt;/?(?:p|div|br|span|img|a|h[1-6]|ul|ol|li|strong|b|em|table|td|tr)(?=[\s/&]|$)", re.IGNORECASE)

KINDS = {
    "excerpt": "excerpt begins with a sign or an address",
    "title": "article begins with its title",
    "markdown": "article shows Markdown",
    "tags": "article shows tags",
    "block": "same block",
}
"""The kinds of leftovers in the order in which they are shown, and what they are."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A kind of text that cleaning should have removed, such as signs of Markdown, and how many posts still show it."""

    source: str
    kind: str
    """One of `KINDS`."""
    posts: int
    """The number of posts that show it."""
    of: int
    """The number of posts of the source."""
    text: str
    """For a block, its text in the first example; otherwise empty."""
    examples: tuple[str, ...]
    """Ids of up to three posts."""

    @property
    def what(self) -> str:
        """A description of the kind of leftover, for people."""
        return KINDS[self.kind]


@dataclass(slots=True)
class _Block:
    """A block of text or a picture that was seen in posts of a source."""

    text: str
    examples: list[str]
    posts: int = 0
    missed: int = 0
    """In how many posts before the first example it may have been forgotten."""


class Survey:
    """Counts what cleaning left in the posts of one source, such as signs of Markdown or blocks that many posts repeat.

    The memory needed depends on the size of a few hundred posts, not on the number of posts.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._posts = 0
        self._examples: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self._counts = dict.fromkeys(KINDS, 0)
        self._blocks: dict[str, _Block] = {}

    def add(self, id: str, title: str, excerpt: str, article: str) -> None:
        """Count what cleaning left in the post `id`.

        `title` and `excerpt` are as published, and `article` is the sanitized HTML of the post.
        """
        prose = _without_code(article) if "<pre" in article or "<code" in article else article
        written = _TAG.sub("", _BORDER.sub("\n", prose))
        lines = [line.strip() for line in entities.unescape(written).split("\n") if line.strip()]
        is_in = {
            "excerpt": begins_with_sign(excerpt),
            "title": len(lines) > 1 and bool(comparable(title)) and comparable(lines[0]) == comparable(title),
            "markdown": ("**" in written or "](" in written) and _MARKDOWN.search(written) is not None,
            "tags": "&lt;" in written and _TAGS.search(written) is not None,
        }
        for kind, is_there in is_in.items():
            if is_there:
                self._counts[kind] += 1
                if len(self._examples[kind]) < EXAMPLES:
                    self._examples[kind].append(id)
        self._add_blocks(id, [*lines[:_MOST_LINES], *_PICTURE.findall(prose)[:_MOST_LINES]])
        self._posts += 1
        if self._posts % _BUCKET == 0:
            bucket = self._posts // _BUCKET
            self._blocks = {key: block for key, block in self._blocks.items() if block.posts + block.missed > bucket}

    def _add_blocks(self, id: str, blocks: list[str]) -> None:
        for text in {masked(text): text for text in blocks if len(text) <= _LONGEST_BLOCK}.values():
            if sum(map(str.isalnum, text)) < 2:
                continue
            key = digest_text(masked(text), size_bytes=8)
            if (block := self._blocks.get(key)) is None:
                block = self._blocks[key] = _Block(text[:_SHOWN], [], missed=self._posts // _BUCKET)
            block.posts += 1
            if len(block.examples) < EXAMPLES:
                block.examples.append(id)

    def leftovers(self) -> Iterator[Leftover]:
        """What cleaning left in the posts added so far, by kind.

        Of repeated blocks of text, the most frequent come first.
        """
        for kind in KINDS:
            if self._counts[kind]:
                yield self._made(kind, self._counts[kind], "", self._examples[kind])
        least = max(LEAST_REPEATS, LEAST_SHARE * self._posts)
        blocks = [block for block in self._blocks.values() if block.posts >= least]
        blocks.sort(key=lambda block: (-block.posts, block.text))
        for block in blocks[:MOST_BLOCKS]:
            yield self._made("block", block.posts, block.text, block.examples)

    def _made(self, kind: str, posts: int, text: str, examples: list[str]) -> Leftover:
        return Leftover(self._source, kind, posts, self._posts, text, tuple(examples))


def _without_code(article: str) -> str:
    pieces: list[str] = []
    position = depth = 0
    for tag in _CODE.finditer(article):
        if not depth:
            pieces.append(article[position : tag.start()])
        depth += -1 if tag[1] else 1
        position = tag.start()
    return "".join((*pieces, article[position:])) if not depth else "".join(pieces)

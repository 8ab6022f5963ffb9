"""HTML in the Markdown of Python-Markdown: its extension `md_in_html`, with Markdown after a blank line as on GitHub.

An element that is still open at a blank line is read as if it had `markdown="block"`: the text after the blank line is
Markdown, up to the end of the element.  An element that ends before a blank line stays as it is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from markdown import Markdown
from markdown.extensions.md_in_html import HTMLExtractorExtra, MarkdownInHtmlExtension
from markdown.preprocessors import Preprocessor
from markdown.util import BLOCK_LEVEL_ELEMENTS

from generator.article.elements import COMMONMARK_BLOCKS, COMMONMARK_VERBATIM, OPTIONAL_END, VOID, alternation

TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*+"
    r"(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+\s*+/?>",
    re.ASCII,
)
"""A tag (CommonMark 0.31, 6.6); other text between `<` and `>` is no tag."""

_START = re.compile(r"^ {0,3}<", re.MULTILINE)
_BLOCKS = frozenset(BLOCK_LEVEL_ELEMENTS) | (COMMONMARK_BLOCKS - VOID)
_BORDER = re.compile(rf"\n[ ]*\n|<(?P<end>/?)(?P<tag>{alternation(COMMONMARK_BLOCKS - VOID)})(?=[\s/>])", re.IGNORECASE)


class HtmlAndMarkdown(MarkdownInHtmlExtension):
    """Python-Markdown's extension `md_in_html`, changed so that text after a blank line inside HTML is Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        md.block_level_elements = sorted(_BLOCKS)
        md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)


class _HtmlBlocks(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        if _START.search(source) is None:
            return lines
        extractor = _Extractor(self.md)
        extractor.opened = _open_at_a_blank_line(source)
        extractor.feed(source)
        extractor.close()
        return "".join(extractor.cleandoc).split("\n")


class _Extractor(HTMLExtractorExtra):
    mdstack: list[str]
    _ends: dict[str, int]
    opened: frozenset[int] = frozenset()
    """Where tags begin whose element is open at a blank line."""
    # A property that makes a set of a list, for each tag.
    block_level_tags: ClassVar[set[str]] = set(_BLOCKS)

    def reset(self) -> None:
        super().reset()
        # By tag of verbatim HTML, where its last end tag is.
        self._ends = {}

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text()
        if TAG.fullmatch(text) is None:
            self.clear_cdata_mode()
            self.handle_data(text)
            return
        if tag in COMMONMARK_VERBATIM and not self._is_ended(tag):
            # A browser would hide what follows.
            self.clear_cdata_mode()
            self.handle_data(f"&lt;{text[1:]}")
            return
        if tag in OPTIONAL_END and self.mdstack[-1:] == [tag] and not self.inraw:
            self.handle_endtag(tag)
        if (
            self.opened
            and self.line_offset + self.offset in self.opened
            and all(name != "markdown" for name, _ in attrs)
        ):
            attrs = [*attrs, ("markdown", "block")]
        super().handle_starttag(tag, attrs)

    def close(self) -> None:
        super().close()
        # Of two elements of one kind that are open at the end, Python-Markdown ends one and drops the other.
        while self.mdstack:
            self.handle_endtag(self.mdstack[0])

    def _is_ended(self, tag: str) -> bool:
        """Whether an end tag of verbatim HTML follows."""
        if tag not in self._ends:
            ends = [end.start() for end in re.finditer(f"</{tag}", self.rawdata, re.IGNORECASE)]
            self._ends[tag] = max(ends, default=-1)
        return self._ends[tag] > self.line_offset + self.offset

    def inline_close_follows(self, text: str) -> bool:
        # Otherwise the rest of the paragraph would be searched for the end of each open tag, for each comment.
        return False


def _open_at_a_blank_line(source: str) -> frozenset[int]:
    """Where the tags of blocks begin that do not end before the next blank line."""
    opened: list[int] = []
    stack: list[tuple[str, int]] = []
    counts: Counter[str] = Counter()
    for border in _BORDER.finditer(source):
        if border["tag"] is None:
            opened += (start for _, start in stack)
            stack.clear()
            counts.clear()
            continue
        tag = border["tag"].lower()
        if not border["end"]:
            stack.append((tag, border.start()))
            counts[tag] += 1
        elif counts[tag]:
            ended = ""
            while ended != tag:
                ended, _ = stack.pop()
                counts[ended] -= 1
    return frozenset(opened)

"""HTML in the Markdown of Python-Markdown: its extension `md_in_html`, with Markdown after a blank line as on GitHub.

An element that is still open at a blank line is read as if it had `markdown="block"`: what follows the blank line is
Markdown, up to the end of the element.  One that ends before a blank line stays as it is written.
"""

from __future__ import annotations

import re
from collections import Counter

from markdown import Markdown
from markdown.extensions.md_in_html import HTMLExtractorExtra, MarkdownInHtmlExtension
from markdown.preprocessors import Preprocessor

from generator.article.elements import COMMONMARK_BLOCKS, VOID, alternation

TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*+"
    r"(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+)*+\s*+/?>",
    re.ASCII,
)
"""A tag (CommonMark 0.31, 6.6); other text between `<` and `>` is no tag."""

_BORDER = re.compile(rf"\n[ ]*\n|<(?P<end>/?)(?P<tag>{alternation(COMMONMARK_BLOCKS - VOID)})(?=[\s/>])", re.IGNORECASE)


class HtmlAndMarkdown(MarkdownInHtmlExtension):
    """Registers what `md_in_html` has, with the preprocessor of this module."""

    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        missing = COMMONMARK_BLOCKS - VOID - set(md.block_level_elements)
        md.block_level_elements += sorted(missing)
        md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)


class _HtmlBlocks(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        if "<" not in source:
            return lines
        extractor = _Extractor(self.md)
        extractor.opened = _open_at_a_blank_line(source)
        extractor.feed(source)
        extractor.close()
        return "".join(extractor.cleandoc).split("\n")


class _Extractor(HTMLExtractorExtra):
    opened: frozenset[int] = frozenset()
    """Where tags begin whose element is open at a blank line."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text()
        if TAG.fullmatch(text) is None:
            self.clear_cdata_mode()
            self.handle_data(text)
            return
        if self.line_offset + self.offset in self.opened and all(name != "markdown" for name, _ in attrs):
            attrs.append(("markdown", "block"))
        super().handle_starttag(tag, attrs)


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

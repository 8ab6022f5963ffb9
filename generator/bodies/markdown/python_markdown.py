"""Markdown as HTML: Python-Markdown with what Hexo has, without what GitHub's flavour does to Chinese."""

from __future__ import annotations

import re
from collections import deque
from functools import cache, partial
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor, ParagraphProcessor, SetextHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor, SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.util import AtomicString

from generator.bodies import plain_text
from generator.bodies.markdown import fences, highlight, html_blocks, labels, limits
from generator.bodies.markdown import lines as markdown_lines
from generator.bodies.markdown.dialects import Dialect

_SENTENCE_END = ("。", "！", "？", "；", "，", ".", "!", "?", ";", ",", "…", "”", "」")


def exceeded(text: str) -> str | None:
    """Why Markdown `text` takes the converter too long, as a clause; None if it does not."""
    pieces = list(fences.split(text))
    prose = "\n\n".join(part.text for part in pieces if isinstance(part, fences.Prose))
    return limits.markdown_exceeded(prose, sum(isinstance(part, fences.Fence) for part in pieces))


def to_html(text: str, dialect: Dialect) -> str:
    """`text` as HTML, not sanitized: raw HTML in it passes.

    May raise RecursionError, ValueError, LookupError, AttributeError or TypeError from inside Python-Markdown; a text
    within `limits.markdown_exceeded` takes no more than about two seconds.
    """
    markdown = _converter(dialect)
    try:
        # Reset, so that no references, footnotes or stashed HTML of another post are left.
        return markdown.reset().convert(text)
    except BaseException:
        # The state of the converter is unknown after an error.
        _converter.cache_clear()
        raise


# Making one takes as long as converting a short post.
@cache
def _converter(dialect: Dialect) -> Markdown:
    # The title of the link back from a footnote is a sign, because the site may be in any language.
    footnotes = FootnoteExtension(BACKLINK_TITLE="↑ {}")
    markdown = Markdown(extensions=["tables", footnotes, "def_list", "nl2br", "sane_lists", _Flavour()])
    # As a tuple, because the registry makes a new list of the processors for each block.
    markdown.parser.parseChunk = partial(_parse_chunk, markdown.parser)  # type: ignore[method-assign]
    markdown.parser.blockprocessors = tuple(markdown.parser.blockprocessors)  # type: ignore[assignment]
    # As a set, because each element of a post is looked up in these 59 names.
    markdown.block_level_elements = frozenset(markdown.block_level_elements)  # type: ignore[assignment]
    return markdown


class _Blocks(deque[str]):
    """The blocks of a text; taking the first one is fast, while a list would move all the others."""

    def pop(self, index: int = -1) -> str:
        return self.popleft() if index == 0 else super().pop()


def _parse_chunk(parser: BlockParser, parent: ElementTree.Element, text: str) -> None:
    parser.parseBlocks(parent, _Blocks(text.split("\n\n")))  # type: ignore[arg-type]


class _Flavour(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Lines(md), "normalize_whitespace", 30)
        md.preprocessors.register(_HtmlBlocks(md), "html_block", 20)
        md.parser.blockprocessors.register(_PlainLine(md.parser), "plain_line", 1000)
        md.parser.blockprocessors.register(_HashHeading(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(_SetextHeading(md.parser), "setextheader", 60)
        # Before the escapes: a backslash at the end of a line is a break (CommonMark 0.31, 6.7).
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hard_break", 185)
        md.inlinePatterns.register(_Anchor(r"<a(?=\s)[^<>]*>", md), "anchor", 95)
        md.inlinePatterns.register(_BareAddress(plain_text.ADDRESS.pattern, md), "bare_address", 85)
        md.inlinePatterns.register(_Deleted(_DELETED, md), "deleted", 55)
        # The last extension: all patterns are known now.
        md.treeprocessors.register(_Inline(md), "inline", 20)


_SIGNS = {
    "backtick": "`", "hard_break": "\\\n", "escape": "\\", "footnote": "[^", "reference": "[", "link": "[",
    "image_link": "![", "image_reference": "![", "short_reference": "[", "short_image_ref": "![", "autolink": "<",
    "automail": "<", "linebreak": "  \n", "anchor": "<a", "html": "<", "bare_address": "://", "entity": "&",
    "em_strong": "*", "deleted": "~~", "nl": "\n",
}  # fmt: skip
"""By pattern, the text that every match contains; a text without it is not searched for the pattern."""

_OTHER_SIGNS = {"em_strong": "_"}
"""Alternatives to the sign of a pattern."""

_REFERENCES = frozenset({"reference", "image_reference", "short_reference", "short_image_ref"})
"""Patterns that find nothing in a post which defines no link for them."""


class _Inline(InlineTreeprocessor):
    """Applies only patterns whose sign occurs in the text: most paragraphs have the signs of at most two of twenty."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        signs = {md.inlinePatterns[name]: (sign, _OTHER_SIGNS.get(name, "")) for name, sign in _SIGNS.items()}
        self._all = [(pattern, *signs.get(pattern, ("", ""))) for pattern in md.inlinePatterns]
        references = [md.inlinePatterns[name] for name in _REFERENCES]
        self._but_references = [entry for entry in self._all if entry[0] not in references]
        self._signed = self._all

    def run(self, tree: ElementTree.Element, ancestors: list[str] | None = None) -> ElementTree.Element:
        self._signed = self._all if self.md.references else self._but_references
        return super().run(tree, ancestors)

    # Overrides a private method of Python-Markdown by its mangled name, because there is no public one to override.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if isinstance(data, AtomicString):
            return data
        index, start = patternIndex, 0
        while index < len(self._signed):
            pattern, sign, other_sign = self._signed[index]
            if sign in data or (other_sign and other_sign in data):
                data, is_found, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, index, start
                )
                if is_found:
                    continue
            index, start = index + 1, 0
        return data


class _Lines(Preprocessor):
    """Takes fenced code out of the text and puts the rest into the form that Python-Markdown reads."""

    def run(self, lines: list[str]) -> list[str]:
        # Python-Markdown marks its placeholders with these two.
        text = "\n".join(lines).replace("\x02", "").replace("\x03", "")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        done: list[str] = []
        border = ""
        code_characters = 0
        for part in fences.split(text):
            if isinstance(part, fences.Fence):
                code = part.code.strip("\n")
                code_characters += len(code)
                is_coloured = code_characters <= highlight.MAX_COLOURED_CHARACTERS
                block = highlight.figure(code, labels.read(part.label), is_coloured=is_coloured)
                # Code in a list or quotation stays inside, between blank lines that are inside too.
                quote = part.prefix.rstrip(" ")
                done += [quote, f"{part.prefix}{self.md.htmlStash.store(block)}"]
                border = quote
            else:
                done += [border if part.text.lstrip().startswith(">") else "", *part.text.split("\n")]
        return [*markdown_lines.normalised([line.expandtabs(4) for line in done]), "", ""]


class _HtmlBlocks(Preprocessor):
    """Takes HTML out of the text, up to the blank lines in it."""

    def run(self, lines: list[str]) -> list[str]:
        return html_blocks.stashed(lines, self.md.htmlStash.store)


class _PlainLine(ParagraphProcessor):
    """Accepts a line that begins with a letter as text at once, because none of the fourteen others would accept it."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        return block[:1].isalpha() and "\n" not in block


class _HashHeading(HashHeaderProcessor):
    """`# Heading` with a blank, so that `#topic#` stays text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header>[ ][^\n]*|)(?:\n|$)")

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = self.RE.search(block)
        if match is None:
            blocks.insert(0, block)
            return
        if before := block[: match.start()]:
            self.parser.parseBlocks(parent, [before])
        heading = ElementTree.SubElement(parent, f"h{len(match['level'])}")
        text = match["header"].strip()
        unmarked = text.rstrip("#")
        heading.text = (unmarked.rstrip() if not unmarked or unmarked.endswith(" ") else text) or None
        if after := block[match.end() :]:
            blocks.insert(0, after)


class _SetextHeading(SetextHeaderProcessor):
    """A line over dashes is a heading, unless it is a sentence and the dashes are meant as a rule."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        if not super().test(parent, block):
            return False
        text, _, line = block.partition("\n")
        return line.startswith("=") or not (text.startswith("- ") or text.rstrip().endswith(_SENTENCE_END))


class _Anchor(HtmlInlineProcessor):
    """A raw link whose text holds an address is kept whole, or the address would become a link inside of it."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:  # type: ignore[override]
        end = data.find("<", m.end())
        if end < 0 or data[end : end + 4].lower() != "</a>" or "://" not in data[m.end() : end]:
            return None, None, None
        raw = self.backslash_unescape(self.unescape(data[m.start() : end + 4]))
        return self.md.htmlStash.store(raw), m.start(), end + 4


class _BareAddress(InlineProcessor):
    """An address in running text; what follows in Chinese is no part of it."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown) -> None:
        super().__init__(pattern, md)
        self.compiled_re = plain_text.ADDRESS

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        link = ElementTree.Element("a")
        link.set("href", m[0])
        link.text = AtomicString(m[0])
        return link, m.start(), m.end()


# Two tildes, with something else outside and no blank inside, on one line; not between two numbers.
_DELETED = r"(?<![~\\])~~(?![~\s]|(?<=\d~~)\d)([^~\n]+)(?<!\s)~~(?!~)"


class _Deleted(InlineProcessor):
    """`~~deleted~~`; a single tilde means a range, as in `5~10`."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        element = ElementTree.Element("del")
        element.text = m[1]
        return element, m.start(), m.end()

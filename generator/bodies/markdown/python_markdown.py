"""The dialect `markdown`: Python-Markdown with its own extensions, and with what authors of Chinese expect."""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import HashHeaderProcessor, SetextHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from generator.bodies import formulas
from generator.bodies.markdown import fences, highlight, python_inline
from generator.bodies.markdown.callouts import Callout
from generator.bodies.markdown.code_label import read_label
from generator.bodies.markdown.dialects import Dialect
from generator.bodies.markdown.python_html import HtmlAndMarkdown
from generator.bodies.markdown.python_limits import exceeded
from generator.bodies.markdown.python_lines import normalised

__all__ = ["exceeded", "to_html"]

MAX_CONTENTS = 500
"""Headings that `[TOC]` lists; in a post with more it stays text."""

_SENTENCE_END = ("。", "！", "？", "；", "，", ".", "!", "?", ";", ",", "…", "”", "」")


def to_html(text: str, dialect: Dialect) -> str:
    """`text` as HTML, not sanitized: raw HTML in it passes.

    May raise RecursionError, ValueError, LookupError, AttributeError or TypeError from inside Python-Markdown; a text
    that is not `exceeded` takes no more than about two seconds.
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
    breaks = ["nl2br"] if dialect.has_line_breaks else []
    own = [HtmlAndMarkdown(), _Contents(), _Flavour(dialect)]
    return Markdown(extensions=["abbr", "attr_list", "def_list", footnotes, "sane_lists", "tables", *breaks, *own])


class _Flavour(Extension):
    """What the dialect has beside Python-Markdown's own extensions; the last one, so that it knows all patterns."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self._dialect = dialect

    def extendMarkdown(self, md: Markdown) -> None:
        blocks = md.parser.blockprocessors
        md.preprocessors.register(_Lines(md, self._dialect), "lines", 25)
        blocks.register(_HashHeading(md.parser), "hashheader", 70)
        blocks.register(_SetextHeading(md.parser), "setextheader", 60)
        blocks.register(_Callouts(md.parser, self._dialect.language), "admonition", 105)
        md.treeprocessors.register(_Details(md), "details", 30)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        python_inline.register(md, self._dialect)


class _Lines(Preprocessor):
    """Takes fenced code out of the text and puts the rest into the form that Python-Markdown reads."""

    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(md)
        self._has_math = dialect.has_math

    def run(self, lines: list[str]) -> list[str]:
        stash = self.md.htmlStash.store
        done: list[str] = []
        code_characters = 0
        for part in fences.split("\n".join(lines)):
            if isinstance(part, fences.Prose):
                done += part.text.split("\n")
                continue
            code_characters += len(part.code)
            is_coloured = code_characters <= highlight.MAX_COLOURED_CHARACTERS
            done.append(part.prefix + stash(self._code(part, is_coloured=is_coloured)))
        return [*normalised(done, stash, has_math=self._has_math), "", ""]

    def _code(self, fence: fences.Fence, *, is_coloured: bool) -> str:
        label, code = read_label(fence.label), fence.code.strip("\n")
        if label.language == "math" and self._has_math and code.strip():
            return f"<p>{formulas.as_code(code.strip(), is_display=True)}</p>"
        return highlight.figure(code, label, is_coloured=is_coloured)


class _HashHeading(HashHeaderProcessor):
    """`# Heading` with a blank, so that `#topic#` stays text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header>[ ][^\n]*|)(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        match = self.RE.search(block)
        if match is None:
            blocks.insert(0, block)
            return
        if before := block[: match.start()]:
            self.parser.parseBlocks(parent, [before])
        heading = SubElement(parent, f"h{len(match['level'])}")
        text = match["header"].strip()
        unmarked = text.rstrip("#")
        heading.text = (unmarked.rstrip() if not unmarked or unmarked.endswith(" ") else text) or None
        if after := block[match.end() :]:
            blocks.insert(0, after)


class _SetextHeading(SetextHeaderProcessor):
    """A line over dashes is a heading, unless it is a sentence and the dashes are meant as a rule."""

    def test(self, parent: Element, block: str) -> bool:
        if not super().test(parent, block):
            return False
        text, _, line = block.partition("\n")
        return line.startswith("=") or not (text.startswith("- ") or text.rstrip().endswith(_SENTENCE_END))


# ------------------------------------------------------------------------------------------- callouts

_DETAILS = "callout callout-details"


class _Callouts(AdmonitionProcessor):
    """`!!! note "Title"`, as `python_lines` writes all callouts, in the form of both dialects."""

    CLASSNAME = "callout"
    CLASSNAME_TITLE = "callout-title"
    RE = re.compile(r"(?:^|\n)!!! (note|tip|important|warning|caution|details)(?: \"([^\n]*)\")?(?:\n|$)")

    def __init__(self, parser: BlockParser, language: str) -> None:
        super().__init__(parser)
        self._language = language

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        callout = Callout(match[1], match[2] or "")
        title = callout.shown_title(self._language)
        return f"callout-{callout.kind}", AtomicString(title) if title else None


class _Details(Treeprocessor):
    """A callout that the reader opens is an element of its own."""

    def run(self, root: Element) -> None:
        for element in root.iter("div"):
            if element.get("class") == _DETAILS:
                element.tag = "details"
                del element.attrib["class"]
                for title in element.findall("p[@class='callout-title']")[:1]:
                    title.tag = "summary"
                    del title.attrib["class"]


# --------------------------------------------------------------------------- attributes, contents

_ATTRIBUTE = r"(?:[.#][\w:-]+|[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'={}]+))"


class _Attributes(AttrListTreeprocessor):
    """Only lists of `.class`, `#id` and `name=value`: other words in braces are text."""

    BASE_RE = rf"\{{:?[ ]*({_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*)[ ]*\}}"
    HEADER_RE = re.compile(rf"(?<![ ])[ ]+{BASE_RE}[ ]*$")
    BLOCK_RE = re.compile(rf"\n[ ]*{BASE_RE}[ ]*$")
    INLINE_RE = re.compile(rf"^{BASE_RE}")


class _ContentsTree(TocTreeprocessor):
    """Only where the marker stands, because headings get their ids later; links to those of this list follow them."""

    def run(self, doc: Element) -> None:
        if any(element.text == self.marker for element in doc.iter("p")):
            headings = sum(self.header_rgx.fullmatch(element.tag) is not None for element in doc.iter())
            if headings <= MAX_CONTENTS:
                super().run(doc)


class _Contents(TocExtension):
    TreeProcessorClass = _ContentsTree

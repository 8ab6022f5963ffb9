"""The dialect `markdown`: Python-Markdown with its own extensions, and with extensions for Chinese texts."""

from __future__ import annotations

import re
from collections import OrderedDict
from functools import cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.preprocessors import Preprocessor

from generator.bodies import formulas
from generator.bodies.markdown import fences, highlight, labels, python_blocks, python_inline
from generator.bodies.markdown.callouts import Callout
from generator.bodies.markdown.dialects import Dialect
from generator.bodies.markdown.python_blocks import Converter
from generator.bodies.markdown.python_html import HtmlAndMarkdown
from generator.bodies.markdown.python_level import Reader
from generator.bodies.markdown.python_limits import exceeded
from generator.bodies.markdown.python_lines import for_python_markdown

__all__ = ["exceeded", "to_html"]

MAX_CONTENTS = 500
"""Headings that `[TOC]` lists; in a post with more, or with two such lists, it stays text."""


def to_html(text: str, dialect: Dialect) -> str:
    """The Markdown `text` as HTML that is not sanitized: raw HTML in `text` is kept.

    May raise RecursionError, ValueError, LookupError, AttributeError or TypeError from inside Python-Markdown.  Takes
    no more than about two seconds if `python_limits.exceeded` accepts `text` by returning None.
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
    footnotes = _Footnotes(BACKLINK_TITLE="↑ {}")
    breaks = ["nl2br"] if dialect.has_line_breaks else []
    own = [HtmlAndMarkdown(), _Contents(), _Flavour(dialect)]
    markdown = Converter(extensions=["abbr", "attr_list", "def_list", footnotes, "sane_lists", "tables", *breaks, *own])
    markdown.set_block_level()
    return markdown


class _Notes(OrderedDict[str, str]):
    """Notes by label, of which none replaces another; one may be added while they are written: a note in a note."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: list[str] = []

    def __setitem__(self, label: str, text: str) -> None:
        if label in self:
            # No label holds this sign.
            label = f"{label}]{len(self)}"
        self._labels.append(label)
        super().__setitem__(label, text)

    def keys(self) -> list[str]:  # type: ignore[override]
        # A list may grow while it is read.
        return self._labels


class _Footnotes(FootnoteExtension):
    """Notes with numbers in their ids, as in `gfm`: a label may hold signs that an id must not hold."""

    def reset(self) -> None:
        super().reset()
        self.footnotes = _Notes()
        self._numbers: dict[str, int] = {}

    def makeFootnoteId(self, id: str) -> str:
        return f"fn:{self._number(id)}"

    def makeFootnoteRefId(self, id: str, found: bool = False) -> str:
        return str(self.unique_ref(f"fnref:{self._number(id)}", found))

    def _number(self, label: str) -> int:
        return self._numbers.setdefault(label, len(self._numbers) + 1)


class _Flavour(Extension):
    """What the dialect has beside Python-Markdown's own extensions; the last one, so that it knows all patterns."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self._dialect = dialect

    def extendMarkdown(self, md: Markdown) -> None:
        lines = _Lines(md, self._dialect)
        md.preprocessors.register(lines, "normalize_whitespace", 30)
        md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        python_blocks.register(md, lines.callouts, self._dialect)
        python_inline.register(md, self._dialect)


class _Lines(Preprocessor):
    """Takes fenced code out of the text and puts the rest into the form that Python-Markdown reads."""

    def __init__(self, md: Markdown, dialect: Dialect) -> None:
        super().__init__(md)
        self._has_math = dialect.has_math
        self.callouts: list[tuple[Callout, str]] = []
        """The callouts of the text, in order, with their first lines as written."""

    def run(self, lines: list[str]) -> list[str]:
        stash = self.md.htmlStash.store
        # Python-Markdown marks its placeholders with these two.
        text = "\n".join(lines).replace("\x02", "").replace("\x03", "")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.callouts.clear()
        done: list[str] = []
        code_characters = 0
        for part in fences.split(text):
            if isinstance(part, fences.Prose):
                done += part.text.expandtabs(self.md.tab_length).split("\n")
                continue
            code_characters += len(part.code)
            is_coloured = code_characters <= highlight.MAX_COLOURED_CHARACTERS
            done.append(part.prefix + stash(self._code(part, is_coloured=is_coloured)))
        return [*for_python_markdown(done, Reader(stash, self.callouts, self._has_math)), "", ""]

    def _code(self, fence: fences.Fence, *, is_coloured: bool) -> str:
        label, code = labels.read(fence.label), fence.code.strip("\n")
        if label.language == "math" and self._has_math and code.strip():
            return f"<p>{formulas.as_code(code.strip(), is_display=True)}</p>"
        return highlight.figure(code, label, is_coloured=is_coloured)


# --------------------------------------------------------------------------- attributes, contents

_ATTRIBUTE = r"(?:[.#][\w:-]+|[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'={}]+))"


class _Attributes(AttrListTreeprocessor):
    """Only lists of `.class`, `#id` and `name=value`: other words in braces are text."""

    # The stubs take these for constants.
    BASE_RE = rf"\{{:?[ ]*({_ATTRIBUTE}(?:[ ]+{_ATTRIBUTE})*)[ ]*\}}"  # type: ignore[misc]
    HEADER_RE = re.compile(rf"(?<![ ])[ ]+{BASE_RE}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{BASE_RE}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{BASE_RE}")  # type: ignore[misc]

    def run(self, doc: Element) -> None:
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class _ContentsTree(TocTreeprocessor):
    """Only where the marker stands, because headings get their ids later; links to those of this list follow them."""

    def run(self, doc: Element) -> None:
        markers = sum(element.text == self.marker for element in doc.iter("p"))
        if markers == 1 and sum(self.header_rgx.fullmatch(tag.tag) is not None for tag in doc.iter()) <= MAX_CONTENTS:
            super().run(doc)


class _Contents(TocExtension):
    TreeProcessorClass = _ContentsTree

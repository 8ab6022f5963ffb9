"""The block parser of the dialect `markdown`, and its own rules for headings, tables and callouts."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Self
from xml.etree.ElementTree import Element, ElementTree, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor, SetextHeaderProcessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.tables import TableProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from generator.bodies.markdown import callouts
from generator.bodies.markdown.callouts import Callout
from generator.bodies.markdown.dialects import Dialect
from generator.bodies.markdown.python_level import CALLOUT, STASHED

_SENTENCE_END = ("。", "！", "？", "；", "，", ".", "!", "?", ";", ",", "…", "”", "」")


def register(md: Markdown, found: Sequence[tuple[Callout, str]], dialect: Dialect) -> None:
    """Add the rules for headings, tables and callouts to the converter `md`.

    `found` has each callout of the text to convert, with the line that opens it.  A callout whose author wrote no title
    gets one in the language of `dialect`.
    """
    blocks = md.parser.blockprocessors
    blocks.register(_HashHeading(md.parser), "hashheader", 70)
    blocks.register(_SetextHeading(md.parser), "setextheader", 60)
    blocks.register(_Rows(md.parser, {"use_align_attribute": False}), "table", 75)
    blocks.register(_Callouts(md.parser, found, dialect.language), "admonition", 105)
    md.treeprocessors.register(_Frames(md, found), "callouts", 30)
    md.postprocessors.register(_WrittenCallouts(md, found), "callouts", 5)


class Converter(Markdown):
    """Python-Markdown with a parser that reads long texts and plain paragraphs faster."""

    def build_parser(self) -> Self:
        super().build_parser()
        parser = _Parser(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        return self

    def is_block_level(self, tag: object) -> bool:
        return tag in self._block_level

    def set_block_level(self) -> None:
        """Copy the list `block_level_elements` into a set, in which `is_block_level` finds a tag faster."""
        self._block_level = frozenset(self.block_level_elements)


# No processor but that of paragraphs accepts a block without these at the beginning of a line, or without a pipe.
_BLOCK_SIGN = re.compile(r"^(?:[ #>*+_=:!\[\x02\\0-9-]|$)|\|", re.MULTILINE)


_MANY = 100
"""A list of more blocks takes long to shift each time that the first one is taken."""


class _Parser(BlockParser):
    """Tries only the last processor, that of paragraphs, on a block that has no sign of another one."""

    _processors: tuple[BlockProcessor, ...] = ()

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:
        self._processors = tuple(self.blockprocessors)
        return super().parseDocument(lines)

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:
        if len(blocks) > _MANY:
            blocks = _Blocks(blocks)  # type: ignore[assignment]
        every, last = self._processors, self._processors[-1:]
        while blocks:
            for processor in every if _BLOCK_SIGN.search(blocks[0]) else last:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break


class _Blocks(deque[str]):
    """The blocks of a text; taking the first one is fast, while a list would move all the others."""

    def pop(self, index: int = -1) -> str:
        return self.popleft() if index == 0 else super().pop()


class _Rows(TableProcessor):
    """A table whose rows keep the cells for which there is no column: they join the last cell."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines, columns = blocks[0].split("\n")[2:], len(self.separator)
        super().run(parent, blocks)
        for line, row in zip(lines, parent[-1][1], strict=False):
            written = line.strip(" ")
            outer = written.startswith("|") + written.endswith("|") if self.border else 0
            if written.count("|") + 1 - outer > columns:
                cells: list[str] = self._split_row(written)  # type: ignore[attr-defined]  # not in the stubs
                row[-1].text = " | ".join(map(str.strip, cells[columns - 1 :])).rstrip(" |")


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


_NUMBER = "callout \x02"
"""The class of a callout in front of its number, until it gets its frame; authors cannot write it."""


_LEFT = re.compile(CALLOUT.format("([0-9]+)"))


class _Callouts(AdmonitionProcessor):
    """A callout, as `python_lines` writes it: its number, with the text indented below."""

    RE = re.compile(rf"(?:^|\n){CALLOUT.format('([0-9]+)')}(?:\n|$)")
    CLASSNAME = "callout"
    CLASSNAME_TITLE = "callout-title"

    def __init__(self, parser: BlockParser, found: Sequence[tuple[Callout, str]], language: str) -> None:
        super().__init__(parser)
        self._found = found
        self._language = language

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        title = callouts.title(self._found[int(match[1])][0], self._language)
        return f"\x02{match[1]}", title or None


class _Frames(Treeprocessor):
    """Gives callouts the elements and classes that both dialects have."""

    def __init__(self, md: Markdown, found: Sequence[tuple[Callout, str]]) -> None:
        super().__init__(md)
        self._found = found

    def run(self, root: Element) -> None:
        for element in list(root.iter("div")) if self._found else ():
            kind = element.get("class", "")
            if not kind.startswith(_NUMBER):
                continue
            callout, _ = self._found[int(kind.removeprefix(_NUMBER))]
            frame = callouts.frame(callout)
            _set(element, frame.tag, frame.classes)
            if frame.is_open:
                element.set("open", "")
            if callouts.title(callout, "en"):
                _set(element[0], frame.title_tag, frame.title_classes)


class _WrittenCallouts(Postprocessor):
    """Puts back the first line of a callout in HTML that goes on over blank lines: nothing in it is Markdown."""

    def __init__(self, md: Markdown, found: Sequence[tuple[Callout, str]]) -> None:
        super().__init__(md)
        self._found = found

    def run(self, text: str) -> str:
        if STASHED not in text:
            return text
        return _LEFT.sub(lambda match: html.escape(self._found[int(match[1])][1], quote=False), text)


def _set(element: Element, tag: str, classes: str) -> None:
    element.tag = tag
    element.attrib = {"class": classes} if classes else {}

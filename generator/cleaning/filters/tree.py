"""A snapshot of a post's tree for filter rules: elements, pieces of text and comments, collected in one walk."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

from generator.article.elements import CODE, MEDIA, RULE_BLOCKS, UNSEEN
from generator.article.nodes import COMMENT, TEXT, Attributes, Node

ADDRESS_ATTRIBUTES = ("href", "src", "data-src", "data-original", "data-original-src", "data-actualsrc", "poster")

_ADDRESS_ATTRIBUTES = frozenset(ADDRESS_ATTRIBUTES)
_SHORT = 1_000
_WORDS = re.compile(
    "([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)"
    "|[^\\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)


class Comment(NamedTuple):
    """An HTML comment; `element` is the index of the element around it, or -1 if that is the body."""

    node: Node
    element: int


@dataclass(frozen=True)
class Snapshot:
    """The elements and texts of the body of a post in parallel lists, in which filter rules find things quickly.

    The body must not change while the snapshot is in use.  An *element* is an index into the lists from `nodes` to
    `attributes`, a *piece* one into `pieces`, `leaves` and `owners`.  A piece is a text node, a medium (picture, player
    or frame), or the border between two lines; a line is the range of the pieces between two borders.  Making an object
    for each of these would take as long as the rest of the walk (measured 2026-11), and hardly any would be used.
    """

    nodes: list[Node]
    tags: list[str]
    firsts: list[int]
    """For each element: its first piece, or the index where that would be."""
    afters: list[int]
    """For each element: the piece after its last one."""
    lasts: list[int]
    """For each element: its last descendant, or itself."""
    attributes: list[Attributes]
    pieces: list[str]
    """The text of each piece: empty for a medium, a line end for a border."""
    leaves: list[Node | None]
    """The node of each piece, None for a border."""
    owners: list[int]
    """For each piece: the element around a text (-1: the body), the medium or `br` itself, or -1 for another border."""
    borders: list[int]
    """-1 and the pieces that are borders, in document order."""
    comments: list[Comment]
    text: str

    @cached_property
    def offsets(self) -> list[int]:
        """For each piece the position in `text`, the text of the body, where it begins; last, the length of `text`."""
        return list(accumulate(map(len, self.pieces), initial=0))

    def span(self, index: int) -> tuple[int, int]:
        """(start, end) of the text of the element `index`, as positions in `text`, the text of the body."""
        return self.offsets[self.firsts[index]], self.offsets[self.afters[index]]

    def words(self, start: int, end: int) -> int:
        """The number of words of the body from position `start` to before `end` of its text.

        A character of Chinese, Japanese or Korean counts as one word.
        """
        if end - start <= _SHORT and "_word_places" not in self.__dict__ and next(self._short_left, None) is not None:
            # A few short passages are counted directly, so that the whole text need not be searched for words.
            return count_words(self.text, start, end)
        return bisect_left(self._word_places, end) - bisect_left(self._word_places, start)

    @cached_property
    def _short_left(self) -> Iterator[int]:
        return iter(range(50))

    @cached_property
    def _word_places(self) -> list[int]:
        places: list[int] = []
        for match in _WORDS.finditer(self.text):
            places.extend(range(match.start(), match.end() if match[1] else match.start() + 1))
        return places

    @property
    def total_words(self) -> int:
        """The number of words in the whole text."""
        return self.words(0, len(self.text))

    def media(self, index: int) -> list[int]:
        """The indexes of all media (pictures, players, frames) among the element `index` and those inside it."""
        return self._media[bisect_left(self._media, index) : bisect_left(self._media, self.lasts[index] + 1)]

    @cached_property
    def _media(self) -> list[int]:
        return [at for at, tag in enumerate(self.tags) if tag in MEDIA]

    def is_blank(self, index: int) -> bool:
        """Whether the element `index` contains neither text nor pictures, players or frames."""
        has_ink = bisect_left(self._ink, self.afters[index]) > bisect_left(self._ink, self.firsts[index])
        return not has_ink and not self.media(index)

    @cached_property
    def _ink(self) -> list[int]:
        return [at for at, piece in enumerate(self.pieces) if piece.strip()]

    @cached_property
    def code(self) -> bytearray:
        """For each element 1 if it is code (`pre`, `code` and the like) or inside an element that is; else 0."""
        return self._within(CODE)

    @cached_property
    def linked(self) -> bytearray:
        """For each element 1 if it is a link or inside one, else 0."""
        return self._within(("a",))

    def _within(self, tags: Container[str]) -> bytearray:
        marks = bytearray(len(self.tags))
        for index, tag in enumerate(self.tags):
            if tag in tags and not marks[index]:
                marks[index : self.lasts[index] + 1] = b"\x01" * (self.lasts[index] + 1 - index)
        return marks

    @cached_property
    def loose_media(self) -> int:
        """The number of pictures, players and frames outside links."""
        return sum(not self.linked[index] for index in self._media)

    @cached_property
    def depth(self) -> int:
        """How deep elements are nested at most; 1 if all are children of the body."""
        deepest = 0
        around: list[int] = []
        for index, last in enumerate(self.lasts):
            while around and around[-1] < index:
                around.pop()
            around.append(last)
            deepest = max(deepest, len(around))
        return deepest

    def lines(self, *, from_end: bool = False) -> Iterator[range]:
        """The lines with text or media, each as a range of pieces; with `from_end`, the last line comes first."""
        borders = self.borders
        pairs = zip(borders[-2::-1], borders[:0:-1], strict=True) if from_end else pairwise(borders)
        for border, following in pairs:
            # Nothing but blanks between two borders, as between most blocks.
            if following - border < 3 and self.pieces[border + 1].isspace():
                continue
            line = range(border + 1, following)
            if self.has_content(line):
                yield line

    def has_content(self, pieces: Iterable[int]) -> bool:
        """Whether any of the pieces with the indexes `pieces` is a medium, or a text that is not blank."""
        for piece in pieces:  # noqa: SIM110 - half the time of `any`: most lines are one piece
            if self.pieces[piece].strip() or self.is_medium(piece):
                return True
        return False

    @cached_property
    def values(self) -> str:
        """The distinct values of all attributes, one per line, in no particular order."""
        return "\n".join(filter(None, set(chain.from_iterable(map(dict.values, self.attributes)))))

    @cached_property
    def names(self) -> set[str]:
        """The names of all attributes in the post."""
        return set().union(*self.attributes)

    def values_of(self, name: str) -> set[str]:
        """All values that the attribute `name` has in the post."""
        return {value for own in self.attributes if (value := own.get(name))}

    def is_medium(self, piece: int) -> bool:
        """Whether the piece with the index `piece` is a picture, player or frame."""
        # No text node is empty.
        return not self.pieces[piece] and self.owners[piece] >= 0

    def pieces_left(self, line: range, gone: bytearray) -> list[int]:
        """The indexes of the pieces in `line`, a range of indexes of pieces, that are in no removed element.

        `gone` has one byte for each element: 1 if it is removed, else 0.
        """
        owners = self.owners
        return [piece for piece in line if owners[piece] < 0 or not gone[owners[piece]]]

    def plain_text(self, line: range, gone: bytearray) -> str:
        """The text of one line, without the text in removed elements.

        `line` is the range of the indexes of its pieces, each of which is one text or one medium; `gone` has a byte for
        each element, 1 if it is removed.  Empty if the line has code, or has media that are not removed.
        """
        code = self.code
        texts = []
        for piece in line:
            owner = self.owners[piece]
            if owner >= 0:
                if code[owner]:
                    return ""
                if gone[owner]:
                    continue
                if not self.pieces[piece]:
                    return ""
            texts.append(self.pieces[piece])
        return "".join(texts)

    def line_text(self, pieces: Sequence[int]) -> str:
        """The text of the pieces whose indexes are in `pieces`, in their order: a line, or parts of a line."""
        return "".join([self.pieces[piece] for piece in pieces])

    def has_words(self, piece: int) -> bool:
        """Whether the piece with the index `piece` contains a word."""
        return _WORDS.search(self.pieces[piece]) is not None

    def excerpt(self, index: int) -> str:
        """The content of the element `index` for a report: its text, or else the address of its first picture.

        Long texts are cut.
        """
        start, end = self.span(index)
        if shown := " ".join(self.text[start:end][:2000].split()):
            return shown
        return next((named[0] for item in self.media(index) if (named := addresses(self.attributes[item]))), "")


def count_words(text: str, start: int = 0, end: int = sys.maxsize) -> int:
    """The number of words in `text[start:end]`; a character of Chinese, Japanese or Korean counts as one word."""
    return sum(len(run) or 1 for run in _WORDS.findall(text, start, end))


def addresses(attributes: Mapping[str, str | None]) -> list[str]:
    """All addresses in the attributes of an element, including attributes that scripts read to load a picture late."""
    # Few elements have any.
    if _ADDRESS_ATTRIBUTES.isdisjoint(attributes):
        return []
    return [value for name in ADDRESS_ATTRIBUTES if (value := attributes.get(name))]


def ends_line(tag: str) -> bool:
    """Whether an element with the tag `tag` ends the line before it, as `br` and a paragraph do."""
    return tag == "br" or tag in RULE_BLOCKS


def snapshot(body: Node) -> Snapshot:  # noqa: C901 - one walk with local names, as its comment says
    """The body of a post as lists of elements and texts, which filter rules read quickly."""
    # One function with local names: a post has a hundred nodes, and this walk is a third of the cost of its rules.
    nodes: list[Node] = []
    firsts: list[int] = []
    afters: list[int] = []
    lasts: list[int] = []
    pieces: list[str] = []
    leaves: list[Node | None] = []
    owners: list[int] = []
    borders = [-1]
    comments: list[Comment] = []
    around: list[int] = []
    inside = -1

    def add(text: str, leaf: Node | None, owner: int) -> None:
        if leaf is None:
            borders.append(len(pieces))
        pieces.append(text)
        leaves.append(leaf)
        owners.append(owner)

    node = body.first_child
    while node is not None:
        tag = node.tag
        if tag == TEXT:
            pieces.append(node.text_content)
            leaves.append(node)
            owners.append(inside)
        elif tag[0] != "-":
            index = len(nodes)
            is_block = tag in RULE_BLOCKS
            if ends_line(tag):
                add("\n", None, -1 if is_block else index)
            nodes.append(node)
            firsts.append(len(pieces))
            if tag in MEDIA:
                add("", node, index)
            afters.append(len(pieces))
            lasts.append(index)
            child = None if tag in UNSEEN else node.first_child
            if child is not None:
                around.append(index)
                inside = index
                node = child
                continue
            if is_block:
                add("\n", None, -1)
        elif tag == COMMENT:
            comments.append(Comment(node, inside))
        node = node.next
        while node is None and around:
            done = around.pop()
            afters[done], lasts[done] = len(pieces), len(nodes) - 1
            if nodes[done].tag in RULE_BLOCKS:
                add("\n", None, -1)
            node = nodes[done].next
            inside = around[-1] if around else -1
    add("\n", None, -1)
    tags = [node.tag for node in nodes]
    attributes = [node.attributes for node in nodes]
    text = "".join(pieces)
    return Snapshot(nodes, tags, firsts, afters, lasts, attributes, pieces, leaves, owners, borders, comments, text)

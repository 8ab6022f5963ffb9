"""The paragraphs of a body: the prose of a block as one text, whatever elements it is split into."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.article.elements import BLOCKS, CODE, INLINE, SILENT, VOID
from generator.article.nodes import TEXT, Node, visits
from generator.article.vocabulary import DAMAGED

_LEFT_OUT = (CODE | SILENT | {"table", "rt", "var"}) - VOID
"""Elements whose text is no prose, or whose text stands above the line."""
_DROPPED = INLINE - {"a"}
_LINE, _GAP = "\n", "\0"
"""Stand for a line break, and for what is left out or is no text; neither occurs in a text of a paragraph otherwise."""


class Edit(NamedTuple):
    """One replacement in a text: the characters from `start` to before `end` (at least one) become `new`."""

    start: int
    end: int
    new: str


def changed(text: str, edits: Iterable[Edit]) -> str:
    """`text` with `edits` applied, which are in order and do not overlap."""
    pieces: list[str] = []
    position = 0
    for start, end, new in edits:
        pieces += (text[position:start], new)
        position = end
    return "".join((*pieces, text[position:]))


class Paragraph:
    """The text of one block of a post, such as a paragraph or heading, which can be changed and marked in place.

    Left out are code, formulas, tables, and the readings that `ruby` shows above characters.
    """

    __slots__ = ("_nodes", "text")

    def __init__(self, nodes: list[Node]) -> None:
        """`nodes` are texts in document order, with texts outside of the tree for line breaks and gaps."""
        self._nodes = nodes
        self.text = ""
        """The whole text, with a newline for each line break and a null character for what is left out."""
        self._join()

    def _join(self) -> None:
        self.text = "".join([node.text_content for node in self._nodes])

    def change(self, edits: Iterable[Edit]) -> None:
        """Apply `edits`, which are in order and do not overlap.

        If an edit covers text in several elements, the new text goes into the first of them.
        """
        left = deque(edits)
        start = 0
        for node in self._nodes:
            content = node.text_content
            end = start + len(content)
            if left and left[0].start < end:
                node.text_content = _part(content, start, left)
                if not node.text_content:
                    _drop(node)
            start = end
        self._join()

    def mark(self, places: Iterable[tuple[int, int]]) -> None:
        """Put a `mark` element around each of `places`: (start, end) in `text`, in order and without overlaps.

        Of a place in several elements only the part in the first one is marked.
        """
        left = deque(places)
        start = 0
        for node in self._nodes:
            content = node.text_content
            end = start + len(content)
            position = start
            while left and left[0][0] < end:
                first, last = left.popleft()
                last = min(last, end)
                if first > position:
                    node.insert_before(content[position - start : first - start])
                marked = Node("mark", {"class": DAMAGED})
                marked.append(content[first - start : last - start])
                node.insert_before(marked)
                position = last
            if position > start:
                node.text_content = content[position - start :]
            start = end


def _drop(node: Node) -> None:
    """Remove an empty text with the elements that held nothing else; links stay, because they are counted."""
    around = node.parent
    while around is not None and around.tag in _DROPPED and node.prev is None and node.next is None:
        node, around = around, around.parent
    node.remove()


def _part(content: str, start: int, left: deque[Edit]) -> str:
    """The text of a node that begins at `start`, after the edits at the front of `left`; those done are taken out."""
    end = start + len(content)
    pieces: list[str] = []
    position = start
    while left and left[0].start < end:
        edit = left[0]
        pieces.append(content[position - start : max(edit.start, start) - start])
        if edit.start >= start:
            pieces.append(edit.new)
        position = min(edit.end, end)
        if edit.end > end:
            break
        left.popleft()
    return "".join((*pieces, content[position - start :]))


def paragraphs(body: Node) -> Iterator[Paragraph]:
    """The paragraphs of `body` in document order; each has some text that is not blank."""
    return (paragraph for nodes in _runs(body) if (paragraph := Paragraph(nodes)).text.strip(" \n\0\u3000\u00a0"))


def _runs(body: Node) -> Iterator[list[Node]]:
    nodes: list[Node] = []
    outer: Node | None = None
    for node, is_end in visits(body):
        tag = node.tag
        if outer is not None:
            if is_end and node is outer:
                outer = None
        elif tag == TEXT:
            nodes.append(node)
        elif tag in BLOCKS:
            if nodes:
                yield nodes
            nodes = []
            outer = node if tag in _LEFT_OUT else None
        elif tag == "br":
            nodes.append(Node(TEXT, None, _LINE))
        elif tag[0] != "-" and (tag in _LEFT_OUT or tag == "img"):
            nodes.append(Node(TEXT, None, _GAP))
            outer = node if tag in _LEFT_OUT else None
    if nodes:
        yield nodes

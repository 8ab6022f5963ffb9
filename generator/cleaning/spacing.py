"""Spacing: line breaks, indents and blanks with which people and templates move text about."""

from __future__ import annotations

from collections.abc import Set

from generator.article.elements import BLOCKS, FLOW, HEADINGS, INLINE, LISTS, PARAGRAPHS, SPACED
from generator.article.nodes import TEXT, Node
from generator.cleaning.draft import Tally

MAX_BREAKS = 2

BLANK = "\u3000\u00a0\u200b\ufeff \t\n\r\f"
ASCII_BLANK = " \t\n\r\f"
_STARTING = FLOW | HEADINGS | {"p"}
_REACH = 20
"""How far a neighbour is looked for across blanks: a page of nothing but them would cost its square."""


def take_out(node: Node) -> None:
    """Remove an element that says nothing; what stood on either side of it stays apart: lines, or words."""
    is_block = node.tag in BLOCKS
    if _runs_on(node.prev, -1, over_blanks=is_block) and _runs_on(node.next, 0, over_blanks=is_block):
        if is_block:
            node.insert_before(Node("br"))
        elif node.text().isspace():
            node.insert_before(" ")
    node.remove()


def _runs_on(node: Node | None, edge: int, *, over_blanks: bool) -> bool:
    """Whether a neighbour would stand in one line, or in one word, with what stands where an element is taken out."""
    for _ in range(_REACH if over_blanks else 0):
        if node is None or not (node.is_comment or is_blank_text(node)):
            break
        node = node.prev if edge else node.next
    if node is None or node.is_comment or is_blank_text(node):
        return False
    if node.is_text:
        text = node.text_content
        return bool(text) and (over_blanks or not text[edge].isspace())
    return node.tag not in BLOCKS and node.tag != "br"


def shorten_breaks(body: Node, preformatted: Set[Node], tally: Tally) -> None:
    """Line breaks that only make a gap go: below a paragraph, at either end of a block, and more than two in a row.

    `preformatted` has every `pre` and all elements inside, here and below.
    """
    runs: dict[Node, int] = {}
    extra = []
    breaks = [node for node in body.elements("br") if node not in preformatted]
    trailing = _trailing(breaks)
    for node in breaks:
        if node in trailing:
            extra.append(node)
            continue
        before = node.prev
        while before is not None and (before.is_comment or is_blank_text(before)):
            before = before.prev
        tag = node.parent.tag if node.parent is not None else ""
        is_gap = tag in LISTS or (tag in _STARTING if before is None else before.tag in SPACED)
        # Breaks that follow one that goes stand where it stood, so they go with it.
        length = runs.get(before, 0) + 1 if before is not None and before.tag == "br" else 1
        runs[node] = MAX_BREAKS if is_gap else length
        if is_gap or length > MAX_BREAKS:
            extra.append(node)
    for node in extra:
        tally.add("breaks", "markup")
        node.remove()


def _trailing(breaks: list[Node]) -> set[Node]:
    """The breaks with nothing between them and the end of their block."""
    found: set[Node] = set()
    for node in reversed(breaks):
        after = node.next
        while after is not None and (after.is_comment or is_blank_text(after)):
            after = after.next
        parent = node.parent
        if parent is not None and (after in found if after is not None else parent.tag in _STARTING):
            found.add(node)
    return found


def is_blank_text(node: Node) -> bool:
    """Whether a node is text without a sign in it."""
    return node.tag == TEXT and not node.text_content.strip()


def shorten_blanks(body: Node, preformatted: Set[Node], *, indents: bool, blanks: bool) -> None:
    """Blanks that mean nothing outside `pre` go.

    With `indents`, those that indent a paragraph by hand: the theme indents or does not, for all alike.  With `blanks`,
    lines between elements, of which templates leave dozens, become one line end.
    """
    is_start = is_after_line = False
    # In one loop: nothing that it does to one text matters to what it does to another, but for line ends in a row.
    for node in body.walk():
        tag = node.tag
        if tag != TEXT:
            is_after_line = False
            if tag in PARAGRAPHS:
                is_start = indents and node not in preformatted
            elif is_start and tag[0] != "-":
                is_start = tag in INLINE and node not in preformatted
            continue
        text = node.text_content
        if is_start and (trimmed := text.lstrip(BLANK)):
            is_start = is_after_line = False
            if text[: len(text) - len(trimmed)].strip(ASCII_BLANK):
                node.text_content = trimmed
        elif blanks and "\n" in text and not text.strip(ASCII_BLANK):
            # A line end stays unless it follows another, and nearly all are what stands between two blocks.
            if text != "\n" or is_after_line:
                _shorten_blank(node, text, preformatted)
            is_after_line = True
        else:
            is_after_line = False


def _shorten_blank(node: Node, text: str, preformatted: Set[Node]) -> None:
    if node.parent in preformatted:
        return
    before = node.prev
    if before is not None and before.is_text and before.text_content == "\n":
        node.remove()
    elif text != "\n":
        node.text_content = "\n"

"""Spacing: line breaks, indents and blanks with which people and templates move text about."""

from __future__ import annotations

from collections.abc import Set

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Outline
from generator.cleaning.elements import BLOCKS, FLOW, HEADINGS, INLINE, LISTS, PARAGRAPHS, SPACED
from generator.cleaning.tree import Tally

MAX_BREAKS = 2

BLANK = "\u3000\u00a0\u200b\ufeff \t\n\r\f"
ASCII_BLANK = " \t\n\r\f"
_STARTING = FLOW | HEADINGS | {"p"}
_REACH = 20
"""How far a neighbour is looked for across blanks: a page of nothing but them would cost its square."""


def take_out(tree: LexborHTMLParser, node: LexborNode) -> None:
    """Remove an element that says nothing; what stood on either side of it stays apart: lines, or words."""
    is_block = node.tag in BLOCKS
    if _runs_on(node.prev, -1, over_blanks=is_block) and _runs_on(node.next, 0, over_blanks=is_block):
        if is_block:
            node.insert_before(tree.create_node("br"), move=True)
        elif node.text().isspace():
            node.insert_before(" ")
    node.decompose()


def _runs_on(node: LexborNode | None, edge: int, *, over_blanks: bool) -> bool:
    """Whether a neighbour would stand in one line, or in one word, with what stands where an element is taken out."""
    for _ in range(_REACH if over_blanks else 0):
        if node is None or not (node.is_comment_node or is_blank_text(node)):
            break
        node = node.prev if edge else node.next
    if node is None or node.is_comment_node or is_blank_text(node):
        return False
    if node.is_text_node:
        text = node.text_content or ""
        return bool(text) and (over_blanks or not text[edge].isspace())
    return node.tag not in BLOCKS and node.tag != "br"


def shorten_breaks(body: LexborNode, preformatted: Set[int], tally: Tally) -> bool:
    """Line breaks that only make a gap go: below a paragraph, at either end of a block, and more than two in a row.

    `preformatted` has the memory ids of every `pre` and of all elements inside, here and below.  True: one went.
    """
    runs: dict[int, int] = {}
    extra = []
    breaks = [node for node in body.css("br") if node.mem_id not in preformatted]
    trailing = _trailing(breaks)
    for node in breaks:
        if node.mem_id in trailing:
            extra.append(node)
            continue
        before = node.prev
        while before is not None and (before.is_comment_node or is_blank_text(before)):
            before = before.prev
        tag = node.parent.tag if node.parent is not None else ""
        is_gap = tag in LISTS or (tag in _STARTING if before is None else before.tag in SPACED)
        # Breaks that follow one that goes stand where it stood, so they go with it.
        length = runs.get(before.mem_id, 0) + 1 if before is not None and before.tag == "br" else 1
        runs[node.mem_id] = MAX_BREAKS if is_gap else length
        if is_gap or length > MAX_BREAKS:
            extra.append(node)
    for node in extra:
        tally.add("breaks", "markup")
        node.decompose()
    return bool(extra)


def _trailing(breaks: list[LexborNode]) -> set[int]:
    """Memory ids of the breaks with nothing between them and the end of their block."""
    found: set[int] = set()
    for node in reversed(breaks):
        after = node.next
        while after is not None and (after.is_comment_node or is_blank_text(after)):
            after = after.next
        parent = node.parent
        if parent is not None and (after.mem_id in found if after is not None else parent.tag in _STARTING):
            found.add(node.mem_id)
    return found


def is_blank_text(node: LexborNode) -> bool:
    """Whether a node is text without a sign in it."""
    return bool(node.is_text_node) and not (node.text_content or "").strip()


def shorten_blanks(found: Outline, preformatted: Set[int], *, indents: bool, blanks: bool) -> None:
    """Blanks that mean nothing outside `pre` go.

    With `indents`, those that indent a paragraph by hand: the theme indents or does not, for all alike.  With `blanks`,
    lines between elements, of which templates leave dozens, become one line end.
    """
    is_start = is_after_line = False
    # In one loop: nothing that it does to one text matters to what it does to another, but for line ends in a row.
    for node, tag, _, text in found:
        if text is None:
            is_after_line = False
            if tag in PARAGRAPHS:
                is_start = indents and (not preformatted or node.mem_id not in preformatted)
            elif is_start and tag[0] != "-":
                is_start = tag in INLINE and (not preformatted or node.mem_id not in preformatted)
            continue
        if is_start and (trimmed := text.lstrip(BLANK)):
            is_start = is_after_line = False
            if text[: len(text) - len(trimmed)].strip(ASCII_BLANK):
                node.replace_with(trimmed)
        elif blanks and "\n" in text and not text.strip(ASCII_BLANK):
            # A line end stays unless it follows another, and nearly all are what stands between two blocks.
            if text != "\n" or is_after_line:
                _shorten_blank(node, text, preformatted)
            is_after_line = True
        else:
            is_after_line = False


def _shorten_blank(node: LexborNode, text: str, preformatted: Set[int]) -> None:
    if preformatted and (parent := node.parent) is not None and parent.mem_id in preformatted:
        return
    before = node.prev
    if before is not None and before.is_text_node and before.text_content == "\n":
        node.decompose()
    elif text != "\n":
        node.replace_with("\n")

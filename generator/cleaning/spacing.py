"""Removes line breaks, indents and blanks that people and templates used for layout."""

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
"""How many blank nodes are skipped to find a neighbour; without a limit, a page of blanks takes quadratic time."""


def take_out(node: Node) -> None:
    """Remove `node`, an empty element; the lines or words before and after it stay separate."""
    is_block = node.tag in BLOCKS
    if _runs_on(node.prev, -1, over_blanks=is_block) and _runs_on(node.next, 0, over_blanks=is_block):
        if is_block:
            node.insert_before(Node("br"))
        elif node.text().isspace():
            node.insert_before(" ")
    node.remove()


def _runs_on(node: Node | None, edge: int, *, over_blanks: bool) -> bool:
    """Whether a neighbour of a removed element would continue the line, or the word, on the other side of it.

    `edge` is the index of the neighbour's nearest character: -1 before the element, 0 after it.  With `over_blanks`,
    blank text is skipped and lines are compared, otherwise words.
    """
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
    """Remove line breaks that only make a gap: below a paragraph, at both ends of a block, and beyond two in a row.

    `preformatted` has every `pre` and all elements inside one, which are not changed.
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
        # A break after one that is removed takes its place, so it is removed as well.
        length = runs.get(before, 0) + 1 if before is not None and before.tag == "br" else 1
        runs[node] = MAX_BREAKS if is_gap else length
        if is_gap or length > MAX_BREAKS:
            extra.append(node)
    for node in extra:
        tally.add("breaks", "markup")
        node.remove()


def _trailing(breaks: list[Node]) -> set[Node]:
    """The breaks that end their block, apart from blanks, comments and other such breaks."""
    trailing: set[Node] = set()
    for node in reversed(breaks):
        after = node.next
        while after is not None and (after.is_comment or is_blank_text(after)):
            after = after.next
        parent = node.parent
        if parent is not None and (after in trailing if after is not None else parent.tag in _STARTING):
            trailing.add(node)
    return trailing


def is_blank_text(node: Node) -> bool:
    """Whether a node is text that consists of blanks only."""
    return node.tag == TEXT and not node.text_content.strip()


def with_words(nodes: list[Node]) -> set[Node]:
    """The elements that contain words: a text that is not blank, or a picture with an `alt`.

    `nodes` are all nodes of a tree but its root, which may be in the result.
    """
    worded: set[Node] = set()
    for node in nodes:
        says_something = node.text_content.strip(BLANK).strip() if node.tag == TEXT else node.value("alt")
        around = node.parent if says_something else None
        while around is not None and around not in worded:
            worded.add(around)
            around = around.parent
    return worded


def shorten_blanks(body: Node, preformatted: Set[Node], *, indents: bool, blanks: bool) -> None:
    """Remove blanks that have no meaning, outside of `preformatted` (every `pre` and all elements inside one).

    With `indents`, blanks that indent a paragraph by hand are removed, because indenting is up to the theme.  With
    `blanks`, the blank lines between elements, of which templates leave dozens, are reduced to one line end.
    """
    is_start = is_after_line = False
    # One loop does both: texts are changed independently of each other, except for line ends in a row.
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
            # A single line end, as between two blocks, is nearly every blank text; it stays unless it follows another.
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

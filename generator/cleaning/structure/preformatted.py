"""Takes blocks out of code, because HTML has none in a `pre`: some are lines of the code, others follow it.

Whether a `p` is a line or follows code that was never closed is told from the whole `pre`, so that some indented lines
become paragraphs.  A link around code and blocks leaves the `pre` as a whole, without the line ends of that code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from generator.article.elements import BLOCKS, CELLS, CODE, ITEMS, SHOWING
from generator.article.nodes import TEXT, Node, example
from generator.cleaning.draft import Tally
from generator.cleaning.spacing import is_blank_text
from generator.cleaning.structure.nesting import is_repeated

_BLOCKS = BLOCKS | CELLS | ITEMS
_LINES = frozenset({"div", "p"})
"""Blocks in which editors put lines of code."""


@dataclass(slots=True)
class _Code:
    """What is known of the content of a `pre`, apart from that of another one inside it."""

    blocks: list[Node] = field(default_factory=list)
    has_others: bool = False
    """Whether a block cannot be a line of code, such as a heading."""
    has_paragraphs: bool = False
    """Whether something stands in a `p` that is not itself inside a `code`."""
    has_text_outside: bool = False
    """Whether something stands outside of all blocks."""

    @property
    def has_lines(self) -> bool:
        """Whether the blocks are lines of the code; otherwise they follow code that was never closed."""
        return bool(self.blocks) and not self.has_others and not (self.has_paragraphs and self.has_text_outside)


def join_lines(body: Node, tally: Tally) -> None:
    """Replace each block that holds lines of code by these lines."""
    for pre, code in _codes(body).items():
        if code.has_lines:
            tally.add("nesting", "markup", partial(example, pre))
            _join(pre, code.blocks)


def _codes(body: Node) -> dict[Node, _Code]:
    codes: dict[Node, _Code] = {}
    # For each node inside a `pre`: the `pre`, the kind of block between the two (empty for none), and whether the node
    # is inside a `code`.
    places: dict[Node | None, tuple[Node, str, bool]] = {}
    for node in body.walk()[1:]:
        parent = node.parent
        place = (parent, "", False) if parent is not None and parent.tag == "pre" else places.get(parent)
        if place is None:
            continue
        pre, block, is_in_code = place
        tag = node.tag
        code = codes.get(pre) or codes.setdefault(pre, _Code())
        if tag in _BLOCKS:
            code.blocks.append(node)
            code.has_others |= tag not in _LINES
            block = "p" if tag == "p" and not is_in_code else block or "div"
        elif tag in SHOWING or (tag == TEXT and not is_blank_text(node)):
            code.has_paragraphs |= block == "p"
            code.has_text_outside |= not block
        if node.first_child is not None:
            places[node] = (pre, block, is_in_code or tag in CODE)
    return codes


def _join(pre: Node, blocks: list[Node]) -> None:
    """Unwrap `blocks`, all of those in a `pre`, so that each begins and ends a line."""
    borders: set[Node] = set()
    # Outer blocks before inner ones, so that no node is moved once for each level of nesting.
    for block in blocks:
        before = block.prev
        if before is not None and is_blank_text(before):
            # It indents the tag, not the code.
            before.text_content = "\n" * before.text_content.count("\n")
        for insert in (block.insert_before, block.insert_after):
            border = Node(TEXT, None, "\n")
            insert(border)
            borders.add(border)
        block.unwrap()
    is_start = True
    last: Node | None = None
    # A line that has just begun, or that the code ends itself, needs no further line end.
    for node in pre.walk()[1:]:
        if node in borders and is_start:
            node.remove()
        elif node in borders:
            last, is_start = node, True
        elif node.text_content and node.is_text:
            if last is not None and node.text_content.startswith("\n"):
                last.remove()
            last, is_start = None, node.text_content.endswith("\n")
        elif node.tag in SHOWING or node.tag == "br":
            last, is_start = None, node.tag == "br"
    if last is not None:
        last.remove()


def move_out(body: Node, tally: Tally) -> None:
    """Divide each `pre` at the blocks that are left in it, so that they stand between its parts."""
    nodes = body.walk()[1:]
    holding: set[Node] = set()
    for node in nodes:
        around = node if node.tag in _BLOCKS else None
        while around is not None and around not in holding:
            holding.add(around)
            around = around.parent
            if around is not None and around.tag in _BLOCKS:
                break
    for node in nodes:
        if node.tag == "pre" and any(child in holding for child in node.children()):
            tally.add("nesting", "markup", partial(example, node))
            _divide(node, holding)


def _divide(pre: Node, holding: set[Node]) -> None:
    """Replace a `pre` by its children in `holding`, and by a `pre` for what stands between two of these."""
    attributes = pre.attributes
    run: Node | None = None
    before: Node | None = None
    children = pre.children()
    for child in children:
        if child in holding:
            pre.insert_before(child)
            run = None
        elif run is not None:
            run.append(child)
        elif is_blank_text(child) or child.is_comment:
            pre.insert_before(child)
        else:
            run = Node("pre", attributes)
            pre.insert_before(run)
            if before is not None and is_blank_text(before):
                run.append(before.text_content.rpartition("\n")[2])
            elif before is not None and before in holding:
                # A parser would drop this line end.
                child.text_content = child.text_content.removeprefix("\n")
            run.append(child)
            # The id is that of the first one, and a long value a thousand times would be a large article.
            attributes = {name: value for name, value in attributes.items() if is_repeated(name, value)}
        before = child
    if attributes is pre.attributes and "id" in attributes:
        # No part is left that could have it.
        first = next(child for child in children if child in holding)
        first.attributes = {"id": attributes["id"], **first.attributes}
    pre.remove()

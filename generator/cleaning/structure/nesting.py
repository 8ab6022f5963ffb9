"""Moves inline elements that contain blocks into these blocks, because HTML has no blocks in bold text or in code."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.article.elements import BLOCKS, CELLS, EDITS, INLINE, ITEMS
from generator.article.nodes import COMMENT, Node, example
from generator.cleaning.draft import Tally
from generator.cleaning.spacing import is_blank_text

_BLOCKS = BLOCKS | CELLS | ITEMS
_MOVED = INLINE - EDITS - {"a"}
"""Links, insertions and deletions may contain blocks."""
_PLAIN = frozenset({COMMENT, "br"})
"""What looks the same outside of an inline element."""
_MOST_AROUND = 3
"""So many of the inline elements around a block, the innermost ones, are put into it."""
_REPEATED = frozenset({"class", "dir", "lang"})
_LONGEST = 24
"""Characters of a value that is repeated: those of our classes and of languages are shorter."""


def move_into_blocks(body: Node, tally: Tally) -> None:
    """Put each inline element with blocks inside into these blocks, around the text of each.

    Of several equal elements around a block one is put into it.
    """
    nodes = body.walk()[1:]
    holding: set[Node] = set()
    for node in nodes:
        around = node.parent if node.tag in _BLOCKS else None
        while around is not None and around.tag in INLINE and around not in holding:
            holding.add(around)
            around = around.parent
    moved = {node for node in holding if node.tag in _MOVED}
    for node in nodes if moved else ():
        if node in moved and node.parent is not None:
            tally.add("nesting", "markup", partial(example, node))
            _distribute(node, moved, holding)


def _distribute(top: Node, moved: set[Node], holding: set[Node]) -> None:
    """Replace an element by its content, in which it stands around the text of each block, as do those within it."""
    result = Node("div")
    # What is left of an element, into which its content goes, and the inline elements around it by their tags.
    todo: list[tuple[Iterator[Node], Node, dict[str, Node]]] = [(iter([top]), result, {})]
    run: Node | None = None
    while todo:
        children, into, around = todo[-1]
        child = next(children, None)
        if child is None:
            todo.pop()
            run = None
        elif child in moved:
            others = {tag: node for tag, node in around.items() if tag != child.tag}
            todo.append((iter(child.children()), into, {**others, child.tag: child}))
            moved.discard(child)
            run = None
        elif child.tag in _BLOCKS or child in holding:
            todo.append((iter(child.children()), child, around))
            into.append(child)
            run = None
        elif run is not None:
            run.append(child)
        elif is_blank_text(child) or child.tag in _PLAIN:
            into.append(child)
        else:
            run = into
            for format in list(around.values())[-_MOST_AROUND:]:
                inner = Node(format.tag, dict(format.attributes))
                # The id is that of the first one, and a long value a thousand times would be a large article.
                format.attributes = {
                    name: value for name, value in inner.attributes.items() if is_repeated(name, value)
                }
                run.append(inner)
                run = inner
            run.append(child)
    for child in result.children():
        top.insert_before(child)
    top.remove()


def is_repeated(name: str, value: str | None) -> bool:
    """Whether each part of a divided element gets the attribute `name` with this value; others stay on the first."""
    return name in _REPEATED and len(value or "") <= _LONGEST

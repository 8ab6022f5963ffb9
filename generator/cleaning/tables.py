"""Repairs tables: those that only frame text are replaced by it, and all others get a box in which they scroll."""

from __future__ import annotations

from functools import partial

from generator.article.elements import CELLS
from generator.article.nodes import Node, below, example
from generator.cleaning.draft import Tally

_HOLDING = CELLS | {"caption"}


def unwrap_layouts(body: Node, tally: Tally) -> None:
    """Replace each table of one cell by its content.

    Such a table only frames text, which would scroll on a narrow screen.
    """
    tables: list[tuple[Node, Node]] = []
    cells: dict[Node, list[Node]] = {body: []}
    # The innermost table around each element; otherwise each table around it would search the element again.
    around: dict[Node | None, Node] = {}
    for node in body.elements():
        outer = around.get(node.parent, body)
        around[node] = outer
        if node.tag == "table":
            tables.append((node, outer))
            cells[node] = []
            around[node] = node
        elif node.tag in _HOLDING:
            cells[outer].append(node)
    for table, outer in reversed(tables):
        inside = cells[table]
        # Inner tables of one cell are unwrapped by now.  The cells of other inner tables count for this one, too.
        if len(inside) != 1 or inside[0].tag == "caption":
            # Two cells are enough to show that the outer table is no frame.
            cells[outer] = [*cells[outer][:2], *inside[:2]]
            continue
        tally.add("table", "markup", partial(example, inside[0]))
        box = Node("div")
        table.insert_before(box)
        for child in inside[0].children():
            box.append(child)
        table.remove()


def wrap_tables(body: Node) -> None:
    """Put a `div` around each table that is in no other table, so that it scrolls on a narrow screen."""
    tables = body.elements("table")
    inner = below(tables)
    for table in tables:
        parent = table.parent
        if table in inner or parent is None or parent.value("class") == "table":
            continue
        table.wrap(Node("div", {"class": "table"}))

"""Tables: those that are a frame around text are taken off it, and the others get a box in which they scroll."""

from __future__ import annotations

from functools import partial

from generator.article.elements import CELLS
from generator.article.nodes import Node, below, example
from generator.cleaning.draft import Tally

_HOLDING = CELLS | {"caption"}


def unwrap_layouts(body: Node, tally: Tally) -> None:
    """A table of one cell is no table but a frame around text, which would scroll on a narrow screen."""
    tables: list[tuple[Node, Node]] = []
    cells: dict[Node, list[Node]] = {body: []}
    # The innermost table around each element, so that none is looked through once for each table around it.
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
        # Frames inside it are gone by now; a real table inside it has cells of its own.
        if len(inside) != 1 or inside[0].tag == "caption":
            # More than two say no more than two do.
            cells[outer] = [*cells[outer][:2], *inside[:2]]
            continue
        tally.add("table", "markup", partial(example, inside[0]))
        box = Node("div")
        table.insert_before(box)
        for child in inside[0].children():
            box.append(child)
        table.remove()


def wrap_tables(body: Node) -> None:
    """A box around each outermost table, which scrolls where the screen is narrow."""
    tables = body.elements("table")
    inner = below(tables)
    for table in tables:
        parent = table.parent
        if table in inner or parent is None or parent.value("class") == "table":
            continue
        table.wrap(Node("div", {"class": "table"}))

"""Tables: those that are a frame around text are taken off it, and the others get a box in which they scroll."""

from __future__ import annotations

from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.elements import CELLS
from generator.cleaning.tree import Tally, attribute, below, children, elements, example

_HOLDING = CELLS | {"caption"}


def unwrap_layouts(tree: LexborHTMLParser, body: LexborNode, tally: Tally) -> bool:
    """A table of one cell is no table but a frame around text, which would scroll on a narrow screen.

    True: some were.
    """
    tables: list[tuple[LexborNode, int]] = []
    cells: dict[int, list[LexborNode]] = {0: []}
    # The innermost table around each element, so that none is looked through once for each table around it.
    around: dict[int, int] = {}
    for node in elements(body):
        outer = around.get(node.parent.mem_id, 0) if node.parent is not None else 0
        around[node.mem_id] = outer
        if node.tag == "table":
            tables.append((node, outer))
            cells[node.mem_id] = []
            around[node.mem_id] = node.mem_id
        elif node.tag in _HOLDING:
            cells[outer].append(node)
    is_changed = False
    for table, outer in reversed(tables):
        inside = cells[table.mem_id]
        # Frames inside it are gone by now; a real table inside it has cells of its own.
        if len(inside) != 1 or inside[0].tag == "caption":
            # More than two say no more than two do.
            cells[outer] = [*cells[outer][:2], *inside[:2]]
            continue
        tally.add("table", "markup", partial(example, inside[0]))
        box = tree.create_node("div")
        table.insert_before(box, move=True)
        for child in children(inside[0]):
            box.insert_child(child, move=True)
        table.decompose()
        is_changed = True
    return is_changed


def wrap_tables(tree: LexborHTMLParser, body: LexborNode) -> None:
    """A box around each outermost table, which scrolls where the screen is narrow."""
    tables = body.css("table")
    inner = below(tables)
    for table in tables:
        parent = table.parent
        if table.mem_id in inner or parent is None or attribute(parent, "class") == "table":
            continue
        box = tree.create_node("div")
        box.attrs["class"] = "table"
        table.insert_before(box, move=True)
        box.insert_child(table, move=True)

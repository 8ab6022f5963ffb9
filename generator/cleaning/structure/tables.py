"""Repairs tables: those that only frame text are replaced by it; others get headers that say something and a box."""

from __future__ import annotations

from functools import partial

from generator.article.elements import CELLS
from generator.article.nodes import Node, below, example
from generator.cleaning.draft import Tally
from generator.cleaning.spacing import with_words

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


def rename_empty_headers(body: Node, tally: Tally) -> None:
    """Make header cells without words, such as the one above a column of names, into other cells.

    A header that says nothing names nothing: a screen reader would announce it for each cell below it.
    """
    nodes = body.walk()[1:]
    headers = [node for node in nodes if node.tag == "th"]
    worded = with_words(nodes) if headers else set()
    for header in headers:
        if header not in worded:
            tally.add("table", "markup", partial(example, header))
            header.rename("td", frozenset(header.attributes) - {"scope"})


def wrap_tables(body: Node) -> None:
    """Put a `div` around each table that is in no other table, so that it scrolls on a narrow screen."""
    tables = body.elements("table")
    inner = below(tables)
    for table in tables:
        parent = table.parent
        if table in inner or parent is None or parent.value("class") == "table":
            continue
        table.wrap(Node("div", {"class": "table"}))

"""Brings `details`, the only interactive element of an article, into the shape that HTML prescribes."""

from __future__ import annotations

from generator.article.elements import ITEMS, LISTS, PARAGRAPHS
from generator.article.nodes import Node, below, example
from generator.cleaning.draft import Tally
from generator.cleaning.wrappers import filled

FOLDING = frozenset({"details", "summary"})
KEPT = frozenset({"class", "style", "align", "hidden", "lang", "dir", "id"})
"""The attributes of an element that becomes another one."""
NO_LABEL = "…"
"""The text of a missing summary: browsers show a word in their own language, which may not be that of the site."""
_NOT_IN_SUMMARY = PARAGRAPHS | LISTS | ITEMS | {"figure"}


def shape_details(body: Node, tally: Tally) -> None:
    """Give each `details` in `body` exactly one `summary`, as its first child, which holds no blocks but headings.

    Any other `summary` becomes a `div`, and so does a `details` that shows nothing or is in a `summary`.  Changes are
    counted in `tally`.

    Source: HTML standard, 4.11.1 and 4.11.2.
    """
    full = filled(body.walk())
    nodes = body.elements()
    summaries = _summaries(nodes)
    inside = below(summaries.values())
    folding = {node for node in nodes if node.tag == "details" and node in full and node not in inside}
    labels = {summaries[node] for node in folding if node in summaries}
    for node in nodes:
        if node in folding:
            _settle_summary(node, summaries.get(node), full, tally)
        elif node.tag == "details" or (node.tag == "summary" and node not in labels):
            node.rename("div", KEPT)
    for node in nodes:
        if node in inside and node.tag in _NOT_IN_SUMMARY:
            if node.prev is not None:
                node.insert_before(" ")
            if node.next is not None:
                node.insert_after(" ")
            node.unwrap()


def _summaries(nodes: list[Node]) -> dict[Node, Node]:
    """The first summary of each `details`, not counting those of a `details` in it."""
    summaries: dict[Node, Node] = {}
    around: dict[Node, Node] = {}
    for node in nodes:
        parent = node.parent
        if parent is None:
            continue
        holder = parent if parent.tag == "details" else around.get(parent)
        if holder is not None:
            around[node] = holder
            if node.tag == "summary":
                summaries.setdefault(holder, node)
    return summaries


def _settle_summary(node: Node, summary: Node | None, full: set[Node], tally: Tally) -> None:
    """Put the summary of a `details` at its beginning, or one that only says that there is more."""
    if summary is None:
        summary = Node("summary")
    if summary not in full:
        summary.append(NO_LABEL)
        tally.add("summary", "markup", lambda: example(node))
    first = node.first_child
    if first is None:
        node.append(summary)
    elif first is not summary:
        first.insert_before(summary)

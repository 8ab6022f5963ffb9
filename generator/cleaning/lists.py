"""Lists: items that stand in none, and lists that stand beside items instead of in them."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.spacing import is_blank_text
from generator.cleaning.tree import Tally, elements, rename

_LISTS = frozenset({"ul", "ol"})


def mend_lists(tree: LexborHTMLParser, body: LexborNode, tally: Tally) -> None:
    """Items without a list get one, neighbours together; a list beside items becomes part of the item before it."""
    for node in elements(body):
        parent = node.parent
        if parent is not None and node.tag in _LISTS and parent.tag in _LISTS:
            tally.add("list", "markup", node.text().strip())
            _nest(node)
            continue
        if parent is None or parent.tag in ("ul", "ol", "menu", "dir", "dl"):
            continue
        if node.tag == "li":
            tally.add("list", "markup", node.text().strip())
            items = tree.create_node("ul")
            node.insert_before(items, move=True)
            following: LexborNode | None = node
            while following is not None and (following.tag == "li" or is_blank_text(following)):
                after = following.next
                items.insert_child(following, move=True)
                following = after
        elif node.tag in ("dt", "dd") and parent.tag != "div":
            # Renaming frees the node, but not its children, which stay in the list that is walked.
            rename(tree, node, "div", frozenset({"class", "lang", "dir"}))


def _nest(node: LexborNode) -> None:
    """Move a list into the item before it; without one its items are those of the list around it."""
    before = node.prev
    while before is not None and is_blank_text(before):
        before = before.prev
    if before is not None and before.tag == "li":
        before.insert_child(node, move=True)
    else:
        node.unwrap()

"""Lists: items that stand in none, and lists that stand beside items instead of in them."""

from __future__ import annotations

from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Outline
from generator.cleaning.elements import ITEMS, LI_LISTS, LISTS
from generator.cleaning.spacing import is_blank_text
from generator.cleaning.tree import Tally, example, rename

_TREATED = LI_LISTS | ITEMS


def mend_lists(tree: LexborHTMLParser, found: Outline, tally: Tally) -> bool:
    """Items without a list get one, neighbours together; a list beside items becomes part of the item before it.

    `found` is the outline of `tree`; True: it is no longer.
    """
    is_changed = False
    for node, tag, _, _ in found:
        if tag not in _TREATED or (parent := node.parent) is None:
            continue
        around = parent.tag
        if tag in LI_LISTS:
            if around in LI_LISTS:
                tally.add("list", "markup", partial(example, node))
                _nest(node)
                is_changed = True
            continue
        if around in LISTS or (tag != "li" and around == "div"):
            continue
        is_changed = True
        if tag == "li":
            tally.add("list", "markup", partial(example, node))
            items = tree.create_node("ul")
            node.insert_before(items, move=True)
            following: LexborNode | None = node
            while following is not None and (following.tag == "li" or is_blank_text(following)):
                after = following.next
                items.insert_child(following, move=True)
                following = after
        else:
            # Renaming frees the node, but not its children, which stay in the list that is walked.
            rename(tree, node, "div", frozenset({"class", "lang", "dir"}))
    return is_changed


def _nest(node: LexborNode) -> None:
    """Move a list into the item before it; without one its items are those of the list around it."""
    before = node.prev
    while before is not None and is_blank_text(before):
        before = before.prev
    if before is not None and before.tag == "li":
        before.insert_child(node, move=True)
    else:
        node.unwrap()

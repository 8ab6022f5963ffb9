"""Repairs lists: items outside any list, lists beside items instead of in them, and what stands between items."""

from __future__ import annotations

from functools import partial

from generator.article.elements import ITEMS, LI_LISTS, LISTS
from generator.article.nodes import COMMENT, Node, example
from generator.cleaning.draft import Tally
from generator.cleaning.spacing import is_blank_text

_TREATED = LI_LISTS | ITEMS
_KEPT = frozenset({"class", "lang", "dir"})


def mend_lists(body: Node, tally: Tally) -> None:
    """Put list items outside any list into a list, and a list that is a sibling of items into the item before it.

    Whatever else stands between items becomes an item.
    """
    blanks: dict[Node, Node | None] = {}
    for node in body.elements(*_TREATED):
        if node.parent is None:
            continue
        tag, around = node.tag, node.parent.tag
        if tag in LI_LISTS:
            _wrap_others(node, tally)
            if around in LI_LISTS:
                tally.add("list", "markup", partial(example, node))
                _nest(node, blanks)
            continue
        if around in LISTS or (tag != "li" and around == "div"):
            continue
        if tag == "li":
            tally.add("list", "markup", partial(example, node))
            items = Node("ul")
            node.insert_before(items)
            following: Node | None = node
            while following is not None and (following.tag == "li" or is_blank_text(following)):
                after = following.next
                items.append(following)
                following = after
        else:
            node.rename("div", _KEPT)


def _wrap_others(items: Node, tally: Tally) -> None:
    """Put all that a list has beside items and lists, such as links and text, into items."""
    item: Node | None = None
    for child in items.children():
        if child.tag in _TREATED or child.tag == COMMENT:
            item = None
        elif item is not None:
            item.append(child)
        elif not is_blank_text(child) and child.tag != "br":
            tally.add("list", "markup", partial(example, child))
            item = Node("li")
            child.insert_before(item)
            item.append(child)


def _nest(node: Node, blanks: dict[Node, Node | None]) -> None:
    """Move a list into the item before it; if there is none, its items become items of the list around it.

    `blanks` maps a blank text to the nearest node before it that is not blank.  Without it, each of thousands of lists
    would walk over all blanks that the lists before it left behind.
    """
    nearest = before = node.prev
    while before is not None and is_blank_text(before):
        before = blanks.get(before, before.prev)
    if nearest is not None and nearest is not before:
        blanks[nearest] = before
    if before is not None and before.tag == "li":
        before.append(node)
    else:
        node.unwrap()

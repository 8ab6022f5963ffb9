"""Targets of links inside an article: which ids stay, and where the id of an anchor in an empty block is moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import unquote

from generator.article.elements import FLOW, HEADINGS, INLINE, SHOWING
from generator.article.elsewhere import fragment_on
from generator.article.nodes import TEXT, Node
from generator.article.vocabulary import TARGET_PREFIX, is_footnote, target_id

_OPEN = FLOW | INLINE | HEADINGS | {"p"}
"""Elements in which an anchor may stand."""


def linked(nodes: Iterable[Node], page: str) -> set[str]:
    """The ids of places in the article to which links among `nodes` lead.

    Such a link is only a fragment (`#id`), or `page`, the address of the original article, with a fragment.
    """
    addresses = {href for node in nodes if node.tag == "a" and "#" in (href := node.value("href"))}
    return {
        unquote(fragment) for href in addresses if (fragment := href[1:] if href[0] == "#" else fragment_on(page, href))
    }


def name_target(node: Node, targets: Collection[str]) -> str:
    """Set the `id` of `node` to the form in which it is published, if a link of the article leads to `node`.

    The published form has a prefix, except that of a footnote; sanitizing drops all other ids.  An `a` without an
    address gets such an id in any case.  `targets` are the ids to which links of the article lead.  Returns the
    published id if a link leads to `node`, else an empty text.
    """
    attributes = node.attributes
    id = unquote(node.value("id"))
    name = unquote(node.value("name")) if node.tag == "a" else ""
    written = name if name and (not id or (name in targets and id not in targets)) else id
    is_linked = written in targets
    if is_footnote(written):
        if is_linked or "id" in attributes:
            attributes["id"] = written
    elif (is_linked or (node.tag == "a" and "href" not in attributes)) and (kept := target_id(written)):
        attributes["id"] = kept
    elif written.startswith(TARGET_PREFIX):
        attributes.pop("id", None)
    return node.value("id") if is_linked else ""


def settle(body: Node, anchors: Collection[Node]) -> None:
    """Move the id of each of `anchors` that is in an empty block to the element that follows the block.

    The empty block would be removed together with the anchor, and the link to it would lead nowhere.
    """
    nodes = body.walk()[1:]
    full = _full(nodes)
    following: Node | None = None
    # Backwards: the nearest node with content is then the outermost one that begins after the anchor.
    for node in reversed(nodes):
        if node in full:
            following = node
        elif node in anchors and node.tag in INLINE and following is not None and _is_lonely(node, body, full):
            _move(node, following)


def _full(nodes: Iterable[Node]) -> set[Node]:
    """The texts that are not blank, the elements that show something, and all elements around them."""
    full: set[Node] = set()
    for node in nodes:
        if node.tag == TEXT and node.text_content.strip():
            around: Node | None = node
        elif node.tag in SHOWING:
            around = node
        else:
            continue
        while around is not None and around not in full:
            full.add(around)
            around = around.parent
    return full


def _is_lonely(node: Node, body: Node, full: Collection[Node]) -> bool:
    return node.parent is not body and node.parent not in full


def _move(anchor: Node, following: Node) -> None:
    if following.is_element and not _is_named(following):
        following.attributes["id"] = anchor.attributes.pop("id")
        return
    # Before a text, or at the beginning of an element that is a target already.
    place = following.first_child if following.tag in _OPEN else following
    if place is not None and place.parent is not None and place.parent.tag in _OPEN:
        place.insert_before(Node("span", {"id": anchor.attributes.pop("id")}))


def _is_named(node: Node) -> bool:
    id = node.value("id")
    return id.startswith(TARGET_PREFIX) or is_footnote(id)

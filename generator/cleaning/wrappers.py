"""Wrappers that hold nothing, and spans that mean nothing."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Attributes, Outline
from generator.cleaning.elements import HEADINGS, INLINE, LISTS, PARAGRAPHS, SHOWING, SPANS, TABLE, VOID
from generator.cleaning.spacing import BLANK, take_out
from generator.cleaning.tree import Tally, below, value_of
from generator.cleaning.vocabulary import TAGS, TARGET_PREFIX, own_classes

_COLLAPSIBLE = HEADINGS | INLINE | PARAGRAPHS | LISTS | {"figure", "li"}
_SOLID = SHOWING | TABLE | (TAGS & VOID) - {"br"} | {"pre"}
_NEVER_HOLLOW = _SOLID | {"body", "-text", "-comment", "-"}
_NEAR = 4
_SEPARATE = re.compile(r"visually-?hidden|sr-only|screen-reader", re.IGNORECASE)


def collapse(tree: LexborHTMLParser, found: Outline, tally: Tally) -> bool:
    """Wrappers without content go, and spans that mean nothing are taken off their text.

    True: `found` is no longer the outline of `tree`.
    """
    if not _may_have_hollow(found):
        return False
    is_empty_on, is_span_on = tally.is_on("empty"), tally.is_on("span")
    is_changed = False
    full = _full(found)
    broken: set[int] = set()
    # Nearly all elements hold something, and mean something.
    hollow = [
        (node, tag, attributes)
        for node, tag, attributes, _ in found
        if tag[0] != "-" and (tag in SPANS or node.mem_id not in full) and tag != "body"
    ]
    for node, tag, attributes in reversed(hollow):
        is_full = node.mem_id in full
        # A line break is something in the middle of a line, and nothing when its block holds nothing else.
        is_break = not is_full and (tag == "br" or (tag in INLINE and node.mem_id in broken))
        is_empty = not is_full and not is_break and tag in _COLLAPSIBLE
        if is_empty and is_empty_on and not _is_target(attributes):
            tally.add("empty", "markup")
            tally.gone("markup", node)
            take_out(tree, node)
            is_changed = True
            continue
        if is_break and (parent := node.parent) is not None:
            broken.add(parent.mem_id)
        if is_span_on and tag in SPANS and not _means_something(tag, attributes):
            if tag == "span" and _SEPARATE.search(value_of(attributes, "class")[:200]):
                node.insert_before(" ")
                node.insert_after(" ")
            node.unwrap(delete_empty=True)
            is_changed = True
    return is_changed


def _may_have_hollow(found: Outline) -> bool:
    """Whether an outline has spans without meaning, or elements that hold neither an element nor text; most have not.

    The innermost element of those that hold nothing is such a one.  A third of what `_full` costs.
    """
    above: LexborNode | None = None
    for node, tag, attributes, text in found:
        if above is not None:
            # If the element above has children, this is the first of them.  Most texts end with a sign.
            child = above.first_child
            if tag[0] == "-" and (text is None or (text[-1:] in BLANK and not text.strip(BLANK))):
                while child is not None and _is_blank(child):
                    child = child.next
            if child is None and not _is_in_code(above):
                return True
            above = None
        if tag not in _NEVER_HOLLOW:
            if tag in SPANS and not _means_something(tag, attributes):
                return True
            above = node
    return above is not None


def _is_in_code(node: LexborNode) -> bool:
    """Whether code stands so closely around an element that it is worth looking for."""
    around = node.parent
    for _ in range(_NEAR):
        if around is None or around.tag in ("pre", "code"):
            return around is not None
        around = around.parent
    return False


def _is_blank(node: LexborNode) -> bool:
    return node.is_comment_node or (bool(node.is_text_node) and not (node.text_content or "").strip(BLANK))


def _full(found: Outline) -> set[int]:
    """Memory ids of the elements that hold something: text, what shows something without text, or code."""
    full: set[int] = set()
    inside = below(node for node, tag, _, _ in found if tag in ("pre", "code"))
    for node, tag, _, text in found:
        if text is not None:
            around = node.parent if text.strip(BLANK) else None
        elif tag in _SOLID or (inside and node.mem_id in inside):
            around = node
        # `<!-- more -->` is looked for after this step.
        elif tag == "-comment" and (node.comment_content or "").strip().lower() == "more":
            around = node.parent
        else:
            continue
        while around is not None and (mem_id := around.mem_id) not in full:
            full.add(mem_id)
            around = around.parent
    return full


def _is_target(attributes: Attributes) -> bool:
    """Whether a link may lead to an element: a footnote, or a place that an author named."""
    return value_of(attributes, "id").startswith(("fn", TARGET_PREFIX))


def _means_something(tag: str, attributes: Attributes) -> bool:
    return (
        _is_target(attributes)
        or "lang" in attributes
        or "dir" in attributes
        or bool(own_classes(tag, attributes.get("class") or ""))
    )

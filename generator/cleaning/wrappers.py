"""Removes empty elements, and spans without a meaning."""

from __future__ import annotations

import re

from generator.article.elements import HEADINGS, INLINE, LISTS, PARAGRAPHS, SHOWING, SPANS, TABLE, VOID
from generator.article.nodes import COMMENT, TEXT, Node, below
from generator.article.vocabulary import TAGS, TARGET_PREFIX, own_classes
from generator.cleaning.draft import Tally
from generator.cleaning.spacing import BLANK, take_out

_COLLAPSIBLE = HEADINGS | INLINE | PARAGRAPHS | LISTS | {"figure", "li"}
_SOLID = SHOWING | TABLE | (TAGS & VOID) - {"br"} | {"pre"}
_CODE = frozenset({"code", "pre"})
_SEPARATE = re.compile(r"visually-?hidden|sr-only|screen-reader", re.IGNORECASE)


def collapse(body: Node, tally: Tally) -> None:
    """Remove elements without content, and replace spans without a meaning by their content."""
    nodes = body.walk()[1:]
    is_empty_on, is_span_on = tally.is_on("empty"), tally.is_on("span")
    full = filled(nodes)
    broken: set[Node] = set()
    # Backwards, so that an element is handled after those inside it.
    for node in reversed(nodes):
        tag = node.tag
        is_full = node in full
        if (is_full and tag not in SPANS) or tag[0] == "-":
            continue
        # A line break counts as content, unless its block holds nothing else.
        is_break = not is_full and (tag == "br" or (tag in INLINE and node in broken))
        is_empty = not is_full and not is_break and tag in _COLLAPSIBLE
        if is_empty and is_empty_on and not _is_target(node):
            tally.take("empty", "markup", node)
            take_out(node)
            continue
        if is_break and node.parent is not None:
            broken.add(node.parent)
        if is_span_on and tag in SPANS and not _means_something(node):
            if tag == "span" and _SEPARATE.search(node.value("class")[:200]):
                node.insert_before(" ")
                node.insert_after(" ")
            node.unwrap()


def filled(nodes: list[Node]) -> set[Node]:
    """Those of `nodes`, all nodes of a tree, that are elements and not empty.

    They contain text, code, or an element that is visible without text.
    """
    full: set[Node] = set()
    inside = below(node for node in nodes if node.tag in _CODE)
    for node in nodes:
        tag = node.tag
        if tag == TEXT:
            around = node.parent if node.text_content.strip(BLANK) else None
        elif tag in _SOLID or node in inside:
            around = node
        # `<!-- more -->` is needed after this step.
        elif tag == COMMENT and node.text_content.strip().lower() == "more":
            around = node.parent
        else:
            continue
        while around is not None and around not in full:
            full.add(around)
            around = around.parent
    return full


def _is_target(node: Node) -> bool:
    """Whether a link may lead to an element: a footnote, or an element that the author gave an id."""
    return node.value("id").startswith(("fn", TARGET_PREFIX))


def _means_something(node: Node) -> bool:
    attributes = node.attributes
    return bool(attributes) and (
        _is_target(node)
        or "lang" in attributes
        or "dir" in attributes
        or "data-line" in attributes
        or bool(own_classes(node.tag, attributes.get("class") or ""))
    )

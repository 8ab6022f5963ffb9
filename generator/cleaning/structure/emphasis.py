"""Turns text that a style makes bold, italic or struck through into `b`, `i` and `s`, as no style survives cleaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from functools import partial

from generator.article.elements import BLOCKS, CODE, HEADINGS, INLINE, VOID
from generator.article.nodes import Node, example, visits
from generator.cleaning.draft import Tally
from generator.cleaning.spacing import is_blank_text

MOST_SHARE = 0.5
"""If more of the text of an article than this share would become bold, its style is that of the article."""
LONGEST = 300
"""Longer bold or italic text, in characters, is not emphasis."""
LONGEST_LINE = 60
"""A whole paragraph becomes bold only if it is a line of at most this length that does not end like a sentence."""

_MAX_STYLE = 2_000
_STYLES = {
    "b": re.compile(r"(?:^|;)\s{0,9}font-weight\s{0,9}:\s{0,9}(?:bold|[6-9]\d\d|1000)(?!\d)", re.IGNORECASE),
    "i": re.compile(r"(?:^|;)\s{0,9}font-style\s{0,9}:\s{0,9}(?:italic|oblique)", re.IGNORECASE),
    "s": re.compile(r"(?:^|;)\s{0,9}text-decoration(?:-line)?\s{0,9}:[^;]{0,60}line-through", re.IGNORECASE),
}
"""By the element that is made: the style that it stands for."""
_NORMAL = re.compile(r"(?:^|;)\s{0,9}font-weight\s{0,9}:\s{0,9}(?:normal|lighter|[1-5]\d\d)(?!\d)", re.IGNORECASE)
_ALIKE = {
    "b": frozenset({"b", "strong", "th"}) | HEADINGS,
    "i": frozenset({"i", "em", "cite", "dfn"}) | HEADINGS,
    "s": frozenset({"s", "strike", "del"}),
}
"""By the element that is made: elements in which the text looks so already, or in which it need not."""
_BOLD = frozenset({"b", "strong"})
_WHOLE = 0.9
_SENTENCE_END = tuple("。！？；，…”」.!?;,")


@dataclass(slots=True)
class _Span:
    """An inline element with a style that may become an element."""

    node: Node
    tags: tuple[str, ...]
    block: Node
    """The nearest block around it."""


def matters(style: str) -> bool:
    """Whether the style attribute `style` may make text bold, italic or struck through."""
    return ("font-" in style or "line-through" in style) and (bool(_tags(style)) or _is_normal(style))


def as_elements(body: Node, tally: Tally) -> None:
    """Put the content of spans that are bold, italic or struck through by their style into `b`, `i` or `s`.

    A `b` whose style says that it is not bold is replaced by its content.  Changes are counted in `tally`.
    """
    for node in body.elements(*_BOLD):
        if _is_normal(node.attributes.get("style") or ""):
            tally.add("style", "markup", partial(example, node))
            node.unwrap()
    spans, lengths, with_block, with_normal = _measured(body)
    for tag in _STYLES:
        chosen = {span.node: span for span in spans if tag in span.tags and span.node not in with_block}
        if not chosen:
            continue
        outer = [chosen[node] for node in _outer(body, chosen, _ALIKE[tag])]
        outer = [span for span in outer if lengths[span.node] and (tag == "s" or _is_emphasis(span, lengths))]
        if sum(lengths[span.node] for span in outer) <= MOST_SHARE * lengths[body]:
            for span in outer:
                tally.add("style", "markup", partial(example, span.node))
                _fill(span.node, tag, with_normal if tag == "b" else frozenset())


def _measured(body: Node) -> tuple[list[_Span], Counter[Node], set[Node], set[Node]]:
    """(spans, lengths of texts by element, elements around a block, elements with or around text of normal weight)."""
    spans: list[_Span] = []
    lengths: Counter[Node] = Counter()
    with_block: set[Node] = set()
    with_normal: set[Node] = set()
    blocks = [body]
    total = 0
    starts: list[int] = []
    for node, is_end in visits(body):
        if node.is_text:
            total += len("".join(node.text_content.split()))
        elif node.tag in VOID or not node.is_element:
            continue
        elif is_end:
            lengths[node] = total - starts.pop()
            if node.tag in BLOCKS:
                blocks.pop()
        else:
            starts.append(total)
            if node.tag in BLOCKS:
                _mark(node.parent, with_block)
                blocks.append(node)
            elif node.tag in INLINE and (style := node.attributes.get("style")):
                if tags := _tags(style):
                    spans.append(_Span(node, tags, blocks[-1]))
                if _is_normal(style):
                    _mark(node, with_normal)
    lengths[body] = total
    return spans, lengths, with_block, with_normal


def _mark(node: Node | None, marked: set[Node]) -> None:
    """Add an inline element and the inline elements around it to `marked`."""
    while node is not None and node.tag in INLINE and node not in marked:
        marked.add(node)
        node = node.parent


def _outer(body: Node, chosen: Container[Node], alike: frozenset[str]) -> list[Node]:
    """Those of the chosen elements that are in no other, in no code, and in no element that looks alike."""
    outer: list[Node] = []
    ends: list[bool] = []
    depth = 0
    for node, is_end in visits(body):
        if node.tag in VOID or not node.is_element:
            continue
        if is_end:
            depth -= ends.pop()
        else:
            is_chosen = node in chosen and node.tag not in alike and _only_child(node) not in alike
            if is_chosen and not depth:
                outer.append(node)
            ends.append(is_chosen or node.tag in alike or node.tag in CODE)
            depth += ends[-1]
    return outer


def _only_child(node: Node) -> str:
    """The tag of the only child of a node; empty if it has several."""
    child = node.first_child
    return child.tag if child is not None and child.next is None else ""


def _is_emphasis(span: _Span, lengths: Counter[Node]) -> bool:
    """Whether a span is short, and not a whole paragraph; a line that does not end like a sentence may be a heading."""
    length = lengths[span.node]
    if length < _WHOLE * lengths[span.block] or span.block.tag == "body":
        return length <= LONGEST
    return length <= LONGEST_LINE and not span.node.text().rstrip().endswith(_SENTENCE_END)


def _fill(node: Node, tag: str, apart: Container[Node]) -> None:
    """Put the children of `node` into an element `tag`, except for those in `apart`."""
    made: Node | None = None
    for child in node.children():
        if child in apart:
            made = None
        elif made is not None or not is_blank_text(child):
            if made is None:
                made = Node(tag)
                child.insert_before(made)
            made.append(child)


def _tags(style: str) -> tuple[str, ...]:
    style = style[:_MAX_STYLE]
    return tuple(tag for tag, pattern in _STYLES.items() if pattern.search(style))


def _is_normal(style: str) -> bool:
    return "font-weight" in style and _NORMAL.search(style, 0, _MAX_STYLE) is not None

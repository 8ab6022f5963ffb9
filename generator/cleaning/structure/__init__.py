"""The step that repairs scraped markup: headings, lists, tables, code, alignment and empty space."""

from __future__ import annotations

import re
from collections.abc import Container, Set
from functools import lru_cache, partial
from itertools import islice

from generator.article.elements import CAPTIONS, CELLS, EMBEDDED, HEADINGS, ITEMS, LI_LISTS, PARAGRAPHS
from generator.article.nodes import Node, below, example, value_of
from generator.cleaning import hidden, loss, repeated_title
from generator.cleaning.anchors import drop_self_links
from generator.cleaning.draft import Draft, Tally
from generator.cleaning.filters.tree import count_words
from generator.cleaning.folding import FOLDING, KEPT
from generator.cleaning.spacing import shorten_blanks, shorten_breaks, take_out, with_words
from generator.cleaning.structure import emphasis, gutters
from generator.cleaning.structure.lists import mend_lists
from generator.cleaning.structure.nesting import move_into_blocks
from generator.cleaning.structure.preformatted import join_lines, move_out
from generator.cleaning.structure.tables import rename_empty_headers, unwrap_layouts, wrap_tables
from generator.cleaning.wrappers import collapse

RULES = (
    "anchor",
    "hidden",
    "style",
    "title",
    "numbers",
    "copy",
    "code",
    "align",
    "list",
    "nesting",
    "empty",
    "span",
    "heading",
    "breaks",
    "indent",
    "blanks",
    "table",
)
"""The parts of this step in the order in which they run; `off` takes each as `structure:NAME`."""

_ALIGNED = HEADINGS | PARAGRAPHS | CELLS | CAPTIONS | FOLDING | {"li", "figure"}
_MAX_STYLE = 2_000
_ALIGN = re.compile(
    r"(?:^|;)\s{0,9}text-align\s{0,9}:\s{0,9}(?:-webkit-|-moz-)?(center|right|end|justify)", re.IGNORECASE
)
_ALIGNING = re.compile(r"(?:^|\s)(?:has-text-align-|ql-align-|text-(?:align-)?)(center|right|end|justify)(?:\s|$)")
"""Classes of WordPress, Quill, Bootstrap and others."""
_SIDES = {"middle": "center", "end": "right"}
_INDENT = " " * 4
_LINE_START = re.compile(r"(?<=\n)(?=[^\n])")
_COPY = re.compile(r"copy|clipboard", re.IGNORECASE)

# Classes of highlight.js and Prism, with the class that Pygments uses for the same kind of token.
_TOKENS = {
    "keyword": "k", "built_in": "nb", "builtin": "nb", "type": "kt", "literal": "kc", "boolean": "kc", "number": "m",
    "operator": "o", "punctuation": "p", "string": "s", "regexp": "sr", "regex": "sr", "char": "sc", "subst": "si",
    "symbol": "ss", "class": "nc", "class-name": "nc", "function": "nf", "title": "nf", "params": "n", "comment": "c",
    "doctag": "cs", "meta": "cp", "prolog": "cp", "doctype": "cp", "section": "gh", "tag": "nt", "name": "nt",
    "selector": "nt", "attr": "na", "attr-name": "na", "attribute": "na", "attr-value": "s", "property": "na",
    "variable": "nv", "constant": "no", "deletion": "gd", "deleted": "gd", "addition": "gi", "inserted": "gi",
    "emphasis": "ge", "strong": "gs", "selector-tag": "nt", "selector-class": "nc", "selector-id": "nn",
}  # fmt: skip


def apply(draft: Draft) -> None:
    """Repair the structure of a post in place: headings, lists, tables, code, alignment and empty space."""
    tally = Tally(draft, "structure")
    body = draft.body
    # Most posts have few kinds of elements, so parts of this step with nothing to work on are skipped.
    nodes = body.walk()
    names, styles, classes = _traits(nodes)
    if "href" in names and tally.is_on("anchor"):
        drop_self_links(nodes, draft.header.link, tally)
    if ("hidden" in names or any(map(hidden.hides, styles))) and tally.is_on("hidden"):
        _drop_hidden(draft, nodes, tally)
    if any(map(emphasis.matters, styles)) and tally.is_on("style"):
        emphasis.as_elements(body, tally)
    if tally.is_on("title"):
        repeated_title.apply(draft, tally)
    tags = {node.tag for node in body.walk()}
    if gutters.matters(classes, styles, names, tags) and tally.is_on("numbers"):
        gutters.drop_numbers(body, tally)
        tags = {node.tag for node in body.walk()}
    if "pre" in tags:
        _code(body, classes, tally)
    has_sides = "align" in names or any(map(_aligned, styles)) or any(map(_aligning, classes))
    if has_sides and tally.is_on("align"):
        _align(body)
    if tags & (ITEMS | LI_LISTS) and tally.is_on("list"):
        mend_lists(body, tally)
    if "table" in tags and tally.is_on("table"):
        unwrap_layouts(body, tally)
    if tally.is_on("nesting"):
        _mend_nesting(body, tags, tally)
    collapse(body, tally)
    _rename_wordless(body, tags, tally)
    _shorten(body, tags, tally)
    if "table" in tags and tally.is_on("table"):
        rename_empty_headers(body, tally)
        wrap_tables(body)
    tally.close()


def _mend_nesting(body: Node, tags: Container[str], tally: Tally) -> None:
    has_code = "pre" in tags
    if has_code:
        join_lines(body, tally)
    move_into_blocks(body, tally)
    if has_code:
        move_out(body, tally)


def _rename_wordless(body: Node, tags: Set[str], tally: Tally) -> None:
    """Make headings without words, which have only pictures that nobody described, into other blocks."""
    if not tags & HEADINGS or not tally.is_on("heading"):
        return
    nodes = body.walk()[1:]
    worded = with_words(nodes)
    for node in nodes:
        if node.tag in HEADINGS and node not in worded:
            tally.add("heading", "markup", partial(example, node))
            node.rename("div", KEPT)


def _shorten(body: Node, tags: Container[str], tally: Tally) -> None:
    """Shorten runs of breaks and blanks; those that were wrapped separately stand next to each other by now."""
    blocks = body.elements("pre") if "pre" in tags else []
    preformatted = below(blocks) | set(blocks)
    if "br" in tags and tally.is_on("breaks"):
        shorten_breaks(body, preformatted, tally)
    shorten_blanks(body, preformatted, indents=tally.is_on("indent"), blanks=tally.is_on("blanks"))


def _traits(nodes: list[Node]) -> tuple[set[str], set[str], set[str]]:
    """The distinct attribute names, styles and classes of `nodes`: few values even if there are many nodes."""
    described = [node.attributes for node in nodes if node.attributes]
    styles = {attributes.get("style") or "" for attributes in described}
    classes = {value_of(attributes, "class") for attributes in described}
    return set().union(*described), styles, classes


# ------------------------------------------------------------------------------------ removing


def _drop_hidden(draft: Draft, nodes: list[Node], tally: Tally) -> None:
    """Remove small blocks that readers of the original did not see, unless the post has nothing else."""
    body = draft.body
    described = [node.attributes for node in nodes]
    hidden_nodes = [node for node in nodes if hidden.is_hidden(node.attributes)]
    outer = [block.node for block in hidden.minor(hidden.blocks(hidden_nodes), described, count_words(body.text()))]
    gone = below(outer) | set(outer)
    has_media = any(node.tag in EMBEDDED and node not in gone for node in nodes)
    total, lost = _length(body), sum(map(_length, outer))
    if not has_media and total <= lost:
        return
    # Removals by earlier steps count, too, so that no article loses most of its text in small parts.
    if lost > hidden.LABEL_WORDS and loss.is_much(total - lost, draft):
        return
    for node in outer:
        tally.take("hidden", "markup", node, example(node))
        take_out(node)


def _length(node: Node) -> int:
    return len("".join(node.text().split()))


def _code(body: Node, values: set[str], tally: Tally) -> None:
    """Remove copy buttons from code, and rename the classes of other highlighters to those of Pygments.

    `values` holds each distinct value of `class` in the body.
    """
    is_copy_on, is_code_on = tally.is_on("copy"), tally.is_on("code")
    if is_code_on:
        _join_code(body.elements("pre"), tally)
    if not any(map(_matters_in_code, values)):
        return
    inside = below(body.elements("pre"))
    coloured: set[Node] = set()
    for node in reversed(body.elements()):
        if node in inside:
            classes = node.value("class")
            if is_copy_on and _COPY.search(classes[:200]) and node.tag != "code" and len(example(node)) <= 20:
                tally.take("copy", "markup", node, example(node))
                node.remove()
            elif is_code_on and node.tag == "span" and (name := _token(classes)):
                node.attributes["class"] = name
                coloured.update(islice(node.ancestors(), 1))
            elif node in coloured:
                coloured.update(islice(node.ancestors(), 1))
        if node.tag == "pre" and node in coloured:
            node.attributes["class"] = f"{node.value('class')} highlight".strip()


def _matters_in_code(classes: str) -> bool:
    return bool(_token(classes)) or _COPY.search(classes[:200]) is not None


def _join_code(blocks: list[Node], tally: Tally) -> None:
    """Join code blocks that Markdown split at a blank line.

    Markdown left the rest of the code as a `pre` inside the `pre`, without the four blanks that marked it as code, or
    as a paragraph.
    """
    inner = below(blocks)
    joined: set[Node] = set()
    paragraphs: list[Node] = []
    seen: set[Node] = set()
    # Outer blocks are unwrapped first, so that no node is moved once for each level of nesting.
    for node in blocks:
        if node not in inner:
            continue
        tally.add("code", "markup", partial(example, node))
        if node not in joined:
            joined |= below([node])
            indent = "" if node.attributes else _INDENT
            for position, text in enumerate(child for child in node.walk() if child.is_text):
                # Hexo escaped the braces, and the escape was escaped again as code.
                meant = text.text_content.replace("&#123;", "{").replace("&#125;", "}")
                text.text_content = ("" if position else indent) + _LINE_START.sub(indent, meant)
            for code in node.elements("code"):
                code.unwrap()
        paragraphs += _paragraphs_after(node, seen)
        # An empty block is kept, because it ends a line.
        if node.first_child is not None:
            node.unwrap()
    # Inner paragraphs before outer ones, as in the other steps.
    for paragraph in reversed(paragraphs):
        paragraph.insert_after("\n")
        paragraph.unwrap()


def _paragraphs_after(node: Node, seen: set[Node]) -> list[Node]:
    """The paragraphs that follow a block of code as siblings, up to the next `pre` or to a node in `seen`.

    `seen` is extended: after an outer block is unwrapped, a block at its end has the same following siblings.
    """
    paragraphs = []
    following = node.next
    while following is not None and following.tag != "pre" and following not in seen:
        seen.add(following)
        if following.tag == "p":
            paragraphs.append(following)
        following = following.next
    return paragraphs


def _token(classes: str) -> str:
    return _token_of(classes[:200])


# Highlighted code repeats a few classes thousands of times.
@lru_cache(maxsize=512)
def _token_of(classes: str) -> str:
    names = classes.split()
    for name in names:
        bare = name.removeprefix("hljs-")
        if bare in _TOKENS and (bare != name or "token" in names):
            return _TOKENS[bare]
    return ""


# ------------------------------------------------------------------------------------ aligning


def _align(body: Node) -> None:
    for node in body.elements():
        attributes = node.attributes
        if not attributes or node.tag not in _ALIGNED:
            continue
        classes = attributes.get("class") or ""
        side = _aligned(attributes.get("style") or "") or node.value("align").lower() or _aligning(classes)
        side = _SIDES.get(side, side)
        if side in ("center", "right", "justify"):
            attributes["class"] = f"align-{side} {classes}".strip()


def _aligned(style: str) -> str:
    match = _ALIGN.search(style, 0, _MAX_STYLE) if "align" in style.lower() else None
    return match[1].lower() if match is not None else ""


def _aligning(classes: str) -> str:
    match = _ALIGNING.search(classes[:_MAX_STYLE]) if "-" in classes else None
    return match[1] if match is not None else ""

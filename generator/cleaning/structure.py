"""Structure: what scraped markup gets wrong about headings, lists, tables, code, alignment and empty space."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from selectolax.lexbor import LexborNode

from generator.cleaning import hidden, loss
from generator.cleaning.draft import Attributes, Draft, Outline
from generator.cleaning.elements import CAPTIONS, CELLS, EMBEDDED, HEADINGS, INLINE, ITEMS, PARAGRAPHS, SHOWING, SPANS
from generator.cleaning.filter_tree import count_words
from generator.cleaning.lists import mend_lists
from generator.cleaning.spacing import (
    BLANK,
    is_blank_text,
    shorten_blanks,
    shorten_breaks,
    take_out,
)
from generator.cleaning.tables import unwrap_layouts, wrap_tables
from generator.cleaning.tree import (
    Tally,
    attribute,
    below,
    elements,
    example,
    select,
    value_of,
)
from generator.cleaning.wrappers import collapse

RULES = (
    "hidden",
    "title",
    "formula",
    "copy",
    "code",
    "align",
    "list",
    "empty",
    "span",
    "breaks",
    "indent",
    "blanks",
    "table",
)
"""What this step does, in this order, by the names that `off` takes as `structure:NAME`."""

_ALIGNED = HEADINGS | PARAGRAPHS | CELLS | CAPTIONS | {"li", "figure"}
_MAX_STYLE = 2_000
_FORMULA = re.compile("katex|mathjax", re.IGNORECASE)
_ALIGN = re.compile(r"(?:^|;)\s{0,9}text-align\s{0,9}:\s{0,9}(center|right|end|justify)", re.IGNORECASE)
_INDENT = " " * 4
_LINE_START = re.compile(r"(?<=\n)(?=[^\n])")
_COPY = re.compile(r"copy|clipboard", re.IGNORECASE)

# highlight.js and Prism say the same things with other words than Pygments.
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
    """Mend the structure of a draft in place."""
    tally = Tally(draft, "structure")
    tree, body = draft.tree, draft.body
    # Most posts have few kinds of elements: a part of this step without anything to work on is not begun.
    found = draft.outline()
    names, styles, classes = _traits(found)
    if (
        ("hidden" in names or any(map(hidden.hides, styles)))
        and tally.is_on("hidden")
        and _drop_hidden(draft, found, tally)
    ):
        found = draft.outline()
    if tally.is_on("title") and _drop_repeated_title(body, found, draft.header.title, tally):
        found = draft.outline()
    if any(map(_FORMULA.search, classes)) and tally.is_on("formula"):
        _one_formula(body, tally)
        found = draft.outline()
    tags = {tag for _, tag, _, _ in found}
    if "pre" in tags and _code(body, classes, tally):
        found = draft.outline()
    if ("align" in names or any(map(_aligned, styles))) and tally.is_on("align"):
        _align(found)
    is_changed = bool(tags & ITEMS) and tally.is_on("list") and mend_lists(tree, found, tally)
    if "table" in tags and tally.is_on("table"):
        is_changed = unwrap_layouts(tree, body, tally) or is_changed
    if is_changed:
        found = draft.outline()
    if collapse(tree, found, tally):
        found = draft.outline()
    # After wrappers are off: breaks and blanks that stood in wrappers of their own stand together now.
    preformatted = _preformatted(found) if "pre" in tags else frozenset()
    if "br" in tags and tally.is_on("breaks") and shorten_breaks(body, preformatted, tally):
        found = draft.outline()
    shorten_blanks(found, preformatted, indents=tally.is_on("indent"), blanks=tally.is_on("blanks"))
    if "table" in tags and tally.is_on("table"):
        wrap_tables(tree, body)
    tally.close()


def _traits(found: Outline) -> tuple[set[str], set[str], set[str]]:
    """The names of attributes in an outline, its styles, and its classes: few, where elements are many."""
    described = [attributes for _, _, attributes, _ in found if attributes]
    styles = {attributes.get("style") or "" for attributes in described}
    classes = {value_of(attributes, "class") for attributes in described}
    return set().union(*described), styles, classes


def is_neutral(attributes: Attributes) -> bool:
    """Whether nothing that an element says of itself asks for anything here, wherever it stands."""
    classes = value_of(attributes, "class")
    if "hidden" in attributes or "align" in attributes or _FORMULA.search(classes) or _matters_in_code(classes):
        return False
    style = attributes.get("style") or ""
    return not (hidden.hides(style) or _aligned(style))


def may_repeat(title: str, beginning: str) -> bool:
    """Whether a heading with such a beginning may say a title again."""
    wanted = _comparable(title)
    return bool(wanted) and wanted.startswith(_comparable(beginning))


# -------------------------------------------------------------------------------------- what goes


def _drop_hidden(draft: Draft, found: Outline, tally: Tally) -> bool:
    """Small blocks that no reader of the original saw go, unless the post has nothing else.  True: some went."""
    tree, body = draft.tree, draft.body
    nodes = [(node, attributes) for node, _, attributes, _ in found if attributes and hidden.is_hidden(attributes)]
    if not nodes:
        return False
    described = [attributes for _, _, attributes, _ in found if attributes]
    outer = [block.node for block in hidden.minor(hidden.blocks(nodes), described, count_words(body.text()))]
    gone = below(outer) | {node.mem_id for node in outer}
    has_media = any(node.tag in EMBEDDED for node in elements(body) if node.mem_id not in gone)
    total, lost = _length(body), sum(map(_length, outer))
    if not has_media and total <= lost:
        return False
    # What other steps took before counts, too: no article loses most of its text in small parts.
    if lost > hidden.LABEL_WORDS and loss.is_much(total - lost, draft):
        return False
    for node in outer:
        tally.add("hidden", "markup", example(node))
        tally.gone("markup", node)
        take_out(tree, node)
    return bool(outer)


def _length(node: LexborNode) -> int:
    return len("".join(node.text().split()))


def _drop_repeated_title(body: LexborNode, found: Outline, title: str, tally: Tally) -> bool:
    """A first heading, or bold line, that says the title again goes, unless it is all there is.  True: it went."""
    heading = None
    for node, tag, _, text in found:
        if tag in HEADINGS or (tag in ("strong", "b") and _is_line(node)):
            heading = node
            break
        if text is not None and text.strip(BLANK):
            return False
    if heading is None or not (wanted := _comparable(title)) or _comparable(heading.text()) != wanted:
        return False
    inside = below([heading])
    if any(node.tag in SHOWING for node in elements(heading)):
        return False
    has_more = len(_comparable(body.text())) > len(wanted) or any(
        node.tag in SHOWING and node.mem_id not in inside for node in elements(body)
    )
    if has_more:
        tally.add("title", "markup", example(heading))
        tally.said_twice(heading.text())
        tally.gone("markup", heading)
        _, following, _ = _beside(heading)
        if heading.tag not in HEADINGS and following is not None and following.tag == "br":
            following.decompose()
        heading.decompose()
    return has_more


def _is_line(node: LexborNode) -> bool:
    """Whether nothing stands beside an element in its line, as far as its siblings tell."""
    before, after, parent = _beside(node)
    while parent is not None and parent.tag in SPANS and before is None:
        # Its first element may be the line; what follows in it counts, and what stands before the wrapper.
        before, following, parent = _beside(parent)
        after = after if after is not None else following
    if parent is None or parent.tag in INLINE or (before is not None and before.tag != "br"):
        return False
    return after is None or after.tag == "br"


def _beside(node: LexborNode) -> tuple[LexborNode | None, LexborNode | None, LexborNode | None]:
    """What stands before and after a node apart from blanks, and its parent."""
    before, after = node.prev, node.next
    while before is not None and is_blank_text(before):
        before = before.prev
    while after is not None and is_blank_text(after):
        after = after.next
    return before, after, node.parent


def _comparable(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _one_formula(body: LexborNode, tally: Tally) -> None:
    """KaTeX and MathJax print a formula twice; the one for the eye is a heap of spans without its style sheet."""
    # Looked up once for each parent: a thousand formulas in one paragraph would search it a thousand times.
    has_source: dict[int, bool] = {}
    for node in reversed(select(body, "span.katex-html", ".MathJax_Display", "span.MathJax", ".MathJax_Preview")):
        parent = node.parent
        # A body that came with a class is found like any other element, and without it there is no article.
        if parent is None or node.tag == "body":
            continue
        if parent.mem_id not in has_source:
            has_source[parent.mem_id] = parent.css_first("code") is not None
        if has_source[parent.mem_id]:
            tally.add("formula", "markup", example(node))
            tally.gone("markup", node)
            tally.said_twice(node.text())
            node.decompose()


def _code(body: LexborNode, values: set[str], tally: Tally) -> bool:
    """Copy buttons leave code, and the colours of other highlighters get the names of ours.

    `values` has each value of `class` in the body; True: something changed.
    """
    blocks = body.css("pre")
    is_joined = tally.is_on("code") and _join_code(blocks, tally)
    if not any(map(_matters_in_code, values)):
        return is_joined
    blocks = body.css("pre")
    inside = below(blocks)
    is_copy_on, is_code_on = tally.is_on("copy"), tally.is_on("code")
    coloured: set[int] = set()
    for node in reversed(elements(body)):
        if node.mem_id in inside:
            classes = attribute(node, "class")
            if is_copy_on and _COPY.search(classes[:200]) and node.tag != "code" and len(example(node)) <= 20:
                tally.add("copy", "markup", example(node))
                tally.gone("markup", node)
                node.decompose()
            elif is_code_on and node.tag == "span" and (name := _token(classes)):
                node.attrs["class"] = name
                parent = node.parent
                coloured.add(parent.mem_id if parent is not None else 0)
            elif node.mem_id in coloured and node.parent is not None:
                coloured.add(node.parent.mem_id)
        if node.tag == "pre" and node.mem_id in coloured:
            node.attrs["class"] = f"{attribute(node, 'class')} highlight".strip()
    return True


def _matters_in_code(classes: str) -> bool:
    return bool(_token(classes)) or _COPY.search(classes[:200]) is not None


def _join_code(blocks: list[LexborNode], tally: Tally) -> bool:
    """Code that Markdown tore at a blank line is one block again.  True: some is.

    The rest of it stands as a `pre` in the `pre`, without the four blanks that made it code, or as a paragraph.
    """
    inner = below(blocks)
    joined: set[int] = set()
    paragraphs: list[LexborNode] = []
    seen: set[int] = set()
    # What is outside is taken off first, so that nothing is moved once for each level of nesting.
    for node in blocks:
        if node.mem_id not in inner:
            continue
        tally.add("code", "markup", partial(example, node))
        if node.mem_id not in joined:
            joined |= below([node])
            indent = "" if node.attributes else _INDENT
            texts = [found for found in node.traverse(include_text=True) if found.is_text_node]
            for position, text in enumerate(texts):
                # Escaped once by Hexo and once more as code.
                meant = (text.text_content or "").replace("&#123;", "{").replace("&#125;", "}")
                text.replace_with(("" if position else indent) + _LINE_START.sub(indent, meant))
            for code in node.css("code"):
                code.unwrap()
        paragraphs += _paragraphs_after(node, seen)
        node.unwrap()
    # Inner ones first, as everywhere.
    for paragraph in reversed(paragraphs):
        paragraph.insert_after("\n")
        paragraph.unwrap()
    return tally.count("code") > 0


def _paragraphs_after(node: LexborNode, seen: set[int]) -> list[LexborNode]:
    """The paragraphs beside a block of code, up to the next block, which has those behind it, or to what was `seen`.

    A block that stood at the end of another one has the same neighbours once that is taken off.
    """
    found = []
    following = node.next
    while following is not None and following.tag != "pre" and following.mem_id not in seen:
        seen.add(following.mem_id)
        if following.tag == "p":
            found.append(following)
        following = following.next
    return found


def _token(classes: str) -> str:
    return _token_of(classes[:200])


# The colours of code are a few names a thousand times.
@lru_cache(maxsize=512)
def _token_of(classes: str) -> str:
    names = classes.split()
    for name in names:
        bare = name.removeprefix("hljs-")
        if bare in _TOKENS and (bare != name or "token" in names):
            return _TOKENS[bare]
    return ""


# ------------------------------------------------------------------------------------ what changes


def _align(found: Outline) -> None:
    for node, tag, attributes, _ in found:
        if not attributes or tag not in _ALIGNED:
            continue
        side = _aligned(attributes.get("style") or "") or (attributes.get("align") or "").strip().lower()
        side = "right" if side == "end" else side
        if side in ("center", "right", "justify"):
            node.attrs["class"] = f"align-{side} {attributes.get('class') or ''}".strip()


def _aligned(style: str) -> str:
    match = _ALIGN.search(style, 0, _MAX_STYLE) if "align" in style.lower() else None
    return match[1].lower() if match is not None else ""


def _preformatted(found: Outline) -> set[int]:
    blocks = [node for node, tag, _, _ in found if tag == "pre"]
    return below(blocks) | {node.mem_id for node in blocks}

"""Structure: what scraped markup gets wrong about headings, lists, tables, code, alignment and empty space."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Draft
from generator.cleaning.lists import mend_lists
from generator.cleaning.spacing import (
    BLANK,
    INLINE,
    is_blank_text,
    shorten_blanks,
    shorten_breaks,
    take_out,
    trim_indents,
)
from generator.cleaning.tree import MEDIA, Tally, attribute, below, children, elements, select
from generator.cleaning.vocabulary import own_classes

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

SMALL_CHARACTERS = 60
"""Hidden blocks up to this length go whatever their share of the text."""
HIDDEN_CHARACTERS = 200
HIDDEN_SHARE = 0.2

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_COLLAPSIBLE = _HEADINGS | INLINE | {
    "p", "div", "section", "center", "ul", "ol", "li", "dl", "figure", "figcaption", "blockquote",
}  # fmt: skip
_SOLID = MEDIA | {
    "table", "td", "th", "tr", "tbody", "thead", "tfoot", "col", "colgroup", "caption", "source", "wbr", "pre",
}  # fmt: skip
_ALIGNED = _HEADINGS | {
    "p", "div", "td", "th", "li", "figure", "figcaption", "caption", "blockquote", "section",
}  # fmt: skip
_ITEMS = frozenset({"li", "dt", "dd"})
_MAX_STYLE = 2_000
# Not `visibility: hidden`: whole WeChat articles carry it until their script has run.
_HIDDEN = re.compile(r"(?:^|;)\s{0,9}display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_ALIGN = re.compile(r"(?:^|;)\s{0,9}text-align\s{0,9}:\s{0,9}(center|right|end|justify)", re.IGNORECASE)
_INDENT = " " * 4
_LINE_START = re.compile(r"(?<=\n)(?=[^\n])")
_SEPARATE = re.compile(r"visually-?hidden|sr-only|screen-reader", re.IGNORECASE)
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
    if tally.is_on("hidden"):
        _drop_hidden(tree, body, tally)
    if tally.is_on("title"):
        _drop_repeated_title(body, draft.header.title, tally)
    if tally.is_on("formula"):
        _one_formula(body, tally)
    tags = {node.tag for node in elements(body)}
    if "pre" in tags:
        _code(body, tally)
    if tally.is_on("align"):
        _align(select(body, "[style*=align i]", "[align]"))
    if tags & _ITEMS and tally.is_on("list"):
        mend_lists(tree, body, tally)
    if "table" in tags and tally.is_on("table"):
        _unwrap_layouts(tree, body, tally)
    _collapse(tree, body, tally, has_code=bool(tags & {"pre", "code"}))
    # After wrappers are off: breaks and blanks that stood in wrappers of their own stand together now.
    preformatted = below(body.css("pre")) if "pre" in tags else frozenset()
    if "br" in tags and tally.is_on("breaks"):
        shorten_breaks(body, preformatted, tally)
    if tally.is_on("indent"):
        trim_indents(body, preformatted)
    if tally.is_on("blanks"):
        shorten_blanks(body, preformatted)
    if "table" in tags and tally.is_on("table"):
        _wrap_tables(tree, body)
    tally.close()


# -------------------------------------------------------------------------------------- what goes


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search((attributes.get("style") or "")[:_MAX_STYLE]))


def _drop_hidden(tree: LexborHTMLParser, body: LexborNode, tally: Tally) -> None:
    """Small blocks that no reader of the original saw go, unless the post has nothing else."""
    nodes = [node for node in select(body, "[hidden]", "[style*=none i]") if _is_hidden(node)]
    if not nodes:
        return
    inner = below(nodes)
    total = _length(body)
    outer = [node for node in nodes if node.mem_id not in inner and _is_minor(_length(node), total)]
    gone = below(outer) | {node.mem_id for node in outer}
    has_media = any(node.tag in MEDIA and node.tag != "hr" for node in elements(body) if node.mem_id not in gone)
    if not has_media and total <= sum(_length(node) for node in outer):
        return
    for node in outer:
        tally.add("hidden", "markup", _text(node))
        take_out(tree, node)


def _is_minor(length: int, total: int) -> bool:
    """Whether a hidden block is small enough to go: longer ones may be an article that a script would have shown."""
    return length <= SMALL_CHARACTERS or (length <= HIDDEN_CHARACTERS and length <= total * HIDDEN_SHARE)


def _length(node: LexborNode) -> int:
    return len("".join(node.text().split()))


def _drop_repeated_title(body: LexborNode, title: str, tally: Tally) -> None:
    """A first heading, or bold line, that says the title again goes, unless it is all there is."""
    wanted = _comparable(title)
    if not wanted:
        return
    heading = None
    for node in body.traverse(include_text=True):
        if node.tag in _HEADINGS or (node.tag in ("strong", "b") and _is_line(node)):
            heading = node
            break
        if node.is_text_node and (node.text_content or "").strip(BLANK):
            return
    if heading is None or _comparable(heading.text()) != wanted:
        return
    inside = below([heading])
    if any(node.tag in MEDIA for node in elements(heading)):
        return
    has_more = len(_comparable(body.text())) > len(wanted) or any(
        node.tag in MEDIA and node.mem_id not in inside for node in elements(body)
    )
    if has_more:
        tally.add("title", "markup", _text(heading))
        tally.said_twice(heading.text())
        _, following, _ = _beside(heading)
        if heading.tag not in _HEADINGS and following is not None and following.tag == "br":
            following.decompose()
        heading.decompose()


def _is_line(node: LexborNode) -> bool:
    """Whether nothing stands beside an element in its line, as far as its siblings tell."""
    before, after, parent = _beside(node)
    while parent is not None and parent.tag in ("span", "font") and before is None:
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
        if parent is None:
            continue
        if parent.mem_id not in has_source:
            has_source[parent.mem_id] = parent.css_first("code") is not None
        if has_source[parent.mem_id]:
            tally.add("formula", "markup", _text(node))
            tally.said_twice(node.text())
            node.decompose()


def _code(body: LexborNode, tally: Tally) -> None:
    """Copy buttons leave code, and the colours of other highlighters get the names of ours."""
    blocks = body.css("pre")
    if tally.is_on("code"):
        _join_code(blocks, tally)
        blocks = body.css("pre")
    inside = below(blocks)
    is_copy_on, is_code_on = tally.is_on("copy"), tally.is_on("code")
    coloured: set[int] = set()
    for node in reversed(elements(body)):
        if node.mem_id in inside:
            classes = attribute(node, "class")
            if is_copy_on and _COPY.search(classes[:200]) and node.tag != "code" and len(_text(node)) <= 20:
                tally.add("copy", "markup", _text(node))
                node.decompose()
            elif is_code_on and node.tag == "span" and (name := _token(classes)):
                node.attrs["class"] = name
                parent = node.parent
                coloured.add(parent.mem_id if parent is not None else 0)
            elif node.mem_id in coloured and node.parent is not None:
                coloured.add(node.parent.mem_id)
        if node.tag == "pre" and node.mem_id in coloured:
            node.attrs["class"] = f"{attribute(node, 'class')} highlight".strip()


def _join_code(blocks: list[LexborNode], tally: Tally) -> None:
    """Code that Markdown tore at a blank line is one block again.

    The rest of it stands as a `pre` in the `pre`, without the four blanks that made it code, or as a paragraph.
    """
    inner = below(blocks)
    for node in reversed(blocks):
        if node.mem_id not in inner:
            continue
        tally.add("code", "markup", _text(node))
        texts = [found for found in node.traverse(include_text=True) if found.is_text_node]
        indent = "" if node.attributes else _INDENT
        for position, text in enumerate(texts):
            # Escaped once by Hexo and once more as code.
            meant = (text.text_content or "").replace("&#123;", "{").replace("&#125;", "}")
            text.replace_with(("" if position else indent) + _LINE_START.sub(indent, meant))
        for paragraph in _paragraphs_after(node):
            paragraph.insert_after("\n")
            paragraph.unwrap()
        for code in reversed(node.css("code")):
            code.unwrap()
        node.unwrap()


def _paragraphs_after(node: LexborNode) -> list[LexborNode]:
    found = []
    following = node.next
    while following is not None:
        if following.tag == "p":
            found.append(following)
        following = following.next
    return found


def _token(classes: str) -> str:
    names = classes[:200].split()
    for name in names:
        bare = name.removeprefix("hljs-")
        if bare in _TOKENS and (bare != name or "token" in names):
            return _TOKENS[bare]
    return ""


# ------------------------------------------------------------------------------------ what changes


def _align(styled: list[LexborNode]) -> None:
    for node in styled:
        if node.tag not in _ALIGNED:
            continue
        attributes = node.attributes
        found = _ALIGN.search((attributes.get("style") or "")[:_MAX_STYLE])
        side = (found[1] if found else attributes.get("align") or "").strip().lower()
        side = "right" if side == "end" else side
        if side in ("center", "right", "justify"):
            node.attrs["class"] = f"align-{side} {attributes.get('class') or ''}".strip()


def _collapse(tree: LexborHTMLParser, body: LexborNode, tally: Tally, *, has_code: bool) -> None:
    """Wrappers without content go, and spans that mean nothing are taken off their text."""
    is_empty_on, is_span_on = tally.is_on("empty"), tally.is_on("span")
    inside = below(select(body, "pre", "code")) if has_code else frozenset()
    full: set[int] = set()
    broken: set[int] = set()
    for node in reversed(elements(body)):
        tag = node.tag or ""
        is_inside = node.mem_id in inside
        is_full = node.mem_id in full or tag in _SOLID or is_inside or _has_own_content(node)
        # A line break is something in the middle of a line, and nothing when its block holds nothing else.
        is_break = not is_full and (tag == "br" or (tag in INLINE and node.mem_id in broken))
        parent = node.parent
        is_empty = not is_full and not is_break and tag in _COLLAPSIBLE
        if is_empty and is_empty_on and not attribute(node, "id").startswith("fn"):
            tally.add("empty", "markup")
            take_out(tree, node)
            continue
        if parent is not None and (is_full or is_break):
            (full if is_full else broken).add(parent.mem_id)
        if is_span_on and tag in ("span", "font", "big") and not _means_something(node, tag):
            if tag == "span" and _SEPARATE.search(attribute(node, "class")[:200]):
                node.insert_before(" ")
                node.insert_after(" ")
            node.unwrap(delete_empty=True)


def _has_own_content(node: LexborNode) -> bool:
    child = node.first_child
    while child is not None:
        tag = child.tag
        if tag == "-text" and (child.text_content or "").strip(BLANK):
            return True
        # `<!-- more -->` is looked for after this step.
        if tag == "-comment" and (child.comment_content or "").strip().lower() == "more":
            return True
        child = child.next
    return False


def _means_something(node: LexborNode, tag: str) -> bool:
    attributes = node.attributes
    return "lang" in attributes or "dir" in attributes or bool(own_classes(tag, attributes.get("class") or ""))


def _unwrap_layouts(tree: LexborHTMLParser, body: LexborNode, tally: Tally) -> None:
    """A table of one cell is no table but a frame around text, which would scroll on a narrow screen."""
    for table in reversed(body.css("table")):
        cells = [node for node in elements(table) if node.tag in ("td", "th", "caption")]
        # Frames inside it are gone by now; a real table inside it has cells of its own.
        if len(cells) == 1 and cells[0].tag != "caption":
            tally.add("table", "markup", _text(cells[0]))
            box = tree.create_node("div")
            table.insert_before(box, move=True)
            for child in children(cells[0]):
                box.insert_child(child, move=True)
            table.decompose()


def _wrap_tables(tree: LexborHTMLParser, body: LexborNode) -> None:
    """A box around each outermost table, which scrolls where the screen is narrow."""
    tables = body.css("table")
    inner = below(tables)
    for table in tables:
        parent = table.parent
        if table.mem_id in inner or parent is None or attribute(parent, "class") == "table":
            continue
        box = tree.create_node("div")
        box.attrs["class"] = "table"
        table.insert_before(box, move=True)
        box.insert_child(table, move=True)


def _text(node: LexborNode) -> str:
    return " ".join(node.text()[:2_000].split())

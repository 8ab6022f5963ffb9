"""Structure: what scraped markup gets wrong about headings, lists, tables, code, alignment and empty space."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.draft import Draft
from generator.cleaning.tree import MEDIA, Tally, attribute, below, children, elements, rename
from generator.cleaning.vocabulary import own_classes

RULES = (
    "hidden",
    "title",
    "formula",
    "copy",
    "code",
    "align",
    "list",
    "breaks",
    "indent",
    "blanks",
    "empty",
    "span",
    "table",
)
"""What this step does, in this order, by the names that `off` takes as `structure:NAME`."""

MAX_BREAKS = 2
SMALL_CHARACTERS = 60
"""Hidden blocks up to this length go whatever their share of the text."""
HIDDEN_CHARACTERS = 200
HIDDEN_SHARE = 0.2

_BLANK = "\u3000\u00a0\u200b\ufeff \t\n\r\f"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    {"span", "font", "a", "b", "strong", "em", "i", "u", "big", "small", "sub", "sup", "code", "ins", "del"}
)
_COLLAPSIBLE = _HEADINGS | _INLINE | {
    "p", "div", "section", "center", "ul", "ol", "li", "dl", "figure", "figcaption", "blockquote",
}  # fmt: skip
_SOLID = MEDIA | {
    "table", "td", "th", "tr", "tbody", "thead", "tfoot", "col", "colgroup", "caption", "source", "wbr", "pre",
}  # fmt: skip
_ALIGNED = _HEADINGS | {
    "p", "div", "td", "th", "li", "figure", "figcaption", "caption", "blockquote", "section",
}  # fmt: skip
_PARAGRAPHS = frozenset({"p", "div", "blockquote", "section", "figcaption"})
_MAX_STYLE = 2_000
# Not `visibility: hidden`: whole WeChat articles carry it until their script has run.
_HIDDEN = re.compile(r"(?:^|;)\s{0,9}display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_ALIGN = re.compile(r"(?:^|;)\s{0,9}text-align\s{0,9}:\s{0,9}(center|right|end|justify)", re.IGNORECASE)
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
    if tally.is_on("hidden"):
        _drop_hidden(body, tally)
    if tally.is_on("title"):
        _drop_repeated_title(body, draft.header.title, tally)
    if tally.is_on("formula"):
        _one_formula(body, tally)
    _code(body, tally)
    if tally.is_on("align"):
        _align(body)
    if tally.is_on("list"):
        _lists(tree, body, tally)
    if tally.is_on("breaks"):
        _shorten_breaks(body, tally)
    if tally.is_on("indent"):
        _trim_indents(body)
    if tally.is_on("blanks"):
        _shorten_blanks(body)
    _collapse(body, tally)
    if tally.is_on("table"):
        _wrap_tables(tree, body)
    tally.close()


# -------------------------------------------------------------------------------------- what goes


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search((attributes.get("style") or "")[:_MAX_STYLE]))


def _drop_hidden(body: LexborNode, tally: Tally) -> None:
    """Small blocks that no reader of the original saw go, unless the post has nothing else."""
    nodes = [node for node in elements(body) if _is_hidden(node)]
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
        node.decompose()


def _is_minor(length: int, total: int) -> bool:
    """Whether a hidden block is small enough to go: longer ones may be an article that a script would have shown."""
    return length <= SMALL_CHARACTERS or (length <= HIDDEN_CHARACTERS and length <= total * HIDDEN_SHARE)


def _length(node: LexborNode) -> int:
    return len("".join(node.text().split()))


def _drop_repeated_title(body: LexborNode, title: str, tally: Tally) -> None:
    """A first heading that says the title again goes, unless it is all there is."""
    wanted = _comparable(title)
    if not wanted:
        return
    heading = None
    for node in body.traverse(include_text=True):
        if node.tag in _HEADINGS:
            heading = node
            break
        if node.is_text_node and (node.text_content or "").strip(_BLANK):
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
        heading.decompose()


def _comparable(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _one_formula(body: LexborNode, tally: Tally) -> None:
    """KaTeX and MathJax print a formula twice; the one for the eye is a heap of spans without its style sheet."""
    # Looked up once for each parent: a thousand formulas in one paragraph would search it a thousand times.
    has_source: dict[int, bool] = {}
    for node in reversed(body.css("span.katex-html, .MathJax_Display, span.MathJax, .MathJax_Preview")):
        parent = node.parent
        if parent is None:
            continue
        if parent.mem_id not in has_source:
            has_source[parent.mem_id] = parent.css_first("code") is not None
        if has_source[parent.mem_id]:
            tally.add("formula", "markup", _text(node))
            node.decompose()


def _code(body: LexborNode, tally: Tally) -> None:
    """Copy buttons leave code, and the colours of other highlighters get the names of ours."""
    blocks = body.css("pre")
    if not blocks:
        return
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


def _token(classes: str) -> str:
    names = classes[:200].split()
    for name in names:
        bare = name.removeprefix("hljs-")
        if bare in _TOKENS and (bare != name or "token" in names):
            return _TOKENS[bare]
    return ""


# ------------------------------------------------------------------------------------ what changes


def _align(body: LexborNode) -> None:
    for node in elements(body):
        if node.tag not in _ALIGNED:
            continue
        attributes = node.attributes
        found = _ALIGN.search((attributes.get("style") or "")[:_MAX_STYLE])
        side = (found[1] if found else attributes.get("align") or "").strip().lower()
        side = "right" if side == "end" else side
        if side in ("center", "right", "justify"):
            node.attrs["class"] = f"align-{side} {attributes.get('class') or ''}".strip()


def _lists(tree: LexborHTMLParser, body: LexborNode, tally: Tally) -> None:
    """Items without a list get one, neighbours together."""
    for node in elements(body):
        parent = node.parent
        if parent is None or parent.tag in ("ul", "ol", "menu", "dir", "dl"):
            continue
        if node.tag == "li":
            tally.add("list", "markup", _text(node))
            items = tree.create_node("ul")
            node.insert_before(items, move=True)
            following: LexborNode | None = node
            while following is not None and (following.tag == "li" or _is_blank_text(following)):
                after = following.next
                items.insert_child(following, move=True)
                following = after
        elif node.tag in ("dt", "dd") and parent.tag != "div":
            # Renaming frees the node, but not its children, which stay in the list that is walked.
            rename(tree, node, "div", frozenset({"class", "lang", "dir"}))


def _is_blank_text(node: LexborNode) -> bool:
    return bool(node.is_text_node) and not (node.text_content or "").strip()


def _shorten_breaks(body: LexborNode, tally: Tally) -> None:
    """More than two line breaks in a row say nothing that two do not."""
    runs: dict[int, int] = {}
    extra = []
    for node in body.css("br"):
        before = node.prev
        while before is not None and (before.is_comment_node or _is_blank_text(before)):
            before = before.prev
        length = runs.get(before.mem_id, 0) + 1 if before is not None and before.tag == "br" else 1
        runs[node.mem_id] = length
        if length > MAX_BREAKS:
            extra.append(node)
    for node in extra:
        tally.add("breaks", "markup")
        node.decompose()


def _trim_indents(body: LexborNode) -> None:
    """Blanks that indent a paragraph by hand go: the theme indents or does not, for all alike."""
    inside = below(body.css("pre"))
    is_start = False
    for node in list(body.traverse(include_text=True)):
        if node.is_text_node:
            text = node.text_content or ""
            if not is_start:
                continue
            trimmed = text.lstrip(_BLANK)
            if trimmed and trimmed != text and text[: len(text) - len(trimmed)].strip(" \t\n\r\f"):
                node.replace_with(trimmed)
            is_start = not trimmed
        elif node.is_element_node:
            if node.mem_id in inside or node.tag == "pre":
                is_start = False
            elif node.tag in _PARAGRAPHS:
                is_start = True
            elif node.tag not in _INLINE:
                is_start = False


def _shorten_blanks(body: LexborNode) -> None:
    """Blank lines between elements, which mean nothing outside `pre`, become one line end: templates leave dozens."""
    inside = below(body.css("pre"))
    for node in list(body.traverse(include_text=True)):
        parent = node.parent
        if not node.is_text_node or parent is None or parent.tag == "pre" or parent.mem_id in inside:
            continue
        text = node.text_content or ""
        if "\n" in text and not text.strip(" \t\n\r\f"):
            before = node.prev
            if before is not None and before.is_text_node and before.text_content == "\n":
                node.decompose()
            elif text != "\n":
                node.replace_with("\n")


def _collapse(body: LexborNode, tally: Tally) -> None:
    """Wrappers without content go, and spans that mean nothing are taken off their text."""
    is_empty_on, is_span_on = tally.is_on("empty"), tally.is_on("span")
    inside = below(body.css("pre, code"))
    full: set[int] = set()
    for node in reversed(elements(body)):
        tag = node.tag or ""
        is_inside = node.mem_id in inside
        is_full = node.mem_id in full or tag in _SOLID or is_inside or _has_own_content(node, tag)
        parent = node.parent
        if not is_full and is_empty_on and tag in _COLLAPSIBLE and not attribute(node, "id").startswith("fn"):
            tally.add("empty", "markup")
            node.decompose()
            continue
        if (is_full or tag == "br") and parent is not None and (tag != "br" or parent.tag in _INLINE):
            full.add(parent.mem_id)
        if is_span_on and tag in ("span", "font", "big") and not _means_something(node, tag):
            if tag == "span" and _SEPARATE.search(attribute(node, "class")[:200]):
                node.insert_before(" ")
                node.insert_after(" ")
            node.unwrap(delete_empty=True)


def _has_own_content(node: LexborNode, tag: str) -> bool:
    for child in children(node):
        if child.is_text_node and (child.text_content or "").strip(_BLANK):
            return True
        # `<!-- more -->` is looked for after this step.
        if child.is_comment_node and (child.comment_content or "").strip().lower() == "more":
            return True
    return False


def _means_something(node: LexborNode, tag: str) -> bool:
    attributes = node.attributes
    return "lang" in attributes or "dir" in attributes or bool(own_classes(tag, attributes.get("class") or ""))


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

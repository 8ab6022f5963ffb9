"""The step that finds the formulas of a scraped page and leaves one copy of each: code that holds its TeX.

MathJax and KaTeX write a formula up to four times: a preview, what is seen, MathML for screen readers, and the source.
Others write a picture whose address or description is the TeX, and pages that wait for a script hold the TeX as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote_plus

from generator.article.elements import CODE, FLOW
from generator.article.formulas import CLASS, DISPLAY
from generator.article.nodes import Node, below, example
from generator.article.urls import host
from generator.bodies.formulas import formula_at
from generator.cleaning.draft import Draft, Tally
from generator.cleaning.mathml import tex_of

RULES = ("copy", "picture", "text")
"""The parts of this step; `off` takes each as `formulas:NAME`."""

_MAY_HOLD = ("math", "Math", "katex", "mjx-", "latex", "/tex", "tex=", "data-tex", "\\(", "\\[", "$$", "eeimg")
"""A body with a formula that this step knows holds one of these; a `$…$` needs one of `_TEX_SIGNS`."""
_TEX_SIGNS = ("\\", "^", "_")
_GROUP = re.compile(
    r"(?:^|\s)(?:katex(?:-display|-mathml)?|mwe-math-\S+|MathJax(?:_\S+)?|MJX(?:_|-)\S+|mjx-\S+|math-(?:inline|block|display)|"
    r"latex|tex|ztext-math)(?=\s|$)",
)
"""Classes of the elements around a formula."""
_VISUAL = re.compile(
    r"(?:^|\s)(?:MathJax(?:_(?:Preview|Display|SVG|CHTML|MathML|SVG_Display))?|MJX\S*|mjx-\S+)(?=\s|$)"
)
_SHOWN_BESIDE = re.compile(r"(?:^|\s)(?:MathJax(?:_Display|_Preview)?|katex-html)(?=\s|$)")
_DISPLAY_GROUP = re.compile(
    r"(?:^|\s)(?:katex-display|MathJax_Display|MathJax_SVG_Display|mwe-math-fallback-image-display)(?=\s|$)"
)
_TEX_ATTRIBUTES = ("data-tex", "data-latex", "data-formula", "data-expr")
_WRAPPER = re.compile(r"\{\\(?:display|text)style\s(?P<tex>.*)\}", re.DOTALL)
_PICTURE_HOSTS = re.compile(
    r"(?:^|\.)(?:latex\.\S+|\S*codecogs\.com|s\d?\.wp\.com|i\.upmath\.me|tex\.\S+|math\.\S+|chart\.apis\.google\.com)$"
)
_PICTURE_PATH = re.compile(
    r"/(?:equation|latex|tex|mathtex|mimetex|eq|render)(?:\.(?:php|cgi|latex))?(?:[/?]|$)", re.IGNORECASE
)
_TEX_PICTURE = re.compile(
    r"/(?:svg|png|gif|eq|tex)\.(?:latex|image)\?(?P<tex>.+)|/(?:svg|png)/(?P<path>.+)", re.IGNORECASE
)
_TEX_FIELDS = ("tex", "latex", "eq", "formula", "math", "chl")
_PICTURE_CLASS = re.compile(
    r"(?:^|\s)(?:latex|tex|math|equation|mwe-math-fallback-image-(?:inline|display)|mathimg)(?=\s|$)"
)
_LOOKS_LIKE_TEX = re.compile(r"\\[A-Za-z]|[\^_{}=<>+]|^[\w(),.|!' *-]{1,20}$")
_SURE = re.compile(r"\\[A-Za-z]+|[\^_]")
_NEAR = 6


def apply(draft: Draft) -> None:
    """Leave one copy of each formula of a draft, as code with its TeX."""
    written = draft.raw.body
    may_hold = any(map(written.__contains__, _MAY_HOLD))
    may_hold_dollars = "$" in written and any(map(written.__contains__, _TEX_SIGNS))
    if not may_hold and not may_hold_dollars:
        return
    tally = Tally(draft, "formulas")
    if may_hold:
        _replace_sources(draft.body, tally)
        if tally.is_on("copy"):
            _drop_copies(draft.body, tally)
        if tally.is_on("picture"):
            _replace_pictures(draft.body, tally)
    if draft.kind != "markdown" and draft.config.math != "off" and tally.is_on("text"):
        _mark_texts(draft.body, tally)
    tally.close()


def code_of(tex: str, *, is_display: bool) -> Node:
    """The element that holds TeX until it becomes MathML."""
    node = Node("code", {"class": f"{CLASS} {DISPLAY}" if is_display else CLASS})
    node.append(tex)
    return node


# ----------------------------------------------------------------------------- sources beside copies


def _replace_sources(body: Node, tally: Tally) -> None:
    """Replace each formula whose TeX or MathML the page holds, with all its copies, by code."""
    for script in body.elements("script"):
        _replace_script(script, tally)
    gone: set[Node] = set()
    for node in body.elements():
        if node not in gone and (node.tag == "math" or _has_attribute(node)):
            replaced = replace_formula(node, tally)
            gone |= below(replaced) | set(replaced)


def replace_formula(node: Node, tally: Tally) -> list[Node]:
    """Replace a `math` element, or one that holds the TeX of a formula, and its copies.  Returns what is gone.

    A formula without any text is removed; other elements without TeX stay.
    """
    root = _group(node)
    tex, is_display = _source(node, root)
    if not tex and node.tag != "math":
        return []
    # The account sees the whole formula removed, and its source as part of the new text.
    tally.gone("markup", root)
    if root is not node:
        tally.add("copy", "markup", tex)
        tally.said_twice(root.text())
    if tex:
        _place(root, code_of(tex, is_display=is_display), is_display=is_display)
    root.remove()
    return [root]


def _has_attribute(node: Node) -> bool:
    return any(name in node.attributes for name in (*_TEX_ATTRIBUTES, "data-mathml")) and node.tag != "img"


def _replace_script(script: Node, tally: Tally) -> None:
    """Replace a script with the source of a formula, and what MathJax wrote in front of it."""
    kind = script.value("type").lower()
    if not kind.startswith("math/") or not (tex := script.text().strip()):
        return
    is_display = "display" in kind
    copies: list[Node] = []
    before = script.prev
    while before is not None and len(copies) < 4:
        if before.is_element and _VISUAL.search(before.value("class")):
            copies.append(before)
            is_display = is_display or _DISPLAY_GROUP.search(before.value("class")) is not None
        elif not before.is_text or before.text_content.strip():
            break
        before = before.prev
    for copy in copies:
        tally.take("copy", "markup", copy, example(copy))
        tally.said_twice(copy.text())
        copy.remove()
    _place(script, code_of(_bare(tex), is_display=is_display), is_display=is_display)
    script.remove()


def _group(node: Node) -> Node:
    """The outermost element around a formula that holds nothing but its copies."""
    root = node
    for count, outer in enumerate(node.ancestors()):
        if count >= _NEAR or (outer.tag in FLOW and not _GROUP.search(outer.value("class"))):
            break
        if _GROUP.search(outer.value("class")) or outer.tag.startswith("mjx-"):
            root = outer
    return root


def _source(node: Node, root: Node) -> tuple[str, bool]:
    """(TeX, whether it stands on a line of its own) of a formula; no TeX if the page holds none."""
    is_display = (
        node.value("display") in ("block", "true")
        or root.value("display") == "true"
        or node.value("mode") == "display"
        or any(_DISPLAY_GROUP.search(inner.value("class")) for inner in (root, *root.elements("span", "div")[:_NEAR]))
    )
    annotation = node.first("annotation") if node.tag == "math" else None
    if annotation is not None and "tex" in annotation.value("encoding").lower():
        return _bare(annotation.text()), is_display
    for name in _TEX_ATTRIBUTES:
        if value := node.value(name).strip():
            return _bare(value), is_display
    if node.tag != "math":
        return "", is_display
    if (alternative := node.value("alttext").strip()) and _SURE.search(alternative):
        return _bare(alternative), is_display
    return tex_of(node).strip(), is_display


def _bare(tex: str) -> str:
    """TeX without the delimiters and the style that renderers put around it."""
    tex = tex.strip()
    if (match := _WRAPPER.fullmatch(tex)) is not None:
        tex = match["tex"].strip()
    if len(tex) > 1 and tex[0] == "$":
        formula = formula_at(tex, 0)
        tex = formula.tex if formula is not None and formula.end == len(tex) else tex
    return tex


def _place(node: Node, code: Node, *, is_display: bool) -> None:
    """Put a formula in front of a node; one on a line of its own gets a paragraph where text may not stand alone."""
    parent = node.parent
    if is_display and parent is not None and parent.tag in FLOW:
        paragraph = Node("p")
        paragraph.append(code)
        code = paragraph
    node.insert_before(code)


def _drop_copies(body: Node, tally: Tally) -> None:
    """Remove what is seen of a formula whose source stands beside it as code."""
    has_source: dict[Node, bool] = {}
    for node in reversed(body.elements()):
        parent = node.parent
        if parent is None or node.tag == "body" or not _SHOWN_BESIDE.search(node.value("class")):
            continue
        # Looked up once for each parent: otherwise a paragraph of 1,000 formulas would be searched 1,000 times.
        if parent not in has_source:
            has_source[parent] = parent.first("code") is not None
        if has_source[parent]:
            tally.take("copy", "markup", node, example(node))
            tally.said_twice(node.text())
            node.remove()


# ------------------------------------------------------------------------------------------ pictures


def _replace_pictures(body: Node, tally: Tally) -> None:
    """Replace each picture of a formula by its TeX."""
    for node in body.elements("img"):
        if not (tex := _pictured(node)):
            continue
        is_display = "display" in node.value("class")
        tally.take("picture", "markup", node, tex)
        _place(node, code_of(tex, is_display=is_display), is_display=is_display)
        node.remove()


def _pictured(node: Node) -> str:
    """The TeX of a picture of a formula; empty for all other pictures."""
    for name in _TEX_ATTRIBUTES:
        if value := node.value(name).strip():
            return _bare(value)
    address = next((value for name in ("data-src", "data-original", "src") if (value := node.value(name))), "")
    alternative = node.value("alt").strip()
    says_formula = _PICTURE_CLASS.search(node.value("class")) is not None or node.value("eeimg") != ""
    path = address.partition("//")[2][:500]
    is_made = _PICTURE_HOSTS.search(host(address)) is not None or _PICTURE_PATH.search(path) is not None
    if not says_formula and not is_made:
        return ""
    if is_made and (sent := _sent(address)):
        return _bare(sent)
    if alternative and _LOOKS_LIKE_TEX.search(alternative) and (says_formula or _SURE.search(alternative)):
        return _bare(alternative)
    return ""


def _sent(address: str) -> str:
    """The TeX that an address asks a server to draw."""
    _, _, query = address[:5_000].partition("#")[0].partition("?")
    fields = parse_qs(query) if "=" in query else {}
    for name in _TEX_FIELDS:
        if value := next(iter(fields.get(name, ())), "").strip():
            return value if _LOOKS_LIKE_TEX.search(value) else ""
    match = _TEX_PICTURE.search(address[:5_000])
    if match is None:
        return ""
    tex = unquote_plus(match["tex"] or match["path"]).strip()
    return tex if _SURE.search(tex) else ""


# --------------------------------------------------------------------------------------------- texts


def _mark_texts(body: Node, tally: Tally) -> None:
    """Put formulas that a script of the page would have drawn into code."""
    for node in _texts(body):
        pieces = list(_split(node.text_content))
        if len(pieces) == 1 and isinstance(pieces[0], str):
            continue
        for piece in pieces:
            if isinstance(piece, Node):
                tally.add("text", "attribute", piece.text())
            node.insert_before(piece)
        node.remove()


def _texts(body: Node) -> Iterator[Node]:
    """The texts that may hold a formula: those with a sign of one, outside of code, links and scripts."""
    closed = body.elements(*CODE, "a", "script", "style")
    inside = below(closed) | set(closed)
    for node in body.walk():
        if node.is_text and node.parent not in inside and ("$" in node.text_content or "\\" in node.text_content):
            yield node


def _split(text: str) -> Iterator[str | Node]:
    """The formulas of a text as code, and what stands between them; single dollars need a sign of TeX inside."""
    start = position = 0
    while position < len(text):
        dollar, slash = text.find("$", position), text.find("\\", position)
        position = min(at for at in (dollar, slash, len(text)) if at >= 0)
        formula = formula_at(text, position) if position < len(text) else None
        if formula is None or (text[position] == "$" and not _SURE.search(formula.tex)):
            position += 1
            continue
        if position > start:
            yield text[start:position]
        yield code_of(formula.tex, is_display=formula.is_display)
        start = position = formula.end
    if start < len(text) or not text:
        yield text[start:]

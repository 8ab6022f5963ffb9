"""The step that finds the formulas of a scraped page and leaves one copy of each: a `code` element with its TeX.

MathJax and KaTeX write a formula up to four times: a preview, the visible form, MathML for screen readers, and the
source.  Others write a picture whose address or description is the TeX, and pages that wait for a script have the TeX
as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote_plus

from generator.article.elements import CODE, FLOW
from generator.article.formulas import CLASS, DISPLAY
from generator.article.nodes import Node, below, example, read_body
from generator.article.urls import host
from generator.bodies.formulas import formula_at
from generator.cleaning.draft import Draft, Tally
from generator.cleaning.formulas.mathml import tex_of

RULES = ("copy", "picture", "text")
"""The parts of this step; `off` takes each as `formulas:NAME`."""

_NAMES_TEX = re.compile(r"tex(?!t)")
_MAY_HOLD = ("math", "Math", "equation", "formula", "data-expr", "eeimg", "codecogs", "/eq", "/render", "chl=")
"""A body with the source of a formula or a picture of one holds one of these, or names TeX."""
_GROUP = re.compile(
    r"(?:^|\s)(?:katex(?:-display|-mathml)?|mwe-math-\S+|MathJax(?:_\S+)?|MJX(?:_|-)\S+|mjx-\S+)(?=\s|$)"
)
"""Classes of the elements that renderers put around a formula and its copies."""
_VISUAL = re.compile(
    r"(?:^|\s)(?:MathJax(?:_(?:Preview|Display|SVG|CHTML|MathML|SVG_Display))?|MJX\S*|mjx-\S+)(?=\s|$)"
)
_SHOWN_BESIDE = re.compile(r"(?:^|\s)(?:MathJax(?:_Display|_Preview)?|katex-html)(?=\s|$)")
_DISPLAY_GROUP = re.compile(
    r"(?:^|\s)(?:katex-display|MathJax_Display|MathJax_SVG_Display|mwe-math-fallback-image-display)(?=\s|$)"
)
_ERROR = "katex-error"
"""The class of TeX that KaTeX could not read."""
_MOST_COPIES = 4
_FEW_CHARACTERS = 10
"""What is seen of a formula is not much longer than its TeX, for each copy; other text is of the article."""
_MATHML_CHARACTERS = 50_000
_CDATA = re.compile(r"\s*%\s*<!\[CDATA\[\s*|\s*%\s*\]\]>\s*")
_BEARERS = frozenset({"span", "div", "p", "math-renderer", "tex-math", "mjx-container"})
"""Elements that may hold the TeX of a formula in an attribute."""
_TEX_ATTRIBUTES = ("data-tex", "data-latex", "data-formula", "data-expr")
_WRAPPER = re.compile(r"\{\\(?:display|text)style\s(?P<tex>.*)\}", re.DOTALL)
_PICTURE_HOSTS = re.compile(
    r"(?:^|\.)(?:latex\.\S+|\S*codecogs\.com|s\d?\.wp\.com|i\.upmath\.me|chart\.(?:apis\.google|googleapis)\.com)$"
)
_PICTURE_PATH = re.compile(
    r"/(?:equation|latex|tex|mathtex|mimetex|eq|math|formula|render|(?:svg|png|gif|eq|tex)(?=\.(?:latex|image)))"
    r"(?:\.(?:php|cgi|latex|image|svg|png|gif))?\?",
    re.IGNORECASE,
)
"""What servers that draw formulas are asked for."""
_TEX_PICTURE = re.compile(
    r"/(?:(?:svg|png|gif|eq|tex)\.(?:latex|image)|(?:mathtex|mimetex)\.cgi|eq|tex|latex)\?(?P<tex>.+)"
    r"|//i\.upmath\.me/(?:svg|png)/(?P<path>.+)",
    re.IGNORECASE,
)
_TEX_FIELDS = ("tex", "latex", "eq", "formula", "math", "chl")
_PICTURE_CLASS = re.compile(
    r"(?:^|\s)(?:latex|tex|math|equation|mwe-math-fallback-image-(?:inline|display)|mathimg|math-inline|"
    r"math-block|math-display|ztext-math|mathcode)(?=\s|$)"
)
_LOOKS_LIKE_TEX = re.compile(r"\\[A-Za-z]|[\^_{}=<>+]|^[A-Za-z0-9]{1,3}(?:[(),.|!' *-]+[A-Za-z0-9]{1,3})*[)|!'.]*$")
_SURE = re.compile(r"\\[A-Za-z]+|[\^_]")
_SIGN = re.compile(r"[$\\]")
_NEAR = 6


def apply(draft: Draft) -> None:
    """Replace each formula in the body of a draft by a `code` element with its TeX, and remove other copies of it.

    Renderers often leave a formula several times, such as TeX, MathML and a picture.  Parts of this step that the
    settings switch off are left out.
    """
    written = draft.raw.body
    may_hold = _NAMES_TEX.search(written) is not None or any(map(written.__contains__, _MAY_HOLD))
    # Each formula in a text holds a dollar or a backslash, and single dollars are no formula without a sign of TeX.
    has_text = "\\" in written or ("$" in written and ("$$" in written or "^" in written or "_" in written))
    if not may_hold and not has_text:
        return
    tally = Tally(draft, "formulas")
    if may_hold:
        _replace_sources(draft.body, tally)
        if tally.is_on("copy"):
            _drop_copies(draft.body, tally)
        if tally.is_on("picture"):
            _replace_pictures(draft.body, tally)
    if has_text and draft.kind == "html" and draft.config.math != "off" and tally.is_on("text"):
        _mark_texts(draft.body, tally)
    tally.close()


def code_of(tex: str, *, is_display: bool) -> Node:
    """The `code` element that stands for a formula until the body is published, when MathML takes its place.

    `tex` is the formula, and `is_display` is True if it is on a line of its own.
    """
    node = Node("code", {"class": f"{CLASS} {DISPLAY}" if is_display else CLASS})
    node.append(tex)
    return node


# ----------------------------------------------------------------------------- sources beside copies


def _replace_sources(body: Node, tally: Tally) -> None:
    """Replace each formula whose TeX or MathML the page holds, with all its copies, by code."""
    for script in body.elements("script"):
        _replace_script(script, tally)
    gone: set[Node] = set()
    groups: dict[Node, bool] = {}
    for node in body.elements():
        if node not in gone and (node.tag == "math" or _bears_tex(node)):
            replaced = replace_formula(node, tally, groups)
            gone |= below(replaced) | set(replaced)


def replace_formula(node: Node, tally: Tally, groups: dict[Node, bool] | None = None) -> list[Node]:
    """Replace `node`, an element with a formula, by a `code` element with its TeX, and return the removed elements.

    If renderers wrote the formula several times (as preview, picture or MathML), the element around all copies is
    replaced.  The result is empty if `node` is no formula.  A formula without text is removed.  `groups` is a cache for
    calls on the same body: for each element, whether it contains exactly one formula with its copies.
    """
    tex = _tex(node)
    if not tex and node.tag != "math":
        return []
    root = _root(node, tex, {} if groups is None else groups)
    if root is None:
        return []
    is_display = _is_display(node, root)
    # The account sees the whole formula removed, and its source as part of the new text.
    tally.gone("markup", root)
    if root is not node:
        tally.add("copy", "markup", tex)
    if tex:
        _place(root, code_of(tex, is_display=is_display), is_display=is_display)
    root.remove()
    return [root]


def _bears_tex(node: Node) -> bool:
    """Whether an element holds a formula in an attribute, or is what KaTeX shows of TeX that it could not read."""
    attributes = node.attributes
    if not attributes or node.tag not in _BEARERS:
        return False
    return any(name in attributes for name in (*_TEX_ATTRIBUTES, "data-mathml")) or node.value("class") == _ERROR


def _replace_script(script: Node, tally: Tally) -> None:
    """Replace a script with the source of a formula, and what MathJax wrote in front of it."""
    kind = script.value("type").lower()
    if not kind.startswith("math/") or not (source := script.text().strip()):
        return
    # A script is not decoded, but some converters write it so, and so does the repair of a `<` that begins no tag.
    source = source.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    is_display = "display" in kind
    copies: list[Node] = []
    before = script.prev
    while before is not None and len(copies) < _MOST_COPIES:
        if before.is_element and _VISUAL.search(before.value("class")) and _is_seen_of(before, source):
            copies.append(before)
            is_display = is_display or _DISPLAY_GROUP.search(before.value("class")) is not None
        elif not before.is_text or before.text_content.strip():
            break
        before = before.prev
    for copy in copies:
        tally.take("copy", "markup", copy, example(copy))
        copy.remove()
    _place(script, _code_of_script(kind, source, is_display=is_display), is_display=is_display)
    script.remove()


def _code_of_script(kind: str, source: str, *, is_display: bool) -> Node:
    if kind.startswith("math/mml"):
        return code_of(_tex_of_mathml(source) or source, is_display=is_display)
    if kind.startswith("math/tex"):
        return code_of(_bare(_CDATA.sub("", source)), is_display=is_display)
    # AsciiMath, which is no TeX.
    code = Node("code")
    code.append(source)
    return code


def _root(node: Node, tex: str, groups: dict[Node, bool]) -> Node | None:
    """The outermost element around a formula that holds nothing but its copies; None if the node itself holds more."""
    around = [node]
    for count, outer in enumerate(node.ancestors()):
        is_group = outer.tag.startswith("mjx-") or _GROUP.search(outer.value("class")) is not None
        if count >= _NEAR or (outer.tag in FLOW and not is_group):
            break
        if is_group:
            around.append(outer)
    for root in reversed(around):
        # Asked once for each element: thousands of formulas may have one around them.
        if root not in groups:
            groups[root] = _is_one_formula(root, tex)
        if groups[root]:
            return root
    return node if node.tag == "math" else None


def _is_one_formula(root: Node, tex: str) -> bool:
    """Whether an element holds one formula with its copies, and no other text."""
    return len(root.elements("math")) <= 1 and _is_seen_of(root, tex)


def _is_seen_of(node: Node, tex: str) -> bool:
    """Whether an element holds no more text than the copies of a formula may have."""
    return len("".join(node.text().split())) <= _MOST_COPIES * (len(tex) + _FEW_CHARACTERS)


def _is_display(node: Node, root: Node) -> bool:
    """Whether a formula stands on a line of its own."""
    return (
        node.value("display") in ("block", "true")
        or root.value("display") == "true"
        or node.value("mode") == "display"
        or any(_DISPLAY_GROUP.search(inner.value("class")) for inner in (root, *root.elements("span", "div")[:_NEAR]))
    )


def _tex(node: Node) -> str:
    """The TeX of a formula; empty if the page holds none."""
    for name in _TEX_ATTRIBUTES:
        if (value := node.value(name)) and (_SURE.search(value) or _PICTURE_CLASS.search(node.value("class"))):
            return _bare(value)
    if value := node.value("data-mathml"):
        return _tex_of_mathml(value)
    if node.value("class") == _ERROR:
        return _bare(node.text())
    return _tex_of_math(node) if node.tag == "math" else ""


def _tex_of_mathml(written: str) -> str:
    """The TeX of MathML that stands in an attribute or a script."""
    math = read_body(written).first("math") if len(written) <= _MATHML_CHARACTERS else None
    return _tex_of_math(math) if math is not None else ""


def _tex_of_math(math: Node) -> str:
    """The TeX of a `math` element: the source that it holds, or else TeX that looks like it."""
    annotation = math.first("annotation")
    if annotation is not None and "tex" in annotation.value("encoding").lower():
        return _bare(annotation.text())
    if (alternative := math.value("alttext")) and _SURE.search(alternative):
        return _bare(alternative)
    return tex_of(math).strip()


def _bare(tex: str) -> str:
    """TeX without the delimiters and the style that renderers put around it."""
    tex = tex.strip()
    if (match := _WRAPPER.fullmatch(tex)) is not None:
        tex = match["tex"].strip()
    if len(tex) > 1 and tex[0] in "$\\":
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
    for node in reversed(body.elements()):
        if node.tag == "body" or not _SHOWN_BESIDE.search(node.value("class")):
            continue
        source = _source_beside(node)
        if source is not None and node.first("code") is None and _is_seen_of(node, source.text()):
            tally.take("copy", "markup", node, example(node))
            node.remove()


def _source_beside(node: Node) -> Node | None:
    """The code that stands beside a node, other copies between them, or in the element there."""
    for step in ("prev", "next"):
        beside: Node | None = getattr(node, step)
        for _ in range(_MOST_COPIES):
            if beside is None or (beside.is_text and beside.text_content.strip()):
                break
            code = beside if beside.tag == "code" else beside.first("code")
            if code is not None:
                return code
            beside = getattr(beside, step)
    return None


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
    start = 0
    for sign in _SIGN.finditer(text):
        position = sign.start()
        formula = formula_at(text, position) if position >= start else None
        if formula is None or (text[position] == "$" and not _SURE.search(formula.tex)):
            continue
        if position > start:
            yield text[start:position]
        yield code_of(formula.tex, is_display=formula.is_display)
        start = formula.end
    if start < len(text) or not text:
        yield text[start:]

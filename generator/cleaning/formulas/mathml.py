"""Writes TeX for MathML that a page shows without its TeX, so that fractions stay fractions."""

from __future__ import annotations

import re

from generator.article.nodes import Node

MAX_DEPTH = 60
"""Elements that are nested deeper are written as their text."""

_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min Pr sec sin sinh sup tan tanh".split()
)
_SIGNS = re.compile(r"[\\{}%&#$_^~]")
_ESCAPED = {"\\": r"\backslash ", "^": r"\hat{}", "~": r"\sim "}
_UNSEEN = re.compile("[\u2061-\u2064\u200b-\u200f]")
_LARGE = frozenset("∑∏∐∫∬∭∮⋃⋂⋁⋀⨁⨂") | {"lim", "max", "min", "sup", "inf", "limsup", "liminf"}
_ACCENTS = {
    "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "bar", "‾": "overline", "→": "vec", "⃗": "vec", "˙": "dot",
    "¨": "ddot", "⏞": "overbrace", "_": "underline", "⏟": "underbrace",
}  # fmt: skip


def tex_of(node: Node, depth: int = 0) -> str:
    """The TeX for `node`, a MathML element; for an element without a counterpart in TeX, the TeX of its content.

    `depth` is the number of elements around it in the formula; very deep elements become plain text.
    """
    if node.is_text:
        return _escaped(" ".join(node.text_content.split()))
    if not node.is_element or node.tag in ("annotation", "annotation-xml"):
        return ""
    if depth > MAX_DEPTH:
        return rf"\text{{{_escaped(' '.join(node.text().split()))}}}"
    match node.tag:
        case "mi" | "mn" | "mo" | "mtext" | "ms":
            return _token(node)
        case "mspace":
            return r"\,"
        case "mfrac" | "mroot" | "msup" | "msub" | "msubsup" | "mover" | "munder" | "munderover":
            return _script(node, [tex_of(child, depth + 1) for child in _parts(node)])
        case "msqrt":
            return rf"\sqrt{{{_inside(node, depth)}}}"
        case "mfenced":
            opening, closing = node.attributes.get("open") or "(", node.attributes.get("close") or ")"
            inner = ",".join(tex_of(child, depth + 1) for child in _parts(node))
            return rf"\left{_bracket(opening)} {inner} \right{_bracket(closing)}"
        case "mtable":
            rows = [row for row in _parts(node) if row.tag in ("mtr", "mlabeledtr")]
            written = [" & ".join(tex_of(cell, depth + 1) for cell in _parts(row)) for row in rows]
            body = " \\\\ ".join(written)
            return rf"\begin{{matrix}} {body} \end{{matrix}}"
        case "mphantom":
            return ""
        case "semantics" | "maction":
            parts = _parts(node)
            return tex_of(parts[0], depth + 1) if parts else ""
        case _:
            return _inside(node, depth)


def _parts(node: Node) -> list[Node]:
    """The children that count: a blank between two elements means nothing."""
    return [child for child in node.children() if child.is_element or (child.is_text and child.text_content.strip())]


def _inside(node: Node, depth: int) -> str:
    return " ".join(filter(None, (tex_of(child, depth + 1) for child in _parts(node))))


def _token(node: Node) -> str:
    text = _UNSEEN.sub("", " ".join(node.text().split()))
    if not text:
        return ""
    if node.tag in ("mtext", "ms"):
        return rf"\text{{{_escaped(text)}}}"
    if text in _FUNCTIONS:
        return rf"\{text} "
    if node.tag == "mi" and len(text) > 1 and text.isalpha():
        return rf"\mathrm{{{text}}}"
    return _escaped(text)


def _script(node: Node, parts: list[str]) -> str:
    """A fraction, a root, or something with what stands above, below or beside it."""
    tag = node.tag
    missing = (3 if tag in ("msubsup", "munderover") else 2) - len(parts)
    first, second, *others = [*parts, *[""] * missing]
    third = others[0] if others else ""
    large = " ".join(_parts(node)[0].text().split()) in _LARGE if _parts(node) else False
    match tag:
        case "mfrac":
            return rf"\frac{{{first}}}{{{second}}}"
        case "mroot":
            return rf"\sqrt[{second}]{{{first}}}"
        case "msup":
            return f"{{{first}}}^{{{second}}}"
        case "msub":
            return f"{{{first}}}_{{{second}}}"
        case "msubsup":
            return f"{{{first}}}_{{{second}}}^{{{third}}}"
        case "mover" | "munder" if accent := _accent(node):
            return rf"\{accent}{{{first}}}"
        case "mover":
            return f"{first}^{{{second}}}" if large else rf"\overset{{{second}}}{{{first}}}"
        case "munder":
            return f"{first}_{{{second}}}" if large else rf"\underset{{{second}}}{{{first}}}"
        case _:
            return (
                f"{first}_{{{second}}}^{{{third}}}"
                if large
                else rf"\overset{{{third}}}{{\underset{{{second}}}{{{first}}}}}"
            )


def _accent(node: Node) -> str:
    """The command for what stands above or below the first part of an element; empty if there is none."""
    parts = _parts(node)
    return _ACCENTS.get("".join(parts[1].text().split()), "") if len(parts) > 1 else ""


def _bracket(sign: str) -> str:
    return {"{": r"\{", "}": r"\}", "": "."}.get(sign, sign if sign in "()[]|." else ".")


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda sign: _ESCAPED.get(sign[0], "\\" + sign[0]), text)

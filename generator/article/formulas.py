"""Formulas of an article as MathML, made from their TeX after sanitizing.

The sanitizers never see MathML: allowing `math` opens every known way around them.  Until here a formula is `code` with
the class `math`, and what the library makes of its TeX is checked against a list of elements and attributes.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from generator.article.canonical import Article, Tag

if TYPE_CHECKING:
    from math_core import LatexToMathML

CLASS = "math"
DISPLAY = "display"
"""The second class of a formula that stands on a line of its own."""
MAX_CHARACTERS = 5_000
"""Longer TeX stays as it is."""
MAX_FORMULAS = 2_000
"""More formulas of an article stay as they are."""

_ELEMENTS = frozenset(
    "math semantics annotation mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder mover "
    "munderover mmultiscripts mprescripts none mtable mtr mtd mstyle mpadded mphantom menclose merror".split()
)
_ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel stretchy symmetric lspace rspace fence separator form largeop movablelimits "
    "accent accentunder minsize maxsize width height depth voffset linethickness mathvariant columnspan rowspan".split()
)
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z]+)(?P<attributes>(?:\s+[a-z]+="[^"<>]*")*)\s*(?P<empty>/?)>')
_ATTRIBUTE = re.compile(r'\s+([a-z]+)="([^"<>]*)"')
_VALUE = re.compile(r"[\w .%+\-]{1,60}")
_STYLES = {
    "text-align: left": "math-left", "text-align: right": "math-right", "border-right": "math-line-right",
    "border-left": "math-line-left", "border-top": "math-line-top", "border-bottom": "math-line-bottom",
}  # fmt: skip
"""By what the library writes into `style`, which the policy of the page forbids: a class of the theme."""

# An environment that numbers its rows would begin with 1 in each formula.
_NUMBERED = re.compile(r"(\\(?:begin|end)\{(?:equation|align|gather|multline|eqnarray|flalign|alignat))\}")
_LABEL = re.compile(r"\\label\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])")
_ROW_NUMBER = re.compile(r"\\tag\*?\{([^{}]*)\}")
_SPLIT_ENVIRONMENT = re.compile(r"\\(begin|end)\{(?:eqnarray|multline|flalign)\*\}")


def formula_places(article: Article) -> list[int]:
    """The places of the tags of an article that begin a formula."""
    return [
        place
        for place, tag in enumerate(article.tags)
        if tag.name == "code" and CLASS in tag.attributes.get("class", "").split()
    ]


def with_mathml(article: Article, places: list[int]) -> tuple[Article, tuple[str, ...]]:
    """The article with MathML in place of its formulas, which begin at `places`, and the TeX that could not be read.

    What cannot be read stays as code.
    """
    texts, tags = list(article.texts), list(article.tags)
    unread = []
    converter = _converter()
    # Commands that one formula defines are known in those after it, but in no other post.
    converter.reset_global_state()
    for number, place in enumerate(places):
        if tags[place + 1].name != "code":
            continue
        tex = entities.unescape(texts[place + 1])
        made = mathml(tex, converter, is_display=_is_display(tags[place])) if number < MAX_FORMULAS else None
        if made is None:
            unread.append(tex)
            continue
        texts[place + 1] = ""
        tags[place] = _written_as(tags[place], made)
        tags[place + 1] = _written_as(tags[place + 1], "")
    return replace(article, texts=tuple(texts), tags=tuple(tags)), tuple(unread)


def without_display(article: Article, places: list[int]) -> Article:
    """The article without the TeX of formulas that stand on lines of their own: no excerpt can show it."""
    texts = list(article.texts)
    for place in places:
        if _is_display(article.tags[place]):
            texts[place + 1] = ""
    return replace(article, texts=tuple(texts))


def mathml(tex: str, converter: LatexToMathML | None = None, *, is_display: bool) -> str | None:
    """TeX as a `math` element that keeps it as an annotation; None if the library cannot read it."""
    if len(tex) > MAX_CHARACTERS or not tex.strip():
        return None
    from math_core import LatexError

    try:
        made = (converter or _converter()).convert_with_global_state(_plain(tex), displaystyle=is_display)
    except LatexError:
        return None
    checked = _checked(made)
    if checked is None or not checked.startswith("<math"):
        return None
    opening, _, rest = checked.partition(">")
    source = entities.escape(tex, quote=False)
    annotation = f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    return f"{opening}><semantics><mrow>{rest.removesuffix('</math>')}</mrow>{annotation}"


def _written_as(tag: Tag, written: str) -> Tag:
    return Tag(written, "math", tag.is_end, {}, "", "")


def _is_display(tag: Tag) -> bool:
    return DISPLAY in tag.attributes["class"].split()


@cache
def _converter() -> LatexToMathML:
    # Imported here, because few posts have formulas.
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False)


def _plain(tex: str) -> str:
    """TeX without numbers of rows and what refers to them, which a single formula cannot have."""
    if "\\" not in tex:
        return tex
    tex = _LABEL.sub("", tex)
    tex = _ROW_NUMBER.sub(r"\\qquad\\text{(\1)}", tex)
    tex = _NUMBERED.sub(r"\1*}", tex)
    return _SPLIT_ENVIRONMENT.sub(r"\\\1{align*}", tex)


def _checked(made: str) -> str | None:
    """MathML with classes instead of styles; None if it holds anything that is not on the lists."""
    pieces: list[str] = []
    opened: list[str] = []
    position = 0
    for tag in _TAG.finditer(made):
        text = made[position : tag.start()]
        name = tag["name"]
        if "<" in text or ">" in text or name not in _ELEMENTS:
            return None
        pieces.append(text)
        if tag["end"]:
            if not opened or opened.pop() != name or tag["attributes"]:
                return None
            pieces.append(f"</{name}>")
        else:
            pieces.append(f"<{name}{_attributes(tag['attributes'])}>")
            if tag["empty"]:
                pieces.append(f"</{name}>")
            else:
                opened.append(name)
        position = tag.end()
    return "".join(pieces) if position == len(made) and not opened else None


def _attributes(written: str) -> str:
    kept = []
    for name, value in _ATTRIBUTE.findall(written):
        if name == "style":
            names = [own for style, own in _STYLES.items() if style in value]
            kept += [f' class="{" ".join(names)}"'] if names else []
        elif name == "notation" and value == "box":
            kept.append(' class="math-box"')
        elif name in _ATTRIBUTES and _VALUE.fullmatch(value):
            kept.append(f' {name}="{value}"')
    return "".join(kept)

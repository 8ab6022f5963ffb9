"""Formulas of an article as MathML, made from their TeX after sanitizing.

The sanitizers never see MathML: allowing `math` opens every known way around them.  Until this module runs, a formula
is a `code` element with the class `math`.  The MathML that the library math-core makes of its TeX is checked against a
list of elements and attributes.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from generator.article.canonical import Article, Tag
from generator.article.formulas.macros import Macro, expanded, without_definitions
from generator.article.formulas.tex import MAX_CHARACTERS, defines, exceeded, plain, understandable

if TYPE_CHECKING:
    from math_core import LatexToMathML

CLASS = "math"
DISPLAY = "display"
"""The second class of a formula that stands on a line of its own."""
MAX_FORMULAS = 3_000
"""More formulas of an article stay as they are."""
MAX_MADE_CHARACTERS = 4_000_000
"""So do those after this much MathML: it is ten times as long as its TeX."""

_MAX_DEPTH = 100
"""Formulas that are nested deeper stay as they are: browsers stop nesting at 512."""
_ELEMENTS = frozenset(
    "math mrow mi mn mo mtext ms mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts "
    "mprescripts none mtable mtr mtd mstyle mpadded mphantom menclose".split()
)
_IN_TEXT = frozenset({"b", "i", "em", "u", "s", "code", "span"})
"""Elements of HTML, without attributes, within `mtext`."""
_ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel stretchy symmetric lspace rspace fence separator form largeop movablelimits "
    "accent accentunder minsize maxsize width height depth voffset linethickness mathvariant columnspan rowspan".split()
)
_DROPPED = frozenset({"class", "id"})
_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z]+)(?P<attributes>(?:\s[a-z]+="[^"<>]*")*)(?P<empty>/?)>')
_ATTRIBUTE = re.compile(r'\s([a-z]+)="([^"<>]*)"')
_VALUE = re.compile(r"[\w .%+\-]{0,60}")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_STYLES = {
    "text-align: left": "math-left", "text-align: right": "math-right",
    "padding-left: 0": "math-joins-left", "padding-right: 0": "math-joins-right", "padding-top: 0": "math-tight",
    "border-left": "math-line-left", "border-right": "math-line-right", "border-top": "math-line-top",
    "margin-left:-0.16666667em": "math-back",
}  # fmt: skip
"""By what the library writes into `style`, which the policy of the page forbids: a class of the theme."""
_NOTATIONS = {
    "box": "math-box", "updiagonalstrike": "math-up", "downdiagonalstrike": "math-down",
    "updiagonalstrike downdiagonalstrike": "math-up math-down", "horizontalstrike": "math-through",
}  # fmt: skip
"""By what `menclose`, which Chromium does not know, draws: the class of the theme that does."""


def formula_places(article: Article) -> list[int]:
    """The indexes in `article.tags` of the start tags of formulas, which are `code` elements with the class `math`."""
    return [
        place
        for place, tag in enumerate(article.tags)
        if tag.name == "code" and CLASS in tag.attributes.get("class", "").split()
    ]


def with_mathml(article: Article, places: list[int]) -> tuple[Article, tuple[str, ...]]:
    """The article with MathML in place of its formulas, and the TeX of each formula that could not be converted.

    `places` has the indexes in `article.tags` of the start tags of all formulas.  A formula that cannot be converted
    stays as code.
    """
    texts, tags = list(article.texts), list(article.tags)
    unread = []
    left = MAX_MADE_CHARACTERS
    macros: dict[str, Macro] = {}
    for number, place in enumerate(places):
        if tags[place + 1].name != "code" or not tags[place + 1].is_end:
            continue
        tex = entities.unescape(texts[place + 1])
        is_within = number < MAX_FORMULAS and left > 0
        made = mathml(tex, macros, is_display=_is_display(tags[place])) if is_within else None
        if made is None:
            unread.append(tex)
            continue
        left -= len(made)
        texts[place + 1] = ""
        tags[place] = _written_as(tags[place], made)
        tags[place + 1] = _written_as(tags[place + 1], "")
    return replace(article, texts=tuple(texts), tags=tuple(tags)), tuple(unread)


def without_display(article: Article, places: list[int]) -> Article:
    """The article without the TeX of formulas on lines of their own, for making an excerpt, which cannot show them.

    `places` has the indexes in `article.tags` of the start tags of all formulas.
    """
    texts = list(article.texts)
    for place in places:
        if _is_display(article.tags[place]):
            texts[place + 1] = ""
    return replace(article, texts=tuple(texts))


def mathml(tex: str, macros: dict[str, Macro] | None = None, *, is_display: bool) -> str | None:
    """A MathML element for the formula `tex`, with `tex` as an annotation; None if the TeX cannot be converted.

    `is_display` is True for a formula on a line of its own.  `macros` has the commands that earlier formulas of the
    article define, by name; commands that `tex` defines are added.
    """
    if len(tex) > MAX_CHARACTERS or not tex.strip():
        return None
    macros = {} if macros is None else macros
    meant = without_definitions(tex, macros) if defines(tex) else tex
    written = expanded(meant, macros) if macros else meant
    made = _made(written, is_display=is_display) if written is not None else None
    if made is None:
        return None
    opening, _, rest = made.partition(">")
    source = entities.escape(tex, quote=False)
    annotation = f'<annotation encoding="application/x-tex">{source}</annotation></semantics></math>'
    return f"{opening}><semantics><mrow>{rest.removesuffix('</math>')}</mrow>{annotation}"


def _made(tex: str, *, is_display: bool) -> str | None:
    """The checked MathML of some TeX; None if there is none."""
    if exceeded(tex):
        return None
    written = plain(tex, is_display=is_display)
    made = _converted(written, is_display=is_display)
    if made is None and (other := understandable(written)) != written:
        made = _converted(other, is_display=is_display)
    return _checked(made) if made is not None else None


def _converted(tex: str, *, is_display: bool) -> str | None:
    """What the library makes of some TeX; None if it does not understand it."""
    from math_core import LatexError

    if exceeded(tex):
        return None
    try:
        return _converter().convert_with_local_state(tex, displaystyle=is_display)
    except LatexError:
        return None


def _written_as(tag: Tag, written: str) -> Tag:
    return Tag(written, "math", tag.is_end, {}, "", "")


def _is_display(tag: Tag) -> bool:
    return DISPLAY in tag.attributes["class"].split()


@cache
def _converter() -> LatexToMathML:
    # Imported here, because few posts have formulas.
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True)


def _checked(made: str) -> str | None:
    """MathML with classes instead of styles; None if it holds anything that is not on the lists."""
    pieces: list[str] = []
    opened: list[str] = []
    position = 0
    for tag in _TAG.finditer(made):
        text, name = made[position : tag.start()], tag["name"]
        position = tag.end()
        pieces.append(text)
        if "<" in text or ">" in text or not (name in _ELEMENTS or (name in _IN_TEXT and "mtext" in opened)):
            return None
        if tag["end"]:
            if not opened or opened.pop() != name or tag["attributes"]:
                return None
            pieces.append(tag[0])
            continue
        attributes = "" if name in _IN_TEXT or not tag["attributes"] else _attributes(tag["attributes"])
        # One element holds all others.
        if attributes is None or (name == "math") == bool(opened) or len(opened) > _MAX_DEPTH:
            return None
        pieces.append(f"<{name}{attributes}>")
        if tag["empty"]:
            pieces.append(f"</{name}>")
        else:
            opened.append(name)
    if position != len(made) or opened or made.count("<math") != 1:
        return None
    return "".join(pieces).replace("&ApplyFunction;", "\u2061").replace("&InvisibleTimes;", "\u2062")


def _attributes(written: str) -> str | None:
    """Attributes that are allowed; None if there are others."""
    kept, classes = "", []
    for name, value in _ATTRIBUTE.findall(written):
        if name == "style":
            classes += [own for style, own in _STYLES.items() if style in value]
            colour = value.removeprefix("color:").removesuffix(";")
            kept += f' mathcolor="{colour}"' if _COLOUR.fullmatch(colour) else ""
        elif name == "notation":
            classes += _NOTATIONS.get(value, "").split()
        elif name in _ATTRIBUTES and _VALUE.fullmatch(value):
            kept += f' {name}="{value}"'
        elif name not in _DROPPED:
            return None
    return f'{kept} class="{" ".join(classes)}"' if classes else kept

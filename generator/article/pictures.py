"""Marks pictures that stand on a line of their own, for which a page keeps a place until they are loaded."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.article.canonical import Article, Tag, with_attributes
from generator.article.elements import BLOCKS, BREAKS, CELLS, ITEMS, PLAYERS

ALONE = "alone"
"""The class of such a picture.  It is no class that a body may use, so no icon in a sentence gets a large place."""

_MARKED = re.compile(rf'(<img(?: [a-z-]+="[^"]*")*?) class="(?:([^"]*) )?{ALONE}"')
_LINE_ENDS = BLOCKS | BREAKS | CELLS | ITEMS
_WITHOUT_PLACES = frozenset({"pre", "table"})
"""A column of a table is as wide as its pictures, which have no width yet, and code keeps its lines."""
_ICON_PX = 200
"""The width from which a picture is no icon."""


def placed(article: Article) -> Article:
    """The article with the class `ALONE` on each picture without a height beside which nothing stands.

    Several pictures on a line may be a row of icons; of these only those with the width of a photograph have the class.
    """
    tags = article.tags
    if not any(tag.name == "img" for tag in tags):
        return article
    alone: list[int] = []
    line: list[int] = []
    is_free = True
    depth = 0
    for place, tag in enumerate(tags):
        is_free = is_free and _is_blank(article.texts[place])
        if tag.name in _LINE_ENDS:
            if is_free and not depth:
                alone += _photographs(line, tags)
            line, is_free = [], True
            depth += 0 if tag.name not in _WITHOUT_PLACES else -1 if tag.is_end else 1
        elif tag.name == "img":
            line.append(place)
        elif tag.name in PLAYERS:
            is_free = False
    if is_free and not depth and _is_blank(article.texts[-1]):
        alone += _photographs(line, tags)
    marked = {place: _marked(tags[place]) for place in alone if "height" not in tags[place].attributes}
    if not marked:
        return article
    return Article(article.texts, tuple([marked.get(place, tag) for place, tag in enumerate(tags)]))


def unplaced(html: str) -> str:
    """`html`, an article or a tag of one, without the class `ALONE`.

    For a picture whose size has become known, and for readers without our style sheet.
    """
    return _MARKED.sub(lambda match: match[1] + (f' class="{match[2]}"' if match[2] else ""), html)


def _photographs(line: list[int], tags: Sequence[Tag]) -> list[int]:
    """The places of the pictures of a line that are no icons, as far as that is known."""
    return line if len(line) == 1 else [place for place in line if _width(tags[place]) >= _ICON_PX]


def _width(tag: Tag) -> int:
    width = tag.attributes.get("width", "")
    return int(width) if width.isdecimal() else 0


def _is_blank(text: str) -> bool:
    # The sanitizer writes U+00A0 so.
    return not text or not text.replace("&nbsp;", "").strip()


def _marked(tag: Tag) -> Tag:
    classes = tag.attributes.get("class", "")
    return with_attributes(tag, {**tag.attributes, "class": f"{classes} {ALONE}".strip()})

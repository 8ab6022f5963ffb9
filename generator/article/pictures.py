"""Marks pictures that stand alone on their line, for which a page keeps a place until they are loaded."""

from __future__ import annotations

from generator.article.canonical import Article, Tag, with_attributes
from generator.article.elements import BLOCKS, BREAKS, CELLS, ITEMS, PLAYERS

ALONE = "alone"
"""The class of such a picture.  It is no class that a body may use, so no icon in a sentence gets a large place."""

_LINE_ENDS = BLOCKS | BREAKS | CELLS | ITEMS
_WITHOUT_PLACES = frozenset({"pre", "table"})
"""A column of a table is as wide as its pictures, which have no width yet, and code keeps its lines."""


def placed(article: Article) -> Article:
    """The article with the class `ALONE` on each picture of unknown height beside which nothing stands.

    Several pictures on a line may be photographs or a row of icons; they stay as they are.
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
            if is_free and not depth and len(line) == 1:
                alone += line
            line, is_free = [], True
            depth += 0 if tag.name not in _WITHOUT_PLACES else -1 if tag.is_end else 1
        elif tag.name == "img":
            line.append(place)
        elif tag.name in PLAYERS:
            is_free = False
    if is_free and not depth and len(line) == 1 and _is_blank(article.texts[-1]):
        alone += line
    marked = {place: _marked(tags[place]) for place in alone if "height" not in tags[place].attributes}
    if not marked:
        return article
    return Article(article.texts, tuple([marked.get(place, tag) for place, tag in enumerate(tags)]))


def _is_blank(text: str) -> bool:
    # The sanitizer writes U+00A0 so.
    return not text or not text.replace("&nbsp;", "").strip()


def _marked(tag: Tag) -> Tag:
    classes = tag.attributes.get("class", "")
    return with_attributes(tag, {**tag.attributes, "class": f"{classes} {ALONE}".strip()})

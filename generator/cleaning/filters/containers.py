"""Removes what a platform prints around its articles, on pages whose article is in one element.

An article may also continue outside: a table, a gallery, a glossary, the next entry of a digest.  So an element outside
is removed only if its tag, its name or its links show that it belongs to the page, or if several others show that the
source is a whole page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.article.elements import HEADINGS
from generator.cleaning.filters.closing import is_remark, is_sentence
from generator.cleaning.filters.rules import Rule
from generator.cleaning.filters.tree import Snapshot, count_words

CONTAINER_SHARE = 0.6
"""The share of a post's words that the element must hold."""
_SENTENCE_WORDS = 12
"""A sentence of so many words outside the element may be a standfirst, a credit or a note, so what holds it stays."""
_LINKED_SHARE = 0.5
_PAGE_PARTS = 2
"""So many elements that belong to the page show that the source is one."""
_NAME_LIMIT = 200
_PAGE_TAGS = frozenset({"nav", "footer", "header", "form", "button", "label", "select", "input", "textarea"})
_BOXES = frozenset({"div", "section", "aside", "span"})
_PAGE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu|widgets?|footer|header|shar(?:e|ing)|social|sns|related|recommend\w*|comments?|respond"
    r"|breadcrumbs?|pager|pagination|paginav|prev|next|meta|byline|authors?(?:info|name)?|tags|categories|toolbar|buttons?"
    r"|btn|likes?|votes?|clap|follow\w*|subscri\w*|newsletter|signup|login|search|ads?|advert\w*|promo\w*|banner|sponsor\w*"
    r"|copyright|licen[cs]e|reward|donate|qr\w*|rss|popup|cookies?|actions)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names of parts of a page; a card, a date or a table of contents may be the article's."""


def outside(shot: Snapshot, matches: Sequence[tuple[int, Rule]]) -> list[tuple[int, Rule]]:
    """The elements around the article that belong to the page, such as a menu, as pairs (index in `shot`, rule).

    `matches` has such pairs for the elements that may hold the article, each with the rule that names it.  The
    innermost of these with enough of the text is taken for the article, and each pair that is returned has its rule.
    Empty if none has enough.
    """
    if not matches:
        return []
    containers = {index for index, _ in matches}
    # Most feeds hold the element of the article and nothing else.
    if all(shot.is_blank(other) for other in _beside(shot, max(containers))):
        return []
    # The innermost element that holds enough: some themes nest a content element in another.
    enough = CONTAINER_SHARE * shot.total_words
    for index, rule in sorted(matches, key=lambda match: match[0], reverse=True):
        if shot.words(*shot.span(index)) >= max(enough, 1):
            beside = [other for other in _beside(shot, index) if not shot.is_blank(other)]
            others = [other for other in beside if _may_be_of_page(shot, other, index, containers)]
            shown = {other for other in others if _is_shown(shot, other)}
            is_page = len(shown) >= _PAGE_PARTS
            return [(other, rule) for other in others if other in shown or (is_page and _is_box(shot, other))]
    return []


def _beside(shot: Snapshot, index: int) -> Iterator[int]:
    """The outermost elements that neither hold the element nor are inside it, in document order."""
    other = 0
    while other < len(shot.tags):
        last = shot.lasts[other]
        if other == index or last < index or other > shot.lasts[index]:
            if other != index:
                yield other
            other = last + 1
        else:
            other += 1


def _may_be_of_page(shot: Snapshot, other: int, container: int, containers: set[int]) -> bool:
    """Whether an element outside the container has nothing that is surely part of the article."""
    if not containers.isdisjoint(range(other, shot.lasts[other] + 1)):
        return False
    # A title, a subtitle and a large picture often stand above the text.
    is_above = other < container
    if is_above and not HEADINGS.isdisjoint(shot.tags[other : shot.lasts[other] + 1]):
        return False
    if is_above and any(not shot.linked[item] for item in shot.media(other)):
        return False
    return not any(is_sentence(line) and count_words(line) >= _SENTENCE_WORDS for line in _lines(shot, other))


def _is_shown(shot: Snapshot, other: int) -> bool:
    """Whether the name, the tag or the links of an element show that it belongs to the page."""
    if _is_named(shot, other):
        return True
    if any(not shot.linked[item] for item in shot.media(other)) or any(map(is_remark, _lines(shot, other))):
        return False
    return not _PAGE_TAGS.isdisjoint(shot.tags[other : shot.lasts[other] + 1]) or _is_linked(shot, other)


def _is_box(shot: Snapshot, other: int) -> bool:
    """Whether an element is a box that somebody named, as programs do and writers rarely."""
    attributes = shot.attributes[other]
    return shot.tags[other] in _BOXES and bool(attributes.get("class") or attributes.get("id"))


def _is_named(shot: Snapshot, other: int) -> bool:
    """Whether the class or id of an element, or of one inside it that holds all of its words, is one of pages."""
    words = shot.words(*shot.span(other))
    for index in range(other, shot.lasts[other] + 1):
        attributes = shot.attributes[index]
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _PAGE_NAMES.search(name[:_NAME_LIMIT]) and shot.words(*shot.span(index)) == words:
            return True
    return False


def _is_linked(shot: Snapshot, other: int) -> bool:
    """Whether most of an element's words are in links."""
    words = linked = 0
    for piece in range(shot.firsts[other], shot.afters[other]):
        size = count_words(shot.pieces[piece])
        words += size
        owner = shot.owners[piece]
        linked += size if owner >= 0 and shot.linked[owner] else 0
    return linked > _LINKED_SHARE * words


def _lines(shot: Snapshot, other: int) -> list[str]:
    start, end = shot.span(other)
    return [line.strip() for line in shot.text[start:end].split("\n")]

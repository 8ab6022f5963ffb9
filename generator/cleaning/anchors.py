"""Removes links from a heading to itself, which show `¶`, `#`, an icon, or nothing visible at all."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from generator.article.elements import CAPTIONS, HEADINGS, INLINE
from generator.article.elsewhere import fragment_on
from generator.article.nodes import Node, example
from generator.article.vocabulary import target_id
from generator.cleaning.draft import Tally
from generator.cleaning.spacing import is_blank_text

_LABELLED = HEADINGS | CAPTIONS | {"dt"}
"""Elements in which documentation puts such links.  Outside of headings, only links whose class says so go."""
_CLASS = re.compile(
    r"header-?(?:link|anchor)|heading-?(?:link|anchor|self-?link)|(?:^|[\s_-])anchor(?:js-link|-?link)?(?:$|[\s_-])"
    r"|perma-?link|hash-?link|section-?link|self-?link|direct-link|octicon",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"perma-?link|anchor|direct link|self-?link|link (?:to|for) |copy link|固定链接|永久链接|固定連結|永久連結|锚点"
    r"|パーマリンク|リンクをコピー",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[\[(（【]?(?:#{1,6}|[¶§∞⚓🔗⛓📎]{1,2})?[\])）】]?")
_SAID = re.compile(
    r"(?:[#¶§🔗]\s?)?(?:perma-?link|anchor|link|direct link|固定链接|永久链接|链接|固定連結|リンク)"
    r"(?: (?:to|for) .{1,200})?(?:\s?[#¶§🔗])?",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff\s]+")
_LONGEST = 250
_DEEPEST = 4
_MOST_LINKS = 4
"""More links at the ends of one heading are not looked at."""


def drop_self_links(nodes: list[Node], link: str, tally: Tally) -> None:
    """Remove those of `nodes` that are links from a heading to itself, such as `¶`, and count them in `tally`.

    `link` is the address of the original article: a heading may link to itself by `#id`, or by `link` with `#id`.
    """
    seen: Counter[Node] = Counter()
    for node in nodes:
        # The parent is looked at before anything else, because most links are in paragraphs.
        if node.tag != "a" or (heading := _heading_of(node)) is None or seen[heading] >= _MOST_LINKS:
            continue
        seen[heading] += 1
        if _is_self_link(node, heading, link):
            _move_id(node, heading)
            tally.take("anchor", "markup", node, example(node))
            _take_out(node)


def is_in_self_link(picture: Node, link: str) -> bool:
    """Whether a picture is the icon in a link that leads from a heading to itself.

    `link` is the address of the original article: a heading may link to itself by `#id`, or by `link` with `#id`.
    """
    around = picture.parent
    if around is None or around.tag != "a" or (heading := _heading_of(around)) is None:
        return False
    return _is_self_link(around, heading, link)


def _heading_of(node: Node) -> Node | None:
    """The heading that begins or ends with a link, which may be in a span; None if there is none."""
    is_first = is_last = True
    around = node
    for _ in range(_DEEPEST):
        parent = around.parent
        if parent is None or (parent.tag not in _LABELLED and parent.tag not in INLINE):
            return None
        is_first = is_first and not _has_text(around, before=True)
        is_last = is_last and not _has_text(around, before=False)
        if not (is_first or is_last):
            return None
        if parent.tag in _LABELLED:
            return parent
        around = parent
    return None


def _has_text(node: Node, *, before: bool) -> bool:
    beside = node.prev if before else node.next
    while beside is not None and (is_blank_text(beside) or beside.is_comment):
        beside = beside.prev if before else beside.next
    return beside is not None


def _is_self_link(node: Node, heading: Node, link: str) -> bool:
    said = _INVISIBLE.sub(" ", node.text()[: 2 * _LONGEST]).strip()
    if len(said) > _LONGEST:
        return False
    attributes = node.attributes
    classes = " ".join(filter(None, (attributes.get("class"), *(c.value("class") for c in node.elements()[:3]))))
    named = " ".join(filter(None, (attributes.get("aria-label"), attributes.get("title"))))[:_LONGEST]
    is_marked = _CLASS.search(classes[:_LONGEST]) is not None or _NAME.search(named) is not None
    if heading.tag not in HEADINGS and not is_marked:
        return False
    if _SIGN.fullmatch(said) is None and not (is_marked and _SAID.fullmatch(said) is not None):
        return False
    # A picture is an icon if the link is marked; elsewhere it may be a picture of the article.
    if not is_marked and node.first("img", "picture", "video") is not None:
        return False
    if not said and not is_marked and node.first() is None:
        return False
    return _leads_to(node, heading, link, is_marked=is_marked) and len(_INVISIBLE.sub("", heading.text())) > len(said)


def _leads_to(node: Node, heading: Node, link: str, *, is_marked: bool) -> bool:
    """Whether a link leads to its heading, as far as its address and the ids around it show."""
    address, _, fragment = node.value("href").partition("#")
    if address and not fragment_on(link, node.value("href")):
        return is_marked and not link and bool(fragment)
    if is_marked:
        return bool(fragment) or not address
    around = [heading, node, *heading.elements()[:_DEEPEST]]
    if heading.parent is not None:
        around.append(heading.parent)
    ids = {value for place in around for value in (place.value("id"), place.value("name")) if value}
    written = unquote(fragment)
    return bool(fragment) and (not ids or not ids.isdisjoint((written, target_id(written), f"user-content-{written}")))


def _move_id(node: Node, heading: Node) -> None:
    """Give the id of a link to its heading, because other links may lead to it."""
    if id := node.value("id"):
        heading.attributes.setdefault("id", id)


def _take_out(node: Node) -> None:
    before, after = node.prev, node.next
    node.remove()
    if after is None and before is not None and before.is_text:
        before.text_content = before.text_content.rstrip()
    if before is None and after is not None and after.is_text:
        after.text_content = after.text_content.lstrip()

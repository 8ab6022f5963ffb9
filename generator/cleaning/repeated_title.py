"""The rule `structure:title`: removes a first heading or bold line that repeats the title of the post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.article.elements import HEADINGS, INLINE, SHOWING, SPANS
from generator.article.nodes import Node, example, visits
from generator.article.text import comparable
from generator.article.urls import host, safe_link
from generator.characters import drop_controls
from generator.cleaning.draft import Draft, Tally
from generator.cleaning.spacing import BLANK, is_blank_text
from generator.model import Header

_LINES = frozenset({"b", "strong", "a"})
_LONGEST = 300
"""Most characters of a heading that may become the title."""

# What stands between a title and the name of its site.  A hyphen needs blanks, but not beside Chinese and Japanese.
_BARS = r"\s+(?:[|_¦]|::)\s+|\s*[｜丨]\s*|(?<=\S)[|_](?=\S)"
_BORDER = re.compile(
    rf"(?P<bar>{_BARS})|\s+(?:--?|[–—―·•‧»«])\s+|(?<=[^\x00-\x7f])(?:--?|[–—])(?=\S)|(?<=\S)(?:--?|[–—])(?=[^\x00-\x7f])"
)
_MOST_LETTERS, _MOST_WIDE, _MOST_WORDS = 40, 14, 6
"""The longest name of a site: in letters, in letters outside ASCII, and in words."""
_SMALL = frozenset(
    "a an and at by de der des di die du el en et for für in la le les of on the to und y & + di da".split()
)
_SENTENCE = re.compile(r"[。！？?，,；;…:：“”\"]")
_NUMBERED = re.compile(
    r"(?:^|\s)(?:\d+|[IVX]+)(?:$|\s)|第\s*[\d一二三四五六七八九十百]+|[（(]?[上中下][)）]?$|[部篇章回话話集期季]分?$"
    r"|\b(?:part|chapter|episode|vol|volume|season)\b",
    re.IGNORECASE,
)
_SHORT_LABEL = 3
_CUT = re.compile(r"(?:…|\.\.\.|。。。)\s*$")
_LEAST_CUT, _LEAST_CUT_WIDE, _LEAST_BEFORE_DOTS = 30, 15, 8
"""Fewest letters of a title that may be the beginning of its heading: in ASCII, in others, and before `…`."""


def apply(draft: Draft, tally: Tally) -> None:
    """Remove the first heading or bold line if it repeats the title, unless the body has nothing else.

    If the removed line is a better title (without the name of a site, or not cut), it becomes the title of the post.  A
    line that is a link is removed only if it leads to the original article, to which the page of the post links anyway.
    """
    body, title = draft.body, draft.header.title
    heading = first_line(body)
    if heading is None or not (wanted := comparable(title)):
        return
    text = heading.text()
    said = comparable(text)
    if said != wanted and not (said and _says_title(draft, heading, text, said, wanted)):
        return
    if heading.tag == "a" and safe_link(heading.value("href")) != draft.header.link:
        return
    if any(node.tag in SHOWING for node in heading.elements()):
        return
    has_more = len(comparable(body.text())) > len(said) or any(node.tag in SHOWING for node in body.elements())
    if not has_more:
        return
    shown = example(heading)
    if said != wanted:
        shown = f"{shown} ({title})"
        draft.header = replace(draft.header, title=_as_title(text))
    tally.take("title", "markup", heading, shown)
    tally.said_twice(text)
    _, following, _ = _beside(heading)
    if heading.tag not in HEADINGS and following is not None and following.tag == "br":
        following.remove()
    heading.remove()


# ----------------------------------------------------------------------------- the title in a heading


def _says_title(draft: Draft, heading: Node, text: str, said: str, wanted: str) -> bool:
    """Whether a heading has the title without the name of its site, or the whole of a title that was cut."""
    title = draft.header.title
    if len(text) > _LONGEST or len(_as_title(text)) > _LONGEST:
        return False
    if wanted.startswith(said) or wanted.endswith(said):
        names = frozenset(_names(draft.header))
        return any(
            _is_name(name, bars, names) if _is_title(draft, heading) and _is_long(said) else comparable(name) in names
            for name, bars in _beside_title(title, said)
        )
    if not said.startswith(wanted) or not _is_title(draft, heading):
        return False
    least = _LEAST_CUT if wanted.isascii() else _LEAST_CUT_WIDE
    return len(wanted) >= (_LEAST_BEFORE_DOTS if _CUT.search(title) else least)


def _beside_title(title: str, said: str) -> Iterator[tuple[str, bool]]:
    """What stands before or after the part of a title that equals `said`, and whether only bars stand between."""
    borders = list(_BORDER.finditer(title))
    for border in borders:
        for part, rest in (
            (title[: border.start()], title[border.end() :]),
            (title[border.end() :], title[: border.start()]),
        ):
            if comparable(part) == said:
                yield rest, border["bar"] is not None


def _names(header: Header) -> Iterator[str]:
    """The names of the author and the site of a post, as letters."""
    address = host(header.link).removeprefix("www.") if header.link else ""
    labels = [label for label in address.split(".")[:-1] if len(label) > _SHORT_LABEL]
    yield from filter(None, map(comparable, [header.author, header.origin, address, *labels]))


def _is_name(rest: str, bars: bool, names: frozenset[str]) -> bool:
    """Whether each part of `rest` is one of `names`, or looks like the name of a site."""
    parts = [part for part in _BORDER.split(rest) if part and comparable(part)]
    return bool(parts) and all(comparable(part) in names or _looks_like_name(part.strip(), bars) for part in parts)


def _looks_like_name(part: str, bars: bool) -> bool:
    words = part.split()
    wide = sum(not character.isascii() and character.isalpha() for character in part)
    if len(part) > _MOST_LETTERS or len(words) > _MOST_WORDS or wide > _MOST_WIDE:
        return False
    if _SENTENCE.search(part) or _NUMBERED.search(part):
        return False
    return bars or all(not word[0].islower() or word in _SMALL or "." in word[1:-1] for word in words)


def _is_title(draft: Draft, heading: Node) -> bool:
    """Whether a heading stands above the whole article: it was the only `h1`, or no other has its level or a higher."""
    if heading.tag not in HEADINGS:
        return False
    if heading in draft.top_headings:
        return len(draft.top_headings) == 1
    others = (node for node in draft.body.elements(*HEADINGS) if node is not heading)
    return not draft.top_headings and all(node.tag > heading.tag for node in others)


def _is_long(said: str) -> bool:
    """Whether a heading has enough letters to be more than the name of a place or a section."""
    return len(said) >= (7 if said.isascii() else 4)


def _as_title(text: str) -> str:
    return " ".join(drop_controls(text)[0].split()).strip(" ¶#")


# ------------------------------------------------------------------------------------ the first line


def first_line(body: Node) -> Node | None:
    """The element with which the text of `body` begins, if it is a heading, or a bold or linked line; else None."""
    for node, _ in visits(body):
        if node.tag in HEADINGS or (node.tag in _LINES and _is_line(node)):
            return node
        if node.is_text and node.text_content.strip(BLANK):
            return None
    return None


def _is_line(node: Node) -> bool:
    """Whether an element fills its line, as far as its siblings and the spans around it show."""
    before, after, parent = _beside(node)
    while parent is not None and parent.tag in SPANS and before is None:
        # First in a span: the line starts before the span, and ends at what follows in the span or else after it.
        before, following, parent = _beside(parent)
        after = after if after is not None else following
    if parent is None or parent.tag in INLINE or (before is not None and before.tag != "br"):
        return False
    return after is None or after.tag == "br"


def _beside(node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """The nodes before and after a node, skipping blank text, and its parent."""
    before, after = node.prev, node.next
    while before is not None and is_blank_text(before):
        before = before.prev
    while after is not None and is_blank_text(after):
        after = after.next
    return before, after, node.parent

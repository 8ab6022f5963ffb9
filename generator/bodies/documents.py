"""Whole HTML documents, as browsers and archivers save pages: which bodies are such, and what in them is no article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.article.nodes import Node, below
from generator.article.text import comparable

# Comments of IE, SingleFile and ArchiveBox, a byte order mark and an XML declaration may stand before the element.
_START = re.compile(
    r"(?:[\s\ufeff]++|<!--(?:[^-]|-(?!->)){0,4000}-->|<\?xml[^<>]{0,200}>|<!doctype[^<>]{0,500}>)*+<(?:html|head)(?=[\s>])",
    re.IGNORECASE,
)

_UNSEEN = frozenset({"script", "style", "template", "noscript", "title", "svg", "iframe"})
_FRAME_TAGS = frozenset({"nav", "header", "footer", "aside", "dialog"})
_FRAME_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alertdialog"}
)
_FRAME_NAMES = frozenset(
    "header footer nav navbar navigation menu sidebar breadcrumb breadcrumbs crumb crumbs masthead topbar toolbar "
    "site-header site-footer site-nav page-footer main-nav main-menu copyright".split()
)
"""Classes and ids of what stands around an article; only the whole name counts."""
_LEAST_SHARE = 2
"""The article has at least one part in this many of the text that is not around it; else all of that stays."""
_MOST_WORDS_AROUND = 120
"""The most letters outside of links that a menu or the like inside an article may have."""
_MOST_SHARE_AROUND = 3
"""What stands around an article has at most one part in this many of the text outside of links."""
_ALL_BUT = 5
"""One of several articles is that of the page if all others have at most one part in this many of its text."""


def is_document(text: str) -> bool:
    """Whether `text` is a whole HTML document: it begins with `<html>` or `<head>`, maybe after a comment."""
    return "<" in text[:100] and _START.match(text) is not None


@dataclass(frozen=True, slots=True)
class Sizes:
    """The number of letters and digits in each element of a document: `all` of them, and those in links (`linked`)."""

    all: dict[Node, int]
    linked: dict[Node, int]

    def plain(self, node: Node) -> int:
        """The number of letters and digits in the element `node` that are not in links."""
        return self.all.get(node, 0) - self.linked.get(node, 0)


def left_out(body: Node) -> list[Node]:
    """The outermost nodes that are not part of the article, in document order; `body` is that of a whole document.

    The article is the element `article`, else `main`, else the one marked `articleBody`, provided that it contains at
    least half of the text outside of menus and the like.  If none does, menus, headers, footers and asides are left
    out, except those that contain over a third of the text.
    """
    nodes = body.elements()
    sizes = _sizes(body)
    hidden = below(node for node in nodes if node.tag in _UNSEEN)
    around = [node for node in nodes if node.tag not in _UNSEEN and node not in hidden and _is_around(node)]
    article = _article(body, nodes, around, sizes)
    if article is not None:
        gone = _beside(article, body)
        inside = set(article.elements())
        gone += [node for node in _outermost(around) if node in inside and _is_menu(node, sizes)]
    else:
        kept = _holders(nodes)
        gone = [node for node in around if node not in kept and _is_small(node, body, sizes)]
    nested = below(gone)
    return [node for node in gone if node not in nested]


def _sizes(body: Node) -> Sizes:
    all_: dict[Node, int] = {}
    linked: dict[Node, int] = {}
    for node in reversed(body.walk()):
        if node.is_text:
            size = sum(map(str.isalnum, node.text_content))
        elif node.tag in _UNSEEN:
            continue
        else:
            size = all_.get(node, 0)
            if node.tag == "a":
                linked[node] = size
        if node.parent is not None and size:
            all_[node.parent] = all_.get(node.parent, 0) + size
            if links := linked.get(node, 0):
                linked[node.parent] = linked.get(node.parent, 0) + links
    return Sizes(all_, linked)


def _is_around(node: Node) -> bool:
    if node.tag in _FRAME_TAGS or node.value("role").lower() in _FRAME_ROLES:
        return True
    attributes = node.attributes
    if node.tag not in ("div", "ul", "section", "table", "td") or not ("class" in attributes or "id" in attributes):
        return False
    names = f"{node.value('class')} {node.value('id')}"[:500].lower().split()
    return not _FRAME_NAMES.isdisjoint(names)


def _article(body: Node, nodes: list[Node], around: list[Node], sizes: Sizes) -> Node | None:
    framed = below(around)
    outside = sizes.plain(body) - sum(sizes.plain(node) for node in around if node not in framed)
    mains = _outermost(node for node in nodes if node.tag == "main" or node.value("role").lower() == "main")
    articles = _outermost(node for node in nodes if node.tag == "article" and node not in framed)
    parts = _outermost(node for node in nodes if "articleBody" in node.value("itemprop").split())
    main = mains[0] if len(mains) == 1 else None
    for candidate in (_one_article(articles, body, sizes), main, parts[0] if len(parts) == 1 else None):
        if candidate is None or _LEAST_SHARE * sizes.plain(candidate) < max(outside, 1):
            continue
        # A preface or an afterword beside `article` belongs to it.
        if main is not None and candidate is not main and candidate in main.elements():
            return candidate if 4 * _prose_beside(candidate, main, around, sizes) <= sizes.plain(candidate) else main
        return candidate
    return None


def _outermost(found: Iterable[Node]) -> list[Node]:
    nodes = list(found)
    nested = below(nodes)
    return [node for node in nodes if node not in nested]


def _one_article(articles: list[Node], body: Node, sizes: Sizes) -> Node | None:
    """The `article` that the page is about; of several, the one with the title and nearly all of their text."""
    if len(articles) < 2:
        return articles[0] if articles else None
    largest = max(articles, key=sizes.plain)
    if _ALL_BUT * (sum(map(sizes.plain, articles)) - sizes.plain(largest)) > sizes.plain(largest):
        return None
    title = body.first("title")
    wanted = comparable(title.text()[:2_000]) if title is not None else ""
    headings = (comparable(node.text()) for node in largest.elements("h1", "h2"))
    return largest if any(len(heading) > 3 and heading in wanted for heading in headings) else None


def _prose_beside(article: Node, main: Node, around: list[Node], sizes: Sizes) -> int:
    """The letters in paragraphs of `main` that are neither in the article nor in what stands around it."""
    framed = below(around) | set(around) | set(article.elements())
    return sum(sizes.plain(node) for node in main.elements("p", "blockquote") if node not in framed)


def _beside(article: Node, body: Node) -> list[Node]:
    """The nodes outside of `article`, each whole, but for blanks."""
    found: list[Node] = []
    kept = article
    for parent in article.ancestors():
        others = (child for child in parent.children() if child is not kept)
        found += [child for child in others if not child.is_text or child.text_content.strip()]
        kept = parent
        if parent is body:
            break
    places = {node: place for place, node in enumerate(body.walk())}
    return sorted(found, key=places.__getitem__)


def _is_menu(node: Node, sizes: Sizes) -> bool:
    """Whether an element inside an article is a menu or a list of links elsewhere, and no table of contents."""
    if node.tag not in ("nav", "aside") and node.value("role").lower() not in ("navigation", "complementary"):
        return False
    links = [link.value("href") for link in node.elements("a")]
    if not links or all(link.startswith("#") for link in links):
        return False
    return sizes.plain(node) <= min(_MOST_WORDS_AROUND, sizes.linked.get(node, 0))


def _holders(nodes: list[Node]) -> set[Node]:
    """The elements around an `article` or `main`, or around the only `h1`: they hold the article or its title."""
    tops = [node for node in nodes if node.tag == "h1"]
    holders: set[Node] = set()
    for node in (*(node for node in nodes if node.tag in ("article", "main")), *(tops if len(tops) == 1 else ())):
        for around in node.ancestors():
            if around in holders:
                break
            holders.add(around)
    return holders


def _is_small(node: Node, body: Node, sizes: Sizes) -> bool:
    """Whether an element has a small part of the text of a document, apart from links."""
    return _MOST_SHARE_AROUND * sizes.plain(node) <= sizes.plain(body)

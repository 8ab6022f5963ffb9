"""Repairs HTML that a scraper broke: unescaped code and unclosed quotes."""

from __future__ import annotations

import re

from generator.article.elements import CODE_MARKUP

# A tag up to its `>`, up to the end of the text, or up to a value with an unclosed quote.
_WHOLE_TAG = re.compile(
    r"""<!--(?:(?!-->).)*+|<[A-Za-z][^\s>/"'=]*+(?:[^"'>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["']))|["'])*+""", re.DOTALL
)
_OPEN_VALUE = re.compile(r"=\s*+([\"'])")
_CODE_START = re.compile(r"<(code|pre)(?=[\s>])[^<>]*+>", re.IGNORECASE)
_TAG = re.compile(r"</?([A-Za-z][^\s<>/]*+)[^<>]*+>?")
# `<b && c>` is a comparison.
_ATTRIBUTES = re.compile(
    r"""(?:[\s/]++[A-Za-z_:@][\w:.@-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+)*+[\s/]*+>"""
)


def escaped_code(html: str) -> tuple[str, int]:
    """`html` with unusual tags inside `code` and `pre` escaped, and the number of escaped tags.

    A scraper that unescaped `<code>&lt;web-view /&gt;</code>` left `<code><web-view /></code>`, for which a browser
    shows nothing.  Spans of highlighters and other elements that are common in code (`CODE_MARKUP`) stay tags.
    """
    if _CODE_START.search(html) is None:
        return html, 0
    pieces: list[str] = []
    position = searched = count = 0
    folded = html.lower()
    # Lower-casing changes the length of a few letters; then only lower-case tags are found.
    folded = folded if len(folded) == len(html) else html
    # Positions of the next end tag and the next plain start tag of each name, so that nothing is searched twice.
    places: dict[str, int] = {}
    while start := _CODE_START.search(html, searched):
        name = start[1].lower()
        searched = start.end()
        if (end := _next(folded, f"</{name}", start.end(), places)) == len(folded):
            continue
        if _next(folded, f"<{name}>", start.end(), places) < end:
            # The element was never closed, so the text after it is article text, not code.
            continue
        content, escaped = _escaped(html[start.end() : end])
        count += escaped
        pieces += (html[position : start.end()], content)
        position = searched = end
    pieces.append(html[position:])
    return "".join(pieces), count


def closed_quote(html: str) -> tuple[str, int]:
    """`html` with the missing quote at the end of an attribute added, and how many were added: 0 or 1.

    A parser reads everything after `<img src="a.png>` as the address, and the rest of the article is lost.
    """
    if not any(_may_open(html, html.rfind(quote)) for quote in "\"'"):
        return html, 0
    for tag in _WHOLE_TAG.finditer(html):
        value = _OPEN_VALUE.match(html, tag.end())
        if value and (close := html.find(">", value.end())) >= 0:
            return f"{html[:close].rstrip('/')}{value[1]}{html[close:]}", 1
    return html, 0


def _may_open(html: str, last: int) -> bool:
    """Whether the quote at `last`, the last one of its kind, opens a value.  Only this one can be unclosed."""
    return last > 0 and html[:last].rstrip().endswith("=")


def _next(text: str, sign: str, start: int, known: dict[str, int]) -> int:
    """The first position of `sign` from `start` on, or the length of `text` if there is none.

    `known` caches the positions, so `start` must never decrease between calls.
    """
    if known.get(sign, -1) < start:
        position = text.find(sign, start)
        known[sign] = position if position >= 0 else len(text)
    return known[sign]


def _escaped(content: str) -> tuple[str, int]:
    count = 0

    def as_text(match: re.Match[str]) -> str:
        nonlocal count
        if match[1].lower() in CODE_MARKUP and _ATTRIBUTES.fullmatch(
            match[0], len(match[1]) + match.start(1) - match.start()
        ):
            return match[0]
        count += 1
        return match[0].replace("<", "&lt;").replace(">", "&gt;")

    return _TAG.sub(as_text, content), count

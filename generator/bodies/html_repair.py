"""HTML that a scraper broke: code that was never escaped, and pages that were taken for code."""

from __future__ import annotations

import html as entities
import re

from generator.article.elements import CODE_MARKUP

_TORN = re.compile(r"<pre><code>(\s*+&lt;[/!A-Za-z][^<]*+)</code></pre>")
_END_TAGS = re.compile(r"(?:\s*+&lt;/[A-Za-z][A-Za-z0-9]*+&gt;)++\s*+")
# A tag up to its `>`, to the end of the text, or to a value whose quote has no end.
_WHOLE_TAG = re.compile(
    r"""<!--(?:(?!-->).)*+|<[A-Za-z][^\s>/"'=]*+(?:[^"'>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["']))|["'])*+""", re.DOTALL
)
_OPEN_VALUE = re.compile(r"=\s*+([\"'])")
TORN_INDENT = 8
"""Blanks before the first tag of a torn page; people indent the first line of an example by none, or by one level."""
_CODE_START = re.compile(r"<(code|pre)(?=[\s>])[^<>]*+>", re.IGNORECASE)
_TAG = re.compile(r"</?([A-Za-z][^\s<>/]*+)[^<>]*+>?")
# `<b && c>` is a comparison.
_ATTRIBUTES = re.compile(
    r"""(?:[\s/]++[A-Za-z_:@][\w:.@-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+)*+[\s/]*+>"""
)


def escaped_code(html: str) -> tuple[str, int]:
    """`html` with unknown tags inside `code` and `pre` as text, and how many there were.

    A scraper that unescaped `<code>&lt;web-view /&gt;</code>` left `<code><web-view /></code>`, of which a browser
    shows nothing.  Highlighters' spans and other common elements stay.
    """
    if _CODE_START.search(html) is None:
        return html, 0
    pieces: list[str] = []
    position = searched = count = 0
    folded = html.lower()
    # Case folding changes the length of a few letters; then only what is written in lower case is found.
    folded = folded if len(folded) == len(html) else html
    # Where the next end and the next plain start of each name are, so that no place is looked through twice.
    places: dict[str, int] = {}
    while start := _CODE_START.search(html, searched):
        name = start[1].lower()
        searched = start.end()
        if (end := _next(folded, f"</{name}", start.end(), places)) == len(folded):
            continue
        if _next(folded, f"<{name}>", start.end(), places) < end:
            # It was never closed: what follows is an article, not code.
            continue
        content, escaped = _escaped(html[start.end() : end])
        count += escaped
        pieces += (html[position : start.end()], content)
        position = searched = end
    pieces.append(html[position:])
    return "".join(pieces), count


def closed_quote(html: str) -> tuple[str, int]:
    """`html` with the one attribute closed whose quote has no end, and whether there was one.

    To a parser everything behind `<img src="a.png>` is the address, and the rest of the article is gone.
    """
    if not any(_may_open(html, html.rfind(quote)) for quote in "\"'"):
        return html, 0
    for tag in _WHOLE_TAG.finditer(html):
        value = _OPEN_VALUE.match(html, tag.end())
        if value and (close := html.find(">", value.end())) >= 0:
            return f"{html[:close].rstrip('/')}{value[1]}{html[close:]}", 1
    return html, 0


def _may_open(html: str, last: int) -> bool:
    """Whether the last quote of a kind opens a value: one behind it would have closed any other."""
    return last > 0 and html[:last].rstrip().endswith("=")


def joined_page(html: str) -> tuple[str, int]:
    """`html` with pieces of a page that Markdown took for code as markup again, and how many there were.

    Hexo runs a Markdown converter over scraped pages.  Where a blank line comes before deep indentation it makes the
    rest of the page, often the whole article, an example of HTML.  Its end tags match what stands before it, so it is
    joined before anything is parsed.
    """
    count = 0

    def as_markup(match: re.Match[str]) -> str:
        nonlocal count
        content = match[1]
        blanks = content[: content.index("&")].rpartition("\n")[2]
        if len(blanks) < TORN_INDENT and not (blanks and _END_TAGS.fullmatch(content)):
            return match[0]
        count += 1
        return entities.unescape(content)

    return _TORN.sub(as_markup, html), count


def _next(text: str, sign: str, start: int, known: dict[str, int]) -> int:
    """The first place of `sign` from `start` on, the length of `text` where there is none; `start` only grows."""
    if known.get(sign, -1) < start:
        found = text.find(sign, start)
        known[sign] = found if found >= 0 else len(text)
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

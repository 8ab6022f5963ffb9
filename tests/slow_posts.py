"""`SLOW`: bodies built to take long, each beside what Pressmark says of it where it exceeds a limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

SUSPICIOUS = "javascript: "
"""Makes bleach look at a body."""


class Slow(NamedTuple):
    """`make(count)` is a body; with `many` it is just below the limits on size, and `few` keeps a test short.

    `reason` is part of the warning that it gets with either count; empty where it is within all limits.
    """

    make: Callable[[int], str]
    few: int
    many: int
    reason: str = ""
    markup: str = "html"


def _repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda count: before + unit * count + after


_SECOND = "too much markup for the second sanitizer"
_BLOCKS = "30,000 paragraphs and list items"
_DEEP = "nested more than 512 deep"
_DEEP_PRE = "<pre>x" * 500
_FRAMES = "<table><tr><td>" * 150

RECHECKED = {
    "siblings with children": Slow(_repeated("<p><b>x</b>", SUSPICIOUS), 4_500, 30_000, _SECOND),
    "embeds": Slow(_repeated("<embed src=https://a.example/x>", SUSPICIOUS), 5_000, 40_000, _SECOND),
    "tables in tables": Slow(
        _repeated("<table><tr><td><table><tr><td>x</table></table>", SUSPICIOUS), 3_800, 9_000, _SECOND
    ),
    "lists in lists": Slow(_repeated("<ul><li>x<ul><li>y</ul></ul>", SUSPICIOUS), 3_500, 16_000, _SECOND),
    "paragraphs deep down": Slow(_repeated("<p>x", SUSPICIOUS + "<div>" * 450), 7_000, 95_000, _SECOND),
    "breaks": Slow(_repeated("<br>", SUSPICIOUS + "<b>x</b>"), 3_000, 99_000, ""),
    "pictures": Slow(
        _repeated('<img src="https://a.example/x" alt=a title=b lang=a dir=ltr>', SUSPICIOUS),
        12_000, 25_000, _SECOND,
    ),
    "bold in a table": Slow(_repeated("<b>x</b>", SUSPICIOUS + "<table>"), 25_000, 45_000, _SECOND),
    "options": Slow(_repeated("<option><p><b>x</b>", "<select>"), 1_000, 30_000),
    "references in one text": Slow(_repeated("x" * 40 + "&lt;", SUSPICIOUS + "<b>x</b>"), 10_000, 40_000, _SECOND),
    "greater-than signs": Slow(_repeated(">", "<p>" + SUSPICIOUS), 210_000, 1_900_000, "character references"),
    "no-break spaces": Slow(_repeated("\u00a0x", "<p>" + SUSPICIOUS), 210_000, 900_000, "character references"),
}  # fmt: skip

TREES = {
    "code in code": Slow(_repeated("<pre>y</pre>", "<pre>x"), 2_000, 49_000),
    "paragraphs in nested code": Slow(_repeated("<p>y</p>", _DEEP_PRE), 2_000, 48_000),
    "paragraphs in layout tables": Slow(_repeated("<p>x", _FRAMES), 2_000, 95_000),
    "tables side by side": Slow(_repeated("<table><tr><td>x</table>"), 2_000, 24_000),
    "paragraphs in spans": Slow(_repeated("<p>x", "<span>" * 500), 2_000, 95_000),
    "items without a list": Slow(_repeated("<li>x</li><i>y</i>", "<p>x</p>"), 2_000, 24_000),
    "lists in a list": Slow(_repeated("<ul><li>x</ul>", "<ul>"), 2_000, 24_000),
    "items deep down": Slow(_repeated("<li>x", "<ul>" * 500), 2_000, 49_000),
    "hidden paragraphs": Slow(_repeated("<p hidden>x", "<p>long</p>" + "<div hidden>" * 400), 2_000, 40_000),
    "comments before a title": Slow(_repeated(" <!-- --> ", "<p>", "<b>Slow</b>"), 2_000, 90_000),
    "breaks and blanks": Slow(_repeated("<span><br></span>\n", "<p>"), 2_000, 30_000),
    "formulas": Slow(_repeated("<span class=katex><code>x</code><span class=katex-html>x</span></span>"), 800, 16_000),
    "unclosed code": Slow(_repeated("<code>", "", "</code>"), 4_000, 60_000, _DEEP),
    "code with attributes": Slow(_repeated("<code a>", "<code>", "x</code><code>"), 4_000, 60_000, _DEEP),
    "headings": Slow(_repeated("<h2>slow</h2>"), 2_000, 49_000),
    "markers of excerpts": Slow(_repeated("<!-- more -->", "<div>" * 450), 2_000, 90_000),
    "spans in formatting": Slow(_repeated("<a><div></a></div>"), 100, 40_000),
    "quotes without end": Slow(_repeated(' c="d"', "<p>x<a", " e='"), 900, 9_000),
    "deep ornaments": Slow(_repeated("<i>x</i>", "<span>" * 500), 2_000, 45_000),
}

MARKDOWN = {
    "uses of one footnote": Slow(_repeated("x[^1]\n\n", "[^1]: y\n\n"), 1_100, 14_000, "uses footnotes"),
    "uses of one footnote, as many as may be": Slow(_repeated("x[^1]\n\n", "[^1]: y\n\n"), 300, 990),
    "fences": Slow(_repeated("~~~\n````\n"), 8_000, 180_000, "blocks of fenced code"),
    "blank lines": Slow(_repeated("a\n\n"), 31_000, 600_000, _BLOCKS),
    "items that open fences": Slow(_repeated("- ```\n"), 31_000, 300_000, _BLOCKS),
    "signs in paragraphs": Slow(
        _repeated("*a* [b](c) `d`\n\n", "x\n\n"), 14_000, 29_000, "signs that may stand for markup"
    ),
    "two kinds of lists": Slow(_repeated("1. a\n- b\n"), 1_000, 14_000),
    "ends of HTML": Slow(_repeated("</div>\n\n"), 2_000, 29_000),
    "items": Slow(_repeated("- a\n\n"), 1_000, 14_500),
    "lines in one item": Slow(_repeated("b\n", "- a\n"), 1_000, 3_000),
    "notes": Slow(_repeated("[^1]: y\n    z\n"), 100, 990),
    "stars": Slow(_repeated("*a" * 300 + "\n\n"), 5, 100),
    "unknown Hexo tags": Slow(_repeated("{% raw %}"), 51_000, 200_000, "Hexo tags"),
    "Hexo quotations": Slow(_repeated("{% blockquote %}x{% endblockquote %}\n"), 500, 12_000),
}

TEXTS = {
    "addresses with ampersands": Slow(_repeated("https://a.example/?" + "&a=" * 5_000 + "\n"), 2, 120, ""),
    "ligatures": Slow(_repeated("\ufdfa"), 20_000, 1_900_000),
    "combining marks": Slow(_repeated("\u0316\u0301", "a"), 3_000, 950_000),
    "open brackets in an address": Slow(_repeated("https://a.example/" + "(a" * 900 + "\n"), 20, 900),
}

SLOW: dict[str, Slow] = {
    **RECHECKED,
    **TREES,
    **{name: slow._replace(markup="markdown") for name, slow in MARKDOWN.items()},
    **{name: slow._replace(markup="text") for name, slow in TEXTS.items()},
}

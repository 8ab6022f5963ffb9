"""Tables of HTML elements: blocks, inline, void, media and hidden ones, where they may stand, and what they contain.

Every table of elements is here, and patterns that list elements are built from these.  A number in brackets is a
section of the HTML standard (https://html.spec.whatwg.org, 2026-11); a table without one is our own, and its docstring
gives the reason.  The elements that an article may contain are a policy, so they are in `vocabulary`.
"""

from __future__ import annotations

from collections.abc import Iterable

KNOWN = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div
    dl dt element em embed fencedframe fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head
    header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark
    marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option
    output p param picture plaintext portal pre progress q rb rbc rp rt rtc ruby s samp script search section select
    selectedcontent shadow slot small source spacer span strike strong style sub summary sup svg table tbody td template
    textarea tfoot th thead time title tr track tt u ul var video wbr xmp
    """.split()
)
"""Every current and obsolete HTML element (4, 16.2), and elements that only browsers define."""


def alternation(names: Iterable[str]) -> str:
    r"""A regular expression such as `a|b|br` that matches any of `names`; the caller puts parentheses around it.

    After it, the caller's pattern needs something that cannot match within a name, such as `\b`: otherwise `b` also
    matches the beginning of `br`.
    """
    return "|".join(sorted(names))


def first_letters(names: Iterable[str]) -> str:
    """The first letters of `names`, each once and sorted, as one text.

    A pattern that begins with them as a lookahead, `(?=[…])`, fails faster where none of `names` begins.
    """
    return "".join(sorted({name[0] for name in names}))


# ------------------------------------------------------------------------------------------ families

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""(4.3.6)"""
LI_LISTS = frozenset({"ol", "ul"})
"""Lists whose items are `li` (4.4.5, 4.4.6).  Without `menu` and `dir`: `conform` turns them into `ul`."""
LISTS = LI_LISTS | {"dl"}
"""(4.4.5, 4.4.6, 4.4.9)"""
ITEMS = frozenset({"li", "dt", "dd"})
"""Items of lists (4.4.8, 4.4.10, 4.4.11)."""
CELLS = frozenset({"td", "th"})
"""(4.9.9, 4.9.10)"""
ROW_GROUPS = frozenset({"tbody", "thead", "tfoot"})
"""(4.9.5 to 4.9.7)"""
TABLE = CELLS | ROW_GROUPS | {"table", "caption", "colgroup", "col", "tr"}
"""A table and the elements that are only valid in one (4.9)."""
ROWS = ITEMS | CELLS | {"tr"}
"""Elements that usually occur several times in a row, each like the others."""
CAPTIONS = frozenset({"caption", "figcaption", "legend", "summary"})
"""Elements that name the table, figure, fieldset or details around them (4.9.2, 4.4.13, 4.10.16, 4.11.2)."""
LABELS = frozenset({"label", "legend", "summary"})
"""Elements that name something interactive (4.10.4, 4.10.16, 4.11.2)."""
CONTROLS = frozenset(
    {"button", "datalist", "input", "keygen", "meter", "optgroup", "option", "output", "progress", "select", "textarea"}
)
"""Form elements whose content is not text of the article (4.10, without its labels)."""
OPTIONS = frozenset({"optgroup", "option"})
"""(4.10.9, 4.10.10)"""


# ------------------------------------------------------------------------------------ blocks and lines

CLOSING_P = HEADINGS | ITEMS | {
    "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "listing", "main", "menu", "nav", "ol", "p",
    "plaintext", "pre", "search", "section", "summary", "table", "ul", "xmp",
}  # fmt: skip
"""Elements whose start tag ends a paragraph (13.2.6.4.7)."""
BLOCKS = CLOSING_P | ROW_GROUPS | {"body", "caption", "legend", "tr"}
"""Elements that begin and end a line (15.3)."""
RULE_BLOCKS = BLOCKS | CELLS | OPTIONS | {"button", "select"}
"""Blocks for filter rules, which also separate cells, buttons and choices: these share a line but are unrelated."""
BREAKS = frozenset({"br", "hr"})
"""Void elements that end a line."""
COMMONMARK_BLOCKS = frozenset(
    """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link
    main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead
    title tr track ul
    """.split()
)
"""Elements whose tags begin an HTML block that ends at a blank line (CommonMark 0.31, 4.6, kind 6)."""
COMMONMARK_VERBATIM = frozenset({"pre", "script", "style", "textarea"})
"""Elements whose start tags begin an HTML block that ends at an end tag (CommonMark 0.31, 4.6, kind 1)."""
PARAGRAPHS = frozenset({"p", "div", "blockquote", "section", "figcaption"})
"""Elements whose first line authors indent by hand."""
SPACED = HEADINGS | LISTS | {
    "blockquote", "dir", "figure", "hr", "listing", "menu", "p", "plaintext", "pre", "xmp",
}  # fmt: skip
"""Elements with a margin below them (15.3.3, 15.3.6, 15.3.7, 15.3.11)."""


# ---------------------------------------------------------------------------------------------- inline

FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
"""Formatting elements, which a parser reopens after a block has closed them (13.2.4.3)."""
EDITS = frozenset({"del", "ins"})
"""(4.7)"""
INLINE = (FORMATTING - {"nobr"}) | EDITS | {
    "abbr", "acronym", "bdi", "bdo", "cite", "data", "dfn", "kbd", "mark", "q", "samp", "span", "sub", "sup", "time",
    "var",
}  # fmt: skip
"""Inline elements that show only their content (4.5, 4.7, 16.2; without ruby).

Without `nobr`: it cannot be nested, and a parser turns two nested ones into one and an empty one.
"""
SPANS = frozenset({"span", "font", "big"})
"""Inline elements that mean nothing without attributes (4.5.26, 16.2)."""


# ------------------------------------------------------------------------------- without markup inside

VOID = frozenset(
    {"area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
     "link", "meta", "param", "source", "track", "wbr"}
)  # fmt: skip
"""Elements without content and end tag (13.1.2), and obsolete ones that parsers treat so (13.2.6)."""
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})
"""Elements whose content is text up to their end tag (13.1.2, 13.2.6); `plaintext` has no end tag."""
EMPTY_RAW_TEXT = frozenset({"iframe", "noembed", "noframes"})
"""Raw text elements that are empty in practice: their content was a fallback for old browsers (4.8.5, 16.2)."""
VERBATIM = RAW_TEXT - {"textarea", "title"}
"""Elements whose text is serialized without escaping (13.3)."""
PREFORMATTED = frozenset({"pre", "listing", "plaintext", "textarea", "xmp"})
"""Elements that keep blanks and line ends as written (15.3.3, 15.5)."""
CODE = PREFORMATTED | {"code", "kbd", "samp"}
"""Elements for program input and output (4.4.3, 4.5.15, 4.5.17, 4.5.18), whose text may look like anything."""
OPTIONAL_END = frozenset(
    {"html", "head", "body", "p", "li", "dt", "dd", "rt", "rp", "optgroup", "option", "caption", "colgroup", "tbody",
     "thead", "tfoot", "tr", "td", "th"}
)  # fmt: skip
"""Elements whose end tag may be omitted (13.1.2.4)."""


# ----------------------------------------------------------------------------- media and silent elements

DRAWINGS = frozenset({"svg", "math"})
"""Root elements of other languages (4.8.15, 4.8.16)."""
PLAYERS = frozenset({"audio", "video"})
"""(4.8.8, 4.8.9)"""
PLAYER_PARTS = frozenset({"embed", "param", "source", "track"})
"""Void elements that belong to the player or object around them (4.8.2, 4.8.6, 4.8.10, 16.2)."""
FRAMES = frozenset({"iframe", "embed", "object", "frame"})
"""Elements that show another document (4.8.5 to 4.8.7, 16.3)."""
PICTURES = frozenset({"img", "picture", "source"})
"""A picture and its parts (4.8.1 to 4.8.3)."""
EMBEDDED = PLAYERS | DRAWINGS | {"canvas", "embed", "iframe", "img", "object", "picture"}
"""Embedded content (3.2.5.2.6)."""
MEDIA = EMBEDDED - DRAWINGS
"""Media for filter rules, which read a drawing or formula as text and ignore one without text: it is an icon."""
SHOWING = EMBEDDED | {"hr"}
"""Elements that are visible without text."""
UNSEEN = (RAW_TEXT - PREFORMATTED) | {"template"}
"""Elements whose text is never shown (15.3.1), for filter rules.

Other silent elements are not listed, because a later step may publish their content.
"""
SILENT = (UNSEEN - EMPTY_RAW_TEXT) | (EMBEDDED - PICTURES) | {
    "applet", "datalist", "head", "meter", "noscript", "progress", "rp", "select", "textarea",
}  # fmt: skip
"""Elements whose text readers do not see: it is hidden (15.3.1), or something else is shown in its place.

Without `noembed` and `noframes`: a post with its text in these loses it, and a warning reports that.
"""


# -------------------------------------------------------------------------------------- content and scope

FLOW = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "header", "li", "main", "nav", "search", "section", "td",
     "th"}
)  # fmt: skip
"""Elements that may contain a paragraph (those with flow content, 4.3 to 4.11; 16.2)."""
HOLDING_TEXT = frozenset({"dl", "ol", "pre", "table"})
"""Elements that usually contain article text.  Without `ul`, which may be a menu."""

SPECIAL = CLOSING_P | VOID | RAW_TEXT | TABLE | {
    "applet", "body", "button", "frameset", "head", "html", "marquee", "noscript", "object", "select", "template",
}  # fmt: skip
"""Special elements: the end tag of another element inside one does not close anything outside it (13.2.4.2)."""
ITEM_BORDERS = SPECIAL - {"address", "div", "p"}
"""Elements in which a new item does not close an item outside them (13.2.6.4.7, at `li`)."""
HTML_AGAIN = frozenset({"foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"})
"""Elements of drawings and formulas whose content is HTML again (13.2.4.2, integration points)."""
SCOPE = HTML_AGAIN | CELLS | {"applet", "caption", "html", "marquee", "object", "table", "template"}
"""Elements that limit the reach of an end tag inside them (13.2.4.2, "in scope")."""
SCOPED = frozenset({"applet", "button", "marquee", "object", "template"})
"""Elements that are not blocks, but whose end tag has the same scope as that of a block (13.2.6.4.7)."""
TABLE_SCOPE = frozenset({"html", "table", "template"})
"""Elements that limit the reach of the end tag of a table or a table part (13.2.4.2, "in table scope")."""


# ------------------------------------------------------------------------ telling markup from text and code

TELLING_BLOCKS = frozenset(
    """
    p div br table ul ol li h1 h2 h3 h4 h5 h6 section article figure blockquote pre img video audio iframe hr center dl
    """.split()
)
"""Elements whose start tag shows that a body is HTML.

Other blocks are common in Markdown too (`details`), or are mentioned in texts about HTML (`body`).
"""
TELLING_INLINE = frozenset(
    {"a", "b", "big", "cite", "code", "del", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span", "strong",
     "sub", "sup", "u"}
)  # fmt: skip
"""Elements whose end tag shows that a body is HTML.

Other names are as often those of XML elements that a text quotes (`data`, `time`, `var`).
"""
CODE_MARKUP = frozenset(
    {"a", "abbr", "b", "br", "button", "code", "del", "div", "em", "figure", "font", "i", "img", "ins", "kbd", "li",
     "mark", "ol", "p", "pre", "s", "samp", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td",
     "th", "thead", "tr", "tt", "u", "ul", "var", "wbr"}
)  # fmt: skip
"""Elements that highlighters and editors put into code; any other tag is treated as part of the code itself."""

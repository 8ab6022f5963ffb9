"""Escapes `<` signs that a parser would mistake for tags, and ends elements that would swallow the text after them.

`a<b 且 b>c` is a comparison, and an author who writes `<iframe src="…" />` means an element that ends there.  A parser
reads the first as a tag with many attributes, and the second as an element that lasts to the end of the article.
"""

from __future__ import annotations

import re
from collections import defaultdict

from generator.article.elements import (
    DRAWINGS,
    EMPTY_RAW_TEXT,
    KNOWN,
    OPTIONAL_END,
    PLAYER_PARTS,
    RAW_TEXT,
    SILENT,
    VOID,
    alternation,
    first_letters,
)

_RAW = RAW_TEXT - {"plaintext"}
"""Elements whose content up to their end tag is not markup."""
_CONTAINERS = SILENT - RAW_TEXT - VOID - OPTIONAL_END
"""Elements that readers do not see, or that show something else in place of their content."""
_ENDED = _RAW | _CONTAINERS
# The lookahead for the first letter saves most tags the comparison with twenty names.
_TOKEN = re.compile(
    rf"<!--|<(?=[/{first_letters(_ENDED)}])(?P<end>/?)(?P<name>{alternation(_ENDED)})(?=[\s/>])", re.IGNORECASE
)
# The rest of a tag up to its `>`; quotes delimit a value only after `=`.
_REST = re.compile(r"""(?:[^>=]|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
_PARTS = re.compile(rf"(?:\s*+</?(?:{alternation(PLAYER_PARTS)})(?=[\s/>])[^<>]*+>)++", re.IGNORECASE)
"""Tags of the void elements that belong to a player or an object."""
_NEXT_TAG = re.compile(r"<[A-Za-z/!]")

# Matches, in order: a processing instruction or declaration that does not end before the next tag; an end tag without
# a name; a name that is followed directly by a sign; and a name after which, before any quote or `=`, comes a sign that
# a tag cannot contain there, another `<`, or the end of the text.
_SIGN = re.compile(
    r"""<(?:!(?!--)|\?)[^<>]*(?=<|\Z)|</(?![A-Za-z>])|</?[A-Za-z][A-Za-z0-9:_.\-]*(?=[^\sA-Za-z0-9:_.\-/<>])"""
    r"""|</?(?=[A-Za-z])[^<>"'=]*?(?:[^\x00-\x7f<>"'=]|[$&|+*\\^%!~`;,(){}\[\]?]|(?=<)|\Z)"""
    # And a name with quotes but without `=`, so that they delimit no value, and without a `>`.
    r"""|</?(?=[A-Za-z])[^<>=]*(?=<|\Z)"""
)
_NAME = re.compile(r"</?[A-Za-z][A-Za-z0-9:_.\-]*(?:[\s/]|\Z)")
_VALUE_SIGNS = frozenset("=\"'")
_BARE = re.compile(r"""<([A-Za-z][A-Za-z0-9_.]*:?)(?:[\s/][^<>"'=]*)?>""")


def ended(html: str) -> tuple[str, int]:  # noqa: C901 - one loop over tokens whose branches share its position
    """`html` with end tags for elements that would swallow the text after them, and the number of changes.

    An element that is closed by `/>` or never closed ends directly after its start tag.  An element for text only, such
    as `title`, ends before the next tag if it is never closed.  The start of an unclosed comment is removed.
    """
    if _TOKEN.search(html) is None:
        return html, 0
    insertions: list[tuple[int, int, str]] = []
    """(start, end, replacement) of each change."""
    open_places: defaultdict[str, list[int]] = defaultdict(list)
    ends: dict[str, int] = {}
    """By name, the position of the next end tag, or -1: cached, so that it is not searched from each start tag."""
    position = 0
    while (token := _TOKEN.search(html, position)) is not None:
        if token["name"] is None:
            if ends.get("-->", 0) >= 0:
                ends["-->"] = html.find("-->", token.end())
            close = ends["-->"]
            if close < 0:
                # A `<` before the comment must not become the start of a tag.
                joint = " " if html.endswith("<", 0, token.start()) else ""
                insertions.append((token.start(), token.end(), joint))
            position = close + 3 if close >= 0 else token.end()
            continue
        name = token["name"].lower()
        rest = _REST.match(html, token.end())
        position = rest.end() if rest is not None else len(html)
        if token["end"]:
            if open_places[name]:
                open_places[name].pop()
            continue
        is_closed = html.endswith("/", token.end(), position - 1)
        if name in _CONTAINERS:
            if not is_closed:
                open_places[name].append(position)
            elif name not in DRAWINGS:
                insertions.append((position, position, f"</{name}>"))
            continue
        if name not in ends or 0 <= ends[name] < position:
            ends[name] = _end_of(html, name, position)
        end = -1 if is_closed else ends[name]
        if end >= 0 and name in EMPTY_RAW_TEXT and _start_of(name).search(html, position, end) is not None:
            end = -1  # It belongs to a later element of the same name.
        if end >= 0:
            position = end
        else:
            at = position if is_closed or name in EMPTY_RAW_TEXT else _before_next_tag(html, position)
            insertions.append((at, at, f"</{name}>"))
            position = at
    for name, places in open_places.items():
        for place in places:
            parts = _PARTS.match(html, place)
            at = parts.end() if parts is not None else place
            insertions.append((at, at, f"</{name}>"))
    return _with(html, insertions), len(insertions)


def _end_of(html: str, name: str, start: int) -> int:
    match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    return match.start() if match is not None else -1


def _start_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"<{name}(?=[\s/>])", re.IGNORECASE)


def _before_next_tag(html: str, start: int) -> int:
    match = _NEXT_TAG.search(html, start)
    return match.start() if match is not None else len(html)


def _with(html: str, insertions: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, text in sorted(insertions):
        pieces += (html[position:start], text)
        position = end
    pieces.append(html[position:])
    return "".join(pieces)


def escaped_signs(html: str) -> tuple[str, int]:
    """`html` in which each `<` that does not begin a tag is escaped, and the number of escaped signs.

    A `<` begins no tag if an attribute after it is non-ASCII or has the signs of a formula, if no `>` follows before
    the next `<`, or if HTML has no element of that name and the text has neither attribute values nor an end tag for
    it, as in `List<String>`.
    """
    count = 0

    def as_text(match: re.Match[str]) -> str:
        nonlocal count
        end = _tag_end(html, match.start())
        written = html[match.start() : end]
        # With a value and a valid name, it may be a tag with a mistake.
        is_cut = "=" not in written and not html.startswith(">", end)
        if (
            not is_cut
            and written[1:2] not in "!?"
            and _NAME.match(written) is not None
            and not _VALUE_SIGNS.isdisjoint(written)
        ):
            return match[0]
        count += 1
        return f"&lt;{match[0][1:]}"

    made = _SIGN.sub(as_text, html)
    unknown = {name for name in _BARE.findall(made) if name.lower() not in KNOWN}
    if not unknown or "<svg" in html or "<math" in html:
        return made, count
    folded = made.lower()
    unknown = {name for name in unknown if f"</{name.lower()}" not in folded}

    def bare_as_text(match: re.Match[str]) -> str:
        nonlocal count
        if match[1] not in unknown:
            return match[0]
        count += 1
        return f"&lt;{match[0][1:]}"

    return (_BARE.sub(bare_as_text, made) if unknown else made), count


def _tag_end(html: str, start: int) -> int:
    """The end of the text that begins with the `<` at `start`: the position of the next bracket."""
    other = html.find("<", start + 1)
    other = len(html) if other < 0 else other
    end = html.find(">", start + 1, other)
    return other if end < 0 else end

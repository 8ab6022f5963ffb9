"""Signs that a parser takes for tags, and elements that would swallow what follows them.

`a<b 且 b>c` is a comparison, and an author who writes `<iframe src="…" />` means an element that ends there.  A parser
sees a tag of a hundred attributes in the first, and in the second an element that lasts to the end of the article.
"""

from __future__ import annotations

import re
from collections import defaultdict

RAW = ("iframe", "script", "style", "title", "textarea", "xmp", "noembed", "noframes")
"""Elements whose content is no markup, up to their end tag."""
CONTAINERS = (
    "template", "noscript", "object", "applet", "canvas", "select", "datalist", "progress", "meter", "video", "audio",
    "svg", "math",
)  # fmt: skip
"""Elements that readers see nothing of, or something else than their content."""
_DRAWINGS = frozenset({"svg", "math"})
_EMPTY_RAW = frozenset({"iframe", "noembed", "noframes"})
"""Those in which nobody writes anything: they end at once where they do not end at all."""

# The first letters keep the search from comparing each tag with twenty names.
_TOKEN = re.compile(
    rf"<!--|<(?=[/acdimnopstvx])(?P<end>/?)(?P<name>{'|'.join((*RAW, *CONTAINERS))})(?=[\s/>])", re.IGNORECASE
)
# Up to its `>`; a quote counts only behind `=`.
_REST = re.compile(r"""(?:[^>=]|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
_PARTS = re.compile(r"(?:\s*+</?(?:source|track|param|embed)(?=[\s/>])[^<>]*+>)++", re.IGNORECASE)
"""What belongs to a player or an object and has no end tag of its own."""
_NEXT_TAG = re.compile(r"<[A-Za-z/!]")

# A letter behind `<`, then nothing that a tag could not hold, then something that none holds without a quote.
# So is an instruction, or another declaration, that has no end before the next tag; an end tag without a name; and a
# name that runs on into a sign.
_SIGN = re.compile(
    r"""<(?:!(?!--)|\?)[^<>]*(?=<|\Z)|</(?![A-Za-z>])|</?[A-Za-z][A-Za-z0-9:_.\-]*(?=[^\sA-Za-z0-9:_.\-/<>])"""
    r"""|</?(?=[A-Za-z])[^<>"'=]*?(?:[^\x00-\x7f<>"'=]|[$&|+*\\^%!~`;,(){}\[\]?]|(?=<)|\Z)"""
    # A quote without a `=` gives no value, and what follows is no `>`.
    r"""|</?(?=[A-Za-z])[^<>=]*(?=<|\Z)"""
)
_NAME = re.compile(r"</?[A-Za-z][A-Za-z0-9:_.\-]*(?:[\s/]|\Z)")
_VALUE_SIGNS = frozenset("=\"'")
_BARE = re.compile(r"""<([A-Za-z][A-Za-z0-9_.]*:?)(?:[\s/][^<>"'=]*)?>""")
HTML_ELEMENTS = frozenset(
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
"""Every element that HTML has or had."""


def ended(html: str) -> tuple[str, int]:
    """`html` in which each element that would swallow what follows ends where its author meant it to, and how many did
    not.

    A self-closed one ends there.  So does one that has no end tag; where it holds text, as `title` does, it ends before
    the next tag.  A comment without an end is none.
    """
    if _TOKEN.search(html) is None:
        return html, 0
    insertions: list[tuple[int, int, str]] = []
    """(from, to, text that takes the place of what stands there)"""
    open_places: defaultdict[str, list[int]] = defaultdict(list)
    ends: dict[str, int] = {}
    """Where the next end tag of a name stands, -1 where there is none: looked for once, and not from each start tag."""
    position = 0
    while (token := _TOKEN.search(html, position)) is not None:
        if token["name"] is None:
            if ends.get("-->", 0) >= 0:
                ends["-->"] = html.find("-->", token.end())
            close = ends["-->"]
            if close < 0:
                # A `<` before it must not become the start of a tag.
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
        if name in CONTAINERS:
            if not is_closed:
                open_places[name].append(position)
            elif name not in _DRAWINGS:
                insertions.append((position, position, f"</{name}>"))
            continue
        if name not in ends or 0 <= ends[name] < position:
            ends[name] = _end_of(html, name, position)
        end = -1 if is_closed else ends[name]
        if end >= 0 and name in _EMPTY_RAW and _start_of(name).search(html, position, end) is not None:
            end = -1  # that is the end of another one
        if end >= 0:
            position = end
        else:
            at = position if is_closed or name in _EMPTY_RAW else _before_next_tag(html, position)
            insertions.append((at, at, f"</{name}>"))
            position = at
    for name, places in open_places.items():
        for place in places:
            parts = _PARTS.match(html, place)
            at = parts.end() if parts is not None else place
            insertions.append((at, at, f"</{name}>"))
    return _with(html, insertions), len(insertions)


def _end_of(html: str, name: str, start: int) -> int:
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    return found.start() if found is not None else -1


def _start_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"<{name}(?=[\s/>])", re.IGNORECASE)


def _before_next_tag(html: str, start: int) -> int:
    found = _NEXT_TAG.search(html, start)
    return found.start() if found is not None else len(html)


def _with(html: str, insertions: list[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, text in sorted(insertions):
        pieces += (html[position:start], text)
        position = end
    pieces.append(html[position:])
    return "".join(pieces)


def escaped_signs(html: str) -> tuple[str, int]:
    """`html` in which a `<` that begins no tag is text, and how many did not.

    What no tag looks like: an attribute beyond ASCII or with the signs of a formula, another `<` before the `>`, no `>`
    at all, and a name that HTML does not know, without values and without an end tag, as in `List<String>`.
    """
    count = 0

    def as_text(match: re.Match[str]) -> str:
        nonlocal count
        end = _tag_end(html, match.start())
        written = html[match.start() : end]
        # With a value it may be a tag that somebody wrote wrongly, unless not even its name is one.
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
    unknown = {name for name in _BARE.findall(made) if name.lower() not in HTML_ELEMENTS}
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
    """Where what begins with `<` at `start` ends: before the next bracket."""
    other = html.find("<", start + 1)
    other = len(html) if other < 0 else other
    end = html.find(">", start + 1, other)
    return other if end < 0 else end

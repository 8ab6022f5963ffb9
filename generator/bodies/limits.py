"""Limits on the HTML of a body, checked in one pass before it is parsed; a body beyond them becomes escaped text."""

from __future__ import annotations

import re

from generator.article.elements import FORMATTING, INLINE, RAW_TEXT, VOID, alternation, first_letters
from generator.bodies.nesting import OpenElements

MAX_CHARACTERS = 2_000_000
MAX_TAGS = 100_000
MAX_DEPTH = 512
MAX_FORMATTING = 64
MAX_TAG_CHARACTERS = 65_536
MAX_ATTRIBUTES = 1_000
MAX_AMPERSANDS = 50_000
MAX_REBUILT_CHARACTERS = 4_000_000
"""Limit on the characters that unclosed formatting elements add: parsers reopen them in every following block."""

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
# Quotes delimit a value only after `=`; an unclosed quote extends to the end, as in browsers.
_TAG_REST = re.compile(r"""(?:[^>=]|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+""")
_ATTRIBUTE = re.compile(r"""[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+""")
# The lookahead for the first letter saves most tags the comparison with fourteen names.
_FORMATTING_TAG = re.compile(
    rf"<(?=[{first_letters(FORMATTING)}])(?:{alternation(FORMATTING)})(?=[\s/>])[^<]*", re.IGNORECASE
)
_PLAIN_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[ \n][^<>]*)?)/?>")
_BRACKET_IN_VALUE = re.compile(r"""=\s*(?:"[^"<>]*+|'[^'<>]*+)[<>]""")
_BARE_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")


def exceeded(html: str) -> str | None:
    """The reason why `html` is too much for the parsers, as a clause ("it has …"); None if it is not too much."""
    if len(html) > MAX_CHARACTERS:
        return f"it has {len(html):,} characters; {MAX_CHARACTERS:,} is the limit"
    if len(html) > MAX_AMPERSANDS and html.count("&") > MAX_AMPERSANDS:
        bare = sum(1 for _ in _BARE_AMPERSAND.finditer(html))
        if bare > MAX_AMPERSANDS:
            return f"it has {bare:,} bare ampersands; {MAX_AMPERSANDS:,} is the limit"
    return None if _is_plainly_within(html) else _tags_exceeded(html)


def _is_plainly_within(html: str) -> bool:
    """Whether counting alone shows that no limit on tags is exceeded, as for nearly every ordinary post."""
    brackets = html.count("<")
    if len(html) > MAX_TAG_CHARACTERS or brackets >= MAX_DEPTH:
        return _is_well_nested(html)
    # A part without `<` of more than twice their length would contain one of these windows entirely.
    windows = range(0, len(html) - MAX_ATTRIBUTES, MAX_ATTRIBUTES)
    if any(html.find("<", start, start + MAX_ATTRIBUTES) < 0 for start in windows) and (
        max(map(len, html.split("<"))) > 2 * MAX_ATTRIBUTES
    ):
        return False
    # Without brackets in values, each tag ends within the part that it begins.
    if _BRACKET_IN_VALUE.search(html):
        return False
    # Each tag and each text can reopen all formatting elements; their names are written twice, their attributes once.
    times = 2 * (brackets + 1) * 3
    # Most posts are within the limits even if every tag, or every start tag, is counted as a formatting element.
    opened = brackets if brackets <= MAX_FORMATTING else brackets - html.count("</")
    if opened <= MAX_FORMATTING and times * len(html) <= MAX_REBUILT_CHARACTERS:
        return True
    formatting = _FORMATTING_TAG.findall(html)
    if len(formatting) <= MAX_FORMATTING and times * sum(map(len, formatting)) <= MAX_REBUILT_CHARACTERS:
        return True
    return _is_well_nested(html)


def _is_well_nested(html: str) -> bool:
    """Whether each element ends as it began, few are open at once, and no block begins in a formatting element.

    A parser then opens no element again, and sees the same tags as a count does.
    """
    tags = _PLAIN_TAG.findall(html)
    if len(tags) != html.count("<") or len(tags) > MAX_TAGS or _BRACKET_IN_VALUE.search(html):
        return False
    opened: list[str] = []
    formatting_count = 0
    for slash, name, attributes in tags:
        if len(attributes) > 2 * MAX_ATTRIBUTES or name in RAW_TEXT:
            return False
        if slash:
            if not opened or opened.pop() != name:
                return False
            formatting_count -= name in FORMATTING
        elif name not in VOID:
            if formatting_count and (name not in INLINE or (name == "a" and name in opened)):
                return False
            opened.append(name)
            formatting_count += name in FORMATTING
            if len(opened) > MAX_FORMATTING:
                return False
    return not opened


def _tags_exceeded(html: str) -> str | None:
    open_elements = OpenElements()
    position = count = 0
    while (start := html.find("<", position)) >= 0:
        count += 1
        if start > position:
            open_elements.add_text()
        if count > MAX_TAGS:
            return f"it has more than {MAX_TAGS:,} tags"
        if html.startswith(("<!", "<?"), start):
            position = _end_of_declaration(html, start)
            if position < 0:
                return "it has a comment that is never closed"
            continue
        tag = _TAG.match(html, start)
        if tag is None:
            position = start + 1
            continue
        end = _end_of_tag(html, tag.end())
        attributes = html[tag.end() : end]
        position = end + 1
        if reason := _tag_exceeded(end - start, attributes):
            return reason
        name = tag[2].lower()
        if tag[1]:
            open_elements.add_end_tag(name)
            continue
        open_elements.add_start_tag(name, attributes)
        if reason := _nesting_exceeded(open_elements):
            return reason
        if name in RAW_TEXT and not open_elements.is_in_drawing:
            # There are no tags inside; without an end tag, the rest of the body is inside.
            position = _end_of_raw_text(html, name, position)
            if position < 0:
                return f"it has a {name} element that is never closed"
    return None


def _tag_exceeded(characters: int, attributes: str) -> str | None:
    if characters > MAX_TAG_CHARACTERS:
        return f"it has a tag of {characters:,} characters; {MAX_TAG_CHARACTERS:,} is the limit"
    if len(attributes) > 2 * MAX_ATTRIBUTES and (written := len(_ATTRIBUTE.findall(attributes))) > MAX_ATTRIBUTES:
        return f"it has a tag with {written:,} attributes; {MAX_ATTRIBUTES:,} is the limit"
    return None


def _end_of_declaration(html: str, start: int) -> int:
    """The index of the end of a comment or declaration; -1 if it is unclosed and a long rest of the body follows."""
    mark = "-->" if html.startswith("<!--", start) else ">"
    # `<!-->` is a whole comment.
    end = html.find(mark, start + 2)
    if end >= 0:
        return end + len(mark)
    return -1 if len(html) - start > MAX_TAG_CHARACTERS else len(html)


def _end_of_tag(html: str, start: int) -> int:
    rest = _TAG_REST.match(html, start)
    return rest.end() if rest is not None else start


def _end_of_raw_text(html: str, name: str, start: int) -> int:
    """The index of the end tag of a raw text element; -1 if there is none and a long rest of the body follows."""
    match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    if match is not None:
        return match.start()
    return -1 if len(html) - start > MAX_TAG_CHARACTERS else len(html)


def _nesting_exceeded(open_elements: OpenElements) -> str | None:
    if open_elements.depth > MAX_DEPTH:
        return f"its elements are nested more than {MAX_DEPTH} deep"
    if open_elements.formatting_count > MAX_FORMATTING:
        return f"it has more than {MAX_FORMATTING} formatting elements open at once"
    if open_elements.rebuilt_characters > MAX_REBUILT_CHARACTERS:
        return "its unclosed formatting elements would be repeated in too many blocks"
    return None

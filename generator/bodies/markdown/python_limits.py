"""Limits on the Markdown that Python-Markdown is given, by the parts that it reads repeatedly.

A body beyond the limits is shown as text.
"""

from __future__ import annotations

import re

from generator.article.elements import BLOCKS, OPTIONAL_END, VOID, alternation
from generator.bodies.limits import MAX_CHARACTERS
from generator.bodies.markdown import fences

MAX_BRACKET_COST = 3_000_000
"""Characters that Python-Markdown reads again for the brackets of links: 0.4 µs each (measured 2026-11)."""

MAX_TAG_COST = 10_000_000
"""Characters read again for tags that are never closed: 0.07 µs each."""

MAX_COPY_COST = 1_500_000_000
"""Characters copied because each sign of a paragraph rebuilds all of it: 0.3 ns each."""

MAX_REFERENCE_CHARACTERS = 2_000_000
"""The number of characters that link definitions may add in the places where they are used."""

MAX_CELLS = 100_000
MAX_BLOCKS = 30_000
MAX_FOOTNOTES = 1_000
MAX_FOOTNOTE_USES = 1_000
"""Python-Markdown numbers the uses of a note by counting from the first one."""

MAX_ABBREVIATED_LINES = 10_000
"""Lines of a text with abbreviations: each paragraph or item of it is looked for among all."""

MAX_ABBREVIATION_COST = 50_000_000
"""The number of abbreviations times that of characters in which they are looked for."""

MAX_OPEN_TAGS = 300
"""Blocks of HTML within each other; each is compared with all others that are open."""

MAX_FENCES = 5_000
MAX_SIGNS = 100_000
"""Signs that may stand for markup, each of which takes about 20 µs."""

MAX_QUOTE_DEPTH = 20
MAX_QUOTE_MARKS = 50_000
"""Marks in front of all lines, each of which takes 13 µs."""

_BLANK_LINE = re.compile(r"\n[ \t]*+\n")
_BLOCK_START = re.compile(r"\n(?= *(?:[-*+]|\d{1,9}[.)]) )")
_OTHER_START = re.compile(r"^[ >]*+(?:[#<>|]|:::|!!!|\?\?\?|\$\$|\\|\[\^)", re.MULTILINE)
"""The beginning of a line that may be another block than an item."""
_SIGN = re.compile(r"[\[\]()!*_~`<&\\\n$=^]|https?:")
_SIGN_CHARACTERS = "[]()!*_~`<&\\\n$=^:"
_BRACKET = re.compile(r"[\[\]()]")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]*+\]:[ \t]*+\n?([^\n]*+(?:\n[^\n]*+)?)", re.MULTILINE)
_FOOTNOTE = re.compile(r"^[ >]*+\[\^[^\]\n]*+\]:", re.MULTILINE)
_DEEP_QUOTE = re.compile(rf"^(?: *>){{{MAX_QUOTE_DEPTH + 1}}}", re.MULTILINE)
_DEEP_ITEMS = re.compile(r"^[ >]*+(?:(?:[-*+]|\d{1,9}[.)]) ++){12}", re.MULTILINE)
_QUOTE_MARKS = re.compile(r"^(?: *+>)++", re.MULTILINE)
_WIDE_INDENT = " " * 60
_QUOTED_ITEM_INDENT = re.compile(rf"^[ >]*>{_WIDE_INDENT}", re.MULTILINE)
_ABBREVIATION = re.compile(r"^[ >]*+(?:(?:[-*+]|\d{1,9}[.)]) ++)*+\*\[", re.MULTILINE)
_BLOCK_TAG = re.compile(rf"<(/?)(?:{alternation(BLOCKS - OPTIONAL_END - VOID)})(?=[\s/>])", re.IGNORECASE)
_TAG_START = re.compile(r"<[A-Za-z][^\s/>]*+")
_TAG_END = re.compile(r"""(?:[^>=]|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")


def exceeded(text: str) -> str | None:
    """The reason why Python-Markdown would take too long for `text`, as a clause ("it has …"); None if it would not."""
    pieces = list(fences.split(text))
    prose = "\n\n".join(part.text for part in pieces if isinstance(part, fences.Prose))
    return markdown_exceeded(prose, sum(isinstance(part, fences.Fence) for part in pieces))


def markdown_exceeded(text: str, fence_count: int = 0) -> str | None:
    """The reason why Python-Markdown would take too long for `text`, as a clause ("it has …"); None if it would not.

    `text` is Markdown without its blocks of fenced code, and `fence_count` is the number of these blocks.
    """
    if fence_count > MAX_FENCES:
        return f"it has {fence_count:,} blocks of fenced code; {MAX_FENCES:,} is the limit"
    if len(text) > MAX_CHARACTERS:
        return f"it has {len(text):,} characters; {MAX_CHARACTERS:,} is the limit"
    if (
        _DEEP_ITEMS.search(text)
        or (text.count(">") > MAX_QUOTE_DEPTH and _DEEP_QUOTE.search(text))
        or (_WIDE_INDENT in text and _QUOTED_ITEM_INDENT.search(text))
    ):
        return "its lists or quotations are nested too deep"
    if text.count(">") > MAX_QUOTE_MARKS:
        marks = sum(line[0].count(">") for line in _QUOTE_MARKS.finditer(text))
        if marks > MAX_QUOTE_MARKS:
            return f"its quotations have {marks:,} marks; {MAX_QUOTE_MARKS:,} is the limit"
    if text.count("<") > MAX_OPEN_TAGS and _open_tags(text) > MAX_OPEN_TAGS:
        return "its HTML is nested too deep"
    if "*[" in text and (reason := _abbreviations_exceeded(text)):
        return reason
    return None if _is_plainly_within(text) else _parts_exceeded(text)


def _open_tags(text: str) -> int:
    """How many blocks of HTML are open at once, at most."""
    depth = most = 0
    for tag in _BLOCK_TAG.finditer(text):
        depth = max(0, depth + (-1 if tag[1] else 1))
        most = max(most, depth)
    return most


def _abbreviations_exceeded(text: str) -> str | None:
    abbreviations = sum(1 for _ in _ABBREVIATION.finditer(text))
    if abbreviations * len(text) > MAX_ABBREVIATION_COST:
        return f"it has {abbreviations:,} abbreviations, too many for its length"
    lines = text.count("\n")
    if abbreviations and lines > MAX_ABBREVIATED_LINES:
        return f"it has abbreviations and {lines:,} lines; {MAX_ABBREVIATED_LINES:,} is the limit"
    return None


def _is_plainly_within(text: str) -> bool:
    """Whether no limit is exceeded even if the text is one paragraph, as for nearly every ordinary post."""
    length, lines, opened = len(text), text.count("\n") + 1, text.count("[")
    signs = sum(map(text.count, _SIGN_CHARACTERS))
    return (
        lines <= MAX_BLOCKS
        and opened <= min(MAX_FOOTNOTES, MAX_FOOTNOTE_USES)
        and signs <= MAX_SIGNS
        and (opened + text.count("](")) * length <= min(MAX_BRACKET_COST, MAX_REFERENCE_CHARACTERS)
        and signs * (length + 25 * signs) <= MAX_COPY_COST
        and (text.count("|") + 1) * lines + text.count("`") * length // 1_000 <= MAX_CELLS
        and text.count("<") * length <= MAX_TAG_COST
    )


def _parts_exceeded(text: str) -> str | None:
    brackets = copies = cells = all_signs = 0
    count = sum(1 for _ in _OTHER_START.finditer(text))
    for paragraph in _BLANK_LINE.split(text):
        for block in _BLOCK_START.split(paragraph):
            count += 1
            if count > MAX_BLOCKS:
                return f"it has more than {MAX_BLOCKS:,} paragraphs and list items"
            signs = sum(1 for _ in _SIGN.finditer(block))
            # A placeholder takes up to 25 characters.
            all_signs += signs
            copies += signs * (len(block) + 25 * signs)
            brackets += _bracket_cost(block)
        cells += _cells(paragraph)
    if all_signs > MAX_SIGNS:
        return f"it has {all_signs:,} signs that may stand for markup; {MAX_SIGNS:,} is the limit"
    if brackets > MAX_BRACKET_COST:
        return "it has too many brackets that are nested or never closed"
    if copies > MAX_COPY_COST:
        return "it has paragraphs with too many signs"
    if cells > MAX_CELLS:
        return f"its tables have about {cells:,} cells; {MAX_CELLS:,} is the limit"
    footnotes = sum(1 for _ in _FOOTNOTE.finditer(text))
    if footnotes > MAX_FOOTNOTES:
        return f"it has {footnotes:,} footnotes; {MAX_FOOTNOTES:,} is the limit"
    uses = text.count("[^") - footnotes
    if uses > MAX_FOOTNOTE_USES:
        return f"it uses footnotes {uses:,} times; {MAX_FOOTNOTE_USES:,} is the limit"
    longest = max((len(match[1]) for match in _DEFINITION.finditer(text)), default=0)
    if longest * text.count("[") > MAX_REFERENCE_CHARACTERS:
        return "its link definitions are too long for the number of their uses"
    return _open_tags_exceeded(text)


def _bracket_cost(block: str) -> int:
    """How many characters are read for the partners of all brackets that may open a link or its address."""
    opened: dict[str, list[int]] = {"[": [], "(": []}
    cost = 0
    for match in _BRACKET.finditer(block):
        sign, position = match[0], match.start()
        if sign == "[" or (sign == "(" and block[position - 1 : position] == "]"):
            opened[sign].append(position)
        elif sign in "])" and opened["[" if sign == "]" else "("]:
            cost += position - opened["[" if sign == "]" else "("].pop()
    return cost + sum(len(block) - position for positions in opened.values() for position in positions)


def _cells(paragraph: str) -> int:
    """The most cells that a table in `paragraph` may have, because short rows are filled up."""
    lines = paragraph.split("\n")
    if len(lines) < 2 or "|" not in paragraph:
        return 0
    widest = max(line.count("|") for line in lines[:2])
    backticks = sum(line.count("`") * len(line) for line in lines)
    # Each backtick of a row is searched for its partner.
    return (widest + 1) * len(lines) + backticks // 1_000


def _open_tags_exceeded(text: str) -> str | None:
    """Why the tags of `text` cost too much: Python-Markdown reads each unclosed tag to the end again; None if not."""
    position = cost = 0
    while match := _TAG_START.search(text, position):
        end = _TAG_END.match(text, match.end())
        cost += (end.end() if end else len(text)) - match.start()
        if cost > MAX_TAG_COST:
            return "it has too many tags that are never closed"
        position = end.end() if end else match.end()
    return None

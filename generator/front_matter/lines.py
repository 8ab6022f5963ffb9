"""Reads front matter line by line: where it ends if no fence says so, and the fields that its parser cannot read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

import yaml

from generator.characters import drop_controls
from generator.front_matter.fields import (
    KNOWN_FIELDS,
    LIST_FIELDS,
    MAX_HEADER_BYTES,
    NAME_FIELDS,
    TEXT_FIELDS,
    field_name,
    plain_value,
)
from generator.front_matter.syntax import Fences, Syntax
from generator.model import Field, FieldValue

ITEM = re.compile(r"\s*-(?:\s+|$)")
TIGHT_ITEM = re.compile(r"\s*-(?=[^\s-])")
_COMMENT = re.compile(r"(?:^|\s)#(?:\s|$)")
_BLOCK = re.compile(r"[|>][+-]?")
_SIGNS = "'\"`!%&*@|:：、，. "
_BROKEN_LINES = 3
"""Most lines at the margin that may continue a broken title; the lines after them belong to the article."""


@cache
def name_before(signs: str) -> re.Pattern[str]:
    """A pattern for the name of a field at the start of a line, perhaps in quotes, and the character after the name.

    That character is one of `signs`, of which the first is the correct one, such as `:`; authors write the others by
    mistake.  In a match, the group `name` is the name, and the group `sign` is None if another than the correct
    character was written.
    """
    name = r"\s*(?P<quote>[\"']?)(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,63})(?P=quote)\s*"
    return re.compile(rf"{name}(?:(?P<sign>{re.escape(signs[0])})|[{re.escape(signs)}])")


NAME = name_before(":：")


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive lines of a text that look like front matter.

    `end` is the position in the text after the last of them; `has_known` is True if one has a field that Pressmark
    uses.
    """

    end: int
    has_known: bool
    fence: str
    """The fence, without blanks, on the line where the lines end; empty if something else ends them."""


def leading_run(text: str, start: int, syntax: Syntax, fences: Fences, *, is_opened: bool) -> Run:
    """The lines of `text` from the position `start` on, at most 64 KiB, that are clearly lines of front matter.

    These are fields that are not indented, with their list items and continuation lines; the run ends at `start` if
    there are none.  `syntax` is the form of front matter, such as YAML, in which fields are written.  `is_opened` is
    True if there is a fence (a line of `fences`) before `start`; then a blank line ends the front matter unless a field
    that Pressmark uses follows it.
    """
    names = name_before(syntax.between)
    position = end = start
    has_known = after_field = after_blank = False
    while position < len(text) and position - start <= MAX_HEADER_BYTES:
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        line = text[position:stop]
        if fence := fences.line.fullmatch(line):
            return Run(end, has_known, fence[1])
        if not line.strip():
            after_blank = True
        else:
            name = field_at(line, names)
            is_known = name in KNOWN_FIELDS
            if name and not line[0].isspace() and (is_known or not (after_blank and is_opened)):
                has_known = has_known or is_known
                after_field = True
            elif not (after_field and not after_blank and (line[0].isspace() or ITEM.match(line))):
                break
            after_blank = False
            end = min(stop + 1, len(text))
        position = stop + 1
    return Run(end, has_known, "")


def field_at(line: str, names: re.Pattern[str] = NAME) -> str:
    """The name of the field that begins on `line`; empty if no field does.

    `names` is a pattern for names, made by `name_before`; the default is for names that end in a colon.
    """
    match = names.match(line)
    if not match:
        return ""
    rest = line[match.end() :]
    if match["name"] in KNOWN_FIELDS:
        return "" if rest.startswith("//") else match["name"]
    return match["name"] if match["sign"] and (not rest or rest[0].isspace()) else ""


@dataclass(slots=True)
class _Open:
    """A field of which lines are still being read."""

    name: str
    line: int
    column: int
    parts: list[str] = field(default_factory=list)
    items: list[list[str]] = field(default_factory=list)
    is_block: bool = False

    def value(self) -> FieldValue:
        if self.items:
            return tuple(_scalar("\n".join(parts), self.name) for parts in self.items)
        if self.is_block:
            return drop_controls("\n".join(self.parts[1:]))[0].strip("\n")
        text = " ".join(part for part in self.parts if part)
        if self.name in LIST_FIELDS and text.startswith("[") and text.endswith("]"):
            return tuple(_scalar(item, self.name) for item in _split_list(text[1:-1]) if item)
        return _scalar(text, self.name)


def read_lines(text: str, first_line: int, syntax: Syntax) -> tuple[tuple[Field, ...], str]:
    """The readable fields of `text`, damaged front matter, in order, and the lines that belong to no field as one text.

    Mistakes in quoting are corrected.  `first_line` is the line of the source on which `text` begins.
    """
    names = name_before(syntax.between)
    margin: int | None = None
    fields: list[_Open] = []
    loose: list[str] = []
    is_ended = False
    for number, line in enumerate(text.split("\n"), start=first_line):
        content = line.strip()
        if not content:
            is_ended = True
            continue
        if content.startswith("#") and (not fields or not line[0].isspace()):
            continue
        if not (content := syntax.bare_line(content)):
            continue
        indent = len(line) - len(line.lstrip())
        name = field_at(line, names)
        # YAML refuses tabs as indentation, so a field after a tab does not belong to a list before it, and a known
        # field after one does not belong to a text.
        is_tabbed = bool(line[:indent].strip(" ")) and (name in KNOWN_FIELDS or bool(fields and fields[-1].items))
        if name and (margin is None or indent <= margin or is_tabbed):
            margin = indent if margin is None else margin
            match = names.match(line)
            rest = content[match.end() - indent :].lstrip() if match else ""
            fields.append(_Open(field_name(name), number, line.find(rest) + 1 if rest else indent + 1, [rest]))
            fields[-1].is_block = _BLOCK.fullmatch(rest) is not None
            is_ended = False
        elif not fields or not _continues(fields[-1], content, indent, margin or 0, names, is_ended=is_ended):
            loose.append(line)
            is_ended = True
    return tuple(Field(entry.name, entry.value(), entry.line, entry.column) for entry in fields), "\n".join(loose)


def _continues(last: _Open, content: str, indent: int, margin: int, names: re.Pattern[str], *, is_ended: bool) -> bool:
    """Append a line to the field before it if it belongs there, and return whether it does.

    After `is_ended`, text at the margin does not continue a field.
    """
    item = ITEM.match(content) or (TIGHT_ITEM.match(content) if last.name in LIST_FIELDS else None)
    if last.is_block:
        if indent > margin:
            last.parts.append(content)
        return indent > margin
    if item and (last.items or not last.parts[0]):
        last.items.append([content[item.end() :].strip()])
        return True
    if content == "]" and last.name in LIST_FIELDS and last.parts[0].startswith("["):
        last.parts.append(content)
        return True
    is_text = last.name in TEXT_FIELDS and not is_ended and content[0] not in "-<>{}[]#"
    # A known field with a stray sign before its name is unreadable, but does not continue a title.
    is_text = is_text and field_at(content.lstrip(_SIGNS), names) not in KNOWN_FIELDS
    if indent > margin or (is_text and len(last.parts) <= _BROKEN_LINES):
        (last.items[-1] if last.items else last.parts).append(content)
        return True
    return False


def _scalar(text: str, name: str) -> FieldValue:
    text = text.strip()
    if name not in NAME_FIELDS and text[:1] not in ("'", '"') and (comment := _COMMENT.search(text)):
        text = text[: comment.start()].strip()
    bare = unquoted(text)
    return plain_value(bare) if bare == text else drop_controls(bare)[0]


def unquoted(text: str) -> str:
    """`text` without the quotes around it: all pairs of double quotes, and then one pair of single quotes.

    Some scripts quoted a value several times: `\"\"\"'2015'\"\"\"` becomes `2015`.  `'A' and 'B'` stays, because its
    first quote is closed before the end.  In a text that is quoted as in YAML, escapes are decoded.
    """
    if len(text) < 2 or text[0] not in "'\"":
        return text
    quote = text[0]
    inner = text[1:-1]
    if text[-1] == quote and quote == "'" and "'" not in inner.replace("''", ""):
        return inner.replace("''", "'")
    if text[-1] == quote == '"' and (decoded := _double_quoted(text)) is not None:
        return decoded
    if quote == '"':
        leading = len(text) - len(text.lstrip('"'))
        trailing = len(text) - len(text.rstrip('"'))
        run = min(leading, trailing)
        run -= run > 1 and _begins_and_ends_quoted(text[run : len(text) - run])
        if run > 1 or (run == 1 and _wraps(text[1:-1], '"')):
            text = text[run : len(text) - run]
            quote = "'"
    if quote == "'" and len(text) > 1 and text[0] == text[-1] == "'" and _wraps(text[1:-1], "'"):
        text = text[1:-1]
    return text


def _double_quoted(text: str) -> str | None:
    """The value of `text` if it is a single well-formed double-quoted scalar, else None."""
    if len(text) > MAX_HEADER_BYTES or text.count('"') != 2 + text.count('\\"'):
        return None
    try:
        value = yaml.load(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return None
    return value if isinstance(value, str) else None


def _wraps(inner: str, quote: str) -> bool:
    """Whether quotes around `inner` are a pair.

    They are if it has no quotes itself, or if its first one is an opening quote or an apostrophe.
    """
    first = inner.find(quote)
    return first < 0 or inner[first + 1 : first + 2].isalnum()


def _begins_and_ends_quoted(inner: str) -> bool:
    """Whether `inner` is like `A" and "B`, so that the innermost pair of the quotes around it belongs to it."""
    first, last = inner.find('"'), inner.rfind('"')
    return 0 < first < last and inner[first + 1].isspace() and not inner[first - 1].isspace() and inner[last - 1] == " "


def _split_list(text: str) -> list[str]:
    """The items of a list such as `a, "b, c"`; commas in quotes do not separate items."""
    items: list[str] = []
    start = 0
    quote = ""
    is_blank = True
    for index, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"" and is_blank:
            quote = character
        elif character == ",":
            items.append(text[start:index].strip())
            start = index + 1
        is_blank = character == "," or (is_blank and character.isspace())
    return [*items, text[start:].strip()]

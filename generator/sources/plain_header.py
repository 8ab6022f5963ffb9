"""YAML headers of plain lines, as nearly all are: a text a field, a list in brackets, or a list with an item a line."""

from __future__ import annotations

import re

from generator.front_matter.fields import MAX_HEADER_BYTES, NULLS, field_name
from generator.model import Field, FieldValue

# Texts that mean the same to YAML and to us.  What could be anything else stands in none of these classes: signs that
# begin tags, aliases, blocks, comments and keys, and colons and hashes where YAML would end a text.  Nothing is looked
# at twice, so that a hostile header takes no longer than others.
_FIRST = r"[^\s'\"\-?:,\[\]{}#&*!|>%@`<]"
_TEXT = rf"{_FIRST}[^\n:#]*+(?:(?::(?![ \n])|(?<! )#)[^\n:#]*+)*+"
_QUOTED = r"'[^'\n]*+(?:''[^'\n]*+)*+' *+|\"[^\"\\\n]*+\" *+"
_NAME = rf"{_FIRST}[^\n:,\[\]{{}}#?]*+"
_BRACKETS = rf"\[ *+(?:{_NAME}(?:, *+{_NAME})*+)?+\] *+"
_FIELD = re.compile(
    r"^([A-Za-z_][A-Za-z0-9_-]{0,63}):"
    rf"(?:( ++)({_QUOTED}|{_BRACKETS}|{_TEXT})"
    rf"| *+(?:(\n *+- ++)((?:{_QUOTED}|{_TEXT})(?:\4(?:{_QUOTED}|{_TEXT}))*+))?+)\n",
    re.MULTILINE,
)


def read_plain(text: str, first_line: int) -> tuple[Field, ...] | None:
    """The fields of a header that begins on `first_line` of its source; None where YAML has to say what they are.

    They are those that YAML gives, with their places, for a tenth of its time.
    """
    # What cannot be printed YAML may refuse, or `drop_controls` drop.  No character has more than four bytes.
    if 4 * len(text) > MAX_HEADER_BYTES or not text.replace("\n", "").isprintable():
        return None
    fields: list[Field] = []
    names: set[str] = set()
    line = first_line
    for written, blanks, value, dash, items in _FIELD.findall(text):
        name = field_name(written)
        names.add(name)
        if value:
            # [图] at the start of a title is no list.
            if value[0] == "[" and name == "title":
                return None
            found = _value(value)
            fields.append(Field(name, found, line, 1 if found is None else len(written) + len(blanks) + 2))
        elif dash:
            list_ = tuple([_value(item) for item in items.split(dash)])
            fields.append(Field(name, list_, line + 1, dash.index("-")))
            line += len(list_)
        else:
            fields.append(Field(name, None, line, 1))
        line += 1
    # Each line belongs to a field, and each field stands once.
    is_whole = line - first_line == text.count("\n") and text.endswith("\n")
    return tuple(fields) if is_whole and len(names) == len(fields) else None


def _value(written: str) -> FieldValue:
    written = written.rstrip(" ")
    if written[0] == "'":
        return written[1:-1].replace("''", "'")
    if written[0] == '"':
        return written[1:-1]
    if written[0] == "[":
        return tuple([_value(name.strip(" ")) for name in written[1:-1].split(",")]) if written[1:-1].strip(" ") else ()
    return None if written in NULLS else written

"""Reads JSON front matter between `;;;` lines; numbers and texts are kept as they are written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from generator.characters import drop_controls
from generator.front_matter.fields import MAX_LEVELS, HeaderError, field_name, refuse_size
from generator.front_matter.syntax import Syntax
from generator.model import Field, FieldMap, FieldValue

# An unclosed string matches up to the end, so that matching takes linear time.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[][{}]', re.DOTALL)


class _Pairs(list[tuple[str, object]]):
    """A JSON object with its keys in order, including repeated ones."""


def read_json(text: str, first_line: int) -> tuple[Field, ...]:
    """The fields of `text`, JSON front matter with or without its outer braces, in order.

    `first_line` is the line of the source on which `text` begins, for the positions of the fields.  Raises HeaderError
    if `text` is invalid, too large or nested too deeply; the error counts lines from the beginning of `text` instead.
    """
    refuse_size(text)
    whole = text if text.lstrip().startswith("{") else "{" + text + "}"
    shift = len(whole) > len(text)
    _refuse_depth(whole)
    try:
        # Numbers are kept as written; Python would refuse those of more than 4,300 digits.
        pairs = json.loads(whole, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        column = error.colno - shift if error.lineno == 1 else error.colno
        raise HeaderError("yaml-recovered", f"not valid JSON: {error.msg}", error.lineno, max(column, 1)) from None
    fields: list[Field] = []
    position = 0
    for name, value in pairs:
        start = text.find(json.dumps(name, ensure_ascii=False), position)
        position = start if start >= 0 else position
        column = position - (text.rfind("\n", 0, position) + 1) + 1
        fields.append(Field(field_name(name), _value(value), first_line + text.count("\n", 0, position), column))
    return tuple(fields)


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if depth > MAX_LEVELS:
            line = text.count("\n", 0, token.start()) + 1
            raise HeaderError("header-limit", f"lists within lists, more than {MAX_LEVELS} levels", line, 1)


def _value(value: object) -> FieldValue:
    # Recursion is safe: `_refuse_depth` allows MAX_LEVELS levels at most.
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _Pairs):
        return FieldMap(tuple((drop_controls(name)[0], _value(item)) for name, item in value))
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    return drop_controls(str(value))[0]


def _bare_line(line: str) -> str:
    return line.rstrip(",") if line.strip("{}[],") else ""


def _advice(header: str, line: int, fields: Mapping[int, Field]) -> str:
    return "put names and texts into double quotes, and commas between fields but not behind the last one"


JSON = Syntax("JSON", ";", read_json, _advice, '"title": "…"', bare_line=_bare_line)

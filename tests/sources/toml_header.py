"""TOML front matter between `+++` lines: a header syntax as a file of `generator/sources/` would hold it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from generator.characters import drop_controls
from generator.front_matter.fields import HeaderError, field_name, refuse_size
from generator.front_matter.syntax import Syntax
from generator.model import Field, FieldMap, FieldValue

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")


def read_toml(text: str, first_line: int) -> tuple[Field, ...]:
    """The fields of a TOML header that begins on `first_line` of its source.

    Raises HeaderError, with places counted within the header.  Whole numbers and dates are written as Python does.
    """
    refuse_size(text)
    try:
        table = tomllib.loads(text, parse_float=str)
    except RecursionError:
        raise HeaderError("header-limit", "lists within lists", 1, 1) from None
    except ValueError as error:  # also for numbers of more than 4,300 digits
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        raise HeaderError("yaml-recovered", f"not valid TOML: {_PLACE.sub('', str(error))}", line, column) from None
    return tuple(
        Field(field_name(name), _value(value), *_place(text, name, first_line)) for name, value in table.items()
    )


def _place(text: str, name: str, first_line: int) -> tuple[int, int]:
    found = re.search(
        rf"^[ \t]*(?:\[+[ \t]*{re.escape(name)}|\"?{re.escape(name)}\"?[^=\n]*=[ \t]*)", text, re.MULTILINE
    )
    if not found:
        return first_line, 1
    line_start = text.rfind("\n", 0, found.end()) + 1
    return first_line + text.count("\n", 0, line_start), found.end() - line_start + 1


def _value(value: object) -> FieldValue:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return FieldMap(tuple((drop_controls(name)[0], _value(item)) for name, item in value.items()))
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    return drop_controls(str(value))[0]


def _advice(header: str, line: int, fields: Mapping[int, Field]) -> str:
    return 'write a field a line, its text in double quotes:  name = "text"'


TOML = Syntax("TOML", "+", read_toml, _advice, 'title = "…"', between="=")

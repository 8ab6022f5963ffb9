"""Reads TOML front matter between `+++` lines, as Hugo and Zola write it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

from generator.characters import drop_controls
from generator.front_matter.fields import MAX_LEVELS, HeaderError, field_name, refuse_size
from generator.front_matter.lines import field_at, name_before, unquoted
from generator.front_matter.syntax import Syntax
from generator.model import Field, FieldMap, FieldValue

_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
# A key such as `a.b.c`.  tomllib keeps all beginnings of a key, so one of 30,000 parts would take gigabytes.
_PART = r"(?:[A-Za-z0-9_-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+"
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{_PART}){{{MAX_LEVELS}}}")
_KEY = re.compile(
    r"[ \t]*+(?:\[++[ \t]*+)?(?:(?P<bare>[A-Za-z0-9_-]++)|(?P<quoted>\"[^\"\n]*+\"|'[^'\n]*+'))(?:[^=\n]*+=[ \t]*+)?"
)
_TABLE = re.compile(r"\[[^\n]*\](?:[ \t]*#.*)?")
_NAME = name_before("=")
_SHOWN = 120
"""Most characters of a value that the advice repeats."""


def read_toml(text: str, first_line: int) -> tuple[Field, ...]:
    """The fields of `text`, TOML front matter, in order; integers and dates become text as `str()` gives it.

    `first_line` is the line of the source on which `text` begins, for the positions of the fields.  Raises HeaderError
    if `text` is invalid, too large or nested too deeply; the error counts lines from the beginning of `text` instead.
    """
    refuse_size(text)
    if long_key := _LONG_KEY.search(text):
        line = text.count("\n", 0, long_key.start()) + 1
        raise HeaderError("header-limit", f"a name of more than {MAX_LEVELS} parts", line, 1)
    try:
        table = tomllib.loads(text, parse_float=str)
        values = {name: _value(value, MAX_LEVELS) for name, value in table.items()}
    except RecursionError:
        raise HeaderError("header-limit", f"lists within lists, more than {MAX_LEVELS} levels", 1, 1) from None
    except ValueError as error:  # also for numbers of more than 4,300 digits
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        raise HeaderError("yaml-recovered", f"not valid TOML: {_PLACE.sub('', str(error))}", line, column) from None
    places = _places(text, first_line)
    return tuple(Field(field_name(name), value, *places.get(name, (first_line, 1))) for name, value in values.items())


def _places(text: str, first_line: int) -> dict[str, tuple[int, int]]:
    """(line, column) of the value of each name, where it stands first."""
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.split("\n"), start=first_line):
        if match := _KEY.match(line):
            places.setdefault(match["bare"] or match["quoted"][1:-1], (number, match.end() + 1))
    return places


def _value(value: object, levels: int) -> FieldValue:
    if not levels:
        raise RecursionError
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return FieldMap(tuple((drop_controls(name)[0], _value(item, levels - 1)) for name, item in value.items()))
    if isinstance(value, list):
        return tuple(_value(item, levels - 1) for item in value)
    return drop_controls(str(value))[0]


def _bare_line(line: str) -> str:
    return "" if _TABLE.fullmatch(line) else line


def _advice(header: str, line: int, fields: Mapping[int, Field]) -> str:
    lines = header.split("\n", line)
    wrong = lines[line - 1] if line <= len(lines) else ""
    name = _NAME.match(wrong) if field_at(wrong, _NAME) else None
    rest = wrong[name.end() :].strip() if name else ""
    if name is None or not rest or rest[0] in "[{":
        return 'write a field a line, its text in double quotes:  name = "text"'
    value = unquoted(rest)
    value = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    return f"quote the {name['name']}:  {name['name']} = {json.dumps(value, ensure_ascii=False)}"


TOML = Syntax("TOML", "+", read_toml, _advice, 'title = "…"', between="=", bare_line=_bare_line)

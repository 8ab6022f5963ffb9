"""Advice for YAML front matter that the parser refuses: the corrected line, to be pasted over the wrong one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.front_matter.lines import ITEM, NAME, TIGHT_ITEM, field_at, unquoted
from generator.model import Field

_SHOWN = 120
"""Most characters of a value that the advice repeats."""

_ANY_VALUE = "put values that hold : # [ ] { } @ % ` or quotes into quotes"


def mending(header: str, line: int, fields: Mapping[int, Field]) -> str:
    """Advice on how to correct `header`, YAML front matter whose parser stopped at `line`, counted from 1 in `header`.

    `fields` are the fields that could be read in spite of the mistake, by the line of their value or, if that is empty,
    of their name.
    """
    lines = header.split("\n", line)
    wrong = lines[line - 1] if line <= len(lines) else ""
    if "\t" in wrong[: len(wrong) - len(wrong.lstrip())]:
        return "indent with blanks instead of tabs"
    if TIGHT_ITEM.match(wrong):
        return "put a blank behind each dash"
    name, item = NAME.match(wrong), ITEM.match(wrong)
    if name and field_at(wrong):
        read = fields.get(line)
        field_name = read.name if read else name["name"]
        rest = wrong[name.end() :]
        value, label = unquoted(rest.strip()), f"{field_name}: "
        if read and isinstance(read.value, str) and value and read.value != value:
            return _written(f"write the {field_name} on one line", label, read.value)
        if not name["sign"] or (value and rest[0] not in " \t"):
            return _written("a field is its name, a colon and a blank", label, value)
        advice = f"quote the {field_name}"
    elif item:
        value, label, advice = unquoted(wrong[item.end() :].strip()), "- ", "quote the name"
    else:
        return _ANY_VALUE
    return _written(advice, label, value) if value else _ANY_VALUE


def _written(advice: str, label: str, value: str) -> str:
    value = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    return f"{advice}:  {label}{json.dumps(value, ensure_ascii=False)}"

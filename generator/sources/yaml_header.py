"""Reads YAML front matter; numbers and texts are kept as they are written, with their positions.

What would overload the YAML parser is refused before values are built.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.emitter import ScalarAnalysis
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from generator.characters import drop_controls
from generator.front_matter.fields import (
    LIST_FIELDS,
    MAX_LEVELS,
    NAME_FIELDS,
    HeaderError,
    field_name,
    plain_value,
    refuse_size,
)
from generator.front_matter.mending import mending
from generator.front_matter.syntax import Syntax
from generator.model import Field, FieldMap, FieldValue
from generator.sources.plain_header import read_plain

_OPENING, _CLOSING = "---\n", "\n---"
# YAML 1.1 ends lines at these characters, which no editor does; replacing one by one keeps positions right.
_OTHER_LINE_ENDS = str.maketrans("\u2028\u2029", "  ")
_OPENED_BEFORE = ("a quoted scalar", "a flow sequence", "a flow mapping", "a simple key")
_HASH = re.compile(r"[ \t]*#[^\s#]")


class TextHandler(YAMLHandler):
    """Reads and writes YAML front matter for the library python-frontmatter, which calls the methods.

    Numbers and dates are read as text, as the author wrote them.  `load` returns a tuple of `Field`s for each name,
    because a name may occur more than once.
    """

    def __init__(self, first_line: int = 1) -> None:
        """`first_line` is the line of the source on which the front matter begins, for the positions of its fields."""
        super().__init__()
        self.first_line = first_line

    def split(self, text: str) -> tuple[str, str]:
        """(the YAML in `text`, an empty text in place of a body).

        `text` is YAML between two lines `---`, without a body after it.
        """
        # python-frontmatter would end the header at a fence inside a value; we have found the end already.
        return text[len(_OPENING) : -len(_CLOSING)], ""

    def load(self, fm: str, **kwargs: object) -> dict[str, tuple[Field, ...]]:
        """The fields in the YAML text `fm`: for each name a tuple of its occurrences, in order; `kwargs` are ignored.

        Raises HeaderError if the text is invalid, no mapping, too large or nested too deeply.
        """
        if (plain := read_plain(fm, self.first_line)) is not None:
            return {occurrence.name: (occurrence,) for occurrence in plain}
        refuse_size(fm)
        occurrences: dict[str, list[Field]] = {}
        try:
            for occurrence in read_events(fm.translate(_OTHER_LINE_ENDS), self.first_line):
                occurrences.setdefault(occurrence.name, []).append(occurrence)
        except yaml.YAMLError as error:
            raise _header_error(error) from None
        return {name: tuple(fields) for name, fields in occurrences.items()}

    def export(self, metadata: dict[str, object], **kwargs: Any) -> str:
        """`metadata`, values of fields by name, as YAML without newlines around it; `kwargs` are options for PyYAML."""
        return str(yaml.dump(metadata, Dumper=_Dumper, default_flow_style=False, allow_unicode=True, **kwargs)).strip(
            "\n"
        )


# Based on PyYAML's own emitter, because that of libyaml writes emoji as \U0001F389.
class _Dumper(yaml.SafeDumper):
    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        # We strip all kinds of blanks from unquoted values, while YAML only considers ASCII blanks.
        analysis = super().analyze_scalar(scalar)
        if scalar != scalar.strip():
            analysis.allow_flow_plain = analysis.allow_block_plain = False
        return analysis

    def represent_sequence(
        self, tag: str, sequence: Iterable[Any], flow_style: bool | None = None
    ) -> yaml.SequenceNode:
        # On one line, as people and our documentation write `categories: [Notes]`.
        return super().represent_sequence(tag, sequence, flow_style=True)


def read_yaml(text: str, first_line: int) -> tuple[Field, ...]:
    """The fields of `text`, YAML front matter; fields with the same name come one after the other.

    `first_line` is the line of the source on which `text` begins, for the positions of the fields.  Raises HeaderError
    if `text` is invalid, no mapping, too large or nested too deeply; the error counts lines from the beginning of
    `text` instead.
    """
    metadata, _ = frontmatter.parse(f"{_OPENING}{text}{_CLOSING}", handler=TextHandler(first_line))
    by_name = cast(dict[str, tuple[Field, ...]], metadata)
    return tuple([occurrence for occurrences in by_name.values() for occurrence in occurrences])


@dataclass(slots=True)
class _Level:
    """A list or mapping that is still open."""

    is_map: bool
    is_flow: bool
    place: int
    name: str
    """The field or key whose value it is."""
    values: list[FieldValue] = field(default_factory=list)
    pairs: list[tuple[str, FieldValue]] = field(default_factory=list)
    key: str | None = None
    key_place: int = 0

    def close(self) -> FieldValue:
        return FieldMap(tuple(self.pairs)) if self.is_map else tuple(self.values)


def read_events(text: str, first_line: int) -> Iterator[Field]:  # noqa: C901 - one loop over events, with one stack
    """The fields of the YAML text `text`, in order; `first_line` is the line of the source on which it begins.

    Values are built from parser events with a stack, because the recursion in libyaml would crash the process for
    30,000 open brackets.  Raises HeaderError if `text` is no mapping, has a second document, aliases, or too many
    levels, and yaml.YAMLError if it is no YAML.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def place(index: int) -> tuple[int, int]:
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    levels: list[_Level] = []
    is_complete = False
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        index = event.start_mark.index if event.start_mark else 0
        if isinstance(event, DocumentStartEvent) and is_complete:
            raise HeaderError("yaml-recovered", "a second document begins", *place(index))
        value: FieldValue
        if isinstance(event, NodeEvent):
            _refuse(event, len(levels), place(index))
        if isinstance(event, CollectionStartEvent):
            is_map = isinstance(event, MappingStartEvent)
            if not levels and not is_map:
                raise HeaderError("yaml-recovered", "a list where fields should be", *place(index))
            is_flow = bool(event.flow_style) or (bool(levels) and levels[-1].is_flow)
            levels.append(_Level(is_map, is_flow, index, (levels[-1].key or levels[-1].name) if levels else ""))
            continue
        if isinstance(event, CollectionEndEvent):
            closed = levels.pop()
            if not levels:
                is_complete = True
                continue
            value, index = closed.close(), closed.place
            if closed.is_flow and len(levels) == 1 and levels[0].key == "title":
                # [图] at the start of a title is not a list.
                value = drop_controls(_rest_of_line(text, index))[0]
        elif isinstance(event, ScalarEvent):
            if not levels:
                if event.value:
                    raise HeaderError("yaml-recovered", "text where fields should be", *place(index))
                is_complete = True
                continue
            value = _scalar(text, event, levels[-1])
            if len(levels) == 1 and levels[0].key in LIST_FIELDS and _is_tight_list(text, event, levels[0].key_place):
                message = "a list whose dashes have no blank behind them is one text to YAML"
                raise HeaderError("yaml-recovered", message, *place(index))
        else:
            continue
        parent = levels[-1]
        if not parent.is_map:
            parent.values.append(value)
        elif parent.key is None:
            # A list as a key gets an empty name, which nothing reads.
            written = value if isinstance(value, str) else ""
            parent.key = field_name(written) if len(levels) == 1 else written
            parent.key_place = index
        else:
            if len(levels) == 1:
                line, column = place(parent.key_place if value is None else index)
                yield Field(parent.key, value, line + first_line - 1, column)
            else:
                parent.pairs.append((parent.key, value))
            parent.key = None


def _refuse(event: NodeEvent, depth: int, place: tuple[int, int]) -> None:
    if isinstance(event, CollectionStartEvent) and depth >= MAX_LEVELS:
        raise HeaderError("header-limit", f"lists within lists, more than {MAX_LEVELS} levels", *place)
    if event.anchor is not None:
        sign = "*" if isinstance(event, AliasEvent) else "&"
        raise HeaderError("header-limit", f"{sign}{event.anchor} is an alias in YAML, which is not followed", *place)
    if isinstance(event, ScalarEvent) and not event.style and event.value == "<<":
        raise HeaderError("header-limit", "<< merges fields in YAML, which is not done", *place)


def _scalar(text: str, event: ScalarEvent, parent: _Level) -> FieldValue:
    is_key = parent.is_map and parent.key is None
    if event.style or is_key or event.start_mark is None or event.end_mark is None:
        return drop_controls(event.value)[0]
    name = parent.key if parent.is_map else parent.name
    start, end = event.start_mark.index, event.end_mark.index
    if name in NAME_FIELDS and not parent.is_flow and "\n" not in text[start:end]:
        rest = _rest_of_line(text, start)
        # In a name `#` does not begin a comment: a title is its whole line, and `#12` belongs to the text before it.
        if name == "title" or _HASH.match(text, end):
            return plain_value(rest)
    return plain_value(event.value)


def _is_tight_list(text: str, event: ScalarEvent, key_place: int) -> bool:
    start = event.start_mark.index if event.start_mark else 0
    return not event.style and event.value.startswith("-") and "\n" in text[key_place:start]


def _rest_of_line(text: str, start: int) -> str:
    stop = text.find("\n", start)
    return text[start : stop if stop >= 0 else len(text)].strip()


def _header_error(error: yaml.YAMLError) -> HeaderError:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "characters that YAML does not know"
    context = getattr(error, "context", None)
    if context and context.endswith(_OPENED_BEFORE):
        # The mistake is where an unclosed value was opened, not where YAML notices it.
        mark = getattr(error, "context_mark", None) or mark
    message = f"not valid YAML: {what}" + (f" ({context})" if context else "")
    return HeaderError("yaml-recovered", message, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)


YAML = Syntax("YAML", "-", read_yaml, mending, "title: …")

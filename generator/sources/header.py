"""Parses sources with front matter, also where its first fence is missing, as in Hexo, or scripts have damaged it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.errors import Problem, Where, problem
from generator.front_matter.fields import KNOWN_FIELDS, HeaderError
from generator.front_matter.lines import leading_run, read_lines
from generator.front_matter.syntax import Fences, Syntax
from generator.front_matter.unsure import lines_like_fields
from generator.model import Field, RawPost, SourceFile

_BLANK = re.compile(r"[\s\ufeff]*")
_NAMED = 10
"""Most fields that a message names."""

_LARGEST_HEADER = 1024 * 1024
"""In characters; a fence that is farther away is a rule in the article and does not close the header."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A possible header in a text: its syntax, and the positions of its parts."""

    syntax: Syntax
    start: int
    end: int
    body: int
    is_closed: bool


def parse(source: SourceFile, text: str, problems: tuple[Problem, ...], fences: Fences) -> RawPost | None:
    """The post in `text`, the text of the file `source`; None if it does not begin with front matter.

    The post's problems are `problems` and those of its front matter.  Front matter begins with a fence, one of the
    lines in `fences` such as `---`, or with lines that are clearly fields and end at a fence.

    Front matter that its parser refuses is read line by line.  Front matter without a readable field becomes part of
    the body, with its fences, so that no text is lost.
    """
    cut = _cut(text, fences)
    if cut is None:
        return None
    all_problems = list(problems)
    first_line = text.count("\n", 0, cut.start) + 1
    opened = cut
    if cut.is_closed and cut.end - cut.start > _LARGEST_HEADER:
        cut = _unclosed_cut(text, cut, fences)
    header = text[cut.start : cut.end]
    fields, loose = _fields(source, header, first_line, cut.syntax, all_problems)
    if cut.is_closed and loose and 2 * len(loose.split("\n")) > sum(bool(line.strip()) for line in header.split("\n")):
        # More prose than fields: the header was never closed, and the fence is a rule in the article.
        cut = _unclosed_cut(text, cut, fences)
        del all_problems[len(problems) :]
        fields, loose = _fields(source, text[cut.start : cut.end], first_line, cut.syntax, all_problems)
    if not cut.is_closed:
        end_line = first_line + text.count("\n", cut.start, cut.end)
        all_problems.insert(len(problems), _unclosed(source, first_line, fields, cut, end_line))
    if not fields and (header.strip() or not cut.is_closed):
        if cut.is_closed:
            del all_problems[len(problems) :]
            all_problems.append(_unreadable(source, first_line, cut.syntax))
        return RawPost(source, (), text, 1, False, tuple(all_problems), _unsure(text, opened, fences))
    body_line = text.count("\n", 0, cut.body) + 1
    body = text[cut.body :]
    if loose:
        body = f"{loose}\n\n{body}"
        body_line = max(body_line - loose.count("\n") - 2, 1)
    merged = _merged(source, fields, all_problems)
    unsure = _unsure(text, opened, fences) if len(all_problems) > len(problems) else ""
    return RawPost(source, merged, body, body_line, True, tuple(all_problems), unsure)


def _unsure(text: str, cut: _Cut, fences: Fences) -> str:
    """The lines of a header, which may contain a field that was not read, or was read with another value."""
    is_whole = cut.is_closed and cut.end - cut.start <= _LARGEST_HEADER
    return text[cut.start : cut.end] if is_whole else lines_like_fields(text, cut.start, fences)


def _cut(text: str, fences: Fences) -> _Cut | None:
    blank = _BLANK.match(text)
    position = blank.end() if blank else 0
    stop = text.find("\n", position)
    stop = len(text) if stop < 0 else stop
    opening = fences.line.fullmatch(text, position, stop)
    if not opening:
        start = text.rfind("\n", 0, position) + 1
        cuts = (_prefixless(text, start, syntax, fences) for syntax in fences.syntaxes)
        return next((cut for cut in cuts if cut), None)
    syntax = next(syntax for syntax in fences.syntaxes if syntax.fence == opening[1][0])
    start = min(stop + 1, len(text))
    closing = fences.closing[syntax.fence].search(text, start)
    if closing:
        return _Cut(syntax, start, closing.start(), min(closing.end() + 1, len(text)), True)
    return _unclosed_cut(text, _Cut(syntax, start, start, start, False), fences)


def _unclosed_cut(text: str, cut: _Cut, fences: Fences) -> _Cut:
    """The header that begins where `cut` does and ends with the last line that is clearly a header line."""
    run = leading_run(text, cut.start, cut.syntax, fences, is_opened=True)
    glued = fences.glued.match(text, run.end)
    return _Cut(cut.syntax, cut.start, run.end, glued.end() if glued else run.end, False)


def _prefixless(text: str, start: int, syntax: Syntax, fences: Fences) -> _Cut | None:
    """A header without an opening fence, or None: header lines only, one of them with a known field, up to a fence."""
    run = leading_run(text, start, syntax, fences, is_opened=False)
    if not run.has_known or not run.fence.startswith(syntax.fence):
        return None
    fence = fences.closing[syntax.fence].search(text, run.end)
    if not fence:
        return None
    return _Cut(syntax, start, fence.start(), min(fence.end() + 1, len(text)), True)


def _fields(
    source: SourceFile, header: str, first_line: int, syntax: Syntax, problems: list[Problem]
) -> tuple[tuple[Field, ...], str]:
    """The fields of a header, and the lines that belong to none of them.

    A header that its parser refuses is read line by line; without a known field, the result is empty.
    """
    if not header.strip():
        return (), ""
    try:
        return syntax.parse(header, first_line), ""
    except HeaderError as error:
        fields, loose = read_lines(header, first_line, syntax)
        if not any(field.name in KNOWN_FIELDS for field in fields):
            return (), ""
        where = Where(source.id, first_line + error.line - 1, error.column)
        help = syntax.advice(header, error.line, {field.line - first_line + 1: field for field in fields})
        problems.append(problem(error.code, where, f"{error.message}; read line by line: {_named(fields)}", help))
        return fields, loose


def _merged(source: SourceFile, fields: tuple[Field, ...], problems: list[Problem]) -> tuple[Field, ...]:
    """The fields without repetitions: of equal names, the last field that is not empty is used."""
    if len({field.name for field in fields}) == len(fields):
        return fields
    chosen: dict[str, Field] = {}
    repeated: dict[str, Field] = {}
    for field in fields:
        if field.name in chosen:
            repeated.setdefault(field.name, field)
        if field.name not in chosen or field.value:
            chosen[field.name] = field
    first = next(iter(repeated.values()))
    message = f"fields that stand twice: {_named(repeated.values())}; the last that is not empty is used"
    where = Where(source.id, first.line, first.column)
    problems.append(problem("field-unreadable", where, message, "keep one of them"))
    return tuple(chosen.values())


def _named(fields: Iterable[Field]) -> str:
    names = list(dict.fromkeys(field.name for field in fields))
    return ", ".join(names[:_NAMED]) + (" and more" if len(names) > _NAMED else "")


def _unclosed(source: SourceFile, first_line: int, fields: tuple[Field, ...], cut: _Cut, end_line: int) -> Problem:
    where, fence = Where(source.id, first_line - 1), 3 * cut.syntax.fence
    if not fields:
        message = "the header is opened and never closed; all of it is shown as text"
        return problem("header-unclosed", where, message, f"close it with a line {fence}, or take the first line away")
    message = f"the header is opened and never closed; lines that look like fields were read: {_named(fields)}"
    help = f"put a line {fence} before line {end_line}"
    if cut.body > cut.end:
        help = f"end the line behind the fence on line {end_line}"
    return problem("header-unclosed", where, message, help)


def _unreadable(source: SourceFile, first_line: int, syntax: Syntax) -> Problem:
    message = "no field could be read between the fences, so they are shown as text"
    help = f"write a field a line:  {syntax.example}"
    return problem("header-unreadable", Where(source.id, first_line), message, help)

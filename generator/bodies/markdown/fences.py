"""Finds fenced code in Markdown, line by line, so that nothing inside it is taken for anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# `indent` holds the markers of items, too; an info string behind backticks holds no backtick (CommonMark 0.31, 4.5).
_OPENING = re.compile(
    r"(?P<quote>(?: {0,3}> ?){0,20}+)(?P<indent> *(?:(?:[-*+]|\d{1,9}[.)]) +){0,3}+)"
    r"(?P<fence>`{3,}+(?=[^`]*+$)|~{3,}+)[ \t]*(?P<label>[^\n]*+)"
)
_ITEM = re.compile(r" *(?:[-*+]|\d{1,9}[.)])(?: |$)")


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of fenced code in Markdown.

    `prefix` is what precedes the opening fence on its line, such as `> `, `label` what follows the fence, and `code`
    the lines inside without prefix.
    """

    prefix: str
    label: str
    code: str
    source: str
    """The whole block as written, with its fences."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Lines of Markdown that are no fenced code; `line` is the number of the first line, counted from 0."""

    text: str
    line: int


def split(text: str) -> Iterator[Prose | Fence]:
    """The blocks of fenced code in `text`, which is Markdown, and the text between them, in order.

    A block that is never closed extends to the end of the quotation or text that it is in (CommonMark 0.31, 4.5).
    """
    if "```" not in text and "~~~" not in text:
        yield Prose(text, 0)
        return
    lines = text.split("\n")
    start = index = 0
    # A fence indented so deep is one only in a list, and hardly any text has one.
    may_be_deep = "    ```" in text or "    ~~~" in text
    is_in_list = False
    while index < len(lines):
        line = lines[index]
        opening = _OPENING.fullmatch(line) if "```" in line or "~~~" in line else None
        if opening is not None and (opening["indent"][:4].strip(" ") or len(opening["indent"]) < 4 or is_in_list):
            if index > start:
                yield Prose("\n".join(lines[start:index]), start)
            end, code = _content(lines, index, opening)
            prefix = opening["quote"] + opening["indent"]
            yield Fence(prefix, opening["label"].strip(), "\n".join(code), "\n".join(lines[index:end]))
            start = index = end
            continue
        if not may_be_deep:
            pass
        elif _ITEM.match(line):
            is_in_list = True
        elif line and not line[0].isspace() and (index == 0 or not lines[index - 1].strip()):
            is_in_list = False
        index += 1
    if start < len(lines):
        yield Prose("\n".join(lines[start:]), start)


def _content(lines: list[str], opening_index: int, opening: re.Match[str]) -> tuple[int, list[str]]:
    """Index behind the block, and the lines of code without prefix."""
    fence, depth, indent = opening["fence"], opening["quote"].count(">"), len(opening["indent"])
    code: list[str] = []
    for index in range(opening_index + 1, len(lines)):
        line = _without_quote(lines[index], depth)
        if line is None:
            return index, code
        stripped = line.strip()
        if len(stripped) >= len(fence) and not stripped.strip(fence[0]) and len(line) - len(line.lstrip()) < indent + 4:
            return index + 1, code
        code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
    return len(lines), code


def _without_quote(line: str, depth: int) -> str | None:
    """`line` without `depth` quote marks; None where it has fewer."""
    for _ in range(depth):
        stripped = line.lstrip(" ")
        if not stripped.startswith(">"):
            return None
        line = stripped[1:].removeprefix(" ")
    return line

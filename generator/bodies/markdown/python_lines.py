"""Rewrites Markdown as authors write it into the stricter form that Python-Markdown understands.

The lines of a text are read as blocks, and the lines inside a block, such as an item of a list, a quotation or a
callout, are read in the same way.  The result differs from the text in these points:

- Blank lines stand around lists, headings, tables, rules and quotations, which may follow a paragraph directly.
- Items are indented by four; as written, two blanks or more put an item into another one, even under a number.
- `1)` is a number, and task boxes are ☐ and ☑.
- All callouts have their text indented by four under a line with their number.
- Formulas that fill lines are stashed.  HTML stays as it is up to its end or to a blank line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.bodies.markdown import callouts
from generator.bodies.markdown.callouts import Callout
from generator.bodies.markdown.python_level import (
    CALLOUT,
    HTML,
    STASHED,
    VERBATIM,
    Level,
    Reader,
    read_formula,
    read_html,
)

DEEPEST_LIST = 12
"""Blocks within blocks; deeper items stay on this level, because Python-Markdown recurses."""

_ITEM = re.compile(r" *(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})[.)])(?:(?P<gap> +)(?P<rest>\S.*)|(?P<empty> *))$")
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}+|(?:- *){3,}+|(?:_ *){3,}+)$")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_TABLE_BORDER = re.compile(r"[ |:-]*+$")
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")
_QUOTE_MARK = re.compile(r" {0,3}> ?")
_FOOTNOTE = re.compile(r" {0,3}(?P<label>\[\^[^\]\n]+\]:) *(?P<rest>.*)")
_FIRST_SIGNS = frozenset(" #>-*+_=<!?:$\\[\x02\x03|0123456789")
"""What blocks begin with; a line that begins with another character is text or the head of a table."""
_INDENT = "    "


def for_python_markdown(lines: list[str], reader: Reader) -> list[str]:
    """`lines`, Markdown as its author wrote it, rewritten so that Python-Markdown reads it as the author meant it.

    The lines must contain neither tabs nor fenced code.  Formulas, and HTML inside other blocks, are handed to
    `reader.stash` and replaced by the placeholders that it returns.  Callouts are added to `reader.callouts`.
    """
    return _blocks(lines, 0, reader)


def _blocks(lines: list[str], depth: int, reader: Reader, *, is_item: bool = False) -> list[str]:
    level = Level(lines, depth, is_item)
    made = level.made
    index = 0
    while index < len(lines):
        line = lines[index]
        if not line or line.isspace():
            level.add_blank()
            index += 1
        elif line[0] not in _FIRST_SIGNS:
            index = _text(level, index)
        else:
            index = _block(level, index, reader)
    return made


def _block(level: Level, index: int, reader: Reader) -> int:
    """Add the block that begins at `index`; the index behind it."""
    line = level.lines[index]
    first = line.lstrip(" ")
    sign = first[0]
    if level.opened and sign == "<" and HTML.match(first):
        # Pages are indented like that.
        level.lines[index] = first
        return read_html(level, index, reader)
    if len(line) - len(first) >= len(_INDENT) and not level.list_kind:
        is_code = level.is_after_blank or level.made[-1].startswith(_INDENT)
        level.made.append(line if is_code else first)
        return index + 1
    if sign == STASHED:
        level.add_alone(line)
        return index + 1
    read = _READERS.get(sign, _item if sign.isdecimal() else None)
    end = read(level, index, reader) if read is not None else index
    if end == index and sign in "-*_" and _is_rule(level, line):
        level.add_alone(line)
        end = index + 1
    if end == index and sign in "-*+":
        end = _item(level, index, reader)
    if end > index:
        return end
    is_underlining = sign in "-=" and not level.is_after_blank and not first.strip(f"{sign} ")
    end = _text(level, index)
    if is_underlining:
        level.add_blank()
    return end


def _text(level: Level, index: int) -> int:
    lines, line = level.lines, level.lines[index]
    following = lines[index + 1] if index + 1 < len(lines) else ""
    is_head = "|" in line and "|" in following and "-" in following and _TABLE_BORDER.match(following) is not None
    is_next_term = following.startswith(":") and not level.is_after_blank and level.made[-1].startswith(":")
    if is_head or is_next_term:
        level.separate()
    level.list_kind = ""
    level.made.append(line if level.is_after_blank else line.lstrip(" "))
    return index + 1


def _is_rule(level: Level, line: str) -> bool:
    """Whether a line is a rule; dashes under a paragraph make it a heading, and stay where they are."""
    if not _RULE.match(line):
        return False
    return level.is_after_blank or "- " in line or line.strip().strip("-") != "" or bool(level.list_kind)


def _begins_block(line: str) -> bool:
    """Whether a line ends the paragraph before it, within an item or a quotation."""
    first = line.lstrip(" ")
    if first[0] not in _FIRST_SIGNS or len(line) - len(first) >= len(_INDENT):
        return False
    return (
        first[0] in (">", STASHED)
        or first.startswith(("!!!", "???", ":::", "$$", "\\["))
        or _HEADING.match(line) is not None
        or _RULE.match(line) is not None
        or (first[0] == "<" and (HTML.match(line) or VERBATIM.match(line)) is not None)
        or (first[0] == "[" and _FOOTNOTE.match(line) is not None)
    )


# --------------------------------------------------------------------------------- headings, quotations


def _heading(level: Level, index: int, reader: Reader) -> int:
    line = level.lines[index]
    if not _HEADING.match(line):
        return index
    level.add_alone(line.strip())
    return index + 1


def _quotation(level: Level, index: int, reader: Reader) -> int:
    lines = level.lines
    held: list[str] = []
    end = index
    while end < len(lines):
        line = lines[end]
        if mark := _QUOTE_MARK.match(line):
            held.append(line[mark.end() :])
        elif not line.strip() or not held[-1].strip() or _begins_block(line) or _ITEM.match(line):
            break
        else:
            held.append(line.lstrip(" "))
        end += 1
    callout = callouts.in_quotation(held[0]) if held[0].lstrip().startswith("[!") else None
    if callout is not None:
        _add_callout(level, callout, f"> {held[0]}", held[1:], reader)
        return end
    level.separate()
    level.list_kind = ""
    inner = _blocks(held, level.depth + 1, reader) if level.depth < 3 * DEEPEST_LIST else held
    while inner and not inner[-1]:
        inner.pop()
    level.made += (f"> {line}" if line else ">" for line in inner)
    level.add_blank()
    return end


# ---------------------------------------------------------------------------------------------- lists


def _item(level: Level, index: int, reader: Reader) -> int:
    line = level.lines[index]
    item = _ITEM.match(line)
    if item is None:
        return index
    kind = "ol" if item["number"] else "ul"
    may_interrupt = item["empty"] is None and item["number"] in (None, "1", "01")
    if not (level.is_after_blank or level.list_kind or may_interrupt):
        # A paragraph goes on over "2021. " and over an empty marker.
        return index
    # In a short item, a list follows directly, or Python-Markdown would make a paragraph of the text before it.
    if level.list_kind != kind and (level.list_kind or not level.is_item or level.is_loose):
        level.separate()
    marker = f"{item['number']}." if item["number"] else "-"
    column = len(line) - len(line.lstrip(" "))
    gap = len(item["gap"] or " ")
    width = item.end("number" if item["number"] else "bullet") - column + bool(item["number"])
    content = column + width + (gap if gap <= len(_INDENT) else 1)
    rest = " " * (gap - 1 if gap > len(_INDENT) else 0) + (item["rest"] or "")
    if task := _TASK.match(rest):
        rest = ("☐ " if task[1] == " " else "☑ ") + rest[task.end() :]
    held, end = _held(level, index + 1, column, content)
    inner = _blocks([rest, *held], level.depth + 1, reader, is_item=True)
    _add_held(level, marker, inner)
    level.list_kind = kind
    return end


def _held(level: Level, index: int, column: int, content: int) -> tuple[list[str], int]:
    """The lines of an item from `index` without indentation, and the index behind them."""
    lines = level.lines
    held: list[str] = []
    end = index
    is_flat = level.depth >= DEEPEST_LIST
    while index < len(lines):
        line = lines[index]
        if not line or line.isspace():
            held.append("")
            index += 1
            continue
        indent = len(line) - len(line.lstrip(" "))
        is_item = (line[indent] in "-*+" or line[indent].isdecimal()) and _ITEM.match(line) is not None
        if is_item and (indent < column + 2 or is_flat):
            break
        if indent < column + 2:
            before = held[-1] if held else "text"
            if not before or before.startswith(STASHED) or _begins_block(line):
                break
            held.append(line[indent:])
        else:
            held.append(line[min(indent, content) :])
        index += 1
        end = index
    return held[: len(held) - (index - end)], end


def _add_held(level: Level, marker: str, inner: list[str]) -> None:
    """Add what an item or a footnote holds, indented by four behind its marker."""
    while inner and not inner[-1]:
        inner.pop()
    if inner and inner[0].startswith((">", STASHED, "|")):
        # Python-Markdown recognises such a block only on lines of its own.
        inner[:0] = ("", "")
    level.made.append(f"{marker} {inner[0] if inner else ''}")
    before = inner[0] if inner else ""
    for line in inner[1:]:
        # A paragraph goes on without indentation.
        is_text = before and line and line[0] != " " and _ITEM.match(line) is None
        level.made.append(line if is_text or not line else _INDENT + line)
        before = line
    if "" in inner:
        # Several blocks: the next item would be read as a part of the last one.
        level.add_blank()


def _bracket(level: Level, index: int, reader: Reader) -> int:
    """A footnote, which holds blocks as an item does."""
    note = _FOOTNOTE.match(level.lines[index])
    if note is None:
        return index
    held, end = _held(level, index + 1, 0, len(_INDENT))
    level.separate()
    level.list_kind = ""
    _add_held(level, note["label"], _blocks([note["rest"], *held], level.depth + 1, reader))
    level.separate()
    return end


# ------------------------------------------------------------------------------------------- callouts


def _admonition(level: Level, index: int, reader: Reader) -> int:
    """A line `!!! note` with indented lines below it."""
    lines = level.lines
    callout = callouts.at_signs(lines[index].lstrip(" "))
    if callout is None:
        return index
    end = index + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(_INDENT)):
        end += 1
    held = [line[len(_INDENT) :] for line in lines[index + 1 : end]]
    if not any(held):
        return index
    _add_callout(level, callout, lines[index], held, reader)
    return end


def _container(level: Level, index: int, reader: Reader) -> int:
    """The lines between `::: note` and `:::`."""
    lines = level.lines
    colons, callout = callouts.at_colons(lines[index]) or (0, None)
    if callout is None:
        return index
    depth, end = 1, index + 1
    while end < len(lines):
        inner = callouts.at_colons(lines[end])
        # A container in a container may have as many colons.
        if inner is not None:
            depth += 1 if inner[1] is not None else -1 if inner[0] >= colons else 0
        if depth == 0:
            break
        end += 1
    _add_callout(level, callout, lines[index], lines[index + 1 : end], reader)
    return end + 1


def _add_callout(level: Level, callout: Callout, written: str, held: list[str], reader: Reader) -> None:
    level.separate()
    level.list_kind = ""
    level.made.append(CALLOUT.format(len(reader.callouts)))
    reader.callouts.append((callout, written))
    inner = _blocks(held, level.depth + 1, reader) if level.depth < 3 * DEEPEST_LIST else held
    level.made += (_INDENT + line if line else "" for line in inner)
    level.separate()


_READERS: dict[str, Callable[[Level, int, Reader], int]] = {
    "#": _heading, ">": _quotation, "<": read_html, "!": _admonition, "?": _admonition, ":": _container,
    "$": read_formula, "\\": read_formula, "[": _bracket,
}  # fmt: skip
"""By first character, what reads a block that may begin with it."""

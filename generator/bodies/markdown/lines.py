"""Turns Markdown as authors write it for Hexo into the stricter form that Python-Markdown reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.article.elements import COMMONMARK_VERBATIM, alternation

DEEPEST_LIST = 12
"""Levels of a list; deeper items stay on this level, because Python-Markdown recurses."""

_ITEM = re.compile(
    r"(?P<indent> *)(?P<marker>[-*+]|(?P<number>\d{1,9})[.)])(?:(?P<gap> +)(?P<rest>\S.*)|(?P<empty> *))$"
)
_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}+|(?:- *){3,}+|(?:_ *){3,}+)$")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
_TABLE_BORDER = re.compile(r"[ |:-]*+$")
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")
_RAW_START = re.compile(rf" {{0,3}}<({alternation(COMMONMARK_VERBATIM)})(?=[\s>]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list item: the columns of its marker and of its content as written, and whether it is numbered."""

    marker: int
    content: int
    is_numbered: bool


@dataclass(slots=True)
class _Lines:
    """The lines made so far, and the items that are open behind them."""

    made: list[str] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)

    @property
    def is_after_blank(self) -> bool:
        return not self.made or not self.made[-1].strip()

    def separate(self) -> None:
        if not self.is_after_blank:
            self.made.append("")


def normalised(lines: list[str]) -> list[str]:
    """`lines` (without tabs and fenced code) with lists indented by four, and with blank lines around blocks.

    Nested lists may be indented by two blanks or more, lists, headings and tables may follow a paragraph directly
    (CommonMark 0.31, 5.2 and 5.3; GFM 4.10), `1)` is a number, and task boxes become ☐ and ☑.
    """
    done = _Lines()
    raw_end = ""
    for index, line in enumerate(lines):
        if raw_end:
            done.made.append(line)
            if raw_end in line.lower():
                raw_end = ""
        elif not line.strip():
            done.made.append("")
        elif raw := _RAW_START.match(line):
            done.made.append(line)
            closing = f"</{raw[1].lower()}"
            raw_end = "" if closing in line.lower() else closing
        elif _RULE.match(line) and not (
            line.strip().strip("- ") == "" and not done.is_after_blank and "- " not in line
        ):
            # Dashes under a paragraph make it a heading, and stay where they are.
            done.separate()
            done.levels.clear()
            done.made.extend((line, ""))
        elif _HEADING.match(line):
            done.separate()
            done.levels.clear()
            done.made.extend((line.strip(), ""))
        elif (item := _ITEM.match(line)) and _begins_item(item, done):
            _add_item(item, done)
        elif done.levels:
            _continue_item(line, done)
        else:
            following = lines[index + 1] if index + 1 < len(lines) else ""
            if "|" in line and "|" in following and "-" in following and _TABLE_BORDER.match(following):
                done.separate()
            done.made.append(line)
    return done.made


def _begins_item(item: re.Match[str], done: _Lines) -> bool:
    indent = len(item["indent"])
    if done.levels:
        return indent < done.levels[-1].content + 4
    if indent >= 4:
        return False
    # A paragraph goes on over "2021. " and over an empty marker.
    return done.is_after_blank or (item["empty"] is None and item["number"] in (None, "1", "01"))


def _add_item(item: re.Match[str], done: _Lines) -> None:
    indent = len(item["indent"])
    levels = done.levels
    # Two blanks are enough to nest, even under a number: many write so, and Hexo's renderer is lenient too.
    while levels and indent < levels[-1].marker + 2:
        previous = levels.pop()
        if indent >= previous.marker - 1 and previous.is_numbered != (item["number"] is not None):
            done.separate()
            if not levels:
                # Two lists of different kinds in a row; a comment keeps Python-Markdown from joining them.
                done.made.extend(("<!-- -->", ""))
    if not levels and done.made and not done.is_after_blank and not _ITEM.match(done.made[-1]) and not _is_inside(done):
        done.separate()
    depth = min(len(levels), DEEPEST_LIST)
    marker = f"{item['number']}." if item["number"] is not None else "-"
    gap = len(item["gap"] or " ")
    rest = item["rest"] or ""
    rest = _TASK.sub(lambda box: "☐ " if box[1] == " " else "☑ ", rest, count=1) if _TASK.match(rest) else rest
    done.made.append(f"{' ' * (4 * depth)}{marker} {rest}")
    width = len(item["marker"]) + (gap if gap <= 4 else 1)
    levels.append(_Level(indent, indent + width, item["number"] is not None))


def _is_inside(done: _Lines) -> bool:
    """Whether the last line goes on a list item, so that the next item may follow directly."""
    for line in reversed(done.made[-50:]):
        if not line.strip():
            return False
        if _ITEM.match(line):
            return True
    return False


def _continue_item(line: str, done: _Lines) -> None:
    indent = len(line) - len(line.lstrip(" "))
    if not done.is_after_blank:
        done.made.append(line.lstrip(" "))
        return
    while done.levels and indent < done.levels[-1].marker + 2:
        done.levels.pop()
    if not done.levels:
        done.made.append(line)
        return
    depth = min(len(done.levels), DEEPEST_LIST + 1)
    extra = max(0, indent - done.levels[-1].content)
    done.made.append(" " * (4 * depth + extra) + line.lstrip(" "))

"""Delimiters of words in Markdown: `==marked==`, `~~deleted~~`, `H~2~O` and `x^2^`, but not `1~2` or `a == b`.

The patterns serve both Markdown libraries, markdown-it-py and Python-Markdown: each matches a whole construct at its
first sign, looks at the text before it, and reads no further than to the next sign of its kind, so that all attempts in
a text take linear time.  Code, links and bare addresses must be recognised first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind of delimiter around words in Markdown, such as `==`, with a pattern and the HTML element that it makes."""

    name: str
    sign: str
    """The text that every match begins with."""
    pattern: re.Pattern[str]
    """Matches from the first sign to the last; the group `content` is what stands between."""
    element: str
    holds_markup: bool
    """Whether the content is Markdown again; otherwise it is text."""


# A sign behind a backslash, or one of a longer row, is text; so is a pair with a blank inside of either end.
_DELETED = r"(?<![~\\])~~(?![~\s]|(?<=\d~~)\d)(?P<content>(?:[^~\n]|~(?!~)|\n(?!\s*\n))++)(?<![\s~])~~(?!~|(?<=\d~~)\d)"

# Between letters, digits, quotes or brackets of program code, `==` compares: `a==b`, `x[0]=="y"`.  Behind those, only a
# Chinese word without blanks and commas is marked (`API==重点==`), because `x==空，y==空` compares, too.
_TERM = r"""[A-Za-z0-9_"')\]]"""
_MARKED = (
    r"(?<![=\\])==(?![=\s])(?P<content>"
    rf"(?<!{_TERM}==)(?:[^=\n]|=(?!=)|\n(?!\s*\n))++"
    rf"|(?<={_TERM}==)(?![\x00-\x7f])[^\s=,;&|，、；。：:]++"
    rf")(?<!\s)==(?!=|(?<={_TERM}==){_TERM})"
)

_LETTER = r"A-Za-zΑ-Ωα-ω"
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_SIGNS = r"+\-−±*†‡°′∘⊤®™∞"
# Python-Markdown puts U+0003 at the end of what stands for an element, such as `*v*`.
_BASE = rf"(?<!\\)[{_LETTER}0-9)\]}}*_'′^~\x03]"
_TEXT_BASE = rf"[{_LETTER}0-9)\]”’」』》，。、；：！？.,;{_HAN}]"
_TERMS = rf"[{_LETTER}0-9{_SIGNS}/=().,:→≤≥<>]{{1,24}}+"
"""A term of several signs.  A sign behind it that a letter or digit follows begins another one: `x^2+y^2=z^2`."""
_NUMBERS = r"[1-9]\d{0,2}(?:[-–,，、]\d{1,3}){0,9}"

# No subscript: ranges (`5~10~15`, `北京~上海~广州`) and drawls (`好的~知道了~`, `OK~thanks~`).
_SUBSCRIPT = (
    rf"(?<={_BASE})~(?!~|(?<=\d~)\d)(?P<content>"
    rf"(?<=(?<![{_LETTER}])[{_LETTER}]~)(?:[{_LETTER}]{{1,12}}|[{_HAN}]{{1,4}})(?=~)"
    rf"|[{_SIGNS}]?\d{{1,6}}[{_SIGNS}]?(?=~)|[{_LETTER}]\d{{0,4}}(?=~)|[{_SIGNS}]{{1,3}}(?=~)"
    rf"|(?![{_LETTER}]{{2,}}~){_TERMS}(?=~(?![{_LETTER}0-9]))"
    r")~(?!~|(?<=\d~)\d)"
)

# No superscript: two powers on one line (`2^10和2^20`), faces (`^_^`, `哈哈^o^`) and notes (`[^1][^2]`).
_SUPERSCRIPT = (
    r"(?<!\\)\^(?!\^)(?P<content>"
    rf"(?<={_BASE}\^)(?:[{_SIGNS}]?[{_LETTER}0-9]{{1,12}}[{_SIGNS}]?|[{_SIGNS}]{{1,3}})(?=\^)"
    rf"|(?<={_BASE}\^){_TERMS}(?=\^(?![{_LETTER}0-9]))"
    rf"|(?<={_TEXT_BASE}\^)(?:{_NUMBERS}|\[{_NUMBERS}\]|[®™])(?=\^)"
    r")\^(?!\^)"
)

MARKS = (
    Mark("deleted", "~~", re.compile(_DELETED), "del", holds_markup=True),
    Mark("marked", "==", re.compile(_MARKED), "mark", holds_markup=True),
    Mark("subscript", "~", re.compile(_SUBSCRIPT), "sub", holds_markup=False),
    Mark("superscript", "^", re.compile(_SUPERSCRIPT), "sup", holds_markup=False),
)
"""All marks, those with the longer sign first."""

r"""Formulas in TeX: where they begin and end in a text, and the HTML that keeps their TeX until it becomes MathML.

The delimiters are those of MathJax and KaTeX: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, environments, and the last two with
a doubled backslash, because most converters take one.  Money, shell variables and escaped brackets look alike, so the
text between the delimiters decides.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_CHARACTERS = 2_000
"""A longer text between delimiters of a line is no formula."""
MAX_DISPLAY_CHARACTERS = 5_000
"""The same for a formula that stands on a line of its own."""
MAX_LINES = 200
_MOST_BLANK_LINES = 5

SIGNS = ("$", "\\")
"""The signs that a formula may begin with."""

_ENVIRONMENT = re.compile(
    r"\\begin\{((?:equation|align(?:ed|at|edat)?|gather(?:ed)?|multline|eqnarray|[dr]?cases|split|flalign|displaymath|math"
    r"|(?:[bBpvV]|small)?matrix|array|subequations)\*?)\}"
)
_WORDS = re.compile(r"\\(?:text[a-z]{0,6}|mbox|hbox|mathrm|operatorname\*?|mathsf|mathbf|tag\*?|label)\s*\{[^{}]*\}")
_TEXT = re.compile(r"\\(?:text[a-z]{0,6}|[mh]box)\s*\{[^{}]*$")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_TEX = re.compile(r"\\[A-Za-z{},;:!|\\ %$]|[\^_]|(?<=[\w)\]}|])\s?[=<>+*/|≤≥≠≈∈→−-]\s?(?=[\w(\[{|\\.])")
_SURE = re.compile(r"\\[A-Za-z]|[\^_]")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile("[，。；！？、：“”（）]")
_SUM = re.compile(r"[0-9][^\\^_={}]*[A-Za-z]{3,}[^\\^_={}]*")
_LONG_WORD = re.compile(r"(?<![A-Za-z{])[A-Za-z]{3,}")
_TWO_WORDS = re.compile(r"[A-Za-z]{3,}[,.;:]?\s+[A-Za-z]{3,}|[A-Za-z]{2,}\s+[A-Za-z]{2,}\s+[A-Za-z]{2,}")
_VARIABLE = re.compile(r"\{?[A-Z_][A-Z0-9_]+\}?[/:.\-]*|\{[A-Za-z_]\w+\}(?![_^]).*|\([A-Za-z_]\w*[ )].*", re.DOTALL)
_BEFORE_VARIABLE = frozenset(",;:/.=+-*<>&|?，、；：。")
"""What stands in front of the dollar of another variable, but not at the end of a formula with a letter behind it."""
_SYMBOL = re.compile(r"[A-Za-z](?:\s?[,+\-*/=<>]\s?[A-Za-z0-9])*|[0-9.]+")
_SYMBOLS = re.compile(r"(?:[A-Za-z](?![A-Za-z])|[0-9 ,.'()\[\]|+\-*/=<>!])+")
_BLOCK_END = re.compile(r"[ \t]*[.,;。，]?[ \t]*$")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
# What remains of these after a converter has taken a backslash.
_DOUBLED = re.compile(r"\\\\(\\\\|[{},;:!|%#&])|\\([_*])")
_MOST_INNER = 8


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in a text: its TeX without delimiters, and whether it is shown on a line of its own (`is_display`).

    `end` is the index in the text after its closing delimiter.
    """

    tex: str
    is_display: bool
    end: int


def formula_at(text: str, start: int) -> Formula | None:
    """The formula whose opening delimiter is at index `start` of `text`; None if none is there.

    Also None if the closing delimiter is missing or over 5,000 characters away, or if the text between them is no TeX.
    The time does not depend on the length of `text`.
    """
    if text.startswith("$$", start):
        return _between(text, start, "$$", "$$", is_display=True)
    if text.startswith("$", start):
        return _dollars(text, start)
    for opening, closing in (("\\(", "\\)"), ("\\\\(", "\\\\)"), ("\\[", "\\]"), ("\\\\[", "\\\\]")):
        if text.startswith(opening, start):
            is_display = opening[-1] == "["
            formula = _between(text, start, opening, closing, is_display=is_display)
            return formula if formula is not None and _is_tex(formula.tex, is_display=is_display) else None
    return _environment(text, start)


def _between(text: str, start: int, opening: str, closing: str, *, is_display: bool) -> Formula | None:
    """The formula between two delimiters, if they are near and something stands between them."""
    begin = start + len(opening)
    end = text.find(closing, begin, begin + (MAX_DISPLAY_CHARACTERS if is_display else MAX_CHARACTERS))
    tex = text[begin:end].strip() if end > begin else ""
    if not tex or (closing == "$$" and text.startswith("$", end + 2)):
        return None
    return Formula(_undoubled(tex, opening), is_display, end + len(closing))


def _undoubled(tex: str, opening: str) -> str:
    """TeX as it is meant: whoever doubles the backslash of a delimiter does so for a converter that takes one."""
    if not opening.startswith("\\\\"):
        return tex
    return _DOUBLED.sub(lambda match: f"\\{match[1][0]}" if match[1] else match[2], tex)


def _dollars(text: str, start: int) -> Formula | None:
    """A formula between single dollars, by pandoc's rules: no blank inside them, and no digit behind the last one.

    A blank inside is allowed beside signs that only TeX has.
    """
    before, first = text[start - 1 : start] if start else "", text[start + 1 : start + 2]
    if not first or (before.isascii() and before.isalnum()) or before in ("$", "\\"):
        return None
    if first == "`":
        # As GitHub and GitLab write it.
        end = text.find("`$", start + 2, start + MAX_CHARACTERS)
        return Formula(text[start + 2 : end].strip(), False, end + 2) if end > start + 2 else None
    end = _closing(text, start)
    if end < 0 or text.startswith("$", end + 1):
        return None
    tex, after = text[start + 1 : end], text[end + 1 : end + 2]
    # An amount of money, or a variable of a shell or template, may begin with the second dollar.
    is_name_behind = after.isascii() and (after.isalpha() or after in ("_", "{"))
    if (after.isascii() and after.isdigit()) or (is_name_behind and tex[-1:] in _BEFORE_VARIABLE):
        return None
    if tex[:1] == after == "{":
        return None
    return Formula(tex.strip(), False, end + 1) if _is_formula(tex) else None


def _closing(text: str, start: int) -> int:
    """The index of the dollar that closes the one at `start`; -1 if there is none near.

    A text within the formula may hold formulas of its own.
    """
    end = start
    for _ in range(_MOST_INNER):
        end = text.find("$", end + 1, start + MAX_CHARACTERS)
        if end < 0 or (text[end - 1] != "\\" and _TEXT.search(text, start + 1, end) is None):
            return end
    return -1


def _environment(text: str, start: int) -> Formula | None:
    """An environment with its `\\begin` and `\\end`, which TeX needs, too."""
    match = _ENVIRONMENT.match(text, start)
    if match is None:
        return None
    closing = f"\\end{{{match[1]}}}"
    end = text.find(closing, match.end(), match.end() + MAX_DISPLAY_CHARACTERS)
    return Formula(text[start : end + len(closing)], True, end + len(closing)) if end > 0 else None


def _is_formula(tex: str) -> bool:
    """Whether a text between single dollars is a formula, and not the text between two sums of money."""
    bare = _WORDS.sub("", tex)
    if _is_prose(bare) or _VARIABLE.fullmatch(tex) or _SUM.fullmatch(tex) or _BLANK_LINE.search(tex):
        return False
    without_commands = _COMMAND.sub("", bare)
    if tex != tex.strip():
        return _SURE.search(tex) is not None and _LONG_WORD.search(without_commands) is None
    return _TWO_WORDS.search(without_commands) is None or _TEX.search(bare) is not None


def _is_prose(bare: str) -> bool:
    """Whether a text without what stands in `\\text{…}` is Chinese, Japanese or Korean, not TeX."""
    return _HAN.search(bare) is not None and (_SENTENCE.search(bare) is not None or not _COMMAND.search(bare))


def _is_tex(text: str, *, is_display: bool) -> bool:
    """Whether a text between brackets that Markdown could have escaped is a formula: it has a sign of TeX.

    Between round brackets a few symbols are one, too.
    """
    if _has_tex(text):
        return True
    return not is_display and (_SYMBOL.fullmatch(text) is not None or _SYMBOLS.fullmatch(text) is not None)


def _has_tex(text: str) -> bool:
    return (_COMMAND.search(text) or _TEX.search(text)) is not None and not _is_prose(_WORDS.sub("", text))


def formula_block(lines: Sequence[str], start: int) -> tuple[int, str] | None:
    """The formula that begins at `lines[start]` and fills whole lines, as (index of the line behind it, its TeX).

    None if no formula begins there, or if it has more than 200 lines or more than five blank ones.  The `>` signs of
    quotations must be removed from `lines` before.
    """
    first = lines[start].strip()
    if (delimiters := _block_delimiters(first)) is None:
        return None
    opening, closing = delimiters
    content: list[str] = []
    blank = 0
    for index in range(start, min(len(lines), start + MAX_LINES)):
        line = lines[index].strip()
        line = line[len(opening) :] if index == start else line
        blank += not line and index > start
        if blank > _MOST_BLANK_LINES:
            return None
        end = line.find(closing)
        if end >= 0:
            if not _BLOCK_END.match(line, end + len(closing)):
                return None
            content.append(line[: end + len(closing)] if not opening else line[:end])
            tex = "\n".join(filter(None, content)).strip()
            # Two stray lines of dollars may have paragraphs between them.
            if not tex or (opening != "$$" and not _has_tex(tex)) or (blank and not _is_formula(tex)):
                return None
            return index + 1, _undoubled(tex, opening)
        content.append(line)
    return None


def _block_delimiters(line: str) -> tuple[str, str] | None:
    """(opening, closing) of the block that a line begins; the opening of an environment is empty, as it stays in it."""
    for opening, closing in (("$$", "$$"), ("\\[", "\\]"), ("\\\\[", "\\\\]")):
        if line.startswith(opening):
            return opening, closing
    match = _ENVIRONMENT.match(line)
    return ("", f"\\end{{{match[1]}}}") if match is not None else None


def as_code(tex: str, *, is_display: bool) -> str:
    """The formula `tex` as a `code` element with the class `math`, or `math display` if it has a line of its own.

    The module `article.formulas` makes MathML of elements with this class.
    """
    kind = "math display" if is_display else "math"
    return f'<code class="{kind}">{html.escape(tex, quote=False)}</code>'

"""Rewrites TeX for the library that makes MathML of it, math-core, and limits what the library is given."""

from __future__ import annotations

import re
from collections.abc import Callable

MAX_CHARACTERS = 5_000
"""Longer TeX is not converted."""
MAX_SIGNS = 1_500
"""The same for TeX with more braces and commands.

Each may be a level of nesting, and the library, which calls itself for each level, overflows a stack of 8 MB at about
5,000 (measured 2026-11 with `{{{…`, `\\frac\\frac…` and the like).
"""

# A command that defines commands may call itself with twice its argument: the library then takes all memory at once.
_DEFINITION = re.compile(
    r"\\(?:[gex]?def|let|futurelet|(?:re)?newcommand|providecommand|(?:re)?newenvironment|DeclareMathOperator|csname)"
    r"(?![A-Za-z])"
)

INNER = r"[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+"
"""What stands between two braces, with up to two levels of braces in it."""
_GROUP = rf"\s*+\{{({INNER})\}}"
_SCRIPT = rf"\s*+(?:\{{({INNER})\}}|(\\[A-Za-z]++|[A-Za-z0-9]))"

_LENGTH = r"[ ]*-?[\d.]+[ ]*(?:pt|em|ex|mm|cm|in|px|mu|pc|bp)[ ]*"


def _reference(match: re.Match[str]) -> str:
    name = match[1].replace("_", "\\_")
    return rf"\text{{({name})}}"


_ALWAYS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # Written for a converter that takes one backslash of two.
    ("\\\\\\\\", re.compile(r"\\\\\\\\"), r"\\\\"),
    # The height of a row; the library would show it.
    ("\\\\", re.compile(rf"\\\\[ ]*\[{_LENGTH}\]"), r"\\\\"),
    ("[", re.compile(r"(\\begin\{(?:array|aligned|gathered)\})\[[tbc]\]"), r"\1"),
    # A number counts the formulas of a page, and the library is given one at a time.
    ("\\label", re.compile(r"\\label[ ]*\{[^{}]*\}"), ""),
    ("\\no", re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])"), ""),
    ("\\tag", re.compile(r"\\tag[ ]*\{([^{}]*)\}"), r"\\qquad\\text{(\1)}"),
    ("\\tag*", re.compile(r"\\tag\*[ ]*\{([^{}]*)\}"), r"\\qquad\\text{\1}"),
    ("ref", re.compile(r"\\(?:eq)?ref[ ]*\{([^{}\\$]*)\}"), _reference),
    # Environments that fill the column, for the sake of their numbers.
    ("equation", re.compile(r"\\(?:begin|end)\{equation\*?\}"), " "),
    ("math}", re.compile(r"\\(?:begin|end)\{(?:display)?math\}"), " "),
    ("align", re.compile(r"(\\begin\{x?x?align(?:ed)?at\*?\})[ ]*\{[0-9]*\}"), r"\1"),
    ("align", re.compile(r"\\(begin|end)\{(?:(?:fl|x?x)?align(?:at)?\*?|alignedat)\}"), r"\\\1{aligned}"),
    ("split", re.compile(r"\\(begin|end)\{split\}"), r"\\\1{aligned}"),
    ("{gather", re.compile(r"\\(begin|end)\{gather\*?\}"), r"\\\1{gathered}"),
    ("{multline", re.compile(r"\\(begin|end)\{multline\*?\}"), r"\\\1{gathered}"),
    ("{eqnarray", re.compile(r"\\begin\{eqnarray\*?\}"), r"\\begin{array}{rcl}"),
    ("{eqnarray", re.compile(r"\\end\{eqnarray\*?\}"), r"\\end{array}"),
)
"""(text that every match contains, what the library would show otherwise than TeX does, what it shows the same way)."""

_SYNONYMS = {
    "pmb": "boldsymbol", "mathbbm": "mathbb", "mathds": "mathbb", "hdots": "ldots", "mbox": "text", "hbox": "text",
    "textnormal": "text", "nicefrac": "frac", "sfrac": "frac", "cr": "\\ ", "hfill": "quad", "hfil": "quad",
    "thinspace": ",", "negthinspace": "!", "space": " ",
    **dict.fromkeys(
        "rlap llap mathrlap mathllap mathclap smash ensuremath strut mathstrut tiny scriptsize small normalsize large "
        "Large LARGE huge Huge limits nolimits displaylimits".split(), ""
    ),
}  # fmt: skip
"""Commands that the library lacks or does not accept everywhere, with those that stand for them."""
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_MATHOP = rf"\\mathop{_GROUP}\s*+(?:\\limits)?"
_REPLACED: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("mathop", re.compile(rf"{_MATHOP}\s*+_{_SCRIPT}\s*+\^{_SCRIPT}"), r"\\overset{\4\5}{\\underset{\2\3}{\1}}"),
    ("mathop", re.compile(rf"{_MATHOP}\s*+_{_SCRIPT}"), r"\\underset{\2\3}{\1}"),
    ("mathop", re.compile(rf"{_MATHOP}\s*+\^{_SCRIPT}"), r"\\overset{\2\3}{\1}"),
    ("substack", re.compile(rf"\\substack{_GROUP}"), r"\\begin{subarray}{c}\1\\end{subarray}"),
    ("matrix", re.compile(rf"\\(p?matrix){_GROUP}"), r"\\begin{\1}\2\\end{\1}"),
    ("cases", re.compile(rf"\\cases{_GROUP}"), r"\\begin{cases}\1\\end{cases}"),
    ("eqalign", re.compile(rf"\\eqalign(?:no)?{_GROUP}"), r"\\begin{aligned}\1\\end{aligned}"),
    ("displaylines", re.compile(rf"\\displaylines{_GROUP}"), r"\\begin{gathered}\1\\end{gathered}"),
    ("smallmatrix", re.compile(r"\\(begin|end)\{smallmatrix\}"), r"\\\1{matrix}"),
    ("matrix*", re.compile(r"\\(begin|end)\{([a-zA-Z]?matrix)\*\}(?:\[[lcr]\])?"), r"\\\1{\2}"),
    ("color", re.compile(r"\\(?:text)?color(?:\[[A-Za-z]*\])?[ ]*\{[^{}]*\}"), ""),
    ("colorbox", re.compile(r"\\colorbox[ ]*\{[^{}]*\}"), ""),
    ("bbox", re.compile(r"\\bbox(?:\[[^\[\]]*\])?"), ""),
    ("require", re.compile(r"\\require[ ]*\{[^{}]*\}"), ""),
    ("vspace", re.compile(r"\\vspace\*?[ ]*\{[^{}]*\}"), ""),
    ("rule", re.compile(r"\\rule(?:\[[^\[\]]*\])?[ ]*\{[^{}]*\}[ ]*\{[^{}]*\}"), ""),
    ("<", re.compile(r"(\\(?:left|right|middle|[bB]igg?[lrm]?))\s*<"), r"\1\\langle "),
    (">", re.compile(r"(\\(?:left|right|middle|[bB]igg?[lrm]?))\s*>"), r"\1\\rangle "),
    ("√", re.compile("√"), r"\\surd "),
)
"""The same as `_ALWAYS`, for TeX that the library has refused."""
_ARRAY = re.compile(r"(\\begin\{array\})[ ]*\{((?:[^{}]|\{[^{}]*\})*+)\}")
_WIDTH = re.compile(r"[pm]\{[^{}]*\}")
_NO_COLUMN = re.compile(r"[@!<>]?\{[^{}]*\}|[^lcr|]")
_TEXT = re.compile(r"\\(text[a-z]{0,6}|mbox|hbox)\{([^{}]*+)\}")
_DOLLARS = re.compile(r"\$([^$]*+)\$")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*+)%")
_LEVEL = re.compile(r"\\\\|\\(?:begin|end)(?![A-Za-z])|\\[{}]|[{}]")
_COLUMN = re.compile(r"\\(begin|end)(?![A-Za-z])|\\.|&", re.DOTALL)


def exceeded(tex: str) -> bool:
    """Whether `tex` is too long or complex for the library that makes MathML, or defines commands of its own."""
    if len(tex) > MAX_CHARACTERS or tex.count("\\") + tex.count("{") > MAX_SIGNS:
        return True
    return defines(tex)


def defines(tex: str) -> bool:
    r"""Whether `tex` defines commands of its own, as `\newcommand` does."""
    return _DEFINITION.search(tex) is not None


def plain(tex: str, *, is_display: bool) -> str:
    """`tex`, rewritten where the library that makes MathML would show something else than TeX does, such as comments.

    `is_display` is True for a formula on a line of its own.
    """
    if "%" in tex:
        tex = _without_comments(tex)
    if "\\" not in tex:
        return tex
    for sign, pattern, replacement in _ALWAYS:
        if sign in tex:
            tex = pattern.sub(replacement, tex)
    return _with_rows(tex) if is_display and "\\\\" in tex else tex


def understandable(tex: str) -> str:
    """`tex`, which the library that makes MathML refused, with other commands in place of those it does not know."""
    for sign, pattern, replacement in _REPLACED:
        if sign in tex:
            tex = pattern.sub(replacement, tex)
    tex = _TEXT.sub(_text, tex)
    tex = _ARRAY.sub(_columns, tex)
    return _COMMAND.sub(_synonym, tex)


def _without_comments(tex: str) -> str:
    """TeX without its comments; a `%` that would hide the rest of the only line is meant as a sign."""
    if "\n" not in tex:
        return _COMMENT.sub(r"\1\\%", tex)
    lines = tex.split("\n")
    return "\n".join(line[: match.end(1)] if (match := _COMMENT.search(line)) else line for line in lines)


def _with_rows(tex: str) -> str:
    """TeX in an environment if it has rows outside of any, which the library would join."""
    depth = 0
    for match in _LEVEL.finditer(tex):
        sign = match[0]
        if sign == "\\\\" and depth == 0:
            break
        depth += (sign in ("{", "\\begin")) - (sign in ("}", "\\end"))
    else:
        return tex
    name = "aligned" if _has_columns(tex) else "gathered"
    return rf"\begin{{{name}}}{tex}\end{{{name}}}"


def _has_columns(tex: str) -> bool:
    """Whether an `&` stands outside of all environments."""
    depth = 0
    for match in _COLUMN.finditer(tex):
        if match[0] == "&" and depth == 0:
            return True
        depth += (match[1] == "begin") - (match[1] == "end")
    return False


def _text(match: re.Match[str]) -> str:
    """A text with formulas in it, as texts and formulas in turn."""
    name, inner = match[1], match[2]
    return rf"\{name}{{" + _DOLLARS.sub(lambda part: rf"}}{part[1]}\{name}{{", inner) + "}"


def _columns(match: re.Match[str]) -> str:
    """The beginning of an array without the widths of its columns and what stands between them."""
    return f"{match[1]}{{{_NO_COLUMN.sub('', _WIDTH.sub('l', match[2]).replace(':', '|'))}}}"


def _synonym(match: re.Match[str]) -> str:
    other = _SYNONYMS.get(match[1])
    if other is None:
        return match[0]
    return f"\\{other}" if other else " "

"""TeX commands that an author defines in one formula and uses in later ones: they are replaced by their definitions.

The library math-core could do that, but takes all memory for a command that calls itself with twice its argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.article.formulas.tex import INNER, MAX_CHARACTERS

MAX_MACROS = 200
"""Further definitions of an article are not read."""
_MAX_ROUNDS = 6
"""How deep commands may be defined by each other."""

_SIGN = "\\"
_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*+(?:\{\s*+\\(?P<braced>[A-Za-z]++)\s*+\}|\\(?P<bare>[A-Za-z]++))\s*+"
    rf"(?:\[(?P<count>[0-9])\])?\s*+\{{(?P<body>{INNER})\}}"
    rf"|\\def\s*+\\(?P<plain>[A-Za-z]++)(?P<parameters>(?:#[1-9])*+)\s*+\{{(?P<plain_body>{INNER})\}}"
    rf"|\\DeclareMathOperator(?P<star>\*?)\s*+\{{\s*+\\(?P<operator>[A-Za-z]++)\s*+\}}\s*+\{{(?P<words>{INNER})\}}"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_PARAMETER = re.compile(r"#([1-9])")
_TOKEN = re.compile(r"\s*+(\\[A-Za-z]++|\\.|[^\s}])", re.DOTALL)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Macro:
    """A TeX command that an author defines: `count` is its number of arguments, `body` the TeX that it stands for."""

    count: int
    body: str


def without_definitions(tex: str, macros: dict[str, Macro]) -> str:
    """`tex` without the definitions of commands in it; the commands are added to `macros`, by name.

    A definition stays in the text if it is not understood, or if `macros` already has `MAX_MACROS` commands.
    """

    def take(match: re.Match[str]) -> str:
        name = match["braced"] or match["bare"] or match["plain"] or match["operator"]
        if name not in macros and len(macros) >= MAX_MACROS:
            return match[0]
        if match["operator"]:
            macros[name] = Macro(0, rf"\operatorname{match['star']}{{{match['words']}}}")
        elif match["plain"]:
            macros[name] = Macro(len(match["parameters"]) // 2, match["plain_body"])
        else:
            macros[name] = Macro(int(match["count"] or 0), match["body"])
        return ""

    return _DEFINITION.sub(take, tex) if _SIGN in tex else tex


def expanded(tex: str, macros: dict[str, Macro]) -> str | None:
    """`tex` with each command in `macros` replaced by its body; None if that is too long, or replacing never ends."""
    for _ in range(_MAX_ROUNDS):
        written = _once(tex, macros)
        if written is None or written == tex:
            return written
        tex = written
    return None


def _once(tex: str, macros: dict[str, Macro]) -> str | None:
    """TeX with its outermost commands replaced; those in their arguments and bodies stay."""
    pieces: list[str] = []
    length = position = 0
    for match in _COMMAND.finditer(tex):
        macro = macros.get(match[1])
        if macro is None or match.start() < position:
            continue
        arguments, end = _arguments(tex, match.end(), macro.count)
        longest = max(map(len, arguments), default=0)
        if len(arguments) < macro.count or macro.body.count("#") * longest > MAX_CHARACTERS:
            return None
        body = _filled(macro.body, arguments)
        pieces += (tex[position : match.start()], body)
        length += len(body)
        position = end
        if length > MAX_CHARACTERS:
            return None
    return "".join((*pieces, tex[position:]))


def _filled(body: str, arguments: list[str]) -> str:
    """The body of a command with its arguments in place of `#1` and so on."""
    return _PARAMETER.sub(lambda sign: "".join(arguments[int(sign[1]) - 1 : int(sign[1])]), body)


def _arguments(tex: str, position: int, count: int) -> tuple[list[str], int]:
    """(the arguments that follow at `position`, the index behind them); fewer than `count` if the TeX ends before."""
    arguments: list[str] = []
    while len(arguments) < count:
        token = _TOKEN.match(tex, position)
        if token is None:
            break
        begin, position = token.start(1), token.end()
        if token[1] == "{":
            end = _closing(tex, begin)
            if end < 0:
                break
            arguments.append(tex[begin + 1 : end])
            position = end + 1
        else:
            arguments.append(token[1])
    return arguments, position


def _closing(tex: str, start: int) -> int:
    """The index of the brace that closes the one at `start`; -1 if there is none."""
    depth = 0
    for match in _BRACE.finditer(tex, start):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0:
            return match.start()
    return -1

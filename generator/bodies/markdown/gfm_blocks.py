"""Rules of the dialect `gfm` for whole blocks: formulas that fill lines, callouts, and rows of tables."""

from __future__ import annotations

from functools import partial

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from generator.bodies import formulas
from generator.bodies.markdown import callouts
from generator.bodies.markdown.callouts import Callout
from generator.bodies.markdown.dialects import Dialect

_CODE_INDENT = 4
_FORMULA_STARTS = ("$$", "\\[", "\\\\[", "\\begin{")


def register(markdown: MarkdownIt, dialect: Dialect) -> None:
    """Add the rules for callouts, and for formulas if `dialect` has them, to the converter `markdown`."""
    language, rules = dialect.language, markdown.block.ruler
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    rules.before("fence", "container", partial(_container, language=language), ends)
    rules.before("fence", "admonition", partial(_admonition, language=language), ends)
    if dialect.has_math:
        rules.before("fence", "formula", _formula, ends)
    # Behind all others, as in GFM: a line that begins an item or a heading begins no table.
    rules.before("lheading", "rows", _rows, {"alt": ["paragraph", "reference"]})
    markdown.core.ruler.after("block", "alerts", lambda state: _turn_alerts(state, language))


def _line(state: StateBlock, line: int) -> str:
    """A line without what its container stands for: quotation marks and indentation."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _rows(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table whose rows keep the cells for which there is no column: they join the last cell."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    tokens, columns, row = state.tokens[first:], 0, ""
    for index, token in enumerate(tokens):
        if token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map:
            row = _line(state, token.map[0]).strip()
        elif token.type == "tr_close" and row.count("|") + 1 - row.startswith("|") - row.endswith("|") > columns:
            cells = map(str.strip, escapedSplit(row.removeprefix("|"))[columns - 1 :])
            # The last cell: its beginning, its text, its end.
            tokens[index - 2].content = " | ".join(cells).rstrip(" |")
    return True


def _push_html(state: StateBlock, html: str) -> None:
    state.push("html_block", "", 0).content = html


def _formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A formula that fills lines is a paragraph with its TeX."""
    if state.is_code_block(start) or not _line(state, start).startswith(_FORMULA_STARTS):
        return False
    lines = []
    for line in range(start, min(end, start + formulas.MAX_LINES)):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            break
        lines.append(_line(state, line))
    # A line that a paragraph in a container goes on with may stand outside of the container.
    block = formulas.formula_block(lines, 0) if lines else None
    if block is None:
        return False
    if not silent:
        count, tex = block
        _push_html(state, f"<p>{formulas.as_code(tex, is_display=True)}</p>\n")
        state.line = start + count
    return True


# ---------------------------------------------------------------------------------------- callouts


def _container(state: StateBlock, start: int, end: int, silent: bool, language: str) -> bool:
    """The lines between `::: note` and `:::`."""
    if state.is_code_block(start):
        return False
    colons, callout = callouts.at_colons(_line(state, start)) or (0, None)
    if callout is None:
        return False
    if silent:
        return True
    # The colons of the containers that are open.
    opened, last = [colons], start + 1
    while last < end and (state.sCount[last] >= state.blkIndent or state.isEmpty(last)):
        inner = callouts.at_colons(_line(state, last))
        if inner is not None and inner[1] is not None:
            opened.append(inner[0])
        elif inner is not None and inner[0] >= opened[-1]:
            opened.pop()
        if not opened:
            break
        last += 1
    _within(state, callout, language, start + 1, last, state.blkIndent)
    state.line = last + (not opened)
    return True


def _admonition(state: StateBlock, start: int, end: int, silent: bool, language: str) -> bool:
    """The indented lines below `!!! note`."""
    if state.is_code_block(start):
        return False
    callout = callouts.at_signs(_line(state, start))
    indent = state.blkIndent + _CODE_INDENT
    first = start + 1
    while first < end and state.isEmpty(first):
        first += 1
    if callout is None or first >= end or state.sCount[first] < indent:
        return False
    if silent:
        return True
    last = first
    while last < end and (state.isEmpty(last) or state.sCount[last] >= indent):
        last += 1
    _within(state, callout, language, first, last, indent)
    state.line = last
    return True


def _within(state: StateBlock, callout: Callout, language: str, start: int, end: int, indent: int) -> None:
    """Convert the lines of a callout."""
    _push_html(state, _opening(state.md, callout, language))
    old_end, old_indent, old_parent = state.lineMax, state.blkIndent, state.parentType
    state.lineMax, state.blkIndent, state.parentType = end, indent, "callout"
    state.level += 1
    state.md.block.tokenize(state, start, end)
    state.level -= 1
    state.lineMax, state.blkIndent, state.parentType = old_end, old_indent, old_parent
    _push_html(state, f"{callouts.closing(callout)}\n")


def _opening(markdown: MarkdownIt, callout: Callout, language: str) -> str:
    title = callouts.title(callout, language)
    return f"{callouts.opening(callout, markdown.renderInline(title))}\n"


def _turn_alerts(state: StateCore, language: str) -> None:
    """Turn each quotation that begins with `[!NOTE]` into a callout."""
    if "[!" not in state.src:
        return
    tokens = state.tokens
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "blockquote_open":
            opened.append(index)
        elif token.type == "blockquote_close":
            begin = opened.pop()
            callout = _alert(tokens, begin)
            if callout is not None:
                tokens[begin] = _as_html(token, _opening(state.md, callout, language))
                tokens[index] = _as_html(token, f"{callouts.closing(callout)}\n")


def _alert(tokens: list[Token], begin: int) -> Callout | None:
    """The callout that the quotation at `begin` is, without its first line; None if it is none."""
    if begin + 2 >= len(tokens) or tokens[begin + 1].type != "paragraph_open":
        return None
    inline = tokens[begin + 2]
    line, _, rest = inline.content.partition("\n")
    callout = callouts.in_quotation(line) if line.startswith("[!") else None
    if callout is None:
        return None
    inline.content = rest
    if not rest:
        # The paragraph held nothing else.
        for offset in (1, 2, 3):
            tokens[begin + offset].hidden = True
    return callout


def _as_html(token: Token, html: str) -> Token:
    made = Token("html_block", "", 0)
    made.content, made.level, made.block = html, token.level, True
    return made

"""Rules of the dialect `gfm` for the inside of a paragraph: emphasis, bare addresses, formulas."""

from __future__ import annotations

import re
from unicodedata import category

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter, Scanned
from markdown_it.token import Token

from generator.bodies import formulas, plain_text
from generator.bodies.markdown.dialects import Dialect
from generator.bodies.markdown.inline_marks import MARKS
from generator.bodies.markdown.picture_sizes import SIGN, picture_at

_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3040-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uffee\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)
"""Chinese, Japanese and Korean characters, with their punctuation."""


def register(markdown: MarkdownIt, dialect: Dialect) -> None:
    """Add the rules of the dialect `gfm` for parts of a paragraph to the converter `markdown`.

    They are for emphasis, web addresses written as text, delimiters such as `==`, pictures with a size, and formulas if
    `dialect` has them.
    """
    markdown.core.ruler.at("inline", _parse)
    rules = markdown.inline.ruler
    rules.at("emphasis", _emphasis)
    rules.before("escape", "bare_address", _bare_address)
    rules.before("escape", "mark", _mark)
    rules.before("escape", "sized_picture", _sized_picture)
    if dialect.has_math:
        # Before the escapes: `\(` begins a formula.
        rules.before("escape", "formula", _formula)


def _parse(state: StateCore) -> None:
    """Parse each text that holds a sign; most Chinese texts hold none, and are text as they are."""
    parser = state.md.inline
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if parser.terminator_re.search(token.content) is None:
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            parser.parse(token.content, state.md, state.env, token.children)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Stars and underscores, as markdown-it-py reads them, with `_scan` for what stands beside them."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = _scan(state, marker)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        delimiter = Delimiter(
            ord(marker), scanned.length, len(state.tokens) - 1, -1, scanned.can_open, scanned.can_close
        )
        state.delimiters.append(delimiter)
    state.pos += scanned.length
    return True


def _scan(state: StateInline, marker: str) -> Scanned:
    """Whether a run of signs may open or close emphasis, which Chinese punctuation beside it does not prevent.

    CommonMark takes a sign between a letter and punctuation for one that only opens or only closes, since blanks stand
    around English words.  Next to Chinese, no blanks can be expected.  Source: the amendment "markdown-cjk-friendly".
    """
    source, start = state.src, state.pos
    scanned = state.scanDelims(start, marker == "*")
    before, after = source[start - 1 : start], source[start + scanned.length : start + scanned.length + 1]
    if marker == "_" or not before or not after or before.isspace() or after.isspace():
        return scanned
    is_wide_before, is_wide_after = _WIDE.match(before) is not None, _WIDE.match(after) is not None
    if not is_wide_before and not is_wide_after:
        return scanned
    can_open = is_wide_before or is_wide_after or not _is_punctuation(after) or _is_punctuation(before)
    can_close = is_wide_before or is_wide_after or not _is_punctuation(before) or _is_punctuation(after)
    return Scanned(can_open, can_close, scanned.length)


def _is_punctuation(character: str) -> bool:
    return category(character)[0] in "PS"


def _bare_address(state: StateInline, silent: bool) -> bool:
    """A bare address becomes a link; what follows in Chinese is no part of it."""
    source, position = state.src, state.pos
    if state.linkLevel or not source.startswith("://", position):
        return False
    scheme = 5 if source[position - 5 : position].lower() == "https" else 4
    match = plain_text.ADDRESS.match(source, max(0, position - scheme), state.posMax)
    # Signs at the end are those of emphasis around the address.
    address = match[0].rstrip("*_~") if match is not None else ""
    if len(address) <= scheme + len("://") or len(state.pending) < scheme:
        return False
    if not silent:
        state.pending = state.pending[:-scheme]
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos = position - scheme + len(address)
    return True


def _mark(state: StateInline, silent: bool) -> bool:
    """`~~deleted~~`, `==marked==`, `~below~` and `^above^`."""
    source, position = state.src, state.pos
    for mark in MARKS:
        if source.startswith(mark.sign, position) and (match := mark.pattern.match(source, position, state.posMax)):
            break
    else:
        return False
    if not silent:
        state.push(f"{mark.name}_open", mark.element, 1)
        if mark.holds_markup:
            end = state.posMax
            state.pos, state.posMax = match.span("content")
            state.md.inline.tokenize(state)
            state.posMax = end
        else:
            state.push("text", "", 0).content = match["content"]
        state.push(f"{mark.name}_close", mark.element, -1)
    state.pos = match.end()
    return True


def _sized_picture(state: StateInline, silent: bool) -> bool:
    """A picture with a size; markdown-it-py reads the others."""
    picture = picture_at(state.src, state.pos) if state.src.startswith(SIGN, state.pos) else None
    if picture is None or picture.end > state.posMax:
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": state.md.normalizeLink(picture.source), "alt": "", **picture.size}
        if picture.title:
            token.attrs["title"] = picture.title
        token.content = picture.alternative
        token.children = [Token("text", "", 0, content=picture.alternative)]
    state.pos = picture.end
    return True


def _formula(state: StateInline, silent: bool) -> bool:
    """A formula becomes code with its TeX as it is written."""
    source, position = state.src, state.pos
    formula = formulas.formula_at(source, position)
    if formula is None or formula.end > state.posMax:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = formulas.as_code(formula.tex, is_display=formula.is_display)
    state.pos = formula.end
    return True

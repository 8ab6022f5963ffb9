"""The dialect `gfm`: CommonMark by markdown-it-py, with what GitHub and Hexo add, adapted to Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.parser_block import ParserBlock
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, text_join
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from generator.bodies import formulas
from generator.bodies.markdown import gfm_blocks, gfm_inline, gfm_signs, highlight, labels
from generator.bodies.markdown.dialects import Dialect, NotConvertible
from generator.bodies.markdown.gfm_limits import exceeded

__all__ = ["exceeded", "to_html"]

MAX_LEVEL = 40
"""Blocks around a block: a list is two, with its items.  Deeper ones would be dropped or exhaust the stack."""

_PLAIN_ADDRESS = re.compile(
    r"(?:https?://(?:[a-z0-9-]{1,40}\.){1,5}[a-z]{2,40}(?=/)|/(?!/)|[\w.-]++(?=/|$))[\w/.~?&=#+,;@!$()*-]*", re.ASCII
)
_BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}
"""By the box of a task as it is written: its character."""


def to_html(text: str, dialect: Dialect) -> str:
    """The Markdown `text` as HTML that is not sanitized: raw HTML in `text` is kept.

    Raises NotConvertible if blocks are nested too deep.
    """
    html: str = _converter(dialect).render(text)
    return html.strip("\n")


# Making one takes as long as converting several posts.
@cache
def _converter(dialect: Dialect) -> MarkdownIt:
    markdown = MarkdownIt("zero")
    markdown.block = _Blocks()
    # Which addresses may be followed is decided for all kinds of bodies alike, after this.
    markdown.validateLink = _is_followed  # type: ignore[method-assign]
    markdown.normalizeLink = _normalized  # type: ignore[method-assign]
    markdown.configure(
        "commonmark", {"breaks": dialect.has_line_breaks, "maxNesting": MAX_LEVEL + 1, "has_math": dialect.has_math}
    )
    markdown.use(footnote_plugin, inline=False).use(deflist_plugin)
    markdown.core.ruler.before("footnote_tail", "unused_footnotes", _keep_footnotes)
    markdown.core.ruler.after("inline", "tasks", _draw_boxes)
    markdown.core.ruler.at("text_join", _join_texts)
    gfm_blocks.register(markdown, dialect)
    gfm_inline.register(markdown, dialect)
    gfm_signs.try_by_sign(markdown)
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("footnote_ref", _footnote_reference)
    markdown.add_render_rule("footnote_block_open", _footnotes_start)
    markdown.add_render_rule("footnote_block_close", _footnotes_end)
    markdown.add_render_rule("footnote_open", _footnote_start)
    markdown.add_render_rule("footnote_anchor", _footnote_back)
    return markdown


def _is_followed(url: str) -> bool:
    return True


def _normalized(url: str) -> str:
    """`url` with its special characters encoded, of which most addresses have none."""
    return url if _PLAIN_ADDRESS.fullmatch(url) else normalizeLink(url)


class _Blocks(ParserBlock):
    """Refuses blocks that are nested deeper than `MAX_LEVEL`, where markdown-it-py drops them."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        if state.level > MAX_LEVEL:
            raise NotConvertible("its lists or quotations are nested too deep")
        super().tokenize(state, startLine, endLine)


def _draw_boxes(state: StateCore) -> None:
    """Replace the box that begins an item of a list by a character."""
    if not any(map(state.src.__contains__, _BOXES)):
        return
    tokens = state.tokens
    for index in range(2, len(tokens)):
        token = tokens[index]
        if token.type != "inline" or token.content[:4] not in _BOXES or tokens[index - 2].type != "list_item_open":
            continue
        first = token.children[0] if token.children else None
        if first is not None and first.type == "text" and first.content[:4] in _BOXES:
            first.content = _BOXES[first.content[:4]] + first.content[4:].lstrip()


def _join_texts(state: StateCore) -> None:
    """Join escaped characters and entities with the text around them; other texts are joined already."""
    if "\\" in state.src or "&" in state.src:
        text_join(state)


# ---------------------------------------------------------------------------------------- footnotes


def _keep_footnotes(state: StateCore) -> None:
    """Keep the notes that the plugin would drop: those that no text refers to stand behind the others."""
    footnotes = state.env.get("footnotes", {})
    numbers = footnotes.get("refs")
    if not numbers:
        return
    tokens: list[Token] = []
    notes: dict[str, list[Token]] = {}
    opened: list[list[Token]] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            opened.append([])
        (opened[-1] if opened else tokens).append(token)
        if token.type == "footnote_reference_close":
            # A note within a note is one beside it, and a second one with the same label is no use of the first.
            note = opened.pop()
            label = note[0].meta["label"]
            if label in notes:
                note[0].meta["label"] = label = f"{label} {len(notes)}"
                numbers[f":{label}"] = -1
            notes[label] = note
    state.tokens = [*tokens, *(token for note in notes.values() for token in note)]
    for label, number in numbers.items():
        if number < 0:
            numbers[label] = len(footnotes["list"])
            footnotes["list"][len(footnotes["list"])] = {"label": label[1:], "count": 0}


def _footnote_reference(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    number, use = tokens[index].meta["id"] + 1, tokens[index].meta["subId"]
    own = f"fnref{use + 1}:{number}" if use else f"fnref:{number}"
    return f'<sup id="{own}"><a class="footnote-ref" href="#fn:{number}">{number}</a></sup>'


def _footnotes_start(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return '<div class="footnote">\n<hr />\n<ol>\n'


def _footnotes_end(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</ol>\n</div>\n"


def _footnote_start(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return f'<li id="fn:{tokens[index].meta["id"] + 1}">\n'


def _footnote_back(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    number, use = tokens[index].meta["id"] + 1, tokens[index].meta["subId"]
    if not env["footnotes"]["list"][number - 1]["count"]:
        return ""
    target = f"fnref{use + 1}:{number}" if use else f"fnref:{number}"
    return f'&#160;<a class="footnote-backref" href="#{target}" title="↑ {number}">&#8617;</a>'


# --------------------------------------------------------------------------------------------- code


def _fence(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token, label = tokens[index], labels.read(tokens[index].info)
    code = token.content.removesuffix("\n")
    if label.language == "math" and options.get("has_math") and code.strip():
        return f"<p>{formulas.as_code(code.strip(), is_display=True)}</p>\n"
    env["code"] = env.get("code", 0) + len(code)
    return highlight.figure(code, label, is_coloured=env["code"] <= highlight.MAX_COLOURED_CHARACTERS) + "\n"

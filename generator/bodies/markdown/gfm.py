"""The dialect `gfm`: CommonMark by markdown-it-py, with GitHub's tables, and without what these do to Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.bodies.markdown import highlight, labels
from generator.bodies.markdown.dialects import Dialect


def to_html(text: str, dialect: Dialect) -> str:
    """`text` as HTML, not sanitized: raw HTML in it passes."""
    html: str = _converter(dialect).render(text)
    return html


@cache
def _converter(dialect: Dialect) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"breaks": dialect.has_line_breaks}).enable(["table", "strikethrough"])
    markdown.add_render_rule("fence", _fence)
    return markdown


def _fence(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    token = tokens[index]
    return highlight.figure(token.content.removesuffix("\n"), labels.read(token.info)) + "\n"

"""Code blocks as HTML: Pygments classes for languages whose lexers are known to be quick, else escaped text."""

from __future__ import annotations

import html
import re
from functools import cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from generator.bodies.markdown.labels import Label

MAX_CHARACTERS = 10_000
MAX_LINE_CHARACTERS = 300
"""Code that is longer, has longer lines or many blank ones is not coloured: lexers are backtracking expressions."""

_SLOW = frozenset({"java", "c#", "csharp", "groovy"})
MAX_SLOW_CHARACTERS = 2_000
"""For languages whose lexers look back over lines: 2,000 characters cost them at most 0.3 s (measured 2026-11)."""

MAX_COLOURED_CHARACTERS = 60_000
"""Code of one post that is coloured: colours make HTML up to 16 times as long as the code."""

_WILD = re.compile(rf"[^\n]{{{MAX_LINE_CHARACTERS + 1}}}|(?:[^\S\n]*+\n){{30}}")

LANGUAGES = frozenset(
    "bash batch c c++ c# clojure cmake cpp csharp css dart diff docker dockerfile elixir erlang fish go golang graphql "
    "groovy haskell html http ini java javascript js json jsx kotlin latex less lua make makefile matlab nginx objc "
    "objective-c ocaml pascal perl php powershell properties proto protobuf ps1 python py python3 r rb ruby rs rust "
    "sass scala scheme scss sh shell sql swift tex toml ts tsx typescript vim xml yaml yml zsh console".split()
)
"""Names of languages that are coloured."""


MAX_LINES = 2_000
"""Lines of a block that are numbered or marked: an element for each is too much for longer ones."""

DIAGRAMS = {
    "mermaid": "Mermaid", "flow": "flowchart.js", "flowchart": "flowchart.js", "sequence": "js-sequence-diagrams",
    "plantuml": "PlantUML", "puml": "PlantUML", "echarts": "ECharts", "graphviz": "Graphviz", "dot": "Graphviz",
    "wavedrom": "WaveDrom", "markmap": "Markmap", "d2": "D2", "vega": "Vega", "vega-lite": "Vega-Lite",
    "chart": "Chart.js", "nomnoml": "nomnoml", "abc": "ABC",
}  # fmt: skip
"""Languages that a script would draw, and the names that stand above their code."""


def figure(code: str, label: Label, *, is_coloured: bool = True) -> str:
    """The block of code `code` as HTML, with the title, link, marked lines and line numbers that its label asks for.

    Title and link of the label are plain text, which is escaped here.  If `is_coloured` is False, the code gets neither
    colours nor marked lines nor line numbers.
    """
    language = label.language
    longest = MAX_SLOW_CHARACTERS if language in _SLOW else MAX_CHARACTERS
    is_tame = is_coloured and language in LANGUAGES and len(code) <= longest and not _WILD.search(code)
    lexer = _lexer(language) if is_tame else None
    body = (highlight(code, lexer, _FORMATTER) if lexer is not None else html.escape(code, quote=False)).rstrip()
    lines = body.split("\n")
    has_lines = is_coloured and len(lines) <= MAX_LINES
    if has_lines and (label.first_number is not None or label.marked):
        body = _by_lines(lines, label)
    # Any language that looks like a name becomes a class, even if it is unknown.
    named = language and len(language) <= 30 and all(c.isascii() and (c.isalnum() or c in "+#_.-") for c in language)
    kind = f' class="language-{html.escape(language)}"' if named else ""
    address, text = label.link
    shown = f'<a href="{html.escape(address)}">{html.escape(text, quote=False)}</a>' if address else ""
    title = label.title or DIAGRAMS.get(language, "")
    caption = " ".join(filter(None, (html.escape(title, quote=False), shown)))
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="highlight">{caption}<pre><code{kind}>{body}\n</code></pre></figure>'


def _by_lines(lines: list[str], label: Label) -> str:
    """The lines with an element around each that is numbered or marked; the style sheet shows the numbers.

    Pygments ends each of its elements on the line on which it begins.
    """
    marked = {number for first, last in label.marked for number in range(first, min(last, len(lines)) + 1)}
    made = []
    for number, line in enumerate(lines, 1):
        shown = "" if label.first_number is None else f' data-line="{label.first_number + number - 1}"'
        kind = ' class="marked"' if number in marked else ""
        made.append(f"<span{kind}{shown}>{line}</span>" if kind or shown else line)
    return "\n".join(made)


_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None

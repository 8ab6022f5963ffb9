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

from generator.bodies.markdown.code_label import CodeLabel

NO_LABEL = CodeLabel()

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


DIAGRAMS = frozenset({"mermaid", "flow", "flowchart", "sequence", "plantuml", "puml", "graphviz", "dot", "echarts"})
"""Languages of diagrams, which are shown as code; their name stands above it."""


def figure(code: str, label: CodeLabel = NO_LABEL, *, is_coloured: bool = True) -> str:
    """`code`, escaped, as an HTML block with class `highlight`.

    Title and link of the label are plain text and stand above the code.  Marked lines are in `mark`-like spans with
    class `marked`, numbered lines in spans with their number.
    """
    language = label.language
    longest = MAX_SLOW_CHARACTERS if language in _SLOW else MAX_CHARACTERS
    is_tame = is_coloured and language in LANGUAGES and len(code) <= longest and not _WILD.search(code)
    lexer = _lexer(language) if is_tame else None
    body = (highlight(code, lexer, _FORMATTER) if lexer is not None else html.escape(code, quote=False)).rstrip()
    if label.marked or label.first_number:
        body = _with_lines(body, label)
    # Any language that looks like a name becomes a class, even if it is unknown.
    named = language and len(language) <= 30 and all(c.isascii() and (c.isalnum() or c in "+#_.-") for c in language)
    kind = f' class="language-{html.escape(language)}"' if named else ""
    address, text = label.link
    shown = f'<a href="{html.escape(address)}">{html.escape(text, quote=False)}</a>' if address else ""
    title = label.title or (language if language in DIAGRAMS else "")
    caption = " ".join(filter(None, (html.escape(title, quote=False), shown)))
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="highlight">{caption}<pre><code{kind}>{body}\n</code></pre></figure>'


def _with_lines(body: str, label: CodeLabel) -> str:
    """Code whose lines are in spans where they are marked or numbered; Pygments ends its own spans with each line."""
    lines = []
    for index, line in enumerate(body.split("\n")):
        number = f' data-line="{label.first_number + index}"' if label.first_number else ""
        kind = ' class="marked"' if index + 1 in label.marked else ""
        lines.append(f"<span{kind}{number}>{line}</span>" if kind or number else line)
    return "\n".join(lines)


_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None

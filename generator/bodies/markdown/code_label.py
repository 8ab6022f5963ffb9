"""The label of fenced code: a language, and the options of the highlighters that authors wrote for."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CHARACTERS = 500
MAX_LINE = 99_999

_LANGUAGE = re.compile(r"\{?[ \t]*\.?(?:(?P<language>[^\s{}\[\]:,;=\"]++)(?![=\"])(?::(?P<file>[^\s{}:]+))?)?")
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|\{[^{}]*\}|\[[^\[\]]*\]|[^\s{}\"']+)"
_OPTION = re.compile(
    rf"(?:^|(?<=[\s{{,]))\.?(?P<name>[A-Za-z][\w-]{{0,30}})(?:[=:](?!//)(?P<value>{_VALUE}))(?=[\s,}}]|$)"
    r"|(?:^|(?<=[\s{,]))\.?(?P<flag>linenums|lineNumbers|numberLines|line-numbers|showLineNumbers|linenos|lineno|number-lines"
    r"|noLineNumbers|nolinenumbers|copy|wrap)(?=[\s,}]|$)"
    r"|(?P<lines>[{\[][ \t]*\d[\d,\- \t]{0,200}[}\]])|^[ \t]*\[(?P<file>[^\[\]]{1,200})\]"
)
_MARKED = frozenset(
    {"hl_lines", "highlight", "mark", "hl", "highlightlines", "emphasize-lines", "line-highlight", "lines"}
)
_TITLED = frozenset({"title", "filename", "file", "name", "caption"})
_FIRST = frozenset(
    {"linenums", "startfrom", "start", "first_line", "firstline", "linenostart", "start-line", "lineno-start"}
)
_NUMBERED = frozenset(
    {"line_number", "linenumber", "linenumbers", "line-numbers", "showlinenumbers", "numberlines", "linenos", "lineno",
     "number-lines", "gutter"}
)  # fmt: skip
_OTHER = frozenset({"line_threshold", "wrap", "lang", "copy", "tab_replace", "indent", "url", "link"})
_RANGE = re.compile(r"(\d{1,5})(?:[ \t]*-[ \t]*(\d{1,5}))?")
_ADDRESS = re.compile(r"(?:(?<=\s)|^)(?:https?://|/)\S+")


@dataclass(frozen=True, slots=True)
class CodeLabel:
    """What the label of a code block says."""

    language: str = ""
    """As it is written, in lower case; empty where there is none."""
    title: str = ""
    link: tuple[str, str] = ("", "")
    """(address, text) of the link that Hexo shows behind the title; empty where there is none."""
    marked: frozenset[int] = frozenset()
    """The lines to mark; the first line of the code is 1."""
    first_number: int = 0
    """The number of the first line where lines are numbered; 0 where they are not."""


def read_label(text: str) -> CodeLabel:
    """The label that stands behind an opening fence.

    Options are those of Hexo (`mark:1,3`, `first_line:5`), MkDocs (`hl_lines="1 3"`), Docusaurus and VitePress
    (`{1,3} title="a.js"`), and pandoc (`{.python .numberLines}`).  What is left is a title with a link, as in Hexo.
    """
    text = text.strip()[:MAX_CHARACTERS]
    match = _LANGUAGE.match(text)
    language, title = ((match["language"] or "").lower(), match["file"] or "") if match else ("", "")
    rest = text[match.end() :] if match else text
    marked: set[int] = set()
    first_number = 0
    for option in _OPTION.finditer(rest):
        name = (option["name"] or option["flag"] or "").lower()
        value = (option["value"] or "").strip("\"'{}[]")
        if option["lines"] or name in _MARKED:
            marked |= _lines(option["lines"] or value)
        elif option["file"] or name in _TITLED:
            title = title or option["file"] or value
        elif name in _FIRST and value.isascii() and value.isdecimal():
            first_number = min(int(value), MAX_LINE)
        elif name in _NUMBERED | _FIRST and not name.startswith("no") and value.lower() not in ("false", "0", "no"):
            first_number = first_number or 1
        elif name in _NUMBERED:
            first_number = 0
    shown = _OPTION.sub(lambda option: "" if _is_option(option) else option[0], rest).strip(" \t{},;")
    shown_title, address, link_text = _shown(shown)
    return CodeLabel(language, title or shown_title, (address, link_text), frozenset(marked), first_number)


def _is_option(option: re.Match[str]) -> bool:
    """Whether a word is an option, and not a part of the title such as `a=b`."""
    if option["name"] is None:
        return True
    return option["name"].lower() in _MARKED | _TITLED | _FIRST | _NUMBERED | _OTHER or option["value"][0] in "\"'{"


def _lines(text: str) -> set[int]:
    """The numbers in `1,3-5`."""
    lines: set[int] = set()
    for first, last in _RANGE.findall(text):
        lines.update(range(int(first), min(int(last or first), int(first) + 999) + 1))
    return lines


def _shown(text: str) -> tuple[str, str, str]:
    """(title, address, text of the link) of what is neither language nor option."""
    address = _ADDRESS.search(text)
    if address is None:
        return " ".join(text.split()), "", ""
    title, link_text = (" ".join(part.split()) for part in (text[: address.start()], text[address.end() :]))
    return title, address[0], link_text or "link"

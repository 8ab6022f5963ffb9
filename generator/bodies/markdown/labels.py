"""Reads the label of fenced code, the text after its opening fence: language, title, link, marked lines, line numbers.

Each highlighter has a form of its own.  An option of any highlighter is recognised in every label; the other words are
the title, and an address is a link, as in Hexo's `language title address text`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MAX_CHARACTERS = 1_000
MAX_NUMBER = 9_999
"""Lines with higher numbers are neither marked nor numbered."""

_NAME = re.compile(r"\.?([^\s{}\[\]:,;=\"'`]++)")
_BRACES = re.compile(r"\{((?:[^{}]|\{[^{}]*+\})*+)\}")
_OPTION = re.compile(
    r"([A-Za-z][\w-]{0,40}+)(?:=|:(?!//))(?:[ \t]++(?=[\"'\[{]))?"
    r"""("[^"]*+"|'[^']*+'|\{\{?[^{}]*+\}?\}|\[[^\[\]]*+\]|[^\s{}"'\[\]]++)"""
)
_ADDRESS = re.compile(r"(?:https?://|/)\S++")
_WORD = re.compile(r"\S++")
_FLAG = re.compile(r"[^\s{}:,;]++")
_GLUED = re.compile(r":(?P<title>[^\s{}]*+)|[,;](?P<other>[^\s,;{}]*+)")
_PART = re.compile(r"[\s,;]*+(\S++)")
_NUMBERED = re.compile(r"=(\d{0,6})\+?(?!\S)")
_LINES = re.compile(r"[\d\s,，\-–~]++")
_QUOTED = re.compile(r"""\[[^\[\]]++\]|"[^"]++"|'[^']++'""")
_SPAN = re.compile(r"(\d++)(?:\s?[-–~]\s?(\d++))?")

_TITLES = frozenset({"title", "caption", "filename", "file", "name"})
_MARKS = frozenset(
    {
        "mark",
        "highlight",
        "highlights",
        "hl",
        "hllines",
        "highlightlines",
        "emphasizelines",
        "linehighlight",
        "dataline",
    }
)
_NUMBERS = frozenset(
    {"linenums", "linenos", "lineno", "linenumber", "linenumbers", "shownumbers", "showlinenumbers", "numberlines"}
)
_NO_NUMBERS = frozenset({"nolinenumbers", "nolinenums", "nolinenos"})
_FIRST = frozenset(
    {"startfrom", "firstline", "firstlinenumber", "firstnumber", "linenostart", "linenumberstart", "startline", "start",
     "datastart", "startinglinenumber"}
)  # fmt: skip
_OTHERS = frozenset(
    {"linethreshold", "wrap", "ins", "del", "frame", "theme", "collapse", "anchorlinenums", "lineanchors", "maxheight"}
)
"""Options that change nothing here."""
_NO = frozenset({"", "false", "no", "off", "0", "none"})


@dataclass(frozen=True, slots=True)
class Label:
    """The settings for a block of fenced code that its label, the text after the opening fence, contains."""

    language: str = ""
    """In lower case; empty if there is none."""
    title: str = ""
    """The caption above the code."""
    link: tuple[str, str] = ("", "")
    """(address, text) of a link behind the title; empty if there is none."""
    marked: tuple[tuple[int, int], ...] = ()
    """The lines to mark as (first, last), in order and each once; the first line of the block is 1."""
    first_number: int | None = None
    """The number of the first line; None if the lines are not numbered."""


@dataclass(slots=True)
class _Options:
    """The options that have been read so far."""

    language: str = ""
    title: str = ""
    marked: list[tuple[int, int]] = field(default_factory=list)
    counts_from_first: bool = False
    """Whether lines to mark are called by the numbers that are shown, as with Hexo's `mark`."""
    is_numbered: bool | None = None
    """None if no option says so."""
    first_number: int | None = None
    is_in_marks: bool = False
    """Whether the last option named lines, of which more may follow behind a blank."""

    def read(self, text: str, place: int) -> int:
        """Read the option at index `place` of `text` into this object, and return the index behind it.

        Returns `place` if no option begins there.
        """
        was_in_marks, self.is_in_marks = self.is_in_marks, False
        if match := _BRACES.match(text, place):
            self._read_braces(match[1])
        elif (match := _OPTION.match(text, place)) and self._set(match[1], match[2]):
            pass
        elif was_in_marks and (match := _WORD.match(text, place)) and _LINES.fullmatch(match[0]):
            self._mark(match[0])
        elif not ((match := _FLAG.match(text, place)) and self._set_flag(match[0])):
            return place
        return match.end()

    def _read_braces(self, inner: str) -> None:
        """Read `1,3-5`, `.python .numberLines startFrom="5"`, `highlight:[1,3]` or `r, echo=FALSE`."""
        if _LINES.fullmatch(inner):
            self._mark(inner)
            return
        place = 0
        while part := _PART.match(inner, place):
            if option := _OPTION.match(inner, part.start(1)):
                self._set(option[1], option[2])
                place = option.end()
                continue
            place = part.end()
            name = part[1].strip(".,;")
            if part[1][0] == "#" or self._set_flag(name):
                continue
            if name[:1].isdigit():
                self._mark(name)
            elif not self.language and name.isascii():
                self.language = name

    def _set_flag(self, word: str) -> bool:
        name = _squeezed(word)
        if name in _NUMBERS or name in _NO_NUMBERS:
            self.is_numbered = name in _NUMBERS
            return True
        return False

    def _set(self, name: str, written: str) -> bool:
        """Whether `name` names an option, or must be one that is unknown here; its value is then set."""
        name, value = _squeezed(name), written.strip("\"'{}[] \t")
        if name in _TITLES:
            self.title = value
        elif name in ("lang", "language"):
            self.language = self.language or value
        elif name in _MARKS:
            self.counts_from_first = name == "mark"
            self._mark(value)
        elif name in _NUMBERS:
            self.is_numbered = value.lower() not in _NO
            self._number(value)
        elif name in _FIRST:
            self._number(value)
        else:
            return name in _OTHERS or written[0] in "\"'{["
        return True

    def _mark(self, text: str) -> None:
        self.is_in_marks = True
        for match in _SPAN.finditer(text):
            self.marked.append((int(match[1]), int(match[2] or match[1])))

    def _number(self, value: str) -> None:
        if match := re.match(r"\d++", value):
            self.first_number = int(match[0])


def read(text: str) -> Label:
    """The settings in `text`, the label of fenced code; only its first `MAX_CHARACTERS` characters are read."""
    text = text[:MAX_CHARACTERS].strip()
    options = _Options()
    place = _read_language(text, options)
    words: list[str] = []
    link_words: list[str] = []
    address = ""
    while match := _WORD.search(text, place):
        place = options.read(text, match.start())
        if place > match.start():
            continue
        place = match.end()
        if not address and _ADDRESS.fullmatch(match[0]):
            address = match[0]
        else:
            (link_words if address else words).append(match[0])
    link = (address, " ".join(link_words) or "link") if address else ("", "")
    title = " ".join(filter(None, (options.title, _unquoted(" ".join(words)))))
    return Label(options.language.lower(), title, link, *_lines(options))


def _read_language(text: str, options: _Options) -> int:
    """Read the language at the beginning of a label, and what is glued to it; the index behind."""
    if place := options.read(text, 0):
        return place
    match = _NAME.match(text)
    if match is None or "/" in match[1] or not match[1].isascii() or _ADDRESS.match(text):
        return 0
    options.language, place = match[1], match.end()
    # HackMD's `python=5`.
    if number := _NUMBERED.match(text, place):
        options.is_numbered = True
        options.first_number = int(number[1]) if number[1] else None
        return number.end()
    while glued := _GLUED.match(text, place):
        place = options.read(text, place + 1)
        if place == glued.start() + 1:
            # `python:a.py` has a title, `rust,ignore` an option of another program, which are never Chinese.
            other = glued["other"] or ""
            if glued["title"] or "." in other or not other.isascii():
                options.title = " ".join(filter(None, (options.title, glued["title"] or other)))
            place = glued.end()
    return place


def _lines(options: _Options) -> tuple[tuple[tuple[int, int], ...], int | None]:
    """The lines to mark and the number of the first line."""
    first = options.first_number
    if first is None and options.is_numbered:
        first = 1
    if options.is_numbered is False or (first is not None and first > MAX_NUMBER):
        first = None
    shift = options.first_number - 1 if options.counts_from_first and options.first_number else 0
    spans: list[tuple[int, int]] = []
    for low, high in sorted((max(1, low - shift), min(high - shift, MAX_NUMBER)) for low, high in options.marked):
        # Each line once: a label may name the same lines a hundred times.
        start = max(low, spans[-1][1] + 1) if spans else low
        if start <= high:
            spans.append((start, high))
    return tuple(spans), first


def _unquoted(title: str) -> str:
    """A title without quotation marks or brackets around all of it."""
    match = _QUOTED.fullmatch(title)
    return title[1:-1].strip() if match else title


def _squeezed(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").lstrip(".")

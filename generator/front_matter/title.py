"""Titles for posts without one: the first line of the body, its first clauses, or the file name."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator

from generator.article.elements import EDITS, EMBEDDED, HEADINGS, INLINE, OPTIONAL_END, SILENT
from generator.characters import drop_controls

MAX_TITLE = 80
"""Most characters of a line or clause that may become a title."""

MAX_HEADING = 300
"""Most characters of a heading that may become a title."""

_LOOKED_AT = 50_000
"""Only this many characters of a body are searched for a title."""

_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]{0,20})")
# Without `del` and `ins`: a deleted word and its replacement must not be joined.
_INLINE = (INLINE - EDITS) | {"wbr"}
# The text after an unclosed hidden element is not read, so elements whose end tag is often missing are not listed.
_HIDDEN = (SILENT - EMBEDDED - OPTIONAL_END) | {"svg"}
_HEADING_START, _HEADING_END = "\x02", "\x03"
"""Reading drops control characters, so no body holds these."""
_HEADING = re.compile("\x02\\s*+([^\x02\x03]{0,1000})\n\x03")
_MARKS = re.compile(r"(?:#{1,6}|>|[-*+]|\d{1,3}\.)[ \t]+")
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s)")
_CLAUSE_END = re.compile(r"[，、；;：。！？!?]|,(?!\d)|\.(?=\s)")
_BLANKS = re.compile(r"[ \t\n]+")


def title_of_body(body: str) -> str:
    """A title for a post without one: the first visible line in `body` with a letter or digit; empty if there is none.

    A line of more than 80 characters is cut at the end of its first sentence or clauses; if these are too long, the
    title is empty.  A heading is cut only if it is over 300 characters long, because the page would otherwise show it
    twice: cut as the title, and in full in the text.
    """
    for line, is_heading in _lines(body[:_LOOKED_AT]):
        # A rule, a fence or a picture is no title.
        if not any(character.isalnum() for character in line) or line.startswith(("![", "{%", "```", "~~~")):
            continue
        return line if is_heading and len(line) <= MAX_HEADING else _first_words(line)
    return ""


def title_of_path(path: str) -> str:
    """A title from the path of a source: its file name without suffix and control characters; never empty."""
    name = path.rpartition("/")[2]
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    stem = os.path.splitext(readable)[0].strip()  # noqa: PTH122 -- a Path would read `.md` and odd names otherwise
    return drop_controls(stem)[0].replace("\n", " ").replace("\t", " ").strip() or readable.strip() or "untitled"


def _first_words(line: str) -> str:
    if len(line) <= MAX_TITLE:
        return line
    end = _SENTENCE_END.search(line)
    if end and end.end() <= MAX_TITLE:
        return line[: end.end()]
    last = 0
    for end in _CLAUSE_END.finditer(line, 0, MAX_TITLE + 1):
        last = end.start()
    return line[:last].rstrip()


def _lines(body: str) -> Iterator[tuple[str, bool]]:
    """The visible lines of text, found from the tags alone, without a parser, and whether each is a heading."""
    for line in _HEADING.sub(_on_one_line, "".join(_visible(body))).split("\n"):
        text = _BLANKS.sub(" ", drop_controls(html.unescape(line))[0]).strip()
        is_heading = line.startswith(_HEADING_START)
        if mark := _MARKS.match(text):
            text = text[mark.end() :].strip()
            is_heading = is_heading or mark[0][0] == "#"
        if text:
            yield text, is_heading


def _on_one_line(heading: re.Match[str]) -> str:
    return _HEADING_START + heading[1].replace("\n", " ")


def _visible(body: str) -> Iterator[str]:
    """The text between tags, with a newline for each tag that breaks lines; takes linear time."""
    lowered = body.lower() if len(body.lower()) == len(body) else body
    position = 0
    while (opening := body.find("<", position)) >= 0:
        yield body[position:opening]
        if body.startswith("<!--", opening):
            closing = body.find("-->", opening + 4)
            position = closing + 3
        elif tag := _TAG_NAME.match(body, opening + 1):
            name = tag[1].lower()
            closing = body.find(">", tag.end())
            position = closing + 1
            if closing >= 0 and name in _HIDDEN and body[opening + 1] != "/":
                closing = lowered.find(f"</{name}", position)
                position = closing
            yield "" if name in _INLINE else "\n"
            if name in HEADINGS:
                yield _HEADING_END if body[opening + 1] == "/" else _HEADING_START
        elif body[opening + 1 : opening + 2] in ("!", "?"):
            closing = body.find(">", opening)
            position = closing + 1
        else:
            yield "<"
            closing, position = opening, opening + 1
        if closing < 0:
            return
    yield body[position:]

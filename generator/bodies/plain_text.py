"""Turns plain text into HTML with paragraphs, line breaks, and links for bare addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bleach.linkifier import Linker

ADDRESS = re.compile(
    # ASCII only on both sides: Chinese text may touch an address without a blank, and its punctuation ends one.
    r"(?<![A-Za-z0-9@/._~%+=&#?:-])https?://"
    r"[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)*+(?::[0-9]{1,5})?"
    r"(?:[/?#](?:[A-Za-z0-9/?#@$&*+=_~%\-]|[.,;:!'|]+(?=[A-Za-z0-9/?#@$&*+=_~%\-(])|\([A-Za-z0-9/?#@$&*+=_~%.,:!'\-]*\))*)?",
    re.IGNORECASE,
)
"""An http or https address in running text, without punctuation at its end; parentheses in it must be paired."""

MAX_LINKED_CHARACTERS = 20_000
"""Longer lines, and lines beyond `MAX_LINKED_LINES`, keep their addresses as text."""

MAX_LINKED_LINES = 1_000
_REFERENCES_A_LINE = 10
"""This many character references count as one more line, because bleach processes each of them separately."""
MAX_LINES = 40_000
"""In a body with more lines, lines are joined into paragraphs of about 1,000 characters."""

_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_INDENT = re.compile(r"[ \t\u3000\u00a0]*")
_SENTENCE_END = re.compile(r"[。！？!?.…；;：:”’」』）)\"]\s*$")
_LONG_LINE = 25
"""Characters from which a line is probably a paragraph by itself."""

_LEFT_OUT = {
    "zh-CN": "（全文 {total:,} 个字符，此处省略 {left:,} 个。）",
    "zh-TW": "（全文 {total:,} 個字元，此處省略 {left:,} 個。）",
    "ja": "（全 {total:,} 文字のうち {left:,} 文字を省略しました。）",
    "en": "[{left:,} of {total:,} characters are left out here.]",
}


@cache
def _linker() -> Linker:
    # Imported here: bleach takes as long to load as all the rest of cleaning, and few posts have a bare address.
    from bleach.linkifier import Linker

    return Linker(callbacks=[], url_re=ADDRESS)


def to_html(text: str) -> str:
    """The plain text `text` as HTML paragraphs, with a link around each address in it."""
    blocks = _paragraphs(text)
    left = MAX_LINKED_LINES
    pieces = []
    for block in blocks:
        lines = []
        for line in block:
            escaped = html.escape(line, quote=False)
            if "://" in line and left > 0 and len(line) <= MAX_LINKED_CHARACTERS and ADDRESS.search(line):
                left -= 1 + escaped.count("&") // _REFERENCES_A_LINE
                escaped = linked(escaped)
            lines.append(escaped)
        pieces.append("<p>" + "<br>\n".join(lines) + "</p>")
    return "\n".join(pieces)


def linked(fragment: str) -> str:
    """`fragment`, a short piece of HTML, with a link around each web address that is written as text."""
    linkified: str = _linker().linkify(fragment)
    return linkified


def escaped(text: str, room: int, language: str) -> str:
    """`text` as paragraphs of escaped text without links, cut so that the HTML has at most `room` characters.

    If the text is cut, a last paragraph in `language` gives the number of missing characters.
    """
    room -= 200
    pieces: list[str] = []
    done = used = 0
    told = _LEFT_OUT.get(language, _LEFT_OUT["en"])
    for block in _paragraphs(text[: 2 * room]):
        for chunk in _chunks("<br>\n".join(html.escape(line, quote=False) for line in block)):
            if used + len(chunk) + 8 > room:
                return "\n".join([*pieces, f"<p>{told.format(left=len(text) - done, total=len(text))}</p>"])
            pieces.append(f"<p>{chunk}</p>")
            used += len(chunk) + 8
            done += len(html.unescape(chunk.replace("<br>", "")))
    if len(text) > 2 * room:
        # Reached only by a text that is mostly blank lines; others fill the room before.
        pieces.append(f"<p>{told.format(left=len(text) - 2 * room, total=len(text))}</p>")
    return "\n".join(pieces)


def _chunks(fragment: str, size: int = 50_000) -> Iterator[str]:
    """`fragment` in pieces of about `size` characters, never cut inside a tag or a character reference."""
    start = 0
    while len(fragment) - start > size:
        end = start + size
        while end > start + size - 12 and (fragment[end - 1] != ";" or fragment[end] == "\n"):
            end -= 1
        if fragment[end - 1] != ";":
            # No reference ends here.  The fragment contains references and line breaks only.
            end = start + size
            for mark in ("&", "<"):
                opened = fragment.rfind(mark, end - 8, end)
                if opened >= 0 and fragment.find(";" if mark == "&" else ">", opened, end) < 0:
                    end = opened
        yield fragment[start:end]
        start = end
    yield fragment[start:]


def _paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph, with indentation as no-break spaces and without Chinese full-width blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if text.count("\n") > MAX_LINES:
        return _run_together(text)
    paragraphs: list[list[str]] = []
    for block in _BLANK_LINES.split(text):
        lines = [line.rstrip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        if _are_paragraphs(lines):
            paragraphs.extend([line.strip()] for line in lines)
        else:
            paragraphs.append([lines[0].strip(), *(_indented(line) for line in lines[1:])])
    return paragraphs


def _run_together(text: str) -> list[list[str]]:
    paragraphs: list[list[str]] = []
    gathered: list[str] = []
    length = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            gathered.append(stripped)
            length += len(stripped) + 1
        if length > 1_000:
            paragraphs.append([" ".join(gathered)])
            gathered, length = [], 0
    return [*paragraphs, [" ".join(gathered)]] if gathered else paragraphs


def _are_paragraphs(lines: list[str]) -> bool:
    """Whether each line is a paragraph of its own.

    If most of three or more lines are indented, a full-width blank at the start of the second one decides.  Otherwise
    the lines must be long on average, and at least half of them must end a sentence.
    """
    if len(lines) < 2:
        return False
    if sum(line.startswith(("\u3000\u3000", "    ")) for line in lines) * 2 > len(lines) and len(lines) > 2:
        return lines[1].startswith("\u3000")
    ends = sum(1 for line in lines if _SENTENCE_END.search(line[-3:]))
    return sum(map(len, lines)) >= _LONG_LINE * len(lines) and ends * 2 >= len(lines)


def _indented(line: str) -> str:
    match = _INDENT.match(line)
    blanks = match[0].replace("\t", "    ").replace("\u3000", "") if match else ""
    return "\u00a0" * min(len(blanks), 16) + line.strip()

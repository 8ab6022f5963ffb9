"""Finds what precedes the text of a body and may be of other markup: comments, and a heading that a script wrote."""

from __future__ import annotations

import re

_LONGEST_LINE = 1_000
_HASHES = re.compile(r" {0,3}#{1,6}[ \t]++[^\s#]")
# Brackets in the text and parentheses in the address may be nested once.
_LINK = re.compile(
    r" {0,3}\[(?:[^\[\]\\]|\\.|\[[^\[\]]*+\])++\]\((?:[^()\s]|\([^()\s]*+\))++(?:[ \t]++\"[^\"]*+\")?+\)[ \t]*+"
)
# Neither code nor the start of a list, a quotation or a table.
_WORDS = re.compile(r" {0,3}(?![-*+>|] ?)\S.*(?<![。！？；，.!?;,…”」])[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?:={3,}+|-{3,}+)[ \t]*+")
_BLANKS = re.compile(r"\s*+")


def after_comments(text: str) -> int:
    """The position in `text` of the first character after the comments at its start; 0 if it begins with no comment.

    Blanks before and between the comments are skipped.  A comment without an end does not count as a comment.
    """
    position = 0
    while text.startswith("<!--", start := _after_blanks(text, position)):
        # `<!-->` is a whole comment (HTML 13.2.5.43).
        end = text.find("-->", start + 2)
        if end < 0:
            break
        position = end + 3
    return position


def names_markdown(text: str) -> bool:
    """Whether `text` begins with `<!--markdown-->`, with which the blog software Typecho marks posts in Markdown."""
    start = _after_blanks(text, 0)
    if not text.startswith("<!--", start):
        return False
    return text[start + 4 : text.find("-->", start, start + 60)].strip().lower() == "markdown"


def heading(text: str) -> tuple[str, str]:
    """(first line, text after it) if `text` begins with what is certainly a heading in Markdown, else ("", `text`).

    A heading is `# …`, a line underlined with `---` or `===`, or nothing but a Markdown link.  An underlined line is
    returned as `# …` or `## …`.
    """
    start = _after_blanks(text, 0)
    start = text.rfind("\n", 0, start) + 1
    line, rest = _line(text, start)
    if not line.strip() or "<" in line:
        return "", text
    under, after = _line(text, rest)
    if _HASHES.match(line) is not None:
        return line.strip(), text[rest:]
    is_link = _LINK.fullmatch(line) is not None
    if _UNDERLINE.fullmatch(under) is not None and (is_link or _WORDS.fullmatch(line) is not None):
        return f"{'#' if '=' in under else '##'} {line.strip()}", text[after:]
    return (line.strip(), text[rest:]) if is_link else ("", text)


def is_linked(line: str) -> bool:
    """Whether `line`, a heading in Markdown, is nothing but a link after its `#` signs, such as `# [text](address)`."""
    return line.startswith("#") and _LINK.fullmatch(line.lstrip("#").lstrip()) is not None


def _after_blanks(text: str, position: int) -> int:
    blanks = _BLANKS.match(text, position)
    assert blanks is not None  # It matches nothing, too.
    return blanks.end()


def _line(text: str, start: int) -> tuple[str, int]:
    """(the line of `text` at `start`, the position after it); an empty line if it is longer than a heading may be."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return (text[start:end] if end - start <= _LONGEST_LINE else ""), min(end + 1, len(text))

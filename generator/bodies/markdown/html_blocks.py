"""HTML blocks in Markdown as in CommonMark: a block of tags ends at a blank line, after which Markdown continues.

Source: CommonMark 0.31, 4.6, kinds 1 to 6.  A line with only inline tags belongs to the paragraph around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.article.elements import (
    COMMONMARK_BLOCKS,
    COMMONMARK_VERBATIM,
    FLOW,
    LISTS,
    OPTIONAL_END,
    alternation,
)

_BLOCK = re.compile(rf"</?(?:{alternation(COMMONMARK_BLOCKS)})(?:[\s>]|/>|$)", re.IGNORECASE)
_CONTAINERS = (FLOW | LISTS | {"table"}) - OPTIONAL_END
"""Elements that authors do not leave open on purpose."""
_CONTAINER = re.compile(rf"<(/?)(?:{alternation(_CONTAINERS)})(?=[\s>/])", re.IGNORECASE)

# A block that begins with one of these continues up to its end, even across blank lines.
_VERBATIM = (
    (re.compile(rf"<({alternation(COMMONMARK_VERBATIM)})(?=[\s>]|$)", re.IGNORECASE), "</{0}"),
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<![A-Za-z]"), ">"),
)


def stashed(lines: list[str], stash: Callable[[str], str]) -> list[str]:
    """`lines` with each HTML block replaced by the result of `stash`, between blank lines.

    Inside an open element, HTML that is indented by four blanks or more is not code, nor is the text after it, because
    pages are indented like that.
    """
    missing: set[str] = set()
    done: list[str] = []
    depth = index = 0
    is_among_html = False
    while index < len(lines):
        line = lines[index]
        if not line.strip():
            done.append("")
            index += 1
            continue
        indent = len(line) - len(line.lstrip(" "))
        is_after_blank = not done or not done[-1]
        is_deep = indent >= 4 and depth > 0 and is_after_blank and is_among_html
        end = _end(lines, index, missing) if indent < 4 or is_deep else index
        if end > index:
            block = "\n".join(lines[index:end])
            for tag in _CONTAINER.finditer(block):
                depth = max(0, depth + (-1 if tag[1] else 1))
            done += ["", stash(block.strip()), ""]
            is_among_html = True
            index = end
        elif is_deep:
            begin = index
            while index < len(lines) and lines[index].strip() and (index == begin or not _begins(lines[index])):
                done.append(lines[index].strip())
                index += 1
        else:
            is_among_html = is_among_html and not is_after_blank
            done.append(line)
            index += 1
    return done


def _begins(line: str) -> bool:
    text = line.strip()
    return text.startswith("<") and any(start.match(text) for start in (_BLOCK, *(opening for opening, _ in _VERBATIM)))


def _end(lines: list[str], index: int, missing: set[str]) -> int:
    """The index after the HTML block that begins at `index`; `index` itself if none begins there.

    An opening without an end does not begin a block, because a browser would hide the rest of the post.  Ends that were
    not found are added to `missing`.
    """
    text = lines[index].strip()
    if not text.startswith("<"):
        return index
    for opening, closing in _VERBATIM:
        if begun := opening.match(text):
            ending = closing.format(*(group.lower() for group in begun.groups()))
            if ending in text[begun.end() :].lower():
                return index + 1
            places = range(index + 1, len(lines)) if ending not in missing else ()
            for place in places:
                if ending in lines[place].lower():
                    return place + 1
            missing.add(ending)
            return index
    if not _BLOCK.match(text):
        return index
    end = index + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return end

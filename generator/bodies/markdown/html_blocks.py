"""HTML among Markdown, as CommonMark has it: a block of tags ends at a blank line, and behind it Markdown goes on.

Source: CommonMark 0.31, 4.6, kinds 1 to 6.  A line with nothing but inline tags is left to the paragraph around it.
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
"""Elements that nobody leaves open on purpose."""
_CONTAINER = re.compile(rf"<(/?)(?:{alternation(_CONTAINERS)})(?=[\s>/])", re.IGNORECASE)

# What begins with one of these goes on to its end, over blank lines too.
_VERBATIM = (
    (re.compile(rf"<({alternation(COMMONMARK_VERBATIM)})(?=[\s>]|$)", re.IGNORECASE), "</{0}"),
    (re.compile(r"<!--"), "-->"),
    (re.compile(r"<\?"), "?>"),
    (re.compile(r"<!\[CDATA\["), "]]>"),
    (re.compile(r"<![A-Za-z]"), ">"),
)


def stashed(lines: list[str], stash: Callable[[str], str]) -> list[str]:
    """`lines` with each block of HTML replaced by what `stash` makes of it, between blank lines.

    In an element that is still open, HTML indented by four blanks or more is no code, nor is text that follows it:
    pages are indented so.
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
    return text.startswith("<") and any(one.match(text) for one in (_BLOCK, *(opening for opening, _ in _VERBATIM)))


def _end(lines: list[str], index: int, missing: set[str]) -> int:
    """The index behind the block of HTML that begins at `index`; `index` itself where none does.

    What has no end begins none: a browser would hide the rest of the post.  Ends that do not come go into `missing`.
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

"""Finds lines of a text that may be front matter although no parser accepts them.

They are published as text of the article, unless they have a field that marks the post as private.
"""

from __future__ import annotations

import re

from generator.front_matter.fields import KNOWN_FIELDS, MAX_HEADER_BYTES
from generator.front_matter.lines import field_at
from generator.front_matter.syntax import Fences

_BLANK = re.compile(r"[\s\ufeff]*")
_LIKE_A_FIELD = re.compile(r"\s|[-\[\]{}#\"',]|[^\W\d][\w .-]{0,63}?[^\S\n]*+[:：=＝]")


def lines_like_fields(text: str, start: int, fences: Fences, *, may_be_blank: bool = True) -> str:
    """The lines of `text` from the position `start` on, at most 64 KiB, that may be fields of front matter.

    They end before a fence (a line such as `---`), before the first line that is clearly prose and, unless
    `may_be_blank`, before a blank line.  Empty if the first line ends them.
    """
    position = end = start
    while position < len(text) and position - start <= MAX_HEADER_BYTES:
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop
        if not text[position:stop].strip():
            if not may_be_blank:
                break
        elif fences.line.fullmatch(text, position, stop) or not _LIKE_A_FIELD.match(text, position):
            break
        position = end = stop + 1
    return text[start:end]


def possible_header(text: str, fences: Fences) -> str:
    """The lines at the beginning of `text` that other programs may read as front matter although Pressmark does not.

    They look like JSON, or like fields without an opening fence (a line such as `---`); of these fields, one must be a
    field that Pressmark uses, or a fence must follow.  `fences` are those that Pressmark knows.  Empty if there are no
    such lines.
    """
    blank = _BLANK.match(text)
    start = blank.end() if blank else 0
    if text.startswith("{", start):
        return lines_like_fields(text, start, fences)
    start = text.rfind("\n", 0, start) + 1
    lines = lines_like_fields(text, start, fences, may_be_blank=False)
    stop = text.find("\n", start + len(lines))
    is_fenced = fences.line.fullmatch(text, start + len(lines), len(text) if stop < 0 else stop) is not None
    is_header = is_fenced or any(field_at(line) in KNOWN_FIELDS for line in lines.split("\n"))
    return lines if is_header else ""

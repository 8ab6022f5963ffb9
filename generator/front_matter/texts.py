"""Turns values of front matter into texts: joins lists and mappings, and removes what scripts left in names."""

from __future__ import annotations

import html
import re
from html.entities import html5

from generator.characters import drop_controls
from generator.model import FieldMap, FieldValue

_BLANKS = re.compile(r"[ \t\r\n]+")
# A mark of byte order before a name would make two categories that look the same.
_OUTER_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace()) + "\u200b\u2060\ufeff"
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Without `amp`, `lt` and the like: a title about `&lt;` is written `&amp;lt;`.
_WRITTEN_TWICE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|quot|apos|[lr][sd]quo|[nm]dash|hellip);")
# The signs of a YAML list or block, with which a broken script began the value.
_MARKS = re.compile(r"(?:[-*][ \u3000]+|[|>][-+]?[ \u3000]+)+(?=\S)")
_TITLE_MARKS = re.compile(r"(?:- +)?\|[-+]? +(?=\S)")
_QUOTES = {'"': '"', "'": "'", "“": "”"}


def as_name(text: str) -> str:
    """The name in `text`, the value of a field: on one line, with character references decoded; may be empty.

    A hyphen or bar at its start, which marks a list item or block in YAML, is dropped.
    """
    return _without_marks(_on_one_line(without_entities(text)), _MARKS)


def as_title(text: str) -> str:
    """The title in `text`, the value of a field: on one line, with character references decoded; may be empty.

    A hyphen at its start stays, as in `- Come in!`, unless a bar follows, as in `- | Words`; `as_name` drops every
    hyphen there.
    """
    return _without_marks(_on_one_line(without_entities(text)), _TITLE_MARKS)


def as_text(value: FieldValue) -> str:
    """`value` as one text: the items of a list and the entries of a mapping are joined with commas; empty for None."""
    if value is None:
        return ""
    return decoded(value) if isinstance(value, str) else ", ".join(texts(value))


def texts(value: FieldValue) -> list[str]:
    """The texts in `value`, also those of nested lists; each entry of a mapping is one text `name: value`.

    Empty for None.
    """
    if value is None:
        return []
    if isinstance(value, str):
        return [decoded(value)]
    if isinstance(value, FieldMap):
        return [f"{name}: {', '.join(texts(item))}".strip() for name, item in value.items]
    found: list[str] = []
    for item in value:
        if isinstance(item, str):
            found.append(decoded(item))
        else:  # as deep as the levels that front matter may have
            found += texts(item)
    return found


def decoded(text: str) -> str:
    """`text` with `{` and `}` in place of `&#123;` and `&#125;`.

    Scripts write these because braces have a meaning in Hexo.
    """
    return text.replace("&#123;", "{").replace("&#125;", "}") if "&#12" in text else text


def without_entities(text: str) -> str:
    """`text` with its character references decoded.

    A reference that was escaped twice (`&amp;#8217;`) is decoded twice, except `&amp;`, `&lt;` and `&gt;`: `&amp;amp;`
    becomes `&amp;`.  A reference without a semicolon stays, because `a&copy=b` may be part of an address.
    """
    if "&" not in text:
        return text
    once = _REFERENCE.sub(_character, text)
    return _WRITTEN_TWICE.sub(_character, once) if "&" in once else once


def _character(reference: re.Match[str]) -> str:
    written = reference[0]
    if written[1] != "#" and written[1:] not in html5:
        return written
    return drop_controls(html.unescape(written))[0].replace("\u00a0", " ")


def _on_one_line(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    name = _BLANKS.sub(" ", text).strip(_OUTER_BLANKS)
    # Zero-width characters alone are no name that anybody could see or follow.
    return name if any(character.isprintable() and character != " " for character in name) else ""


def _without_marks(text: str, marks: re.Pattern[str]) -> str:
    found = marks.match(text) if text[:1] in "-*|>" else None
    if found is None:
        return text
    rest = text[found.end() :]
    # The quotes that YAML would have removed behind the mark.
    if len(rest) > 2 and _QUOTES.get(rest[0]) == rest[-1] and rest[0] not in rest[1:-1]:
        rest = rest[1:-1].strip()
    return rest

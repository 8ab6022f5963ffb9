"""Values of front matter as texts: lists and mappings joined, and names without what scripts left in them."""

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
    """The name in the text of a value: one line, entities decoded, without a hyphen or bar that YAML puts before it.

    The result may be empty.
    """
    return _without_marks(_on_one_line(without_entities(text)), _MARKS)


def as_title(text: str) -> str:
    """The title in the text of a value: as `as_name`, but a hyphen at its start stays, as in `- Come in!`.

    A bar is still dropped, as in `- | Words`.
    """
    return _without_marks(_on_one_line(without_entities(text)), _TITLE_MARKS)


def as_text(value: FieldValue) -> str:
    """The value of a field as one text; the items of a list are joined."""
    if value is None:
        return ""
    return decoded(value) if isinstance(value, str) else ", ".join(texts(value))


def texts(value: FieldValue) -> list[str]:
    """The texts in a value with all its lists and mappings; `C: a language` in a list is one text."""
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
    """`text` with plain braces in place of the forms by which scripts hide braces from Hexo's template engine."""
    return text.replace("&#123;", "{").replace("&#125;", "}") if "&#12" in text else text


def without_entities(text: str) -> str:
    """`text` with its character references decoded, as feeds write them.

    What was escaped twice (`&amp;#8217;`) is decoded twice, but for the signs of HTML itself: `&amp;amp;` is `&amp;`.
    A reference needs its semicolon, because `a&copy=b` is an address.
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

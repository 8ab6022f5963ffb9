"""The names of the front matter fields that Pressmark uses, the limits of front matter, and `HeaderError`."""

from __future__ import annotations

from generator.characters import drop_controls
from generator.model import FieldValue

LIST_FIELDS = frozenset({"categories", "category", "tags", "tag", "aliases", "photos"})
"""Fields whose value may be a list."""

NAME_FIELDS = frozenset({"title", "author", "source", "categories", "category", "tags", "tag"})
"""Fields with names, in which `#12` is more likely part of the name than a comment."""

TEXT_FIELDS = frozenset({"title", "excerpt", "description"})
"""Fields that may run over several lines."""

KNOWN_FIELDS = (
    LIST_FIELDS
    | NAME_FIELDS
    | TEXT_FIELDS
    | frozenset({"date", "updated", "link", "permalink", "layout", "comments", "published", "draft", "headimg"})
    | frozenset({"thumbnail", "cover", "abbrlink", "lang", "sticky", "toc", "markup"})
    | frozenset({"password", "hidden", "noindex", "robots", "search", "sitemap"})
)
"""All fields that Pressmark uses; other fields are kept for templates and permalinks."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
"""Unquoted texts that are null in YAML."""

MAX_HEADER_BYTES = 64 * 1024
MAX_LEVELS = 64


class HeaderError(Exception):
    """Raised for front matter that cannot be parsed.

    `code` is a message code of `errors.MESSAGES`, and `line` and `column` count from 1 at the beginning of the front
    matter.
    """

    def __init__(self, code: str, message: str, line: int, column: int) -> None:
        super().__init__(code, message, line, column)
        self.code, self.message, self.line, self.column = code, message, line, column


def field_name(written: str) -> str:
    """The name under which Pressmark keeps the field that front matter calls `written`.

    It is in lower case if Pressmark uses a field of that name, else as written.  Blanks around it and control
    characters are removed.
    """
    if written in KNOWN_FIELDS:
        return written
    name = drop_controls(written.strip())[0]
    return name.lower() if name.lower() in KNOWN_FIELDS else name


def plain_value(text: str) -> FieldValue:
    """The value that `text`, written without quotes, has in YAML: None if it is empty, `null` or `~`, else the text.

    Control characters are removed.
    """
    return None if text in NULLS else drop_controls(text)[0]


def refuse_size(text: str) -> None:
    """Raise HeaderError if `text`, front matter, has more than `MAX_HEADER_BYTES` bytes in UTF-8."""
    if len(text) > MAX_HEADER_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_HEADER_BYTES:
        raise HeaderError("header-limit", f"the header is larger than {MAX_HEADER_BYTES // 1024} KiB", 1, 1)

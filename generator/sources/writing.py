"""Writes the text of a source: front matter that `parse` reads back as the same fields, and a body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import frontmatter

from generator.model import FieldMap, FieldValue
from generator.sources.yaml_header import TextHandler

_HANDLER = TextHandler()


def write(fields: Mapping[str, FieldValue | datetime | bool], body: str) -> str:
    """The text of a post's file: `fields` as YAML front matter between `---` lines, in their order, and `body`.

    A text is quoted where YAML would read another type; dates and booleans are written without quotes.
    """
    post = frontmatter.Post(body.strip("\n"))
    post.metadata = {name: _plain(value) for name, value in fields.items()}
    # A huge width keeps YAML from folding lines: a title must stay on one line.
    return frontmatter.dumps(post, handler=_HANDLER, sort_keys=False, width=1 << 30) + "\n"


def _plain(value: FieldValue | datetime | bool) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, FieldMap):
        return {name: _plain(item) for name, item in value.items}
    return value

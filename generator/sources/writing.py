"""Writing a source: front matter that `parse` reads back as the same fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import frontmatter

from generator.model import FieldMap, FieldValue
from generator.sources.yaml_header import TextHandler

_HANDLER = TextHandler()


def write(fields: Mapping[str, FieldValue | datetime | bool], body: str) -> str:
    """A source with these fields in their order, and `body`.

    Texts are quoted where YAML would read something else; a moment and a truth value are written without quotes.
    """
    post = frontmatter.Post(body.strip("\n"))
    post.metadata = {name: _plain(value) for name, value in fields.items()}
    # No line is folded: a folded title would be no title on one line.
    return frontmatter.dumps(post, handler=_HANDLER, sort_keys=False, width=1 << 30) + "\n"


def _plain(value: FieldValue | datetime | bool) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, FieldMap):
        return {name: _plain(item) for name, item in value.items}
    return value

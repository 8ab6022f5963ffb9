"""Parses the text of a source into a `RawPost`: its front matter, in one of `SYNTAXES`, and its body."""

from __future__ import annotations

from generator.errors import Problem
from generator.front_matter.syntax import Syntax, fences_of
from generator.model import RawPost, SourceFile
from generator.sources import header, text
from generator.sources.documents import with_head
from generator.sources.json_header import JSON
from generator.sources.toml_header import TOML
from generator.sources.yaml_header import YAML

SYNTAXES: tuple[Syntax, ...] = (
    YAML,
    JSON,
    TOML,
)
"""The header syntaxes.  The fence of a header tells which is used; the order counts only where the first is missing."""

# Checked at import, so that a mistake among them is found at once.
fences_of(SYNTAXES)


def parse(
    source: SourceFile, content: str, problems: tuple[Problem, ...] = (), syntaxes: tuple[Syntax, ...] = SYNTAXES
) -> RawPost:
    """The post in `content`, the text of the file `source`, with its front matter as fields and its body uncleaned.

    The problems of the post are `problems` and those of its front matter.  `syntaxes` are the forms of front matter to
    look for; without any, the whole text is the body.  A post whose body is a whole HTML document also gets fields,
    such as a title, from the head of this document.
    """
    fences = fences_of(syntaxes)
    post = header.parse(source, content, problems, fences)
    return with_head(post if post is not None else text.parse(source, content, problems, fences))

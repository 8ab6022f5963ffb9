"""Text to `RawPost`: the header in the first of `SYNTAXES` that takes it, or a text without one."""

from __future__ import annotations

from generator.errors import Problem
from generator.front_matter.syntax import Syntax, fences_of
from generator.model import RawPost, SourceFile
from generator.sources import header, text
from generator.sources.json_header import JSON
from generator.sources.yaml_header import YAML

SYNTAXES: tuple[Syntax, ...] = (
    YAML,
    JSON,
)
"""The header syntaxes in the order in which they are tried."""

# A mistake among them is an error at import.
fences_of(SYNTAXES)


def parse(
    source: SourceFile, content: str, problems: tuple[Problem, ...] = (), syntaxes: tuple[Syntax, ...] = SYNTAXES
) -> RawPost:
    """The post that a text holds, with `problems` in front of those found there."""
    fences = fences_of(syntaxes)
    post = header.parse(source, content, problems, fences)
    return post if post is not None else text.parse(source, content, problems, fences)

"""A source format each: text to `RawPost`.  The first one in `FORMATS` that matches reads the source."""

from __future__ import annotations

from typing import Protocol

from generator.errors import Problem
from generator.formats import hexo, text
from generator.model import RawPost, SourceFile


class Format(Protocol):
    """What a module in this package offers."""

    def matches(self, text: str) -> bool:
        """Whether the text is written in this format, told by its content."""

    def parse(self, source: SourceFile, text: str, problems: tuple[Problem, ...] = ()) -> RawPost:
        """The post that the text holds, with `problems` in front of those found here."""


FORMATS: tuple[Format, ...] = (hexo, text)
"""The last one takes everything."""


def format_of(content: str) -> Format:
    """The format of a text."""
    return next(form for form in FORMATS if form.matches(content))

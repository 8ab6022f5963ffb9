"""A source format each: text to `RawPost`.  The first one in `FORMATS` that matches reads the source."""

from __future__ import annotations

from typing import Protocol

from generator.errors import Problem
from generator.formats import hexo, text
from generator.model import RawPost, SourceFile


class Format(Protocol):
    """What a module in this package offers."""

    def parse(self, source: SourceFile, text: str, problems: tuple[Problem, ...] = ()) -> RawPost | None:
        """The post that the text holds, with `problems` in front of those found here; None if it is no such text."""


FORMATS: tuple[Format, ...] = (hexo, text)
"""The last one takes everything."""


def parse(source: SourceFile, content: str, problems: tuple[Problem, ...] = ()) -> RawPost:
    """The post that a text holds, in the first format that takes it, with `problems` in front of those found there."""
    return next(post for form in FORMATS if (post := form.parse(source, content, problems)) is not None)

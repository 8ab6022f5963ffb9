"""The two dialects of Markdown: `gfm`, read by markdown-it-py, and `markdown`, read by Python-Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

_MODULES = {"gfm": "gfm", "markdown": "python_markdown"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """A dialect of Markdown (`gfm` or `markdown`), and settings of its converter.

    `has_math` means that formulas are recognised, and `language` is that of the titles of callouts.
    """

    name: str = "gfm"
    """`gfm` or `markdown`."""
    has_line_breaks: bool = True
    """Whether the end of a line within a paragraph is a line break."""
    has_math: bool = True
    """Whether formulas in TeX are recognised."""
    language: str = "en"
    """The language of the words that a callout without a title begins with."""


class NotConvertible(Exception):
    """Raised for Markdown that takes too long to convert, or on which the library breaks; the message is the reason."""


def to_html(text: str, dialect: Dialect) -> str:
    """The Markdown `text` as HTML that is not sanitized: raw HTML in `text` is kept.

    Raises NotConvertible if the conversion would take too long or fails.
    """
    # Imported here, so that the libraries are only loaded for a post that needs them.
    library = import_module(f"generator.bodies.markdown.{_MODULES[dialect.name]}")
    if reason := library.exceeded(text):
        raise NotConvertible(reason)
    try:
        return cast(str, library.to_html(text, dialect))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        # The only place where errors of the libraries are caught: the post is published as text.
        raise NotConvertible(f"the Markdown converter broke on it ({type(error).__name__})") from error

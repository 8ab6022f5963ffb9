"""Counts the calls of the libraries that Pressmark is made of, by functions of these libraries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import bleach.sanitizer
import frontmatter
import jinja2
import livereload.handlers
import markdown
import markdown_it

FUNCTIONS: dict[str, tuple[tuple[Any, str], ...]] = {
    "jinja2": ((jinja2.Template, "render"),),
    "markdown": ((markdown.Markdown, "convert"),),
    "markdown-it-py": ((markdown_it.MarkdownIt, "render"),),
    "python-frontmatter": ((frontmatter, "parse"), (frontmatter, "dumps")),
    "bleach": ((bleach.sanitizer.Cleaner, "clean"),),
    "livereload": ((livereload.handlers.LiveReloadHandler, "on_message"),),
}
"""By library: functions that each use of it calls, where they are looked up."""


def watch(called: Callable[[str], None]) -> ExitStack:
    """Call `called` with the name of a library whenever one of its functions is called, until the stack is closed."""
    stack = ExitStack()
    for library, functions in FUNCTIONS.items():
        for owner, name in functions:
            stack.enter_context(patch.object(owner, name, _told(getattr(owner, name), library, called)))
    return stack


def _told(function: Callable[..., Any], library: str, called: Callable[[str], None]) -> Callable[..., Any]:
    @wraps(function)
    def wrapper(*given: Any, **named: Any) -> Any:
        called(library)
        return function(*given, **named)

    return wrapper


def watch_into(file: str) -> None:
    """Write the name of a library into `file` at each call, for as long as this process lives."""

    def note(library: str) -> None:
        with Path(file).open("a") as stream:
            stream.write(f"{library}\n")

    watch(note)

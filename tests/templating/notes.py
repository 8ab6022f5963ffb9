"""A view and its template, for tests of what templates may do and of their errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from jinja2 import Environment
from markupsafe import Markup

from generator.bundled import bundled
from generator.templating.environment import make_environment


@dataclass(frozen=True, slots=True)
class NoteView:
    """A view for templates of tests."""

    template: ClassVar[str] = "note.html"
    text: str
    html: Markup = field(default_factory=lambda: Markup("<b>x</b>"))


def with_note(templates: Path, source: str | bytes) -> Environment:
    """An environment with `templates`, where `source` is the template of the view."""
    (templates / "note.html").write_bytes(source.encode() if isinstance(source, str) else source)
    return make_environment((templates, bundled("templates")))

"""`Draft`: a post while it is being cleaned, the one mutable value of the pipeline; it never leaves `clean`."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.config import CleanConfig
from generator.errors import Problem, Where, problem
from generator.model import Header, RawPost, Removal


def parse_html(html: str) -> LexborHTMLParser:
    """A tree whose body holds `html`, comments included."""
    # An explicit body keeps leading comments and style elements in the body instead of the head.
    return LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{html}</body></html>")


@dataclass(slots=True)
class Draft:
    """A post between two steps of cleaning."""

    raw: RawPost
    header: Header
    config: CleanConfig
    tree: LexborHTMLParser
    cover: str
    """The picture for cards: front matter's, empty once a step has found it to be an advertisement or placeholder."""
    written: str = ""
    """The text of the body before a step took anything out of it, with its blanks."""
    said_twice: int = 0
    """How many signs of that text went only because the page shows them elsewhere: its title, a formula's source."""
    removals: list[Removal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def body(self) -> LexborNode:
        """The element that holds the article."""
        body = self.tree.body
        if body is None:
            raise ValueError("a parsed document always has a body")
        return body

    def is_off(self, name: str) -> bool:
        """Whether a step or rule id is switched off."""
        return name in self.config.off

    def removed(self, rule: str, kind: str, text: str = "", count: int = 1, where: str = "") -> None:
        """Record that `rule` took something out; only the first 500 characters of its text are kept."""
        self.removals.append(Removal(rule, kind, text[:500], count, where))

    def noted(self, code: str, message: str, help: str = "", line: int = 0) -> None:
        """Record a problem of this post."""
        self.problems.append(problem(code, Where(self.raw.source.id, line), message, help))

"""`Draft`: a post while it is being cleaned, the one mutable value of the pipeline; it never leaves `clean`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning.account import Taken
from generator.config import CleanConfig
from generator.errors import Problem, Where, problem
from generator.model import Header, RawPost, Removal

Attributes: TypeAlias = dict[str, str | None]
"""What `node.attributes` gives: a copy, which a step reads once for all that it asks about an element."""

Outline: TypeAlias = list[tuple[LexborNode, str, Attributes, str | None]]
"""(node, tag, attributes, text) of each node as they were; text is None for all but texts, and tags that are none begin
with `-`.  Asking nodes is most of what a walk costs: a step asks once, and again only when it has changed the tree."""

NO_ATTRIBUTES: Attributes = {}
"""What an outline has for a text.  Nothing is ever written into it."""


def parse_html(html: str) -> LexborHTMLParser:
    """A tree whose body holds `html`, comments included."""
    # An explicit body keeps leading comments and style elements in the body instead of the head.
    return LexborHTMLParser(f"<!DOCTYPE html><html><head></head><body>{html}</body></html>")


def read_outline(root: LexborNode) -> Outline:
    """`root` and all nodes below it, texts and comments too, in the order of the document."""
    return [
        (node, "-text", NO_ATTRIBUTES, text)
        if (text := node.text_content) is not None
        else (node, node.tag or "-", node.attributes, None)
        for node in root.traverse(include_text=True)
    ]


@dataclass(slots=True)
class Draft:
    """A post between two steps of cleaning."""

    raw: RawPost
    header: Header
    config: CleanConfig
    html: str
    """The body as it was before a step."""
    cover: str
    """The picture for cards: front matter's, empty once a step has found it to be an advertisement or placeholder."""
    written: str = ""
    """The text of the body before a step took anything out of it, with its blanks."""
    said_twice: int = 0
    """How many signs of that text went only because the page shows them elsewhere: its title, a formula's source."""
    taken: Taken = field(default_factory=Taken)
    """All texts, pictures and links that steps took out, for the account."""
    removals: list[Removal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _tree: LexborHTMLParser | None = None
    _outline: Outline | None = None

    @property
    def tree(self) -> LexborHTMLParser:
        """The tree of the body, which steps change."""
        if self._tree is None:
            self._tree = parse_html(self.html)
        return self._tree

    @property
    def body(self) -> LexborNode:
        """The element that holds the article."""
        body = self.tree.body
        if body is None:
            raise ValueError("a parsed document always has a body")
        return body

    def outline(self) -> Outline:
        """`body` and all nodes below it, texts and comments too, in the order of the document.

        The one that was left here is given once only: a step that may have changed the tree leaves none.
        """
        found, self._outline = self._outline, None
        return found if found is not None else read_outline(self.body)

    def leave(self, outline: Outline) -> None:
        """Have the next step take an outline of the tree as it is now."""
        self._outline = outline

    def is_off(self, name: str) -> bool:
        """Whether a step or rule id is switched off."""
        return name in self.config.off

    def removed(self, rule: str, kind: str, text: str = "", count: int = 1, where: str = "") -> None:
        """Record that `rule` took something out; only the first 500 characters of its text are kept."""
        self.removals.append(Removal(rule, kind, text[:500], count, where))

    def noted(self, code: str, message: str, help: str = "", line: int = 0) -> None:
        """Record a problem of this post."""
        self.problems.append(problem(code, Where(self.raw.source.id, line), message, help))

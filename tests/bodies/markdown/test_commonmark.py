"""The examples of the specification of CommonMark, read by the dialect `gfm`; see commonmark/README.md."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import html5lib
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from generator.article.elements import BLOCKS
from generator.bodies.markdown import gfm
from generator.bodies.markdown.dialects import Dialect

EXAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "commonmark/examples.json").read_text("utf-8"))

_LINKED = "a bare address is a link"
DIFFERENCES = {602: _LINKED, 608: _LINKED, 611: _LINKED}
"""The examples that we read otherwise, with the reason."""

_BREAKING = BLOCKS | {"br", "hr", "pre", "td", "th", "img"}


def converter() -> MarkdownIt:
    """The converter with breaks, math and highlighting off."""
    markdown = gfm._converter.__wrapped__(Dialect("gfm", has_line_breaks=False, has_math=False))
    markdown.add_render_rule("fence", RendererHTML.fence)
    return markdown


def tree(html: str) -> list[Any]:
    """The elements and texts of a fragment, without blanks that no browser shows."""
    walker = html5lib.getTreeWalker("etree")
    made: list[Any] = []
    preformatted = 0
    for token in walker(html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)):
        kind = token["type"]
        if kind in ("Characters", "SpaceCharacters"):
            text = token["data"] if preformatted else re.sub(r"\s+", " ", token["data"])
            if made and isinstance(made[-1], str):
                made[-1] += text
            else:
                made.append(text)
        elif kind in ("Comment", "Doctype"):
            made.append(("comment", token.get("data", "")))
        else:
            name = token["name"]
            preformatted += (name == "pre") * (1 if kind == "StartTag" else -1 if kind == "EndTag" else 0)
            made.append((kind, name, sorted((key[1], value) for key, value in token.get("data", {}).items())))
    return [item for item in map(_trimmed, made, [None, *made[:-1]], [*made[1:], None]) if item != ""]


def _trimmed(item: Any, before: Any, after: Any) -> Any:
    """A text without the blanks beside a block; anything else as it is."""
    if not isinstance(item, str):
        return item
    if before is None or before[1] in _BREAKING:
        item = item.lstrip(" ") if before is None or before[1] != "pre" else item
    if after is None or after[1] in _BREAKING:
        item = item.rstrip(" ")
    return item


def test_the_examples_of_commonmark_are_read_as_it_says_but_for_those_with_a_reason() -> None:
    markdown = converter()
    different = [
        example["example"]
        for example in EXAMPLES
        if tree(markdown.render(example["markdown"])) != tree(example["html"])
    ]
    assert different == sorted(DIFFERENCES)
    assert len(EXAMPLES) - len(different) >= 645

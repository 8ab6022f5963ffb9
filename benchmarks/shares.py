"""What posts consist of, counted: in how many of a hundred a kind of markup stands, and how often in a mean post.

With a folder of real posts its counts stand beside those of the made corpora.  This is how their shares were found.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.cleaning import cheapest_ms, cleaned, read
from benchmarks.corpus import BODIES, add_corpora, corpora, source_text
from generator.bodies import markup
from generator.clean_config import CleanConfig, clean_config
from generator.config import Config
from generator.front_matter import header
from generator.model import RawPost
from generator.rules import shipped
from generator.stages.clean import clean

T = TypeVar("T")

_VOID = frozenset({"br", "hr", "img", "input", "path", "source"})
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_TORN = re.compile(r"""[",;]=\"\"""")

MARKS = {
    "paragraphs": r"<p\b",
    "pictures": r"<img\b",
    "pictures of lazy loaders": r"<img\b[^>]*\s(?:data-src|data-original|data-srcset)=",
    "line breaks": r"<br\b",
    "bold": r"<(?:b|strong)\b",
    "links": r"<a\b",
    "spans": r"<span\b",
    "inline styles": r"<[^>]*\sstyle=",
    "ids": r"<[^>]*\sid=",
    "headings": r"<h[1-6]\b",
    "lists": r"<[uo]l\b",
    "list items": r"<li\b",
    "div": r"<div\b",
    "sections": r"<section\b",
    "tables": r"<table\b",
    "table cells": r"<t[dh]\b",
    "font": r"<font\b",
    "code": r"<code\b",
    "frames": r"<iframe\b",
    "videos": r"<video\b",
    "svg": r"<svg\b",
    "form elements": r"<(?:form|input|button)\b",
    "event handlers": r"<[^>]*\son[a-z]+=",
    "comments": r"<!--",
    "&nbsp;": r"&nbsp;",
    "braces as references": r"&#12[35];",
    "empty paragraphs": r"<p\b[^>]*>(?:\s|<br>)*</p>",
}
"""Kinds of markup and how each is written."""

BY_RULES = frozenset({"advertisement", "boilerplate", "byline", "comment", "promotion", "related", "share"})
"""Kinds of removals that are the work of filter rules."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in some posts."""

    marks: dict[str, tuple[float, float]]
    """Of each kind of markup the share of posts that hold it, and how often it stands in a mean post."""
    is_broken: float
    """Share of posts whose elements do not end as they began, or have attributes torn from a value."""
    is_markdown: float
    has_removal: float
    """Share of posts from which filter rules take something."""
    sizes_bytes: list[int]
    """Of each body, sorted."""


def count(raws: Sequence[RawPost], config: CleanConfig) -> Counted:
    """Count what posts consist of."""
    bodies = [raw.body for raw in raws]
    posts = [clean(raw, config) for raw in raws]
    marks = {}
    for name, pattern in MARKS.items():
        found = [len(re.findall(pattern, body)) for body in bodies]
        marks[name] = (_share(found, bool), statistics.mean(found))
    return Counted(
        marks=marks,
        is_broken=_share(bodies, is_broken),
        is_markdown=_share(raws, lambda raw: markup.kind_of(raw, header(raw, config)[0], config) == "markdown"),
        has_removal=_share(posts, lambda post: any(removal.kind in BY_RULES for removal in post.removals)),
        sizes_bytes=sorted(len(body.encode()) for body in bodies),
    )


def _share(items: Sequence[T], holds: Callable[[T], bool]) -> float:
    return sum(map(holds, items)) / len(items)


def is_broken(body: str) -> bool:
    """Whether a parser has to mend the elements or attributes of a body."""
    opened: list[str] = []
    for end, name, attributes in _TAG.findall(body):
        if _TORN.search(attributes) is not None:
            return True
        if end and (not opened or opened.pop() != name):
            return True
        if not end and name not in _VOID:
            opened.append(name)
    return bool(opened)


def main(arguments: list[str]) -> None:
    """Print the counts of the corpora, and of a folder of posts, side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=2_000, help="how many made posts of each corpus")
    parser.add_argument("--folder", type=Path, help="real posts, .md files at any depth")
    add_corpora(parser)
    chosen = parser.parse_args(arguments)
    config = clean_config(Config(title="Benchmark", url="https://example.org/"), shipped())
    posts: dict[str, list[RawPost]] = {}
    if chosen.folder:
        posts["real posts"] = read(path.read_bytes() for path in sorted(chosen.folder.rglob("*.md")))
    for plain in corpora(chosen):
        posts[BODIES[plain]] = read(source_text(number, plain=plain).encode() for number in range(chosen.posts))
    found = {name: count(raws, config) for name, raws in posts.items()}
    print(f"| share of posts, and count in a mean post | {' | '.join(found)} |")
    print(f"| --- |{' ---: |' * len(found)}")
    for name in MARKS:
        pairs = [counted.marks[name] for counted in found.values()]
        print(f"| {name} | {' | '.join(f'{100 * share:.1f} %, {mean:.2f}' for share, mean in pairs)} |")
    for name, cell in LINES.items():
        print(f"| {name} | {' | '.join(map(cell, found.values()))} |")
    costs = [statistics.mean(cheapest_ms(lambda raw: cleaned(raw, config), raws)) for raws in posts.values()]
    print(f"| CPU ms to clean, mean | {' | '.join(f'{cost:.2f}' for cost in costs)} |")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _size(counted: Counted, part: float) -> str:
    return f"{counted.sizes_bytes[int(part * len(counted.sizes_bytes))]:,}"


LINES: dict[str, Callable[[Counted], str]] = {
    "broken": lambda counted: _percent(counted.is_broken),
    "Markdown": lambda counted: _percent(counted.is_markdown),
    "something that filter rules take": lambda counted: _percent(counted.has_removal),
    "bytes: a tenth below": lambda counted: _size(counted, 0.1),
    "bytes: median": lambda counted: _size(counted, 0.5),
    "bytes: a tenth above": lambda counted: _size(counted, 0.9),
    "bytes: a hundredth above": lambda counted: _size(counted, 0.99),
    "bytes: mean": lambda counted: f"{statistics.mean(counted.sizes_bytes):,.0f}",
}


if __name__ == "__main__":
    main(sys.argv[1:])

"""Sanitizing: nh3 for every post, then bleach for suspicious ones, and a strict check of the result."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import nh3

from generator.article.canonical import Article, read, violation
from generator.article.nodes import Node
from generator.article.sanitize.forecast import foreseen
from generator.article.sanitize.recheck_limits import recheck_exceeded
from generator.article.urls import LINK_SCHEMES
from generator.article.vocabulary import ATTRIBUTES, CONTENT_DROPPED, GLOBAL_ATTRIBUTES, TAGS, allowed_value
from generator.characters import drop_controls
from generator.errors import Problem, Where, problem

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner

# Each pattern begins with literal characters, which `re` finds at the speed of memory; one pattern with all of them as
# alternatives took longer than nh3 itself (0.68 against 0.32 ms for a post of 5,400 characters, 2026-11).
SUSPICIOUS = (
    ("=", r"on(?<![a-z0-9_\-]on)[a-z]{3,30}\s*="),
    (":", r"script\s*:"),
    ("<", r"<(?:svg|math|template|select|noscript|xmp|plaintext|script|textarea|title|object|embed|base|meta)\b"),
    ("!", r"<!\[cdata"),
    ("\0", r"\x00"),
    ('"', r"=\"[^\"'<>]*<"),
    ("'", r"='[^\"'<>]*<"),
    ("(", r"expression\s*\("),
    ("-moz", r"-moz-binding"),
    ("&#", r"(?:href|src|action|data|poster|cite)\s*=\s*[\"']?[^\"'<>\s]{0,200}&#"),
)
"""Pairs (text that every match contains, pattern)."""
_EXACT = tuple(re.compile(pattern) for _, pattern in SUSPICIOUS)
# The same for texts in which `?` replaces each non-ASCII character and so may stand for a letter or a blank.
_ROUGH = tuple(
    (
        needle.encode(),
        re.compile(pattern.replace("[a-z]", "[a-z?]").replace(r"\s*", r"[\s?]*").replace(r"\b", "").encode()),
    )
    for needle, pattern in SUSPICIOUS
)


MAX_REFERENCES = 200_000
"""Most `&` in the HTML written from a tree: nh3 takes about 6 µs to read one, and reads it twice (measured 2026-11)."""


@dataclass(frozen=True, slots=True)
class Sanitized:
    """An article that cannot run code, and the problems that the sanitizers reported."""

    article: Article
    is_rechecked: bool
    """Whether the second sanitizer, bleach, checked the article."""
    problems: tuple[Problem, ...]


def is_suspicious(html: str) -> bool:
    """Whether `html`, a body before cleaning, contains a pattern that attacks on sanitizers use.

    A `style` element alone does not count here; `sanitize` treats a body that still has one as suspicious.

    Source: the report on 3,017 hostile inputs that docs/cleaning.md describes.
    """
    # Bytes are searched in half the time of a `str`, and a search for a single byte is faster still.
    rough = html.encode("ascii", "replace").lower()
    if not any(needle in rough and pattern.search(rough) for needle, pattern in _ROUGH):
        return False
    lowered = html.lower()
    return any(pattern.search(lowered) for pattern in _EXACT)


def sanitize(html: str, where: Where, *, is_suspicious: bool, recheck_all: bool) -> Sanitized | str:
    """`html` as an article that cannot run code; if that cannot be made, the reason why, as a text.

    In the latter case the caller must show the body as plain text.  `is_suspicious` is True if the body, before
    cleaning, had a pattern that attacks use.  If it or `recheck_all` is True, or if `html` has a `style` element or
    sanitizing it twice does not give the same result as once, a second sanitizer, bleach, checks the result of the
    first one, nh3.  `where` is the place of the body, for problems.
    """
    limit = 4 * len(html) + 65_536
    first = _nh3().clean(html)
    if len(first) > limit:
        return _NOT_SURE
    second = _nh3().clean(first)
    # Most advertisements contain a style element; it is suspicious only if cleaning has not removed it before.
    is_rechecked = recheck_all or is_suspicious or second != first or "<style" in html.lower()
    problems: tuple[Problem, ...] = ()
    if is_rechecked and second and (reason := recheck_exceeded(second)):
        return reason
    if is_rechecked and second:
        # nh3 writes the result of bleach in its own form, so that only differences of content show.
        third = _nh3().clean(_bleach().clean(second))
        if third != second:
            problems = (problem("sanitizer-stricter", where, _difference(second, third)),)
            second = third
    article = read(second)
    if len(second) > limit or violation(article) is not None:
        return _NOT_SURE
    return Sanitized(article, is_rechecked, problems)


_NOT_SURE = "sanitizing could not make sure of the body"


def settled(body: Node) -> Article | None:
    """The sanitized article of `body`, if it can be made in a quick way; None if the caller must use `sanitize`.

    The article is predicted, and returned only if the sanitizer nh3 leaves its HTML unchanged.
    """
    article = foreseen(body)
    if article is None:
        return None
    html = article.html
    # Control characters come from character references; they must be dropped before nh3 reads the text.
    if drop_controls(html)[1] or html.count("&") > MAX_REFERENCES:
        return None
    # The forecast has applied our attribute policy already; skipping it here saves a third of the cost of a pass.
    return article if _nh3(asks_policy=False).clean(html) == html and violation(article) is None else None


@cache
def _nh3(*, asks_policy: bool = True) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(CONTENT_DROPPED),
        attributes={
            "*": set(GLOBAL_ATTRIBUTES),
            **{tag: set(names) for tag, names in ATTRIBUTES.items()},
        },
        attribute_filter=allowed_value if asks_policy else None,
        strip_comments=True,
        link_rel=None,
        url_schemes=set(LINK_SCHEMES),
    )


@cache
def _bleach() -> Cleaner:
    # Imported here for the first suspicious post: most builds of a few posts have none.
    from bleach.sanitizer import Cleaner

    return Cleaner(
        tags=TAGS,
        attributes=lambda tag, name, value: allowed_value(tag, name, value) == value,
        protocols=LINK_SCHEMES,
        strip=True,
        strip_comments=True,
    )


def _difference(before: str, after: str) -> str:
    """A message that shows where two results differ."""
    length = min(len(before), len(after))
    start = next((place for place in range(length) if before[place] != after[place]), length)
    return f"bleach refused what nh3 had let through, at …{before[max(0, start - 20) : start + 60]!r}"

"""Articles in canonical HTML, the form that the sanitizer nh3 writes, split into texts and tags for later steps."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from generator.article.elements import SILENT, VOID
from generator.article.text import BORDERS, FOOTNOTE_MARKS, tidy
from generator.article.urls import POST_SCHEME
from generator.article.vocabulary import ATTRIBUTES, GLOBAL_ATTRIBUTES, TAGS

MAX_DEPTH = 600
"""Browsers stop nesting at 512."""
REMEMBERED_CHARACTERS = 500
"""Longer tags are not cached, because hardly any occurs twice."""

_PIECES = re.compile(r"(<[^<>]*>)")
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"<>]*)"')
_HARMLESS = re.compile(rf"https?://[^/\\?#@\s]+(?:[/?#]|$)|mailto:|{POST_SCHEME}:|[?#]|/(?!/)|[^:/?#\\]+(?:[/?#]|$)")


class Tag(NamedTuple):
    """A start or end tag of an article, with its parts, and the rule that it breaks (`wrong`).

    `written` is the whole tag in HTML, and `name` the name of its element.
    """

    written: str
    name: str
    is_end: bool
    attributes: Mapping[str, str]
    """In source order, with the values as written, still escaped."""
    border: str
    """What the tag becomes in the visible text: `<` for a new line (no text contains one), a blank, or nothing.

    `>` means that the content of the element needs special treatment: it is hidden, or it is `pre`.
    """
    wrong: str
    """The allow-list rule that the tag breaks; empty if it breaks none, as in every published article."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article split into its texts and its tags; joined, they are its HTML, as the sanitizer nh3 writes it.

    In that form, attributes are in double quotes, and no text and no value contains `<` or `>`.
    """

    texts: tuple[str, ...]
    """The texts before, between and after the tags, with entities still encoded; one more than there are tags."""
    tags: tuple[Tag, ...]

    @property
    def html(self) -> str:
        """The whole article as HTML."""
        return "".join(self.pieces())

    def pieces(self) -> list[str]:
        """The texts and the tags of the article in HTML, alternately; joined, they are the whole article.

        The first and the last piece are texts, maybe empty.
        """
        pieces = [""] * (2 * len(self.tags) + 1)
        pieces[::2] = self.texts
        pieces[1::2] = [tag.written for tag in self.tags]
        return pieces


def read(html: str) -> Article:
    """Split `html` into an `Article`; `html` must be written as the sanitizer nh3 writes it."""
    pieces = _PIECES.split(html)
    return Article(tuple(pieces[::2]), tuple([read_tag(written) for written in pieces[1::2]]))


def read_tag(written: str) -> Tag:
    """The `Tag` for a tag as written in HTML, with its angle brackets; its field `wrong` names what is forbidden."""
    return _remembered(written) if len(written) <= REMEMBERED_CHARACTERS else _remembered.__wrapped__(written)


def with_attributes(tag: Tag, attributes: Mapping[str, str]) -> Tag:
    """The start tag `tag` with `attributes` instead of those it has; the values must already be escaped."""
    written = f"<{tag.name}{written_attributes(attributes.items())}>"
    return Tag(written, tag.name, tag.is_end, attributes, tag.border, tag.wrong)


def written_attributes(attributes: Iterable[tuple[str, str]]) -> str:
    """`attributes`, pairs of a name and an escaped value, as HTML with a blank before each; empty if there are none."""
    return "".join([f' {name}="{value}"' for name, value in attributes])


def violation(article: Article) -> str | None:
    """What makes an article unsafe, as a phrase about its first forbidden or unbalanced tag; None if it is safe.

    This check shares no parser with the sanitizers: it accepts only HTML as the sanitizer nh3 writes it.
    """
    # Texts must not contain raw brackets.
    texts = "".join(article.texts)
    if "<" in texts or ">" in texts:
        return "a bracket outside of tags"
    open_tags: list[str] = []
    for _, name, is_end, _, _, wrong in article.tags:
        if wrong:
            return wrong
        if is_end:
            if not open_tags or open_tags.pop() != name:
                return f"end of {name}"
        elif name not in VOID:
            open_tags.append(name)
            if len(open_tags) > MAX_DEPTH:
                return "too deep"
    return f"{open_tags[-1]} stays open" if open_tags else None


def article_text(article: Article, *, without: frozenset[str] = frozenset()) -> str:
    """The text of an article that readers see, one line for each block or line break, without empty lines.

    Elements whose tag is in `without` are left out, and so are marks of footnotes.  `visible_text` returns the same for
    an article that is parsed as a tree, but takes five times as long.
    """
    pieces = [""] * (2 * len(article.tags) + 1)
    pieces[::2] = article.texts
    pieces[1::2] = [tag.border for tag in article.tags]
    text = "".join(pieces)
    if without or ">" in text:
        text = "".join(_seen(article, without))
    text = text.replace("\n", " ").replace("<", "\n")
    return tidy(entities.unescape(text))


def _seen(article: Article, without: frozenset[str]) -> Iterator[str]:
    """The visible texts with the borders between them; in `pre` each line end is a border too."""
    hidden_depth = pre_depth = 0
    yield article.texts[0]
    for tag, text in zip(article.tags, article.texts[1:], strict=True):
        step = 0 if tag.name in VOID else -1 if tag.is_end else 1
        if hidden_depth or (step > 0 and (tag.name in without or (tag.border == ">" and tag.name != "pre"))):
            hidden_depth += step
        elif tag.name == "pre":
            pre_depth += step
            yield "<"
        else:
            yield tag.border
        if not hidden_depth:
            yield text.replace("\n", "<") if pre_depth else text


# A few tags account for most of an archive.
@lru_cache(maxsize=2048)
def _remembered(written: str) -> Tag:
    match = _TAG.fullmatch(written)
    if match is None:
        return Tag(written, "", False, {}, "", f"no tag: {written[:40]}")
    is_end, name = bool(match[1]), match[2]
    pairs = _ATTRIBUTE.findall(match[3]) if match[3] else []
    attributes = dict(pairs)
    if name not in TAGS:
        wrong = f"element {name}"
    elif is_end:
        wrong = f"end of {name}" if pairs else ""
    else:
        attribute = _wrong_attribute(name, pairs)
        wrong = f"attribute {attribute} of {name}" if attribute else ""
    return Tag(written, name, is_end, attributes, _border(name, attributes), wrong)


def _border(name: str, attributes: Mapping[str, str]) -> str:
    if name in SILENT or name == "pre" or (name == "a" and attributes.get("class") in FOOTNOTE_MARKS):
        return ">"
    return "<" if (border := BORDERS.get(name, "")) == "\n" else border


def _wrong_attribute(tag: str, attributes: list[tuple[str, str]]) -> str | None:
    names = set()
    for name, escaped in attributes:
        if name in names or not (name in GLOBAL_ATTRIBUTES or name in ATTRIBUTES.get(tag, ())):
            return name
        names.add(name)
        if name in ("href", "src", "poster", "cite") and not _HARMLESS.match(entities.unescape(escaped)):
            return name
        if name == "srcset" and not all(
            _HARMLESS.match(part) for part in re.split(r",\s+", entities.unescape(escaped))
        ):
            return name
    return None

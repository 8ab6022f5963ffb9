"""Predicts which article the sanitizer makes of a body, so that one pass of nh3 need only confirm it."""

from __future__ import annotations

import html as entities
from functools import cache, lru_cache

from generator.article.canonical import REMEMBERED_CHARACTERS, Article, Tag, read_tag, written_attributes
from generator.article.nodes import TEXT, Attributes, Node, escaped, quoted, visits
from generator.article.vocabulary import ATTRIBUTES, GLOBAL_ATTRIBUTES, TAGS, allowed_value

_NAMES = {tag: GLOBAL_ATTRIBUTES | ATTRIBUTES.get(tag, frozenset()) for tag in TAGS}
_ADDRESSES = frozenset({"href", "src", "poster", "cite"})


def foreseen(body: Node) -> Article | None:
    """The article that the sanitizer nh3 is expected to make of `body`; None if this cannot be predicted.

    The caller must check the prediction, which assumes that nh3 keeps all texts in order: it is right if nh3 leaves the
    HTML of the predicted article unchanged.
    """
    texts = [""]
    tags: list[Tag] = []
    for node, is_end in visits(body):
        if node.tag == TEXT:
            texts[-1] += escaped(node.text_content)
            continue
        tag = _end_tag(node.tag) if is_end else _start_tag(node.tag, node.attributes)
        if tag is None:
            return None
        tags.append(tag)
        texts.append("")
    texts[0] = texts[0].lstrip()
    texts[-1] = texts[-1].rstrip()
    return Article(tuple(texts), tuple(tags))


@cache
def _end_tag(name: str) -> Tag | None:
    return read_tag(f"</{name}>") if name in TAGS else None


def _start_tag(name: str, attributes: Attributes) -> Tag | None:
    allowed = _NAMES.get(name)
    if allowed is None:
        return None
    if not attributes:
        return _tag(name, ())
    kept = tuple([(key, value or "") for key, value in attributes.items() if key in allowed])
    is_long = sum([len(value) for _, value in kept]) > REMEMBERED_CHARACTERS
    return (_tag.__wrapped__ if is_long else _tag)(name, kept)


# A few tags account for most of an archive.
@lru_cache(maxsize=2048)
def _tag(name: str, attributes: tuple[tuple[str, str], ...]) -> Tag | None:
    kept: list[tuple[str, str] | None] = []
    for key, value in attributes:
        allowed = allowed_value(name, key, value)
        # nh3 applies its own policy for addresses before ours.
        if key in _ADDRESSES and allowed != value:
            return None
        kept.append(None if allowed is None else (key, quoted(value) if allowed == value else entities.escape(allowed)))
    # nh3 moves the last attribute into the place of each removed one.
    for place in reversed(range(len(kept))):
        if kept[place] is None:
            kept[place] = kept[-1]
            kept.pop()
    return read_tag(f"<{name}{written_attributes(filter(None, kept))}>")

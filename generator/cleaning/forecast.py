"""What sanitizing will make of a body, said tag by tag: nh3 then has nothing to do but agree."""

from __future__ import annotations

import html as entities
import re
from functools import lru_cache

from generator.cleaning.canonical import REMEMBERED_CHARACTERS, Article, Tag, cut, read_tag
from generator.cleaning.vocabulary import ATTRIBUTES, GLOBAL_ATTRIBUTES, TAGS, allowed_value

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [^\s\"'<>/=A-Z]+=\"[^\"<>]*\")*)>")
_NAMES = {tag: GLOBAL_ATTRIBUTES | ATTRIBUTES.get(tag, frozenset()) for tag in TAGS}
_ADDRESSES = frozenset({"href", "src", "poster", "cite"})
_ATTRIBUTE = re.compile(r" ([^\s\"'<>/=A-Z]+)=\"([^\"<>]*)\"")


def foreseen(html: str) -> Article | None:
    """The article that nh3, with our policy for attributes, makes of `html` if it leaves texts and order as they are.

    None: it will not.  Whether it does is for nh3 to say: an article that it writes as it is needs no second pass.
    """
    pieces = cut(html)
    tags = []
    for written in pieces[1::2]:
        tag = foreseen_tag(written)
        if tag is None:
            return None
        tags.append(tag)
    return Article(tuple(pieces[::2]), tuple(tags))


def foreseen_tag(written: str) -> Tag | None:
    """What nh3 and our policy for attributes make of a tag.  None: that takes nh3 itself."""
    return _tag(written) if len(written) <= REMEMBERED_CHARACTERS else _tag.__wrapped__(written)


@lru_cache(maxsize=2048)
def _tag(written: str) -> Tag | None:
    match = _TAG.fullmatch(written)
    if match is None or (names := _NAMES.get(match[2])) is None:
        return None
    kept: list[str | None] = []
    for name, escaped in _ATTRIBUTE.findall(match[3]):
        if name not in names:
            continue
        if name not in _ADDRESSES:
            kept.append(_attribute(match[2], name, escaped))
            continue
        address = entities.unescape(escaped)
        # nh3 has a policy of its own for addresses, which comes before ours.
        if allowed_value(match[2], name, address) != address:
            return None
        kept.append(f' {name}="{escaped}"')
    if None in kept:
        # nh3 fills each gap with the last attribute.
        for place in reversed(range(len(kept))):
            if kept[place] is None:
                kept[place] = kept[-1]
                kept.pop()
    return read_tag(f"<{match[1]}{match[2]}{''.join(filter(None, kept))}>")


# Pictures differ in their address; what else they say is the same in all of them.
@lru_cache(maxsize=1024)
def _attribute(tag: str, name: str, escaped: str) -> str | None:
    """An attribute as it will be written; None: our policy refuses it."""
    value = entities.unescape(escaped)
    allowed = allowed_value(tag, name, value)
    return None if allowed is None else f' {name}="{escaped if allowed == value else entities.escape(allowed)}"'

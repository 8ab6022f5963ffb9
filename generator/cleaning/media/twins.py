"""Removes copies of a picture that a page has twice, for a script or in two sizes; the largest stays."""

from __future__ import annotations

import re
from itertools import pairwise

from generator.article.nodes import Node, below
from generator.article.urls import MAX_CHARACTERS
from generator.clean_config import CleanConfig
from generator.cleaning.draft import Tally
from generator.cleaning.media.addresses import is_placeholder, pixels_in

_WEB = re.compile(r"^(?:https?:)?//")
_SUFFIX = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.IGNORECASE)
_MARK = re.compile(
    r"(?:[_\-.!](?:[0-9]{2,4}x[0-9]{1,4}|[0-9]{2,4}w|thumb(?:nail)?|scaled|full|preview|tiny|orig(?:inal)?)|@[1-4]x)$",
    re.IGNORECASE,
)
"""What a file name says about size, at its end and before its suffix.

Without `small` and `large`, which are as often sizes of what the pictures show, and without `2x`, which is a zoom.
"""
_FOLDER = re.compile(
    r"/(?:(?:max|fit|fill|w|width|resize)[/:_\-]?[0-9]{1,4}|[0-9]{2,4}x[0-9]{1,4}|s[0-9]{2,4}(?:-[a-z]{1,2})?)(?=/)",
    re.IGNORECASE,
)
"""What a folder says about size."""
_SMALL_NAME = re.compile(r"[_\-.@/](?:small|thumb(?:nail)?s?|preview|tiny|mini)(?=[_\-./]|$)", re.IGNORECASE)
_APART = frozenset(
    {"figcaption", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "video", "audio", "iframe", "pre"}
)
"""Elements that show that two pictures around them are meant to be two."""


def merge_fallbacks(handled: list[Node], config: CleanConfig, tally: Tally) -> None:
    """Remove each `noscript` whose pictures the article shows already, and replace any other by its content.

    `handled` has every `noscript` and picture of the body, in document order.
    """
    fallbacks = [node for node in handled if node.tag == "noscript"]
    hidden = below(fallbacks)
    pictures = [node for node in handled if node.tag == "img" and node not in hidden]
    shown = {_comparable(node.value("src")) for node in pictures}
    by_stem = {stem(node.value("src")): node for node in reversed(pictures)}
    by_stem.pop("", None)
    for node in reversed(fallbacks):
        inner = node.elements("img")
        addresses = {_comparable(picture.value("src")) for picture in inner} - {""}
        twins = [
            (picture, by_stem.get(stem(picture.value("src"))) or _beside(node, inner, config)) for picture in inner
        ]
        if addresses and all(twin is not None for _, twin in twins):
            for picture, twin in twins:
                if twin is not None and is_larger(picture.value("src"), twin.value("src")):
                    twin.attributes["src"] = picture.value("src")
            addresses = set()
        if addresses - shown or (not inner and len(node.text().strip()) > 60):
            shown |= addresses
            by_stem.update({stem(picture.value("src")): picture for picture in inner})
            node.unwrap()
        else:
            tally.take("noscript", "markup", node, next(iter(sorted(addresses)), ""))
            node.remove()


def _beside(node: Node, inner: list[Node], config: CleanConfig) -> Node | None:
    """The picture of a lazy loader directly before or after a `noscript` with a single picture, its copy."""
    if len(inner) != 1:
        return None
    before, after = node.prev, node.next
    if before is not None and before.is_text and not before.text_content.strip():
        before = before.prev
    if after is not None and after.is_text and not after.text_content.strip():
        after = after.next
    for beside in (before, after):
        if beside is not None and beside.tag == "img" and not is_placeholder(beside.value("src"), config.placeholders):
            attributes = beside.attributes
            if "lazy" in beside.value("class").lower() or any(
                name[:8] in ("data-src", "data-laz") for name in attributes
            ):
                return beside
    return None


def merge_sizes(body: Node, pictures: list[Node], tally: Tally) -> None:
    """Of neighbouring pictures in `body` that are one picture in several sizes, keep only the largest.

    `pictures` are the pictures of `body`, in document order.
    """
    if len(pictures) < 2:
        return
    stems = {picture: stem(picture.value("src")) for picture in pictures}
    if not any(stems[one] and stems[one] == stems[other] for one, other in pairwise(pictures)):
        return
    last: Node | None = None
    for node in body.walk():
        if node.tag == "img":
            last = _merge(last, node, stems, tally) if last is not None else node
        elif node.tag in _APART or (node.is_text and node.text_content.strip()):
            last = None


def _merge(one: Node, other: Node, stems: dict[Node, str], tally: Tally) -> Node:
    """Remove one of two pictures in a row if they are twins.  Returns the one that may have a further twin."""
    if not stems[one] or stems[one] != stems[other] or not _may_be_one(one, other):
        return other
    is_first = not is_larger(other.value("src"), one.value("src"))
    kept, gone = (one, other) if is_first else (other, one)
    tally.take("twin", "markup", gone, gone.value("src"))
    if not kept.value("alt") and gone.value("alt"):
        kept.attributes["alt"] = gone.value("alt")
    gone.remove()
    return kept


def _may_be_one(one: Node, other: Node) -> bool:
    alts = {node.value("alt") for node in (one, other)} - {""}
    if len(alts) > 1:
        return False
    if _comparable(one.value("src")) != _comparable(other.value("src")):
        return True
    # The same picture twice may be two stars; under links to the same place it is a slip of the page.
    links = [
        node.parent.value("href") if node.parent is not None and node.parent.tag == "a" else "" for node in (one, other)
    ]
    return links[0] == links[1] != ""


def stem(address: str) -> str:
    """`address`, that of a picture, without host and size, so that it is equal for the same picture in two sizes.

    Empty if too little is left to compare.
    """
    if len(address) > MAX_CHARACTERS or address[:5].lower() == "data:":
        return ""
    rest, _, query = address.partition("#")[0].partition("?")
    path = _WEB.sub("", rest)
    path = path[path.find("/") :] if path != rest and "/" in path else path
    folder, _, name = _FOLDER.sub("", path).rpartition("/")
    bare = _SUFFIX.sub("", name)
    if bare == name and query:
        # The address of a script: the picture is named by its parameters.
        return f"{folder}/{name}?{query}"
    marked = _MARK.sub("", bare)
    return f"{folder}/{marked}" if sum(map(str.isalnum, f"{folder}{marked}")) > 2 and marked else ""


def is_larger(one: str, other: str) -> bool:
    """Whether the address `one` is of a larger picture than `other`, which is of the same picture in another size.

    False if the addresses do not tell.
    """
    return (not _SMALL_NAME.search(one), pixels_in(one)) > (not _SMALL_NAME.search(other), pixels_in(other))


def _comparable(address: str) -> str:
    return _WEB.sub("", address)

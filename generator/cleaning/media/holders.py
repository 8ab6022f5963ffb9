"""Puts pictures into empty elements that a page fills later or by a style: figures, divs, objects of schema.org."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.article.nodes import Attributes, Node, value_of
from generator.article.urls import MAX_CHARACTERS, safe_media
from generator.clean_config import CleanConfig
from generator.cleaning import hidden
from generator.cleaning.draft import Tally
from generator.cleaning.media.addresses import (
    has_shape,
    is_placeholder,
    is_stand_in,
    largest_candidate,
    lazy_srcsets,
    without_proxy,
)
from generator.cleaning.media.counters import is_counter, is_unseen, length

_HOLDERS = frozenset({"figure", "div", "span", "section", "a", "p"})
_EMPTY = frozenset({"canvas", "div", "i", "span"})
"""Elements without content that keep the place of a picture which is still to come."""
_NAMES = re.compile(r"src|bg|background|original|lazy|full|large|hi-?res|zoom")
_FIGURE_NAMES = re.compile(r"src|bg|background|original|lazy|full|large|hi-?res|zoom|im(?:g|age)|pic|photo|url|file")
_OTHERS = re.compile(
    r"avatar|author|icon|logo|share|social|comment|player|video|audio|banner|advert|\bads?\b|qr-?code|button|btn|arrow|bullet"
    r"|sprite|loading|placeholder|spinner|pattern|texture|divider|border|shadow",
    re.IGNORECASE,
)
"""What classes, names and addresses say of pictures that are no part of an article."""
_BACKGROUND = re.compile(r"background(?:-image)?\s{0,9}:[^;]{0,200}?url\(\s{0,9}[\"']?([^\"')]{1,4000})", re.IGNORECASE)
_URL = re.compile(r"(?:url\(\s{0,9})?[\"']?([^\"')\s]{1,4000})[\"']?\)?", re.IGNORECASE)
_SPRITE = re.compile(r"background-position\s{0,9}:[^;]{0,40}-[0-9]", re.IGNORECASE)
_ICON_PIXELS = 60


def fill_holders(nodes: Iterable[Node], config: CleanConfig, tally: Tally) -> bool:
    """Put an `img` into each of `nodes` that is empty and has an attribute with the address of a picture.

    Returns whether any `img` was put in.
    """
    has_filled = False
    for node in nodes:
        if node.tag not in _HOLDERS or not (attributes := node.attributes) or not _may_hold(attributes):
            continue
        if _is_empty(node) and (address := _picture_of(node, config)):
            tally.add("background", "attribute", address)
            picture = Node("img", {"src": address})
            if label := node.value("aria-label") or node.value("title"):
                picture.attributes["alt"] = label
            if (first := node.first_child) is not None:
                first.insert_before(picture)
            else:
                node.append(picture)
            has_filled = True
    return has_filled


def _may_hold(attributes: Attributes) -> bool:
    """Whether attributes are worth a look: hardly any element passes."""
    for name, value in attributes.items():
        if name[:5] == "data-" or name == "itemid" or (name == "style" and value and "url(" in value):
            return True
    return False


def _is_empty(node: Node) -> bool:
    """Whether an element holds nothing, or a figure nothing but its caption."""
    child = node.first_child
    while child is not None:
        if child.is_text and child.text_content.strip():
            return False
        if child.is_element and not (
            (child.tag == "figcaption" and node.tag == "figure")
            or (child.tag in _EMPTY and (child.first_child is None or child.tag == "canvas"))
        ):
            return False
        child = child.next
    return True


def _picture_of(node: Node, config: CleanConfig) -> str:
    """The address of the picture that an empty element shows; empty if it shows none."""
    attributes = node.attributes
    described = f"{value_of(attributes, 'class')} {value_of(attributes, 'id')}"[:MAX_CHARACTERS]
    if _OTHERS.search(described) or is_unseen(attributes):
        return ""
    address = _waiting(node, config)
    if not address and "ImageObject" in value_of(attributes, "itemtype"):
        address = value_of(attributes, "itemid")
    if not address and (style := attributes.get("style")) and not hidden.is_hidden(attributes):
        address = _background(attributes, style[: 2 * MAX_CHARACTERS])
    address = without_proxy(address, config.proxies)
    if not address or safe_media(address) is None or is_counter(address) or is_stand_in(address):
        return ""
    return "" if is_placeholder(address, config.placeholders) else address


def _waiting(node: Node, config: CleanConfig) -> str:
    """The address in an attribute that a lazy loader reads."""
    attributes = node.attributes
    for candidates in lazy_srcsets(attributes):
        if largest := largest_candidate(candidates, config):
            return largest
    wanted = _FIGURE_NAMES if node.tag == "figure" else _NAMES
    for name, value in attributes.items():
        if name[:5] != "data-" or not value or not wanted.search(name) or _OTHERS.search(name):
            continue
        match = _URL.fullmatch(value.strip())
        # A `div` with an address may wait for a film or a page as well.
        if match is not None and has_shape(match[1]) and not _OTHERS.search(match[1][-100:]):
            return match[1]
    return ""


def _background(attributes: Attributes, style: str) -> str:
    match = _BACKGROUND.search(style)
    if match is None or _SPRITE.search(style):
        return ""
    sides = [side for side in (length(attributes, "width"), length(attributes, "height")) if side]
    if (sides and min(sides) <= _ICON_PIXELS) or _OTHERS.search(match[1][-100:]):
        return ""
    address = match[1].strip()
    # A drawing in the background is mostly an icon or an ornament.
    return "" if address.partition("?")[0].lower().endswith(".svg") else address

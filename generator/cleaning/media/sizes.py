"""Keeps the size that an author gave a picture: pixels as numbers, a share of the column or a zoom as a class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from generator.article.nodes import Node
from generator.article.vocabulary import WIDTHS, ZOOMS
from generator.cleaning.draft import Tally

MIN_PIXELS = 5
MAX_PIXELS = 4_000
"""Sizes beyond these say nothing about a picture that readers are to see."""
MIN_PERCENT = 5
FULL_PERCENT = 90
"""A picture that takes at least this share of the column takes all of it, as without a size."""
_MAX_STYLE = 2_000
_MAX_VALUE = 40
_SIDES = ("width", "height")
_SIZED = frozenset({*_SIDES, "style", "class"})
"""The attributes that may say how large a picture is."""

_LENGTH = re.compile(
    r"(?P<number>[0-9]{1,5}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})\s*(?P<unit>%|[a-z]{1,3})?\s*(?:!important)?", re.IGNORECASE
)
_UNITS = {
    "": 1.0, "px": 1.0, "em": 16.0, "rem": 16.0, "ch": 8.0, "ex": 8.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0,
    "cm": 96 / 2.54, "mm": 9.6 / 2.54,
}  # fmt: skip
"""Pixels by unit, with the text size that most browsers begin with."""
_SHARES = frozenset({"%", "vw"})
_DECLARATION = re.compile(r"(?:^|;)\s{0,9}(?P<name>width|height|zoom)\s{0,9}:(?P<value>[^;]{0,40})", re.IGNORECASE)
_NAMED = {"size-thumbnail": "150", "size-medium": "300"}
"""WordPress' names of sizes, for pictures without numbers."""


class _Length(NamedTuple):
    """A width or height: pixels, or a share of the column in percent; the other one is 0."""

    pixels: int = 0
    percent: float = 0


def keep_size(node: Node, tally: Tally) -> None:
    """Write the size of a picture as the theme can show it.

    That is `width` and `height` in pixels, or a class such as `width-50` (percent of the column).  The size is read
    from the style, else from the attributes, else from a class of WordPress.  One that is not usable is removed.
    Changes are counted in `tally`.
    """
    if _SIZED.isdisjoint(node.attributes):
        return
    written = {name: value for name in _SIDES if (value := node.value(name))}
    style = _declared(node.value("style"))
    classes = node.value("class")
    if not written and not style and "size-" not in classes:
        return
    before = (node.attributes.get("width"), node.attributes.get("height"), classes)
    sides = _usable(style) or _usable(written) or _usable({"width": _named(classes)})
    width, height = sides.get("width", _Length()), sides.get("height", _Length())
    for name, side in (("width", width), ("height", height)):
        # The height of a picture whose width depends on the column would distort it.
        if side.pixels and not width.percent:
            node.attributes[name] = str(side.pixels)
        else:
            node.attributes.pop(name, None)
    added = [f"width-{_nearest(width.percent, WIDTHS)}"] if width.percent else []
    if zoom := _zoom(style.get("zoom", "")):
        added.append(f"zoom-{_nearest(zoom, ZOOMS)}")
    if added:
        node.attributes["class"] = " ".join(filter(None, (*added, classes)))
    if before != (node.attributes.get("width"), node.attributes.get("height"), node.value("class")):
        said = {**written, **style}
        tally.add("size", "attribute", ", ".join(f"{name}: {value}" for name, value in said.items()))


def _declared(style: str) -> dict[str, str]:
    """The width, height and zoom in a style."""
    lower = style[:_MAX_STYLE].lower()
    if "width" not in lower and "height" not in lower and "zoom" not in lower:
        return {}
    return {match["name"]: match["value"].strip() for match in _DECLARATION.finditer(lower)}


def _usable(values: Mapping[str, str]) -> dict[str, _Length]:
    """The sides among `values` that can be shown; no height beside a width that cannot, which would distort it."""
    sides = {name: length for name in _SIDES if (length := _length(values.get(name, "")))}
    return sides if "width" in sides or values.get("width", "auto").lower() == "auto" else {}


def _length(value: str) -> _Length | None:
    match = _LENGTH.fullmatch(value, 0, _MAX_VALUE) if value else None
    if match is None:
        return None
    number, unit = float(match["number"]), (match["unit"] or "").lower()
    if unit in _SHARES:
        return _Length(percent=number) if MIN_PERCENT <= number < FULL_PERCENT else None
    pixels = round(number * _UNITS.get(unit, 0))
    return _Length(pixels) if MIN_PIXELS <= pixels <= MAX_PIXELS else None


def _zoom(value: str) -> float:
    """A zoom in percent; 0 if it makes a picture no smaller, or no reader could see it."""
    match = _LENGTH.fullmatch(value, 0, _MAX_VALUE) if value else None
    if match is None or match["unit"] not in (None, "%"):
        return 0
    percent = float(match["number"]) * (1 if match["unit"] else 100)
    return percent if MIN_PERCENT <= percent < FULL_PERCENT else 0


def _nearest(percent: float, offered: tuple[int, ...]) -> int:
    return min(offered, key=lambda one: abs(one - percent))


def _named(classes: str) -> str:
    return next((size for name in classes[:_MAX_STYLE].split() if (size := _NAMED.get(name))), "")

"""The size that an author gave a picture: pixels stay numbers, a share of the column becomes a class of the theme."""

from __future__ import annotations

import re

from generator.article.nodes import Node
from generator.article.vocabulary import WIDTHS
from generator.cleaning.draft import Tally

MAX_PIXELS = 4_000
FULL_PERCENT = 95
"""A picture that takes at least this share of the column takes all of it, as without a size."""
_EM_PIXELS = 16
_MAX_STYLE = 2_000

_LENGTH = re.compile(
    r"\s*(?P<number>[0-9]{1,5}(?:\.[0-9]{0,3})?)\s*(?P<unit>px|%|em|rem|pt)?\s*(?:!important)?\s*", re.IGNORECASE
)
_UNITS = {"": 1.0, "px": 1.0, "em": _EM_PIXELS, "rem": _EM_PIXELS, "pt": 4 / 3}
_DECLARATION = re.compile(r"(?:^|;)\s{0,9}(?P<name>width|height|zoom)\s{0,9}:(?P<value>[^;]{0,40})", re.IGNORECASE)


def keep_size(node: Node, tally: Tally) -> None:
    """Bring the size of a picture into the form that the theme knows, or remove it if it says nothing usable.

    A style counts where there are no attributes: `zoom: 50%`, which some editors write, means half the column.
    """
    written = {name: value for name in ("width", "height") if (value := node.value(name))}
    styled = _styled(node.value("style"))
    if not written and not styled:
        return
    pixels, percent = _read(written or styled)
    before = (node.attributes.get("width"), node.attributes.get("height"), node.value("class"))
    for name in ("width", "height"):
        if name in pixels:
            node.attributes[name] = str(pixels[name])
        else:
            node.attributes.pop(name, None)
    if 0 < percent < FULL_PERCENT:
        nearest = min(WIDTHS, key=lambda width: abs(width - percent))
        node.attributes["class"] = f"width-{nearest} {node.value('class')}".rstrip()
    after = (node.attributes.get("width"), node.attributes.get("height"), node.value("class"))
    if before != after:
        tally.add("size", "attribute", " ".join(f"{name}: {value}" for name, value in (written or styled).items()))


def _styled(style: str) -> dict[str, str]:
    """The sizes in a style."""
    if "width" not in style and "zoom" not in style and "height" not in style:
        return {}
    found = {match["name"].lower(): match["value"].strip() for match in _DECLARATION.finditer(style[:_MAX_STYLE])}
    if "zoom" in found:
        return {"width": found["zoom"]} if found["zoom"].endswith("%") else {}
    return {name: value for name, value in found.items() if _LENGTH.fullmatch(value)}


def _read(sizes: dict[str, str]) -> tuple[dict[str, int], float]:
    """(sides in pixels, share of the column in percent) of a size as it is written; 0 percent if it is no share."""
    pixels: dict[str, int] = {}
    for name, value in sizes.items():
        match = _LENGTH.fullmatch(value)
        if match is None:
            continue
        number, unit = float(match["number"]), (match["unit"] or "").lower()
        if unit == "%":
            if name == "width":
                return {}, number
            continue
        side = round(number * _UNITS[unit])
        if not 0 < side <= MAX_PIXELS:
            return {}, 0
        pixels[name] = side
    return pixels, 0

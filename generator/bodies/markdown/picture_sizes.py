"""Pictures in Markdown with a size, which CommonMark does not know: `![a](b.png =200x100)`, `![a](b.png){width=50%}`.

The first form is that of markdown-it-imsize and CSDN, the second that of pandoc and kramdown; `![a|200](b.png)` is that
of Obsidian.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

SIGN = "!["
"""The text that every such picture begins with."""

_LENGTH = r"\d{1,5}(?:\.\d{1,3})?(?:%|px|em|rem|vw|cm|mm|in|pt)?"
_PICTURE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\\n]|\\.|\[[^\[\]\n]{0,200}+\]){0,1000}+)\]"
    r"\([ \t]{0,9}+(?:<(?P<quoted>[^<>\n]{0,4000}+)>|(?P<plain>(?:[^\s()<>\\]|\\.|\([^\s()]{0,200}+\)){1,4000}+))"
    r"(?P<size>[ \t]{1,9}+=[^\s()=]{1,40}+)?"
    r"""(?:[ \t]{1,9}+(?:"(?P<double>[^"\n]{0,1000}+)"|'(?P<single>[^'\n]{0,1000}+)'))?"""
    r"(?P<late_size>[ \t]{1,9}+=[^\s()=]{1,40}+)?[ \t]{0,9}+\)"
    r"(?P<braces>\{:?[^{}\n]{0,300}+\})?"
)
_SIZE = re.compile(rf"\s*=(?P<width>{_LENGTH})?(?:[xX×*](?P<height>{_LENGTH})?)?")
_ALT_SIZE = re.compile(r"\\?\|[ \t]*(?P<width>\d{1,5})(?:[xX×](?P<height>\d{1,5}))?[ \t]*$")
_ATTRIBUTE = re.compile(
    r"""(?P<name>[A-Za-z][\w-]{0,30}+)=(?P<value>"[^"]*+"|'[^']*+'|[^\s"']++)|[.#][\w-]{1,40}+|[\s:]++"""
)
_SHARE = re.compile(r"\.(?:w|width)-(\d{1,2})")
_NAMES = {"width": "width", "w": "width", "height": "height", "h": "height"}
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class SizedPicture:
    """A picture in Markdown with a size: address and texts without escapes, and the size as attributes of `img`.

    `end` is the index in the text after the picture.
    """

    source: str
    alternative: str
    title: str
    size: dict[str, str]
    """`width` and `height`, as far as they are given; empty for a picture whose attributes name no size."""
    end: int
    """The index behind the picture and its attributes."""


def picture_at(text: str, start: int) -> SizedPicture | None:
    """The picture at index `start` of `text` if it has a size or attributes in braces; otherwise None."""
    match = _PICTURE.match(text, start)
    if match is None:
        return None
    alternative, size = match["alt"], {}
    written = match["size"] or match["late_size"]
    if written is not None:
        if (sides := _SIZE.fullmatch(written)) is None or not any(sides.groups()):
            return None
        size = _sides(sides)
    elif sides := _ALT_SIZE.search(alternative):
        alternative, size = alternative[: sides.start()], _sides(sides)
    attributes = _attributes(match["braces"]) if match["braces"] else None
    if not size and attributes is None:
        return None
    return SizedPicture(
        _plain(match["plain"] if match["quoted"] is None else match["quoted"]),
        _plain(alternative),
        _plain(match["double"] or match["single"] or ""),
        {**size, **(attributes or {})},
        match.end() if attributes is not None or not match["braces"] else match.start("braces"),
    )


def _sides(match: re.Match[str]) -> dict[str, str]:
    return {name: value for name, value in match.groupdict().items() if value}


def _attributes(braces: str) -> dict[str, str] | None:
    """The size that attributes such as `{: width="50%" .shadow}` name; None if there is other text in the braces."""
    size: dict[str, str] = {}
    inner = braces[1:-1]
    place = 0
    while place < len(inner):
        match = _ATTRIBUTE.match(inner, place)
        if match is None:
            return None
        if match["name"] and (name := _NAMES.get(match["name"].lower())):
            size[name] = match["value"].strip("\"'")
        elif share := _SHARE.fullmatch(match[0]):
            size.setdefault("width", f"{share[1]}%")
        place = match.end()
    return size if inner.strip(" \t:") else None


def _plain(text: str) -> str:
    return html.unescape(_ESCAPE.sub(r"\1", text))

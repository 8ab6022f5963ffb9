"""The allow-list of elements, attributes and classes in an article, for both sanitizers and the final check."""

from __future__ import annotations

import re
from functools import lru_cache

from pygments.token import STANDARD_TYPES

from generator.addresses import slugize
from generator.article.elements import DRAWINGS, RAW_TEXT
from generator.article.urls import safe_link, safe_media, safe_srcset

TAGS = frozenset(
    {"a", "abbr", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
     "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr",
     "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp",
     "small", "source", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
     "time", "tr", "u", "ul", "var", "video", "wbr"}
)  # fmt: skip
"""Written out, so that adding an element to a table cannot allow it here.

Never add svg, math, style, template, select, noscript, textarea, title, iframe and form elements: every known way
around ammonia and bleach needs one of these.
"""

CONTENT_DROPPED = RAW_TEXT | DRAWINGS | {
    "applet", "canvas", "datalist", "embed", "frameset", "head", "noscript", "object", "select", "template",
}  # fmt: skip
"""Elements that are removed together with their content."""

GLOBAL_ATTRIBUTES = frozenset({"class", "id", "lang", "dir", "title"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "img": frozenset({"src", "srcset", "sizes", "alt", "width", "height", "referrerpolicy", "loading", "decoding"}),
    "source": frozenset({"src", "srcset", "sizes", "type"}),
    "video": frozenset({"src", "poster", "controls", "preload"}),
    "audio": frozenset({"src", "controls", "preload"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "ol": frozenset({"start", "reversed"}),
    "li": frozenset({"value"}),
    "time": frozenset({"datetime"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    "details": frozenset({"open"}),
    "span": frozenset({"data-line"}),
    "ins": frozenset({"datetime"}),
    "del": frozenset({"datetime"}),
}

CLASSES = frozenset(
    {"align-center", "align-right", "align-justify", "table", "frame", "footnote", "footnotes", "footnote-ref",
     "footnote-backref", "highlight", "codehilite", "caption", "pullquote", "callout", "callout-title"}
)  # fmt: skip
CALLOUTS = ("note", "tip", "important", "warning", "caution")
"""The kinds of callouts, each a class such as `callout-note`."""
WIDTHS = (10, 20, 25, 33, 40, 50, 60, 67, 75, 80)
"""Widths of a picture in percent of the column, each a class such as `width-50`."""
ZOOMS = (25, 33, 50, 67, 80)
"""Sizes of a picture in percent of its own, each a class such as `zoom-50`: those that Typora offers."""
FORMULA_CLASSES = frozenset({"math", "display"})
"""Classes of a formula, see `formulas`."""
DAMAGED = "damaged"
"""The class of a `mark` around a place where characters were lost."""
TAG_CLASSES: dict[str, frozenset[str]] = {
    # The short names of Pygments for its tokens, and a line that the author marked.
    "span": frozenset(name for name in STANDARD_TYPES.values() if name) | {"marked"},
    "code": FORMULA_CLASSES,
    "img": frozenset({f"width-{percent}" for percent in WIDTHS} | {f"zoom-{percent}" for percent in ZOOMS}),
    "mark": frozenset({DAMAGED}),
    **dict.fromkeys(("div", "details"), frozenset(f"callout-{kind}" for kind in CALLOUTS)),
}
"""Classes that only elements of one tag may have."""
_LANGUAGE = re.compile(r"language-[A-Za-z0-9+#_.\-]{1,30}")
TARGET_PREFIX = "h-"
"""The prefix of all ids of headings and link targets, so that a post cannot use an id of the page."""
_FOOTNOTE = re.compile(r"fn(?:ref[0-9]{0,3})?[:\-][\w\-]{1,60}")
_ID = re.compile(rf"{_FOOTNOTE.pattern}|{TARGET_PREFIX}[\w\-]{{1,80}}")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_DATETIME = re.compile(r"[0-9TZW:.+\- P]{1,40}")
_SIZES = re.compile(r"[A-Za-z0-9 .,()%:+*\-]{1,200}")
_TYPE = re.compile(r"(?:image|video|audio|application)/[A-Za-z0-9.+\-]{1,60}(?:; ?codecs=[A-Za-z0-9., ]{1,60})?")
_FIXED = {
    "referrerpolicy": "no-referrer", "loading": "lazy", "decoding": "async", "controls": "", "preload": "none",
    "reversed": "", "open": "",
}  # fmt: skip
_WORDS = {"dir": ("ltr", "rtl", "auto"), "scope": ("row", "col", "rowgroup", "colgroup")}
_NUMBERS = {"data-line": 999_999, "width": 4_000, "height": 4_000, "colspan": 100, "rowspan": 1_000, "span": 100}
MAX_TEXT = 2_000


def allowed_value(tag: str, name: str, value: str) -> str | None:
    """The value to publish for the attribute `name` of the element `tag`; None if the attribute must be removed."""
    if name not in GLOBAL_ATTRIBUTES and name not in ATTRIBUTES.get(tag, ()):
        return None
    match name:
        case "href":
            return safe_link(value)
        case "src" | "poster":
            return safe_media(value)
        case "srcset":
            return safe_srcset(value)
        case "cite":
            # Readers do not see it, so a relative address is not worth a reference.
            address = safe_link(value)
            return address if address is not None and address.startswith("http") else None
        case "class":
            return _classes(tag, value)
        case "alt" | "title":
            return value if len(value) <= MAX_TEXT else value[: MAX_TEXT - 1] + "…"
        case _ if name in _FIXED:
            return _FIXED[name]
        case _ if name in _NUMBERS:
            return _number(value, 1, _NUMBERS[name])
        case "start" | "value":
            return _number(value, -999_999, 999_999)
        case _ if name in _WORDS:
            return value.lower() if value.lower() in _WORDS[name] else None
        case _:
            pattern = {"id": _ID, "lang": _LANG, "datetime": _DATETIME, "sizes": _SIZES, "type": _TYPE}[name]
            return value if pattern.fullmatch(value) else None


def is_footnote(id: str) -> bool:
    """Whether `id` has the form of ids of footnotes and of links to footnotes, which are published unchanged."""
    return _FOOTNOTE.fullmatch(id) is not None


def target_id(written: str) -> str:
    """The id to publish for `written`, the id of an element in a body: `TARGET_PREFIX` and the slug of `written`.

    Empty if this is not a valid id.
    """
    id = TARGET_PREFIX + slugize(written)
    return id if _ID.fullmatch(id) else ""


def own_classes(tag: str, value: str) -> tuple[str, ...]:
    """The classes in `value` that the theme has a style for on element `tag`, without duplicates."""
    return _own_classes(tag, value[:MAX_TEXT])


# Highlighted code repeats a few class names a thousand times.
@lru_cache(maxsize=512)
def _own_classes(tag: str, value: str) -> tuple[str, ...]:
    return tuple(
        name
        for name in dict.fromkeys(value.split())
        if name in CLASSES
        or name in TAG_CLASSES.get(tag, ())
        or (tag in ("code", "pre", "div") and _LANGUAGE.fullmatch(name))
    )


def _classes(tag: str, value: str) -> str | None:
    return " ".join(own_classes(tag, value)) or None


def _number(value: str, least: int, most: int) -> str | None:
    if len(value) > 8 or not re.fullmatch(r"-?[0-9]+", value):
        return None
    return str(int(value)) if least <= int(value) <= most else None

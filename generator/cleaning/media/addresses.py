"""Finds the real address of a picture, which lazy loaders and dead proxies hide, and detects placeholders."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from generator.article.nodes import Attributes, value_of
from generator.article.urls import MAX_CHARACTERS, safe_media, split_srcset
from generator.clean_config import CleanConfig

LAZY_SOURCES = (
    "data-original-src", "data-original", "data-src", "data-actualsrc", "data-lazy-src", "data-lazyload", "data-lazy",
    "data-echo", "data-srcurl", "data-url", "data-original-url", "_src", "file", "zoomfile",
)  # fmt: skip
"""Attributes in which lazy loaders keep an address, the one nearest to the original first."""

_STANDARD = frozenset(
    {"src", "srcset", "alt", "title", "class", "style", "id", "name", "width", "height", "sizes", "href", "usemap",
     "longdesc", "lowsrc", "crossorigin", "loading", "decoding", "referrerpolicy", "fetchpriority", "border", "align"}
)  # fmt: skip
"""Attributes of an `img` that hold no other address of its picture."""
_OF_ANOTHER = re.compile(r"avatar|author|icon|logo|share|hover|placeholder|loading|spinner|blank|error|watermark")
"""What the name of an attribute says if its picture is not the one that the `img` shows."""
_OF_PAGE = re.compile(r"link|href|page|post|article|site|api|video|embed")
_OF_PICTURE = re.compile(r"src|im(?:g|age)|pic|photo|orig|lazy|large|full|file|zoom|hi-?res|bg|background|retina|2x")
_LARGEST = re.compile(r"orig|zoom|full|hi-?res|raw|master|max|retina|2x|hd$")
_LARGE = re.compile(r"large|big|-xl|-lg")
_SMALL = re.compile(r"small|thumb|preview|tiny|-low|mini|lqip|blur|fallback|-xs|-sm$")
_SHAPE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|bmp|jfif|svg)(?![a-z0-9])|[?&](?:wx_fmt|format|fm)=(?:jpe?g|png|gif|webp|avif)",
    re.IGNORECASE,
)
"""The suffix of a picture, in a path or behind a question mark."""
_HOST_SHAPE = re.compile(
    r"(?:https?:)?//(?:im(?:g|ages?)|pics?|photos?|pictures?|media|uploads?)[a-z]?[0-9]{0,3}[.\-]"
    r"|/(?:im(?:g|ages?)|pics?|photos?|pictures?|uploads?|thumbs?)/",
    re.IGNORECASE,
)
_PREVIEW = re.compile(
    r"[?&,/_](?:w|width)[=_][0-9]{1,2}(?![0-9])|/(?:max|fit)[/:\-][0-9]{1,2}(?![0-9])|[_\-][0-9]{1,2}x[0-9]{1,2}\.[a-z]{3,4}$"
    r"|[?&,/_\-](?:blur|lqip)[=_.:/]",
    re.IGNORECASE,
)
"""Sizes below 100 pixels and blur: the preview that a loader shows until the picture itself has come."""
_PIXELS_IN = re.compile(
    r"(?<![0-9])([0-9]{2,5})x[0-9]{2,5}(?![0-9])|[?&](?:w|width)=([0-9]{1,5})(?![0-9])"
    r"|/(?:max|fit|fill|w|width|resize)[/:_\-]?([0-9]{1,5})(?=/)",
    re.IGNORECASE,
)

_NOTHING = frozenset({"", "undefined", "null", "none", "about:blank", "#"})

_STAND_IN = re.compile(
    r"(?:^|[/_\-.])(?:loading|lazy(?:load)?|blank|spacer|placeholder|transparent|pixel|grey|gray|1x1|empty|none|spinner"
    r"|preload(?:er)?|loader|dot|trans)[^/]{0,12}"
    r"\.(?:gif|png|svg|jpe?g|webp)$",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?[wx]")
_SCHEME = re.compile(r"https?:", re.IGNORECASE)
_SIZE = re.compile(r"([0-9]{1,5})(?:\.0+)?(?:px)?", re.IGNORECASE)


def without_proxy(address: str, proxies: tuple[str, ...]) -> str:
    """The address of the picture behind `address`, if that begins with one of `proxies`; else `address` itself.

    `proxies` are prefixes of addresses of image proxies.
    """
    prefixes = _bare_prefixes(proxies)
    for _ in range(5):
        bare = _without_scheme(address)
        if not bare.startswith(prefixes):
            break
        prefix = next(item for item in prefixes if bare.startswith(item))
        rest = bare[len(prefix) :]
        if prefix.endswith("="):
            rest = rest.partition("&")[0]
        if re.match(r"(?:https?|ssl)?(?:%3a|%2f)", rest, re.IGNORECASE):
            rest = unquote(rest)
        rest = re.sub(r"^ssl:", "https://", rest, flags=re.IGNORECASE)
        if not rest:
            break
        if not re.match(r"(?:https?:)?//", rest, re.IGNORECASE):
            rest = f"https://{rest.lstrip('/')}"
        address = rest
    return address


@lru_cache(maxsize=8)
def _bare_prefixes(proxies: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_without_scheme(item) for item in proxies if item)


def _without_scheme(address: str) -> str:
    match = _SCHEME.match(address)
    return address[match.end() :] if match is not None else address


def is_placeholder(address: str, placeholders: tuple[str, ...]) -> bool:
    """Whether `address` is of no picture: it is empty, `data:…` or `undefined`, or contains one of `placeholders`."""
    text = address.strip()
    start = text[:12].lower()
    if start in _NOTHING or start[:5] == "data:":
        return True
    return any(map(text.__contains__, filter(None, placeholders)))


def is_folder(address: str) -> bool:
    """Whether `address` ends in a slash, so that it is no picture.

    Scrapers write such an address for a lost picture.
    """
    return address.partition("#")[0].partition("?")[0].endswith("/")


def is_stand_in(address: str) -> bool:
    """Whether `address` seems to be that of a blank or spinner, which a page shows until its real picture is loaded.

    This is a guess by the file name: callers use it only if they find a better address.
    """
    text = address[-300:].partition("#")[0].partition("?")[0]
    # The pattern can only match the file name and the slash before it.
    return _STAND_IN.search(text, max(0, text.rfind("/"))) is not None


def is_preview(address: str) -> bool:
    """Whether `address` seems to be that of a small or blurred picture, which a page shows before the real one.

    This is a guess by the file name: callers use it only if they find a better address.
    """
    return _PREVIEW.search(address[-300:]) is not None


def best_source(attributes: Attributes, config: CleanConfig, *, is_shared: bool = False) -> tuple[str, str]:
    """(address, reason): what the attribute `src` of a picture should be, and why it differs from what is written.

    The reason is `lazy` (a script would load the address from another attribute), `proxy` (the address was that of an
    image proxy), `placeholder` (there is no picture, and the address is empty), or empty if `src` stays.  With
    `is_shared`, other pictures of the body have the same `src`, so that it may be a placeholder for all of them.

    An address that pages may not load is returned only if a proxy hid it.
    """
    written = value_of(attributes, "src")
    unwrapped = without_proxy(written, config.proxies)
    is_missing = is_placeholder(unwrapped, config.placeholders) or safe_media(unwrapped) is None
    is_guess = not is_missing and (is_shared or is_stand_in(unwrapped) or is_preview(unwrapped))
    lazy = ""
    if is_missing or is_guess or unwrapped != written:
        lazy = lazy_source(attributes, config)
    if not lazy and (is_missing or is_guess):
        lazy = other_source(attributes, config)
    if lazy and lazy != unwrapped and is_stand_in(lazy) and not is_missing:
        lazy = ""
    if lazy and (is_missing or unwrapped != written or lazy != unwrapped):
        return (lazy, "proxy") if lazy == unwrapped != written else (lazy, "lazy")
    if not is_missing and not is_guess:
        return unwrapped, "proxy" if unwrapped != written else ""
    for value in (value_of(attributes, "srcset"), *lazy_srcsets(attributes)):
        if (largest := largest_candidate(value, config)) and not is_stand_in(largest):
            return largest, "lazy"
    if not is_missing or (unwrapped != written and not is_placeholder(unwrapped, config.placeholders)):
        return unwrapped, "proxy" if unwrapped != written else ""
    return "", "placeholder"


def lazy_source(attributes: Attributes, config: CleanConfig) -> str:
    """The address in an attribute from which a known lazy loader fills `src`, such as `data-src`.

    Empty if no such attribute (`LAZY_SOURCES`) holds the address of a picture that may be loaded.  `config` has the
    known proxies, which are removed from the address, and placeholders.
    """
    for name in LAZY_SOURCES:
        if name not in attributes:
            continue
        value = without_proxy(value_of(attributes, name), config.proxies)
        if value and not is_placeholder(value, config.placeholders) and safe_media(value) and _is_address(value):
            return value
    return ""


def other_source(attributes: Attributes, config: CleanConfig) -> str:
    """The address of the picture in an attribute that no known lazy loader uses; empty if there is none.

    Of several addresses, that of the largest picture is taken, judged by the address and the name of the attribute, or
    the first of equals: mostly, one `img` has the same picture in several sizes.
    """
    best, best_rank = "", (-1, -1)
    for name, value in attributes.items():
        if value and name not in _STANDARD and len(value) <= MAX_CHARACTERS and _holds_picture(name, value):
            address = without_proxy(value.strip(), config.proxies)
            rank = _rank(name, address)
            if rank > best_rank and safe_media(address) and not is_placeholder(address, config.placeholders):
                best, best_rank = address, rank
    return best


def frame_source(attributes: Attributes) -> str:
    """The address that a script, or a click of the reader, would load into a frame.

    It is the first that any attribute with `src` or `url` in its name has; empty if there is none.
    """
    for name, value in attributes.items():
        if value and ("src" in name or "url" in name) and _WEB.match(value.strip()) and safe_media(value):
            return value.strip()
    return ""


def _holds_picture(name: str, value: str) -> bool:
    """Whether an attribute seems to hold the address of the picture that its element shows."""
    if name[:2] == "on" or ("/" not in value and "." not in value) or _OF_ANOTHER.search(name) or is_stand_in(value):
        return False
    if " " in value.strip():
        return False
    if _SHAPE.search(value[-300:]):
        return True
    # Without a suffix, the address may be that of a page.
    is_web = _WEB.match(value.strip()) is not None
    return is_web and not _OF_PAGE.search(name) and (_OF_PICTURE.search(name) or _HOST_SHAPE.search(value)) is not None


def has_shape(address: str) -> bool:
    """Whether `address` looks like that of a picture, by its suffix, host or path."""
    return _SHAPE.search(address[-300:]) is not None or _HOST_SHAPE.search(address) is not None


def _rank(name: str, address: str) -> tuple[int, int]:
    """How large a picture seems to be, by the name of its attribute and by its address."""
    level = 4 if _LARGEST.search(name) else 3 if _LARGE.search(name) else 0 if _SMALL.search(name) else 2
    return (1 if "medium" in name else level), pixels_in(address)


def pixels_in(address: str) -> int:
    """The width in pixels that the address of a picture contains, as in `photo-300x200.jpg`; 100,000 for no width.

    An address without a width is mostly that of the original, which is larger than all others.
    """
    match = _PIXELS_IN.search(address[-300:])
    return int(next(filter(None, match.groups()))) if match else 100_000


def lazy_srcsets(attributes: Attributes) -> list[str]:
    """The values of attributes with names such as `data-srcset`, which a script would copy to `srcset`."""
    return [
        value.strip()
        for name, value in attributes.items()
        if name[-3:] == "set" and name != "srcset" and value and ("srcset" in name or _SHAPE.search(value[-300:]))
    ]


def largest_candidate(srcset: str, config: CleanConfig) -> str:
    """The address of the largest picture in `srcset`, the value of an attribute of that name; empty if there is none.

    Addresses that a browser may not load, and placeholders, are ignored.
    """
    best, best_size = "", -1.0
    for address, descriptor in split_srcset(srcset):
        candidate = without_proxy(address, config.proxies)
        size = float(descriptor[:-1]) if _DESCRIPTOR.fullmatch(descriptor) else 1.0
        if size > best_size and not is_placeholder(candidate, config.placeholders) and safe_media(candidate):
            best, best_size = candidate, size
    return best


def _is_address(value: str) -> bool:
    # `data-url="true"` and the like are flags, not relative addresses.
    return "/" in value or "." in value


def pixels(value: str) -> int | None:
    """`value`, a width or height in HTML, as a number of pixels; None if it is no plain number of pixels."""
    match = _SIZE.fullmatch(value.strip())
    return int(match[1]) if match else None


def is_tiny(attributes: Attributes, limit: int) -> bool:
    """Whether a picture has a `width` or `height` attribute of at most `limit` pixels."""
    for name in ("width", "height"):
        if name in attributes and (size := pixels(value_of(attributes, name))) is not None and size <= limit:
            return True
    return False

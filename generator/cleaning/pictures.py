"""The real address of a picture, which lazy loaders and dead proxies hide, and tests for addresses of no picture."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from generator.article.nodes import Attributes, value_of
from generator.article.urls import safe_media, split_srcset
from generator.clean_config import CleanConfig

LAZY_SOURCES = (
    "data-original-src", "data-original", "data-src", "data-actualsrc", "data-lazy-src", "data-lazyload", "data-lazy",
    "data-echo", "data-srcurl", "data-url", "data-original-url", "_src", "file", "zoomfile",
)  # fmt: skip
"""Attributes in which lazy loaders keep an address, the one nearest to the original first."""

LAZY_SRCSETS = ("data-srcset", "data-lazy-srcset", "data-original-set")

_NOTHING = frozenset({"", "undefined", "null", "none", "about:blank", "#"})

_STAND_IN = re.compile(
    r"(?:^|[/_\-.])(?:loading|lazy(?:load)?|blank|spacer|placeholder|transparent|pixel|grey|gray|1x1|empty)[^/]{0,12}"
    r"\.(?:gif|png|svg|jpe?g|webp)$",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"https?:", re.IGNORECASE)
_SIZE = re.compile(r"([0-9]{1,5})(?:\.0+)?(?:px)?", re.IGNORECASE)


def without_proxy(address: str, proxies: tuple[str, ...]) -> str:
    """The address behind a dead image proxy; any other address unchanged."""
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
    """Whether an address stands for no picture: `data:…`, `undefined`, empty, or one with a configured string in it."""
    text = address.strip()
    start = text[:12].lower()
    if start in _NOTHING or start[:5] == "data:":
        return True
    return any(map(text.__contains__, filter(None, placeholders)))


def is_folder(address: str) -> bool:
    """Whether an address leads to a page: scrapers put the article's address where they lost that of the picture."""
    return address.partition("#")[0].partition("?")[0].endswith("/")


def is_stand_in(address: str) -> bool:
    """Whether an address looks like the first picture of a lazy loader: a guess that a better address must confirm."""
    text = address[-300:].partition("#")[0].partition("?")[0]
    # The pattern can only match the file name and the slash before it.
    return _STAND_IN.search(text, max(0, text.rfind("/"))) is not None


def best_source(attributes: Attributes, config: CleanConfig) -> tuple[str, str]:
    """The address for `src`, and the rule that chose it: `lazy`, `proxy` or `placeholder`, or "" if `src` is unchanged.

    The address is empty if there is no picture.  If a proxy hides an address that may not be loaded, that address is
    returned.
    """
    written = value_of(attributes, "src")
    unwrapped = without_proxy(written, config.proxies)
    is_missing = is_placeholder(unwrapped, config.placeholders) or safe_media(unwrapped) is None
    lazy = ""
    if is_missing or unwrapped != written or is_stand_in(unwrapped):
        lazy = lazy_source(attributes, config)
    if lazy and (is_missing or unwrapped != written or lazy != unwrapped):
        return (lazy, "proxy") if lazy == unwrapped != written else (lazy, "lazy")
    if not is_missing:
        return unwrapped, "proxy" if unwrapped != written else ""
    for address, _ in split_srcset(value_of(attributes, "srcset")):
        candidate = without_proxy(address, config.proxies)
        if not is_placeholder(candidate, config.placeholders) and safe_media(candidate):
            return candidate, "lazy"
    if unwrapped != written and not is_placeholder(unwrapped, config.placeholders):
        return unwrapped, "proxy"
    return "", "placeholder"


def lazy_source(attributes: Attributes, config: CleanConfig) -> str:
    """The address that a lazy loader would put into `src`; empty if there is none."""
    for name in LAZY_SOURCES:
        if name not in attributes:
            continue
        value = without_proxy(value_of(attributes, name), config.proxies)
        if value and not is_placeholder(value, config.placeholders) and safe_media(value) and _is_address(value):
            return value
    return ""


def _is_address(value: str) -> bool:
    # `data-url="true"` and the like are flags, not relative addresses.
    return "/" in value or "." in value


def pixels(value: str) -> int | None:
    """A width or height in pixels.  Returns None if `value` is no plain number of pixels."""
    match = _SIZE.fullmatch(value.strip())
    return int(match[1]) if match else None


def is_tiny(attributes: Attributes, limit: int) -> bool:
    """Whether the given width or height of a picture is at most `limit` pixels."""
    for name in ("width", "height"):
        if name in attributes and (size := pixels(value_of(attributes, name))) is not None and size <= limit:
            return True
    return False

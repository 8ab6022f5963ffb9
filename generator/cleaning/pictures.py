"""Addresses of pictures as lazy loaders, dead proxies and trackers leave them: which one is meant, and is it one?"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from generator.article.nodes import Attributes, value_of
from generator.article.urls import safe_media, split_srcset
from generator.config import CleanConfig

LAZY_SOURCES = (
    "data-original-src", "data-original", "data-src", "data-actualsrc", "data-lazy-src", "data-lazyload", "data-lazy",
    "data-echo", "data-srcurl", "data-url", "data-original-url", "_src", "file", "zoomfile",
)  # fmt: skip
"""Attributes in which lazy loaders keep an address, the most original first."""

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
    """The address behind a dead image proxy; any other address as it is."""
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
    found = _SCHEME.match(address)
    return address[found.end() :] if found is not None else address


def is_placeholder(address: str, placeholders: tuple[str, ...]) -> bool:
    """Whether an address means no picture: a configured part of it, an inline stand-in, or nothing at all."""
    text = address.strip()
    start = text[:12].lower()
    if start in _NOTHING or start[:5] == "data:":
        return True
    return any(map(text.__contains__, filter(None, placeholders)))


def is_folder(address: str) -> bool:
    """Whether an address leads to a page and no file: where a picture's own was lost, scrapers put the article's."""
    return address.partition("#")[0].partition("?")[0].endswith("/")


def is_stand_in(address: str) -> bool:
    """Whether an address looks like what a lazy loader shows first; true only beside a better one."""
    text = address[-300:].partition("#")[0].partition("?")[0]
    # Only the name of the file can say so, and the slash before it.
    return _STAND_IN.search(text, max(0, text.rfind("/"))) is not None


def best_source(attributes: Attributes, config: CleanConfig) -> tuple[str, str]:
    """(address, rule that chose it) for `src`; the rule is empty where `src` is as written.

    The rule is `lazy`, `proxy` or `placeholder`; the address is empty where there is no picture, and one that may not
    be loaded where that is what a proxy hides.
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
    """The address that a lazy loader would put into `src`; empty when there is none."""
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
    """A width or height that is a plain number of pixels; None for anything else."""
    match = _SIZE.fullmatch(value.strip())
    return int(match[1]) if match else None


def is_tiny(attributes: Attributes, limit: int) -> bool:
    """Whether the width or the height of a picture is given and at most `limit` pixels."""
    for name in ("width", "height"):
        if name in attributes and (size := pixels(value_of(attributes, name))) is not None and size <= limit:
            return True
    return False

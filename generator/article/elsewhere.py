"""What a relative address means on the page that a post was taken from, and links to places on that page."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from generator.article.urls import host, is_internal, safe_link

_BEFORE_PATH = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_DOT = re.compile("%2e", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)?\Z")


def elsewhere(page: str, relative: str, policy: Callable[[str], str | None]) -> str:
    """The absolute address to which the link `relative` leads on the page `page`; empty if `policy` refuses it.

    `page` is the http or https address of the original page of a post, and `relative` an address without scheme and
    host.  `policy` gets the absolute address, and returns it in an allowed form, or None.

    Source: WHATWG URL standard, "basic URL parser", relative and path states.
    """
    start = _BEFORE_PATH.match(page)
    if start is None:
        return ""
    target, rest = _split(relative)
    # Not `urljoin`: it drops empty parts, and `/web/2020/https://example.org/` has one.
    path = _split(page[start.end() :])[0] or "/"
    if target:
        path = _without_dots(target if target.startswith("/") else path[: path.rindex("/") + 1] + target)
    address = policy(start[0] + path + rest)
    return address if address is not None and host(address) else ""


def fragment_on(page: str, address: str) -> str:
    """The fragment (what follows `#`) of `address` if it leads to a place on the page `page`; else empty.

    Two addresses mean the same page if they differ only in scheme, `www.` and slashes at the end, or if `address` lacks
    the query of `page`.
    """
    front, _, fragment = address.partition("#")
    if not fragment or not front or not page:
        return ""
    safe = safe_link(front)
    if safe is not None and is_internal(safe):
        safe = elsewhere(page, safe, safe_link)
    if not safe or host(safe) != host(page):
        return ""
    (*here, query), (*there, other) = _identity(page), _identity(safe)
    return fragment if here == there and other in ("", query) else ""


def _identity(address: str) -> tuple[str, str, str]:
    """(host and port, path, query) in the form in which they are compared."""
    parts = urlsplit(address)
    place = _DEFAULT_PORT.sub("", parts.netloc.lower()).removeprefix("www.")
    return place, unquote(parts.path).rstrip("/"), parts.query


def _split(address: str) -> tuple[str, str]:
    """The address as (path, query and fragment)."""
    place = re.search(r"[?#]", address)
    return (address[: place.start()], address[place.start() :]) if place else (address, "")


def _without_dots(path: str) -> str:
    """A path that begins with a slash, with `.` and `..` resolved."""
    parts = path.split("/")[1:]
    kept: list[str] = []
    for part in parts:
        name = _DOT.sub(".", part)
        if name == "..":
            del kept[-1:]
        elif name != ".":
            kept.append(part)
    # A dot at the end means a folder.
    return "/" + "/".join(kept) + ("/" if kept and _DOT.sub(".", parts[-1]) in (".", "..") else "")

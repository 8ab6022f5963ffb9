"""The URL policy: which addresses an article may contain, and in which form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from generator.article.hosts import LOCAL_ENDS, has_look_alike, is_local, read_host

MAX_CHARACTERS = 4_000
MAX_CANDIDATES = 50
_MAX_RAW_CHARACTERS = 4 * MAX_CHARACTERS
POST_SCHEME = "pressmark-post"
"""Our own scheme for links to a post by its Hexo slug; it never reaches a page."""

LINK_SCHEMES = frozenset({"http", "https", "mailto", POST_SCHEME})

_ENDS = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# Characters that browsers encode anyway, that end an attribute, or that are invisible.
_TO_ENCODE = re.compile(
    r"[\"'<>`{}|^\\\s\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_HOST = re.compile(r"(?:[A-Za-z0-9._~\-]|[^\x00-\x7f])+|\[[0-9A-Fa-f:.]{2,45}\]")
_AUTHORITY = re.compile(r"https?://([^/?#]*?)(?::[0-9]*)?(?:[/?#]|\Z)")
_LOCAL_LABELS = "|".join(end.rpartition(".")[2] for end in LOCAL_ENDS)
# Matches nearly every address: ASCII without characters to encode, no port, and a host that does not begin with a dot
# and does not end in a possible number or the name of a private network.
_PLAIN = re.compile(
    r"https?://[A-Za-z0-9_~\-][A-Za-z0-9._~\-]{0,180}"
    rf"\.(?!(?i:{_LOCAL_LABELS})(?:[/?#]|\Z))[A-Za-z]{{2,60}}(?:[/?#][!#-&(-;=?-\[\]_a-z~]{{0,3700}})?"
)
_BETWEEN = re.compile(r"[\s,]*")
_ADDRESS = re.compile(r"\S+")
_MAILBOX = re.compile(r"[^\s@?#\"<>,;:/]{1,200}@[^\s@?#\"<>,;:/]{1,255}")
_DESCRIPTOR = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?[wx]")


def safe_link(url: str) -> str | None:
    """`url` as it may be written in the attribute `href` of an article; None if it is not allowed.

    Allowed are http, https, mailto, relative addresses, `#fragment` and `pressmark-post:`, our scheme for links to
    posts.  The address is parsed as in browsers (WHATWG URL standard, basic parser): outer blanks and inner tabs and
    newlines are ignored, `\\` is `/`, and `//host` leads to another host.  User names and invalid hosts and ports are
    refused.
    """
    return _safe_link(url) if len(url) <= _MAX_RAW_CHARACTERS else None


# Several cleaning steps check the same few addresses of a post.
@lru_cache(maxsize=256)
def _safe_link(url: str) -> str | None:
    if _PLAIN.fullmatch(url):
        # The code below would return the same at twenty times the cost.
        return url
    text = _prepared(url)
    if text is None:
        return None
    if text.startswith(("#", "?")):
        return _encoded(text) if len(text) > 1 else None
    scheme = _scheme(text)
    match scheme:
        case "":
            return _relative(text)
        case "http" | "https":
            return _web(scheme, text[len(scheme) + 1 :])
        case "mailto":
            mailbox, mark, rest = text[len(scheme) + 1 :].partition("?")
            return f"mailto:{_encoded(mailbox + mark + rest)}" if _MAILBOX.fullmatch(mailbox) else None
        case str() if scheme == POST_SCHEME:
            slug = text[len(scheme) + 1 :].lstrip("/")
            return f"{scheme}:{_encoded(slug)}" if slug.partition("#")[0] else None
        case _:
            return None


def safe_media(url: str) -> str | None:
    """`url` as it may be written in the attributes `src` and `poster` of an article; None if it is not allowed.

    Allowed are http, https and relative addresses.  Browsers load media without a click, so hosts on the reader's own
    machine or private network are refused.
    """
    return _safe_media(url) if len(url) <= _MAX_RAW_CHARACTERS else None


@lru_cache(maxsize=256)
def _safe_media(url: str) -> str | None:
    if _PLAIN.fullmatch(url):
        return url
    text = _prepared(url)
    if text is None or text.startswith(("#", "?")):
        return None
    match scheme := _scheme(text):
        case "":
            safe = _relative(text)
        case "http" | "https":
            safe = _web(scheme, text[len(scheme) + 1 :])
        case _:
            return None
    authority = _AUTHORITY.match(safe or "")
    return None if authority is not None and is_local(authority[1]) else safe


def safe_srcset(value: str) -> str | None:
    """`value`, that of an attribute `srcset`, as it may be written in an article; None if it is not allowed.

    It is allowed if it names a picture and each of its addresses is allowed.  A single refused address is not just left
    out, because what remains might be a bad choice for most screens.
    """
    candidates = split_srcset(value)
    if not candidates:
        return None
    safe = []
    for url, descriptor in candidates:
        address = safe_media(url)
        if address is None or address.startswith(",") or address.endswith(","):
            return None
        if descriptor and not _DESCRIPTOR.fullmatch(descriptor):
            return None
        safe.append(f"{address} {descriptor}".rstrip())
    return ", ".join(safe)


# Several rules look at the candidates of one picture, one after the other.
@lru_cache(maxsize=8)
def split_srcset(value: str) -> tuple[tuple[str, str], ...]:
    """The pictures in `value`, that of an attribute `srcset`, as pairs (address, descriptor such as `2x`).

    Empty if there are none or over 50.  An address ends at a blank and may contain commas.  Source: HTML standard,
    "parse a srcset attribute".
    """
    if len(value) > MAX_CANDIDATES * MAX_CHARACTERS:
        return ()
    candidates: list[tuple[str, str]] = []
    position, end = 0, len(value)
    while len(candidates) <= MAX_CANDIDATES:
        gap = _BETWEEN.match(value, position)
        match = _ADDRESS.match(value, gap.end() if gap else position)
        if match is None:
            break
        address, position = match[0], match.end()
        if address.endswith(","):
            candidates.append((address.rstrip(","), ""))
            continue
        comma = value.find(",", position)
        stop = end if comma < 0 else comma
        candidates.append((address, value[position:stop].strip()))
        position = stop
    return tuple(candidates) if len(candidates) <= MAX_CANDIDATES else ()


def is_internal(url: str) -> bool:
    """Whether `url`, an allowed address, leads into the site: a relative one, or a `pressmark-post:` link.

    A fragment alone, such as `#a`, does not count, because it stays on its page.
    """
    return not url.startswith(("http://", "https://", "mailto:", "#"))


def host(url: str) -> str:
    """The host of the allowed address `url`, in lower case and without `www.`; empty if it is not http or https."""
    if not url.startswith(("http://", "https://")):
        return ""
    authority = _AUTHORITY.match(url)
    return authority[1].lower().removeprefix("www.") if authority is not None else ""


def site_of(name: str) -> str:
    """The last two parts of the host `name`, which stand for the web site: `example.org` for `a.b.example.org`.

    All hosts below `co.uk` and the like are wrongly taken for one site.
    """
    return ".".join(name.split(".")[-2:])


def _prepared(url: str) -> str | None:
    text = url.strip(_ENDS + "\u3000\u00a0\ufeff").translate({9: None, 10: None, 13: None})
    if not text or len(text) > MAX_CHARACTERS or _FORBIDDEN.search(text):
        return None
    # Browsers read a backslash before the query as a slash.
    place = re.search(r"[?#]", text)
    stop = place.start() if place else len(text)
    return text[:stop].replace("\\", "/") + text[stop:]


def _scheme(text: str) -> str | None:
    """The scheme in lower case; empty for a relative address, None if the part before a colon is not a scheme."""
    if match := _SCHEME.match(text):
        return match[1].lower()
    first = re.split(r"[/?#]", text, maxsplit=1)[0]
    # `1:2` is a relative address for browsers, but bleach and others read a scheme or a port in it.
    return None if ":" in first else ""


def _relative(text: str) -> str | None:
    if text.startswith("//"):
        return _web("https", text)
    return _encoded(text)


def _web(scheme: str, rest: str) -> str | None:
    # `https:name` without a slash is relative on a page with the same scheme, which no author intends.
    if not rest.startswith("/"):
        return None
    rest = rest.lstrip("/")
    place = re.search(r"[/?#]", rest)
    stop = place.start() if place else len(rest)
    authority, path = rest[:stop], rest[stop:]
    name, colon, port = authority.rpartition(":") if not authority.endswith("]") else (authority, "", "")
    if not colon:
        name, port = authority, ""
    if port and not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) <= 65_535):
        return None
    if not _is_host(name):
        return None
    return f"{scheme}://{name}{':' + port if port else ''}{_encoded(path)}"


def _is_host(name: str) -> bool:
    if len(name) > 253 or not _HOST.fullmatch(name) or not name.strip("."):
        return False
    # Browsers turn full-width slashes, at-signs and blanks into plain ones before they look up the name.
    folded = unicodedata.normalize("NFKC", name)
    if not _HOST.fullmatch(folded) or _TO_ENCODE.search(name) or has_look_alike(name):
        return False
    return read_host(name) is not None


def _encoded(text: str) -> str:
    return _TO_ENCODE.sub(lambda match: quote(match[0], safe=""), text)

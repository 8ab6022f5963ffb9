"""Recognises pictures and frames that only count readers, by their address and by a size that nobody can see."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl

from generator.article.nodes import Attributes, Node, value_of
from generator.article.urls import host, safe_link
from generator.cleaning import hidden
from generator.cleaning.media.addresses import is_tiny, pixels

_DOMAINS = frozenset(
    """
    2o7.net ads.linkedin.com bat.bing.com beacon.sina.com.cn c.bing.com c.clarity.ms c.statcounter.com
    cnzz.com counter.yadro.ru doubleclick.net everesttech.net extreme-dm.com feed.press feedpress.me
    feedsportal.com getclicky.com gigcount.com google-analytics.com googleadservices.com googlesyndication.com
    googletagmanager.com histats.com hm.baidu.com ia.51.la imrworldwide.com krxd.net mathtag.com mc.yandex.ru
    met.vgwort.de moatads.com omtrdc.net pingtcss.qq.com pixel.wp.com pv.sohu.com quantserve.com
    scorecardresearch.com sitemeter.com stat.ameba.jp stats.wordpress.com stats.wp.com top-fwz1.mail.ru
    users.51.la webtrendslive.com
    """.split()
)
"""Domains that serve nothing but counters and advertisements."""

_PLACES: dict[str, tuple[str, ...]] = {
    "analytics.twitter.com": ("",),
    "api.follow.it": ("/track",),
    "connect.facebook.net": ("",),
    "counter.theconversation.com": ("",),
    "ct.pinterest.com": ("",),
    "facebook.com": ("/tr",),
    "feeds.feedblitz.com": ("/~",),
    "feeds.wordpress.com": ("/1.0/",),
    "list-manage.com": ("/track",),
    "medium.com": ("/_/stat",),
    "open.substack.com": ("/o/",),
    "px.ads.linkedin.com": ("",),
    "syndication.twitter.com": ("/i/jot",),
    "t.co": ("/i/adsct",),
    "tracking.feedpress.it": ("",),
}
"""Hosts without `www.` that also serve other things, and the beginnings of the paths of their counters."""

_SENT_TO = re.compile(
    r"/(?:1x1|__utm|beacon|count(?:er|ing)?|hm|hits?|impression|pageviews?|piwik|matomo|pixel|pv|px|stats?|track(?:er|ing)?"
    r"|visits?)\.(?:gif|php|aspx?|ashx|cgi|jsp|png)"
    r"|/(?:[a-z]|blank|spacer|log|open|tr|clear|dot|transparent)\.gif"
    r"|/(?:collect|beacon|pixel|(?:tracking|open)[_-]pixel|wf/open|track/open)",
    re.IGNORECASE,
)
"""Paths that count if something is sent with them."""
_FEEDBURNER = re.compile(r"/~(?:r/.{1,300}/~4/|ff/|a/)")
"""Counters, buttons and advertisements of FeedBurner, which many sites let run under a host of their own."""
_SCRIPT = re.compile(r"(?:^|/)(?:matomo|piwik|__utm|hm)\.(?:php|gif)$", re.IGNORECASE)
_NAMES = _DOMAINS | _PLACES.keys()
_CACHING = frozenset(
    {"", "raw", "v", "ver", "version", "t", "ts", "_", "rev", "token", "w", "h", "width", "height", "resize", "fit",
     "ssl", "quality", "q", "format", "auto", "x-oss-process", "imageview2", "imagemogr2", "wx_fmt", "dpr", "size", "s"}
)  # fmt: skip
"""Parameters that pictures have, too."""

_MAX_STYLE = 2_000
_SIDE = re.compile(r"(?:^|;)\s{0,9}(?:max-)?(width|height)\s{0,9}:\s{0,9}([^;]{0,40})", re.IGNORECASE)
_PIXELS = re.compile(r"([0-9]{1,5})(?:\.[0-9]{1,4})?(?:px)?(?:\s{0,9}!important)?\s{0,9}", re.IGNORECASE)
_OFF_SCREEN = re.compile(r"(?:^|[;\s])(?:left|top|text-indent)\s{0,9}:\s{0,9}-[0-9]{3,5}(?:px|em)", re.IGNORECASE)
_STILL = re.compile(r"\.(?:jpe?g|png|webp|avif|bmp)$", re.IGNORECASE)


def is_counter(address: str) -> bool:
    """Whether `address` belongs to a service that counts readers, such as that of a tracking pixel."""
    if not _may_count(address):
        return False
    safe = safe_link(address) or ""
    name = host(safe)
    if not name:
        return False
    path, _, query = safe.partition("//")[2].partition("#")[0].partition("?")
    path = path[path.find("/") :] if "/" in path else ""
    if _is_known(name, path):
        return True
    if not query:
        return _SCRIPT.search(path) is not None
    start = max(0, path.rfind("/", 0, path.rfind("/")))
    if not (_SENT_TO.fullmatch(path, path.rfind("/")) or _SENT_TO.fullmatch(path, start)):
        return False
    # A screenshot `stats.png?raw=true` is a picture.
    sent = {key.lower() for key, _ in parse_qsl(query, keep_blank_values=True)}
    return bool(sent - _CACHING)


def _may_count(address: str) -> bool:
    """Whether an address has a sign that those of all counters have, or is written in an unusual way."""
    if "?" in address or "/~" in address or "\\" in address or address[-4:].lower() in (".php", ".gif"):
        return True
    start, slashes, rest = address[:300].partition("//")
    name = rest.partition("/")[0].partition("#")[0]
    is_plain = slashes and name and "/" not in start and name.isascii() and "@" not in name and ":" not in name
    return not is_plain or _is_named(name)


@lru_cache(maxsize=256)
def _is_named(name: str) -> bool:
    """Whether a host, as it is written, is or ends like one of a counter; blanks and dots around it do not matter."""
    return in_domains("".join(name.lower().split()).strip("."), _NAMES)


def _is_known(name: str, path: str) -> bool:
    if _FEEDBURNER.match(path) or any(path.startswith(start) for start in _PLACES.get(name, ())):
        return True
    return in_domains(name, _DOMAINS)


def in_domains(name: str, domains: frozenset[str]) -> bool:
    """Whether the host `name` is one of `domains` or a subdomain of one of them."""
    labels = name.split(".")
    return any(".".join(labels[count:]) in domains for count in range(len(labels) - 1))


def is_unseen(attributes: Attributes) -> bool:
    """Whether the style of an element makes it at most one pixel large, or puts it where readers cannot see it."""
    style = (attributes.get("style") or "")[:_MAX_STYLE]
    return bool(style) and (_is_dot(attributes, style) or _OFF_SCREEN.search(style) is not None)


def _is_dot(attributes: Attributes, style: str) -> bool:
    if "width" not in (lower := style.lower()) and "height" not in lower:
        return False
    sides = _sides(style)
    # A side in another unit or with a length of its own: the box of a picture that is still to come.
    lengths = [2 if side is None else side for side in sides.values()]
    others = [pixels(value_of(attributes, name)) or 0 for name in ("width", "height") if name not in sides]
    return bool(lengths) and max(lengths + others) <= 1


def length(attributes: Attributes, name: str) -> int:
    """The side `name` (`width` or `height`) of an element in pixels, from that attribute or the style; 0 if unknown."""
    written = pixels(value_of(attributes, name))
    if written is None and (style := attributes.get("style")):
        written = _sides(style[:_MAX_STYLE]).get(name)
    return written or 0


def _sides(style: str) -> dict[str, int | None]:
    """The width and height in a style, as far as it names them: the smallest number of pixels, None for other units."""
    sides: dict[str, int | None] = {}
    for match in _SIDE.finditer(style):
        name, value = match[1].lower(), _PIXELS.fullmatch(match[2].strip())
        sides.setdefault(name, None)
        if value is not None:
            sides[name] = min(int(value[1]), sides[name] or int(value[1]))
    return sides


def is_counting(node: Node) -> bool:
    """Whether the picture `node` only counts readers, because of its address or because readers cannot see it."""
    attributes, address = node.attributes, node.value("src")
    if is_tiny(attributes, 1) or is_counter(address):
        return True
    if not attributes.get("style") and "hidden" not in attributes:
        return False
    if is_revealed_later(attributes):
        return False
    return is_unseen(attributes) or (hidden.is_hidden(attributes) and _STILL.search(address) is None)


def is_revealed_later(attributes: Attributes) -> bool:
    """Whether another attribute has the same address as `src`; then a script shows the picture once it is loaded."""
    address = value_of(attributes, "src")
    return any(value == address for name, value in attributes.items() if name != "src")

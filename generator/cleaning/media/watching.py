"""Finds the page on which people watch or hear what a frame plays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, unquote

from generator.article.urls import MAX_CHARACTERS, host, safe_link

_ID = r"([\w\-]{1,80})"
_PATHS: tuple[tuple[str, str, str], ...] = (
    (
        "youtube.com youtube-nocookie.com",
        rf"/(?:embed|v|e)/(?!videoseries|live_stream){_ID}",
        "www.youtube.com/watch?v={}",
    ),
    ("youtube.com", rf"/shorts/{_ID}", "www.youtube.com/shorts/{}"),
    ("player.vimeo.com", r"/video/([0-9]{1,15})", "vimeo.com/{}"),
    ("dailymotion.com", rf"/(?:embed/video|swf)/{_ID}", "www.dailymotion.com/video/{}"),
    ("player.youku.com", r"/embed/([\w\-]{1,40}={0,2})", "v.youku.com/v_show/id_{}.html"),
    ("player.youku.com", r"/player\.php/(?:.{0,80}/)?sid/([\w\-]{1,40}={0,2})/v\.swf", "v.youku.com/v_show/id_{}.html"),
    ("open.spotify.com", r"/embed(?:-podcast)?/([a-z]{4,10}/\w{1,40})", "open.spotify.com/{}"),
    ("codepen.io", rf"/{_ID}/embed/(?:preview/)?{_ID}", "codepen.io/{}/pen/{}"),
    ("codesandbox.io", rf"/embed/{_ID}", "codesandbox.io/s/{}"),
    ("jsfiddle.net", r"/((?:[\w\-]{1,40}/){1,3})embedded", "jsfiddle.net/{}"),
    ("embed.nicovideo.jp ext.nicovideo.jp", rf"/(?:watch|thumb)/{_ID}", "www.nicovideo.jp/watch/{}"),
    ("acfun.cn", r"/player/(ac[0-9]{1,12})", "www.acfun.cn/v/{}"),
    ("ixigua.com", r"/iframe/([0-9]{1,25})", "www.ixigua.com/{}"),
    ("embed.ted.com embed-ssl.ted.com", r"/talks/(?:lang/[\w\-]{1,10}/)?([\w\-]{1,120})", "www.ted.com/talks/{}"),
    ("instagram.com", rf"/(p|reel|tv)/{_ID}/embed", "www.instagram.com/{}/{}/"),
    ("loom.com", rf"/embed/{_ID}", "www.loom.com/share/{}"),
    ("streamable.com", rf"/[eos]/{_ID}", "streamable.com/{}"),
    ("rutube.ru", rf"/play/embed/{_ID}", "rutube.ru/video/{}/"),
    ("archive.org", r"/embed/([\w.\-]{1,100})", "archive.org/details/{}"),
    ("giphy.com", rf"/embed/{_ID}", "giphy.com/gifs/{}"),
    ("embed.music.apple.com embed.podcasts.apple.com", r"/(.{1,300})", "{host}/{}"),
    ("coub.com", rf"/embed/{_ID}", "coub.com/view/{}"),
)
"""Hosts without `www.`, the beginning of a path, and the page with what the path names."""

_QUERIES: tuple[tuple[str, str, str, str, str], ...] = (
    ("youtube.com youtube-nocookie.com", "/embed", "list", r"[\w\-]{2,60}", "www.youtube.com/playlist?list={}"),
    ("player.bilibili.com bilibili.com", "/", "bvid", r"(?i:bv)\w{8,14}", "www.bilibili.com/video/{}/"),
    ("player.bilibili.com bilibili.com", "/", "aid", r"[0-9]{1,18}", "www.bilibili.com/video/av{}/"),
    ("v.qq.com", "/txp/iframe/player.html", "vid", r"\w{1,40}", "v.qq.com/x/page/{}.html"),
    ("v.qq.com", "/iframe/", "vid", r"\w{1,40}", "v.qq.com/x/page/{}.html"),
    ("static.video.qq.com imgcache.qq.com", "/", "vid", r"\w{1,40}", "v.qq.com/x/page/{}.html"),
    ("geo.dailymotion.com", "/player", "video", r"\w{1,40}", "www.dailymotion.com/video/{}"),
    ("platform.twitter.com", "/embed/", "id", r"[0-9]{1,25}", "twitter.com/i/web/status/{}"),
    ("player.twitch.tv", "/", "video", r"v?[0-9]{1,20}", "www.twitch.tv/videos/{}"),
    ("player.twitch.tv", "/", "channel", r"\w{1,40}", "www.twitch.tv/{}"),
    ("clips.twitch.tv", "/embed", "clip", r"[\w\-]{1,100}", "clips.twitch.tv/{}"),
    ("open.douyin.com", "/player", "vid", r"[0-9]{1,25}", "www.douyin.com/video/{}"),
)
"""Hosts without `www.`, the beginning of a path, a parameter, what it looks like, and the page with what it names."""

_NAMED = {
    "w.soundcloud.com": ("/player", "url", "soundcloud.com"),
    "facebook.com": ("/plugins/", "href", "facebook.com"),
    "figma.com": ("/embed", "url", "figma.com"),
    "mixcloud.com": ("/widget/", "feed", "mixcloud.com"),
    "embedly.com": ("/widgets/", "url", ""),
    "cdn.embedly.com": ("/widgets/", "url", ""),
}
"""Hosts whose parameter is the address of the page: the path, the parameter, and the host that the page must have."""
_NETEASE = {"0": "playlist", "1": "album", "2": "song", "3": "program", "4": "djradio"}
_START = re.compile(r"[0-9]{1,6}")

PLAYERS = frozenset(
    name for hosts in (*(row[0] for row in _PATHS), *(row[0] for row in _QUERIES)) for name in hosts.split()
) | _NAMED.keys() | {"music.163.com"}  # fmt: skip
"""Hosts that play something, whatever the size of their frame."""


def page_of(address: str) -> str:
    """The address of the page where people watch what the frame with the address `address` plays.

    If the player is not a known one, `address` itself.
    """
    name = host(address)
    if name not in PLAYERS:
        return address
    rest, _, query = address.partition("#")[0].partition("?")
    path = rest.partition("//")[2].partition("/")[2]
    given = {key: values[0] for key, values in parse_qs(query).items()} if len(query) <= MAX_CHARACTERS else {}
    page = _by_path(name, f"/{path}", given) or _by_query(name, f"/{path}", given)
    return (page and safe_link(page)) or address


def _by_path(name: str, path: str, given: Mapping[str, str]) -> str:
    for hosts, pattern, page in _PATHS:
        if name in hosts.split() and (match := re.match(pattern, path)):
            address = f"https://{page.format(*match.groups(), host=name.removeprefix('embed.'))}"
            start = given.get("start", "")
            return f"{address}&t={start}" if "watch?v=" in page and _START.fullmatch(start) else address
    return ""


def _by_query(name: str, path: str, given: Mapping[str, str]) -> str:
    for hosts, start, parameter, pattern, page in _QUERIES:
        value = given.get(parameter, "")
        if name in hosts.split() and path.startswith(start) and re.fullmatch(pattern, value):
            number = given.get("p") or given.get("page") or ""
            part = f"?p={number}" if "bilibili" in name and re.fullmatch(r"[2-9]|[1-9][0-9]{1,3}", number) else ""
            value = f"BV{value[2:]}" if parameter == "bvid" else value
            return f"https://{page.format(value)}{part}"
    if name == "music.163.com" and (kind := _NETEASE.get(given.get("type", ""))) and given.get("id", "").isdecimal():
        return f"https://music.163.com/#/{kind}?id={quote(given['id'])}"
    if name in _NAMED:
        start, parameter, wanted = _NAMED[name]
        page = given.get(parameter, "") if path.startswith(start) else ""
        page = f"https://www.mixcloud.com{page}" if name == "mixcloud.com" and page.startswith("/") else page
        return (
            page if host(safe_link(unquote(page)) or "").endswith(wanted) and host(page) != "api.soundcloud.com" else ""
        )
    return ""

"""Replaces AMP elements, which need AMP's script, with pictures, players and frames of ordinary HTML."""

from __future__ import annotations

import html as entities
import re
from urllib.parse import quote

_RENAMED = {"img": "img", "anim": "img", "video": "video", "audio": "audio", "iframe": "iframe"}
_FRAMES = {
    "youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "facebook": ("data-href", "{}"),
}
"""By component: the attribute that identifies the embedded content, and the address of the page that shows it.

Source: the reference of AMP's components, https://amp.dev/documentation/components/, 2026-11.
"""
_NAMES = "|".join((*_RENAMED, *_FRAMES))
_TAG = re.compile(
    rf"""<(?P<end>/?)amp-(?P<name>{_NAMES})(?P<rest>(?:[^>="']|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""", re.IGNORECASE
)


def as_html(html: str) -> tuple[str, int]:
    """`html` with ordinary HTML elements in place of AMP elements such as `amp-img`, and the number of AMP elements."""
    if "<amp-" not in html.lower():
        return html, 0
    count = 0

    def plain(match: re.Match[str]) -> str:
        nonlocal count
        name, is_end = match["name"].lower(), bool(match["end"])
        count += not is_end
        if (renamed := _RENAMED.get(name)) is not None:
            if is_end:
                return "" if renamed == "img" else f"</{renamed}>"
            return f"<{renamed}{match['rest']}>"
        attribute, address = _FRAMES[name]
        if is_end:
            return ""
        written = re.search(rf"""\s{attribute}\s*+=\s*+["']?([^\s"'>]+)""", match["rest"], re.IGNORECASE)
        if written is None:
            return match[0]
        value = entities.unescape(written[1])
        target = address.format(value if attribute == "data-href" else quote(value, safe=""))
        return f'<iframe src="{entities.escape(target)}"></iframe>'

    return _TAG.sub(plain, html), count

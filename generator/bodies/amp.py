"""Elements of AMP, which only its script can show, as the pictures, players and frames that they stand for."""

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
"""What a player of another site is called by, and the page that shows it.

Source: the reference of AMP's components, https://amp.dev/documentation/components/, 2026-11.
"""
_NAMES = "|".join((*_RENAMED, *_FRAMES))
_TAG = re.compile(
    rf"""<(?P<end>/?)amp-(?P<name>{_NAMES})(?P<rest>(?:[^>="']|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""", re.IGNORECASE
)


def as_html(html: str) -> tuple[str, int]:
    """`html` with elements of HTML in place of those of AMP, and how many there were."""
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
        found = re.search(rf"""\s{attribute}\s*+=\s*+["']?([^\s"'>]+)""", match["rest"], re.IGNORECASE)
        if found is None:
            return match[0]
        value = entities.unescape(found[1])
        target = address.format(value if attribute == "data-href" else quote(value, safe=""))
        return f'<iframe src="{entities.escape(target)}"></iframe>'

    return _TAG.sub(plain, html), count

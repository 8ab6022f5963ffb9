"""Replaces frames by links to what they show, and removes frames of advertisements and counters."""

from __future__ import annotations

import re

from generator.article.elements import FLOW, INLINE, SHOWING
from generator.article.elsewhere import elsewhere
from generator.article.nodes import Node
from generator.article.urls import host, is_internal, safe_link
from generator.cleaning import hidden
from generator.cleaning.draft import Tally
from generator.cleaning.media.addresses import pixels
from generator.cleaning.media.counters import in_domains, is_counter, is_revealed_later, is_unseen, length
from generator.cleaning.media.watching import PLAYERS, page_of

FALLBACK_CHARACTERS = 60
"""Text of at most this length in an `object` is taken for a message that the object cannot be shown."""

_ADVERTISING = frozenset(
    """
    a-ads.com a8.net accesstrade.net ad-stir.com adform.net adingo.jp adnxs.com adroll.com adsame.com
    adsterra.com advertising.com alimama.com allyes.com amazon-adsystem.com an.yandex.ru bidvertiser.com
    buysellads.com carbonads.com carbonads.net cpro.baidu.com cpro.baidustatic.com criteo.com criteo.net
    dable.io doubleclick.net dup.baidustatic.com exoclick.com gdt.qq.com googleadservices.com
    googlesyndication.com gssprt.jp hbb.afl.rakuten.co.jp i-mobile.co.jp i.moshimo.com impact-ad.jp
    infolinks.com ipinyou.com juicyads.com linksynergy.com media.net mediav.com mgid.com microad.jp nend.net
    openx.net outbrain.com popads.net popin.cc pos.baidu.com propellerads.com pubmatic.com revcontent.com
    rubiconproject.com smartadserver.com taboola.com tanx.com teads.tv valuecommerce.com yieldmo.com
    zergnet.com
    """.split()
)
"""Domains that serve nothing but advertisements."""
_AD_HOST = re.compile(r"(?:ads?[0-9]{0,2}|adserver|adservice|adsrv|adx|banners?)\.")
_AD_PATH = re.compile(r"/(?:ads|adframe|adserver|advert(?:s|isement|ising)?)(?:/|\.(?:html?|php|aspx?))")

_BUTTONS = re.compile(
    r"https?://(?:"
    r"(?:[a-z\-]{1,5}\.)?facebook\.com/(?:v[0-9.]{1,6}/)?plugins/"
    r"(?:fan|follow|like|likebox|like_box|page|send|share_button)\.php"
    r"|platform\.twitter\.com/widgets/(?:tweet_button|follow_button)|(?:widget|service)\.weibo\.com/"
    r"|follow\.v\.t\.qq\.com/|b\.hatena\.ne\.jp/entry/button|plusone\.google\.com/|apis\.google\.com/u/[0-9]/se/)"
)
"""Frames that only hold buttons for sharing and following."""

BANNERS = frozenset(
    {(728, 90), (300, 250), (336, 280), (160, 600), (320, 50), (320, 100), (468, 60), (970, 250), (970, 90), (120, 600),
     (250, 250), (200, 200), (300, 600), (234, 60), (120, 240), (300, 50), (640, 60), (760, 90), (960, 90)}
)  # fmt: skip
"""Sizes of banners in pixels, as networks name them (width, height)."""

_EMPTY_WORDS = frozenset(
    """
    a advertisement audio bilibili by content dailymotion document embed embedded external facebook for frame
    from google html5 iframe inline instagram map maps media music my of page party player post soundcloud
    spotify tencent the third track tweet twitter untitled video vimeo widget wordpress x youku youtube
    """.split()
)
"""Words that in a title only say that something is embedded."""
_EMPTY_PHRASE = re.compile(
    r"(?:哔哩哔哩|优酷|腾讯)?(?:嵌入|内嵌)?的?(?:视频|影片|音频|音樂|音乐|內容|内容|框架|播放器|地图|地圖){1,4}|埋め込み.{0,10}"
    r"|動画(?:プレーヤー)?"
)
_PREFIX = re.compile(
    r"(?:spotify embed|embedded (?:content|post|video)|youtube video(?: player)?)\s?:\s?", re.IGNORECASE
)
MAX_TITLE = 200


def replace_frame(node: Node, page: str, tally: Tally) -> None:
    """Replace a frame by a link to the page that it shows, or remove it.

    It is removed if it shows nothing, an advertisement or a counter.  `page` is the address of the page on which
    relative addresses were written; empty if it is unknown.
    """
    if node.tag == "object" and any(inner.tag in SHOWING or inner.tag == "a" for inner in node.elements()):
        node.unwrap()
        return
    written = node.value("data" if node.tag == "object" else "src")
    address = safe_link(written) or ""
    if page and address and is_internal(address):
        address = elsewhere(page, address, safe_link)
    name = host(address)
    if name and _counts(node, address, name) and tally.is_on("pixel"):
        tally.take("pixel", "tracking", node, written)
        node.remove()
    elif name and _advertises(node, address, name) and tally.is_on("banner"):
        tally.take("banner", "advertisement", node, written)
        node.remove()
    elif _BUTTONS.match(address) and tally.is_on("banner"):
        tally.take("banner", "share", node, written)
        node.remove()
    else:
        tally.add("frame", "frame", written)
        _link(node, page_of(address) if name else "", tally)


def _counts(node: Node, address: str, name: str) -> bool:
    if is_counter(address):
        return True
    if name in PLAYERS or is_revealed_later(node.attributes):
        return False
    sides = (pixels(node.value("width")), pixels(node.value("height")))
    return sides in ((0, 0), (1, 1), (0, 1), (1, 0)) or is_unseen(node.attributes) or hidden.is_hidden(node.attributes)


def _advertises(node: Node, address: str, name: str) -> bool:
    """Whether a frame shows an advertisement: by its host and path, or by the size of a banner."""
    if in_domains(name, _ADVERTISING) or _AD_HOST.match(name):
        return True
    if name in PLAYERS or "map" in name or "/map" in address:
        return False
    path = address[: address.find("?")] if "?" in address else address
    return _AD_PATH.search(path[-300:].lower()) is not None or _size(node) in BANNERS


def _size(node: Node) -> tuple[int, int]:
    """The width and height of a frame in pixels; 0 where they are not given."""
    width, height = (length(node.attributes, name) for name in ("width", "height"))
    return width, height


def _link(node: Node, address: str, tally: Tally) -> None:
    parent = node.parent
    if address and not _is_linked_before(node, address):
        shown = link = Node("a", {"href": address})
        link.append(_title(node) or host(address))
        if parent is not None and parent.tag in FLOW:
            shown = Node("p", {"class": "frame"})
            shown.append(link)
        elif parent is not None:
            # A frame fills a line of its own; without breaks the host name would join the words next to it.
            _part_lines(node)
        node.insert_before(shown)
    if node.tag == "object" and len(node.text().strip()) > FALLBACK_CHARACTERS:
        # Browsers show this content if they cannot show the object itself.
        node.unwrap()
    else:
        tally.gone("frame", node)
        node.remove()


def _title(node: Node) -> str:
    """What a frame says that it shows; empty if that is only that it is a frame or a player."""
    for name in ("title", "data-title", "aria-label"):
        title = _PREFIX.sub("", " ".join(node.value(name)[: 4 * MAX_TITLE].split()), count=1)
        if len(title) > MAX_TITLE:
            title = f"{title[: MAX_TITLE - 1]}…"
        if any(map(str.isalpha, title)) and "://" not in title and not _says_nothing(title):
            return title
    return ""


def _says_nothing(title: str) -> bool:
    words = set(re.split(r"[\W_]+", title.casefold())) - {""}
    return words <= _EMPTY_WORDS or _EMPTY_PHRASE.fullmatch(title) is not None


def _is_linked_before(node: Node, address: str) -> bool:
    """Whether the element before a frame links to the same page, like the quotation before a post of WordPress."""
    before = node.prev
    while before is not None and before.is_text and not before.text_content.strip():
        before = before.prev
    return (
        before is not None
        and before.is_element
        and any(link.value("href").rstrip("/") == address.rstrip("/") for link in before.elements("a"))
    )


def _part_lines(node: Node) -> None:
    """Insert a line break before and after an element if something adjoins it or the inline elements around it."""
    first = last = node
    while first.prev is None and first.parent is not None and first.parent.tag in INLINE:
        first = first.parent
    while last.next is None and last.parent is not None and last.parent.tag in INLINE:
        last = last.parent
    if first.prev is not None and first.prev.tag != "br":
        first.insert_before(Node("br"))
    if last.next is not None and last.next.tag != "br":
        last.insert_after(Node("br"))

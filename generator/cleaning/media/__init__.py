"""The step that repairs pictures, players and links, replaces frames by links, and chooses the cover."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from generator.article.elements import FRAMES, PICTURES, PLAYERS
from generator.article.nodes import Node
from generator.article.urls import host, is_internal, safe_media, safe_srcset, split_srcset
from generator.clean_config import CleanConfig
from generator.cleaning import hidden, links
from generator.cleaning.anchors import is_in_self_link
from generator.cleaning.draft import Draft, Tally
from generator.cleaning.media.addresses import (
    best_source,
    frame_source,
    is_folder,
    is_placeholder,
    is_stand_in,
    is_tiny,
    largest_candidate,
    lazy_source,
    lazy_srcsets,
    without_proxy,
)
from generator.cleaning.media.codes import drop_codes
from generator.cleaning.media.counters import is_counting, is_revealed_later
from generator.cleaning.media.emoji import emoji_of
from generator.cleaning.media.frames import replace_frame
from generator.cleaning.media.holders import fill_holders
from generator.cleaning.media.sizes import keep_size
from generator.cleaning.media.twins import merge_fallbacks, merge_sizes

RULES = (
    "lazy", "proxy", "placeholder", "noscript", "twin", "background", "source", "embedded", "emoji", "pixel", "stream",
    "player", "frame", "banner", "code", "size", "undefined", "scheme", "redirect", "tracking", "cover",
)  # fmt: skip
"""The parts of this step; `off` takes each as `media:NAME`."""

_SOURCED = PLAYERS | (FRAMES - {"object"}) | {"img", "source"}
_HANDLED = PICTURES | PLAYERS | FRAMES | {"a", "noscript"}
_NEAR = 3
"""How many ancestors of a picture or source are searched for the `picture` that it belongs to."""
_MAX_ADDRESS = 4_000
COVER_PIXELS = 60
"""Pictures at most this wide or at most this high are icons and never become the cover."""

_ICON = re.compile(r"(?:emoji|avatar|favicon|qr_?code|/icons?/|logo)", re.IGNORECASE)
_STREAM = re.compile(r"\.m3u8(?:[?#]|$)|mpegurl", re.IGNORECASE)


def apply(draft: Draft) -> None:
    """Repair pictures, players, frames and links of a draft in place, and choose its cover."""
    tally = Tally(draft, "media")
    config = draft.config
    nodes = draft.body.elements()
    # Backwards, so that an element is looked at after those inside it.
    if tally.is_on("background") and fill_holders(reversed(nodes), config, tally):
        nodes = draft.body.elements()
    handled = [node for node in nodes if node.tag in _HANDLED]
    shared = Counter(node.value("src") for node in handled if node.tag == "img")
    for node in handled:
        if node.tag in _SOURCED:
            _mend_address(node, config, tally, is_shared=shared[node.value("src")] > 1)
    if tally.is_on("lazy") and any(node.tag == "picture" for node in handled):
        _fill_pictures(handled, config, tally)
    if tally.is_on("noscript") and any(node.tag == "noscript" for node in handled):
        merge_fallbacks(handled, config, tally)
        handled = draft.body.elements(*_HANDLED)
    if tally.is_on("embedded"):
        _embed(handled, draft, tally)
    # Backwards, so that an element is handled after those inside it.
    page = config.page_of(draft.header)
    for node in reversed(handled):
        _handle(node, config, page, tally)
    pictures = [node for node in handled if node.tag == "img" and node.parent is not None]
    if tally.is_on("code"):
        drop_codes(draft.body, pictures, [text for _, text in draft.taken.texts], tally)
    if tally.is_on("twin"):
        merge_sizes(draft.body, draft.body.elements("img") if len(pictures) > 1 else [], tally)
    if tally.is_on("cover"):
        _choose_cover(draft, tally)
    if count := tally.count("scheme"):
        draft.noted("link-dropped", f"{count} with an address that no browser may follow", "`explain` shows them")
    tally.close()


def _handle(node: Node, config: CleanConfig, page: str, tally: Tally) -> None:
    """`page` is the address of the page that relative addresses were written for; empty if it is unknown."""
    match node.tag:
        case "a":
            links.tidy(node, tally)
        case "img":
            _picture(node, config, page, tally)
        case "source":
            _source(node, tally)
        case "picture":
            _picture_element(node, page, tally)
        case "video" | "audio":
            _player(node, tally)
        case tag if tag in FRAMES and tally.is_on("frame"):
            replace_frame(node, page, tally)


def _mend_address(node: Node, config: CleanConfig, tally: Tally, *, is_shared: bool) -> None:
    """Copy addresses of lazy attributes to the real ones and unwrap proxies; nothing is removed yet."""
    attributes = node.attributes
    if node.tag == "img":
        address, rule = best_source(attributes, config, is_shared=is_shared)
        if address and rule and tally.is_on(rule):
            tally.add(rule, "proxy" if rule == "proxy" else "attribute", node.value("src"))
            attributes["src"] = address
    else:
        _mend_other_source(node, config, tally)
    if tally.is_on("lazy"):
        _mend_srcset(node, config, tally)
    if tally.is_on("proxy"):
        _unwrap_attribute(node, "poster", config, tally)
        if "srcset" in attributes:
            _unwrap_srcset(node, config, tally)


def _mend_srcset(node: Node, config: CleanConfig, tally: Tally) -> None:
    """Copy the candidates of a lazy loader to `srcset`, unless that has some or they only repeat `src`."""
    lazy = lazy_srcsets(node.attributes)
    if not lazy or _has_candidates(node):
        return
    addresses = {without_proxy(address, config.proxies) for address, _ in split_srcset(lazy[0])}
    if addresses - {node.value("src")}:
        node.attributes["srcset"] = lazy[0]
        tally.add("lazy", "attribute", lazy[0])


def _has_candidates(node: Node) -> bool:
    """Whether `srcset` holds addresses that a browser may load, and not only the stand-in of a lazy loader."""
    if not (written := node.value("srcset")):
        return False
    return safe_srcset(written) is not None and not all(is_stand_in(address) for address, _ in split_srcset(written))


def _fill_pictures(handled: list[Node], config: CleanConfig, tally: Tally) -> None:
    """Give each `picture` whose `img` has no address, or that has no `img`, the address of its last usable source."""
    # Each `picture` with the largest candidate of its last source, and whether it holds an `img`.
    around: dict[Node, str] = {}
    pictures: dict[Node, Node | None] = {}
    for node in handled:
        if node.tag == "picture":
            pictures[node] = None
            continue
        if node.tag not in ("img", "source"):
            continue
        holder = next((outer for outer in islice(node.ancestors(), _NEAR) if outer.tag == "picture"), None)
        if holder is None:
            continue
        if node.tag == "img":
            pictures[holder] = node
        elif address := largest_candidate(node.value("srcset"), config):
            around[holder] = address
    for holder, address in around.items():
        picture = pictures.get(holder)
        if picture is None:
            picture = Node("img")
            holder.append(picture)
        elif not is_placeholder(picture.value("src"), config.placeholders) and not is_stand_in(picture.value("src")):
            continue
        picture.attributes["src"] = address
        tally.add("lazy", "attribute", address)


def _mend_other_source(node: Node, config: CleanConfig, tally: Tally) -> None:
    written = node.value("src")
    if tally.is_on("lazy") and (not written or written.lower() in ("about:blank", "undefined")):
        lazy = lazy_source(node.attributes, config)
        if not lazy and node.tag in FRAMES:
            lazy = frame_source(node.attributes)
        if lazy:
            node.attributes["src"] = lazy
            tally.add("lazy", "attribute", lazy)
    if tally.is_on("proxy"):
        _unwrap_attribute(node, "src", config, tally)


def _unwrap_attribute(node: Node, name: str, config: CleanConfig, tally: Tally) -> None:
    written = node.value(name)
    if written and (address := without_proxy(written, config.proxies)) != written:
        node.attributes[name] = address
        tally.add("proxy", "proxy", written)


def _unwrap_srcset(node: Node, config: CleanConfig, tally: Tally) -> None:
    candidates = split_srcset(node.value("srcset"))
    mended = [(without_proxy(address, config.proxies), descriptor) for address, descriptor in candidates]
    if mended and tuple(mended) != candidates:
        node.attributes["srcset"] = ", ".join(f"{address} {descriptor}".rstrip() for address, descriptor in mended)
        tally.add("proxy", "proxy", candidates[0][0])


# ------------------------------------------------------------------------------------------ pictures


def _embed(handled: list[Node], draft: Draft, tally: Tally) -> None:
    """Give each picture that the body holds itself an address in the site; others are dropped as placeholders."""
    for node in handled:
        address = node.value("src") if node.tag == "img" else ""
        if (
            address[:5].lower() == "data:"
            and (picture := draft.album.add(draft.aside.get(address, address))) is not None
        ):
            node.attributes["src"] = picture.address
            # What else it would show is a stand-in of the same kind.
            node.attributes.pop("srcset", None)
            tally.add("embedded", "attribute", f"{len(picture.data):,} bytes, now {picture.address}")


def _picture(node: Node, config: CleanConfig, page: str, tally: Tally) -> None:
    address = node.value("src")
    if tally.is_on("emoji") and (emoji := emoji_of(node.attributes)):
        tally.take("emoji", "markup", node, emoji)
        node.replace_with(emoji)
        return
    if tally.is_on("pixel") and is_counting(node):
        tally.take("pixel", "tracking", node, address)
        node.remove()
        return
    if tally.is_on("placeholder") and is_placeholder(address, config.placeholders):
        tally.take("placeholder", "placeholder", node, address)
        node.remove()
        return
    if hidden.is_hidden(node.attributes) and is_revealed_later(node.attributes):
        hidden.reveal(node)
    if tally.is_on("source"):
        _drop_refused_srcset(node, node, page, tally)
    if tally.is_on("size"):
        keep_size(node, tally)


def _source(node: Node, tally: Tally) -> None:
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        return
    if tally.is_on("source") and not safe_media(node.value("src")):
        tally.add("source", "markup", node.value("src"))
        node.remove()


def _drop_refused_srcset(node: Node, picture: Node, page: str, tally: Tally) -> None:
    """Remove a `srcset` with an unsafe candidate, or with a relative one next to an absolute picture.

    Relative candidates belong to the site that the post was scraped from; they stay if its address is known.
    """
    written = node.value("srcset")
    if not written:
        return
    candidates = split_srcset(written)
    if all(is_stand_in(address) for address, _ in candidates) and not is_stand_in(picture.value("src")):
        node.attributes.pop("srcset", None)
        tally.add("source", "markup", written)
        return
    addresses = [safe_media(address) for address, _ in candidates]
    is_foreign = not page and host(safe_media(picture.value("src")) or "") != ""
    if None in addresses or (is_foreign and any(address and is_internal(address) for address in addresses)):
        node.attributes.pop("srcset", None)
        tally.add("source", "markup", written)


def _picture_element(node: Node, page: str, tally: Tally) -> None:
    picture = node.first("img")
    if picture is None:
        node.unwrap()
        return
    if tally.is_on("source"):
        for source in node.elements("source"):
            _drop_refused_srcset(source, picture, page, tally)
            if not source.value("srcset"):
                source.remove()


# ------------------------------------------------------------------------------------------- players


def _player(node: Node, tally: Tally) -> None:
    sources = [child for child in node.elements("source") if safe_media(child.value("src"))]
    address = node.value("src")
    if tally.is_on("stream"):
        streams = [child for child in sources if _STREAM.search(f"{child.value('src')} {child.value('type')}")]
        has_other = len(streams) < len(sources) or (safe_media(address) is not None and not _STREAM.search(address))
        if has_other:
            for child in streams:
                tally.add("stream", "markup", child.value("src"))
                child.remove()
        if _STREAM.search(address) and len(streams) < len(sources):
            tally.add("stream", "markup", address)
            node.attributes.pop("src", None)
    if tally.is_on("player") and not sources and safe_media(address) is None:
        tally.add("player", "frame", address)
        if node.text().strip():
            node.unwrap()
        else:
            node.remove()


# --------------------------------------------------------------------------------------------- cover


def _choose_cover(draft: Draft, tally: Tally) -> None:
    """Keep the cover from front matter if it is a picture; otherwise take the first suitable picture of the article."""
    config = draft.config
    if draft.cover:
        address = without_proxy(draft.cover, config.proxies)
        if is_placeholder(address, config.placeholders) or safe_media(address) is None or is_folder(address):
            tally.add("cover", "placeholder", draft.cover)
            address = ""
        elif address != draft.cover:
            tally.add("cover", "proxy", draft.cover)
        draft.cover = address
    if draft.cover:
        return
    for picture in draft.body.elements("img"):
        address = picture.value("src")
        if (
            safe_media(address)
            and not is_placeholder(address, config.placeholders)
            and not is_folder(address)
            and not is_tiny(picture.attributes, COVER_PIXELS)
            and not hidden.is_hidden(picture.attributes)
            and not _ICON.search(address[:_MAX_ADDRESS])
            and not is_in_self_link(picture, draft.header.link)
        ):
            draft.cover = address
            return

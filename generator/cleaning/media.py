"""Media: pictures that load, players that wait, frames as links, and links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.cleaning import links
from generator.cleaning.draft import Attributes, Draft, Outline
from generator.cleaning.elements import FLOW, FRAMES, INLINE, PICTURES, PLAYERS, SHOWING
from generator.cleaning.pictures import (
    LAZY_SRCSETS,
    best_source,
    is_folder,
    is_placeholder,
    is_tiny,
    lazy_source,
    pixels,
    without_proxy,
)
from generator.cleaning.tree import (
    Tally,
    attribute,
    below,
    drop_attribute,
    elements,
    value_of,
)
from generator.cleaning.urls import host, is_internal, safe_link, safe_media, split_srcset
from generator.config import CleanConfig

RULES = (
    "lazy", "proxy", "placeholder", "noscript", "source", "pixel", "stream", "player", "frame", "size",
    "undefined", "scheme", "redirect", "tracking", "cover",
)  # fmt: skip
"""What this step does, by the names that `off` takes as `media:NAME`."""

_SOURCED = PLAYERS | (FRAMES - {"object"}) | {"img", "source"}
_COUNTED = frozenset({"a", "img"})
_HANDLED = PICTURES | PLAYERS | FRAMES | {"a", "noscript"}
MAX_PIXELS = 4_000
COVER_PIXELS = 60
"""Pictures no wider or no higher than this are icons and never a cover."""

FALLBACK_CHARACTERS = 60
"""A text in an object that is no longer than this says that it cannot be shown."""

_ICON = re.compile(r"(?:emoji|avatar|favicon|qr_?code|/icons?/|logo)", re.IGNORECASE)
_STREAM = re.compile(r"\.m3u8(?:[?#]|$)|mpegurl", re.IGNORECASE)


def apply(draft: Draft) -> None:
    """Mend pictures, players, frames and links of a draft in place, and choose its cover."""
    tally = Tally(draft, "media")
    config = draft.config
    outline = draft.outline()
    handled = _handled(outline)
    for node, tag, attributes in handled:
        if tag in _SOURCED:
            _mend_address(node, tag, attributes, config, tally)
    tags = {tag for _, tag, _ in handled}
    if "noscript" in tags and tally.is_on("noscript"):
        _merge_twins(draft.body, tally)
        handled = _handled(draft.outline())
    # Backwards: an element is handled after those inside it, and nothing removed is touched again.
    for node, tag, attributes in reversed(handled):
        match tag:
            case "a":
                links.tidy(draft.tree, node, attributes, tally)
            case "img":
                _picture(node, attributes, config, tally)
            case "source":
                _source(node, tally)
            case "picture":
                _picture_element(node, tally)
            case "video" | "audio":
                _player(node, tally)
            case _ if tag in FRAMES and tally.is_on("frame"):
                _frame(draft.tree, node, tally)
    # Each change of links and pictures is counted, but those that are written into the outline as well.
    if tally.is_empty and tags <= _COUNTED:
        draft.leave(outline)
    if tally.is_on("cover"):
        pictures = (node.attributes for node in draft.body.traverse() if node.tag == "img") if "img" in tags else ()
        choose_cover(draft, tally, pictures)
    if count := tally.count("scheme"):
        draft.noted("link-dropped", f"{count} with an address that no browser may follow", "`explain` shows them")
    tally.close()


def _handled(outline: Outline) -> list[tuple[LexborNode, str, Attributes]]:
    """The elements that this step may change, with their tags and attributes, in the order of the document.

    What it writes into an attribute that it reads again, it also writes into its copy.
    """
    return [(node, tag, attributes) for node, tag, attributes, _ in outline if tag in _HANDLED]


def _write(node: LexborNode, attributes: Attributes, name: str, value: str) -> None:
    node.attrs[name] = attributes[name] = value


def _mend_address(node: LexborNode, tag: str, attributes: Attributes, config: CleanConfig, tally: Tally) -> None:
    """Promote lazy attributes and unwrap proxies; nothing is removed yet."""
    if tag == "img":
        address, rule = best_source(attributes, config)
        if address and rule and tally.is_on(rule):
            tally.add(rule, "proxy" if rule == "proxy" else "attribute", value_of(attributes, "src"))
            _write(node, attributes, "src", address)
    else:
        _mend_other_source(node, attributes, config, tally)
    if tally.is_on("lazy") and not value_of(attributes, "srcset"):
        for name in LAZY_SRCSETS:
            if value := value_of(attributes, name):
                _write(node, attributes, "srcset", value)
                tally.add("lazy", "attribute", value)
                break
    if tally.is_on("proxy"):
        if "poster" in attributes:
            _unwrap_attribute(node, attributes, "poster", config, tally)
        if "srcset" in attributes:
            _unwrap_srcset(node, attributes, config, tally)


def _mend_other_source(node: LexborNode, attributes: Attributes, config: CleanConfig, tally: Tally) -> None:
    written = value_of(attributes, "src")
    if tally.is_on("lazy") and (not written or written.lower() in ("about:blank", "undefined")):
        lazy = lazy_source(attributes, config)
        if lazy:
            _write(node, attributes, "src", lazy)
            tally.add("lazy", "attribute", lazy)
    if tally.is_on("proxy"):
        _unwrap_attribute(node, attributes, "src", config, tally)


def _unwrap_attribute(node: LexborNode, attributes: Attributes, name: str, config: CleanConfig, tally: Tally) -> None:
    written = value_of(attributes, name)
    if written and (address := without_proxy(written, config.proxies)) != written:
        _write(node, attributes, name, address)
        tally.add("proxy", "proxy", written)


def _unwrap_srcset(node: LexborNode, attributes: Attributes, config: CleanConfig, tally: Tally) -> None:
    candidates = split_srcset(value_of(attributes, "srcset"))
    mended = [(without_proxy(address, config.proxies), descriptor) for address, descriptor in candidates]
    if mended and tuple(mended) != candidates:
        _write(
            node, attributes, "srcset", ", ".join(f"{address} {descriptor}".rstrip() for address, descriptor in mended)
        )
        tally.add("proxy", "proxy", candidates[0][0])


# ------------------------------------------------------------------------------------------ pictures


def _merge_twins(body: LexborNode, tally: Tally) -> None:
    """A picture in `noscript` stands once: it goes where the article shows the same one, else it comes out."""
    fallbacks = body.css("noscript")
    if not fallbacks:
        return
    hidden = below(fallbacks)
    shown = {_comparable(node) for node in body.css("img") if node.mem_id not in hidden}
    for node in reversed(fallbacks):
        pictures = node.css("img")
        addresses = {_comparable(picture) for picture in pictures} - {""}
        if addresses - shown or (not pictures and len(node.text().strip()) > 60):
            shown |= addresses
            node.unwrap()
        else:
            tally.add("noscript", "markup", next(iter(sorted(addresses)), ""))
            tally.gone("markup", node)
            node.decompose()


def _comparable(node: LexborNode) -> str:
    return re.sub(r"^(?:https?:)?//", "", attribute(node, "src"))


def _picture(node: LexborNode, attributes: Attributes, config: CleanConfig, tally: Tally) -> None:
    address = value_of(attributes, "src")
    if tally.is_on("pixel") and is_tiny(attributes, 1):
        tally.add("pixel", "tracking", address)
        tally.gone("tracking", node)
        node.decompose()
        return
    if tally.is_on("placeholder") and is_placeholder(address, config.placeholders):
        tally.add("placeholder", "placeholder", address)
        tally.gone("placeholder", node)
        node.decompose()
        return
    if "srcset" in attributes and tally.is_on("source"):
        _drop_relative_srcset(node, node, tally)
    if tally.is_on("size"):
        _keep_plain_size(node, attributes, tally)


def is_mended(attributes: Attributes) -> bool:
    """Whether this step leaves a picture with a usual address as it is, but for a `srcset` that `is_refused`, from what
    else it says.  False says nothing: it may leave it.
    """
    if "poster" in attributes:
        return False
    if not is_refused(value_of(attributes, "srcset")) and (
        "srcset" in attributes or not attributes.keys().isdisjoint(LAZY_SRCSETS)
    ):
        return False
    sizes = [attributes[name] or "" for name in ("width", "height") if name in attributes]
    return not sizes or (len(sizes) == 2 and all(map(_is_plain_size, sizes)) and not is_tiny(attributes, 1))


def is_refused(srcset: str) -> bool:
    """Whether a `srcset` goes from any picture: what lazy loaders write until they load is no address."""
    return any(safe_media(address) is None for address, _ in split_srcset(srcset))


def count_refused(srcset: str, tally: Tally) -> None:
    """Count a `srcset` that goes."""
    tally.add("source", "markup", srcset)


def _is_plain_size(written: str) -> bool:
    size = pixels(written)
    return size is not None and 0 < size <= MAX_PIXELS and str(size) == written


def _keep_plain_size(node: LexborNode, attributes: Attributes, tally: Tally) -> None:
    written = (value_of(attributes, "width"), value_of(attributes, "height"))
    if not any(written):
        return
    width, height = pixels(written[0]), pixels(written[1])
    if width and height and max(width, height) <= MAX_PIXELS:
        _write(node, attributes, "width", str(width))
        _write(node, attributes, "height", str(height))
        return
    # One side alone, percents or `auto` distort a picture that the theme fits into the column.
    for name in ("width", "height"):
        drop_attribute(node, name)
    tally.add("size", "attribute", " x ".join(written))


def _source(node: LexborNode, tally: Tally) -> None:
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        return
    if tally.is_on("source") and not safe_media(attribute(node, "src")):
        tally.add("source", "markup", attribute(node, "src"))
        node.decompose()


def _drop_relative_srcset(node: LexborNode, picture: LexborNode, tally: Tally) -> None:
    """Relative candidates beside an absolute picture belong to the site it was scraped from."""
    written = attribute(node, "srcset")
    if not written:
        return
    addresses = [safe_media(address) for address, _ in split_srcset(written)]
    is_foreign = host(safe_media(attribute(picture, "src")) or "") != ""
    if None in addresses or (is_foreign and any(found and is_internal(found) for found in addresses)):
        drop_attribute(node, "srcset")
        count_refused(written, tally)


def _picture_element(node: LexborNode, tally: Tally) -> None:
    picture = node.css_first("img")
    if picture is None:
        node.unwrap()
        return
    if tally.is_on("source"):
        for source in node.css("source"):
            _drop_relative_srcset(source, picture, tally)
            if not attribute(source, "srcset"):
                source.decompose()


# ------------------------------------------------------------------------------------------- players


def _player(node: LexborNode, tally: Tally) -> None:
    sources = [child for child in node.css("source") if safe_media(attribute(child, "src"))]
    address = attribute(node, "src")
    if tally.is_on("stream"):
        streams = [
            child for child in sources if _STREAM.search(f"{attribute(child, 'src')} {attribute(child, 'type')}")
        ]
        has_other = len(streams) < len(sources) or (safe_media(address) is not None and not _STREAM.search(address))
        if has_other:
            for child in streams:
                tally.add("stream", "markup", attribute(child, "src"))
                child.decompose()
        if _STREAM.search(address) and len(streams) < len(sources):
            tally.add("stream", "markup", address)
            drop_attribute(node, "src")
    if tally.is_on("player") and not sources and safe_media(address) is None:
        tally.add("player", "frame", address)
        if node.text().strip():
            node.unwrap()
        else:
            node.decompose()


# -------------------------------------------------------------------------------------------- frames


def _frame(tree: LexborHTMLParser, node: LexborNode, tally: Tally) -> None:
    if node.tag == "object" and any(inner.tag in SHOWING or inner.tag == "a" for inner in elements(node)):
        node.unwrap()
        return
    written = attribute(node, "data" if node.tag == "object" else "src")
    address = safe_link(written)
    name = host(address) if address else ""
    tally.add("frame", "frame", written)
    parent = node.parent
    if address and name:
        link = tree.create_node("a")
        link.attrs["href"] = address
        link.insert_child(name)
        shown = link
        if parent is not None and parent.tag in FLOW:
            shown = tree.create_node("p")
            shown.attrs["class"] = "frame"
            shown.insert_child(link, move=True)
        elif parent is not None:
            # A frame filled a line of its own; the name of a host would be one word with the text beside it.
            _part_lines(tree, node)
        node.insert_before(shown, move=True)
    if node.tag == "object" and len(node.text().strip()) > FALLBACK_CHARACTERS:
        # Browsers show what is in it where the object itself cannot be shown.
        node.unwrap()
    else:
        tally.gone("frame", node)
        node.decompose()


def _part_lines(tree: LexborHTMLParser, node: LexborNode) -> None:
    """Break the lines before and after an element where something stands beside it or beside what it is wrapped in."""
    first = last = node
    while first.prev is None and first.parent is not None and first.parent.tag in INLINE:
        first = first.parent
    while last.next is None and last.parent is not None and last.parent.tag in INLINE:
        last = last.parent
    if first.prev is not None and first.prev.tag != "br":
        first.insert_before(tree.create_node("br"), move=True)
    if last.next is not None and last.next.tag != "br":
        last.insert_after(tree.create_node("br"), move=True)


# --------------------------------------------------------------------------------------------- cover


def choose_cover(draft: Draft, tally: Tally, pictures: Iterable[Attributes]) -> None:
    """The cover that front matter names, unless it is none; else the first picture of the article that may be one.

    `pictures` are the attributes of its pictures as the steps so far have left them.
    """
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
    for attributes in pictures:
        address = value_of(attributes, "src")
        if (
            safe_media(address)
            and not is_placeholder(address, config.placeholders)
            and not is_folder(address)
            and not is_tiny(attributes, COVER_PIXELS)
            and not _ICON.search(address[:MAX_PIXELS])
        ):
            draft.cover = address
            return

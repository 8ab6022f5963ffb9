"""Clean HTML cut into segments: text that stands as it is, and references into the site that `plan` resolves."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from urllib.parse import unquote

from generator.cleaning.canonical import Article, Tag, with_attributes, written_attributes
from generator.cleaning.urls import POST_SCHEME, is_internal
from generator.model import LinkEnd, Reference, Segment

REL = "noopener nofollow"
"""On links to other sites: what scraped posts link to is not recommended by who publishes the archive."""

_BEARERS = frozenset({"a", "img", "source", "video", "audio"})
_ADDRESSES = ("src", "srcset", "poster")
"""Attributes of media that hold addresses; what a reader needs most comes first."""
_POST = f"{POST_SCHEME}:"


def segments(article: Article) -> tuple[Segment, ...]:
    """An article from `sanitize`, with each internal address as a `Reference`.

    A link without an address is taken off its text; links to other sites get `rel`.  `suffix`, `before`, `after`
    and `otherwise` are ready to stand in HTML; `target` is plain text.
    """
    out = _Segments()
    open_links: list[int | None] = []
    pieces = article.pieces()
    position = 0
    for place in [place for place, tag in enumerate(article.tags) if tag.name in _BEARERS]:
        tag = article.tags[place]
        out.text("".join(pieces[position : 2 * place + 1]))
        position = 2 * place + 2
        if tag.name != "a":
            _medium(out, tag)
        elif tag.is_end:
            end = open_links.pop() if open_links else None
            if end is not None:
                out.link_end(end)
        else:
            open_links.append(_link(out, tag))
            title = _title(tag, *pieces[position : position + 2])
            if title is not None:
                out.reference(title)
                position += 1
    out.text("".join(pieces[position:]))
    return out.finished()


_PLAIN_LINK = -1


def _link(out: _Segments, tag: Tag) -> int | None:
    """Write a start tag.  The index of its reference, _PLAIN_LINK, or None where it has no address and was left out."""
    written = tag.attributes.get("href")
    if written is None:
        if "id" not in tag.attributes:
            return None
        out.text(tag.written)
        return _PLAIN_LINK
    address = entities.unescape(written)
    if not is_internal(address):
        rel = f' rel="{REL}"' if address.startswith("http") else ""
        out.text(f"{tag.written[:-1]}{rel}>")
        return _PLAIN_LINK
    before, after = _around("a", tag.attributes, "href")
    if address.startswith(_POST):
        target, suffix = _split(address[len(_POST) :])
        return out.reference(Reference("post", target, before, after, suffix))
    target, suffix = _split(address)
    # `?page=2` alone has no target that a site of files could hold.
    return out.reference(Reference("link", target, before, after, suffix)) if target else None


def _title(tag: Tag, text: str, following: str) -> Reference | None:
    """What stands for the text of a link to a post when it is nothing but the slug: the title of that post."""
    name, written = next(iter(tag.attributes.items()), ("", ""))
    if name != "href" or following != "</a>" or not written.startswith(_POST):
        return None
    address = entities.unescape(written)[len(_POST) :]
    if entities.unescape(text) != unquote(address):
        return None
    return Reference("title", _split(address)[0], "", "", "", text)


def _medium(out: _Segments, tag: Tag) -> None:
    """Write a picture, source or player; one that points into the site becomes one reference."""
    attributes = tag.attributes
    inside = [name for name in _ADDRESSES if name in attributes and _points_inside(name, attributes[name])]
    if not inside:
        out.text(tag.written)
        return
    # One reference a tag; the other internal addresses are left out.
    chosen = inside[0]
    kept = {name: value for name, value in attributes.items() if name == chosen or name not in inside}
    rest = with_attributes(tag, {name: value for name, value in kept.items() if name != chosen})
    address, blank, descriptor = entities.unescape(kept[chosen]).partition(" ")
    if "," in descriptor or (chosen == "srcset" and address.endswith(",")):
        # Several candidates of which one lies here: browsers need all or none.
        out.text(rest.written)
        return
    target, suffix = _split(address)
    before, after = _around(tag.name, kept, chosen)
    after = f"{entities.escape(blank + descriptor)}{after}"
    out.reference(Reference("media", target, before, after, suffix, _instead(rest, chosen)))


def _instead(rest: Tag, chosen: str) -> str:
    """What stands where the medium does not exist: a picture's alternative text, nothing, or the player without it."""
    match rest.name:
        case "img" if chosen == "src":
            return rest.attributes.get("alt", "")
        case "source":
            return ""
        case _:
            return rest.written


def _points_inside(name: str, escaped: str) -> bool:
    value = entities.unescape(escaped)
    return any(is_internal(part) for part in re.split(r",\s+", value)) if name == "srcset" else is_internal(value)


def _around(tag: str, attributes: Mapping[str, str], name: str) -> tuple[str, str]:
    """What stands of a tag before and behind the value of an attribute."""
    items = list(attributes.items())
    place = list(attributes).index(name)
    before = written_attributes(items[:place])
    return f'<{tag}{before} {name}="', f'"{written_attributes(items[place + 1 :])}>'


def _split(address: str) -> tuple[str, str]:
    """(target, suffix): the suffix begins at the query or fragment and is escaped."""
    place = re.search(r"[?#]", address)
    if place is None:
        return address, ""
    return address[: place.start()], entities.escape(address[place.start() :])


class _Segments:
    """Segments while they are collected; texts that touch are joined."""

    def __init__(self) -> None:
        self._done: list[Segment] = []
        self._texts: list[str] = []

    def text(self, text: str) -> None:
        if text:
            self._texts.append(text)

    def reference(self, reference: Reference) -> int:
        self._flush()
        self._done.append(reference)
        return len(self._done) - 1

    def link_end(self, start: int) -> None:
        if start == _PLAIN_LINK:
            self._texts.append("</a>")
            return
        self._flush()
        self._done.append(LinkEnd(start))

    def _flush(self) -> None:
        if self._texts:
            self._done.append("".join(self._texts))
            self._texts = []

    def finished(self) -> tuple[Segment, ...]:
        self._flush()
        return tuple(self._done)

"""Clean HTML cut into segments: text that stands as it is, and references into the site that `plan` resolves."""

from __future__ import annotations

import html as entities
import re
from urllib.parse import unquote

from generator.cleaning.urls import POST_SCHEME, is_internal
from generator.model import LinkEnd, Reference, Segment

REL = "noopener nofollow"
"""On links to other sites: what scraped posts link to is not recommended by who publishes the archive."""

# Exact for what sanitizing writes: double quotes, and no `<` or `>` in texts and values.
_TAG = re.compile(r"<(/?)(a|img|source|video|audio)((?: [^<>]*)?)>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_POST_LINK = re.compile(rf'^ href="{POST_SCHEME}:([^"]*)"')


def segments(html: str) -> tuple[Segment, ...]:
    """`html`, which must come from `sanitize`, with each internal address as a `Reference`.

    A link without an address is taken off its text; links to other sites get `rel`.  `suffix`, `before`, `after`
    and `otherwise` are ready to stand in HTML; `target` is plain text.
    """
    out = _Segments()
    open_links: list[int | None] = []
    position = 0
    for tag in _TAG.finditer(html):
        out.text(html[position : tag.start()])
        position = tag.end()
        name = tag[2]
        if name != "a":
            _medium(out, tag)
        elif tag[1]:
            end = open_links.pop() if open_links else None
            if end is not None:
                out.link_end(end)
        else:
            open_links.append(_link(out, tag))
            position = _title(out, tag, html)
    out.text(html[position:])
    return out.finished()


_PLAIN_LINK = -1


def _link(out: _Segments, tag: re.Match[str]) -> int | None:
    """Write a start tag.  The index of its reference, _PLAIN_LINK, or None where it has no address and was left out."""
    attributes = tag[3]
    found = next((item for item in _ATTRIBUTE.finditer(attributes) if item[1] == "href"), None)
    if found is None:
        if ' id="' not in attributes:
            return None
        out.text(tag[0])
        return _PLAIN_LINK
    address = entities.unescape(found[2])
    if not is_internal(address):
        rel = f' rel="{REL}"' if address.startswith("http") else ""
        out.text(f"{tag[0][:-1]}{rel}>")
        return _PLAIN_LINK
    before, after = _around(tag, found.start(2), found.end(2))
    if address.startswith(f"{POST_SCHEME}:"):
        target, suffix = _split(address[len(POST_SCHEME) + 1 :])
        return out.reference(Reference("post", target, before, after, suffix))
    target, suffix = _split(address)
    # `?page=2` alone has no target that a site of files could hold.
    return out.reference(Reference("link", target, before, after, suffix)) if target else None


def _title(out: _Segments, tag: re.Match[str], html: str) -> int:
    """Behind the start tag of a link to a post whose text is nothing but the slug, the title of that post will stand.

    The position from which `html` goes on.
    """
    found = _POST_LINK.search(tag[3])
    end = html.find("<", tag.end())
    if found is None or not html.startswith("</a>", end):
        return tag.end()
    written = html[tag.end() : end]
    address = entities.unescape(found[1])
    if entities.unescape(written) != unquote(address):
        return tag.end()
    out.reference(Reference("title", _split(address)[0], "", "", "", written))
    return end


def _medium(out: _Segments, tag: re.Match[str]) -> None:
    """Write a picture, source or player; one that points into the site becomes one reference."""
    attributes = [] if tag[1] else [(item[1], item[2]) for item in _ATTRIBUTE.finditer(tag[3])]
    inside = [name for name, value in attributes if _points_inside(name, entities.unescape(value))]
    if not inside:
        out.text(tag[0])
        return
    # One reference a tag: what the reader needs most; the other internal addresses are left out.
    chosen = next(name for name in ("src", "srcset", "poster") if name in inside)
    kept = [(name, value) for name, value in attributes if name == chosen or name not in inside]
    place = next(number for number, (name, _) in enumerate(kept) if name == chosen)
    rest = [*kept[:place], *kept[place + 1 :]]
    address, blank, descriptor = entities.unescape(kept[place][1]).partition(" ")
    if "," in descriptor or (chosen == "srcset" and address.endswith(",")):
        # Several candidates of which one lies here: browsers need all or none.
        out.text(f"<{tag[2]}{_written(rest)}>")
        return
    target, suffix = _split(address)
    before = f'<{tag[2]}{_written(kept[:place])} {chosen}="'
    after = f'{entities.escape(blank + descriptor)}"{_written(kept[place + 1 :])}>'
    out.reference(Reference("media", target, before, after, suffix, _instead(tag[2], chosen, rest)))


def _written(attributes: list[tuple[str, str]]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes)


def _instead(name: str, chosen: str, rest: list[tuple[str, str]]) -> str:
    """What stands where the medium does not exist: a picture's alternative text, nothing, or the player without it."""
    match name:
        case "img" if chosen == "src":
            return dict(rest).get("alt", "")
        case "source":
            return ""
        case _:
            return f"<{name}{_written(rest)}>"


def _points_inside(name: str, value: str) -> bool:
    if name in ("src", "poster"):
        return is_internal(value)
    return name == "srcset" and any(is_internal(part) for part in re.split(r",\s+", value))


def _around(tag: re.Match[str], start: int, end: int) -> tuple[str, str]:
    return f"<{tag[2]}{tag[3][:start]}", f"{tag[3][end:]}>"


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

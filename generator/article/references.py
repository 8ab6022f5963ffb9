"""Splits the HTML of an article into segments: HTML that stays as it is, and references to other parts of the site."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from generator.article.canonical import Article, Tag, article_text, read, with_attributes, written_attributes
from generator.article.elsewhere import elsewhere
from generator.article.urls import POST_SCHEME, is_internal, safe_link, safe_media, split_srcset
from generator.article.vocabulary import ATTRIBUTES
from generator.model import LinkEnd, Reference, Segment

REL = "noopener nofollow"
"""For links to other sites: the publisher of an archive does not endorse what scraped posts link to."""

MAX_ADDED_CHARACTERS = 2_000_000
"""If the addresses on the original page would be longer in total, relative ones are treated as if it were unknown.

A long `link` and thousands of short addresses would otherwise make a small post a page of hundreds of megabytes.
"""

_BEARERS = frozenset(tag for tag, names in ATTRIBUTES.items() if not names.isdisjoint(("href", "src")))
_ADDRESSES = ("src", "srcset", "poster")
"""The address attributes of media, the one that readers need most first."""
_POST = f"{POST_SCHEME}:"


def segments(article: Article, page: str = "") -> tuple[Segment, ...]:
    """An article, split so that its links and media inside the site can be completed when it is rendered.

    Each address inside the site becomes a `Reference` and the end of a link to one a `LinkEnd`; what is between is
    HTML.  A link with neither an address nor an id is replaced by its text; a link to another site gets the attribute
    `rel`.  Of a `Reference`, the fields `suffix`, `before`, `after` and `otherwise` are escaped for HTML; `target` and
    `elsewhere` are plain text.  `page` is the address of the original article; empty if it is unknown.
    """
    out: list[Segment] = []
    open_links: list[int | None] = []
    # A tag that becomes text is replaced in `pieces`; the pieces between two references are joined.
    pieces = article.pieces()
    begin = 0
    bearers = [place for place, tag in enumerate(article.tags) if tag.name in _BEARERS]
    if page and _addresses(article.tags[place] for place in bearers) * len(page) > MAX_ADDED_CHARACTERS:
        page = ""
    for place in bearers:
        tag = article.tags[place]
        position = 2 * place + 1
        is_link = tag.name == "a" and not tag.is_end
        segment: Segment | list[Segment]
        if is_link:
            segment = _link(tag, page)
        elif tag.name == "a":
            segment = _link_end(open_links.pop() if open_links else None)
        else:
            segment = _medium(tag, page)
        if isinstance(segment, str):
            pieces[position] = segment
            if is_link:
                open_links.append(_PLAIN_LINK if segment else None)
            continue
        if before := "".join(pieces[begin:position]):
            out.append(before)
        out += segment if isinstance(segment, list) else [segment]
        begin = position + 1
        if is_link:
            open_links.append(len(out) - 1)
            title = _title(tag, *pieces[begin : begin + 2])
            if title is not None:
                out.append(title)
                begin += 1
    if rest := "".join(pieces[begin:]):
        out.append(rest)
    return tuple(out)


def text_of(parts: tuple[Segment, ...]) -> str:
    """The visible text of an article, given its segments; the texts of its links are included."""
    return article_text(read(as_html(parts)))


def as_html(parts: tuple[Segment, ...]) -> str:
    """An article as HTML from which its text can be read, given its segments.

    The tags of links into the site are left out, but not their texts; media inside the site are left out.
    """
    return "".join([part if isinstance(part, str) else _shown(part) for part in parts])


def _shown(part: Reference | LinkEnd) -> str:
    # The start tag of a link has no end here, which does not matter for the text.
    return part.otherwise if isinstance(part, Reference) and part.kind == "title" else ""


def _addresses(tags: Iterable[Tag]) -> int:
    """At least the number of addresses in `tags`, apart from posters."""
    return sum(1 + tag.attributes.get("srcset", "").count(",") for tag in tags if not tag.is_end)


_PLAIN_LINK = -1


def _link(tag: Tag, page: str) -> Reference | str:
    """The segment for the start tag of a link; empty if the link has no usable address and the tag is left out."""
    written = tag.attributes.get("href")
    if written is None:
        return tag.written if "id" in tag.attributes else ""
    address = entities.unescape(written)
    if not is_internal(address):
        return _outward(tag) if address.startswith("http") else tag.written
    before, after = _around("a", tag.attributes, "href")
    if address.startswith(_POST):
        target, suffix = _split(address[len(_POST) :])
        return Reference("post", target, before, after, suffix)
    target, suffix = _split(address)
    if page and (outside := elsewhere(page, address, safe_link)):
        otherwise = _outward(with_attributes(tag, {**tag.attributes, "href": entities.escape(outside)}))
        return Reference("link", target, before, after, suffix, otherwise, outside)
    # An address such as `?page=2` has no target in a site of files.
    return Reference("link", target, before, after, suffix) if target else ""


def _outward(tag: Tag) -> str:
    """The start tag of a link to another site."""
    return f'{tag.written[:-1]} rel="{REL}">'


def _link_end(start: int | None) -> LinkEnd | str:
    """The segment for the end tag of a link.

    `start` is the index of the reference that opened the link, or _PLAIN_LINK, or None if no start tag was written.
    """
    return "" if start is None else "</a>" if start == _PLAIN_LINK else LinkEnd(start)


def _title(tag: Tag, text: str, following: str) -> Reference | None:
    """A reference to the title of a post, for a link to it whose text is only the slug; None for any other link."""
    name, written = next(iter(tag.attributes.items()), ("", ""))
    if name != "href" or following != "</a>" or not written.startswith(_POST):
        return None
    address = entities.unescape(written)[len(_POST) :]
    if entities.unescape(text) != unquote(address):
        return None
    return Reference("title", _split(address)[0], "", "", "", text)


def _medium(tag: Tag, page: str) -> Segment | list[Segment]:
    """The segments for a picture, source or player.

    One that points into the site becomes a single reference, unless all its addresses exist on `page`.
    """
    attributes = tag.attributes
    inside = [name for name in _ADDRESSES if name in attributes and _points_inside(name, attributes[name])]
    if not inside:
        return tag.written
    chosen = inside[0]
    spread = _spread(tag, inside, page) if page else []
    if spread and (tag.name != "img" or chosen != "src"):
        return spread
    # One reference per tag; the other internal addresses are dropped.
    kept = {name: value for name, value in attributes.items() if name == chosen or name not in inside}
    rest = with_attributes(tag, {name: value for name, value in kept.items() if name != chosen})
    address, blank, descriptor = entities.unescape(kept[chosen]).partition(" ")
    if "," in descriptor or (chosen == "srcset" and address.endswith(",")):
        # Several candidates, one of them internal: browsers need all of them or none, so all are dropped.
        return rest.written
    target, suffix = _split(address)
    before, after = _around(tag.name, kept, chosen)
    after = f"{entities.escape(blank + descriptor)}{after}"
    if spread:
        # A file of the site replaces all addresses of a picture: a browser would prefer those of its `srcset`.
        outward = "".join(part.otherwise if isinstance(part, Reference) else str(part) for part in spread)
        return Reference("media", target, before, after, suffix, outward, elsewhere(page, address, safe_media))
    return Reference("media", target, before, after, suffix, _instead(rest, chosen))


def _spread(tag: Tag, inside: Iterable[str], page: str) -> list[Segment]:
    """A medium with a reference for each internal address, which leads to `page` if there is no such file here.

    Empty if our URL policy refuses one of the addresses there.
    """
    parts: list[Segment] = []
    text = f"<{tag.name}"
    for name, value in tag.attributes.items():
        if name not in inside:
            text += written_attributes([(name, value)])
            continue
        text += f' {name}="'
        plain = entities.unescape(value)
        for number, (address, descriptor) in enumerate(split_srcset(plain) if name == "srcset" else [(plain, "")]):
            text += ", " if number else ""
            if is_internal(address):
                outside = elsewhere(page, address, safe_media)
                if not outside:
                    return []
                target, suffix = _split(address)
                parts += [text, Reference("media", target, "", "", suffix, entities.escape(outside), outside)]
                text = ""
            else:
                text += entities.escape(address)
            text += f" {descriptor}" if descriptor else ""
        text += '"'
    return [*parts, f"{text}>"]


def _instead(rest: Tag, chosen: str) -> str:
    """The HTML for a medium that does not exist: a picture's alternative text, nothing, or the player without it."""
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
    """The parts of a tag before and after the value of an attribute."""
    items = list(attributes.items())
    place = list(attributes).index(name)
    before = written_attributes(items[:place])
    return f'<{tag}{before} {name}="', f'"{written_attributes(items[place + 1 :])}>'


def _split(address: str) -> tuple[str, str]:
    """The address as (target, suffix); the suffix begins at the query or fragment and is escaped."""
    place = re.search(r"[?#]", address)
    if place is None:
        return address, ""
    return address[: place.start()], entities.escape(address[place.start() :])

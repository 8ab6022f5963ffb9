"""Resolves the references of an article into the site, and fills in their addresses."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable, Container, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from generator.article.pictures import unplaced
from generator.config import Config
from generator.layouts import layout_of
from generator.model import LinkEnd, Reference, Segment, Summary
from generator.pictures import Sides
from generator.site_index import SiteIndex

PUBLISHED_SUFFIXES = frozenset(
    ".png .jpg .jpeg .gif .webp .avif .bmp .ico .mp3 .m4a .ogg .oga .opus .wav .flac .mp4 .m4v .webm .ogv .mov".split()
)
"""Suffixes of media that an untrusted content root may publish, because they cannot run code on the owner's site.

SVG and PDF are not among them: both can contain scripts, and a PDF also forms and requests to other hosts.
"""

PUBLISH_HELP = (
    "set trusted = true for the root in site.toml if all of it is yours, "
    "or move the file to static/ and link to its address there"
)
"""How to publish a file that is withheld because its content root is not trusted."""

LEADING_BYTES = 1_024
"""The number of bytes from which a browser guesses the type of a file."""

# Content that browsers treat as a page or document if the host sends no type, and Flash.  Other content is not checked
# against the suffix, because many harmless pictures have the suffix of another format.
# Source: WHATWG MIME sniffing standard, "identifying a resource with an unknown MIME type".
_CAN_ACT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<|%PDF-|%!PS|[CFZ]WS[\x00-\x40])"
    rb"|\xff\xfe(?:\s\x00)*<\x00|\xfe\xff(?:\x00\s)*\x00<"
)
# No value has a quotation mark.
_WIDTH = re.compile(r' width="([0-9]+)"')
_REASONS = {
    ".svg": "an SVG can hold scripts",
    ".pdf": "a PDF can hold scripts, forms and requests to other hosts",
}

Resolutions = Mapping[tuple[str, str], str]
"""The address, or the title of a post, by (kind, target) of a reference; references that lead nowhere are missing."""


def candidates(id: str, target: str, config: Config) -> tuple[str, ...]:
    """The ids of the files that the link `target` in the source with this id may mean, likeliest first.

    A relative link is looked up beside the source and in its asset folder, a link with a leading slash below the
    content root.  The files need not exist.
    """
    root, path = config.locate(id)
    asset_folder = layout_of(root).asset_folder(path)
    ids = []
    for text in dict.fromkeys((target, unquote(target, errors="surrogateescape"))):
        if text.startswith("/"):
            paths = [posixpath.normpath(text.lstrip("/"))]
        else:
            # Files in an asset folder are published below the post, so its links may be relative to that address.
            folders = [posixpath.dirname(path), *([asset_folder] if asset_folder is not None else [])]
            paths = [posixpath.normpath(posixpath.join(folder, text)) for folder in folders]
        for joined in paths:
            if joined not in ("", ".") and not joined.startswith("../") and joined != "..":
                ids.append(f"{root.path}/{unicodedata.normalize('NFC', joined)}")
    return tuple(ids)


def refusal(id: str, config: Config) -> str:
    """The reason why the file with this id may not be published, judged by its name; empty if it may be.

    From a trusted content root every file may be published, from any other only media (`PUBLISHED_SUFFIXES`).
    """
    root, path = config.locate(id)
    suffix = posixpath.splitext(path)[1].lower()
    if root.trusted or suffix in PUBLISHED_SUFFIXES:
        return ""
    reason = _REASONS.get(suffix, "only pictures, sound and films are known not to act")
    return f"the content root is not trusted, and {reason}"


def refusal_of_content(id: str, data: bytes, config: Config) -> str:
    """The reason why the file with this id may not be published, judged by its content; empty if it may be.

    `data` has at least its first `LEADING_BYTES` bytes, or all of them.
    """
    if config.locate(id)[0].trusted or not _CAN_ACT.match(data[:LEADING_BYTES]):
        return ""
    return "the content root is not trusted, and the file begins like a page, a document or a program"


def referred_file(id: str, target: str, files: Container[str], config: Config) -> str | None:
    """The id of the file, one of `files` (ids), to which the link `target` leads; None if it leads to none of them.

    `id` is the id of the source that contains the link.
    """
    return next((candidate for candidate in candidates(id, target, config) if candidate in files), None)


def resolve(summary: Summary, index: SiteIndex, config: Config) -> dict[tuple[str, str], str]:
    """What each reference of a post stands for, by its (kind, target): an address, or a title for the kind `title`.

    References to something that the site does not have are left out.
    """
    resolved = {}
    for kind, target, _ in summary.references:
        if not target:
            # Only a query, such as `?page=2`.
            continue
        if kind not in ("post", "title"):
            end = _resolve_path(summary.id, kind, target, index, config)
        elif (
            id := _by_slug(summary.id, unicodedata.normalize("NFC", unquote(target)).strip(), index, config)
        ) is not None:
            end = index.addresses[id] if kind == "post" else index.summaries[id].header.title
        else:
            end = None
        if end is not None:
            resolved[kind, target] = end
    return resolved


def _by_slug(id: str, target: str, index: SiteIndex, config: Config) -> str | None:
    """The id of the post with the slug `target`, as referred to in source `id`; None if there is none.

    The content root of the source is searched first, then trusted roots, then the others.  For a trusted source the
    others are not searched, because an untrusted post could then put its title into a link of the owner.
    """
    slug = unicodedata.normalize("NFC", unquote(target)).strip()
    own = config.locate(id)[0]
    others = [root for root in config.content if root != own and (root.trusted or not own.trusted)]
    roots = [own, *sorted(others, key=lambda root: not root.trusted)]
    return next((post for root in roots if (post := index.slugs.get(root.path, {}).get(slug)) is not None), None)


def _resolve_path(id: str, kind: str, target: str, index: SiteIndex, config: Config) -> str | None:
    for candidate in candidates(id, target, config):
        if candidate in index.by_path:
            return index.addresses[index.by_path[candidate]]
        if candidate in index.media:
            return index.media[candidate].address
    text = unicodedata.normalize("NFC", unquote(target))
    if not target.startswith("/"):
        layout = layout_of(config.locate(id)[0])
        paths = layout.linked_paths(index.addresses[id], text, is_media=kind == "media")
        return next((address for path in paths if (address := _known(path, index)) is not None), None)
    # A root-relative address of the finished site, with or without the base path.
    below_base = text[len(config.base_path) - 1 :] if text.startswith(config.base_path) else None
    return _known(text, index) or (_known(below_base, index) if below_base is not None else None)


def _known(path: str, index: SiteIndex) -> str | None:
    """The address to which a path in the finished site leads; None if it leads nowhere."""
    path = re.sub(r"/{2,}", "/", path).removesuffix("index.html")
    return next((address for address in (path, f"{path}/", f"{path}.html") if address in index.known), None)


def fill(
    segments: tuple[Segment, ...],
    resolutions: Resolutions,
    href: Callable[[str], str],
    sides: Mapping[str, Sides] = MappingProxyType({}),
) -> str:
    """The HTML of an article, made of its segments: HTML, and references into the site.

    `resolutions` has the address or title for each reference; without one, the reference's `otherwise` is used.
    `href` returns an address as it is written in links, before it is escaped.  `sides` has the sizes of pictures by
    address, which are written into their tags, so that the text does not move when a picture loads.
    """
    parts = []
    for segment in segments:
        match segment:
            case str():
                parts.append(segment)
            case Reference(kind=kind, target=target):
                address = resolutions.get((kind, target))
                if address is None:
                    parts.append(segment.otherwise)
                elif kind == "title":
                    parts.append(html.escape(address, quote=False))
                else:
                    shown = f"{in_article(href(address))}{segment.suffix}"
                    parts.append(_tag(segment, shown, sides.get(address)))
            case LinkEnd(start=start):
                link: Any = segments[start]
                if (link.kind, link.target) in resolutions or link.otherwise:
                    parts.append("</a>")
    return "".join(parts)


def in_article(address: str) -> str:
    """The address of a picture or link as it is written in the HTML of an article."""
    return html.escape(address)


def _tag(reference: Reference, shown: str, sides: Sides | None) -> str:
    """The tag of a link or picture with the address `shown`, and with `sides` if it is a picture of no known height.

    A width that the author gave stays.  No place need be kept for the picture then (`unplaced`).
    """
    before, after = reference.before, reference.after
    is_picture = before.startswith("<img ") and before.endswith(' src="')
    if sides is None or not is_picture or ' height="' in f"{before}{after}":
        return f"{before}{shown}{after}"
    width, height = sides
    if given := _WIDTH.search(f"{before}{after}"):
        height = max(1, round(height * int(given[1]) / width))
    added = f' height="{height}"' if given else f' width="{width}" height="{height}"'
    # The first character closes the value of `src`.
    return unplaced(f"{before}{shown}{after[0]}{added}{after[1:]}")


def cover_address(cover: Reference | str | None, resolutions: Resolutions) -> str:
    """The address of the picture of a post for lists; empty if the post has none.

    `cover` is a reference to a picture of this site, or the address, with scheme and host, of one on another site.
    `resolutions` has the address for each reference; without one, the reference's address on the site from which the
    post was copied is used (`elsewhere`).
    """
    if isinstance(cover, Reference):
        return resolutions.get((cover.kind, cover.target), cover.elsewhere)
    return cover or ""

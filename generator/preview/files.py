"""From the path of a request to a file of the preview, as GitHub Pages would find it, and never to any other file."""

from __future__ import annotations

import mimetypes
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes

from generator.publishable import INDEX, refusal

_TYPES = mimetypes.MimeTypes()
_ADDED = {
    ".avif": "image/avif",
    ".flac": "audio/flac",
    ".js": "text/javascript",
    ".m4a": "audio/mp4",
    ".mjs": "text/javascript",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
"""What Python's own table lacks in some version, or has as it is no longer written.  The tables of the machine are not
asked: a page must not look right here and wrong elsewhere."""
for _suffix, _type in _ADDED.items():
    _TYPES.add_type(_type, _suffix)
_TEXTS = ("application/json", "application/xml", "application/manifest+json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Moved:
    """The same thing lies at another path, relative to the base path and percent-encoded."""

    path: str


class Refused(Exception):
    """A path that leads out of the preview, or is written as if to try it."""


def locate(root: Path, path: str) -> Path | Moved | None:
    """What lies at `path`, percent-encoded and relative to the base path, in the folder `root`; None: nothing.

    A folder stands for its `index.html`, and is asked for with a slash at the end; a name without a suffix may stand
    for the `.html` file.  Raises Refused for whatever would leave the folder, by dots or by a link.
    """
    try:
        name = unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return None
    parts = name.split("/")
    if any(part in (".", "..") for part in parts) or "\\" in name or "\0" in name:
        raise Refused
    *folders, last = parts
    if "" in folders or refusal("/".join((*folders, last or INDEX)), by_owner=True) is not None:
        return None  # `//` names another host in a redirect; and what no build writes is no page
    found = root.joinpath(*folders, last or INDEX)
    try:
        if last and found.is_dir():
            return Moved(f"{quote(name)}/") if _inside(root, found) and (found / INDEX).is_file() else None
        if last and not found.exists() and "." not in last:
            found = found.with_name(f"{last}.html")
        return found if _inside(root, found) and found.is_file() else None
    except OSError:
        return None  # a name that is too long for the disk


def _inside(root: Path, path: Path) -> bool:
    """Whether `path` is in `root` after all links; raises Refused if something is there and is not."""
    if not os.path.lexists(path):
        return False
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise Refused
    return True


def content_type(path: Path) -> str:
    """The type of a file, by its name; with the charset if it is text."""
    kind, encoding = _TYPES.guess_type(path.name)
    if kind is None or encoding is not None:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in _TEXTS else kind


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes `start` up to and without `end` of a file."""

    start: int
    end: int


def asked_part(header: str, size_bytes: int) -> Part | None:
    """The part that a Range header asks for; None where the whole file is the answer.

    Raises ValueError for a part that the file does not have.  Source: RFC 9110 section 14; of several ranges none is
    served, which the section allows.
    """
    found = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip(), re.ASCII)
    if not found or found[0].endswith("=-"):
        return None
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size_bytes - int(last)), size_bytes
    else:
        start, end = int(first), min(size_bytes, int(last) + 1) if last else size_bytes
    if first and last and int(last) < int(first):
        return None
    if start >= size_bytes or start >= end:
        raise ValueError(header)
    return Part(start, end)

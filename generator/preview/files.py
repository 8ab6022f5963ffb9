"""Finds the file for the path of a request, as GitHub Pages would, and never a file outside the preview's folder."""

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
"""{suffix: media type} that Python's own table lacks in some versions or has under an outdated name.  The tables of the
machine are not used, so that a page does not look right here and wrong elsewhere."""
for _suffix, _type in _ADDED.items():
    _TYPES.add_type(_type, _suffix)
_TEXTS = ("application/json", "application/xml", "application/manifest+json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect that the server must answer with, to `path`, which is percent-encoded and relative to the home page.

    It is the answer to a request for a folder whose path lacks the slash at its end.
    """

    path: str


class Refused(Exception):
    """Raised for a requested path that leads out of the preview's folder or looks like an attempt to, as with `..`."""


def locate(root: Path, path: str) -> Path | Redirect | None:
    """The file in the folder `root` for the requested `path`, which is percent-encoded and relative to the home page.

    A path that ends in a slash means the `index.html` of that folder; a folder without the slash gives a `Redirect`.
    A name without a suffix may also mean the `.html` file.  Returns None if there is no such file.  Raises Refused for
    a path that leads out of `root`, by dots or by a symbolic link.
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
        return None  # `//` would name another host in a redirect; names that no build writes are no pages
    file = root.joinpath(*folders, last or INDEX)
    try:
        if last and file.is_dir():
            return Redirect(f"{quote(name)}/") if _inside(root, file) and (file / INDEX).is_file() else None
        if last and not file.exists() and "." not in last:
            file = file.with_name(f"{last}.html")
        return file if _inside(root, file) and file.is_file() else None
    except OSError:
        return None  # a name that is too long for the disk


def _inside(root: Path, path: Path) -> bool:
    """Whether `path` exists.  Raises Refused if it exists and its links lead out of `root`."""
    if not os.path.lexists(path):
        return False
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise Refused
    return True


def content_type(path: Path) -> str:
    """The value of the header Content-Type for a file, judging by its name, with `charset=utf-8` for text.

    It is `application/octet-stream` for unknown and compressed files.
    """
    kind, encoding = _TYPES.guess_type(path.name)
    if kind is None or encoding is not None:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in _TEXTS else kind


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file, as byte offsets: from `start` up to but not including `end`."""

    start: int
    end: int


def asked_part(header: str, size_bytes: int) -> Part | None:
    """The part of a file of `size_bytes` that `header`, the value of a Range header, asks for.

    None means the whole file: the header is invalid, or it has several ranges, and the standard allows a server to
    ignore both.  Raises ValueError if the part begins after the end of the file or is empty.

    Source: RFC 9110 section 14.
    """
    match = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip(), re.ASCII)
    if not match or match[0].endswith("=-"):
        return None
    first, last = match[1], match[2]
    if not first:
        start, end = max(0, size_bytes - int(last)), size_bytes
    else:
        start, end = int(first), min(size_bytes, int(last) + 1) if last else size_bytes
    if first and last and int(last) < int(first):
        return None
    if start >= size_bytes or start >= end:
        raise ValueError(header)
    return Part(start, end)

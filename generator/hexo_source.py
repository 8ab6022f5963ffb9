"""The folder `source` of a Hexo blog: which of its files are posts, pages, files as they are, or nothing at all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import lru_cache

from generator.config import ContentRoot

POST_FOLDERS = ("_posts/", "_drafts/")
_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm")


def place(path: str, root: ContentRoot) -> str:
    """What Hexo makes of the file at `path` below its source folder: `source`, `asset`, `verbatim` or `ignored`.

    Sources are posts and pages; an asset lies beside posts.
    Source: Hexo, `lib/plugins/processor/post.ts`, `asset.ts` and `common.ts`.
    """
    if _matches(path, root.exclude):
        return "ignored"
    folder = next((one for one in POST_FOLDERS if path.startswith(one)), "")
    parts = path.removeprefix(folder).split("/")
    is_hidden = any(part.startswith(("_", ".")) for part in parts) or path.endswith(("~", "%"))
    if is_hidden and (folder or not _matches(path, root.include)):
        return "ignored"
    # Not .txt: in a Hexo blog that is ads.txt, robots.txt or a download.
    is_source = path.lower().endswith(_PAGE_SUFFIXES) and not _matches(path, root.skip_render)
    if folder:
        return "source" if is_source else "asset"
    return "source" if is_source else "verbatim"


def is_post(path: str) -> bool:
    """Whether a source at `path` below the source folder is a post; the others are pages."""
    return path.startswith(POST_FOLDERS)


def asset_folder(path: str) -> str:
    """The folder with the assets of the post at `path`: named like it, without the suffix."""
    return posixpath.splitext(path)[0]


def asset_base(address: str) -> str:
    """Where the assets of the post at `address` lie; with a slash at the end."""
    return address if address.endswith("/") else f"{posixpath.splitext(address)[0]}/"


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(_compiled(pattern).fullmatch(path) for pattern in patterns)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of paths as Hexo's users write them: `*`, `?`, `**`, `[…]` and `{a,b}`.  Source: micromatch."""
    pattern = pattern.removeprefix("./").removeprefix("/")
    if pattern.endswith("/"):
        pattern += "**"
    return re.compile(_translated(pattern), re.DOTALL)


def _translated(pattern: str) -> str:
    return "".join(map(_piece, re.split(r"(\*\*/|/\*\*$|\*+|\?|\[[^\]/]+\]|\{[^{}]*\})", pattern)))


def _piece(piece: str) -> str:
    match piece:
        case "**/":
            return "(?:[^/]+/)*"
        case "/**":
            return "(?:/.*)?"
        case "**":
            return ".*"
        case "?":
            return "[^/]"
    if piece.startswith("*"):
        return "[^/]*"
    if piece.startswith("[") and len(piece) > 2:
        negated = "^" if piece[1] in "!^" else ""
        return f"[{negated}{re.escape(piece[1:-1].lstrip('!^')).replace(chr(92) + '-', '-')}]"
    if piece.startswith("{"):
        return f"(?:{'|'.join(map(_translated, piece[1:-1].split(',')))})" if piece.endswith("}") else re.escape(piece)
    return re.escape(piece)

"""Patterns of paths in the syntax that Hexo uses: `*`, `?`, `**`, `[…]` and `{a,b}`.  Source: micromatch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import normalize

_PIECES = re.compile(r"(\*\*/|/\*\*$|\*+|\?|\[[^\]/]+\]|\{[^{}]*\})")
_SIGNS = re.compile(r"[*?\[\]{}]")


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns`, such as `drafts/**`, matches the whole of `path`, not only a part of it.

    It makes no difference whether the characters of `path` are composed (NFC) or decomposed (NFD).
    """
    path = path if path.isascii() else normalize("NFC", path)
    return any(_compiled(pattern).fullmatch(path) for pattern in patterns)


def covers(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of `patterns` matches the whole of `path`, or the path of a folder that contains it.

    For example, the pattern `drafts` covers `drafts/2020/a.md`.
    """
    parts = path.split("/")
    return any(matches("/".join(parts[:depth]), patterns) for depth in range(1, len(parts) + 1))


def plain_folders(patterns: Iterable[str]) -> tuple[str, ...]:
    """The pattern `PATH/**`, which matches all files below the folder PATH, for each of `patterns` without wildcards.

    Patterns with wildcards are left out.
    """
    return tuple(f"{_bare(name)}/**" for name in patterns if not _SIGNS.search(name) and _bare(name))


def fault(pattern: str) -> str:
    """What is wrong with a pattern, as a phrase such as "a backslash"; empty if it is valid."""
    if not _bare(pattern):
        return "no name"
    if not pattern.isprintable():
        return "a control character"
    if "\\" in pattern:
        return "a backslash; folders are parted by /"
    if ".." in pattern.split("/"):
        return "'..'; nothing outside of the folder is looked at"
    if pattern.startswith("!") or re.search(r"[!@+?*]\(", pattern):
        return "'!' or a group in round brackets, which are not supported"
    # Brackets that remain after pairs are removed have no counterpart.
    lone = re.sub(r"\[[^\]/]+\]|\{[^{}]*\}", "", pattern)
    if bracket := re.search(r"[\[\]{}]", lone):
        return f"{bracket[0]!r} without its other half, or one pair within another"
    try:
        re.compile(_translated(pattern))
    except re.error:
        return "a range that runs backwards"
    return ""


def _bare(pattern: str) -> str:
    return pattern.removeprefix("./").strip("/")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    pattern = normalize("NFC", pattern).removeprefix("./").removeprefix("/")
    if pattern.endswith("/"):
        pattern += "**"
    try:
        return re.compile(_translated(pattern), re.DOTALL)
    except re.error:  # a range that runs backwards: the pattern then matches only its own text
        return re.compile(re.escape(pattern), re.DOTALL)


def _translated(pattern: str) -> str:
    return "".join(map(_piece, _PIECES.split(pattern)))


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

"""Selectors of filter rules: checked, indexed by their last compound so that few are tried, and with their cost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_LENGTH_LIMIT = 2000
_DEPTH_LIMIT = 4
_SIMPLE = re.compile(r"([a-z][a-z0-9]*|)([.#])([A-Za-z_-][\w-]*)", re.ASCII)
_SIMPLE_ATTRIBUTE = re.compile(r"([a-z][a-z0-9]*|)\[([a-z][a-z0-9-]*)(?:\*=\"([^\"\\]+)\")?\]", re.ASCII)
_NAME = re.compile(r"[\w-]+")
_ATTRIBUTE = re.compile(
    r"\[\s*([A-Za-z_][\w:-]*)\s*(?:[~|^$*]?=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'\]]*)\s*([A-Za-z]?)\s*)?\]"
)
_COMBINATORS = frozenset(" \t\n>+~")
_PROBE = LexborHTMLParser("<p></p>")


@dataclass(frozen=True, slots=True)
class Selector:
    """One CSS selector of a filter rule, without commas at its top level, and what is known about its cost.

    It only matches elements that have `key`, a class, id, attribute or tag; `key_kind` says which, and is empty if
    there is no key.  If the key is an attribute, its value must contain `needle`; each of `literals` must be in some
    attribute of the post.  A selector that `is_simple` matches every element that has the key, the `needle` and, unless
    empty, the `tag`.  `per_depth` and `per_element` are the exponents with which the time of one match can grow with
    the depth and the number of elements of a post.
    """

    text: str
    key_kind: str
    key: str
    needle: str
    literals: tuple[str, ...]
    is_simple: bool
    per_depth: int
    per_element: int
    tag: str = ""

    def cost(self, elements: int, depth: int) -> int:
        """The largest number of steps to match one element of a post with `elements` elements, nested `depth` deep."""
        return int(max(depth, 1) ** self.per_depth * max(elements, 1) ** self.per_element)


def selectors(text: str) -> tuple[Selector, ...] | None:
    """The selectors in `text`, which are separated by commas; None if a rule must not use them.

    That is so if selectolax cannot parse them, or if the time to match one of them cannot be estimated.
    """
    if simple := _SIMPLE.fullmatch(text):
        tag, sign, key = simple.groups()
        return (Selector(text, "class" if sign == "." else "id", key, "", (), True, 0, 0, tag),)
    if simple := _SIMPLE_ATTRIBUTE.fullmatch(text):
        tag, key, needle = simple.groups(default="")
        return (Selector(text, "attribute", key, needle, (needle,) if needle else (), True, 0, 0, tag),)
    if not text or len(text) > _LENGTH_LIMIT or "\\" in text or "lexbor-" in text or "|" in text.replace("|=", ""):
        return None
    parts = _parts(text)
    if parts is None:
        return None
    try:
        _PROBE.css(text)
    except SelectolaxError:
        return None
    return tuple(_selector(part, compound) for part, compound in parts)


def _parts(text: str) -> list[tuple[str, str]] | None:
    """(selector, last compound) of each part between top-level commas.

    Returns None if brackets or quotes are not closed, or a part is empty.
    """
    parts: list[tuple[str, str]] = []
    closers: list[str] = []
    start = compound = at = 0
    while at < len(text):
        sign = text[at]
        if sign in "\"'":
            at = text.find(sign, at + 1)
            if at < 0:
                return None
        elif sign in "([":
            closers.append(")" if sign == "(" else "]")
            if len(closers) > _DEPTH_LIMIT:
                return None
        elif sign in ")]":
            if not closers or closers.pop() != sign:
                return None
        elif not closers and sign == ",":
            parts.append((text[start:at].strip(), text[compound:at].strip()))
            start = compound = at + 1
        elif not closers and sign in _COMBINATORS and text[at + 1 :].lstrip(" \t\n>+~")[:1] not in ("", ","):
            compound = at + 1
        at += 1
    if closers:
        return None
    parts.append((text[start:].strip(), text[compound:].strip()))
    return parts if all(part and last for part, last in parts) else None


def _selector(text: str, compound: str) -> Selector:
    kind, key, needle = _key(compound)
    # Quoted values hold no combinators; those inside parentheses count like those outside.
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", text)
    bare = re.sub(r"\[[^\]]*\]", "", bare)
    tight = re.sub(r"\s*([>+~,()])\s*", r"\1", bare)
    wide = (
        tight.count("~") + tight.count(":nth-") + tight.count(":has(") + tight.count(":last-") + tight.count(":only-")
    )
    deep = len(tight.split()) - 1
    is_tag = kind == "tag" and key == text
    return Selector(text, kind, key, needle, _literals(text), is_tag, deep, wide)


def _literals(text: str) -> tuple[str, ...]:
    """The strings that must all occur in attributes of a post, or else nothing in it can match."""
    # A value in an alternative or a negation need not occur.
    if "," in text or ":not(" in text.lower():
        return ()
    matches = _ATTRIBUTE.finditer(text)
    return tuple(value for match in matches if not match[3] and (value := (match[2] or "").strip("\"'")))


def _key(compound: str) -> tuple[str, str, str]:
    """(kind, key, needle) of the part of a compound that fewest elements have: id, class, attribute or tag."""
    keys: dict[str, tuple[str, str]] = {}
    at = 0
    if name := _NAME.match(compound):
        keys["tag"] = (name[0].lower(), "")
        at = name.end()
    while at < len(compound):
        sign = compound[at]
        if sign in ".#" and (name := _NAME.match(compound, at + 1)):
            keys.setdefault("class" if sign == "." else "id", (name[0], ""))
            at = name.end()
        elif sign == "[" and (attribute := _ATTRIBUTE.match(compound, at)):
            value = (attribute[2] or "").strip("\"'")
            # With a flag after the value its case may be ignored, and the needle could miss.
            needle = "" if attribute[3] else value
            if "attribute" not in keys or len(needle) > len(keys["attribute"][1]):
                keys["attribute"] = (attribute[1].lower(), needle)
            at = attribute.end()
        else:
            at = _after_pseudo(compound, at)
    for kind in ("id", "class", "attribute", "tag"):
        if kind in keys:
            return kind, *keys[kind]
    return "", "", ""


def _after_pseudo(compound: str, at: int) -> int:
    """The index after a pseudo-class with its argument, or after a single character."""
    at += 1
    depth = 0
    while at < len(compound):
        sign = compound[at]
        if sign in "\"'":
            at = max(compound.find(sign, at + 1), at)
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif not depth and sign in ".#[:":
            return at
        at += 1
        if not depth and compound[at - 1] == ")":
            return at
    return at

"""Headings and fragments of clean HTML: ids are set after sanitizing, so that no post chooses an id of the page."""

from __future__ import annotations

import html as entities
import re
from urllib.parse import unquote

from generator.addresses import slugize
from generator.model import Heading

PREFIX = "h-"
ID_CHARACTERS = 60
TEXT_CHARACTERS = 200

# Headings, and what has an id; other tags stand in the texts between them.
_TAG = re.compile(r"<(/?)(h[2-6])((?: [^<>]*)?)>|<([a-z][a-z0-9]*)( (?:[^<>]* )?id=\"[^<>]*)>")
_ANY_TAG = re.compile(r"<[^<>]*>")
# Attributes are read one after another from the first: ` id=` may also be the end of a value, before its quote.
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_HREF = re.compile(r' href="#([^"]*)"')
_WORTH_A_LOOK = re.compile(r'<h[2-6]| id="| href="#')


def anchored(html: str) -> tuple[str, tuple[Heading, ...]]:
    """Canonical HTML with an id on each heading, and the headings.

    Ids are `h-` and the slug of the text, or a number; ids that stand twice go from the second place, and so do
    links to fragments that do not exist.
    """
    if not _WORTH_A_LOOK.search(html):
        return html, ()
    tokens = _tokens(html)
    ids = [_id(token[3] or token[5] or "") if isinstance(token, re.Match) else None for token in tokens]
    taken = {entities.unescape(found[2]) for found in ids if found}
    seen: set[str] = set()
    headings: list[Heading] = []
    parts: list[str] = []
    open_headings: list[tuple[int, int]] = []
    texts: list[str] = []
    numbers: dict[str, int] = {}
    for token, found in zip(tokens, ids, strict=True):
        if isinstance(token, str):
            parts.append(token)
            if open_headings:
                texts.append(token)
            continue
        is_heading = token[2] is not None
        written = token[0]
        if found and (is_heading or found[2] in seen):
            # A heading gets an id of ours in any case.
            start = token.start(3 if is_heading else 5) - token.start()
            written = written[: start + found.start()] + written[start + found.end() :]
        elif found:
            seen.add(found[2])
        parts.append(written)
        if not is_heading:
            continue
        if not token[1]:
            open_headings.append((len(parts) - 1, len(texts)))
        elif open_headings:
            place, start = open_headings.pop()
            text = " ".join(entities.unescape(_ANY_TAG.sub("", "".join(texts[start:]))).split())[:TEXT_CHARACTERS]
            if not open_headings:
                texts.clear()
            id = _new_id(text, len(headings) + 1, taken, numbers)
            parts[place] = f'{parts[place][:-1]} id="{entities.escape(id)}">'
            if text:
                headings.append(Heading(int(token[2][1]), id, text))
    known = taken | {heading.id for heading in headings}
    return _HREF.sub(lambda match: _fragment(match, known), "".join(parts)), tuple(headings)


def _id(attributes: str) -> re.Match[str] | None:
    return next((found for found in _ATTRIBUTE.finditer(attributes) if found[1] == "id"), None)


def _tokens(html: str) -> list[str | re.Match[str]]:
    tokens: list[str | re.Match[str]] = []
    position = 0
    for match in _TAG.finditer(html):
        if match.start() > position:
            tokens.append(html[position : match.start()])
        tokens.append(match)
        position = match.end()
    if position < len(html):
        tokens.append(html[position:])
    return tokens


def _new_id(text: str, number: int, taken: set[str], numbers: dict[str, int]) -> str:
    base = PREFIX + (slugize(text)[:ID_CHARACTERS].strip("-") or str(number))
    id = base
    while id in taken:
        # Counted for each base, so that ten thousand equal headings do not search ten thousand times.
        numbers[base] = numbers.get(base, 0) + 1
        id = f"{base}-{numbers[base]}"
    taken.add(id)
    return id


def _fragment(match: re.Match[str], known: set[str]) -> str:
    written = unquote(entities.unescape(match[1]))
    for candidate in (written, PREFIX + slugize(written)):
        if candidate in known:
            return f' href="#{entities.escape(candidate)}"'
    return ""

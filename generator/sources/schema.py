"""JSON-LD in a document: what schema.org says about its article.  It is a stranger's: nothing in it is relied on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_MOST_CHARACTERS = 200_000
_MOST_SCRIPTS = 20
_MOST_OBJECTS = 2_000
_ARTICLES = ("Article", "Posting", "Report", "Recipe", "Review", "CreativeWork")
"""Ends of the types that an article may have."""


class Schema:
    """What the JSON-LD scripts of an HTML document say about the article in it."""

    def __init__(self, scripts: Iterable[str]) -> None:
        self._objects = list(_objects(scripts))
        self._by_id = {_text(found.get("@id")): found for found in self._objects if len(found) > 1}
        # Baidu's scripts have no type.
        articles = [found for found in self._objects if _has_type(found, _ARTICLES) or "pubDate" in found]
        self._article: Mapping[str, Any] = articles[0] if articles else {}

    def texts(self, *names: str) -> list[str]:
        """The texts of the article's properties `names`, in this order; for an object, such as an author, its name."""
        return [text for name in names for text in self._texts_of(self._article.get(name), ("name",))]

    def addresses(self, *names: str) -> list[str]:
        """The addresses in the article's properties in `names`, in this order; of an object, its `url` or the like."""
        return [
            text for name in names for text in self._texts_of(self._article.get(name), ("url", "contentUrl", "@id"))
        ]

    @property
    def site(self) -> str:
        """The name of the site or publisher that the document comes from; empty if its JSON-LD scripts name none."""
        sites = (found.get("name") for found in self._objects if _has_type(found, ("WebSite",)))
        names = (*self.texts("publisher"), *map(_text, sites))
        return next(filter(None, names), "")

    def _texts_of(self, value: object, parts: tuple[str, ...]) -> list[str]:
        found = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                known: Mapping[str, Any] = self._by_id.get(_text(item.get("@id")), {})
                values = (item.get(name) or known.get(name) for name in parts)
                item = next(filter(None, values), None)
            if text := _text(item):
                found.append(text)
        return found


def _objects(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    count = 0
    for number, script in enumerate(scripts):
        if number == _MOST_SCRIPTS or len(script) > _MOST_CHARACTERS:
            continue
        try:
            waiting = [json.loads(script, strict=False)]
        except (ValueError, RecursionError):
            continue
        for value in waiting:
            if count > _MOST_OBJECTS:
                return
            if isinstance(value, dict):
                count += 1
                yield value
                waiting += [inner for name in ("@graph", "mainEntity") if (inner := value.get(name))]
            elif isinstance(value, list):
                waiting += value[:_MOST_OBJECTS]


def _has_type(found: Mapping[str, Any], ends: tuple[str, ...]) -> bool:
    written = found.get("@type")
    names = written if isinstance(written, list) else [written]
    return any(isinstance(name, str) and name.endswith(ends) for name in names)


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) and len(value) <= _MOST_CHARACTERS else ""

"""Reads the JSON-LD scripts of an HTML document: what they say about its article, in the terms of schema.org.

The document comes from a stranger, so no value is trusted to have the type that schema.org requires.
"""

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
    """What the JSON-LD scripts of an HTML document say about the first article that they describe.

    If they describe no article, `texts` and `addresses` return empty lists.
    """

    def __init__(self, scripts: Iterable[str]) -> None:
        self._objects = list(_objects(scripts))
        self._by_id = {_text(found.get("@id")): found for found in self._objects if len(found) > 1}
        # Baidu's scripts have no type.
        articles = [found for found in self._objects if _has_type(found, _ARTICLES) or "pubDate" in found]
        self._article: Mapping[str, Any] = articles[0] if articles else {}

    def texts(self, *names: str) -> list[str]:
        """The texts of the properties `names` of the article, in the order of `names`; empty if there are none.

        If the value of a property is an object, such as an author, the text is the property `name` of the object.
        """
        return [text for name in names for text in self._texts_of(self._article.get(name), ("name",))]

    def addresses(self, *names: str) -> list[str]:
        """The addresses in the properties `names` of the article, in the order of `names`; empty if there are none.

        If the value of a property is an object, such as a picture, the address is its `url`, else its `contentUrl`,
        else its `@id`.
        """
        return [
            text for name in names for text in self._texts_of(self._article.get(name), ("url", "contentUrl", "@id"))
        ]

    @property
    def site(self) -> str:
        """The name of the publisher or web site of the document; empty if the JSON-LD scripts name none."""
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

"""The names of fields in other programs, such as Hugo, and the forms in which these write a person or a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.config.privacy import name_key
from generator.front_matter.fields import KNOWN_FIELDS
from generator.front_matter.texts import texts
from generator.model import FieldMap, FieldValue

SOURCES = ("source", "site_name", "publisher")
AUTHORS = ("author", "authors", "author_name", "byline", "creator")
COVERS = ("headimg", "thumbnail", "cover", "photos")
"""The fields whose picture is the cover, in this order, before those in `OTHER_COVERS`."""
OTHER_COVERS = ("image", "featured_image", "feature_image", "cover_image", "og_image", "img", "images", "banner")
SUMMARIES = ("excerpt", "description", "summary")
DATES = ("publish_date", "published", "published_at", "date_published", "pub_date", "posted")
UPDATES = ("lastmod", "modified", "updated_at", "modified_at", "last_modified_at", "date_modified")

_NESTED = frozenset({"params", "extra"})
"""Tables in which Hugo and Zola keep fields that are not theirs."""
_TERMS = "taxonomies"
_FROM_NESTED = frozenset({*AUTHORS, *COVERS, *SUMMARIES, "source", "link"})
"""The fields of our own that count in such a table; what moves or hides a post counts in the header only."""
_NAMES = ("name", "display_name", "nickname")
_ADDRESSES = ("path", "src", "url", "image", "file", "href", "link")


class Given:
    """The fields of a post's front matter, to be looked up under all the names that other programs give them."""

    def __init__(self, values: Mapping[str, FieldValue]) -> None:
        self.values = values
        self._others: dict[str, tuple[str, FieldValue]] = {}
        # Hardly any post of an archive has a field that we do not know.
        if not KNOWN_FIELDS.issuperset(values):
            self._find_others()

    def _find_others(self) -> None:
        nested: list[tuple[str, FieldValue]] = []
        for name, value in self.values.items():
            if name in KNOWN_FIELDS:
                continue
            self._others.setdefault(name_key(name), (name, value))
            if isinstance(value, FieldMap):
                nested += _fields_in(name, value)
        for name, value in nested:
            self._others.setdefault(name_key(name), (name, value))

    def each(self, names: tuple[str, ...]) -> Iterator[tuple[str, FieldValue]]:
        """The fields that have one of `names`, in the order of `names`, each as (name as written, value).

        Upper and lower case, hyphens and underscores make no difference.  Fields without a value are left out.
        """
        for name in names:
            if self.values.get(name) is not None:
                yield name, self.values[name]
            elif self._others and (other := self._others.get(name_key(name))) and other[1] is not None:
                yield other


def _fields_in(name: str, table: FieldMap) -> Iterator[tuple[str, FieldValue]]:
    key = name_key(name)
    for inner, value in table.items:
        is_term = key == _TERMS and inner in ("tags", "categories")
        if is_term or (key in _NESTED and (inner in _FROM_NESTED or inner not in KNOWN_FIELDS)):
            yield inner, value


def persons(value: FieldValue) -> list[str]:
    """The names of persons in `value`: a text, a mapping with a `name`, or a list of these; empty for None."""
    return [name for item in _items(value) for name in _named(item, _NAMES)]


def addresses(value: FieldValue) -> list[str]:
    """The addresses in `value`: a text, a mapping with a `path`, `url`, `src` or the like, or a list of these.

    Addresses that are not valid are returned, too.  Empty for None.
    """
    return [
        text.replace("&amp;", "&")
        for item in _items(value)
        for name in _named(item, _ADDRESSES)
        if (text := name.strip())
    ]


def _items(value: FieldValue) -> tuple[FieldValue, ...]:
    return value if isinstance(value, tuple) else (value,)


def _named(value: FieldValue, names: tuple[str, ...]) -> list[str]:
    if not isinstance(value, FieldMap):
        return [text.removeprefix("[[").removesuffix("]]") for text in texts(value)]
    table = {name.lower(): item for name, item in reversed(value.items)}
    return next((texts(table[name]) for name in names if table.get(name)), texts(value))

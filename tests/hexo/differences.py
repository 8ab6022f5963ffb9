"""Where Hexo and Pressmark differ: found by comparing, and listed in `differences.toml` with the reason for each.

`python -m tests.hexo.differences` writes the list as a page of the documentation.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tests.hexo.recorded import Recorded, flat

LIST = Path(__file__).with_name("differences.toml")
PAGE = Path(__file__).parents[2] / "docs" / "hexo-differences.md"

_OF_A_SOURCE = ("address", "title", "published", "updated", "categories", "tags", "excerpt", "text", "anchors", "links")


@dataclass(frozen=True)
class Found:
    """Something that is not the same: an empty text is nothing at all."""

    what: str
    where: str
    hexo: str
    ours: str


@dataclass(frozen=True)
class Listed:
    """An entry of the list: which findings it is about, and what it says of them."""

    topic: str
    what: tuple[str, ...]
    where: tuple[str, ...]
    """Patterns as file names have them; each must fit something."""
    hexo: str
    ours: str
    why: str
    when_hexo: str = "*"
    when_ours: str = "*"
    """Patterns of the values, where an entry is about some only."""

    def fits(self, found: Found, where: str) -> bool:
        """Whether the entry, at its place `where`, is about that finding."""
        return (
            found.what in self.what
            and fnmatchcase(found.where, where)
            and fnmatchcase(found.hexo, self.when_hexo)
            and fnmatchcase(found.ours, self.when_ours)
        )


def listed() -> tuple[Listed, ...]:
    """The list in the order of its file."""
    entries = tomllib.loads(LIST.read_text("utf-8"))["difference"]
    return tuple(
        Listed(**{name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()})
        for entry in entries
    )


def compared(hexo: Recorded, ours: Recorded) -> Iterator[Found]:
    """Everything that is not the same.

    Of a source that only one of the two publishes nothing but its address is compared, and the addresses of one with
    two dates under other patterns are not.
    """
    sources = sorted({where for what, where in (*hexo.values, *ours.values) if what == "address"})
    shared = [where for where in sources if ("address", where) in hexo.values and ("address", where) in ours.values]
    of_one_date = {where for where in shared if hexo.values["published", where] == ours.values["published", where]}
    for source in sources:
        for what in _OF_A_SOURCE if source in shared else ("address",):
            yield from _unless_equal(
                what, source, hexo.values.get((what, source), ""), ours.values.get((what, source), "")
            )
    for what, where in sorted(key for key in hexo.values.keys() & ours.values.keys() if key[0] == "permalink"):
        if where.partition(" as ")[0] in of_one_date:
            yield from _unless_equal(what, where, hexo.values[what, where], ours.values[what, where])
    yield from _lists(hexo, ours, of_one_date)
    pages = {value.removeprefix("/") for (what, _), value in hexo.values.items() if what == "address"}
    for file in sorted(hexo.files - ours.files - {"record.json", "permalinks.json"}):
        # Pages of posts and lists are compared above.
        if not file.endswith("index.html") and file not in pages:
            yield Found("file", file, "published", "")


def _unless_equal(what: str, where: str, hexo: str, ours: str) -> Iterator[Found]:
    if hexo != ours:
        yield Found(what, where, hexo, ours)


def _lists(hexo: Recorded, ours: Recorded, shared: set[str]) -> Iterator[Found]:
    """Kinds of lists that one of the two has, the lists in which a source stands, and the order in those of both."""
    # A list without a first page has something else in its place.
    kinds = tuple({_kind(address) for address, pages in side.lists.items() if 1 in pages} for side in (hexo, ours))
    for kind in sorted(kinds[0] ^ kinds[1]):
        yield Found("list", kind, *("lists" if kind in known else "" for known in kinds))
    places = _places(hexo, kinds[0] & kinds[1]), _places(ours, kinds[0] & kinds[1])
    for source in sorted(shared):
        yield from _unless_equal("lists", source, *("\n".join(sorted(place[source])) for place in places))
    for address in sorted(one for one in hexo.lists.keys() & ours.lists.keys() if _kind(one) in kinds[0] & kinds[1]):
        orders = [[source for source in flat(side.lists[address]) if source in shared] for side in (hexo, ours)]
        both = set(orders[0]) & set(orders[1])
        yield from _unless_equal(
            "order", address, *("\n".join(one for one in order if one in both) for order in orders)
        )


def _kind(address: str) -> str:
    return address if address.count("/") < 3 else f"/{address.split('/')[1]}/…/"


def _places(side: Recorded, kinds: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for address, pages in side.lists.items():
        if _kind(address) in kinds:
            for source in set(flat(pages)):
                found[source].append(address)
    return found


_INTRODUCTION = """\
# Where Hexo and Pressmark differ

These are all the differences found by building one blog of invented posts with both, and a test compares them again
(`make npm` installs the Hexo that it needs, with npm). Most have one of these reasons: no post and no text is lost;
posts cannot run code; the same content gives the same site on every machine; a title or name is the text that its
author wrote; Chinese has no spaces between words. `tests/hexo/differences.toml` has the reason for each. How to move
is in [Coming from Hexo](coming-from-hexo.md)."""


def page(entries: Iterable[Listed]) -> str:
    """The list as a page of the documentation."""
    topics: dict[str, list[Listed]] = {}
    for entry in entries:
        topics.setdefault(entry.topic, []).append(entry)
    lines = [_INTRODUCTION]
    for topic, found in topics.items():
        lines += ["", f"## {topic}", "", "| Hexo | Pressmark |", "| --- | --- |"]
        lines += [f"| {entry.hexo} | {entry.ours} |" for entry in found]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    PAGE.write_text(page(listed()), "utf-8")

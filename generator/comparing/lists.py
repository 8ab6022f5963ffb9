"""Comparing lists by the posts that all pages of a list show together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from generator.addresses import address_of
from generator.comparing.findings import ListChange
from generator.comparing.reading import Place, files_at, listed_links, parse
from generator.config import ListSettings
from generator.outputs.listings import roots

KINDS = ("home", "undated", "category", "tag", "source", "archive", "other")
"""Kinds of lists in the order of the report."""


@dataclass(frozen=True, slots=True)
class ListedNow:
    """A list of posts on the current site: its kind, and the files of its posts."""

    kind: str
    posts: list[str]


@lru_cache(maxsize=4)
def _further(folder: str) -> re.Pattern[str]:
    return re.compile(rf"(?:.*/)?(?=(?:{re.escape(folder)}|page)/\d{{1,9}}/index\.html)", re.DOTALL)


def own_page(name: str, folder: str) -> str:
    """The file of the first page of a list, if `name` is a later page of that list, below `folder`; else `name`."""
    if not name.endswith("/index.html") or not name[:-11].rpartition("/")[2].isdecimal():
        return name
    match = _further(folder).match(name)
    return f"{match[0]}index.html" if match is not None else name


def kind_of(name: str, lists: ListSettings) -> str:
    """The kind of a list, such as `tag` or `home`, judging by the path `name` of its file alone."""
    if name == "index.html":
        return "home"
    address = address_of(name)
    kinds = {"year": "archive"}
    matching = (kind for kind, root in roots(lists).items() if root != "/" and address.startswith(root))
    kind = next(matching, "")
    return kinds.get(kind, kind) or ("undated" if address == "/undated/" else "other")


@dataclass(frozen=True, slots=True)
class Before:
    """The published site: its pages, where their articles are now, and a function that reads its files."""

    names: Iterable[str]
    """Files of all its pages."""
    moved: Mapping[str, str]
    """New files of articles that moved, by old file; empty for articles that are gone."""
    place: Place
    read: Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]


def lists_changed(
    before: Before,
    gone: Iterable[str],
    listed: Mapping[str, ListedNow],
    posts: Set[str],
    settings: ListSettings,
    advance: Callable[[], None],
) -> Iterator[ListChange]:
    """The lists that are gone or new, and those that show other posts than before.

    `gone` has the files of lists that no longer exist, `listed` the current lists by file, `posts` the files of all
    current posts.  `advance` is called once for each list.
    """
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for name in before.names:
        if (own := own_page(name, settings.pagination_dir)) in listed:
            pages[own].append(name)
    changes = [ListChange(kind_of(name, settings), address_of(name), "gone") for name in gone]
    # One iterator over the pages of all lists, because a branch is read in batches of hundreds of files.
    contents = before.read(name for own in listed for name in pages.get(own, ()))
    for own, now in listed.items():
        kind = "archive" if now.kind in ("year", "month", "day") else now.kind
        advance()
        if own not in pages:
            changes.append(ListChange(kind, address_of(own), "new"))
            continue
        had = _posts_of(islice(contents, len(pages[own])), before, posts)
        has = set(now.posts)
        if had != has:
            gained, lost = (tuple(sorted(map(address_of, side))) for side in (has - had, had - has))
            changes.append(ListChange(kind, address_of(own), "changed", gained, lost))
    yield from sorted(changes, key=lambda change: (KINDS.index(change.kind), change.address))


def _posts_of(contents: Iterable[tuple[str, bytes | None]], before: Before, posts: Set[str]) -> set[str]:
    """The posts of a published list, each as its current file, or its old one if it is gone."""
    files: set[str] = set()
    for name, data in contents:
        for href in listed_links(parse(data)) if data is not None else ():
            path = before.place.path(href, name)
            for file in files_at(path) if path is not None else ():
                if file in before.moved:
                    files.add(before.moved[file] or file)
                elif file in posts:
                    files.add(file)
                else:
                    continue
                break
    return files

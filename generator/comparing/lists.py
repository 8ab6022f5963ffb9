"""Compares the lists of posts (by tag, by year, ...) of two sites: which are gone, new, or show other posts."""

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
from generator.config.pages import ListSettings
from generator.outputs.lists.listings import roots

KINDS = ("home", "undated", "category", "tag", "source", "archive", "other")
"""The kinds of lists of posts, in the order in which a comparison reports them."""


@dataclass(frozen=True, slots=True)
class CurrentList:
    """A list of posts of the current site: its kind, and the paths of the files of all posts on all its pages."""

    kind: str
    posts: list[str]


@lru_cache(maxsize=4)
def _further(folder: str) -> re.Pattern[str]:
    return re.compile(rf"(?:.*/)?(?=(?:{re.escape(folder)}|page)/\d{{1,9}}/index\.html)", re.DOTALL)


def own_page(name: str, folder: str) -> str:
    """The file of the first page of a list, if the file `name` is a further page of that list; else `name` itself.

    `folder` is the name of the folder of further pages: with `page`, `tags/a/page/2/index.html` gives
    `tags/a/index.html`.
    """
    if not name.endswith("/index.html") or not name[:-11].rpartition("/")[2].isdecimal():
        return name
    match = _further(folder).match(name)
    return f"{match[0]}index.html" if match is not None else name


def kind_of(name: str, lists: ListSettings) -> str:
    """The kind of a list, one of `KINDS`, judging only by the path `name` of its file; `other` if none fits."""
    if name == "index.html":
        return "home"
    address = address_of(name)
    kinds = {"year": "archive"}
    matching = (kind for kind, root in roots(lists).items() if root != "/" and address.startswith(root))
    kind = next(matching, "")
    return kinds.get(kind, kind) or ("undated" if address == "/undated/" else "other")


@dataclass(frozen=True, slots=True)
class PublishedPages:
    """The pages of the published site, and a function that reads them.

    `place` has the host names and the path of the home page of the published site.  `read` takes paths of files and
    yields (path, bytes) of each, in the same order, with None instead of the bytes if the file cannot be read.
    """

    names: Iterable[str]
    """The paths of the files of all pages."""
    moved: Mapping[str, str]
    """{published file of an article: its current file} for articles that moved; the value is "" for those gone."""
    place: Place
    read: Callable[[Iterable[str]], Iterator[tuple[str, bytes | None]]]


def lists_changed(
    before: PublishedPages,
    gone: Iterable[str],
    listed: Mapping[str, CurrentList],
    posts: Set[str],
    unlisted: Set[str],
    settings: ListSettings,
    advance: Callable[[], None],
) -> Iterator[ListChange]:
    """The lists that are gone or new, or that show other posts than on the published site, sorted by kind and address.

    `gone` has the files of lists that no longer exist; `listed` is {file of the first page: current list}; `posts` has
    the files of all current posts, and `unlisted` those of copies that lists leave out because they show a better copy.
    `settings` are the settings of lists.  `advance` is called once for each current list, to report progress.
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
            copies = tuple(sorted(map(address_of, (had - has) & unlisted)))
            changes.append(ListChange(kind, address_of(own), "changed", gained, lost, copies))
    yield from sorted(changes, key=lambda change: (KINDS.index(change.kind), change.address))


def _posts_of(contents: Iterable[tuple[str, bytes | None]], before: PublishedPages, posts: Set[str]) -> set[str]:
    """The posts that a published list links to, each as its current file, or its published file if the post is gone.

    `contents` has (path, bytes) of the pages of that list.
    """
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

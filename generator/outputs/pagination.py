"""Pagination: how a list is divided into pages, and the addresses of those pages."""

from __future__ import annotations

from dataclasses import dataclass

from generator.stored import Stored


@dataclass(frozen=True, slots=True)
class Cut(Stored):
    """One page of a list: its address, the ids of its posts, its number, and the addresses of other pages of the list.

    The page at the list's own address has the number 0.  An address is empty if there is no such page.
    """

    address: str
    ids: tuple[str, ...]
    number: int
    newer: str
    older: str
    first: str
    oldest: str


def cut(address: str, ids: tuple[str, ...], per_page: int, pagination: str, folder: str = "page") -> tuple[Cut, ...]:
    """The pages of the list at `address`: first the page at this address, then those below it in `folder`.

    `ids` are those of the posts, newest first.  If `pagination` is `stable`, pages `page/1/`, `page/2/` … are filled
    from the oldest post on, and the page at `address` shows the rest.  If it is `hexo`, the page at `address` shows the
    newest posts, and `page/2/`, `page/3/` … show older and older ones.
    """
    make = _cut_hexo if pagination == "hexo" else _cut_stable
    return make(address, ids, per_page, folder)


def page_count(count: int, per_page: int, pagination: str) -> int:
    """The number of pages of a list of `count` posts, without its first page; 0 if all posts are on the first page.

    `pagination` is `stable`, where the first page has from `per_page` to nearly twice as many posts, or `hexo`, where
    every page but the last has `per_page`.
    """
    if pagination == "hexo":
        return max(0, (count - 1) // per_page)
    # The own page keeps at least `per_page` posts, because one with a single post would make a poor front page.  A new
    # post still changes only the own page and, when a full page is split off, this new page and the one below it.
    return max(0, count // per_page - 1)


def page_address(address: str, number: int, folder: str = "page") -> str:
    """The address of a further page of the list at `address`, such as `/tags/x/page/2/`, where `folder` is `page`.

    `number` is the number in the address.
    """
    return f"{address}{folder}/{number}/"


def page_addresses(address: str, count: int, per_page: int, pagination: str, folder: str = "page") -> tuple[str, ...]:
    """The addresses of all pages of the list at `address`, which has `count` posts; the first page is at `address`.

    It is the only one if there are no posts.  `pagination` is `stable`, where further pages are numbered from 1 on, the
    oldest first, or `hexo`, where they are numbered from 2 on, the newest first.  `folder` is the part of their
    addresses before the number, as in `page/2/`.
    """
    extra = page_count(count, per_page, pagination)
    numbers = range(2, extra + 2) if pagination == "hexo" else range(1, extra + 1)
    return (address, *(page_address(address, number, folder) for number in numbers))


def _cut_stable(address: str, ids: tuple[str, ...], per_page: int, folder: str) -> tuple[Cut, ...]:
    pages = page_count(len(ids), per_page, "stable")
    rest = len(ids) - pages * per_page
    oldest = page_address(address, 1, folder) if pages else ""
    cuts = [Cut(address, ids[:rest], 0, "", page_address(address, pages, folder) if pages else "", "", oldest)]
    for number in range(pages, 0, -1):
        start = rest + (pages - number) * per_page
        cuts.append(
            Cut(
                page_address(address, number, folder),
                ids[start : start + per_page],
                number,
                newer=page_address(address, number + 1, folder) if number < pages else address,
                older=page_address(address, number - 1, folder) if number > 1 else "",
                first=address,
                oldest=oldest if number > 1 else "",
            )
        )
    return tuple(cuts)


def _cut_hexo(address: str, ids: tuple[str, ...], per_page: int, folder: str) -> tuple[Cut, ...]:
    addresses = page_addresses(address, len(ids), per_page, "hexo", folder)
    last = len(addresses) - 1
    return tuple(
        Cut(
            here,
            ids[number * per_page : (number + 1) * per_page],
            number + 1 if number else 0,
            newer=addresses[number - 1] if number else "",
            older=addresses[number + 1] if number < last else "",
            first=address if number else "",
            oldest=addresses[last] if number < last else "",
        )
        for number, here in enumerate(addresses)
    )

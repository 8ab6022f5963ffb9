"""Pagination: how a list is divided into pages, and the addresses of those pages."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Stored


@dataclass(frozen=True, slots=True)
class Cut(Stored):
    """One page of a list: its address, the ids of its posts, its number, and the addresses of other pages of the list.

    The number of the first page, which has the list's own address, is 0.
    """

    address: str
    ids: tuple[str, ...]
    number: int
    newer: str
    older: str
    first: str
    oldest: str


def cut(address: str, ids: tuple[str, ...], per_page: int, pagination: str, folder: str = "page") -> tuple[Cut, ...]:
    """The pages of a list, first the one at its own address, then those with addresses in `folder`.

    `ids` are the posts, newest first.  With `stable` pagination, full pages `page/1/ … page/k/` are filled from the
    oldest post, and the list's own page shows the rest.  With `hexo`, the list's own page is page 1, and pages are
    numbered from the newest.
    """
    make = _cut_hexo if pagination == "hexo" else _cut_stable
    return make(address, ids, per_page, folder)


def page_count(count: int, per_page: int, pagination: str) -> int:
    """The number of pages that a list of `count` posts has in addition to its first."""
    if pagination == "hexo":
        return max(0, (count - 1) // per_page)
    # The own page keeps at least `per_page` posts, because one with a single post would make a poor front page.  A new
    # post still changes only the own page and, when a full page is split off, this new page and the one below it.
    return max(0, count // per_page - 1)


def page_address(address: str, number: int, folder: str = "page") -> str:
    """Address of page `number` of the list at `address`."""
    return f"{address}{folder}/{number}/"


def page_addresses(address: str, count: int, per_page: int, pagination: str, folder: str = "page") -> tuple[str, ...]:
    """The addresses of all pages of a list with `count` posts; the first is that of the list itself."""
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

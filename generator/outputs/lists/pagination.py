"""Pagination: how a list is divided into pages, and the addresses of those pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.stored import Stored


@dataclass(frozen=True, slots=True)
class Paging:
    """How a list is divided into pages: its first page, which has the address of the list, and further pages."""

    per_page: int
    """The number of posts on a further page."""
    cards: int
    """The number of posts that the first page shows with excerpt and picture."""
    is_hexo: bool = False
    """Whether pages are numbered from the newest posts on, as in Hexo; else from the oldest."""
    folder: str = "page"
    """The part of the addresses of further pages before the number, as in `page/2/`."""
    is_front: bool = False
    """Whether the first page stays short: it shows the newest posts only, and further pages have all posts."""

    @property
    def least(self) -> int:
        """The smallest number of posts on the first page of a list that has further pages."""
        return min(self.cards, self.per_page)

    def further(self, count: int) -> int:
        """The number of further pages of a list of `count` posts; 0 if the first page has all of them.

        Pages numbered from the oldest post leave a first page with at least `least` posts and less than a full page
        more, because a page with a single post would make a poor beginning.  A new post still changes only the first
        page and, when a full page is split off, this new page and the one below it.
        """
        if self.is_hexo:
            return max(0, (count - 1) // self.per_page)
        if self.is_front:
            return -(-count // self.per_page) if count > self.least else 0
        return max(0, (count - self.least) // self.per_page)

    def page_address(self, address: str, number: int) -> str:
        """The address of the further page `number` of the list at `address`, such as `/tags/x/page/2/`."""
        return f"{address}{self.folder}/{number}/"

    def addresses(self, address: str, count: int) -> tuple[str, ...]:
        """The addresses of all pages of the list at `address`, which has `count` posts: first `address` itself.

        Further pages are numbered from 1 on, the oldest first, or as in Hexo from 2 on, the newest first.
        """
        extra = self.further(count)
        numbers = range(2, extra + 2) if self.is_hexo else range(1, extra + 1)
        return (address, *(self.page_address(address, number) for number in numbers))


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


def cut(address: str, ids: tuple[str, ...], paging: Paging, top: tuple[str, ...] = ()) -> tuple[Cut, ...]:
    """The pages of the list at `address`, newest first: the first page, which is at this address, and further ones.

    `ids` are those of the posts, newest first.  `top` are the posts that the first page shows before all others; they
    are also in `ids`, and if the first page stays short, they stand on their further page as well.
    """
    if not paging.is_front and top:
        above = set(top)
        ids = (*top, *(id for id in ids if id not in above))
    pages = paging.addresses(address, len(ids))
    order = pages if paging.is_hexo else (pages[0], *reversed(pages[1:]))
    starts = _starts(len(ids), len(pages) - 1, paging)
    cuts = []
    for place, (here, start) in enumerate(zip(order, starts, strict=True)):
        end = starts[place + 1] if place + 1 < len(order) else len(ids)
        cuts.append(
            Cut(
                here,
                ids[start:end],
                0 if place == 0 else place + 1 if paging.is_hexo else len(order) - place,
                newer=order[place - 1] if place else "",
                older=order[place + 1] if place + 1 < len(order) else "",
                first=address if place else "",
                oldest=order[-1] if place + 1 < len(order) else "",
            )
        )
    if paging.is_front:
        above = set(top)
        newest = (*top, *(id for id in ids[: paging.least + len(top)] if id not in above))[: paging.least]
        cuts[0] = replace(cuts[0], ids=newest)
    return tuple(cuts)


def _starts(count: int, further: int, paging: Paging) -> list[int]:
    """The place of the first post of each page among all `count` posts, newest first; `further` pages follow the first.

    The first page of a list that stays short takes no post away from the further ones.
    """
    if paging.is_hexo or not further:
        return [place * paging.per_page for place in range(further + 1)]
    # Full pages from the oldest post on; what is left is on the first page, or on the newest of the further pages.
    if paging.is_front:
        return [0, 0, *(count - paging.per_page * left for left in range(further - 1, 0, -1))]
    return [0, *(count - paging.per_page * left for left in range(further, 0, -1))]

"""All lists of a site: their posts, the lists above and below them, and their addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.addresses import (
    ADDRESS_BYTES,
    PLACE,
    RESERVED_SLUGS,
    SEGMENT_BYTES,
    slug_with_digits,
    slugize,
    term_digits,
    term_slug,
)
from generator.config import Config
from generator.config.pages import ListSettings
from generator.dates import local_date
from generator.model import Header, Summary
from generator.outputs.lists.pagination import Paging, cut
from generator.publishable import refusal
from generator.site_index import Listing

HOME = "/"
SOURCES = "/sources/"
PERIODS = ("year", "month", "day")
FURTHER_BYTES = 100
"""Bytes reserved for the part of an address after that of its list: further pages, feed, undated posts."""


def roots(lists: ListSettings) -> dict[str, str]:
    """The address below which the lists of a kind are, by kind: `category`, `tag`, `source` and `year`."""
    folders = {"category": lists.category_dir, "tag": lists.tag_dir, "source": SOURCES, "year": lists.archive_dir}
    return {kind: f"/{folder.strip('/')}/".replace("//", "/") for kind, folder in folders.items()}


def term_part(kind: str, name: str, lists: ListSettings) -> str:
    """The part of a list's address for the category, tag or source `name`; `kind` is `category`, `tag` or `source`."""
    text = {"category": lists.category_map, "tag": lists.tag_map}.get(kind, {}).get(name, name)
    slug = slugize(text) if lists.slugs == "hexo" else term_slug(text)
    slug = {"lower": slug.lower(), "upper": slug.upper()}.get(lists.filename_case, slug) if kind != "source" else slug
    is_taken = slug.casefold() in RESERVED_SLUGS or slug == lists.pagination_dir.partition("/")[0]
    if slug and not is_taken and len(slug.encode()) <= SEGMENT_BYTES and refusal(slug) is None:
        return slug
    return slug_with_digits(slug, name)


def paging_of(kind: str, lists: ListSettings) -> Paging:
    """How a list of this `kind`, such as `tag` or `month`, is divided into pages."""
    of = "archive" if kind in PERIODS else kind
    per_page = next((size for name, size in lists.per_page_of.items() if name == of), lists.per_page)
    is_hexo = lists.pagination == "hexo"
    # The home page and those of years have more to show than posts.
    is_front = kind in ("home", "year") and not is_hexo and per_page > lists.cards
    return Paging(per_page, lists.cards, is_hexo=is_hexo, folder=lists.pagination_dir, is_front=is_front)


@dataclass(slots=True)
class _Members:
    dated: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)


Key = tuple[str, ...]
"""(kind, name or names) of a list, which identify it."""


ARCHIVE: Key = ("archive",)
"""A second list of all dated posts, as in Hexo: it has no first page, only further ones."""


def make_listings(
    summaries: Mapping[str, Summary],
    dated: Iterable[str],
    undated: Iterable[str],
    stand_ins: Mapping[str, tuple[str, ...]],
    config: Config,
) -> dict[Key, Listing]:
    """All lists of posts of the site by key; the address of each is still empty.

    `dated` has the ids of posts with a date, newest first, `undated` those of posts without one, by path.  `stand_ins`
    is {id of a post: ids of its copies that lists leave out}: the lists of the categories, tags and sources of these
    copies show the post instead.
    """
    members: dict[Key, _Members] = defaultdict(_Members)
    members["home",] = _Members()

    def keys(id: str) -> Iterable[Key]:
        replaced = (key for other in stand_ins.get(id, ()) for key in _term_keys(summaries[other].header, config.lists))
        return dict.fromkeys((*list_keys(summaries[id], config), *replaced))

    for id in dated:
        for key in keys(id):
            members[key].dated.append(id)
    for id in undated:
        for key in keys(id):
            members[key].undated.append(id)
    return {
        key: Listing(key[0], "", _name(key), key[1:], tuple(posts.dated), tuple(posts.undated))
        for key, posts in sorted(members.items())
    }


def list_keys(summary: Summary, config: Config) -> Iterator[Key]:
    """The keys of all lists that show a post."""
    header = summary.header
    yield ("home",)
    yield from _term_keys(header, config.lists)
    if header.published is not None and "archive" in config.lists.kinds:
        if config.lists.pagination == "hexo":
            yield ARCHIVE
        day = local_date(header.published, config.zone)
        year, month = f"{day.year:04d}", f"{day.month:02d}"
        yield "year", year
        yield "month", year, month
        yield "day", year, month, f"{day.day:02d}"


def _term_keys(header: Header, lists: ListSettings) -> Iterator[Key]:
    for path in header.categories if "category" in lists.kinds else ():
        yield from (("category", *path[:depth]) for depth in range(1, len(path) + 1))
    for tag in header.tags if "tag" in lists.kinds else ():
        yield "tag", tag
    if header.origin and "source" in lists.kinds:
        yield "source", header.origin


def _name(key: Key) -> str:
    return "-".join(key[1:]) if key[0] in PERIODS else key[-1] if len(key) > 1 else ""


def placed_listings(listings: Mapping[Key, Listing], addresses: Mapping[Key, str]) -> dict[str, Listing]:
    """The lists by address, each completed with its address and the addresses of the lists above and below it.

    `addresses` has the address of each list by key.
    """
    placed: dict[str, Listing] = {}
    children: dict[Key, list[str]] = defaultdict(list)
    for key in listings:
        children[parent_of(key)].append(addresses[key])
    for key, listing in listings.items():
        parent = addresses.get(parent_of(key), "")
        placed[addresses[key]] = replace(
            listing, address=addresses[key], parent=parent, children=tuple(children.get(key, ()))
        )
    return placed


def parent_of(key: Key) -> Key:
    match key:
        case ("category", _, _, *_):
            return key[:-1]
        case ("month", year, _):
            return "year", year
        case ("day", year, month, _):
            return "month", year, month
        case _:
            return ()


def wanted_address(key: Key, addresses: Mapping[Key, str], lists: ListSettings) -> str:
    """The address that the list with the key `key` gets unless that is taken.

    `addresses` has, by key, the addresses of the lists above it, such as of the category around a subcategory.
    """
    above = roots(lists)
    match key:
        case ("home",):
            return HOME
        case ("year" | "month" | "day", *period):
            return f"{above['year']}{'/'.join(period)}/"
        case (kind, *_, name):
            address = f"{addresses.get(parent_of(key), above[kind])}{term_part(kind, name, lists)}/"
            if len(address.encode("utf-8")) <= ADDRESS_BYTES - FURTHER_BYTES:
                return address
            return f"{above[kind]}{term_digits('/'.join(key))}/"
    raise KeyError(key)


def further_pages(listing: Listing, address: str, config: Config) -> Iterator[str]:
    """The addresses of the further pages, the feed and the undated posts of a list whose first page is at `address`."""
    if has_feed(listing, config):
        yield f"{address}atom.xml"
    if not has_page(listing, config.lists):
        return
    paging = paging_of(listing.kind, config.lists)
    yield from paging.addresses(address, len(listing.dated))[1:]
    if listing.undated:
        yield from paging.addresses(undated_address(listing, address), len(listing.undated))


def has_page(listing: Listing, lists: ListSettings) -> bool:
    """Whether the list has a page of its own; the address of a small list leads to another page instead."""
    if listing.kind == "day":
        return listing.count >= lists.day_posts
    return listing.kind not in ("category", "tag", "source") or listing.count >= lists.min_posts


def has_feed(listing: Listing, config: Config) -> bool:
    """Whether the list has an Atom feed of its own, also if it has no page, so that readers do not lose it."""
    return listing.kind in config.feeds.per and bool(listing.dated)


def merged_lists(listings: Mapping[str, Listing], posts: Mapping[str, str], lists: ListSettings) -> dict[str, str]:
    """{address of a list without a page of its own: address of what is shown instead}.

    `listings` are all lists by address, and `posts` has the addresses of posts by id.  For a day this is its place on
    the page of its month (after `PLACE` in the address), for a category, tag or source its newest post.
    """
    merged = {}
    by_month: dict[str, dict[str, str]] = {}
    for address, listing in listings.items():
        if has_page(listing, lists):
            continue
        newest = (*listing.dated, *listing.undated)[0]
        if listing.kind != "day":
            merged[address] = posts[newest]
            continue
        month = listings[listing.parent]
        if month.address not in by_month:
            pages = cut(month.address, month.dated, paging_of("month", lists))
            by_month[month.address] = {id: page.address for page in pages for id in page.ids}
        merged[address] = f"{by_month[month.address][newest]}{PLACE}{day_id(listing.path[2])}"
    return merged


def day_id(day: str) -> str:
    """The id of a day on the page of its month; `day` is its number in two digits."""
    return f"d{day}"


def undated_address(listing: Listing, address: str) -> str:
    """The address of the first page of undated posts of the list at `address`.

    It is below `address`; or `address` itself if the list has no dated posts and is not the home page.
    """
    return f"{address}undated/" if listing.dated or listing.kind == "home" else address

"""Assigns an address to everything on the site.

What the owner of the site wrote comes before everything else, so no post, tag, author, category or date of an untrusted
content root ever moves a trusted post, its alias or a file of the owner.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.addresses import OURS, Claims, normalise, post_key, term_digits, twin
from generator.config import Config
from generator.errors import Problem, Where, problem
from generator.model import Summary
from generator.outputs import OUTPUTS
from generator.outputs.contexts import Census
from generator.outputs.fixed import NOT_FOUND, REPLACEABLE, kept_files, overview_addresses
from generator.outputs.indexing import is_in_sitemap
from generator.outputs.lists.listings import ARCHIVE, HOME, Key, further_pages, placed_listings, roots, wanted_address
from generator.outputs.permalinks import alias_address, page_address, post_address
from generator.outputs.search.index import is_searched
from generator.outputs.statistics.page import addresses
from generator.publishable import INDEX
from generator.site_index import Listing, Placed, SiteFile

HOME_KEY: Key = ("home",)


def place(
    summaries: Mapping[str, Summary],
    order: Iterable[str],
    lists: Mapping[Key, Listing],
    static: Iterable[SiteFile],
    media: Mapping[str, SiteFile],
    former: Iterable[tuple[Key, str]],
    config: Config,
) -> Placed:
    """Give an address to everything on the site.

    `summaries` has all posts and pages, and `media` the files beside posts, by id; `lists` has the lists of posts by
    key; `static` are the files that the owner put into the folder of static files.  If several posts want one address,
    posts from trusted content roots come first, then those earlier in `order`, which has the ids of all posts and
    pages. `former` has the keys of lists that would have nothing but copies, each with the id of the post that they
    lead to instead.
    """
    trusted = frozenset(id for id in summaries if config.locate(id)[0].trusted)
    order = tuple(order)
    of_owner = [key for key, listing in lists.items() if not trusted.isdisjoint((*listing.dated, *listing.undated))]
    table = _Table(summaries, lists, config, Claims(kept_files(config)))
    table.add_ours(static, [id for id in order if id in trusted], of_owner)
    table.add_pictures()
    table.add_media({id: file for id, file in media.items() if config.locate(id)[0].trusted})
    table.add_posts([id for id in order if id in trusted], is_trusted=True)
    table.add_lists(of_owner)
    table.add_lists(lists)
    table.add_media(media)
    table.add_posts([id for id in order if id not in trusted], is_trusted=False)
    table.add_former(former)
    return table.placed()


@dataclass(slots=True)
class _Table:
    """The addresses claimed so far.  Groups are added in order of precedence; what has an address is skipped."""

    summaries: Mapping[str, Summary]
    lists: Mapping[Key, Listing]
    config: Config
    claims: Claims
    posts: dict[str, str] = field(default_factory=dict)
    keys: dict[Key, str] = field(default_factory=dict)
    overviews: dict[str, str] = field(default_factory=dict)
    redirects: list[tuple[str, str]] = field(default_factory=list)
    static: list[SiteFile] = field(default_factory=list)
    media: dict[str, SiteFile] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def placed(self) -> Placed:
        """The addresses claimed so far, as a frozen value."""
        return Placed(
            addresses=self.posts,
            listings=placed_listings(self.lists, self.keys),
            overviews={kind: self.overviews[kind] for kind in roots(self.config.lists) if kind in self.overviews},
            redirects=tuple(sorted(self.redirects)),
            static=tuple(self.static),
            media=self.media,
            pictures=self.pictures,
            known=frozenset(self.claims.addresses),
            problems=tuple(self.problems),
        )

    def add_ours(self, static: Iterable[SiteFile], trusted: Iterable[str], of_owner: Iterable[Key]) -> None:
        """Claim addresses for pages and files that every site has, for static files, and for overviews.

        `trusted` are the ids of posts and pages from trusted content roots; such a page may replace 404.html.
        `of_owner` are the keys of lists that contain a trusted post.  Overviews are pages of all categories, tags,
        sources or years; those of other lists are not claimed here.
        """
        static = tuple(static)
        # A static file replaces the generated one at its address, and takes precedence over all posts.
        replacing = {file.address for file in static} & REPLACEABLE
        for address in sorted(replacing):
            self.claims.take(address, f"static{address}")
        for id in trusted:
            item = self.summaries[id]
            if item.kind == "page" and NOT_FOUND not in replacing and self._wish(item)[0] == NOT_FOUND:
                self.claims.take(NOT_FOUND, id)
                self.posts[id] = NOT_FOUND
                replacing.add(NOT_FOUND)
        mapped = sum(is_in_sitemap(item, self.config) for item in self.summaries.values())
        home = self.lists[HOME_KEY]
        listed = (*home.dated, *home.undated, *(id for id, item in self.summaries.items() if item.kind == "page"))
        found = sum(is_searched(self.summaries[id], self.config) for id in listed)
        census = Census(self.config, self.lists, bool(home.dated), mapped, found, replacing)
        for address in (address for output in OUTPUTS for address in output.claims(census)):
            self.claims.take(address, OURS)
        self.keys[HOME_KEY] = HOME
        for address in (HOME, *further_pages(self.lists[HOME_KEY], HOME, self.config)):
            self.claims.take(address, OURS)
        self._add_overviews(of_owner)
        for file in static:
            self.static.append(file if file.address in replacing else self._placed_file(file, f"static{file.address}"))

    def add_pictures(self) -> None:
        """Claim the addresses of all embedded pictures, which were made from the digests of their bytes.

        Nothing else can get such an address, because all are reserved.
        """
        for id, summary in sorted(self.summaries.items()):
            for address in summary.pictures:
                if address not in self.pictures and self.claims.take(address, OURS) is None:
                    self.pictures[address] = id

    def add_media(self, media: Mapping[str, SiteFile]) -> None:
        """Claim an address for each picture or other file that lies beside posts; `media` has these files by id.

        If the address that a file wants is taken, it gets a similar one, with a warning.
        """
        for id, file in sorted(media.items()):
            if id not in self.media:
                self.media[id] = self._placed_file(file, id)

    def add_posts(self, ids: Sequence[str], *, is_trusted: bool) -> None:
        """Claim addresses for posts and pages: first those without a permalink, then those with one, then aliases.

        `ids` are the ids of the posts and pages, in order of precedence.  Unless `is_trusted`, they do not get an
        address such as `/a/` while something else has `/a.html`, which some hosts show in its place.
        """
        for is_wilful in (False, True):
            for id in ids:
                if id not in self.posts and bool(self.summaries[id].header.permalink) == is_wilful:
                    self._add_post(self.summaries[id], is_trusted=is_trusted)
        for id in ids:
            for alias in dict.fromkeys(self.summaries[id].header.aliases):
                self._add_alias(self.summaries[id], alias, is_trusted=is_trusted)

    def add_lists(self, keys: Iterable[Key]) -> None:
        """Claim addresses for the lists with these keys that have none yet, and for the overviews of their kinds.

        A list comes after the list above it, such as that of a parent category, because its address is below that one.
        """
        due = [key for key in sorted(keys, key=lambda key: (len(key), key)) if key not in self.keys]
        self._add_overviews(due)
        for key in due:
            if key != ARCHIVE:
                self._add_list(key, self.lists[key])

    def add_former(self, lists: Iterable[tuple[Key, str]]) -> None:
        """Claim addresses for redirects in place of lists that the site lacks because they would have only copies.

        `lists` has the key of each such list and the id of the post to which the redirect leads.  If anything else has
        the address of a list, there is no redirect.
        """
        addresses = dict(self.keys)
        for key, id in sorted(lists, key=lambda item: (len(item[0]), item)):
            address = addresses[key] = wanted_address(key, addresses, self.config.lists)
            if self.claims.owner(address) is None:
                self.claims.take(address, f"a list of copies of {id}")
                self.redirects.append((address, id))

    # ------------------------------------------------------------------------------------ single claims

    def _wish(self, summary: Summary) -> tuple[str, list[Problem]]:
        return (page_address if summary.kind == "page" else post_address)(summary, self.config)

    def _add_post(self, summary: Summary, *, is_trusted: bool) -> None:
        wanted, problems = self._wish(summary)
        self.problems += problems
        # Some hosts show `/a.html` for `/a/`, so an untrusted post must not get that address either.
        beside = _nothing if is_trusted else _twins
        address = self.claims.take_near(wanted, summary.id, summary.key[:6], beside=beside)
        self.posts[summary.id] = address
        if address != wanted:
            self._moved(Where(summary.id), "", wanted, address, "give it a permalink of its own")

    def _add_alias(self, summary: Summary, alias: str, *, is_trusted: bool) -> None:
        address, problems = alias_address(alias, summary)
        self.problems += problems
        if address is None or address == self.posts[summary.id]:
            return
        owner = self.claims.owner(address) or (None if is_trusted else self.claims.owner(twin(address)))
        if owner is None:
            self.claims.take(address, f"alias of {summary.id}")
            self.redirects.append((address, summary.id))
        else:
            message = f"alias {address} is left out, because {owner} has that address"
            help = self._ways_out(address, "choose another alias")
            self.problems.append(problem("address-taken", Where(summary.id), message, help))

    def _add_list(self, key: Key, listing: Listing) -> None:
        wanted = wanted_address(key, self.keys, self.config.lists)
        name = f"{listing.kind} {listing.name!r}" if listing.name else listing.kind
        self.keys[key] = self._take_list(wanted, name, term_digits(key[-1]), name, listing)

    def _add_overviews(self, keys: Iterable[Key]) -> None:
        for kind, wanted in overview_addresses(tuple(keys), self.config.lists).items():
            if kind not in self.overviews:
                archive = self.lists.get(ARCHIVE) if kind == "year" else None
                name = f"the page about all of kind {kind!r}"
                self.overviews[kind] = self._take_list(wanted, name, term_digits(kind), OURS, archive)
                if archive is not None:
                    # The list of all posts has no address of its own: its pages follow the overview of all years.
                    self.keys[ARCHIVE] = self.overviews[kind]

    def _take_list(self, wanted: str, name: str, digits: str, owner: str, listing: Listing | None) -> str:
        def also(address: str) -> tuple[str, ...]:
            return tuple(further_pages(listing, address, self.config)) if listing is not None else ()

        address = self.claims.take_near(wanted, owner, digits, also=also)
        if address != wanted:
            self._moved(Where("site"), f"{name} ", wanted, address, "", also(wanted))
        return address

    def _placed_file(self, file: SiteFile, name: str) -> SiteFile:
        address = self.claims.take_near(file.address, name, file.digest[:6])
        if address != file.address:
            self._moved(Where(name), "", file.address, address, "")
        return replace(file, address=address)

    def _moved(self, where: Where, name: str, wanted: str, address: str, help: str, also: tuple[str, ...] = ()) -> None:
        around = (wanted, *also, twin(wanted))
        owner = next((owner for near in around if (owner := self.claims.owner(near)) is not None), OURS)
        message = f"{name}wanted {wanted}, which {owner} has, and got {address}"
        self.problems.append(problem("address-taken", where, message, self._ways_out(wanted, help)))

    def _ways_out(self, wanted: str, help: str) -> str:
        """`help`, and for an address of the search or the statistics the setting that moves their folder."""
        search, ways = self.config.search, [help] if help else []
        if search.enabled and f"{wanted}/".casefold().startswith(search.address.casefold()):
            ways.append("name another folder for the search in [search] dir")
        # Of that folder, the statistics have two addresses only.
        if {_bare(wanted), _bare(twin(wanted))} & {_bare(address) for address in addresses(self.config.statistics)}:
            ways.append("name another folder for the statistics in [statistics] dir")
        return ", or ".join(ways)


def _bare(address: str) -> str:
    """`address` without what a page and a file, or folder, that are in each other's way may differ in."""
    return address.casefold().removesuffix(f"/{INDEX}").rstrip("/")


def _nothing(address: str) -> tuple[str, ...]:
    return ()


def _twins(address: str) -> tuple[str, ...]:
    return (twin(address),)


def media_address(id: str, owner: tuple[Summary, str] | None, config: Config) -> str:
    """The address that a file beside posts gets unless it is taken: its path below its content root.

    For a file in the asset folder of a post, `owner` is (post, path below the asset folder), and the address is below
    that of the post; for any other file, `owner` is None.
    """
    root, path = config.locate(id)
    if owner is not None:
        address = post_address(owner[0], config)[0]
        folder = address if address.endswith("/") else f"{posixpath.splitext(address)[0]}/"
        path = f"{folder}{owner[1]}"
    wanted = normalise(path, by_owner=root.trusted)
    if wanted is not None:
        return wanted
    return f"/media/{post_key('', id)}{posixpath.splitext(path)[1].lower()}"

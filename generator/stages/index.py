"""From summaries to the site: order, lists, neighbours, copies, and an address for everything."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from generator import addresses
from generator.addresses import Claims
from generator.config import Config
from generator.errors import Problem, Where, problem
from generator.hexo_source import asset_base, asset_folder
from generator.model import SiteFile, SiteIndex, SourceFile, Summary
from generator.outputs.fixed import NOT_FOUND, REPLACEABLE, fixed_addresses
from generator.outputs.indexing import is_in_sitemap
from generator.outputs.listings import claim_listings, make_listings
from generator.outputs.permalinks import alias_address, page_address, post_address, slug
from generator.outputs.references import is_publishable, referred_file, resolve

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def choose(
    summaries: Iterable[Summary], *, drafts: bool, before: datetime | None
) -> tuple[dict[str, Summary], list[Problem]]:
    """The summaries that are published, by id, and what is to be said of those that are not, or in no list.

    Posts dated after `before` are kept back; None publishes them.
    """
    chosen, problems = {}, []
    for summary in summaries:
        published = summary.header.published
        if summary.header.is_draft and not drafts:
            problems.append(problem("draft-skipped", Where(summary.id), "a draft", "publish it with --drafts"))
        elif summary.header.kept_by:
            # Without a line: the frame of a message would show the password.
            by = summary.header.kept_by
            message = f"not published, because {by} protects it and Pressmark does not encrypt"
            more = ", or add  password: ''" if by.startswith("the tag") else ""
            help = f"to let everybody read it take that out of its front matter{more}"
            problems.append(problem("password-skipped", Where(summary.id), message, help))
        elif before is not None and published is not None and published > before:
            problems.append(problem("future-skipped", Where(summary.id), f"dated {published.isoformat()}"))
        else:
            chosen[summary.id] = summary
            if summary.header.is_hidden:
                message = "in no list, feed or sitemap; whoever has its address can read it"
                problems.append(problem("post-hidden", Where(summary.id), message))
    return chosen, problems


def media_by_name(others: Iterable[SourceFile]) -> dict[str, str]:
    """Ids of files that are no sources, as found on disk, by their ids in NFC."""
    return {unicodedata.normalize("NFC", file.id): file.id for file in others}


def referred_media(
    summaries: Mapping[str, Summary], names: Mapping[str, str], config: Config
) -> tuple[tuple[str, str], ...]:
    """(id in NFC, address it asks for) of each file that a post refers to and that may be published, sorted.

    In a Hexo blog the files of a post may be published without that, too.
    """
    found = set()
    for summary in summaries.values():
        for kind, target in summary.references:
            if kind in ("link", "media") and (id := referred_file(summary.id, target, names, config)) is not None:
                found.add(id)
    owners = _asset_owners(summaries, names, config)
    found |= {id for id in owners if config.locate(id)[0].post_asset_folder}
    return tuple((id, media_address(id, owners.get(id), config)) for id in sorted(found) if is_publishable(id, config))


def _asset_owners(
    summaries: Mapping[str, Summary], names: Iterable[str], config: Config
) -> dict[str, tuple[Summary, str]]:
    """(post, path below its folder) of each file that lies in the folder of a post of a Hexo blog."""
    if all(root.layout != "hexo" for root in config.content):
        return {}
    folders = {
        unicodedata.normalize("NFC", asset_folder(id)): item
        for id, item in sorted(summaries.items())
        if item.kind == "post" and config.locate(id)[0].layout == "hexo"
    }
    owners = {}
    for id in names:
        folder = posixpath.dirname(id)
        while folder and folder not in folders:
            folder = posixpath.dirname(folder)
        if folder:
            owners[id] = folders[folder], id[len(folder) + 1 :]
    return owners


def index(
    summaries: Mapping[str, Summary],
    static: Iterable[SiteFile],
    media: Mapping[str, SiteFile],
    config: Config,
) -> SiteIndex:
    """The whole site: what is on it, in which order, and where.

    An address that several want goes to lists and pages, then static files and media, then posts by (date, path),
    then redirects; the others get a suffix of their own and are named in a warning.
    """
    posts = {id: item for id, item in summaries.items() if item.kind == "post"}
    # Equal moments are ordered by path, so that no directory order or number of processes can show.
    dated = tuple(
        sorted((id for id, item in posts.items() if item.header.published), key=lambda id: (_moment(posts[id]), id))
    )[::-1]
    undated = tuple(sorted(id for id, item in posts.items() if item.header.published is None))
    pages = tuple(sorted(id for id, item in summaries.items() if item.kind == "page"))

    claims = Claims()
    static = tuple(static)
    # Hidden posts have an address like others, and nothing leads to it.
    listed = tuple(id for id in dated if not posts[id].header.is_hidden)
    listed_undated = tuple(id for id in undated if not posts[id].header.is_hidden)
    found = make_listings(posts, listed, listed_undated, config)
    # A file of the site stands in for the one that we would make, whoever else wants its address.
    replacing = {file.address for file in static} & REPLACEABLE
    for address in sorted(replacing):
        claims.take(address, f"static{address}")
    placed: dict[str, str] = {}
    wishes = _Wishes(summaries, config)
    own = [id for id in pages if wishes.is_trusted(id)]
    for id in (id for id in own if page_address(summaries[id], config)[0] == NOT_FOUND not in replacing):
        if claims.take(NOT_FOUND, id) is None:
            placed[id] = NOT_FOUND
            replacing.add(NOT_FOUND)
    mapped = sum(is_in_sitemap(item, config) for item in summaries.values())
    for address in fixed_addresses(config, found, mapped, replacing):
        claims.take(address, "the site itself")
    listings, problems = claim_listings(found, claims, config)
    for id in (id for id in own if id not in placed):
        _place(summaries[id], page_address(summaries[id], config), claims, placed, problems)
    static = tuple(
        file if file.address in replacing else _placed_file(file, f"static{file.address}", claims, problems)
        for file in static
    )
    media = {id: _placed_file(file, id, claims, problems) for id, file in sorted(media.items())}
    # What an untrusted post asks for comes after what the site's own pattern gives: nobody takes another's address.
    in_order = (*dated[::-1], *undated)
    for id in (id for id in in_order if not wishes.is_wilful(id)):
        _place(posts[id], post_address(posts[id], config), claims, placed, problems)
    for id in (id for id in pages if not wishes.is_trusted(id)):
        _place(summaries[id], page_address(summaries[id], config), claims, placed, problems)
    for id in (id for id in in_order if wishes.is_wilful(id)):
        _place(posts[id], post_address(posts[id], config), claims, placed, problems)
    redirects = _redirects(summaries, (*dated[::-1], *undated, *pages), placed, claims, problems)

    terms = {(item.kind, *item.path): (item.name, item.address) for item in listings.values()}
    return SiteIndex(
        summaries=summaries,
        dated=listed,
        undated=listed_undated,
        hidden=tuple(sorted(posts.keys() - {*listed, *listed_undated})),
        pages=pages,
        addresses=placed,
        neighbours=_neighbours(listed),
        copies=_copies((*listed[::-1], *listed_undated), posts),
        listings=listings,
        redirects=redirects,
        static=static,
        media=media,
        terms=terms,
        known=frozenset(claims.addresses),
        by_path={unicodedata.normalize("NFC", id): id for id in sorted(placed, reverse=True)},
        slugs=_slugs(sorted(posts), config),
        problems=tuple(problems),
    )


@dataclass(frozen=True, slots=True)
class _Wishes:
    """Whose wishes for an address count before those of others."""

    summaries: Mapping[str, Summary]
    config: Config

    def is_trusted(self, id: str) -> bool:
        return self.config.locate(id)[0].trusted

    def is_wilful(self, id: str) -> bool:
        """Whether a post of an untrusted root names its own address."""
        return bool(self.summaries[id].header.permalink) and not self.is_trusted(id)


def _moment(summary: Summary) -> datetime:
    return summary.header.published or _BEFORE_ALL


def _place(
    summary: Summary,
    wish: tuple[str, list[Problem]],
    claims: Claims,
    placed: dict[str, str],
    problems: list[Problem],
) -> None:
    wanted, found = wish
    problems.extend(found)
    address = claims.take_near(wanted, summary.id, summary.key[:6])
    placed[summary.id] = address
    if address != wanted:
        message = f"wanted {wanted}, which {claims.owner(wanted)} has, and got {address}"
        problems.append(problem("address-taken", Where(summary.id), message, "give it a permalink of its own"))


def _placed_file(file: SiteFile, name: str, claims: Claims, problems: list[Problem]) -> SiteFile:
    digits = file.digest[:6]
    address = claims.take_near(file.address, name, digits)
    if address != file.address:
        message = f"wanted {file.address}, which {claims.owner(file.address)} has, and got {address}"
        problems.append(problem("address-taken", Where(name), message))
    return SiteFile(address, file.path, file.digest)


def media_address(id: str, owner: tuple[Summary, str] | None, config: Config) -> str:
    """The address that a file beside a post asks for: its path below its content root, or below the post."""
    path = config.locate(id)[1]
    if owner is not None:
        path = f"{asset_base(post_address(owner[0], config)[0])}{owner[1]}"
    wanted = addresses.normalise(path)
    if wanted is not None:
        return wanted
    return f"/media/{addresses.post_key('', id)}{posixpath.splitext(path)[1].lower()}"


def _redirects(
    summaries: Mapping[str, Summary],
    order: Iterable[str],
    placed: Mapping[str, str],
    claims: Claims,
    problems: list[Problem],
) -> tuple[tuple[str, str], ...]:
    redirects = []
    for id in order:
        for alias in dict.fromkeys(summaries[id].header.aliases):
            address, found = alias_address(alias, summaries[id])
            problems.extend(found)
            if address is None or address == placed[id]:
                continue
            if (owner := claims.take(address, f"alias of {id}")) is not None:
                message = f"alias {address} is left out, because {owner} has that address"
                problems.append(problem("address-taken", Where(id), message, "choose another alias"))
            else:
                redirects.append((address, id))
    return tuple(sorted(redirects))


def _neighbours(dated: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    padded = ("", *dated, "")
    return {id: (padded[place], padded[place + 2]) for place, id in enumerate(dated)}


def _copies(order: Iterable[str], posts: Mapping[str, Summary]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for id in order:
        if posts[id].text_digest:
            groups[posts[id].text_digest].append(id)
    # A page names at most twenty: a digest that hundreds share is a template, and all would name all.
    return {
        id: tuple(islice((other for other in group if other != id), 20))
        for group in groups.values()
        if len(group) > 1
        for id in group
    }


def dead_links(index: SiteIndex, config: Config) -> Iterator[Problem]:
    """A note for each link and picture of a post that leads nowhere in the site."""
    for summary in index.summaries.values():
        if not summary.references:
            continue
        resolved = resolve(summary, index, config)
        for kind, target in summary.references:
            if kind != "title" and (kind, target) not in resolved:
                message = f"{'picture' if kind == 'media' else 'link'} to {target[:200]!r}, which is not in the site"
                yield problem("dead-link", Where(summary.id), message, "its text stays, without the link")


def _slugs(ids: Iterable[str], config: Config) -> dict[str, str]:
    """Ids by whole slug, and by its last part where no other post has that."""
    slugs: dict[str, str] = {}
    names: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        whole = unicodedata.normalize("NFC", slug(config.locate(id)[1], config.locate(id)[0]))
        slugs.setdefault(whole, id)
        names[whole.rpartition("/")[2]].append(id)
    for name, owners in names.items():
        if len(owners) == 1:
            slugs.setdefault(name, owners[0])
    return slugs

"""Makes the index of the site from the summaries: order, lists, neighbours, copies, and all addresses."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import PurePosixPath

from generator.config import Config
from generator.copies.sets import Copies, Pair, copies
from generator.copies.texts import Similarity
from generator.errors import Problem, Where, problem
from generator.layouts import layout_of
from generator.model import SourceFile, Summary
from generator.outputs.indexing import is_indexed
from generator.outputs.lists.listings import ARCHIVE, Key, list_keys, make_listings, merged_lists
from generator.outputs.permalinks import slug
from generator.outputs.placing import media_address, place
from generator.outputs.references import PUBLISH_HELP, referred_file, refusal, resolve
from generator.site_index import SiteFile, SiteIndex

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def choose(
    summaries: Iterable[Summary], *, drafts: bool, before: datetime | None
) -> tuple[dict[str, Summary], list[Problem]]:
    """The summaries of the posts to publish, by id, and a problem for each post that is not published or is hidden.

    Drafts are published only if `drafts` is True.  Posts with a date after `before` are not published; None means that
    posts of any date are.  Posts that a password or private tag protects are never published.
    """
    chosen, problems = {}, []
    for summary in summaries:
        published = summary.header.published
        if summary.header.is_draft and not drafts:
            problems.append(problem("draft-skipped", Where(summary.id), "a draft", "publish it with --drafts"))
        elif summary.header.kept_by:
            # The place has no line, because the extract in the message would show the password.
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
    """{id in the Unicode form NFC: id as spelled on disk} of the files `others`, which are not posts.

    With it, a link finds a file whose name the disk has in another Unicode form.
    """
    return {unicodedata.normalize("NFC", file.id): file.id for file in others}


def referred_media(
    summaries: Mapping[str, Summary], names: Mapping[str, str], config: Config
) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """The media files to publish, and the needed files that must not be published.

    The former are sorted pairs (id, wanted address); the latter are {id: reason why not}.  A file is needed if a post
    in `summaries` refers to it, or if its content root publishes all files in asset folders.  The keys of `names` are
    the ids of all files that exist.  All ids are in the Unicode form NFC.
    """
    needed = set()
    for summary in summaries.values():
        for kind, target, _ in summary.references:
            if kind in ("link", "media") and (id := referred_file(summary.id, target, names, config)) is not None:
                needed.add(id)
    owners = _asset_owners(summaries, names, config)
    needed |= {id for id in owners if config.locate(id)[0].post_asset_folder}
    withheld = {id: reason for id in sorted(needed) if (reason := refusal(id, config))}
    return tuple((id, media_address(id, owners.get(id), config)) for id in sorted(needed - withheld.keys())), withheld


def _asset_owners(
    summaries: Mapping[str, Summary], names: Iterable[str], config: Config
) -> dict[str, tuple[Summary, str]]:
    """(post, path below its asset folder) of each file in an asset folder, by the id of the file."""
    layouts = {root.path: layout_of(root) for root in config.content}
    if not any(layout.has_asset_folders for layout in layouts.values()):
        return {}
    folders: dict[str, Summary] = {}
    for id, summary in sorted(summaries.items()):
        root, path = config.locate(id)
        folder = layouts[root.path].asset_folder(path)
        if summary.kind == "post" and folder is not None:
            folders[unicodedata.normalize("NFC", f"{root.path}/{folder}")] = summary
    owners = {}
    for id in names:
        # The innermost asset folder owns the file.  The parents of an absolute path end at the root of the disk.
        owned = next((folder for folder in map(str, PurePosixPath(id).parents) if folder in folders), None)
        if owned is not None:
            owners[id] = folders[owned], id[len(owned) + 1 :]
    return owners


def find_copies(
    summaries: Mapping[str, Summary],
    similar: Mapping[Pair, Similarity],
    near: Iterable[Collection[str]] | None,
    config: Config,
) -> Copies:
    """Which posts are copies of the same article, and which of them are left out of lists.

    Hidden posts, and pages such as an about page, are never copies.  `similar` says how similar two texts are, by the
    digests of both.  `near` are groups of texts, as digests, that are nearly the same; None if the site does not look
    for such texts.
    """
    posts = {id: summaries[id] for id in sorted(summaries) if is_listable(summaries[id])}
    return copies(
        posts,
        similar,
        near,
        is_trusted=lambda id: config.locate(id)[0].trusted,
        is_indexed=lambda id: is_indexed(posts[id], config),
        lists_all=config.copies.list,
    )


def is_listable(summary: Summary) -> bool:
    """Whether `summary` is that of a post that may stand in lists: not hidden, and no page such as an about page."""
    return summary.kind == "post" and not summary.header.is_hidden


def index(
    summaries: Mapping[str, Summary],
    the_copies: Copies,
    static: Iterable[SiteFile],
    media: Mapping[str, SiteFile],
    config: Config,
) -> SiteIndex:
    """The index of the whole site: its posts and pages, their order, and the address of everything.

    `summaries` are those of the posts and pages to publish, by id, `the_copies` the copies among them, and `static` and
    `media` the files to publish.  If several posts, pages, lists or files want one address, the first in a fixed order
    gets it, and a warning names each other one.
    """
    posts = {id: item for id, item in summaries.items() if item.kind == "post"}
    # Posts with the same date are ordered by path, so that the result never depends on the order of reading.
    dated = tuple(
        sorted((id for id, item in posts.items() if item.header.published), key=lambda id: (_moment(posts[id]), id))
    )[::-1]
    undated = tuple(sorted(id for id, item in posts.items() if item.header.published is None))
    pages = tuple(sorted(id for id, item in summaries.items() if item.kind == "page"))

    # Hidden posts and copies have an address like others, but no list contains them.
    listed = tuple(id for id in dated if is_listable(posts[id]) and id not in the_copies.unlisted)
    listed_undated = tuple(id for id in undated if is_listable(posts[id]) and id not in the_copies.unlisted)
    # Pages come first, because people expect each of them at the path of its file.
    order = (*pages, *dated[::-1], *undated)
    listings = make_listings(posts, listed, listed_undated, _stand_ins(the_copies, config), config)
    former = _former_lists(the_copies, posts, listings, config)
    placed = place(summaries, order, listings, static, media, former, config)

    merged = merged_lists(placed.listings, placed.addresses, config.lists)
    terms = {
        (item.kind, *item.path): (item.name, "" if item.address in merged else item.address)
        for item in placed.listings.values()
    }
    return SiteIndex(
        **{field.name: getattr(placed, field.name) for field in fields(placed)},
        summaries=summaries,
        dated=listed,
        undated=listed_undated,
        unlisted=tuple(sorted(posts.keys() - {*listed, *listed_undated})),
        pages=pages,
        neighbours=_neighbours(listed, config),
        copies={id: copy_set for copy_set in the_copies.sets for id in copy_set.ids},
        whole=the_copies.whole,
        revisions=the_copies.revisions,
        terms=terms,
        merged=merged,
        by_path={unicodedata.normalize("NFC", id): id for id in sorted(placed.addresses, reverse=True)},
        slugs=_slugs(sorted(posts), config),
    )


def _moment(summary: Summary) -> datetime:
    return summary.header.published or _BEFORE_ALL


def _neighbours(dated: Iterable[str], config: Config) -> dict[str, tuple[str, str]]:
    """(newer, older) of each dated post by id; empty where there is none.

    Posts of trusted roots and all others form two separate rows, so that the title of an untrusted post never appears
    on a page of the owner.
    """
    rows: dict[bool, list[str]] = {True: [], False: []}
    for id in dated:
        rows[config.locate(id)[0].trusted].append(id)
    return {
        id: (padded[place], padded[place + 2])
        for row in rows.values()
        for padded in (("", *row, ""),)
        for place, id in enumerate(row)
    }


def _stand_ins(the_copies: Copies, config: Config) -> dict[str, tuple[str, ...]]:
    """The copies that are not listed, by the post that the lists of their categories, tags and sources show instead.

    The owner's posts stand in no list that another post names.
    """
    stand_ins: dict[str, list[str]] = defaultdict(list)
    for id, best in the_copies.unlisted.items():
        if config.locate(id)[0].trusted or not config.locate(best)[0].trusted:
            stand_ins[best].append(id)
    return {best: tuple(sorted(ids)) for best, ids in stand_ins.items()}


def _former_lists(
    the_copies: Copies, posts: Mapping[str, Summary], listings: Container[Key], config: Config
) -> tuple[tuple[Key, str], ...]:
    """The lists that would have nothing but copies, such as a day, each with a post that is listed instead."""
    former: dict[Key, str] = {}
    for id, best in sorted(the_copies.unlisted.items()):
        for key in list_keys(posts[id], config):
            if key not in listings and key != ARCHIVE:
                former.setdefault(key, best)
    return tuple(former.items())


def dead_links(index: SiteIndex, config: Config, withheld: Mapping[str, str]) -> Iterator[Problem]:
    """A note for each link and picture of a post whose target is neither on this site nor an address of another site.

    `withheld` is {id: reason} of files that exist but must not be published, for the text of the notes.
    """
    for summary in index.summaries.values():
        if not summary.references:
            continue
        resolved = resolve(summary, index, config)
        for kind, target, elsewhere in summary.references:
            if elsewhere or kind == "title" or (kind, target) in resolved:
                continue
            what = f"{'picture' if kind == 'media' else 'link'} to {target[:200]!r}"
            file = referred_file(summary.id, target, withheld, config) if kind != "post" else None
            if file is None:
                message, help = f"{what}, which is not in the site", "its text stays, without the link"
            else:
                message, help = f"{what}, which is not published: {withheld[file]}", PUBLISH_HELP
            yield problem("dead-link", Where(summary.id), message, help)


def _slugs(ids: Iterable[str], config: Config) -> dict[str, dict[str, str]]:
    """The ids of posts by slug, for each content root.

    The last part of a slug also leads to its post, if no other post of the root has the same last part.
    """
    slugs: dict[str, dict[str, str]] = defaultdict(dict)
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id in ids:
        root, path = config.locate(id)
        whole = unicodedata.normalize("NFC", slug(path, root))
        slugs[root.path].setdefault(whole, id)
        names[root.path, whole.rpartition("/")[2]].append(id)
    for (root_path, name), owners in names.items():
        if len(owners) == 1:
            slugs[root_path].setdefault(name, owners[0])
    return dict(slugs)

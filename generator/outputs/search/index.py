"""The files of the search index: what is planned of each, and their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.config import Config
from generator.config.pages import SearchSettings
from generator.dates import local_date
from generator.digest import digest_text
from generator.model import Summary
from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.page import Page, Reads
from generator.search.files import POSTS_IN_BLOCK, manifest, simplifications, titles
from generator.search.segments import Segment, segments
from generator.site_index import SearchIndex, SegmentIndex, SiteIndex
from generator.stored import Stored

SEARCH_FILE = "search-file"


@dataclass(frozen=True, slots=True)
class Bucket(Stored):
    """A bucket, as planned: the digest of its bytes."""

    digest: str


@dataclass(frozen=True, slots=True)
class Titles(Stored):
    """A file of titles, as planned: the addresses of its posts, in the order of their numbers."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest(Stored):
    """The file that names the others, as planned: the segments, a version of each, and the first post of each year."""

    segments: tuple[Segment, ...]
    versions: tuple[str, ...]
    years: tuple[tuple[int, int], ...]


File: TypeAlias = Bucket | Titles | Manifest | None
"""A file, as planned; None is that of simplified characters, which is the same on each site."""


def is_searched(summary: Summary, config: Config) -> bool:
    """Whether the search finds a post, as far as the post itself decides that.

    False for drafts, for hidden posts, and for those that search engines shall not show, either.
    """
    header = summary.header
    is_open = header.is_searched and header.is_indexed and not header.is_hidden and not header.is_draft
    return is_open and not config.locate(summary.id)[0].noindex


def searched(index: SiteIndex, config: Config) -> tuple[str, ...]:
    """The ids of all posts and pages that the search finds, in the order of their numbers.

    Pages such as an about page, and undated posts, come before the oldest post.
    """
    order = (*index.pages, *index.undated, *index.dated[::-1])
    return tuple([id for id in order if is_searched(index.summaries[id], config)])


def manifest_address(settings: SearchSettings) -> str:
    """The address of the file that names all others of the index."""
    return f"{settings.address}index.json"


def simplifications_address(settings: SearchSettings) -> str:
    """The address of the file of simplified characters."""
    return f"{settings.address}simplified.bin"


def bucket_address(settings: SearchSettings, segment: int, bucket: int) -> str:
    """The address of a bucket, given the number of its segment and its number there."""
    return f"{settings.address}b/{segment}/{bucket}.bin"


def titles_address(settings: SearchSettings, block: int) -> str:
    """The address of a file of titles, given its number."""
    return f"{settings.address}t/{block}.bin"


def claims(census: Census) -> Iterator[str]:
    """The addresses to reserve for the files of the index; none if the site has no search."""
    settings = census.config.search
    if settings.enabled:
        yield manifest_address(settings)
        yield simplifications_address(settings)
        for place, segment in enumerate(segments(census.searched)):
            yield from (bucket_address(settings, place, bucket) for bucket in range(segment.buckets))
        yield from (titles_address(settings, block) for block in range(-(-census.searched // POSTS_IN_BLOCK)))


def plan(context: PlanContext) -> Iterator[Page[File]]:
    """All files of the index; none if this build makes no index."""
    if context.search is None:
        return
    index, config = context.index, context.config
    ids = searched(index, config)
    parts = context.search.segments
    yield Page(simplifications_address(config.search), SEARCH_FILE, "", None)
    yield manifest_page(context.search, config.search)
    for place, part in enumerate(parts):
        yield from bucket_pages(place, part, range(part.segment.buckets), config.search)
    for block, start in enumerate(range(0, len(ids), POSTS_IN_BLOCK)):
        shown = ids[start : start + POSTS_IN_BLOCK]
        content = Titles(tuple([index.addresses[id] for id in shown]))
        yield Page(titles_address(config.search, block), SEARCH_FILE, "", content, shown, Reads.SUMMARIES)


def manifest_page(search: SearchIndex, settings: SearchSettings) -> Page[File]:
    """The page of the file that names all others."""
    parts = search.segments
    content = Manifest(tuple(part.segment for part in parts), tuple(version(part) for part in parts), search.years)
    return Page(manifest_address(settings), SEARCH_FILE, "", content)


def bucket_pages(
    place: int, part: SegmentIndex, buckets: Iterable[int], settings: SearchSettings
) -> Iterator[Page[File]]:
    """The pages of some buckets of the segment with the number `place`."""
    for bucket in buckets:
        yield Page(bucket_address(settings, place, bucket), SEARCH_FILE, "", Bucket(part.buckets[bucket]))


def version(part: SegmentIndex) -> str:
    """A text that changes with any bucket of a segment, so that a browser does not take those of another build."""
    return digest_text(" ".join(part.buckets), size_bytes=4)


def changed_pages(before: SearchIndex, after: SearchIndex, settings: SearchSettings) -> Iterator[Page[File]]:
    """The pages of the files that differ between two indexes of the same posts, except those of titles."""
    if before != after:
        yield manifest_page(after, settings)
    for place, (old, new) in enumerate(zip(before.segments, after.segments, strict=True)):
        pairs = enumerate(zip(old.buckets, new.buckets, strict=True))
        yield from bucket_pages(place, new, [bucket for bucket, (was, now) in pairs if was != now], settings)


def years_of(ids: Iterable[str], summaries: Mapping[str, Summary], config: Config) -> tuple[tuple[int, int], ...]:
    """(year, number of its first post) of each year; `ids` are the posts in the order of their numbers."""
    first: dict[int, int] = {}
    for number, id in enumerate(ids):
        # A page may have a date, but it has no place among the posts.
        published = summaries[id].header.published if summaries[id].kind == "post" else None
        if published is not None:
            first.setdefault(local_date(published, config.zone).year, number)
    return tuple(first.items())


def view(page: Page[File], context: RenderContext) -> bytes:
    """The bytes of a file of the index."""
    match page.content:
        case Bucket(digest):
            return context.bucket(digest)
        case Titles(addresses):
            posts = zip(addresses, map(context.summary, page.shows), strict=True)
            return titles(_title(address, summary, context.config) for address, summary in posts)
        case Manifest(parts, versions, years):
            return manifest(parts, versions, years)
        case None:
            return simplifications()


def _title(address: str, summary: Summary, config: Config) -> tuple[str, ...]:
    header = summary.header
    day = str(local_date(header.published, config.zone)) if header.published is not None else ""
    category = header.categories[0][-1] if header.categories else ""
    return address, header.title, day, header.origin, category

"""The index of a site: everything that its pages depend on, except the HTML of articles; all values are immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.errors import Problem
from generator.model import Summary
from generator.pictures import Sides
from generator.search.segments import Segment
from generator.stored import Stored


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of posts with its own address: the home page, a category, a tag, a source, a period, or undated posts.

    `dated` and `undated` are ids of posts: `dated` from newest to oldest, `undated` sorted by path.  Undated posts have
    a page of their own at `address` + `undated/`, or at `address` itself if the list has no dated post.  `parent`
    (empty if there is none) and `children` are addresses of other listings.
    """

    kind: str
    address: str
    name: str
    path: tuple[str, ...]
    dated: tuple[str, ...]
    undated: tuple[str, ...]
    parent: str = ""
    children: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """The number of posts in the list, dated and undated."""
        return len(self.dated) + len(self.undated)


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file that is published at `address`; `path` is where the original is on this machine."""

    address: str
    path: str = field(compare=False)
    """Not compared, so that two `SiteFile`s are equal even if the site was moved to another folder."""
    digest: str
    """The digest of the published bytes."""
    addition: bytes = b""
    """What is published after the bytes of the original; empty for all files but the style sheet of the theme."""
    sides: Sides | None = None
    """The size of a picture; None if it was not read, or if it cannot be read."""


@dataclass(frozen=True, slots=True)
class CopySet:
    """Two or more posts that are copies of the same article."""

    ids: tuple[str, ...]
    """The best one first, then the others from better to worse."""
    reason: str
    """Why the first is better than the second, as the end of a sentence."""

    @property
    def best(self) -> str:
        """The id of the best of the copies, which search engines are told to show instead of the others."""
        return self.ids[0]


@dataclass(frozen=True, slots=True)
class WholeCopy:
    """A post that has the undamaged text of another post, whose own text is damaged."""

    id: str
    lines: tuple[str, ...]
    """For each damaged place of the post, in order, the line of the copy that says the same; empty if there is none."""


@dataclass(frozen=True, slots=True)
class SegmentIndex(Stored):
    """The search index of a segment, that is, of some posts: the digest of each bucket."""

    segment: Segment
    buckets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchIndex(Stored):
    """The search index of a site: that of each segment, the one with the oldest posts first."""

    segments: tuple[SegmentIndex, ...]
    years: tuple[tuple[int, int], ...]
    """(year, number of its first post) of each year that has posts, the oldest first."""

    @property
    def digests(self) -> frozenset[str]:
        """The digests of all buckets."""
        return frozenset().union(*(segment.buckets for segment in self.segments))


@dataclass(frozen=True, slots=True)
class Placed:
    """The address of everything on a site, and a warning for each thing that did not get the address it wanted.

    The id of a post or file is its content root and its path there, such as `content/2020/a.md`.
    """

    addresses: Mapping[str, str]
    """Address of every post and page by id."""
    listings: Mapping[str, Listing]
    """Lists by address."""
    overviews: Mapping[str, str]
    """For each kind of list, such as `tag`, the address of the page about all of them: all tags, all years."""
    redirects: tuple[tuple[str, str], ...]
    """(address that redirects, id of the post or page that it redirects to), sorted."""
    static: tuple[SiteFile, ...]
    media: Mapping[str, SiteFile]
    """Files beside posts that some post refers to, by source id."""
    pictures: Mapping[str, str]
    """The id of a post that holds the picture, by the address of each embedded picture."""
    known: frozenset[str]
    """All addresses of the site."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class SiteIndex(Placed):
    """Everything about a site that its pages depend on, except the HTML of articles."""

    summaries: Mapping[str, Summary]
    dated: tuple[str, ...]
    """Ids of dated posts, newest first."""
    undated: tuple[str, ...]
    unlisted: tuple[str, ...]
    """Ids of posts that have a page but are in no list, dated or not: hidden ones, and copies."""
    pages: tuple[str, ...]
    neighbours: Mapping[str, tuple[str, str]]
    """For the id of a dated post, the ids of the next newer and next older ones (empty if there is none).  Posts of
    trusted content roots and all others form two separate rows."""
    copies: Mapping[str, CopySet]
    """The set that a post belongs to, by the id of the post; posts without copies are absent."""
    whole: Mapping[str, WholeCopy]
    """A copy without damage, by the id of a post whose text is damaged."""
    revisions: Mapping[str, str]
    """The older post with the same source and original, by the id of a post with a newer text."""
    terms: Mapping[tuple[str, ...], tuple[str, str]]
    """(name, address) of a category, tag or source by (kind, name or names); the address of a small list without a
    page is empty."""
    merged: Mapping[str, str]
    """What is shown instead of each list without a page of its own, by the address of the list."""
    by_path: Mapping[str, str]
    """Id of a post or page by its id in NFC."""
    slugs: Mapping[str, Mapping[str, str]]
    """For each content root, the ids of posts by Hexo slug, and by the last part of the slug if no other post has the
    same."""

"""Which pages search engines may index, and which of them are listed in the sitemap."""

from __future__ import annotations

from collections.abc import Collection

from generator.config import Config
from generator.model import Summary
from generator.site_index import Listing, SiteIndex


def is_indexed(summary: Summary, config: Config) -> bool:
    """Whether search engines may show a post; False if it is hidden, or it, its content root or the site forbids it."""
    header = summary.header
    return (
        header.is_indexed and not header.is_hidden and not config.noindex and not config.locate(summary.id)[0].noindex
    )


def is_in_sitemap(summary: Summary, config: Config) -> bool:
    """Whether a post is listed in the sitemap; False if its front matter or `is_indexed` forbids it."""
    return summary.header.is_in_sitemap and is_indexed(summary, config)


def unindexed(index: SiteIndex, config: Config) -> frozenset[str]:
    """The ids of all posts that search engines may not show."""
    return frozenset(id for id, summary in index.summaries.items() if not is_indexed(summary, config))


def is_list_indexed(listing: Listing, unindexed: Collection[str]) -> bool:
    """Whether search engines may show a list: True for the home page, and if they may show at least one of its posts.

    `unindexed` are the ids of the posts that they may not show.  A list shows excerpts of its posts.
    """
    if not unindexed or listing.kind == "home":
        return True
    return any(id not in unindexed for id in (*listing.dated, *listing.undated))

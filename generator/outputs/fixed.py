"""Addresses that every site has, whatever its posts."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.config import Config, FeedSettings, ListSettings
from generator.outputs.listings import HOME, Key, roots
from generator.publishable import INDEX

SITEMAP_SIZE = 50_000
"""Addresses in one sitemap at most.  Source: the sitemaps protocol."""

NOT_FOUND, ROBOTS, SITEMAP, CNAME, NO_JEKYLL = "/404.html", "/robots.txt", "/sitemap.xml", "/CNAME", "/.nojekyll"
REPLACEABLE = frozenset({NOT_FOUND, ROBOTS, CNAME, NO_JEKYLL})
"""Files that we make unless the site brings its own."""
JSON_FEED = "/feed.json"


def site_feeds(feeds: FeedSettings) -> tuple[str, str, str]:
    """Addresses of the Atom, RSS and JSON feeds of the whole site."""
    return f"/{feeds.atom}", f"/{feeds.rss}", JSON_FEED


def sitemap_pieces(count: int) -> tuple[str, ...]:
    """Addresses of the parts of a sitemap with `count` addresses; empty when one file holds it."""
    if count <= SITEMAP_SIZE:
        return ()
    return tuple(f"/sitemap-{number}.xml" for number in range(1, -(-count // SITEMAP_SIZE) + 1))


def overview_addresses(keys: Collection[Key], lists: ListSettings) -> dict[str, str]:
    """The address that the page about all terms of a kind, or all years, asks for, for each kind that `keys` have.

    A kind whose lists lie at the top has none, as the home page is there.
    """
    kinds = {key[0] for key in keys}
    return {kind: address for kind, address in roots(lists).items() if kind in kinds and address != HOME}


def kept_files(config: Config) -> str:
    """Files that stay free for pages of ours which the site may not have yet, as an expression over folded paths.

    These are the feeds, the pieces of a sitemap, and further pages of the home page: another post of whoever it is may
    bring them, and must not find that an address is taken, or move what is there.
    """
    lists = config.lists
    tops = ["", "undated/"]
    if lists.pagination == "hexo":
        tops.append(roots(lists)["year"].removeprefix("/"))
    parts = lists.pagination_dir.split("/")
    folders = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    files = [address.removeprefix("/") for address in site_feeds(config.feeds)]
    files += ["undated", f"undated/{INDEX}", *(f"{top}{folder}" for top in tops for folder in folders)]
    numbered = "|".join(re.escape(f"{top}{lists.pagination_dir}/".casefold()) for top in tops)
    plain = "|".join(re.escape(file.casefold()) for file in files)
    return rf"{plain}|sitemap-[0-9]+\.xml|(?:{numbered})[0-9]+(?:/{re.escape(INDEX)})?"

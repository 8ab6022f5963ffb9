"""Addresses that every site has, whatever its posts are."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator.bodies.embedded import FOLDER
from generator.config import Config
from generator.config.pages import FeedSettings, ListSettings
from generator.outputs.lists.listings import HOME, Key, roots
from generator.publishable import INDEX

SITEMAP_SIZE = 50_000
"""The largest number of addresses in one sitemap.  Source: the sitemaps protocol."""

NOT_FOUND, ROBOTS, SITEMAP, CNAME, NO_JEKYLL = "/404.html", "/robots.txt", "/sitemap.xml", "/CNAME", "/.nojekyll"
REPLACEABLE = frozenset({NOT_FOUND, ROBOTS, CNAME, NO_JEKYLL})
"""Addresses of files that we make unless the site brings its own."""
JSON_FEED = "/feed.json"
OPML = "/feeds.opml"
"""The list of all feeds of the site."""


def site_feeds(feeds: FeedSettings) -> tuple[str, str, str]:
    """The addresses of the Atom, RSS and JSON feeds of the whole site, in this order."""
    return f"/{feeds.atom}", f"/{feeds.rss}", JSON_FEED


def sitemap_pieces(count: int) -> tuple[str, ...]:
    """The addresses of the parts of a sitemap that lists `count` addresses; empty if one file can list them all."""
    if count <= SITEMAP_SIZE:
        return ()
    return tuple(f"/sitemap-{number}.xml" for number in range(1, -(-count // SITEMAP_SIZE) + 1))


def overview_addresses(keys: Collection[Key], lists: ListSettings) -> dict[str, str]:
    """The address of each overview, a page of all categories, tags, sources or years, by kind, such as `tag`.

    `keys` are those of all lists of posts.  A kind without a list has no overview, and neither has a kind whose lists
    are directly below the root of the site, because the home page is there.
    """
    kinds = {key[0] for key in keys}
    return {kind: address for kind, address in roots(lists).items() if kind in kinds and address != HOME}


def kept_files(config: Config) -> str:
    """A regular expression for the paths, in lower case, that no post may get, because later pages may need them.

    These are the paths of feeds and their list, parts of a sitemap, further pages of the home page and of undated
    posts, embedded pictures, and the search index.  A new post may add such a page, which must not take the address of
    an older post.
    """
    lists = config.lists
    tops = ["", "undated/"]
    if lists.pagination == "hexo":
        tops.append(roots(lists)["year"].removeprefix("/"))
    parts = lists.pagination_dir.split("/")
    folders = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    files = [address.removeprefix("/") for address in (*site_feeds(config.feeds), OPML)]
    files += ["undated", f"undated/{INDEX}", *(f"{top}{folder}" for top in tops for folder in folders)]
    numbered = "|".join(re.escape(f"{top}{lists.pagination_dir}/".casefold()) for top in tops)
    plain = "|".join(re.escape(file.casefold()) for file in files)
    pictures = rf"{FOLDER.strip('/')}(?:/[0-9a-f]{{32}}\.[a-z]{{3,4}})?"
    search = rf"{re.escape(config.search.dir.casefold())}(?:/.*)?" if config.search.enabled else "(?!)"
    return rf"{plain}|{pictures}|{search}|sitemap-[0-9]+\.xml|(?:{numbered})[0-9]+(?:/{re.escape(INDEX)})?"

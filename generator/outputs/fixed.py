"""Addresses that every site has, whatever its posts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.config import Config, FeedSettings, ListSettings
from generator.outputs.listings import HOME, Key, roots

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
    """Address of the page about all terms of a kind, or all years, for each kind that has any.

    A kind whose lists lie at the top has none, as the home page is there.
    """
    kinds = {key[0] for key in keys}
    return {kind: address for kind, address in roots(lists).items() if kind in kinds and address != HOME}


def fixed_addresses(config: Config, keys: Collection[Key], count: int, replaced: Collection[str]) -> Iterator[str]:
    """Every address that is taken before any list; `replaced` are those that the site brings itself.

    `keys` are those of all lists, `count` the posts and pages that the sitemap names.
    """
    yield from overview_addresses(keys, config.lists).values()
    if any(key[0] == "year" for key in keys):
        yield from site_feeds(config.feeds)
    if not config.noindex:
        yield SITEMAP
        yield from sitemap_pieces(count + len(keys) + len(overview_addresses(keys, config.lists)))
    wanted = [NOT_FOUND, ROBOTS, NO_JEKYLL]
    if config.deploy.cname:
        wanted.append(CNAME)
    yield from (address for address in wanted if address not in replaced)

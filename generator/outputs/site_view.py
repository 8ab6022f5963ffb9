"""The part of the view that all pages share: titles, menu, feeds, files of the theme, Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator import __version__
from generator.addresses import FINGERPRINTED, href
from generator.config import Config
from generator.outputs.fixed import site_feeds
from generator.outputs.lists import OVERVIEW_TEXTS
from generator.site_index import SiteIndex
from generator.templating.pieces import LinkView, SiteView

CSP = {
    "default-src": "'none'",
    "img-src": "'self' https: http: data:",
    "media-src": "'self' https: http:",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
"""The Content-Security-Policy by directive; `[theme.csp]` adds sources."""

MENU_PAGES = 6
"""The largest number of pages in the menu: a site with hundreds of pages leads to them in another way."""


def site_view(index: SiteIndex, config: Config, strings: Mapping[str, str]) -> SiteView:
    """The values about the site that templates get on every page; `strings` are the texts of the interface."""

    def link(text: str, address: str) -> LinkView:
        # The settings may name addresses of other sites.
        return LinkView(text, href(address, config.base_path) if address.startswith("/") else address)

    types = ("application/atom+xml", "application/rss+xml", "application/feed+json")
    feeds = zip(site_feeds(config.feeds), types, strict=True)
    return SiteView(
        title=config.title,
        subtitle=config.subtitle,
        description=config.description,
        author=config.author,
        language=config.language,
        url=config.url,
        base=config.base_path,
        style_href=_theme_href("style.css", index, config),
        script_href=_theme_href("script.js", index, config),
        icon_href=_theme_href("icon.svg", index, config),
        search_href=href(config.search.address, config.base_path) if config.search.enabled else "",
        search_script_href=_theme_href("search.js", index, config) if config.search.enabled else "",
        menu=(link(strings["home"], "/"), *(link(*entry) for entry in _menu(index, config, strings))),
        feeds=tuple(link(media_type, address) for address, media_type in feeds if address in index.known),
        footer=config.theme.footer,
        csp=csp(config.theme.csp),
        generator=f"Pressmark {__version__}",
        text=strings,
    )


def _menu(index: SiteIndex, config: Config, strings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for kind, address in index.overviews.items():
        yield strings[OVERVIEW_TEXTS[kind]], address
    if config.statistics.enabled:
        yield strings["statistics"], config.statistics.address
    # Only the owner of the site may put text on every page.
    trusted = (id for id in index.pages if config.locate(id)[0].trusted)
    named = {address for _, address in config.theme.menu}
    trusted = (id for id in trusted if index.addresses[id] not in named and not index.summaries[id].header.is_hidden)
    tops = [id for id in trusted if index.addresses[id].count("/") == 2 and index.addresses[id].endswith("/")]
    for id in tops[:MENU_PAGES]:
        yield index.summaries[id].header.title, index.addresses[id]
    yield from config.theme.menu


def _theme_href(name: str, index: SiteIndex, config: Config) -> str:
    stem, _, suffix = name.rpartition(".")
    for file in index.static:
        if file.address.startswith(f"{FINGERPRINTED}{stem}.") and file.address.endswith(f".{suffix}"):
            return href(file.address, config.base_path)
    return ""


def csp(extra: Mapping[str, str]) -> str:
    """The Content-Security-Policy of all pages; `extra`, from the settings, has more sources for each directive."""
    names = (*CSP, *(name for name in extra if name not in CSP))
    parts = []
    for name in names:
        sources = " ".join(filter(None, (CSP.get(name), extra.get(name))))
        # 'none' together with another source is invalid, and browsers would ignore one of them.
        sources = sources.replace("'none' ", "") if name in extra else sources
        parts.append(f"{name} {sources}")
    return "; ".join(parts)

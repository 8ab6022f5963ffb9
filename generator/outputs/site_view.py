"""The part of the view that all pages share: titles, menu, feeds, files of the theme, Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup, escape

from generator import __version__
from generator.addresses import FINGERPRINTED, fingerprinted, href
from generator.config import Config
from generator.outputs.fixed import OPML, site_feeds
from generator.outputs.lists.pages import OVERVIEW_TEXTS
from generator.site_index import SiteIndex
from generator.templating.pieces import LinkView, SiteView

CSP = {
    "default-src": "'none'",
    "img-src": "http: data:",
    "media-src": "http:",
    "style-src": "'self'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
"""The Content-Security-Policy by directive; `[theme.csp]` adds sources.

It is on every page, so it is as short as it can be: `http:` also allows https, and with it the site itself.  Source:
Content Security Policy Level 3, section 6.7.2.9 (browsers since 2016).
"""
COLOR = "#fbf9f4"
"""The colour of the paper in the style sheet; the script replaces it by the one that a reader sees."""

MENU_PAGES = 6
"""The largest number of pages in the menu: a site with hundreds of pages leads to them in another way."""


def site_view(index: SiteIndex, config: Config, strings: Mapping[str, str]) -> SiteView:
    """The values about the site that templates get on every page; `strings` are the texts of the interface."""

    def link(text: str, address: str) -> LinkView:
        # The settings may name addresses of other sites.
        return LinkView(text, href(address, config.base_path) if address.startswith("/") else address)

    types = ("application/atom+xml", "application/rss+xml", "application/feed+json")
    theme = config.theme
    icon_href = _static_href(theme.favicon or f"{FINGERPRINTED}icon.svg", index, config)
    feeds = zip(site_feeds(config.feeds), types, strict=True)
    return SiteView(
        title=config.title,
        subtitle=config.subtitle,
        description=config.description,
        author=config.author,
        language=config.language,
        url=config.url,
        base=config.base_path,
        style_href=_static_href(f"{FINGERPRINTED}style.css", index, config),
        script_href=_static_href(f"{FINGERPRINTED}script.js", index, config),
        css_hrefs=tuple(_static_href(address, index, config) for address in theme.css),
        logo_href=_static_href(theme.logo, index, config),
        icon_href=icon_href,
        touch_icon_href=icon_href if theme.favicon.lower().endswith(".png") else "",
        search_href=href(config.search.address, config.base_path) if config.search.enabled else "",
        search_script_href=_static_href(f"{FINGERPRINTED}search.js", index, config) if config.search.enabled else "",
        menu=(link(strings["home"], "/"), *(link(*entry) for entry in _menu(index, config, strings))),
        feeds=tuple(link(media_type, address) for address, media_type in feeds if address in index.known),
        opml_href=link("", OPML).href if OPML in index.known else "",
        footer=theme.footer,
        # In double quotes, an apostrophe needs no escape of five characters.
        csp=Markup(str(escape(csp(theme.csp, has_style=bool(theme.css)))).replace("&#39;", "'")),
        color=COLOR,
        generator=f"Pressmark {__version__}",
        text=strings,
    )


def _menu(index: SiteIndex, config: Config, strings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    named = {address for _, address in config.theme.menu}
    for kind, address in index.overviews.items():
        if address not in named:
            yield strings[OVERVIEW_TEXTS[kind]], address
    if config.statistics.enabled and config.statistics.address not in named:
        yield strings["statistics"], config.statistics.address
    # Only the owner of the site may put text on every page.
    trusted = (id for id in index.pages if config.locate(id)[0].trusted)
    trusted = (id for id in trusted if index.addresses[id] not in named and not index.summaries[id].header.is_hidden)
    tops = [id for id in trusted if index.addresses[id].count("/") == 2 and index.addresses[id].endswith("/")]
    for id in tops[:MENU_PAGES]:
        yield index.summaries[id].header.title, index.addresses[id]
    yield from config.theme.menu


def _static_href(address: str, index: SiteIndex, config: Config) -> str:
    """The link to the static file whose address is `address`, or begins with it and has a digest; empty without it."""
    for file in index.static:
        if file.address in (address, fingerprinted(address, file.digest)):
            return href(file.address, config.base_path)
    return ""


def csp(extra: Mapping[str, str], *, has_style: bool = False) -> str:
    """The Content-Security-Policy of all pages; `extra`, from the settings, has more sources for each directive.

    A site that has a style sheet of its own (`has_style`) may also have fonts.
    """
    own = CSP | {"font-src": "'self'"} if has_style else CSP
    parts = []
    for name in (*own, *(name for name in extra if name not in own)):
        sources = " ".join(filter(None, (own.get(name), extra.get(name))))
        # 'none' together with another source is invalid, and browsers would ignore one of them.
        sources = sources.replace("'none' ", "") if name in extra else sources
        parts.append(f"{name} {sources}")
    return ";".join(parts)

"""What outputs are given: the whole index to plan a page, only what the page shows to make its view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.addresses import absolute, href
from generator.config import Config
from generator.digest import Digests, digest_value
from generator.engine import engine_digest
from generator.model import Page, PageKey, Post, SiteIndex, Summary
from generator.templating.filters import fill
from generator.templating.pieces import CardView, LinkView, SiteView
from generator.templating.views import EntryView


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What every page depends on: the program itself, the settings, and what all pages show of the site."""

    engine: str
    settings: Mapping[str, Any]
    site: SiteView


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What planning is given: the index, the settings, what all pages show, and the digest of each template."""

    index: SiteIndex
    config: Config
    site: SiteView
    templates: Mapping[str, str]
    settings_digest: str
    digests: Digests
    """Of what is planned for pages; entries stand in a dozen lists each."""

    def page(
        self, address: str, kind: str, template: str, content: object, *, shows: tuple[str, ...] = (), own: str = ""
    ) -> Page:
        """A page with its key: made of the very values that it is planned with.

        `own` is the digest of the one source whose page it is; a page without one shows summaries of others.
        """
        shown = "" if own else " ".join([self.index.summaries[id].meta_digest for id in shows])
        others = self.digests.of((content, shown))
        key = PageKey(self.templates.get(template, ""), self.settings_digest, own, others)
        return Page(address, kind, shows, content, key)


def plan_context(
    index: SiteIndex, config: Config, site: SiteView, templates: Mapping[str, str], shared: tuple[type, ...]
) -> PlanContext:
    """The context for planning; interface strings and the program itself count as settings.

    `shared` are the types of which one value stands in the content of many pages.
    """
    settings = config.model_dump(
        exclude={"content", "output", "front_matter", "cleaning", "permalink", "permalink_defaults"}
    )
    digest = digest_value(PageSettings(engine_digest(), settings, site))
    return PlanContext(index, config, site, templates, digest, Digests(*shared))


@dataclass(frozen=True, slots=True)
class Repeated:
    """What stands in many pages, as it was made for the first of them; all of it is of one plan."""

    cards: dict[str, CardView] = field(default_factory=dict)
    """Posts in lists by id."""
    entries: dict[str, EntryView] = field(default_factory=dict)
    """Posts in feeds with summaries by id."""
    links: dict[tuple[str, str], LinkView] = field(default_factory=dict)
    """Links to categories, tags and sources by text and address."""

    def forget(self) -> None:
        """Let go of everything."""
        self.cards.clear()
        self.entries.clear()
        self.links.clear()


@dataclass(frozen=True, slots=True)
class RenderContext:
    """What rendering is given: the settings, what all pages show, and ways to fetch posts by id."""

    config: Config
    site: SiteView
    post: Callable[[str], Post]
    summary: Callable[[str], Summary]
    repeated: Repeated = field(default_factory=Repeated)

    def href(self, address: str) -> str:
        """An address of the site as it stands in an attribute; other addresses and the empty one stay as they are."""
        return href(self._shown(address), self.config.base_path) if address.startswith("/") else address

    def absolute(self, address: str) -> str:
        """An address of the site with scheme and host; other addresses and the empty one stay as they are."""
        return absolute(self._shown(address), self.config.url) if address.startswith("/") else address

    def _shown(self, address: str) -> str:
        return address if self.config.trailing_html else address.removesuffix(".html")

    def text(self, name: str, **values: object) -> str:
        """An interface string with its placeholders filled."""
        return fill(self.site.text[name], **values)

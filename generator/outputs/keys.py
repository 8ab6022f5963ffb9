"""Keys of pages: the only place that defines what a page depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.config import Config
from generator.digest import Digests, digest_text, digest_value
from generator.engine import engine_digest
from generator.model import Summary
from generator.outputs.page import Page, PageKey, Reads
from generator.stored import Shared
from generator.templating.pieces import SiteView


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What every page depends on.

    `engine` is the digest of the program, `settings` are the settings that affect pages, and `site` has the values
    about the site that all templates get.
    """

    engine: str
    settings: Mapping[str, Any]
    site: SiteView


@dataclass(frozen=True, slots=True)
class Frame:
    """What the keys of all pages of a site have in common: digests of templates and settings, and values of the site.

    The key of a page tells whether the page must be rendered again.
    """

    site: SiteView
    templates: Mapping[str, str]
    """The digest of each template, with all templates that it uses."""
    settings: str
    """The digest of `PageSettings`."""


def make_frame(site: SiteView, config: Config, templates: Mapping[str, str]) -> Frame:
    """What the keys of all pages of a site have in common; `templates` has the digest of each template by its name."""
    settings = config.model_dump(
        exclude={"content", "output", "front_matter", "cleaning", "permalink", "permalink_defaults"}
    )
    return Frame(site, templates, digest_value(PageSettings(engine_digest(), settings, site)))


class Keys:
    """Makes the keys of pages: digests of all that a page depends on, so that only changed pages are rendered again."""

    def __init__(self, frame: Frame, summaries: Mapping[str, Summary]) -> None:
        """`summaries` has those of all posts that the pages show, by id."""
        self._frame = frame
        self._summaries = summaries
        # A post is in a dozen lists, and its planned content there is digested only once.
        self._digests = Digests(Shared)
        self._lines: dict[str, str] = {}

    def of(self, page: Page[Any]) -> PageKey:
        """The key of a page; two pages with equal keys and addresses have equal bytes."""
        own = shown = ""
        if page.reads is Reads.SUMMARIES:
            whole = page.shows[: page.lines_from]
            shown = " ".join([self._summaries[id].meta_digest for id in whole])
            if page.lines_from is not None:
                shown += " ".join([self._line(id) for id in page.shows[page.lines_from :]])
        elif page.reads is Reads.BODIES:
            bodies = [self._summaries[id] for id in page.shows]
            own = digest_text(" ".join([f"{summary.body_digest} {summary.meta_digest}" for summary in bodies]))
        template = self._frame.templates[page.template] if page.template else ""
        return PageKey(template, self._frame.settings, own, self._digests.of((page.content, shown)))

    def _line(self, id: str) -> str:
        """A digest of what a line in a list shows of a post."""
        if id not in self._lines:
            summary = self._summaries[id]
            header = summary.header
            shown = header.title, header.published, header.origin, summary.language, summary.title_language
            self._lines[id] = digest_value(shown)
        return self._lines[id]

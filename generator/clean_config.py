"""`CleanConfig`: the part of the settings that cleaning may depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from generator.config import Config
from generator.config.privacy import PrivateNames
from generator.model import Header


@dataclass(frozen=True, slots=True)
class RuleList:
    """A list of filter rules: its name in messages and settings, and its whole text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Root:
    """The settings of a content root (a folder of sources) that cleaning may depend on."""

    path: str
    """The folder, as written in the settings."""
    is_trusted: bool = False
    markup: str = ""
    """The markup of all bodies: `html`, `markdown` or `text`; empty if it is detected for each post."""
    dialect: str = "gfm"
    """How Markdown is read: `gfm` or `markdown`."""
    has_line_breaks: bool = True
    """Whether the end of a line within a paragraph of Markdown is a line break."""


UNKNOWN_ROOT = Root("")


@dataclass(frozen=True, slots=True)
class CleanConfig:
    """The settings that cleaning may depend on, and nothing else.

    Each setting in the section `[cleaning]` of `site.toml` has a field with the same name.  A setting that is a table
    is a tuple of pairs (name, value).
    """

    timezone: str
    language: str
    math: str
    """What a formula becomes: `mathml`, `tex` (its TeX as code), or `off` (not recognised)."""
    roots: tuple[Root, ...]
    rules: tuple[RuleList, ...]
    off: tuple[str, ...]
    off_source: tuple[tuple[str, tuple[str, ...]], ...]
    """(name of a source, the steps and rules that are off for its posts)."""
    off_post: tuple[tuple[str, tuple[str, ...]], ...]
    """(id of a post, the steps and rules that are off for it)."""
    sanitize: str
    proxies: tuple[str, ...]
    placeholders: tuple[str, ...]
    base: tuple[tuple[str, str], ...]
    """(name of a source, address that relative addresses of its posts begin with)."""
    layouts: tuple[tuple[str, str, str], ...]
    """(path, layout, new_post_name) of each content root that sets a layout."""
    root_names: tuple[tuple[str, str], ...]
    """(path, name used in the keys of posts) of each content root; the name is empty if there is only one root."""
    private: PrivateNames
    link_fields: tuple[str, ...]
    makes_sketches: bool
    """Whether each post gets a sketch of its text, by which near copies are found."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site, from the setting `timezone`."""
        return ZoneInfo(self.timezone)

    def root(self, path: str) -> Root:
        """The content root with this path in the settings; if there is none, an untrusted one with an empty path."""
        return next((root for root in self.roots if root.path == path), UNKNOWN_ROOT)

    def off_for(self, id: str, origin: str) -> tuple[str, ...]:
        """The cleaning steps and filter rules that the settings turn off for one post.

        These are the ones for the post with this `id` and for the source `origin` (a site or author) that it was taken
        from.  Those that are off for all posts (`off`) are not included.
        """
        return (*dict(self.off_source).get(origin, ()), *dict(self.off_post).get(id, ()))

    def page_of(self, header: Header) -> str:
        """The address of the page on which relative addresses in the post were written; empty if it is unknown.

        It is the `link` of the post or, without one, the entry for its source in the setting `base`.
        """
        return header.link or dict(self.base).get(header.origin, "")

    def root_name(self, path: str) -> str:
        """The name of the content root `path` from which the keys of its posts in addresses (`:key`) are made.

        Empty if it is the only content root, or unknown.
        """
        return dict(self.root_names).get(path, "")

    def layout(self, path: str) -> tuple[str, str]:
        """The settings `layout` and `new_post_name` of the content root `path`; both are empty if it sets no layout."""
        return next(((layout, names) for root, layout, names in self.layouts if root == path), ("", ""))


def _root_names(paths: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(path, name) of each content root, for the keys of its posts.

    The name is the last part of the path if that is unique, so that keys do not change when the site is moved.
    """
    names = [path.rpartition("/")[2] for path in paths]
    if len(paths) == 1:
        return ((paths[0], ""),)
    return tuple((path, name if names.count(name) == 1 else path) for path, name in zip(paths, names, strict=True))


def clean_config(config: Config, rules: tuple[RuleList, ...]) -> CleanConfig:
    """The part of `config` that cleaning may depend on; `rules` are the filter lists that `config` names, as read."""
    given: dict[str, Any] = dict(config.cleaning)
    given |= {name: tuple(sorted(table.items())) for name, table in given.items() if isinstance(table, dict)}
    off_post = tuple(sorted((normalize("NFC", id), off) for id, off in given["off_post"]))
    return CleanConfig(
        **given | {"rules": rules, "off_post": off_post},
        timezone=config.timezone,
        language=config.language,
        math=config.math,
        roots=tuple(
            Root(root.path, root.trusted, root.markup, root.markdown_dialect, root.line_breaks)
            for root in config.content
        ),
        layouts=tuple((root.path, root.layout, root.new_post_name) for root in config.content if root.layout),
        root_names=_root_names(tuple(root.path for root in config.content)),
        private=config.front_matter.names,
        link_fields=config.front_matter.link,
        makes_sketches=config.finds_near_copies,
    )


# Called here so that a setting without a field, or a field without a setting, fails at import.
clean_config(Config(title="T", url="https://example.org/"), ())

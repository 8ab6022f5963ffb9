"""`CleanConfig`: the slice of the settings that cleaning is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

from generator.config import Config
from generator.privacy import PrivateNames


@dataclass(frozen=True, slots=True)
class RuleList:
    """A filter list: the name shown to people, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CleanConfig:
    """All that cleaning may depend on.  Each setting of `[cleaning]` has a field of its name; a table becomes pairs."""

    timezone: str
    language: str
    roots: tuple[tuple[str, bool, str], ...]
    """(path as in the settings, is trusted, markup) of each content root."""
    rules: tuple[RuleList, ...]
    off: tuple[str, ...]
    off_source: tuple[tuple[str, tuple[str, ...]], ...]
    """(name of a source, what is off for its posts)."""
    off_post: tuple[tuple[str, tuple[str, ...]], ...]
    """(id of a post, what is off for it)."""
    sanitize: str
    proxies: tuple[str, ...]
    placeholders: tuple[str, ...]
    layouts: tuple[tuple[str, str, str], ...]
    """(path, layout, new_post_name) of the content roots that name a layout."""
    root_names: tuple[tuple[str, str], ...]
    """(path, name in keys) of each content root; the name is empty where there is only one."""
    private: PrivateNames
    link_fields: tuple[str, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site."""
        return ZoneInfo(self.timezone)

    def root(self, name: str) -> tuple[bool, str]:
        """(is trusted, markup) of a content root; an unknown one is untrusted."""
        for path, is_trusted, markup in self.roots:
            if path == name:
                return is_trusted, markup
        return False, ""

    def off_for(self, id: str, origin: str) -> tuple[str, ...]:
        """What the settings switch off for one post beside `off`."""
        return (*dict(self.off_source).get(origin, ()), *dict(self.off_post).get(id, ()))

    def root_name(self, path: str) -> str:
        """The name of a content root in the keys of its posts."""
        return dict(self.root_names).get(path, "")

    def layout(self, path: str) -> tuple[str, str]:
        """(layout, new_post_name) of a content root; both are empty where it names no layout."""
        return next(((layout, names) for root, layout, names in self.layouts if root == path), ("", ""))


def _root_names(paths: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The last part of each path where that tells the roots apart, so that keys do not depend on where a site lies."""
    names = [path.rpartition("/")[2] for path in paths]
    if len(paths) == 1:
        return ((paths[0], ""),)
    return tuple((path, name if names.count(name) == 1 else path) for path, name in zip(paths, names, strict=True))


def clean_config(config: Config, rules: tuple[RuleList, ...]) -> CleanConfig:
    """The slice of the settings that cleaning is given, with the texts of all filter lists for their names."""
    given: dict[str, Any] = dict(config.cleaning)
    given |= {name: tuple(sorted(table.items())) for name, table in given.items() if isinstance(table, dict)}
    off_post = tuple(sorted((normalize("NFC", id), off) for id, off in given["off_post"]))
    return CleanConfig(
        **given | {"rules": rules, "off_post": off_post},
        timezone=config.timezone,
        language=config.language,
        roots=tuple((root.path, root.trusted, root.markup) for root in config.content),
        layouts=tuple((root.path, root.layout, root.new_post_name) for root in config.content if root.layout),
        root_names=_root_names(tuple(root.path for root in config.content)),
        private=config.front_matter.names,
        link_fields=config.front_matter.link,
    )


# Called here so that a setting without a field, or a field that nothing fills, is an error at import.
clean_config(Config(title="T", url="https://example.org/"), ())

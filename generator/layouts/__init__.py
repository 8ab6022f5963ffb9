"""The layouts of a content root: everything that differs between our own layout and Hexo's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Protocol

from generator.layouts.files import FileSettings, Role
from generator.layouts.hexo import Hexo
from generator.layouts.own import Own
from generator.model import Header, SourceFile


class RootSettings(Protocol):
    """The settings of a content root that choose its layout; `config.ContentRoot` is such an object."""

    @property
    def layout(self) -> str: ...
    @property
    def new_post_name(self) -> str: ...


class Layout(Protocol):
    """How the files of a content root are laid out.  A frozen value; all paths are relative to the root."""

    @property
    def has_asset_folders(self) -> bool:
        """Whether a post may have a folder of its own for pictures and other files."""

    def role(self, path: str, settings: FileSettings) -> Role:
        """What the file at `path` is used for, such as `source` or `asset`."""

    def is_included(self, path: str, settings: FileSettings) -> bool:
        """Whether the settings include the file at `path`, or a file below that folder, although its name is hidden."""

    def kind(self, source: SourceFile, header: Header) -> str:
        """`post` or `page`: which of the two a source is."""

    def markup(self, path: str) -> str:
        """The markup that the suffix of a source stands for; empty if the body must show it."""

    def name_fields(self, path: str) -> Mapping[str, str]:
        """The front matter fields that the file name of a source gives, such as a date, by name."""

    def origin(self, categories: tuple[tuple[str, ...], ...]) -> str:
        """The name of the site that a scraped post came from, if its categories give one; else empty."""

    def slug(self, path: str) -> str:
        """The part of a post's address that comes from its path; it may contain slashes."""

    def page_permalink(self, permalink: str) -> str:
        """The address of a page whose front matter has this `permalink`."""

    def page_address(self, path: str) -> str:
        """The address of a page without a `permalink`, made from its path."""

    def asset_folder(self, path: str) -> str | None:
        """The folder for the pictures and other files of the post at `path`; None if it has none."""

    def linked_paths(self, address: str, target: str, *, is_media: bool) -> tuple[str, ...]:
        """Paths of the finished site, best first, that a relative `target` may mean in the page at `address`.

        Files that lie beside the source are tried before these.
        """

    def new_path(self, stem: str, day: date, language: str, *, is_page: bool, is_draft: bool) -> str:
        """The path of a new source with the file name `stem`, which is made of its title."""


_LAYOUTS: dict[str, Callable[[str], Layout]] = {"": lambda new_post_name: Own(), "hexo": Hexo}
"""Makes a layout from `new_post_name`, by its name in the settings."""


@lru_cache(maxsize=64)
def make_layout(name: str, new_post_name: str) -> Layout:
    """The layout called `name` in the settings."""
    return _LAYOUTS[name](new_post_name)


def layout_of(root: RootSettings) -> Layout:
    """The layout of a content root."""
    return make_layout(root.layout, root.new_post_name)

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
    """The settings of a content root that choose its layout.  `config.ContentRoot` has them."""

    @property
    def layout(self) -> str: ...
    @property
    def new_post_name(self) -> str: ...


class Layout(Protocol):
    """One way to lay out a content root.  A frozen value; paths are relative to the root."""

    @property
    def has_asset_folders(self) -> bool:
        """Whether a post may have a folder of its own for assets."""

    def role(self, path: str, settings: FileSettings) -> Role:
        """The role of the file at `path`, such as `source` or `asset`."""

    def is_included(self, path: str, settings: FileSettings) -> bool:
        """Whether a setting includes the file at `path`, or a file below it, although its name is hidden."""

    def kind(self, source: SourceFile, header: Header) -> str:
        """Whether a source is a `post` or a `page`."""

    def markup(self, path: str) -> str:
        """The markup that the suffix of a source decides; empty if its body decides."""

    def name_fields(self, path: str) -> Mapping[str, str]:
        """The front matter fields in the name of a source, by name."""

    def origin(self, categories: tuple[tuple[str, ...], ...]) -> str:
        """The source of a scraped post, as far as its categories name one; else empty."""

    def slug(self, path: str) -> str:
        """The slug of a post, which may have several parts."""

    def page_permalink(self, permalink: str) -> str:
        """The address that the `permalink` of a page stands for."""

    def page_address(self, path: str) -> str:
        """The address of a page without a permalink."""

    def asset_folder(self, path: str) -> str | None:
        """The folder with the assets of the post at `path`; None if it has none."""

    def linked_paths(self, address: str, target: str, *, is_media: bool) -> tuple[str, ...]:
        """Paths of the finished site, best first, that a relative `target` may mean in the page at `address`.

        They come after the files that lie beside the source.
        """

    def new_path(self, stem: str, day: date, language: str, *, is_page: bool, is_draft: bool) -> str:
        """The path of a new source; `stem` is the file name that its title gives."""


_LAYOUTS: dict[str, Callable[[str], Layout]] = {"": lambda new_post_name: Own(), "hexo": Hexo}
"""Makes a layout from `new_post_name`, by its name in the settings."""


@lru_cache(maxsize=64)
def make_layout(name: str, new_post_name: str) -> Layout:
    """The layout called `name` in the settings."""
    return _LAYOUTS[name](new_post_name)


def layout_of(root: RootSettings) -> Layout:
    """The layout of a content root."""
    return make_layout(root.layout, root.new_post_name)

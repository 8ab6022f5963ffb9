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
    """The settings of a content root (a folder of sources) that choose its layout, as in `config.ContentRoot`."""

    @property
    def layout(self) -> str: ...
    @property
    def new_post_name(self) -> str: ...


class Layout(Protocol):
    """Rules for the files of a content root, a folder of sources: what each file is, and which address it gets.

    All paths of files are relative to the content root.
    """

    @property
    def has_asset_folders(self) -> bool:
        """Whether a post may have a folder of its own for pictures and other files."""

    def role(self, path: str, settings: FileSettings) -> Role:
        """What the file at `path` is used for: `source`, `asset`, `verbatim`, `ignored` or `excluded`."""

    def is_included(self, path: str, settings: FileSettings) -> bool:
        """Whether the setting `include` names `path` or, if `path` is a folder, a file below it.

        Files and folders with hidden names, such as `.well-known`, are left out unless it does.
        """

    def kind(self, source: SourceFile, header: Header) -> str:
        """`post` for a source that is shown in lists and feeds, `page` for one that is not, such as an about page."""

    def markup(self, path: str) -> str:
        """`html` or `markdown`, by the suffix of the source at `path`; empty if only its text can show which it is."""

    def name_fields(self, path: str) -> Mapping[str, str]:
        """Values of front matter fields, such as `date`, that the file name of a source contains, by field name."""

    def origin(self, categories: tuple[tuple[str, ...], ...]) -> str:
        """The name of the site from which a post was copied, if the post's categories contain it; else empty."""

    def slug(self, path: str) -> str:
        """The part of a post's address that comes from its path; it may contain slashes."""

    def page_permalink(self, permalink: str) -> str:
        """The address of a page whose front matter has the field `permalink` with this value."""

    def page_address(self, path: str) -> str:
        """The address of a page without the field `permalink` in its front matter, made from its path."""

    def asset_folder(self, path: str) -> str | None:
        """The folder for the pictures and other files of the post at `path`; None if it has none."""

    def linked_paths(self, address: str, target: str, *, is_media: bool) -> tuple[str, ...]:
        """The paths in the finished site, best first, that a relative link `target` on the page at `address` may mean.

        Files beside the source are tried before them.  `is_media` is True for a picture, sound or film.
        """

    def new_path(self, stem: str, day: date, language: str, *, is_page: bool, is_draft: bool) -> str:
        """The path for a new source; `stem` is a file name without suffix, made from the title."""


_LAYOUTS: dict[str, Callable[[str], Layout]] = {"": lambda new_post_name: Own(), "hexo": Hexo}
"""Makes a layout from `new_post_name`, by its name in the settings."""


@lru_cache(maxsize=64)
def make_layout(name: str, new_post_name: str) -> Layout:
    """The layout called `name` in the settings; `new_post_name` is the pattern of file names in Hexo's layout."""
    return _LAYOUTS[name](new_post_name)


def layout_of(root: RootSettings) -> Layout:
    """The layout that the settings of a content root (a folder of sources) choose."""
    return make_layout(root.layout, root.new_post_name)

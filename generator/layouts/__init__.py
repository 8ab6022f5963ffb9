"""The layouts of a content root (a folder of sources): how its files are used, in our own form and in Hexo's."""

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
    """The settings of a content root (a folder of sources) that choose its layout.

    `layout` is the name of the layout, empty for our own; `new_post_name` is the pattern of file names in Hexo's
    layout.
    """

    @property
    def layout(self) -> str: ...
    @property
    def new_post_name(self) -> str: ...


class Layout(Protocol):
    """The rules for the files in a content root (a folder of sources): what each file is, and which address it gets.

    All paths of files are relative to the content root.
    """

    @property
    def has_asset_folders(self) -> bool:
        """Whether a post may have a folder of its own for pictures and other files."""

    def role(self, path: str, settings: FileSettings) -> Role:
        """How the file at `path` is used: as `source`, `asset` or `verbatim`, or not at all (`ignored`, `excluded`).

        A source is a post or page.  An asset is published only if a post refers to it, a verbatim file in any case.
        """

    def is_included(self, path: str, settings: FileSettings) -> bool:
        """Whether the setting `include` names `path` or, if `path` is a folder, a file below it.

        Files and folders with hidden names, such as `.well-known`, are used only if this is True.
        """

    def kind(self, source: SourceFile, header: Header) -> str:
        """`post` for a source that is shown in lists and feeds, `page` for one that is not, such as an about page."""

    def markup(self, path: str) -> str:
        """`html` or `markdown`, by the suffix of the source at `path`; empty if the suffix does not decide it."""

    def name_fields(self, path: str) -> Mapping[str, str]:
        """Fields of front matter that the file name of the source at `path` contains, such as `date`, by their names.

        Empty if the file name contains none.
        """

    def origin(self, categories: tuple[tuple[str, ...], ...]) -> str:
        """The name of the site from which a post was copied, taken from its category paths; empty if they have none."""

    def slug(self, path: str) -> str:
        """The part of a post's address that is made from the post's path; it may contain slashes."""

    def page_permalink(self, permalink: str) -> str:
        """The address of a page whose front matter has `permalink`; the parameter is the value of that field."""

    def page_address(self, path: str) -> str:
        """The address of the page whose source is at `path`, if its front matter has no field `permalink`."""

    def asset_folder(self, path: str) -> str | None:
        """The path of the folder for pictures and other files of the post at `path`.

        None if posts have no such folders.
        """

    def linked_paths(self, address: str, target: str, *, is_media: bool) -> tuple[str, ...]:
        """The paths in the finished site that the relative link `target` on the page at `address` may mean, best first.

        Callers try files beside the source first.  `is_media` is True for a picture, sound or film.
        """

    def new_path(self, stem: str, day: date, language: str, *, is_page: bool, is_draft: bool) -> str:
        """The path for a new source.

        `stem` is a file name without suffix, made from the title; `day` and `language` are values for patterns of file
        names.
        """


_LAYOUTS: dict[str, Callable[[str], Layout]] = {"": lambda new_post_name: Own(), "hexo": Hexo}
"""Makes a layout from `new_post_name`, by its name in the settings."""


@lru_cache(maxsize=64)
def make_layout(name: str, new_post_name: str) -> Layout:
    """The layout whose name in the settings is `name`; `new_post_name` is the pattern of file names in Hexo's layout.

    Raises KeyError for an unknown name.
    """
    return _LAYOUTS[name](new_post_name)


def layout_of(root: RootSettings) -> Layout:
    """The layout that the settings of a content root (a folder of sources) choose."""
    return make_layout(root.layout, root.new_post_name)

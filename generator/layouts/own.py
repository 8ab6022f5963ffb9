"""The layout of a content root whose settings name none: posts at any depth, and pages below `pages`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from generator.layouts.files import FileSettings, Role, is_source, without_suffix
from generator.model import Header, SourceFile
from generator.patterns import covers

_POST_FOLDER = re.compile(r"(?:^|/)_(?:posts|drafts)/")


@dataclass(frozen=True, slots=True)
class Own:
    """The layout of a content root whose settings name none; the protocol `Layout` describes the methods."""

    has_asset_folders: ClassVar[bool] = False

    def role(self, path: str, settings: FileSettings) -> Role:
        if settings.exclude and covers(path, settings.exclude):
            return "excluded"
        return "source" if is_source(path.rpartition("/")[2]) else "asset"

    def is_included(self, path: str, settings: FileSettings) -> bool:
        return False

    def kind(self, source: SourceFile, header: Header) -> str:
        """`page` for a source with the field `layout: page` or in a folder `pages`, else `post`.

        The folder `pages` must be the content root itself, or lie directly in it.
        """
        folders = [source.root.rstrip("/").rpartition("/")[2], *source.path.split("/")[:-1][:1]]
        return "page" if header.layout == "page" or "pages" in folders else "post"

    def markup(self, path: str) -> str:
        return ""

    def name_fields(self, path: str) -> Mapping[str, str]:
        return {}

    def origin(self, categories: tuple[tuple[str, ...], ...]) -> str:
        """The second name in the first category path, which is the name of the site that the post was copied from.

        Empty if there is none.
        """
        return categories[0][1] if categories and len(categories[0]) > 1 else ""

    def slug(self, path: str) -> str:
        """The path of a post without its suffix, relative to the folder `_posts`, `_drafts` or `posts` that it is in.

        The whole path is kept if it is in none of these; `posts` counts only at the top of the content root.
        """
        path = without_suffix(path)
        below = _POST_FOLDER.search(path)
        return path[below.end() :] if below else path.removeprefix("posts/")

    def page_permalink(self, permalink: str) -> str:
        return permalink

    def page_address(self, path: str) -> str:
        """`path` without its suffix and without `pages/` at its start, with a slash at the end.

        For a page called `index`, it is the path of its folder with a slash.
        """
        path = without_suffix(path)
        is_index = path == "index" or path.endswith("/index")
        path = path.removeprefix("pages/")
        return f"{path[: -len('index')].rstrip('/')}/" if is_index else f"{path}/"

    def asset_folder(self, path: str) -> str | None:
        return None

    def linked_paths(self, address: str, target: str, *, is_media: bool) -> tuple[str, ...]:
        return ()

    def new_path(self, stem: str, day: date, language: str, *, is_page: bool, is_draft: bool) -> str:
        return f"{'pages' if is_page else 'posts'}/{stem}.md"

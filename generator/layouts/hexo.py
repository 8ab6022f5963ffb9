"""The layout of the folder `source` of a Hexo blog: posts in `_posts` and `_drafts`; all else is pages and files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar

from generator.addresses import slugize
from generator.layouts.files import FileSettings, Role, without_suffix
from generator.model import Header, SourceFile
from generator.patterns import matches, plain_folders

_POST_FOLDERS = ("_posts/", "_drafts/")
# Without .txt: in a Hexo blog that is ads.txt, robots.txt or a download.
_SOURCE_SUFFIXES = (".md", ".markdown", ".html", ".htm")
_VARIABLE = re.compile(r":(\w*[^\W_])")
_DIGITS = {"year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}", "i_month": r"\d{1,2}", "i_day": r"\d{1,2}"}
_SEGMENTS = _DIGITS | {"hash": "[0-9a-f]{12}"}
_NOT_FIELDS = _SEGMENTS.keys() | {"title", "date"}
"""Variables in names that are no fields of a post."""


@dataclass(frozen=True, slots=True)
class Hexo:
    """The layout of the folder `source` of a Hexo blog; the protocol `Layout` describes the methods."""

    new_post_name: str
    """The pattern of the names of posts, such as `:year-:month-:day-:title.md`."""

    has_asset_folders: ClassVar[bool] = True

    def role(self, path: str, settings: FileSettings) -> Role:
        """How Hexo uses the file at `path`: as `source`, `asset` or `verbatim`, or not at all (`ignored`, `excluded`).

        A source is a post or page.  An asset is published only if a post refers to it, a verbatim file in any case.
        Unlike in Hexo, a name without wildcards in the setting `exclude` also excludes all files below a folder of that
        name.

        Source: Hexo, `lib/plugins/processor/post.ts`, `asset.ts` and `common.ts`.
        """
        if matches(path, settings.exclude) or matches(path, plain_folders(settings.exclude)):
            return "excluded"
        folder = next((folder for folder in _POST_FOLDERS if path.startswith(folder)), "")
        parts = path.removeprefix(folder).split("/")
        is_hidden = any(part.startswith(("_", ".")) for part in parts) or path.endswith(("~", "%"))
        if is_hidden and (folder or not matches(path, settings.include)):
            return "ignored"
        if path.lower().endswith(_SOURCE_SUFFIXES) and not matches(path, settings.skip_render):
            return "source"
        return "asset" if folder else "verbatim"

    def is_included(self, path: str, settings: FileSettings) -> bool:
        return any(pattern == path or pattern.startswith(f"{path}/") for pattern in settings.include) or matches(
            path, settings.include
        )

    def kind(self, source: SourceFile, header: Header) -> str:
        """`post` for a source below `_posts` or `_drafts`, else `page`."""
        return "post" if source.path.startswith(_POST_FOLDERS) else "page"

    def markup(self, path: str) -> str:
        # The author of a Hexo blog chose it by the suffix; Markdown there may begin with a tag.
        return "html" if path.lower().endswith((".html", ".htm")) else "markdown"

    def name_fields(self, path: str) -> Mapping[str, str]:
        """Fields of front matter that the file name of a post contains, as {name: text}; empty if it contains none.

        They are the values of variables in the setting `new_post_name`, such as `:lang`, that are fields of a post.  If
        the file name has year, month and day, these become the field `date`.
        """
        variables = self.read_name(path)
        fields = {name: text for name, text in variables.items() if name not in _NOT_FIELDS}
        month = variables.get("month") or variables.get("i_month")
        day = variables.get("day") or variables.get("i_day")
        if "year" in variables and month and day:
            fields["date"] = f"{variables['year']}-{month}-{day}"
        return fields

    def origin(self, categories: tuple[tuple[str, ...], ...]) -> str:
        """Always empty: the posts of a Hexo blog are its owner's, and not copied from other sites."""
        return ""

    def slug(self, path: str) -> str:
        """The part of a post's path that matches `:title` in `new_post_name`; the whole path if it does not match.

        Before that, the suffix and the folder `_posts/` or `_drafts/` are removed from the path.
        """
        return self.read_name(path)["title"]

    def page_permalink(self, permalink: str) -> str:
        """`permalink`, with `.html` added unless it ends in a suffix or a slash."""
        has_ending = permalink.endswith("/") or posixpath.splitext(permalink)[1]
        return permalink if has_ending else f"{permalink}.html"

    def page_address(self, path: str) -> str:
        """`path` with the suffix `.html`; for a page called `index`, its folder with a slash at the end."""
        path = without_suffix(path)
        if path == "index" or path.endswith("/index"):
            return f"{path[: -len('index')].rstrip('/')}/"
        return f"{path}.html"

    def asset_folder(self, path: str) -> str | None:
        """`path` without its suffix: the folder for pictures and other files of the post at `path`."""
        return posixpath.splitext(path)[0]

    def linked_paths(self, address: str, target: str, *, is_media: bool) -> tuple[str, ...]:
        """The path that a browser makes of `target`, relative to the page at `address`.

        If `is_media`, `target` below the home page is returned as a second path.
        """
        path = posixpath.normpath(posixpath.join(posixpath.dirname(address), target))
        is_folder = target.endswith(("/", "/.", "/.."))
        below_page = f"{path}/" if is_folder and path != "/" else path
        # Hexo's renderer puts the root of the site in front of pictures.
        return (below_page, posixpath.normpath(f"/{target}")) if is_media else (below_page,)

    def new_path(self, stem: str, day: date, language: str, *, is_page: bool, is_draft: bool) -> str:
        """The path for a new page, `stem` with `/index.md`, or for a new post, made from the pattern `new_post_name`.

        A variable of the pattern that has no value is replaced by its own name.
        """
        if is_page:
            return f"{stem}/index.md"
        values = {"title": stem, "lang": language, "year": f"{day.year:04d}", "month": f"{day.month:02d}"}
        values |= {"day": f"{day.day:02d}", "i_month": str(day.month), "i_day": str(day.day)}
        name = _VARIABLE.sub(lambda match: values.get(match[1], match[1]), self.new_post_name)
        return f"{'_drafts' if is_draft else '_posts'}/{name}"

    def read_name(self, path: str) -> dict[str, str]:
        """The values of the variables of `new_post_name`, by name, read from the path of a post.

        If the path does not match the pattern, there is only `title`, made from the whole path.

        Source: Hexo, `lib/plugins/processor/post.ts`, and hexo-util, `permalink.ts`.
        """
        for folder in _POST_FOLDERS:
            path = path.removeprefix(folder)
        path = posixpath.splitext(path)[0]
        match = _name_pattern(posixpath.splitext(self.new_post_name)[0]).fullmatch(path)
        return {"title": slugize(path)} | (match.groupdict() if match else {})


@lru_cache(maxsize=16)
def _name_pattern(pattern: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = match[1]
        segment = _SEGMENTS.get(name, ".+?")
        if name in seen or not name.isidentifier():
            return f"(?:{segment})"
        seen.add(name)
        return f"(?P<{name}>{segment})"

    return re.compile(_VARIABLE.sub(group, re.escape(pattern)), re.ASCII | re.DOTALL)

"""The settings in `site.toml`, as pydantic models with one table for each part of the program."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, StrictBool, ValidationInfo, field_validator

from generator import dates  # noqa: F401 - makes zones come from the tzdata package, before any is made
from generator.config.pages import (
    CopySettings,
    DeploySettings,
    FeedSettings,
    ListSettings,
    SearchSettings,
    StatisticsSettings,
    ThemeSettings,
)
from generator.config.privacy import FrontMatterSettings
from generator.config.sources import CleaningSettings, ContentRoot
from generator.config.table import Table, web_folder

SETTINGS_FILE = "site.toml"
LANGUAGES = ("zh-CN", "zh-TW", "en", "ja")


class Config(Table):
    """All settings of a site, as in `site.toml`."""

    title: str = Field(description="Name of the site.")
    url: str = Field(description="Address of the home page; its path is the base path of every link.")
    subtitle: str = Field(default="", description="A few words beside the title.")
    description: str = Field(default="", description="A sentence for search engines and feeds.")
    author: str = Field(default="", description="Who publishes the site.")
    language: Literal["zh-CN", "zh-TW", "en", "ja"] = Field(default="zh-CN", description="Language of the interface.")
    timezone: str = Field(default="UTC", description="Time zone of dates without one, and of all dates shown.")
    permalink: str = Field(
        default=":year/:month/:day/:key/", description="Pattern of post addresses; `:key` is short and never moves."
    )
    trailing_html: StrictBool = Field(default=True, description="Whether links to pages in `.html` show the ending.")
    permalink_defaults: dict[str, str] = Field(
        default={}, description="Values of variables in `permalink` for posts that lack them, by name."
    )
    default_category: str = Field(
        default="uncategorized", description="Value of `:category` in `permalink` for posts without a category."
    )
    content: tuple[ContentRoot, ...] = Field(
        default=(ContentRoot(path="content"),), description="Folders of sources: paths, or tables with `path`."
    )
    output: str = Field(default="public", description="Folder that the site is written into.")
    future: StrictBool = Field(default=True, description="Whether posts dated after `--now` are published.")
    noindex: StrictBool = Field(default=False, description="Whether search engines are asked to index no page at all.")
    math: Literal["mathml", "tex", "off"] = Field(
        default="mathml",
        description="What formulas in TeX become: `mathml`, or `tex` shown as code; `off`: not recognised.",
    )
    front_matter: FrontMatterSettings = FrontMatterSettings()
    cleaning: CleaningSettings = CleaningSettings()
    lists: ListSettings = ListSettings()
    copies: CopySettings = CopySettings()
    feeds: FeedSettings = FeedSettings()
    search: SearchSettings = SearchSettings()
    statistics: StatisticsSettings = StatisticsSettings()
    theme: ThemeSettings = ThemeSettings()
    deploy: DeploySettings = DeploySettings()

    @field_validator("title")
    @classmethod
    def _has_title(cls, value: str) -> str:
        if not value:
            raise ValueError("a site needs a title")
        return value

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        return web_folder(value)

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("write a zone of the tz database such as Asia/Shanghai or UTC") from None
        return value

    @field_validator("permalink")
    @classmethod
    def _is_pattern(cls, value: str) -> str:
        if not re.search(r":\w", value):
            raise ValueError("a pattern needs a variable such as :key, or all posts get one address")
        return value

    @field_validator("search", "statistics")
    @classmethod
    def _is_no_folder_of_lists(
        cls, value: SearchSettings | StatisticsSettings, context: ValidationInfo
    ) -> SearchSettings | StatisticsSettings:
        further = context.data["lists"].pagination_dir if "lists" in context.data else "page"
        # Pages that a new post may add are there: undated posts, and further pages of the home page.
        if value.enabled and value.address.casefold().startswith(("/undated/", f"/{further}/".casefold())):
            raise ValueError(f"lists need the folder {value.dir} for themselves; name another dir")
        return value

    @field_validator("statistics")
    @classmethod
    def _is_outside_of_the_search(cls, value: StatisticsSettings, context: ValidationInfo) -> StatisticsSettings:
        search = context.data.get("search", SearchSettings(enabled=False))
        is_inside = value.address.casefold().startswith(search.address.casefold())
        if is_inside and value.enabled and search.enabled:
            raise ValueError(f"the search needs the folder {search.dir} for itself; name another dir")
        return value

    @field_validator("content")
    @classmethod
    def _no_root_twice(cls, value: tuple[ContentRoot, ...]) -> tuple[ContentRoot, ...]:
        paths = [root.path for root in value]
        if twice := sorted({path for path in paths if paths.count(path) > 1}):
            raise ValueError(f"{twice[0]} is named twice")
        return value

    @field_validator("content", mode="before")
    @classmethod
    def _plain_paths(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        if isinstance(value, (list, tuple)):
            value = [{"path": item} if isinstance(item, str) else item for item in value]
            # A slash at the end would become part of every source id.
            value = [
                item | {"path": str(item["path"]).strip().rstrip("/") or "/"}
                if isinstance(item, dict) and "path" in item
                else item
                for item in value
            ]
            if not value:
                raise ValueError("name at least one folder")
        return value

    def locate(self, id: str) -> tuple[ContentRoot, str]:
        """The content root that contains the source `id`, and the path of the source relative to it.

        If one root lies in another, the innermost is returned.  Raises KeyError if no content root contains the source.
        """
        for root in self._inner_first:
            if id.startswith(f"{root.path}/"):
                return root, id[len(root.path) + 1 :]
        raise KeyError(id)

    @cached_property
    def finds_near_copies(self) -> bool:
        """Whether posts that are nearly the same are looked for, because `site.toml` has the table `[copies]`."""
        return "copies" in self.model_fields_set

    @cached_property
    def _inner_first(self) -> tuple[ContentRoot, ...]:
        """The content roots, longest path first: a source belongs to the innermost root that contains it."""
        return tuple(sorted(self.content, key=lambda root: len(root.path), reverse=True))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the site, from the setting `timezone`."""
        return ZoneInfo(self.timezone)

    @cached_property
    def base_path(self) -> str:
        """The path of the home page on its host, with a slash at both ends; `/` if the site has a host of its own."""
        return urlsplit(self.url).path or "/"

    @cached_property
    def origin(self) -> str:
        """The scheme, host and port of the site, without a slash at the end, such as `https://example.org`."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

"""Settings about sources and cleaning: `[[content]]` and `[cleaning]`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool, field_validator, model_validator

from generator.config.table import Table, web_folder
from generator.patterns import fault


class ContentRoot(Table):
    """The settings of a content root, a folder of sources; `site.toml` has a plain path or a table for each."""

    path: str = Field(description="Folder, relative to site.toml.")
    trusted: StrictBool = Field(
        default=False,
        description="Whether its posts may switch off cleaning steps, set `sticky`, or begin a `permalink` with `/`.",
    )
    markup: Literal["", "html", "markdown", "text"] = Field(
        default="", description="Format of its bodies; empty: detected for each post."
    )
    dialect: Literal["", "gfm", "markdown"] = Field(
        default="",
        description="How its Markdown is read: `gfm` as GitHub and Hexo do, `markdown` with the extensions of "
        "Python-Markdown; empty: `markdown` for a trusted folder of your own, else `gfm`.",
    )
    line_breaks: StrictBool = Field(
        default=True, description="Whether the end of a line within a paragraph of Markdown is a line break."
    )
    layout: Literal["", "hexo"] = Field(
        default="",
        description="`hexo`: the folder `source` of a Hexo blog; empty: posts at any depth, and pages below `pages`.",
    )
    new_post_name: str = Field(
        default=":title.md",
        description="With `hexo`: pattern for the names of posts, which gives their `:title`, a date and fields.",
    )
    post_asset_folder: StrictBool = Field(
        default=False, description="With `hexo`: whether all files in the folder of a post are published below it."
    )
    skip_render: tuple[str, ...] = Field(
        default=(), description="With `hexo`: patterns of pages that are published unchanged."
    )
    include: tuple[str, ...] = Field(
        default=(), description="With `hexo`: patterns of files that are used although `_` or a dot begins their name."
    )
    exclude: tuple[str, ...] = Field(default=(), description="Patterns of files and folders that are ignored.")
    noindex: StrictBool = Field(default=False, description="Whether search engines are asked not to index its posts.")

    @property
    def markdown_dialect(self) -> str:
        """How the Markdown of the folder is read: `gfm` or `markdown`, as the setting `dialect` says.

        If that is empty, it is `markdown` for a trusted folder without the setting `layout`, else `gfm`.
        """
        return self.dialect or ("markdown" if self.trusted and not self.layout else "gfm")

    @field_validator("exclude")
    @classmethod
    def _are_patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if bad := next(((pattern, why) for pattern in value if (why := fault(pattern))), None):
            raise ValueError(f"{bad[0]!r} has {bad[1]}; write a path such as drafts/ or notes/*.txt")
        return value

    @model_validator(mode="after")
    def _is_own(self) -> ContentRoot:
        if self.layout == "hexo" and not self.trusted:
            raise ValueError(
                "a Hexo blog has files that are published as they are: write trusted = true if it is yours"
            )
        return self


class CleaningSettings(Table):
    """`[cleaning]`: which steps and rules of cleaning are off, further filter lists, and how addresses are treated."""

    off: tuple[str, ...] = Field(
        default=(), description="Steps (`filters`, `media`, …) and rule ids that are switched off."
    )
    off_source: dict[str, tuple[str, ...]] = Field(
        default={}, description="The same for the posts of one source: a table of names by source."
    )
    off_post: dict[str, tuple[str, ...]] = Field(
        default={}, description="The same for one post: a table of names by its path, relative to site.toml."
    )
    rules: tuple[str, ...] = Field(
        default=(), description="Your own filter lists, relative to site.toml, read after the bundled ones."
    )
    sanitize: Literal["suspicious", "both"] = Field(
        default="suspicious", description="Which posts the second sanitizer, bleach, checks: suspicious ones or all."
    )
    proxies: tuple[str, ...] = Field(
        default=("https://cors.zfour.workers.dev/?", "https://images.weserv.nl/?url="),
        description="Prefixes of dead image proxies; the address behind them is used.",
    )
    placeholders: tuple[str, ...] = Field(
        default=("picsum.photos/", "/blank.png", "/blank.gif", "/external-link.gif", "/undefined"),
        description="Parts of picture addresses that mean that there is no picture.",
    )
    base: dict[str, str] = Field(
        default={}, description="Where relative addresses of posts without `link` lead: web addresses by source."
    )

    @field_validator("base")
    @classmethod
    def _are_folders(cls, value: dict[str, str]) -> dict[str, str]:
        return {name: web_folder(address) for name, address in value.items()}

"""Settings about pages: `[lists]`, `[copies]`, `[feeds]`, `[theme]`, `[search]` and `[deploy]`."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, StrictBool, ValidationInfo, field_validator

from generator.addresses import normalise
from generator.config.table import Table


class ListSettings(Table):
    """`[lists]`: how posts are divided into list pages, and at which addresses these pages are."""

    per_page: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(default=30, description="Posts on a list page.")
    pagination: Literal["stable", "hexo"] = Field(
        default="stable",
        description="`stable` numbers pages from the oldest post, `hexo` from the newest as Hexo does.",
    )
    per_page_of: dict[
        Literal["home", "category", "tag", "source", "archive"], Annotated[int, Field(ge=1, le=1000, strict=True)]
    ] = Field(default={}, description="The same as `per_page` for one kind of list.")
    slugs: Literal["unique", "hexo"] = Field(
        default="unique",
        description="How names become addresses: `unique` adds digits to tell `C` from `C++`, `hexo` adds none.",
    )
    filename_case: Literal["", "lower", "upper"] = Field(
        default="", description="Case of the addresses of categories and tags; empty: as written."
    )
    category_map: dict[str, str] = Field(
        default={}, description="Text that replaces a category in addresses, by its name."
    )
    tag_map: dict[str, str] = Field(default={}, description="Text that replaces a tag in addresses, by its name.")
    category_dir: str = Field(default="categories", description="Folder of the categories; `/` puts them at the top.")
    tag_dir: str = Field(default="tags", description="Folder of the tags; `/` puts them at the top.")
    archive_dir: str = Field(default="archives", description="Folder of years, months and days.")
    pagination_dir: str = Field(default="page", description="Folder of further pages, below the address of a list.")

    @field_validator("category_dir", "tag_dir", "archive_dir", "pagination_dir")
    @classmethod
    def _is_folder(cls, value: str, context: ValidationInfo) -> str:
        may_be_top = context.field_name in ("category_dir", "tag_dir")
        if value == "/" and may_be_top:
            return ""
        address = normalise(value)
        if address is None or address.startswith("/theme/"):
            raise ValueError("write the name of a folder such as archives")
        return address.strip("/")


class CopySettings(Table):
    """`[copies]`: near copies, which are looked for only if `site.toml` has this table."""

    list: StrictBool = Field(
        default=True, description="Whether all near copies are listed; `false`: only the best of them."
    )


class FeedSettings(Table):
    """`[feeds]`: the number, content and addresses of entries in Atom, RSS and JSON Feed."""

    size: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(default=20, description="Entries in a feed.")
    content: Literal["full", "summary"] = Field(
        default="full", description="What the feeds of the whole site contain of each post."
    )
    atom: str = Field(default="atom.xml", description="Address of the Atom feed of the whole site.")
    rss: str = Field(default="rss.xml", description="Address of the RSS feed of the whole site.")

    @field_validator("atom", "rss")
    @classmethod
    def _is_file(cls, value: str) -> str:
        address = normalise(value)
        if address is None or not address.endswith(".xml"):
            raise ValueError("write the name of a file such as atom.xml or feed/index.xml")
        return address.removeprefix("/")


class ThemeSettings(Table):
    """`[theme]`: menu and footer of pages, what stands beside articles, and from which hosts pages may load files."""

    menu: tuple[tuple[str, str], ...] = Field(
        default=(), description="Further entries of the menu: pairs of text and address."
    )
    footer: str = Field(default="", description="A line of plain text at the foot of each page.")
    contents: Annotated[int, Field(ge=0, strict=True)] = Field(
        default=3, description="Headings from which an article has a contents list; 0: only with `toc: true`."
    )
    related: Annotated[int, Field(ge=0, le=20, strict=True)] = Field(
        default=4, description="The largest number of related posts below an article; 0: none."
    )
    csp: dict[str, str] = Field(
        default_factory=dict,
        description="Sources to add to a directive of the Content-Security-Policy, such as `script-src`.",
    )


class SearchSettings(Table):
    """`[search]`: the search of the site, which runs in the reader's browser."""

    enabled: StrictBool = Field(default=True, description="Whether the site has a search page and an index for it.")
    dir: str = Field(default="search", description="Folder of the search page and of its index.")

    @field_validator("dir")
    @classmethod
    def _is_folder(cls, value: str) -> str:
        address = normalise(f"{value}/")
        # With a dot it could be one of our files, such as atom.xml or index.html.
        if address is None or address == "/" or "." in address or address.casefold().startswith("/theme/"):
            raise ValueError("write the name of a folder such as search")
        return address.strip("/")

    @property
    def address(self) -> str:
        """The address of the search page, below which the files of the index are."""
        return f"/{self.dir}/"


class DeploySettings(Table):
    """`[deploy]`: the domain under which the site is published."""

    cname: str = Field(default="", description="Your own domain for GitHub Pages, written into `CNAME`.")

    @field_validator("cname")
    @classmethod
    def _is_host(cls, value: str) -> str:
        if value and not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", value.lower()):
            raise ValueError("write a host name such as archive.example.org")
        return value.lower()

"""The settings in `site.toml`, as pydantic models with one table for each part of the program."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationInfo, field_validator, model_validator

from generator import dates  # noqa: F401 - makes zones come from the tzdata package, before any is made
from generator.addresses import normalise
from generator.patterns import fault
from generator.privacy import FrontMatterSettings

SETTINGS_FILE = "site.toml"
LANGUAGES = ("zh-CN", "zh-TW", "en", "ja")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def web_folder(value: str) -> str:
    """`value`, an http(s) address, with exactly one slash at its end.

    Raises ValueError if it is not such an address, or has a query, a fragment or a user name.
    """
    try:
        parts = urlsplit(value)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise ValueError("the host or port of this address cannot be") from None
    if parts.scheme not in ("http", "https") or not has_host:
        raise ValueError("write a whole address such as https://example.org/ or https://example.org/archive/")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("write the address of the home page without query, fragment and user name")
    return value.rstrip("/") + "/"


class ContentRoot(_Table):
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


class CleaningSettings(_Table):
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


class ListSettings(_Table):
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


class CopySettings(_Table):
    """`[copies]`: near copies, which are looked for only if `site.toml` has this table."""

    list: StrictBool = Field(
        default=True, description="Whether all near copies are listed; `false`: only the best of them."
    )


class FeedSettings(_Table):
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


class ThemeSettings(_Table):
    """`[theme]`: menu and footer of pages, and from which hosts pages may load files."""

    menu: tuple[tuple[str, str], ...] = Field(
        default=(), description="Further entries of the menu: pairs of text and address."
    )
    footer: str = Field(default="", description="A line of plain text at the foot of each page.")
    csp: dict[str, str] = Field(
        default_factory=dict,
        description="Sources to add to a directive of the Content-Security-Policy, such as `script-src`.",
    )


class SearchSettings(_Table):
    """`[search]`: the search of the site, which runs in the reader's browser."""

    enabled: StrictBool = Field(default=True, description="Whether the site has a search page and an index for it.")
    dir: str = Field(default="search", description="Folder of the search page and of its index.")

    @field_validator("dir")
    @classmethod
    def _is_folder(cls, value: str) -> str:
        address = normalise(value)
        if address is None or address == "/" or address.startswith("/theme/"):
            raise ValueError("write the name of a folder such as search")
        return address.strip("/")

    @property
    def address(self) -> str:
        """The address of the search page, below which the files of the index are."""
        return f"/{self.dir}/"


class DeploySettings(_Table):
    """`[deploy]`: the domain under which the site is published."""

    cname: str = Field(default="", description="Your own domain for GitHub Pages, written into `CNAME`.")

    @field_validator("cname")
    @classmethod
    def _is_host(cls, value: str) -> str:
        if value and not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", value.lower()):
            raise ValueError("write a host name such as archive.example.org")
        return value.lower()


class Config(_Table):
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

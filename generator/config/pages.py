"""Settings about pages: `[lists]`, `[copies]`, `[feeds]`, `[theme]`, `[search]`, `[statistics]` and
`[deploy]`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, ValidationInfo, field_validator

from generator.addresses import normalise
from generator.config.table import Table


class ListSettings(Table):
    """`[lists]`: how posts are divided into list pages, and at which addresses these pages are."""

    kinds: tuple[Literal["category", "tag", "source", "archive"], ...] = Field(
        default=("category", "tag", "source", "archive"),
        description="Which lists the site has besides the home page; `archive` are years, months and days.",
    )
    cards: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(
        default=20,
        description="Posts that the first page of a list shows with excerpt and picture; all others are a line each.",
    )
    per_page: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(
        default=200, description="Posts on a further page of a list."
    )
    day_posts: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(
        default=5,
        description="The fewest posts for which a day has a page of its own; otherwise its address leads to its month.",
    )
    min_posts: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(
        default=1,
        description="The fewest posts for which a category, tag or source has a page of its own; otherwise its address "
        "leads to its newest post.",
    )
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
    per: tuple[Literal["category", "source"], ...] = Field(
        default=("category", "source"), description="Kinds of lists of which each has a feed of its own."
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


_HEX = re.compile("#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_PICTURES = (".svg", ".png", ".ico", ".gif", ".jpg", ".jpeg", ".webp")


class ThemeSettings(Table):
    """`[theme]`: colours, pictures, menu and footer of pages, what stands beside articles, and which hosts they use."""

    accent: tuple[str, ...] = Field(
        default=(), description="Colour of links such as `#0a6`, or two of them, for light and for dark pages."
    )
    css: tuple[str, ...] = Field(default=(), description="Style sheets below `static/` that pages load after ours.")
    logo: str = Field(default="", description="Picture below `static/` that stands in place of the title of the site.")
    favicon: str = Field(default="", description="Picture below `static/` that browsers show beside the title.")
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

    @field_validator("accent", mode="before")
    @classmethod
    def _is_colour(cls, value: Any) -> Any:
        """The colours for light and for dark pages, each with six hex digits; empty if the setting is."""
        colours = (value, value) if isinstance(value, str) else value
        if value in ("", [], ()):
            return ()
        if not isinstance(colours, (list, tuple)) or len(colours) != 2 or not all(map(_is_hex, colours)):
            raise ValueError('write a colour such as "#0a6", or one for light and one for dark pages: ["#0a6", "#6fc"]')
        return tuple(
            colour.lower() if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:].lower())
            for colour in colours
        )

    @field_validator("css", mode="before")
    @classmethod
    def _may_be_one(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("css")
    @classmethod
    def _are_style_sheets(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_static_address(path, (".css",)) for path in value)

    @field_validator("logo", "favicon")
    @classmethod
    def _is_picture(cls, value: str) -> str:
        return _static_address(value, _PICTURES) if value else ""

    @property
    def files(self) -> dict[str, tuple[str, ...]]:
        """The addresses of the site's own files that these settings name, by the name of the setting."""
        named = {"css": self.css, "logo": (self.logo,), "favicon": (self.favicon,)}
        return {name: addresses for name, addresses in named.items() if any(addresses)}


def _is_hex(value: Any) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def _static_address(path: str, suffixes: tuple[str, ...]) -> str:
    """The address of the file with this path below `static/`.  Raises ValueError if it cannot be such a file."""
    address = normalise(path, by_owner=True)
    if address is None or "://" in path or not address.lower().endswith(suffixes):
        raise ValueError(f"write the path of a file below static/ that ends in {' or '.join(suffixes)}")
    return address


class _Folder(Table):
    """A table about pages of ours in a folder `dir` of their own."""

    dir: str

    @field_validator("dir")
    @classmethod
    def _is_folder(cls, value: str) -> str:
        return _folder(value, cls.model_fields["dir"].default)

    @property
    def address(self) -> str:
        """The address of the page, below which its other files are."""
        return f"/{self.dir}/"


class SearchSettings(_Folder):
    """`[search]`: the search of the site, which runs in the reader's browser."""

    enabled: StrictBool = Field(default=True, description="Whether the site has a search page and an index for it.")
    dir: str = Field(default="search", description="Folder of the search page and of its index.")


class StatisticsSettings(_Folder):
    """`[statistics]`: a page that shows how many posts there are, by time and by source."""

    enabled: StrictBool = Field(default=False, description="Whether the site has a page of statistics.")
    dir: str = Field(default="statistics", description="Folder of the page of statistics and of `stats.json`.")


def _folder(value: str, example: str) -> str:
    """The folder `value` without slashes at its ends.

    Raises ValueError, with `example` as a good name, if `value` is no folder or could be one of our files.
    """
    address = normalise(f"{value}/")
    # With a dot it could be one of our files, such as atom.xml or index.html.
    if address is None or address == "/" or "." in address or address.casefold().startswith("/theme/"):
        raise ValueError(f"write the name of a folder such as {example}")
    return address.strip("/")


class DeploySettings(Table):
    """`[deploy]`: the domain under which the site is published."""

    cname: str = Field(default="", description="Your own domain for GitHub Pages, written into `CNAME`.")

    @field_validator("cname")
    @classmethod
    def _is_host(cls, value: str) -> str:
        if value and not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", value.lower()):
            raise ValueError("write a host name such as archive.example.org")
        return value.lower()

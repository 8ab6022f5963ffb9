"""What a reader of a finished site sees of copies: what is listed, what is canonical, which pages lead to which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from generator.building.report import BuildReport
from tests.pages import Page
from tests.sites import SmallSite

URL = "https://example.org"
BY_NAME = {"permalink": ":name/", "lists": {"per_page": 1000, "cards": 1000}}
"""Settings with which a post is known by the name of its file."""
_BLOCK = re.compile(r'<aside class="copies".*?</aside>', re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')


@dataclass(frozen=True)
class Look:
    """A finished site; posts are named by their files, without extension."""

    report: BuildReport
    posts: frozenset[str]
    listed: frozenset[str]
    """The posts on the home page and on its page of undated posts."""
    canonical: dict[str, str]
    """The post that each post names as canonical."""
    leads: dict[str, frozenset[str]]
    """The posts in the block of copies of each page."""

    @property
    def copies(self) -> set[tuple[str, str]]:
        """(copy, best) of each post that names another as canonical."""
        return {(name, best) for name, best in self.canonical.items() if name != best}


def look(site: SmallSite, **options: Any) -> Look:
    """Build a site with the settings `BY_NAME`, and look at it."""
    report = site.build(**options)
    pages = {path.parent.name: path.read_text("utf-8") for path in site.output.glob("*/index.html")}
    posts = {name: html for name, html in pages.items() if '<article class="article"' in html}
    home = (site.output / "index.html").read_text("utf-8") + pages.get("undated", "")
    return Look(
        report,
        frozenset(posts),
        frozenset(_names(home) & posts.keys()),
        {name: _name(found[1]) for name, html in posts.items() if (found := _CANONICAL.search(html))},
        {name: _names("".join(_BLOCK.findall(html))) for name, html in posts.items()},
    )


def _names(html: str) -> frozenset[str]:
    return frozenset(map(_name, Page(html).links))


def _name(address: str) -> str:
    return unquote(address.removeprefix(URL)).strip("/")

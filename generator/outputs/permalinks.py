"""The address that a post, a page or an alias should get; `placing` decides which one it gets."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from generator import addresses
from generator.config import Config
from generator.config.sources import ContentRoot
from generator.errors import Problem, Where, problem
from generator.layouts import layout_of
from generator.model import Summary
from generator.outputs.lists.listings import term_part

_DATE_VARIABLES = re.compile(r":(?:year|i?_?month|i?_?day|hour|minute|second|timestamp)(?![a-z])")


def slug(path: str, root: ContentRoot) -> str:
    """The slug of the post at `path`, relative to its content root: the part of its address made from this path."""
    return layout_of(root).slug(path)


def post_address(summary: Summary, config: Config) -> tuple[str, list[Problem]]:
    """The address that a post gets unless it is taken, and problems, such as a permalink that cannot be used.

    It is the permalink in front matter, else one made by the pattern in the settings.
    """
    problems: list[Problem] = []
    root, _ = config.locate(summary.id)
    own = summary.header.permalink
    if own:
        if own.startswith("/") and not root.trusted:
            message = f"permalink {own!r} begins with a slash, which only a trusted content root may ask for"
            problems.append(problem("field-untrusted", Where(summary.id), message, "drop the slash, or trust the root"))
        elif address := _usable(own, summary, problems, "permalink"):
            return address, problems
    key_address = f"/undated/{summary.key}/"
    if summary.header.published is None and _DATE_VARIABLES.search(config.permalink):
        return key_address, problems

    def variable(name: str) -> str | None:
        return _variable(name, summary, config) or config.permalink_defaults.get(name)

    wanted = addresses.expand(config.permalink, variable, summary.key)
    return _usable(wanted, summary, problems, "address") or key_address, problems


def page_address(summary: Summary, config: Config) -> tuple[str, list[Problem]]:
    """The address that a page gets unless it is taken, and problems, such as a permalink that cannot be used.

    It is the permalink in front matter, else one that the layout of the content root makes of the path.
    """
    problems: list[Problem] = []
    root, path = config.locate(summary.id)
    layout = layout_of(root)
    own = summary.header.permalink
    if own and (address := _usable(layout.page_permalink(own), summary, problems, "permalink")):
        return address, problems
    return _usable(layout.page_address(path), summary, problems, "address") or f"/{summary.key}/", problems


def alias_address(alias: str, summary: Summary) -> tuple[str | None, list[Problem]]:
    """The address for an alias (an old address of a post) as written in front matter, and the problems found.

    The address is None if the alias cannot be an address of this site.
    """
    problems: list[Problem] = []
    return _usable(alias, summary, problems, "alias"), problems


def _usable(text: str, summary: Summary, problems: list[Problem], what: str) -> str | None:
    address, why = addresses.publishable(text)
    # An alias stands for an address that people have; another one would be of no use to anybody.
    if address is None or (why and what == "alias"):
        message = f"{what} {text[:200]!r} is no address inside the site"
        help = "write a path without '..', such as 2024/first-post/"
        problems.append(problem("address-refused", Where(summary.id), f"{message}{f': {why}' if why else ''}", help))
        return None
    if why:
        message = f"{what} {text[:200]!r} cannot be published: {why}; {address} was asked for instead"
        problems.append(problem("address-refused", Where(summary.id), message, "give it an address of plain names"))
    if addresses.is_shortened(text):
        message = f"{what} has a part over {addresses.SEGMENT_BYTES} bytes, which was cut"
        problems.append(problem("address-shortened", Where(summary.id), message))
    if address.endswith("/index.html"):
        address = address.removesuffix("index.html")
    # Hosts must serve a page as HTML, so an address that does not end in .html or .htm becomes a folder.
    return address if address.endswith(("/", ".html", ".htm")) else f"{address}/"


def _variable(name: str, summary: Summary, config: Config) -> str | None:
    """Hexo's permalink variables (facts: hexo-util permalink.ts) and `:key`; unknown ones are own fields."""
    header = summary.header
    # Asked for one by one: slugs of titles cost more than all the rest of an address, and few patterns have them.
    match name:
        case "key":
            return summary.key
        case "title":
            return _slug(summary, config).strip()
        case "name":
            return _slug(summary, config).rpartition("/")[2].strip()
        case "post_title":
            return addresses.slugize(header.title).lower()
        case "category":
            path_of_categories = header.categories[0] if header.categories else ()
            parts = (term_part("category", one, config.lists) for one in path_of_categories)
            return "/".join(parts) or config.default_category
        case "lang":
            return header.lang
        case "author":
            return addresses.slugize(header.author)
        case "source":
            return addresses.slugize(header.origin)
    if header.published is not None:
        if name == "hash":
            text = f"{_slug(summary, config)}{int(header.published.timestamp())}".encode("utf-8", "replace")
            return hashlib.sha1(text, usedforsecurity=False).hexdigest()[:12]
        if value := _date_variable(name, header.published, config.zone):
            return value
    return dict(header.extra).get(name)


def _slug(summary: Summary, config: Config) -> str:
    root, path = config.locate(summary.id)
    return slug(path, root)


def _date_variable(name: str, published: datetime, zone: ZoneInfo) -> str | None:
    local = published.astimezone(zone)
    match name:
        case "year":
            return f"{local.year:04d}"
        case "month" | "day" | "hour" | "minute" | "second":
            return f"{getattr(local, name):02d}"
        case "i_month" | "i_day":
            return str(getattr(local, name.removeprefix("i_")))
        case "timestamp":
            return str(int(published.timestamp()))
        case _:
            return None

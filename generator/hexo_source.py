"""The folder `source` of a Hexo blog: which of its files are posts, pages, files as they are, or nothing at all."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from generator.addresses import slugize
from generator.config import ContentRoot
from generator.patterns import matches, plain_folders

POST_FOLDERS = ("_posts/", "_drafts/")
_PAGE_SUFFIXES = (".md", ".markdown", ".html", ".htm")


def place(path: str, root: ContentRoot) -> str:
    """What Hexo makes of the file at `path` below its source folder: `source`, `asset`, `verbatim`, `ignored` or
    `excluded`.

    Sources are posts and pages; an asset lies beside posts.  A plain name in `exclude` means a folder, too, with which
    Hexo would do nothing.
    Source: Hexo, `lib/plugins/processor/post.ts`, `asset.ts` and `common.ts`.
    """
    if matches(path, root.exclude) or matches(path, plain_folders(root.exclude)):
        return "excluded"
    folder = next((one for one in POST_FOLDERS if path.startswith(one)), "")
    parts = path.removeprefix(folder).split("/")
    is_hidden = any(part.startswith(("_", ".")) for part in parts) or path.endswith(("~", "%"))
    if is_hidden and (folder or not matches(path, root.include)):
        return "ignored"
    # Not .txt: in a Hexo blog that is ads.txt, robots.txt or a download.
    is_source = path.lower().endswith(_PAGE_SUFFIXES) and not matches(path, root.skip_render)
    if folder:
        return "source" if is_source else "asset"
    return "source" if is_source else "verbatim"


def may_be_included(path: str, root: ContentRoot) -> bool:
    """Whether `include` names what begins with a dot at `path`, or something below it."""
    return any(pattern == path or pattern.startswith(f"{path}/") for pattern in root.include) or matches(
        path, root.include
    )


def is_post(path: str) -> bool:
    """Whether a source at `path` below the source folder is a post; the others are pages."""
    return path.startswith(POST_FOLDERS)


def read_name(path: str, pattern: str) -> dict[str, str]:
    """What the name of a post says, by variable; `title` is always there.

    Source: Hexo, `lib/plugins/processor/post.ts`, and hexo-util, `permalink.ts`.
    """
    for folder in POST_FOLDERS:
        path = path.removeprefix(folder)
    path = posixpath.splitext(path)[0]
    found = _name_pattern(posixpath.splitext(pattern)[0]).fullmatch(path)
    return {"title": slugize(path)} | (found.groupdict() if found else {})


_VARIABLE = re.compile(r":(\w*[^\W_])")
_DIGITS = {"year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}", "i_month": r"\d{1,2}", "i_day": r"\d{1,2}"}
_SEGMENTS = _DIGITS | {"hash": "[0-9a-f]{12}"}
NOT_FIELDS = _SEGMENTS.keys() | {"title"}
"""Variables in names that are no fields of a post."""


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


def name_of(pattern: str, title: str, day: date, lang: str) -> str:
    """The name of a new post; a variable that has no value stands for itself."""
    values = {"title": title, "lang": lang, "year": f"{day.year:04d}", "month": f"{day.month:02d}"}
    values |= {"day": f"{day.day:02d}", "i_month": str(day.month), "i_day": str(day.day)}
    return _VARIABLE.sub(lambda match: values.get(match[1], match[1]), pattern)


def name_date(fields: Mapping[str, str]) -> str:
    """The date in a name, as front matter has it; empty where there is none."""
    month, day = fields.get("month") or fields.get("i_month"), fields.get("day") or fields.get("i_day")
    return f"{fields['year']}-{month}-{day}" if "year" in fields and month and day else ""


def asset_folder(path: str) -> str:
    """The folder with the assets of the post at `path`: named like it, without the suffix."""
    return posixpath.splitext(path)[0]


def asset_base(address: str) -> str:
    """Where the assets of the post at `address` lie; with a slash at the end."""
    return address if address.endswith("/") else f"{posixpath.splitext(address)[0]}/"

"""Makes the folder of a new site: its settings, a sample post and a sample page."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from generator.commands.files import create_file
from generator.config import SETTINGS_FILE
from generator.config.reading import load_config
from generator.errors import SiteError, Where
from generator.sources.writing import write

_SETTINGS = """\
# Every setting has a default except title and url; the documentation names them all.
title = {title}
url = {url}
language = {language}
# timezone = "Asia/Shanghai"
permalink = ":year/:month/:day/:title/"

# Only folders with posts of your own are trusted: their front matter may do more.
[[content]]
path = "content"
trusted = true
# How Markdown is read: "markdown" with the extensions of Python-Markdown, "gfm" as on GitHub and in Hexo.
dialect = "markdown"
"""

_IGNORED = "public/\n.pressmark/\n"

_SAMPLES = {
    "zh-CN": (
        "第一篇文章",
        "随笔",
        "欢迎！这是一篇示例文章。\n\n<!-- more -->\n\n打开 `content/posts/`，改写这篇文章，或者删掉它。",
        "关于",
        "在这里写几句关于本站的话。",
    ),
    "zh-TW": (
        "第一篇文章",
        "隨筆",
        "歡迎！這是一篇範例文章。\n\n<!-- more -->\n\n打開 `content/posts/`，改寫這篇文章，或者刪掉它。",
        "關於",
        "在這裡寫幾句關於本站的話。",
    ),
    "en": (
        "First post",
        "Notes",
        "Welcome! This is a sample post.\n\n<!-- more -->\n\nOpen `content/posts/` to rewrite it, or delete it.",
        "About",
        "Write a few words about this site here.",
    ),
    "ja": (
        "最初の記事",
        "雑記",
        "ようこそ！これは見本の記事です。\n\n<!-- more -->\n\n`content/posts/` を開き、書き換えるか消してください。",
        "このサイトについて",
        "このサイトについて、ここに書いてください。",
    ),
}  # fmt: skip
"""{language: (title, category and body of the sample post, title and body of the sample page)}."""


def new_site(
    folder: Path, *, title: str | None = None, url: str | None = None, language: str | None = None, now: datetime
) -> tuple[str, ...]:
    """Make a site with a sample post and a sample page in `folder`.

    Returns the paths of the new files, relative to `folder` and sorted.  None means the title `My site`, the address
    `https://example.org/` and the language `zh-CN`.  `now` is the date of the sample post.  Raises SettingsError for
    invalid settings, and SiteError file-exists (before anything is written) or write-failed.
    """
    title = "My site" if title is None else title
    url = "https://example.org/" if url is None else url
    language = "zh-CN" if language is None else language
    settings = _SETTINGS.format(title=quoted(title), url=quoted(url), language=quoted(language))
    post_title, category, body, about_title, about = _SAMPLES.get(language, _SAMPLES["en"])
    # Without an offset, as people write dates in YAML.
    day = now.replace(tzinfo=None, microsecond=0)
    files = {
        SETTINGS_FILE: settings,
        "content/posts/first.md": write({"title": post_title, "date": day, "categories": (category,)}, body),
        "content/pages/about.md": write({"title": about_title}, about),
        "templates/.gitkeep": "",
        "static/.gitkeep": "",
    }
    return write_site(folder, files)


def write_site(folder: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Write `files` and, unless one exists, a `.gitignore` into `folder`, so that the folder becomes a site.

    `files` is {path relative to `folder`: text} and must contain `site.toml`.  Returns the paths of the new files,
    sorted.  Raises SettingsError for invalid settings, and SiteError file-exists (before anything is written) or
    write-failed.
    """
    _try_settings(files[SETTINGS_FILE])
    files = {**files, ".gitignore": _IGNORED}
    taken = [name for name in files if (folder / name).exists() or (folder / name).is_symlink()]
    if SETTINGS_FILE in taken:
        raise SiteError("file-exists", "this folder is a site already", Where(str(folder / SETTINGS_FILE)))
    if taken and taken != [".gitignore"]:
        raise SiteError(
            "file-exists",
            "is there already, and nothing was written",
            Where(str(folder / taken[0])),
            "use a new folder",
        )
    # An existing .gitignore is kept.  The settings are written last, because they make the folder a site.
    names = [name for name in reversed(files) if name not in taken]
    for name in names:
        create_file(folder / name, files[name].encode("utf-8"))
    return tuple(sorted(names))


def _try_settings(settings: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / SETTINGS_FILE).write_text(settings, "utf-8")
        load_config(Path(name))


def quoted(text: str) -> str:
    """`text` as a string in TOML syntax, with its quotation marks; undecodable bytes become question marks."""
    # JSON and TOML have the same escapes except for DEL.  Invalid bytes of the command line become question marks.
    text = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")

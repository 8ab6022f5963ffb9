"""Makes a new site that reads the posts of a Hexo blog from the blog's folder and keeps their addresses."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.commands.hexo.config import HexoBlog, flag, read_blog, text, texts
from generator.commands.hexo.renderers import markdown_of
from generator.commands.hexo.settings import ConvertedSettings, convert_settings
from generator.commands.new_site import quoted, write_site
from generator.commands.printing.terminal import Terminal, safe
from generator.config import SETTINGS_FILE
from generator.config.pages import DeploySettings, ListSettings
from generator.errors import SiteError, Where
from generator.model import SourceFile
from generator.patterns import fault
from generator.stages.read import parse

_HEAD = """\
# From the settings of a Hexo blog.  Every setting has a default except title and url; the documentation names them all.
"""
_LEFT = "\n# Not carried over:\n"
_MOST_BYTES = 1024 * 1024


def init_from_hexo(blog_folder: Path, folder: Path, terminal: Terminal, **given: str | None) -> tuple[str, ...]:
    """Make a site in `folder` from the Hexo blog in `blog_folder`, and return the new files, relative to `folder`.

    The blog is not changed.  Settings of the blog that have no equivalent are printed.  `given` has settings for the
    new site, such as `title`, which replace those of the blog unless they are None.  Raises SettingsError for invalid
    settings, and SiteError hexo-missing, hexo-config, file-exists (before anything is written) or write-failed.
    """
    blog = read_blog(blog_folder)
    if blog.folder.resolve() in (folder.resolve(), *folder.resolve().parents):
        message = "lies in the blog, in which nothing is made or changed"
        help = "name a new folder beside the blog: pressmark init --from-hexo BLOG NEW"
        raise SiteError("file-exists", message, Where(str(folder)), help)
    converted = convert_settings(blog)
    markdown, reason = markdown_of(blog, converted)
    root = _root(blog, folder, converted) | markdown
    converted.set("deploy", "cname", _domain(blog, converted), "")
    for name, value in given.items():
        converted.set("", name, value)
    files = {SETTINGS_FILE: _toml(converted, root, reason), "templates/.gitkeep": "", "static/.gitkeep": ""}
    made = write_site(folder, files)
    terminal.say(safe(f"{reason}."))
    if converted.omitted:
        terminal.say("Not carried over:")
    for name, reason in converted.omitted:
        terminal.say(safe(f"  {name}: {reason}"))
    return made


# ------------------------------------------------------------------------------------------ content


def _root(blog: HexoBlog, folder: Path, converted: ConvertedSettings) -> dict[str, Any]:
    """The settings for `[[content]]` in site.toml with which the new site reads the posts in the blog's folder."""
    config = blog.config
    root: dict[str, Any] = {"path": _path(blog.source, folder), "layout": "hexo", "trusted": True}
    if (pattern := text(config, "new_post_name", ":title.md")) != ":title.md":
        root["new_post_name"] = pattern
    if flag(config, "post_asset_folder", default=False):
        root["post_asset_folder"] = True
    for name, more in (("skip_render", ()), ("include", ()), ("exclude", texts(config, "ignore"))):
        if patterns := [*texts(config, name), *more]:
            root[name] = patterns
    excluded = root.pop("exclude", ())
    for pattern in filter(fault, excluded):
        converted.omit(f"exclude {pattern!r}", f"the pattern has {fault(pattern)}")
    if excluded := [*(pattern for pattern in excluded if not fault(pattern)), *_empty_overviews(blog, converted)]:
        root["exclude"] = excluded
    for name in ("index.md", "index.html"):
        if (blog.source / name).is_file():
            converted.omit(f"page {name}", "the home page lists the posts; its text is published at another address")
    data = sorted(path.name for path in (blog.source / "_data").glob("*") if path.is_file())
    for name in data:
        converted.omit(f"_data/{name}", "templates read no files; write what they show into the template")
    return root


def _path(source: Path, folder: Path) -> str:
    source, folder = source.resolve(), folder.resolve()
    # Folders with only the root of the disk in common are unlikely to be converted together.
    shared = os.path.commonpath([source, folder])
    return Path(os.path.relpath(source, folder) if shared != os.sep else source).as_posix()


def _empty_overviews(blog: HexoBlog, converted: ConvertedSettings) -> Iterator[str]:
    """The paths of empty pages at the address of our list of categories, tags or archives, which Hexo themes fill.

    Each page at such an address, empty or not, is added to `converted.omitted`.
    """
    lists = ListSettings(**{name: value for name, value in converted.tables["lists"].items() if name.endswith("_dir")})
    for name in (lists.category_dir, lists.tag_dir, lists.archive_dir):
        for suffix in (".md", ".markdown", ".html"):
            path = f"{name}/index{suffix}"
            file = blog.source / path
            if not name or not file.is_file():
                continue
            if _is_empty(file):
                converted.omit(f"page {path}", "it is empty, and makes way for ours at the same address (`exclude`)")
                yield path
            else:
                converted.omit(f"page {path}", "our list has its address; its text is published at another one")


def _is_empty(file: Path) -> bool:
    try:
        status = file.stat()
        if status.st_size > _MOST_BYTES:
            return False
        source = SourceFile("source", file.name, status.st_size, status.st_mtime_ns, status.st_ino)
        return not parse(source, file.read_bytes()).body.strip()
    except OSError:
        return False


def _domain(blog: HexoBlog, converted: ConvertedSettings) -> str:
    """The domain in the file CNAME of the blog; empty if there is none or it is invalid."""
    try:
        lines = (blog.source / "CNAME").read_text("utf-8").split()
        return DeploySettings(cname=lines[0]).cname if lines else ""
    except OSError:
        return ""
    except ValueError:
        converted.omit("CNAME", "it holds no host name; the file is published as it is")
        return ""


# --------------------------------------------------------------------------------------------- TOML


def _toml(converted: ConvertedSettings, root: dict[str, Any], markdown: str) -> str:
    tables = {name: values for name, values in converted.tables.items() if values}
    lines = [*_lines(tables.pop("")), "", f"# {_comment(markdown)}.", "[[content]]", *_lines(root)]
    for name, values in tables.items():
        lines += ["", f"[{name}]", *_lines(values)]
    left = [f"# {_comment(name)}: {_comment(reason)}" for name, reason in converted.omitted]
    return "\n".join([_HEAD + "\n".join(lines), *([_LEFT + "\n".join(left)] if left else []), ""])


def _lines(values: dict[str, Any]) -> list[str]:
    return [f"{name} = {_value(value)}" for name, value in values.items()]


def _value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case dict():
            return "{ " + ", ".join(f"{quoted(name)} = {_value(item)}" for name, item in value.items()) + " }"
        case list():
            return "[" + ", ".join(_value(item) for item in value) + "]"
        case _:
            return quoted(str(value))


def _comment(line: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", "?", line)

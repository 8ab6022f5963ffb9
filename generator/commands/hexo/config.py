"""Reads the settings of a Hexo blog: `_config.yml`, the configuration of its theme, and the names of its plugins."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent

from generator.errors import SiteError, Where

Value = str | list[Any] | dict[str, Any]
"""The value of a setting.  Numbers, dates and booleans are text, as written in the file: YAML 1.1 would read `no` as
false, and Hexo does not."""

_SUFFIXES = (".yml", ".yaml", ".json")
_MOST_BYTES = 256 * 1024
_MOST_LEVELS = 64
_PLUGIN = re.compile(r"(?:@[^/]*/)?hexo-")
_NONE = ("", "~", "null", "Null", "NULL")
_START = "name the folder of a Hexo blog, which holds _config.yml and source/"


@dataclass(frozen=True, slots=True)
class HexoBlog:
    """A Hexo blog: its folder, the folder of its posts (`source`), its settings, and the names of its plugins, sorted.

    `config` has the settings of the blog, `theme` the settings of its theme.
    """

    folder: Path
    source: Path
    config: Mapping[str, Value]
    theme: Mapping[str, Value]
    plugins: tuple[str, ...]


def read_blog(folder: Path) -> HexoBlog:
    """The Hexo blog in `folder`, read from its configuration files.

    Raises SiteError hexo-missing if there is no blog, and hexo-config if its settings cannot be read.
    """
    where = Where(str(folder))
    if not folder.is_dir():
        what = "is a file" if folder.is_file() else "there is no such folder"
        raise SiteError("hexo-missing", what, where, _START)
    file = _config_file(folder, "_config")
    if file is None:
        above = folder.resolve().parent
        is_below = folder.resolve().name == "source" and _config_file(above, "_config") is not None
        help = "name the folder above it" if is_below else _START
        raise SiteError("hexo-missing", "no _config.yml here", where, help)
    config = _read(file)
    source = folder / text(config, "source_dir", "source")
    if not source.is_dir():
        message = f"there is no folder {source.name!r} for the posts"
        raise SiteError("hexo-missing", message, where, "source_dir in _config.yml names it; " + _START)
    return HexoBlog(folder, source, config, _theme(folder, config), _plugins(folder))


def text(config: Mapping[str, Value], name: str, default: str = "") -> str:
    """The setting `name` as text, stripped; `default` if the setting is missing, empty, null, a list or a mapping."""
    value = config.get(name)
    stripped = value.strip() if isinstance(value, str) else ""
    return stripped if stripped not in _NONE else default


def flag(config: Mapping[str, Value], name: str, *, default: bool) -> bool:
    """The setting `name` as a boolean; `default` if it is neither `true` nor `false` (upper or lower case)."""
    return {"true": True, "false": False}.get(text(config, name).lower(), default)


def number(config: Mapping[str, Value], name: str) -> int | None:
    """The setting `name` as an integer; None if the setting is not one to nine digits."""
    value = text(config, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def table(config: Mapping[str, Value], name: str) -> dict[str, Value]:
    """The setting `name` as a mapping; empty if the setting is missing or no mapping."""
    value = config.get(name)
    return value if isinstance(value, dict) else {}


def texts(config: Mapping[str, Value], name: str) -> list[str]:
    """The setting `name` as a list of texts, stripped; a setting that is one text gives a list of one.

    Items that are empty, null or not text are left out; a missing setting gives an empty list.
    """
    value = config.get(name)
    items = value if isinstance(value, list) else [value]
    return [item.strip() for item in items if isinstance(item, str) and item.strip() not in _NONE]


def _config_file(folder: Path, stem: str) -> Path | None:
    return next((file for suffix in _SUFFIXES if (file := folder / f"{stem}{suffix}").is_file()), None)


def _theme(folder: Path, config: Mapping[str, Value]) -> dict[str, Value]:
    """The settings of the theme; as in Hexo, a setting for it in the blog overrides the one in the theme's folder."""
    settings: dict[str, Value] = {}
    name = text(config, "theme")
    if name and "/" not in name and name not in (".", ".."):
        for place in (folder / "node_modules" / f"hexo-theme-{name}", folder / "themes" / name):
            if (file := _config_file(place, "_config")) is not None:
                settings |= _read(file)
        if (file := _config_file(folder, f"_config.{name}")) is not None:
            settings |= _read(file)
    return settings | table(config, "theme_config")


def _plugins(folder: Path) -> tuple[str, ...]:
    """The names of the plugins that Hexo loads, sorted.  Source: Hexo, `lib/hexo/load_plugins.ts`."""
    try:
        data = (folder / "package.json").read_bytes()
        package = json.loads(data) if len(data) <= _MOST_BYTES else {}
    except (OSError, ValueError, RecursionError):
        return ()
    tables = [package.get(name) for name in ("dependencies", "devDependencies")] if isinstance(package, dict) else []
    return tuple(sorted({name for names in tables if isinstance(names, dict) for name in names if _PLUGIN.match(name)}))


def _read(file: Path) -> dict[str, Value]:
    """The settings in a YAML or JSON file.  Raises SiteError hexo-config if they cannot be read."""
    where = Where(str(file))
    try:
        data = file.read_bytes()
        content = data.decode("utf-8-sig")
    except OSError as error:
        raise SiteError("hexo-config", f"cannot be read: {error.strerror}", where) from None
    except UnicodeDecodeError:
        raise SiteError("hexo-config", "is not UTF-8", where, "save it as UTF-8") from None
    if len(data) > _MOST_BYTES:
        raise SiteError("hexo-config", f"is larger than {_MOST_BYTES // 1024} KiB, which no settings are", where)
    value = _json(content, file) if file.suffix == ".json" else _yaml(content, file)
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise SiteError("hexo-config", "is no list of settings", where, "each line is a name, a colon and a value")
    return value


def _json(content: str, file: Path) -> Any:
    try:
        return _as_text(json.loads(content))
    except json.JSONDecodeError as error:
        where = Where(str(file), error.lineno, error.colno)
        raise SiteError("hexo-config", f"not valid JSON: {error.msg}", where, "mend it there") from None
    except RecursionError:
        raise SiteError("hexo-config", "too many levels", Where(str(file))) from None


def _as_text(value: Any) -> Any:
    match value:
        case dict():
            return {name: _as_text(item) for name, item in value.items()}
        case list():
            return [_as_text(item) for item in value]
        case None:
            return ""
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _yaml(content: str, file: Path) -> Any:
    try:
        # The composer of libyaml recurses, so the levels are counted before it runs.
        depth = 0
        for event in yaml.parse(content, Loader=yaml.CBaseLoader):
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > _MOST_LEVELS:
                raise SiteError("hexo-config", f"more than {_MOST_LEVELS} levels", Where(str(file)))
        # Aliases that multiply do no harm: they are shared, not copied, and no code walks through a whole value.
        return yaml.load(content, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = Where(str(file), mark.line + 1, mark.column + 1) if mark else Where(str(file))
        what = getattr(error, "problem", None) or "characters that YAML does not know"
        help = "mend it there: values with a colon or a sign at the start need quotes, and tabs are no blanks"
        raise SiteError("hexo-config", f"not valid YAML: {what}", where, help) from None

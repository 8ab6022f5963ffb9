"""Settings: `site.toml` read once, typed by pydantic, and cut into the slice that each step is given."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, field_validator

from generator import dates  # noqa: F401 - makes zones come from the tzdata package, before any is made
from generator.digest import digest_value
from generator.errors import Problem, SiteError, Where, problem

SETTINGS_FILE = "site.toml"
LANGUAGES = ("zh-CN", "zh-TW", "en", "ja")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ContentRoot(_Table):
    """A folder of sources.  In `site.toml` a plain path, or a table."""

    path: str = Field(description="Folder, relative to site.toml.")
    trusted: StrictBool = Field(
        default=False,
        description="Whether its posts may switch cleaning steps off, set `sticky`, or take a root address.",
    )
    markup: Literal["", "html", "markdown", "text"] = Field(
        default="", description="What its bodies are written in; empty: decided post by post."
    )


class CleaningSettings(_Table):
    """`[cleaning]`: what is taken out of posts."""

    off: tuple[str, ...] = Field(
        default=(), description="Steps (`filters`, `media`, …) and rule ids that are switched off."
    )
    rules: tuple[str, ...] = Field(
        default=(), description="Filter lists of your own, relative to site.toml, read after the ones that ship."
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
        description="Parts of picture addresses that mean no picture at all.",
    )


class ListSettings(_Table):
    """`[lists]`: pages that list posts."""

    per_page: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(default=30, description="Posts on a list page.")
    pagination: Literal["stable", "hexo"] = Field(
        default="stable",
        description="`stable` numbers pages from the oldest post, `hexo` from the newest as Hexo does.",
    )


class FeedSettings(_Table):
    """`[feeds]`: Atom, RSS and JSON Feed."""

    size: Annotated[int, Field(ge=1, le=1000, strict=True)] = Field(default=20, description="Entries in a feed.")
    content: Literal["full", "summary"] = Field(
        default="full", description="What the feeds of the whole site hold of a post."
    )


class ThemeSettings(_Table):
    """`[theme]`: the look and what pages may load."""

    menu: tuple[tuple[str, str], ...] = Field(
        default=(), description="Further entries of the menu: pairs of text and address."
    )
    footer: str = Field(default="", description="A line of plain text at the foot of each page.")
    csp: dict[str, str] = Field(
        default_factory=dict,
        description="Sources to add to a directive of the Content-Security-Policy, such as `script-src`.",
    )


class DeploySettings(_Table):
    """`[deploy]`: where the site is published."""

    cname: str = Field(default="", description="Own domain for GitHub Pages, written into `CNAME`.")

    @field_validator("cname")
    @classmethod
    def _is_host(cls, value: str) -> str:
        if value and not re.fullmatch(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+", value.lower()):
            raise ValueError("write a host name such as archive.example.org")
        return value.lower()


class Config(_Table):
    """All settings of a site."""

    title: str = Field(description="Name of the site.")
    url: str = Field(description="Address of the home page; its path is the base path of every link.")
    subtitle: str = Field(default="", description="A few words beside the title.")
    description: str = Field(default="", description="A sentence for search engines and feeds.")
    author: str = Field(default="", description="Who publishes the site.")
    language: Literal["zh-CN", "zh-TW", "en", "ja"] = Field(default="zh-CN", description="Language of the interface.")
    timezone: str = Field(default="UTC", description="Zone of dates without one, and of all dates shown.")
    permalink: str = Field(
        default=":year/:month/:day/:key/", description="Pattern of post addresses; `:key` is short and never moves."
    )
    content: tuple[ContentRoot, ...] = Field(
        default=(ContentRoot(path="content"),), description="Folders of sources: paths, or tables with `path`."
    )
    output: str = Field(default="public", description="Folder that the site is written into.")
    future: StrictBool = Field(default=True, description="Whether posts dated after `--now` are published.")
    cleaning: CleaningSettings = CleaningSettings()
    lists: ListSettings = ListSettings()
    feeds: FeedSettings = FeedSettings()
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
        """(content root, path in it) of a source id; KeyError if no root holds it."""
        # Of roots inside one another the inner one holds a source.
        for root in sorted(self.content, key=lambda root: len(root.path), reverse=True):
            if id.startswith(f"{root.path}/"):
                return root, id[len(root.path) + 1 :]
        raise KeyError(id)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site."""
        return ZoneInfo(self.timezone)

    @property
    def base_path(self) -> str:
        """The path of the home page, with a slash at both ends."""
        return urlsplit(self.url).path or "/"

    @property
    def origin(self) -> str:
        """Scheme and host of the site, without a slash at the end."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class RuleList:
    """A filter list: the name shown to people, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class CleanConfig:
    """All that cleaning may depend on."""

    timezone: str
    language: str
    roots: tuple[tuple[str, bool, str], ...]
    """(path as in the settings, is trusted, markup) of each content root."""
    rules: tuple[RuleList, ...]
    off: tuple[str, ...]
    sanitize: str
    proxies: tuple[str, ...]
    placeholders: tuple[str, ...]
    root_names: tuple[tuple[str, str], ...]
    """(path, name in keys) of each content root; the name is empty where there is only one."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site."""
        return ZoneInfo(self.timezone)

    def root(self, name: str) -> tuple[bool, str]:
        """(is trusted, markup) of a content root; an unknown one is untrusted."""
        for path, is_trusted, markup in self.roots:
            if path == name:
                return is_trusted, markup
        return False, ""

    def root_name(self, path: str) -> str:
        """The name of a content root in the keys of its posts."""
        return dict(self.root_names).get(path, "")

    @property
    def digest(self) -> str:
        """Digest of the whole slice."""
        return digest_value(self)


def _root_names(paths: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The last part of each path where that tells the roots apart, so that keys do not depend on where a site lies."""
    names = [path.rpartition("/")[2] for path in paths]
    if len(paths) == 1:
        return ((paths[0], ""),)
    return tuple((path, name if names.count(name) == 1 else path) for path, name in zip(paths, names, strict=True))


def clean_config(config: Config, rules: tuple[RuleList, ...]) -> CleanConfig:
    """The slice of the settings that cleaning is given, with the texts of all filter lists."""
    return CleanConfig(
        timezone=config.timezone,
        language=config.language,
        roots=tuple((root.path, root.trusted, root.markup) for root in config.content),
        rules=rules,
        off=config.cleaning.off,
        sanitize=config.cleaning.sanitize,
        proxies=config.cleaning.proxies,
        placeholders=config.cleaning.placeholders,
        root_names=_root_names(tuple(root.path for root in config.content)),
    )


class SettingsError(SiteError):
    """All that is wrong with the settings, in one go."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.code, first.message, first.where, first.help)
        self.args = (problems,)
        self.problems = problems


def load_config(site: Path, **overrides: Any) -> Config:
    """The settings of the site in folder `site`; `overrides` (from the command line) win unless None.

    Raises SettingsError with a place for each thing that is wrong.
    """
    file = site / SETTINGS_FILE
    shown = SETTINGS_FILE
    try:
        text = file.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise SettingsError((_no_site(site),)) from None
    except UnicodeDecodeError:
        message, help = "is not UTF-8", "save it as UTF-8"
        raise SettingsError((problem("settings-syntax", Where(shown), message, help),)) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise SettingsError((problem("settings-syntax", Where(shown), message),)) from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError((_syntax_problem(shown, text, error),)) from None
    table |= {name: value for name, value in overrides.items() if value is not None}
    try:
        return Config.model_validate(table)
    except ValidationError as error:
        found = (_problem_of(shown, text, item) for item in error.errors())
        raise SettingsError(tuple(sorted(found, key=lambda item: item.where))) from None


def _no_site(site: Path) -> Problem:
    where = Where(str(site))
    if site.is_file():
        return problem("site-missing", where, "is a file", f"name the folder that holds {SETTINGS_FILE}")
    if not site.is_dir():
        return problem("site-missing", where, "there is no such folder", "make a site with: pressmark init")
    for folder in site.resolve().parents:
        if (folder / SETTINGS_FILE).is_file():
            above = os.path.relpath(folder)
            help = f"the site around it is {above}: go there, or name it with --site {above}"
            return problem("site-missing", where, f"no {SETTINGS_FILE} here", help)
    return problem("site-missing", where, f"no {SETTINGS_FILE} here", "make a site with: pressmark init")


def _syntax_problem(shown: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    # tomllib up to Python 3.13 gives the line only inside its message, so we find it again here.
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(place[1]) if place else 0
    where = Where(shown, line, int(place[2])) if place else Where(shown)
    message = re.sub(r" \(at .*\)$", "", str(error))
    help = 'TOML wants text in quotes: title = "My archive"'
    if text.startswith("\ufeff"):
        message, help = "begins with a byte order mark", "save it as UTF-8 without a byte order mark (BOM)"
    elif message.startswith("Cannot "):  # overwrite a value, declare a table twice
        help = "each name and each table may stand once; put all settings of a table below one line"
    elif line and re.search("[“”„‘’]", text.split("\n")[line - 1]):
        help = 'TOML wants straight quotes: title = "My archive"'
    return problem("settings-syntax", where, message, help)


def _problem_of(shown: str, text: str, error: Any) -> Problem:
    keys = [str(part) for part in error["loc"]]
    name = ".".join(key for key in keys if not key.isdigit())
    where = Where(shown, *_place(text, keys))
    if error["type"] == "extra_forbidden":
        return problem("settings-unknown", where, f"there is no setting {name}", _unknown_help(keys, error["input"]))
    if error["type"] == "missing" and not keys[-1].isdigit():
        place = where if len(keys) > 1 else Where(shown)
        return problem("settings-value", place, f"{name} is missing", f'add a line: {keys[-1]} = "…"')
    return problem("settings-value", where, f"{name}: {_wanted(name, error)}")


def _wanted(name: str, error: Any) -> str:
    """What to write instead of a value that cannot be used, in words of TOML rather than of Python."""
    kind, context = error["type"], error.get("ctx", {})
    if name == "theme.menu":
        return 'write pairs of text and address: menu = [["GitHub", "https://example.org/"]]'
    if name == "content" and kind != "value_error":
        return 'write a list of folders such as content = ["content"], or a table for each below a line [[content]]'
    match kind.split("_")[0]:
        case "string":
            return "write a text in quotes"
        case "int":
            return "write a whole number without quotes"
        case "bool":
            return "write true or false without quotes"
        case "tuple":
            return f'write a list in square brackets: {name.rpartition(".")[2]} = ["…"]'
        case "dict" | "model":
            return f"this is a table: write [{name}] on a line of its own, and its settings below"
        case "literal":
            return f"write {context['expected']}"
        case "greater":
            return f"write a number of at least {context['ge']}"
        case "less":
            return f"write a number of at most {context['le']}"
        case _:
            return str(error["msg"]).removeprefix("Value error, ")


def _unknown_help(keys: list[str], value: Any) -> str:
    """The nearest setting that exists, or the table to which this one belongs."""
    tables = {name: set(_known_names([name])) for name in Config.model_fields if _is_table(name)}
    top, last = set(Config.model_fields), keys[-1]
    if len(keys) == 1 and isinstance(value, dict):
        if near := difflib.get_close_matches(last, tables, n=1, cutoff=0.5):
            return f"did you mean {near[0]}?"
        if misplaced := [name for name in value if name in top]:
            return f"{' and '.join(misplaced)}: write them at the top of the file, without a line [{last}]"
    elif len(keys) > 1 and last in top:
        return f"{last} belongs at the top of the file, before the first line in square brackets"
    else:
        for table, names in tables.items():
            if last in names and table != keys[0]:
                return f"{last} belongs below a line {'[[content]]' if table == 'content' else f'[{table}]'}"
    known = _known_names(keys[:-1])
    near = difflib.get_close_matches(last, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else "known here: " + ", ".join(sorted(known))


def _is_table(name: str) -> bool:
    annotation = Config.model_fields[name].annotation
    return name == "content" or (isinstance(annotation, type) and issubclass(annotation, _Table))


def _known_names(tables: list[str]) -> list[str]:
    model: Any = Config
    for table in tables:
        if table.isdigit():
            continue
        if table == "content":
            model = ContentRoot
            continue
        model = model.model_fields[table].annotation
    return list(model.model_fields)


def _place(text: str, keys: list[str]) -> tuple[int, int]:
    """Line and column of a key in TOML text; (0, 0) when it is written in a way that we do not find."""
    table, seen = "", -1
    names = [key for key in keys if not key.isdigit()]
    # Of tables in double brackets the one is meant whose number stands in `keys`.
    wanted = int(keys[1]) if len(keys) > 2 and keys[1].isdigit() else None
    fallback = (0, 0)
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line):
            table = heading[1]
            seen += table == names[0]
            if table == names[0] and (wanted is None or wanted == seen):
                fallback = (number, 1)
            continue
        name = re.match(r"\s*([\w.-]+|\"[^\"]+\")\s*=", line)
        if not name:
            continue
        written = name[1].strip('"')
        full = f"{table}.{written}" if table else written
        is_other = wanted is not None and table == names[0] and wanted != seen
        if full == ".".join(names) and not is_other:
            return number, line.index(name[1]) + 1
        if not table and written.split(".")[0] == names[0]:
            fallback = (number, line.index(name[1]) + 1)
    return fallback

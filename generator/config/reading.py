"""Reads `site.toml` into a `Config`; all mistakes are reported together, each with its place and a way to fix it."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.config import SETTINGS_FILE, Config
from generator.config.sources import ContentRoot
from generator.errors import Problem, SiteError, Where, problem


class SettingsError(SiteError):
    """Raised if `site.toml` is missing or wrong; `problems` has all mistakes in it, `problem` the first of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.code, first.message, first.where, first.help)
        self.args = (problems,)
        self.problems = problems


def load_config(site: Path, **overrides: Any) -> Config:
    """The settings of the site in the folder `site`, with the values of `overrides` in place of those in the file.

    `overrides` come from the command line; those that are None are ignored.  Raises SettingsError if the file is
    missing or wrong, with all problems at once.
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
        problems = (_problem_of(shown, text, item) for item in error.errors())
        raise SettingsError(tuple(sorted(problems, key=lambda item: item.where))) from None


def place_of(site: Path, *keys: str) -> Where:
    """The place of a setting in `site.toml` of the site in the folder `site`; only the file if it cannot be told."""
    try:
        return Where(SETTINGS_FILE, *_place((site / SETTINGS_FILE).read_text("utf-8"), list(keys)))
    except (OSError, UnicodeDecodeError):
        return Where(SETTINGS_FILE)


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
    """Advice on what to write instead of an invalid value, in terms of TOML rather than Python."""
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
    """Advice for an unknown setting: the nearest existing one, or the table to which this one belongs."""
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
    return name == "content" or (isinstance(annotation, type) and issubclass(annotation, BaseModel))


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
    """Line and column of a key in TOML text; (0, 0) if it is written in a form that this search does not find."""
    table, seen = "", -1
    names = [key for key in keys if not key.isdigit()]
    # For tables in double brackets, `keys` contains the number of the table.
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

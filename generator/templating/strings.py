"""The texts of the interface: one TOML table per language, in which a site may override single entries."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.errors import SiteError, Where

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Strings(Mapping[str, str]):
    """The texts of the interface in one language, by name; an unknown name raises SiteError `template-failed`."""

    language: str
    table: dict[str, str]

    def __getitem__(self, name: str) -> str:
        try:
            return self.table[name]
        except KeyError:
            pass
        near = difflib.get_close_matches(name, self.table, n=1)
        raise SiteError(
            "template-failed",
            f"there is no interface string {name!r} in {self.language}",
            Where(f"templates/{_name(self.language)}"),
            f"did you mean {near[0]}?" if near else f"add it to templates/{_name(self.language)} of your site",
        )

    def __contains__(self, name: object) -> bool:
        return name in self.table

    def __iter__(self) -> Iterator[str]:
        return iter(self.table)

    def __len__(self) -> int:
        return len(self.table)


def load(folders: tuple[Path, ...], language: str) -> Strings:
    """The texts of the interface in `language`, from the files `strings/LANGUAGE.toml` in `folders`.

    If several folders have a text of the same name, the first of them counts.  Raises SiteError `template-syntax` for a
    file that cannot be read or has values other than text, and `template-missing` if no folder has such a file.
    """
    merged: dict[str, str] = {}
    is_found = False
    for folder in reversed(folders):
        table = _read(folder, language)
        is_found = is_found or table is not None
        _check_placeholders(table or {}, merged, f"{folder.name}/{_name(language)}")
        merged |= table or {}
    if not is_found:
        raise SiteError(
            "template-missing",
            f"no interface strings for the language {language}",
            Where(f"templates/{_name(language)}"),
            "copy strings/en.toml there and translate it",
        )
    return Strings(language, dict(sorted(merged.items())))


def _check_placeholders(table: Mapping[str, str], shipped: Mapping[str, str], shown: str) -> None:
    """Refuse a text with a placeholder that the bundled text does not have: it would fail on every page."""
    for name, text in table.items():
        if name not in shipped:
            continue
        allowed = set(_PLACEHOLDER.findall(shipped[name]))
        if unknown := sorted(set(_PLACEHOLDER.findall(text)) - allowed):
            help = "it may have: " + (", ".join(f"{{{placeholder}}}" for placeholder in sorted(allowed)) or "none")
            raise SiteError("template-syntax", f"{name} has {{{unknown[0]}}}", Where(shown), help)


def _name(language: str) -> str:
    return f"strings/{language}.toml"


# A preview builds again and again with the same texts.
@lru_cache(maxsize=8)
def _parsed(text: str) -> Mapping[str, Any]:
    return tomllib.loads(text)


def _read(folder: Path, language: str) -> Mapping[str, str] | None:
    shown = f"{folder.name}/{_name(language)}"
    try:
        text = (folder / "strings" / f"{language}.toml").read_text("utf-8")
        table = _parsed(text)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SiteError("template-syntax", f"cannot be read: {error}", Where(shown)) from None
    except tomllib.TOMLDecodeError as error:
        # tomllib up to Python 3.13 gives the line only inside its message, so we find it again here.
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = Where(shown, int(place[1]), int(place[2])) if place else Where(shown)
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise SiteError("template-syntax", message, where, 'write each string as: home = "Home"') from None
    for name, value in table.items():
        if not isinstance(value, str):
            raise SiteError("template-syntax", f"{name} is not text", Where(shown), f'write it as: {name} = "…"')
    return table

"""Functions that format text, numbers and dates for views; those in `FILTERS` are also filters of templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_FORBIDDEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_FORBIDDEN_BEYOND = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_NOT_PRINTABLE = re.compile(f"[{_FORBIDDEN}{_FORBIDDEN_BEYOND}]+")
# A character class with characters beyond the first plane is ten times slower, and few texts have any.
_NOT_PRINTABLE_IN_BMP = re.compile(f"[{_FORBIDDEN}]+")
# An address whose path needs no parsing; each page calls `path` for its own address.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.\-]+(/[A-Za-z0-9/\-._~!$&'()*+,;=:@%]*)")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def xml_text(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids or that make HTML invalid.

    These are control characters other than tab and newline, lone surrogates and noncharacters.
    Source: Extensible Markup Language 1.0 section 2.2, HTML section 13.2.3.5.
    """
    # No forbidden character is printable in any version of Unicode.  Most pages have no blanks but spaces and line
    # ends, nearly all only those replaced here, and these tests take a quarter of the time of a search by pattern.
    lines = text.replace("\n", " ")
    if lines.isprintable() or lines.replace("\u3000", " ").replace("\xa0", " ").replace("\t", " ").isprintable():
        return text
    has_more = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    unwanted = _NOT_PRINTABLE if has_more else _NOT_PRINTABLE_IN_BMP
    # `search` without a match takes less than half the time of `sub` without one.
    return unwanted.sub("", text) if unwanted.search(text) else text


def fill(text: str, **values: object) -> str:
    """`text` with each placeholder `{name}` in it replaced by the keyword argument `name`.

    Raises ValueError for a placeholder without an argument, so that a slip in a table of texts does not get onto every
    page.  Unlike `str.format` it does not read attributes.  Placeholders inside a value are not replaced.
    """

    parts = list(_parts(text))
    for place in range(1, len(parts), 2):
        name = parts[place]
        if name not in values:
            known = ", ".join(f"{{{known_name}}}" for known_name in sorted(values)) or "none"
            raise ValueError(f"the text {text[:80]!r} has {{{name}}}; it may have: {known}")
        parts[place] = str(values[name])
    return "".join(parts)


# Pages fill the same few of about a hundred texts again and again.
@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[str, ...]:
    """A text split at its placeholders; every second part is the name of a placeholder."""
    return tuple(_PLACEHOLDER.split(text))


def number(value: int) -> str:
    """`value` with a comma between groups of three digits: `1,234`."""
    return f"{value:,}"


def counted(strings: Mapping[str, str], name: str, count: int, **values: object) -> str:
    """The text `name` from `strings`, the texts of the interface, with `count` in place of `{count}`: `2 articles`.

    If `count` is 1, the text with the name `NAME_one` is used instead: `1 article`.  Other names in
    braces are replaced by `values`.
    """
    return fill(strings[f"{name}_one" if count == 1 else name], count=number(count), **values)


def host(url: str) -> str:
    """The host of the address `url` without `www.`; the whole address if it has no host or is invalid."""
    try:
        name = urlsplit(url).hostname
    except ValueError:
        return url
    return (name or url).removeprefix("www.")


def path(url: str) -> str:
    """The path and query of the address `url`, without scheme, host and fragment; an invalid address is unchanged."""
    if plain := _PLAIN_URL.fullmatch(url):
        return plain[1]
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts.path + (f"?{parts.query}" if parts.query else "")


def year_text(year: int, strings: Mapping[str, str]) -> str:
    """A year as text in the language of `strings`, the texts of the interface: `2021` or, in Chinese, `2021年`."""
    return fill(strings["year"], year=year)


def month_text(year: int, month: int, strings: Mapping[str, str]) -> str:
    """A month as text in the language of `strings`, the texts of the interface: `November 2021` or `2021年11月`."""
    return fill(strings["month"], year=year, month=month, name=strings[f"month_{month}"])


def day_text(year: int, month: int, day: int, strings: Mapping[str, str]) -> str:
    """A day as text in the language of `strings`, the texts of the interface: `4 November 2021` or `2021年11月4日`."""
    return fill(strings["date"], year=year, month=month, day=day, name=strings[f"month_{month}"])


def date_text(moment: datetime, zone: ZoneInfo, strings: Mapping[str, str]) -> str:
    """The day of `moment` in the time zone `zone` as text: `4 November 2021` or `2021年11月4日`.

    `strings` are the texts of the interface in the language to use.  `moment` must have an offset from UTC; the day is
    taken in this offset if `moment` has no date in `zone` (in the first hours of year 1 or the last of year 9999).
    """
    with suppress(OverflowError):
        moment = moment.astimezone(zone)
    return day_text(moment.year, moment.month, moment.day, strings)


FILTERS: dict[str, Callable[..., str]] = {
    "fill": fill,
    "number": number,
    "counted": counted,
    "host": host,
    "path": path,
    "xml_text": xml_text,
}
"""The filters of templates by name, in addition to those of Jinja; `docs/templates.md` explains each."""

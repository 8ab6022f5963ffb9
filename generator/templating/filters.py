"""What templates and views may do with a text, a number or a date; `FILTERS` holds what templates see."""

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
# A class that names anything beyond the first plane is ten times slower, and few texts have such characters.
_NOT_PRINTABLE_IN_BMP = re.compile(f"[{_FORBIDDEN}]+")
# An address in which nothing has to be looked for; every page asks for its own.
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.\-]+(/[A-Za-z0-9/\-._~!$&'()*+,;=:@%]*)")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def xml_text(text: str) -> str:
    """`text` without the characters that XML 1.0 forbids or that make HTML invalid.

    Dropped are control characters but tab and newline, lone surrogates and noncharacters.
    Source: Extensible Markup Language 1.0 section 2.2, HTML section 13.2.3.5.
    """
    # Nothing forbidden is printable in any version of Unicode, and most pages hold no other blanks than line ends,
    # nearly all no others than these: to ask that takes a quarter of the time of looking for what is forbidden.
    lines = text.replace("\n", " ")
    if lines.isprintable() or lines.replace("\u3000", " ").replace("\xa0", " ").replace("\t", " ").isprintable():
        return text
    has_more = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    unwanted = _NOT_PRINTABLE if has_more else _NOT_PRINTABLE_IN_BMP
    # Looking for the first takes less than half the time of replacing none.
    return unwanted.sub("", text) if unwanted.search(text) else text


def fill(text: str, **values: object) -> str:
    """`text` with each `{name}` replaced by the value of that name.

    A name without a value raises ValueError: a slip in a string table must not end as text on every page.
    Unlike `str.format` it reaches no attributes, and what a value brings in is not looked at again.
    """

    parts = list(_parts(text))
    for place in range(1, len(parts), 2):
        name = parts[place]
        if name not in values:
            known = ", ".join(f"{{{one}}}" for one in sorted(values)) or "none"
            raise ValueError(f"the text {text[:80]!r} has {{{name}}}; it may have: {known}")
        parts[place] = str(values[name])
    return "".join(parts)


# A page fills a few texts of a hundred again and again.
@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[str, ...]:
    """A text cut at its placeholders, whose names are every second part."""
    return tuple(_PLACEHOLDER.split(text))


def number(value: int) -> str:
    """A whole number with a comma between groups of three digits: `1,234`."""
    return f"{value:,}"


def counted(strings: Mapping[str, str], name: str, count: int) -> str:
    """The string `name` with its `{count}`, or the string `name_one` when there is exactly one: `1 article`."""
    return fill(strings[f"{name}_one" if count == 1 else name], count=number(count))


def host(url: str) -> str:
    """The host of an absolute address without `www.`; the address itself where it has none."""
    try:
        name = urlsplit(url).hostname
    except ValueError:
        return url
    return (name or url).removeprefix("www.")


def path(url: str) -> str:
    """An absolute address of the site as links have it: without scheme and host.  Empty stays empty."""
    if plain := _PLAIN_URL.fullmatch(url):
        return plain[1]
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return parts.path + (f"?{parts.query}" if parts.query else "")


def year_text(year: int, strings: Mapping[str, str]) -> str:
    """A year in words: `2021年`, `2021`."""
    return fill(strings["year"], year=year)


def month_text(year: int, month: int, strings: Mapping[str, str]) -> str:
    """A month of a year in words: `2021年11月`, `November 2021`."""
    return fill(strings["month"], year=year, month=month, name=strings[f"month_{month}"])


def day_text(year: int, month: int, day: int, strings: Mapping[str, str]) -> str:
    """A day in words: `2021年11月4日`, `4 November 2021`."""
    return fill(strings["date"], year=year, month=month, day=day, name=strings[f"month_{month}"])


def date_text(moment: datetime, zone: ZoneInfo, strings: Mapping[str, str]) -> str:
    """The day on which `moment` (with an offset) lies in `zone`, in words: `2021年11月4日`, `4 November 2021`.

    A moment that no calendar of that zone can hold (the first or last hours of the years 1 and 9999) is
    taken in its own offset.
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
"""The filters of templates by name, beside those of Jinja; `docs/templates.md` explains each."""

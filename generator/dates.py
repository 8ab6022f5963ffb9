"""Dates: reading the forms that people and feeds use, and formatting them identically on every machine."""

from __future__ import annotations

import re
import zoneinfo
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

# zoneinfo prefers the zone files of the machine, which differ between machines; without a search path it uses those
# of the tzdata package.  Zones made before this line would stay in the cache, so it is cleared.
zoneinfo.reset_tzpath(to=())
ZoneInfo.clear_cache()

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMED_ZONES = {
    name: timezone(timedelta(hours=hours))
    for name, hours in {
        "Z": 0, "UT": 0, "UTC": 0, "GMT": 0,
        "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    }.items()
}  # fmt: skip
"""Source: RFC 5322 section 4.3, in which `CST` is a North American zone, although Chinese servers mean another."""

_LONGEST = 80
"""The maximum length of a date; hostile values of megabytes are not read."""

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,12})?)?"
_TIME = rf"(?P<before>[上下]午|午[前後])?\s*{_CLOCK}(?:\s*(?P<half>[AP]\.?M\.?))?"
# Go writes the name of the zone behind its offset, and the reading of another clock.
_OFFSET = (
    r"(?:\s*(?P<offset>Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)"
    r"(?:(?<=\d)\s+(?:[A-Z]{2,5}|[+-]\d{2,4}))?(?:\s+m=[+-]\d{1,15}(?:\.\d{1,9})?)?)?"
)
_MONTH = "|".join(_MONTHS)
_ENGLISH_MONTH = (
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"(?:(?<=Jan)uary|(?<=Feb)ruary|(?<=Mar)ch|(?<=Apr)il|(?<=Jun)e|(?<=Jul)y|(?<=Aug)ust|(?<=Sep)t(?:ember)?"
    r"|(?<=Oct)ober|(?<=Nov)ember|(?<=Dec)ember)?\.?"
)
_ENGLISH_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = rf"(?:(?:{'|'.join(_DAYS)})[a-z]*[.,]?\s+)?"
_NAMED_ZONE = r"(?:\s+(?P<offset>[A-Z]{1,3}(?:[+-]\d{2}:?\d{2})?|[+-]\d{2}:?\d{2}))?"
# Without CST, which is a zone of America, China, Cuba and Australia.
_CLEAR_ZONE = r"(?:\s+(?P<offset>(?:UTC|GMT)(?:[+-]\d{2}:?\d{2})?|[+-]\d{2}:?\d{2}|[EMP][SD]T|CDT|Z))?"
_CHINESE_WEEKDAY = r"(?:\s*[(（]?(?:(?:星期|周|週)[一二三四五六日天]|[月火水木金土日](?:曜日?)?(?=[)）\s]|$))[)）]?)?"

_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (
        # ISO 8601 and what people write for it
        rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?:(?:T|\s+){_TIME}{_OFFSET})?",
        # ISO 8601, basic format
        rf"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
        rf"(?:T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?{_OFFSET})?",
        # Chinese and Japanese
        rf"(?P<year>\d{{4}})\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?P<day>\d{{1,2}})\s*[日号]?{_CHINESE_WEEKDAY}"
        rf"(?:\s*{_TIME}{_OFFSET})?",
        # RFC 822 and its successors
        rf"(?:(?:{'|'.join(_DAYS)})[a-z]*,?\s+)?(?P<day>\d{{1,2}})[\s-]+(?P<month>{_MONTH})[a-z]*[\s-]+"
        rf"(?P<year>\d{{4}}|\d\d)(?:\s+{_CLOCK}{_NAMED_ZONE})?",
        # what JavaScript prints for a date
        rf"(?:{'|'.join(_DAYS)})\s+(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})\s+(?P<year>\d{{4}})\s+{_CLOCK}{_NAMED_ZONE}",
        # what C and the command `date` print
        rf"(?:{'|'.join(_DAYS)})\s+(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}{_CLEAR_ZONE}\s+(?P<year>\d{{4}})",
        # English, American and British
        rf"{_WEEKDAY}{_ENGLISH_MONTH}\s+{_ENGLISH_DAY},?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_TIME}{_CLEAR_ZONE})?",
        rf"{_WEEKDAY}{_ENGLISH_DAY}\s+(?:of\s+)?{_ENGLISH_MONTH},?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_TIME}{_CLEAR_ZONE})?",
    )
)
_YEAR_FIRST, _DAY_FIRST = _FORMS[:3], _FORMS[3:]
_WIDE = str.maketrans("：\u3000\u00a0", ":  ")
"""Full-width colons and special blanks, as from Chinese keyboards and web pages."""

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""The year before the first of each Japanese era."""
_ERA_YEAR = re.compile(rf"({'|'.join(_ERAS)})\s*(\d{{1,2}}|元)\s*年", re.ASCII)

_COMMENT = re.compile(r"\s*\([^()]*\)$")


def parse_date(text: str, zone: ZoneInfo) -> datetime | None:
    """The moment that `text` names, in UTC and whole seconds; a time without an offset is read in `zone`.

    None if `text` is no date, or the moment is outside the years 1 to 9999 in UTC or in `zone`.  Also None for days
    that do not exist, for a number that is not YYYYMMDD, and where day and month could be confused, as in `03/04/2021`.

    Source: RFC 3339 section 5.6, RFC 5322 sections 3.3 and 4.3.
    """
    if len(text) > 4 * _LONGEST:
        return None
    text = text.strip()
    if text.endswith(")"):
        text = _COMMENT.sub("", text)
    if not text.isascii():
        text = text.translate(_WIDE)
        if text[:2] in _ERAS:
            text = _ERA_YEAR.sub(_western_year, text, count=1)
    return _read(text, zone) if len(text) <= _LONGEST else None


def _western_year(era: re.Match[str]) -> str:
    return f"{_ERAS[era[1]] + (1 if era[2] == '元' else int(era[2]))}年"


# Scraped archives often give the day only.
@lru_cache(maxsize=1024)
def _read(text: str, zone: ZoneInfo) -> datetime | None:
    for form in _YEAR_FIRST if text[:4].isdecimal() else _DAY_FIRST:
        if match := form.fullmatch(text):
            return _moment(match.groupdict(), zone)
    return None


# The time of a post is written on its own page, in a dozen lists, in feeds and in the sitemap.
@lru_cache(maxsize=16_384)
def iso(moment: datetime, zone: ZoneInfo) -> str:
    """`moment` in the time of `zone`, in the format of RFC 3339, such as `2021-11-04T11:38:02+08:00`."""
    return _local(moment, zone).isoformat(timespec="seconds")


def rfc822(moment: datetime, zone: ZoneInfo) -> str:
    """`moment` in the time of `zone`, in the English format of RSS feeds, such as `Thu, 04 Nov 2021 11:38:02 +0800`."""
    text = iso(moment, zone)
    day = date.fromisoformat(text[:10])
    name, month = _DAYS[day.weekday()], _MONTHS[day.month - 1]
    return f"{name}, {text[8:10]} {month} {text[:4]} {text[11:19]} {text[19:22]}{text[23:]}"


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day that clocks in `zone` show at `moment`."""
    return moment.astimezone(zone).date()


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    # Local mean times before about 1900 have offsets with seconds, which RFC 3339 and HTML do not allow.
    odd_s = offset.seconds % 60
    if not odd_s:
        return local
    odd = timedelta(seconds=odd_s)
    return (local - odd).replace(tzinfo=timezone(offset - odd))


def _moment(parts: dict[str, str | None], zone: ZoneInfo) -> datetime | None:
    year, month = parts["year"] or "", parts["month"] or ""
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 50 else 1900
    try:
        second = int(parts.get("second") or 0)
        local = datetime(
            number,
            int(month) if month.isdigit() else _MONTHS.index(month.title()) + 1,
            int(parts["day"] or 0),
            _hour(parts),
            int(parts.get("minute") or 0),
            59 if second == 60 else second,  # datetime does not support leap seconds
            tzinfo=_zone(parts.get("offset"), zone),
        )
        moment = local.astimezone(UTC)
        # Only in the first and last year can a zone lead out of the supported years, and then `_local` raises an error.
        if not MINYEAR < moment.year < MAXYEAR:
            _local(moment, zone)
    except (ValueError, OverflowError):
        return None
    return moment


def _hour(parts: dict[str, str | None]) -> int:
    """The hour of the day.  Raises ValueError if it contradicts its half of the day, such as `14:30 AM`."""
    hour, half = int(parts.get("hour") or 0), parts.get("before") or parts.get("half") or ""
    if not half:
        return hour
    is_afternoon = half in ("下午", "午後") or half[0] in "Pp"
    if not is_afternoon and hour > 12:
        raise ValueError(half)
    return hour if hour > 12 else hour % 12 + 12 * is_afternoon


def _zone(offset: str | None, zone: ZoneInfo) -> timezone | ZoneInfo:
    """The zone of `offset`, or `zone` if there is none.  Raises ValueError for an unknown name."""
    if not offset:
        return zone
    offset = offset.upper()
    if offset in _NAMED_ZONES:
        return _NAMED_ZONES[offset]
    offset = offset.removeprefix("UTC").removeprefix("GMT").replace(":", "")
    if offset[0] not in "+-":
        raise ValueError(offset)
    hours, minutes = int(offset[1:3]), int(offset[3:] or 0)
    if minutes > 59:
        raise ValueError(offset)
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if offset[0] == "-" else size)

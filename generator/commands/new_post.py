"""Writes the file of a new post or page, which contains front matter (title, date) and an empty body."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from generator.addresses import normalise, slugize
from generator.commands.files import create_file
from generator.config import Config
from generator.dates import parse_date
from generator.digest import digest_text
from generator.errors import SiteError, Where
from generator.layouts import layout_of
from generator.sources.writing import write


def new_post(
    title: str, site: Path, config: Config, *, date: str | None, now: datetime, is_draft: bool, is_page: bool
) -> Path:
    """Write the file of a new post into the first content folder of the site, and return the path of the file.

    With `is_page`, it is a page instead, which has no date.  `date` is read as in front matter, in the time zone of the
    site unless it has an offset; if None, `now` is used.  Raises SiteError file-exists, write-failed, date-unreadable,
    or title-missing if `title` is blank.
    """
    title = " ".join(title.encode("utf-8", "replace").decode().split())
    if not title:
        raise SiteError("title-missing", "a post needs a title", Where("new"), 'write: pressmark new "A title"')
    moment = now if date is None else parse_date(date, config.zone)
    if moment is None:
        raise SiteError("date-unreadable", f"{date!r} is not a date", Where("--date"), "write it as YYYY-MM-DD")
    fields: dict[str, str | datetime | bool] = {"title": title}
    if not is_page:
        # Without an offset, as people write dates in YAML; it is read again in the zone of the site.
        fields["date"] = moment.astimezone(config.zone).replace(tzinfo=None, microsecond=0)
    if is_draft:
        fields["draft"] = True
    root = config.content[0]
    stem = _file_stem(title)
    day = moment.astimezone(config.zone).date()
    path = site / root.path / layout_of(root).new_path(stem, day, config.language, is_page=is_page, is_draft=is_draft)
    create_file(path, f"{write(fields, '')}\n".encode())
    return path


def _file_stem(title: str) -> str:
    # `normalise` cuts names that are too long for a file system, without splitting a character.
    address = normalise(slugize(title)) or ""
    return address.strip("/") or digest_text(title, size_bytes=6)

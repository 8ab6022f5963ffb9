"""Arguments and options that several commands share, and functions that turn their values into a folder and a time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

SiteArgument = Annotated[Path | None, typer.Argument(metavar="SITE", help="Folder of the site, with site.toml.")]
SiteOption = Annotated[Path | None, typer.Option("--site", "-s", metavar="DIR", help="The same as SITE.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="DIR", help="Folder to write, instead of site.toml's.")
]
Url = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="Address of the home page, instead of site.toml's.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, metavar="N", help="Worker processes; 0 is one per core.")]
Drafts = Annotated[bool, typer.Option("--drafts", help="Publish drafts too.")]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="TIME", help="Moment after which posts are future ones; UTC without an offset."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 3 if there are warnings.")]
Json = Annotated[str | None, typer.Option("--json", metavar="FILE", help="Write a report as JSON; - is stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print every warning and note in full.")]


def site_folder(argument: Path | None, option: Path | None) -> Path:
    """The folder of the site: `argument` (SITE) or `option` (`--site`), or the current folder if both are None.

    Raises typer.BadParameter if both are given and differ.
    """
    if argument is not None and option is not None and argument != option:
        raise typer.BadParameter("name the site once: as SITE or with --site")
    return argument or option or Path()


def moment_of(now: str | None) -> datetime:
    """The moment that a build takes as the current time, in UTC: `now`, the value of `--now`, or if None, the real one.

    A value without an offset is in UTC.  Raises typer.BadParameter if `now` is not a time in ISO 8601 format.
    """
    if now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter(f"{now!r} is no time; write 2026-11-22T10:00:00+08:00", param_hint="--now") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

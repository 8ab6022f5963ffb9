"""Arguments and options that several commands share, and the functions that interpret two of them."""

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
    """The folder given as SITE or with `--site`, else the current one.  Raises BadParameter if the two differ."""
    if argument is not None and option is not None and argument != option:
        raise typer.BadParameter("name the site once: as SITE or with --site")
    return argument or option or Path()


def moment_of(now: str | None) -> datetime:
    """The moment that the whole build takes as now, in UTC: the value of `--now`, else the current time.

    Raises BadParameter if the value is not a time.
    """
    if now is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise typer.BadParameter(f"{now!r} is no time; write 2026-11-22T10:00:00+08:00", param_hint="--now") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

"""Arguments and options that several commands take, each with its one spelling and help."""

from __future__ import annotations

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

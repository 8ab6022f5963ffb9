"""Arguments and options that several commands take, each with its one spelling and help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.utf8 import words

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

# -------------------------------------------------------------------------------------------- check

Against = Annotated[
    str | None,
    typer.Option("--against", metavar="DIR|BRANCH", help="Check nothing; say what changed since this was published."),
]

# ------------------------------------------------------------------------------------------- deploy

BRANCH = "gh-pages"

NoBuild = Annotated[bool, typer.Option("--no-build", help="Publish the output folder as it is.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and push nothing.")]
Remote = Annotated[
    str | None,
    typer.Option("--remote", metavar="NAME", help="Remote to push to.", show_default="origin, or the only one"),
]
Branch = Annotated[str, typer.Option("--branch", metavar="NAME", help="Branch to push to.")]
Message = Annotated[
    str | None,
    typer.Option(
        "--message",
        "-m",
        metavar="TEXT",
        parser=words,
        help="Message of the commit.",
        show_default="the commit of the sources",
    ),
]
Squash = Annotated[bool, typer.Option("--squash", help="Leave one commit on the branch, without history.")]
AllowRemovals = Annotated[
    bool, typer.Option("--allow-removals", help="Publish even when more than a tenth of the pages vanish.")
]
Workflow = Annotated[
    bool, typer.Option("--workflow", help="Write a workflow with which GitHub builds and publishes; push nothing.")
]
Requirement = Annotated[
    str | None,
    typer.Option(
        "--requirement",
        metavar="TEXT",
        help="What the workflow installs, as pip takes it.",
        show_default="this very program",
    ),
]

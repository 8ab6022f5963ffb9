"""What an output folder says of itself: with or without drafts, and for which address it was built.

It stands in the folder, so it is known when the cache is lost; `deploy --no-build` publishes nothing on hearsay.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from generator.building.report import BuildReport
from generator.errors import Severity, SiteError, Where
from generator.publishable import MARKER
from generator.stages.write import MARKER_TEXT, Writer, foreign_files


@dataclass(frozen=True, slots=True)
class Kind:
    """What a folder is built for: the address of the home page, and whether drafts are published."""

    has_drafts: bool
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a folder holds.  It is not whole from the moment when a build begins to make another kind of it."""

    kind: Kind
    is_whole: bool


def read_mark(output: Path) -> Mark | None:
    """What the folder says of itself; None where it says nothing that we understand.

    Raises SiteError write-failed where it cannot be read: to forget that there are drafts would be worse.
    """
    path = output / MARKER
    try:
        lines = path.read_text("utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise SiteError("write-failed", f"cannot be read: {error.strerror}", Where(str(path))) from error
    said = dict(line.split(" = ", 1) for line in lines if " = " in line)
    if said.get("state") not in _STATES or said.get("drafts") not in _ANSWERS or "url" not in said:
        return None
    return Mark(Kind(said["drafts"] == "yes", said["url"]), said["state"] == _WHOLE)


def begin_mark(output: Path, kind: Kind) -> None:
    """To be called before anything is written: a folder of another kind is a mixture until `end_mark`."""
    old = read_mark(output)
    if old is None or old.kind != kind:
        had_drafts = old is not None and old.kind.has_drafts
        _write(output, Mark(Kind(kind.has_drafts or had_drafts, kind.url), is_whole=False))


def end_mark(output: Path, report: BuildReport, planned: Collection[str], kind: Kind) -> None:
    """To be called when all is written, before the ledger says so; `planned` are the addresses of all files.

    A folder that had drafts is without them when nothing but the site is left in it: pages that the ledger lost, or
    that somebody changed, stay where they are.
    """
    if any(one.severity is Severity.ERROR for one in report.problems):
        return
    old = read_mark(output)
    had_drafts = old is not None and old.kind.has_drafts
    has_drafts = kind.has_drafts or (had_drafts and bool(foreign_files(output, planned, limit=1)))
    _write(output, Mark(Kind(has_drafts, kind.url), is_whole=True))


def is_settled(output: Path, kind: Kind) -> bool:
    """Whether there is nothing to find out about a folder in which nothing else has changed.

    Files that a build left alone may be deleted later, and then it is without drafts after all.
    """
    mark = read_mark(output)
    return mark is not None and mark.is_whole and (kind.has_drafts or not mark.kind.has_drafts)


_WHOLE, _PARTIAL = _STATES = ("whole", "unfinished")
_ANSWERS = ("yes", "no")


def _write(output: Path, mark: Mark) -> None:
    state, drafts = _WHOLE if mark.is_whole else _PARTIAL, "yes" if mark.kind.has_drafts else "no"
    said = f"state = {state}\ndrafts = {drafts}\nurl = {mark.kind.url}\n"
    Writer(output).write(f"/{MARKER}", (MARKER_TEXT + said).encode("utf-8", "surrogateescape"), None)

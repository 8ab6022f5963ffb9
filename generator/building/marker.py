"""The marker file of an output folder: whether the folder has drafts, and for which address it was built.

It lies in the folder itself, so it survives the loss of the cache, and `deploy --no-build` can rely on it.
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
    """Which site a folder holds: the address of its home page, and whether it includes drafts."""

    has_drafts: bool
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The content of the marker file; `is_whole` is False while a build turns the folder into another kind of site."""

    kind: Kind
    is_whole: bool


def read_mark(output: Path) -> Mark | None:
    """The content of the folder's marker file; None if there is no marker that this version understands.

    Raises SiteError write-failed if the file cannot be read, because it may say that the folder has drafts.
    """
    path = output / MARKER
    try:
        lines = path.read_text("utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    except OSError as error:
        raise SiteError("write-failed", f"cannot be read: {error.strerror}", Where(str(path))) from error
    fields = dict(line.split(" = ", 1) for line in lines if " = " in line)
    if fields.get("state") not in _STATES or fields.get("drafts") not in _ANSWERS or "url" not in fields:
        return None
    return Mark(Kind(fields["drafts"] == "yes", fields["url"]), fields["state"] == _WHOLE)


def begin_mark(output: Path, kind: Kind) -> None:
    """Write the marker file if the folder is to hold another kind of site; call this before anything else is written.

    The folder then counts as unfinished until `end_mark`.
    """
    old = read_mark(output)
    if old is None or old.kind != kind:
        had_drafts = old is not None and old.kind.has_drafts
        _write(output, Mark(Kind(kind.has_drafts or had_drafts, kind.url), is_whole=False))


def end_mark(output: Path, report: BuildReport, planned: Collection[str], kind: Kind) -> None:
    """Write the marker file when all other files are written; call this before the ledger is committed.

    `planned` has the addresses of all files.  A folder that had drafts counts as free of them only if it holds nothing
    but these files, because pages that somebody changed, or that have no record, stay in the folder.  After a build
    with errors the marker is not changed.
    """
    if any(item.severity is Severity.ERROR for item in report.problems):
        return
    old = read_mark(output)
    had_drafts = old is not None and old.kind.has_drafts
    has_drafts = kind.has_drafts or (had_drafts and bool(foreign_files(output, planned, limit=1)))
    _write(output, Mark(Kind(has_drafts, kind.url), is_whole=True))


def is_settled(output: Path, kind: Kind) -> bool:
    """Whether the folder's marker file is right as it is, if a build finds nothing else to do.

    False if the marker reports drafts and this build has none: somebody may have deleted the leftover pages since, so
    that the folder may be free of drafts now.
    """
    mark = read_mark(output)
    return mark is not None and mark.is_whole and (kind.has_drafts or not mark.kind.has_drafts)


_WHOLE, _PARTIAL = _STATES = ("whole", "unfinished")
_ANSWERS = ("yes", "no")


def _write(output: Path, mark: Mark) -> None:
    state, drafts = _WHOLE if mark.is_whole else _PARTIAL, "yes" if mark.kind.has_drafts else "no"
    text = f"state = {state}\ndrafts = {drafts}\nurl = {mark.kind.url}\n"
    Writer(output).write(f"/{MARKER}", (MARKER_TEXT + text).encode("utf-8", "surrogateescape"), None)

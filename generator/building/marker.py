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
    """The kind of site in a folder: the address of the home page, and whether drafts are published."""

    has_drafts: bool
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The content of the marker: a folder is not whole while a build changes its kind."""

    kind: Kind
    is_whole: bool


def read_mark(output: Path) -> Mark | None:
    """The marker of the folder; None if there is none that we understand.

    Raises SiteError write-failed if it cannot be read: ignoring it could lose the information that there are drafts.
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
    """Write the marker before anything else.  A folder that changes its kind is unfinished until `end_mark`."""
    old = read_mark(output)
    if old is None or old.kind != kind:
        had_drafts = old is not None and old.kind.has_drafts
        _write(output, Mark(Kind(kind.has_drafts or had_drafts, kind.url), is_whole=False))


def end_mark(output: Path, report: BuildReport, planned: Collection[str], kind: Kind) -> None:
    """Write the marker after all files are written, and before the ledger is committed.

    `planned` are the addresses of all files.  A folder that had drafts counts as free of them only if it holds nothing
    but these files, because pages that the ledger lost or that somebody changed stay in the folder.  After errors the
    marker stays as it was.
    """
    if any(item.severity is Severity.ERROR for item in report.problems):
        return
    old = read_mark(output)
    had_drafts = old is not None and old.kind.has_drafts
    has_drafts = kind.has_drafts or (had_drafts and bool(foreign_files(output, planned, limit=1)))
    _write(output, Mark(Kind(has_drafts, kind.url), is_whole=True))


def is_settled(output: Path, kind: Kind) -> bool:
    """Whether a build that finds no other change may leave the marker of the folder as it is.

    It may not if the marker reports drafts and this build has none: somebody may have deleted the leftover pages since,
    so the folder may be free of drafts now.
    """
    mark = read_mark(output)
    return mark is not None and mark.is_whole and (kind.has_drafts or not mark.kind.has_drafts)


_WHOLE, _PARTIAL = _STATES = ("whole", "unfinished")
_ANSWERS = ("yes", "no")


def _write(output: Path, mark: Mark) -> None:
    state, drafts = _WHOLE if mark.is_whole else _PARTIAL, "yes" if mark.kind.has_drafts else "no"
    text = f"state = {state}\ndrafts = {drafts}\nurl = {mark.kind.url}\n"
    Writer(output).write(f"/{MARKER}", (MARKER_TEXT + text).encode("utf-8", "surrogateescape"), None)

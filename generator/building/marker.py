"""The marker file of an output folder: whether the folder has drafts, and for which address it was built.

The marker file is in the output folder, so `deploy --no-build` can rely on it even if the cache is lost.
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
    """What an output folder is built for: the address of the home page, and whether drafts are published."""

    has_drafts: bool
    url: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The content of the marker file of an output folder.

    `is_whole` is False while a build changes the folder from one `Kind` to another, so that it has pages of both.
    """

    kind: Kind
    is_whole: bool


def read_mark(output: Path) -> Mark | None:
    """The content of the marker file in the folder `output`; None if there is none that this version understands.

    Raises SiteError `write-failed` if the file cannot be read, because it may say that the folder has drafts.
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
    """Write the marker file with `is_whole=False` if the folder was built for another `Kind` or has no marker file.

    Call this before any other file is written; `end_mark` completes the marker file.
    """
    old = read_mark(output)
    if old is None or old.kind != kind:
        had_drafts = old is not None and old.kind.has_drafts
        _write(output, Mark(Kind(kind.has_drafts or had_drafts, kind.url), is_whole=False))


def end_mark(output: Path, report: BuildReport, planned: Collection[str], kind: Kind) -> None:
    """Write the marker file with `is_whole=True`, unless `report` has errors.

    Call this after all other files are written, and before the ledger is committed.  `planned` has the addresses of all
    files of the site.  A folder that had drafts counts as free of them only if it holds no other files, because pages
    that somebody changed, or that have no record, stay in the folder.
    """
    if any(item.severity is Severity.ERROR for item in report.problems):
        return
    old = read_mark(output)
    had_drafts = old is not None and old.kind.has_drafts
    has_drafts = kind.has_drafts or (had_drafts and bool(foreign_files(output, planned, limit=1)))
    _write(output, Mark(Kind(has_drafts, kind.url), is_whole=True))


def is_settled(output: Path, kind: Kind) -> bool:
    """Whether the marker file of the folder `output` can stay as it is, if a build of this `kind` changes no file.

    False if there is none, or if a build has not completed it.  False if it reports drafts and `kind` has none:
    somebody may have deleted the leftover pages since, so that the folder may be free of drafts now.
    """
    mark = read_mark(output)
    return mark is not None and mark.is_whole and (kind.has_drafts or not mark.kind.has_drafts)


_WHOLE, _PARTIAL = _STATES = ("whole", "unfinished")
_ANSWERS = ("yes", "no")


def _write(output: Path, mark: Mark) -> None:
    state, drafts = _WHOLE if mark.is_whole else _PARTIAL, "yes" if mark.kind.has_drafts else "no"
    text = f"state = {state}\ndrafts = {drafts}\nurl = {mark.kind.url}\n"
    Writer(output).write(f"/{MARKER}", (MARKER_TEXT + text).encode("utf-8", "surrogateescape"), None)

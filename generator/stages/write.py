"""The write stage: refuses output folders that are not ours, and replaces and removes files, each as a whole."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.addresses import file_path
from generator.digest import digest_bytes
from generator.errors import Problem, SiteError, Where, problem
from generator.publishable import MARKER, TEMPORARY_PREFIX, refusal
from generator.runtime.files import file_record, renewed
from generator.runtime.ledger import FileRecord

_NO_PLACES = frozenset({"", ".", ".."})
MARKER_TEXT = "Pressmark writes this folder; it removes files here that it wrote itself and no others.\n"
PENDING = FileRecord("", 0, 0, 0, 0)
"""The record of a new file that a build is about to write: if the file exists later, we know that we wrote it."""
_ADOPT_HELP = "choose another folder with --output, or take this one over with --adopt if nothing in it matters"
_OTHER_HELP = "choose another folder: output in site.toml, or --output"


# ---------------------------------------------------------------------------------------- the folder


def open_output(output: Path, site: Path, *, adopt: bool, inputs: Sequence[Path] = ()) -> bool:
    """Make the folder `output` or check that Pressmark may write into it, and put a marker file there.

    `inputs` are the folders from which the site is made, besides `templates` and `static`.  Returns whether `output`
    was new or empty.  Raises SiteError output-refused if the folder has files but no marker file and `adopt` is False,
    or if it must never be written into, such as an input; and write-failed if it cannot be made.
    """
    where = Where(str(output))
    if os.path.lexists(output) and not output.is_dir():
        raise SiteError("output-refused", "is not a folder", where, _OTHER_HELP)
    _refuse_places(output, site, (*inputs, site / "templates", site / "static"), where)
    try:
        names = set(os.listdir(output)) if output.exists() else set()  # noqa: PTH208  names are enough, and faster
        if ".git" in names:
            help = "publish from another folder; Pressmark never writes into a repository of its own"
            raise SiteError("output-refused", "has a .git of its own", where, help)
        is_ours = MARKER in names and stat.S_ISREG((output / MARKER).lstat().st_mode)
        # A build that was killed while it made the marker leaves only its temporary file.
        is_empty = all(name.startswith(TEMPORARY_PREFIX) for name in names)
        if not is_empty and not is_ours and not adopt:
            raise SiteError("output-refused", f"is not empty and has no {MARKER} in it", where, _ADOPT_HELP)
        output.mkdir(parents=True, exist_ok=True)
        if not is_ours:
            Writer(output).write(f"/{MARKER}", MARKER_TEXT.encode(), None)
    except OSError as error:
        raise _failed(output, error) from error
    return is_empty


def _refuse_places(output: Path, site: Path, inputs: Sequence[Path], where: Where) -> None:
    target = output.resolve()
    lineage = [_identity(folder) for folder in (target, *target.parents)]
    # Compared by device and inode: a path can be written in many ways, in other case or through links.
    here, site_here = _identity(target), _identity(site.resolve())
    ancestors_of_site = [_identity(folder) for folder in site.resolve().parents]
    if target == Path(target.anchor) or here == _identity(Path.home()):
        raise SiteError("output-refused", "is the home folder or the root of the disk", where, _OTHER_HELP)
    if here is not None and (here == site_here or here in ancestors_of_site):
        raise SiteError("output-refused", "is the site itself or a folder around it", where, _OTHER_HELP)
    below_site = target.relative_to(site.resolve()).parts if target.is_relative_to(site.resolve()) else ()
    if below_site == (".pressmark", "preview"):
        return  # no source is ever read there, even if the site folder is a content root
    for folder in inputs:
        identity = _identity(folder.resolve())
        if (identity is not None and identity in lineage) or folder.resolve() in (target, *target.parents):
            raise SiteError(
                "output-refused", f"is inside {folder.name or folder}, which the site is made from", where, _OTHER_HELP
            )
        if here is not None and here in [_identity(parent) for parent in folder.resolve().parents]:
            raise SiteError(
                "output-refused", f"is around {folder.name or folder}, which the site is made from", where, _OTHER_HELP
            )
    # Below .pressmark only the preview may write, and no output belongs into the .git folder of a repository.
    if below_site == (".pressmark",) or ".git" in target.parts:
        raise SiteError("output-refused", "holds the records of a program", where, _OTHER_HELP)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


# -------------------------------------------------------------------------------------------- a file


class Writer:
    """Writes files into the output folder.  It remembers which folders exist: use a new one for each batch of pages."""

    def __init__(self, output: Path) -> None:
        """Nothing on disk is read or changed yet."""
        self._output = os.fspath(output)
        self._folders: set[str] = set()

    def write(
        self, address: str, data: bytes, previous: FileRecord | None, *, force: bool = False
    ) -> tuple[FileRecord, bool]:
        """Write `data` to the file of `address`; return a record of the file, and False if it already had these bytes.

        A file that already has these bytes is not touched.  To see this, the file is read, unless `previous`, its
        record from an earlier build, has the digest of `data` and the size, times and inode that the file has now; with
        `force` it is read in any case.  Missing folders are made.  A new file replaces the old one in one step, so no
        reader sees a part of it.  Raises SiteError write-failed; the old file is whole then.
        """
        parts = _parts(self._output, address)
        path = "/".join((self._output, *parts))
        digest = digest_bytes(data)
        try:
            is_new = self._make_folders(parts)
            status = None if is_new else _lstat(path)
            if status is not None and stat.S_ISREG(status.st_mode) and status.st_size == len(data):
                record = file_record(digest, status)
                if (record == previous and not force) or _holds(path, data):
                    return record, False
            if status is not None and stat.S_ISDIR(status.st_mode):
                _clear_folder(path)
            return _replace(path, digest, data), True
        except OSError as error:
            raise _failed(Path(path), error) from error

    def _make_folders(self, parts: Sequence[str]) -> bool:
        """Make the folders on the way to a file.  Returns whether the last one is new, and therefore empty."""
        folder, is_new = self._output, False
        for part in parts[:-1]:
            folder, is_new = f"{folder}/{part}", False
            if folder in self._folders:
                continue
            try:
                os.mkdir(folder)  # noqa: PTH102  a Path for each folder costs more than the folder
                is_new = True
            except FileExistsError:
                # The folder was there before, or another worker has just made it.
                _refuse_other_than_folder(folder)
            self._folders.add(folder)
        return is_new


def _parts(output: str, address: str) -> list[str]:
    """The parts of the path to the file of an address.

    Addresses are checked when they are claimed.  The same rule is applied here once more, so that every file that is
    built can be published.
    """
    relative = file_path(address)
    if relative != MARKER and (why := refusal(relative, by_owner=True)) is not None:
        raise SiteError("write-failed", f"{address!r} is no place in the output folder: {why}", Where(output))
    return relative.split("/")


def _target(output: Path, address: str) -> Path:
    """The path of an address in the ledger; an earlier version may have used a name that is refused today."""
    parts = file_path(address).split("/")
    if not _NO_PLACES.isdisjoint(parts):
        raise SiteError("write-failed", f"{address!r} is no place in the output folder", Where(str(output)))
    return output.joinpath(*parts)


def _refuse_other_than_folder(folder: str) -> None:
    status = _lstat(folder)
    if status is None or not stat.S_ISDIR(status.st_mode):
        is_link = status is not None and stat.S_ISLNK(status.st_mode)
        kind = "a symbolic link" if is_link else "a file"
        message = f"needs a folder where {kind} is that Pressmark did not write"
        raise SiteError("write-failed", message, Where(folder), "move it out of the output folder")


def _folders_between(output: Path, path: Path) -> list[Path]:
    parts = path.relative_to(output).parts[:-1]
    return [output.joinpath(*parts[: count + 1]) for count in range(len(parts))]


def _clear_folder(path: str) -> None:
    """Remove an empty folder in the place of a file, which an interrupted build may have left."""
    try:
        Path(path).rmdir()
    except OSError:
        raise SiteError(
            "write-failed",
            "is a folder with files that Pressmark did not write, and a page belongs here",
            Where(path),
            "move it out of the output folder",
        ) from None


def _replace(path: str, digest: str, data: bytes) -> FileRecord:
    # The process id keeps workers apart; within one process files are written one after the other.
    temporary = f"{path[: path.rindex('/')]}/{TEMPORARY_PREFIX}{os.getpid()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        file = os.open(temporary, flags, 0o644)
    except FileExistsError:
        # Left by a killed process that had our process id.
        os.unlink(temporary)  # noqa: PTH108
        file = os.open(temporary, flags, 0o644)
    try:
        try:
            written = os.write(file, data)
            while written < len(data):
                written += os.write(file, memoryview(data)[written:])
        finally:
            os.close(file)
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    # Only now: renaming a file changes its ctime.
    return file_record(digest, os.lstat(path))


def _failed(path: Path, error: OSError) -> SiteError:
    name = errno.errorcode.get(error.errno or 0, "")
    help = {
        errno.ENOSPC: "make room on the disk and build again",
        errno.EACCES: "give yourself the right to write here",
        errno.EPERM: "give yourself the right to write here",
        errno.EROFS: "choose a folder on a disk that can be written",
    }.get(error.errno or 0, "")
    return SiteError("write-failed", f"{error.strerror or error} ({name or 'no errno'})", Where(str(path)), help)


def _holds(path: str, data: bytes) -> bool:
    try:
        return Path(path).read_bytes() == data
    except PermissionError:
        # A web server could not read the file either, and replacing it does not require reading it.
        return False


def _lstat(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except FileNotFoundError:
        return None


# ------------------------------------------------------------------------------------------ removing


def make_way(
    output: Path, planned: Collection[str], records: Mapping[str, FileRecord]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Remove files of earlier builds that are in the way: a file where a planned file needs a folder, or the reverse.

    Call this before anything is written.  `planned` are the addresses of this build, `records` the files of earlier
    builds by address.  Returns the addresses of the removed files, and a warning for each file that was changed since
    Pressmark wrote it and therefore stays.  Raises SiteError write-failed.
    """
    if all(address in planned for address in records):
        return (), ()
    files = {file_path(address) for address in planned}
    folders = {parent for path in files for parent in _parents(path)}
    in_the_way = {
        address: record
        for address, record in records.items()
        if (path := file_path(address)) not in files
        and (path in folders or any(parent in files for parent in _parents(path)))
    }
    return remove_stale(output, planned, in_the_way)


def remove_stale(
    output: Path, planned: Collection[str], records: Mapping[str, FileRecord]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Remove the files of earlier builds that are not planned any more, and the folders that become empty.

    `planned` are the addresses of this build, `records` the files of earlier builds by address.  Returns the addresses
    of the removed files, and a warning for each that was changed and therefore stays.  Raises SiteError write-failed.
    """
    if all(address in planned for address in records):
        return (), ()
    files = {file_path(address) for address in planned}
    folded = {path.casefold(): path for path in files}
    removed, problems = [], []
    for address in sorted(records):
        relative = file_path(address)
        if relative in files:
            continue
        path = _target(output, address)
        try:
            if relative.casefold() in folded and _is_same_file(path, output / folded[relative.casefold()]):
                continue  # only the case of the name changed, on a disk that ignores case
            if any(stat.S_ISLNK(folder.lstat().st_mode) for folder in _folders_between(output, path)):
                problems.append(_changed(path, "a folder on its way was replaced by a link"))
            elif not _is_as_written(path, records[address]):
                problems.append(_changed(path, "was changed after Pressmark wrote it"))
            else:
                path.unlink()
                removed.append(address)
                _prune(output, path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise _failed(path, error) from error
    return tuple(removed), tuple(problems)


def _parents(path: str) -> Iterator[str]:
    position = path.find("/")
    while position >= 0:
        yield path[:position]
        position = path.find("/", position + 1)


def _is_same_file(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _is_as_written(path: Path, record: FileRecord) -> bool:
    if record == PENDING:
        return stat.S_ISREG(path.lstat().st_mode)
    return renewed(os.fspath(path), record) is not None


def _changed(path: Path, message: str) -> Problem:
    help = "delete it yourself if you do not want it"
    return problem("output-changed", Where(str(path)), f"{message}, and is no longer planned: left alone", help)


def _prune(output: Path, path: Path) -> None:
    for folder in reversed(_folders_between(output, path)):
        try:
            folder.rmdir()
        except OSError:
            return


def sweep_temporaries(output: Path) -> int:
    """Remove the half-written files that interrupted builds left in the folder `output`, and return their number."""
    count = 0
    for folder, names in _walk(output):
        for name in names:
            if name.startswith(TEMPORARY_PREFIX):
                with suppress(OSError):
                    (output / folder / name).unlink()
                    count += 1
    return count


@contextmanager
def swept_on_failure(output: Path) -> Iterator[None]:
    """Context manager: if its `with` block fails or is interrupted, the half-written files in `output` are removed."""
    try:
        yield
    except BaseException:
        sweep_temporaries(output)
        raise


def foreign_files(output: Path, planned: Collection[str], limit: int) -> tuple[Problem, ...]:
    """One note for each file in the folder `output` that is at no address in `planned`, sorted by path.

    If there are more than `limit` such files, the last of `limit` notes gives the number of those not named.
    """
    ours = {file_path(address) for address in planned} | {MARKER}
    foreign = []
    for folder, names in _walk(output):
        foreign += [path for name in names if (path := f"{folder}{name}") not in ours]
    foreign.sort()
    shown = foreign if len(foreign) <= limit else foreign[: limit - 1]
    problems = [
        problem("output-foreign", Where(str(output / path)), "not written by Pressmark, left alone") for path in shown
    ]
    if len(foreign) > len(shown):
        message = f"{len(foreign) - len(shown)} more files not written by Pressmark, left alone"
        problems.append(problem("output-foreign", Where(str(output)), message))
    return tuple(problems)


def _walk(output: Path) -> Iterator[tuple[str, list[str]]]:
    """(prefix of paths in it, names of files in it) for each folder; links count as files and are not followed."""
    root, waiting = os.fspath(output), [""]
    while waiting:
        folder = waiting.pop()
        names: list[str] = []
        try:
            # Making a Path for each folder takes nearly as long as reading the folder.
            with os.scandir(f"{root}/{folder}") as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{folder}{entry.name}/")
                    else:
                        names.append(entry.name)
        except OSError:
            continue  # gone since it was listed, or not ours to read
        yield folder, names

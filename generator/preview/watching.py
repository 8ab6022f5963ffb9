"""Watches the files and folders that a site is built from, including folders that appear and disappear."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, watch

from generator.config import SETTINGS_FILE
from generator.layouts.files import is_source

_STEP_MS = 40
"""Milliseconds without a change before changes are reported."""
_DEBOUNCE_MS = 1000
"""The maximum of milliseconds for which changes that keep coming are collected, as while a branch is checked out."""
_TIMEOUT_MS = 100
_POLL_MS = 1000
_KEPT = ".well-known"


@dataclass(frozen=True, slots=True)
class WatchedFolders:
    """The paths of folders to watch: those in `deep` with everything below them, those in `flat` without subfolders.

    `identities` has (path, device, inode) of each folder.  It makes two values differ if a folder was replaced by
    another one at the same path.
    """

    deep: tuple[str, ...]
    flat: tuple[str, ...]
    identities: tuple[tuple[str, int, int], ...]


def folders_to_watch(site: Path, inputs: Iterable[Path]) -> WatchedFolders:
    """The folders to watch for the site in the folder `site`, which is built from the files and folders `inputs`.

    All paths are absolute, and the inputs need not exist.  The folder around each input is watched, too, so that the
    creation, deletion and replacement of the input is noticed; editors replace every file that they save.
    """
    deep: set[Path] = set()
    flat = {site}
    for path in inputs:
        flat.add(next((folder for folder in path.parents if folder.is_dir()), path))
        if path.is_dir():
            folders, is_plain = _folders(path)
            if is_plain:
                deep.add(path)
            else:
                flat.update(folders)
    deep = {path for path in deep if deep.isdisjoint(path.parents)}
    flat = {path for path in flat if path not in deep and deep.isdisjoint(path.parents)}
    identities = []
    for path in sorted(deep | flat):
        with suppress(OSError):
            status = path.stat()
            identities.append((str(path), status.st_dev, status.st_ino))
    return WatchedFolders(tuple(sorted(map(str, deep))), tuple(sorted(map(str, flat))), tuple(identities))


def _folders(root: Path) -> tuple[list[Path], bool]:
    """(the folder `root` and all folders in it that a build scans, whether `root` can be watched as a whole).

    `root` cannot be watched as a whole if it contains links to folders, which the watcher would follow, even to the
    root of the disk, or hidden folders: a `root` that is the site itself contains the cache.
    """
    folders, is_plain = [root], True
    waiting = [os.fspath(root)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    is_plain = is_plain and not entry.is_dir()
                elif entry.is_dir(follow_symlinks=False):
                    if _is_hidden(entry.name):
                        is_plain = False
                    else:
                        folders.append(Path(entry.path))
                        waiting.append(entry.path)
    return folders, is_plain


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name != _KEPT


def is_relevant(path: Path, site: Path, inputs: Iterable[Path]) -> bool:
    """Whether a change of `path` can affect a build of the site in the folder `site`, which is built from `inputs`.

    False for hidden and backup files that editors and tools leave beside sources.  All paths are absolute.
    """
    if path == site / SETTINGS_FILE:
        return True
    for known in inputs:
        if path == known or path in known.parents:
            return True
        if path.is_relative_to(known):
            *folders, name = path.relative_to(known).parts
            if any(_is_hidden(folder) for folder in folders):
                continue
            # Vim creates a file named 4913 to test whether it may write.
            is_left = (_is_hidden(name) or name.endswith("~") or name == "4913") and not is_source(name)
            if not is_left and not name.startswith(".#"):
                return True
    return False


class Watcher:
    """Watches folders for changes in background threads, and reports changes from these threads."""

    def __init__(self, on_change: Callable[[frozenset[str]], None], on_trouble: Callable[[str], None]) -> None:
        """Both functions are called from other threads.

        `on_change` gets the absolute paths of changes, or an empty set when watching has begun; `on_trouble` gets a
        message for the user if changes cannot be watched as usual.
        """
        self._on_change = on_change
        self._on_trouble = on_trouble
        self._places: WatchedFolders | None = None
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._is_lost = False

    def watch(self, wanted: WatchedFolders) -> None:
        """Watch the folders `wanted` in place of those watched before; return at once.

        The earlier folders are watched until the new ones are, so that no change is missed.  Nothing happens if
        `wanted` is watched already.
        """
        if wanted == self._places and not self._is_lost:
            return
        self._places = wanted
        self._is_lost = False
        before, self._stop = self._stop, threading.Event()
        groups = [(paths, is_deep) for paths, is_deep in ((wanted.deep, True), (wanted.flat, False)) if paths]

        def go_over() -> None:
            before.set()
            self._on_change(frozenset())

        ready = _Countdown(len(groups), go_over)
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        for paths, is_deep in groups:
            thread = threading.Thread(target=self._run, args=(paths, is_deep, self._stop, ready), daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Stop watching, and wait up to a second for each thread to end."""
        self._stop.set()
        for thread in self._threads:
            thread.join(1.0)

    def _tell(self, changes: set[tuple[Change, str]]) -> None:
        known = self._places
        watched = {*known.deep, *known.flat} if known else set()
        watched |= {os.path.realpath(path) for path in watched}
        # A deleted folder is no longer watched, and a folder created in its place may have the same inode number.
        if any(change is not Change.modified and path in watched for change, path in changes):
            self._is_lost = True
        self._on_change(frozenset(path for _, path in changes))

    def _run(self, paths: tuple[str, ...], is_deep: bool, stop: threading.Event, ready: _Countdown) -> None:
        is_forgiving = must_poll = False
        while not stop.is_set():
            try:
                for changes in watch(
                    *(path for path in paths if Path(path).is_dir()),
                    watch_filter=None,
                    debounce=_DEBOUNCE_MS,
                    step=_STEP_MS,
                    stop_event=stop,
                    rust_timeout=_TIMEOUT_MS,
                    yield_on_timeout=True,
                    raise_interrupt=False,
                    force_polling=True if must_poll else None,
                    poll_delay_ms=_POLL_MS,
                    recursive=is_deep,
                    ignore_permission_denied=is_forgiving,
                ):
                    # The first answer, with or without changes, means that all places are watched.
                    ready.done()
                    if changes:
                        self._tell(changes)
            except FileNotFoundError:
                # A folder was deleted just before it was watched.
                time.sleep(_TIMEOUT_MS / 1000)
            except (OSError, RuntimeError) as error:
                if isinstance(error, PermissionError) and not is_forgiving:
                    # A build cannot read the folder either.  Not set from the start: it hides other errors, too.
                    is_forgiving = True
                elif not must_poll:
                    must_poll = True
                    reason = str(error).partition(" about [")[0]
                    self._on_trouble(
                        f"the system does not report changes ({reason}); all files are compared every second instead"
                    )
                else:
                    self._on_trouble(f"changes cannot be watched: {error}")
                    ready.done()
                    return


class _Countdown:
    """Calls `then` as soon as `count` different threads have called `done`."""

    def __init__(self, count: int, then: Callable[[], object]) -> None:
        self._left = count
        self._then = then
        self._lock = threading.Lock()
        self._seen: set[int] = set()

    def done(self) -> None:
        """Count the calling thread, and call `then` if it is the last of `count` threads.

        Further calls by the same thread have no effect.
        """
        with self._lock:
            if threading.get_ident() in self._seen:
                return
            self._seen.add(threading.get_ident())
            self._left -= 1
            is_last = self._left == 0
        if is_last:
            self._then()

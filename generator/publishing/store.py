"""The git repository that Pressmark keeps in the cache of a site (`.pressmark/`), with the published branches only.

Its configuration includes that of the user's repository, which has the settings for logging in to the remote; the
user's repository is never written.  If the repository is lost or damaged, it is created again and filled from the
remote.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from generator.errors import SiteError, Where
from generator.publishing.git import Git

_OURS = "# What follows is written anew by every deploy.\n"


@dataclass(frozen=True, slots=True)
class Store:
    """The git repository that Pressmark keeps in the cache of a site, to fetch published branches and push from it.

    The user's own repository is not changed.  Only one process may use the store at a time.
    """

    folder: Path
    """The folder of the repository, as an absolute path, because git runs in another folder."""
    git: Git
    """Runs git in the user's repository."""
    algorithm: str
    """The hash algorithm of object names, `sha1` or `sha256`."""
    settings: tuple[Path, ...]
    """Files with git settings that the configuration of the repository must include."""

    def open(self) -> None:
        """Create the repository if it is missing, write its configuration, and delete locks that a killed run left.

        Raises SiteError cache-failed if a file cannot be written, or git-failed.
        """
        try:
            if not (self.folder / "HEAD").is_file():
                self._make()
            config = self.folder / "config"
            own = config.read_text("utf-8", "surrogateescape").partition(_OURS)[0]
            included = "".join(f"[include]\n\tpath = {_quoted(os.fspath(path))}\n" for path in self.settings)
            config.write_text(f"{own}{_OURS}{included}", "utf-8", "surrogateescape")
            # The caller holds the deploy lock, so these locks are leftovers.
            left = (self.folder / "shallow.lock", self.folder / "packed-refs.lock", self.folder / "gc.pid")
            locks = (self.folder / "refs").rglob("*.lock")
            for path in (*left, *locks, *(self.folder / "objects" / "pack").glob("tmp_*")):
                path.unlink(missing_ok=True)
        except OSError as error:
            raise SiteError("cache-failed", f"cannot be written: {error.strerror}", Where(str(self.folder))) from error

    def renew(self) -> None:
        """Delete the repository and create it again.  Raises SiteError cache-failed or git-failed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.open()

    def _make(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        options = ("--quiet", "--bare", "--template=", f"--object-format={self.algorithm}")
        self.git.must("init", *options, os.fspath(self.folder))


def _quoted(text: str) -> str:
    """`text` quoted for a git config file."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'

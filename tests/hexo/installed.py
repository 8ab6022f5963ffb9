"""Hexo, installed for comparing with: exactly what the lock file names, in a cache folder outside of the work tree.

`python -m tests.hexo.installed`, which is `make hexo`, installs it unless it is there.  Tests never do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def folder() -> Path:
    """Where it is installed; another lock file has another folder."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "pressmark" / f"hexo-{hashlib.sha256((HERE / 'package-lock.json').read_bytes()).hexdigest()[:12]}"


def program() -> Path:
    """The command `hexo`, whether it is there or not."""
    return folder() / "node_modules/.bin/hexo"


def install() -> None:
    """Install it with npm, all or nothing.  Packages run no scripts of their own."""
    if program().exists():
        return
    folder().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder().parent) as name:
        made = Path(name) / "made"
        made.mkdir()
        for file in ("package.json", "package-lock.json"):
            shutil.copy(HERE / file, made)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=made, check=True)
        made.rename(folder())


if __name__ == "__main__":
    install()

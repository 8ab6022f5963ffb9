"""Programs of npm that tests run: exactly what their lock files name, in a cache folder outside of the work tree.

`python -m tests.npm`, which is `make npm`, installs those that are not there yet.  Tests never do.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

TESTS = Path(__file__).parent
PROGRAMS = {"hexo": "node_modules/.bin/hexo", "vnu": "node_modules/vnu-jar/build/dist/vnu.jar"}
"""By the folder of tests that has the lock file: what is run, in the folder where it is installed."""


def folder(name: str) -> Path:
    """Where the packages of a program are installed; another lock file has another folder."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    lock = (TESTS / name / "package-lock.json").read_bytes()
    return base / "pressmark" / f"{name}-{hashlib.sha256(lock).hexdigest()[:12]}"


def program(name: str) -> Path:
    """The file that is run, whether it is there or not."""
    return folder(name) / PROGRAMS[name]


def install(name: str) -> None:
    """Install a program with npm, all or nothing.  Packages run no scripts of their own."""
    if program(name).exists():
        return
    folder(name).parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder(name).parent) as temporary:
        made = Path(temporary) / "made"
        made.mkdir()
        for file in ("package.json", "package-lock.json"):
            shutil.copy(TESTS / name / file, made)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=made, check=True)
        made.rename(folder(name))


if __name__ == "__main__":
    for name in PROGRAMS:
        install(name)

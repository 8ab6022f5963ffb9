"""The digest of the program itself: its own files, and the libraries whose output gets into pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from generator.digest import digest_bytes, digest_plain

LIBRARIES = (
    "bleach deflate imagesize jinja2 markdown markdown-it-py markupsafe math-core mdit-py-plugins mdurl nh3 pygments "
    "python-frontmatter PyYAML selectolax tzdata webencodings".split()
)
"""Distributions whose version can change a page; tests/test_engine.py names all others with the reason why not."""


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """The digest of all parts of the program that can change a page: its files, `LIBRARIES`, and the Python version."""
    files = tuple(package_files(Path(__file__).resolve().parent))
    # Python brings the Unicode tables, the HTML entities and the TOML reader.
    return digest_plain((files, tuple((name, version(name)) for name in LIBRARIES), tuple(sys.version_info[:3])))


def package_files(package: Path) -> Iterator[tuple[str, str]]:
    """(path, digest) of each file in the folder `package`, sorted by path.

    Compiled Python (`__pycache__`) is left out, and so is `_bundled/`, where a wheel has the templates and static
    files.
    """
    # `os.walk` takes a seventh of the time of `Path.rglob`, and even a build without changes runs it.
    for folder, folders, names in os.walk(package):
        # Templates and static files in a wheel have their own digests, so a change in them affects only their pages.
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "_bundled"))
        for name in sorted(names):
            file = Path(folder, name)
            yield file.relative_to(package).as_posix(), digest_bytes(file.read_bytes())

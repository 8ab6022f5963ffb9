"""What the program itself contributes to every result: its own source and the libraries whose output ends in pages."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from generator.digest import digest_bytes, digest_value

LIBRARIES = "bleach jinja2 markdown markupsafe nh3 pygments python-frontmatter PyYAML selectolax tzdata".split()
"""Distributions whose version can change a page."""


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Digest of the package's files, of the versions of `LIBRARIES`, and of Python's."""
    package = Path(__file__).resolve().parent
    files = sorted(
        path for path in package.rglob("*") if path.suffix in (".py", ".txt") and "_bundled" not in path.parts
    )
    sources = tuple((path.relative_to(package).as_posix(), digest_bytes(path.read_bytes())) for path in files)
    # Python brings the Unicode tables, the HTML entities and the TOML reader.
    return digest_value((sources, tuple((name, version(name)) for name in LIBRARIES), tuple(sys.version_info[:3])))

"""How the running Pressmark is installed on this machine: by an installer such as pip, or run from a checkout."""

from __future__ import annotations

import csv
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution, distributions
from pathlib import Path

PACKAGE = "generator"
DISTRIBUTION = "pressmark"

_MADE_BY_MACHINES = re.compile(r"(?:.*/)?(?:__pycache__/.*|\.DS_Store|[^/]*\.py[co]|[^/]*~|\.[^/]*\.sw[a-p])")


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the running Pressmark is on this machine, and how it was installed."""

    package: Path
    """The folder of the Python package `generator`."""
    distribution: Distribution | None
    """The metadata that the installer recorded; None if the program runs from a checkout."""


def running_installation() -> Installation:
    """The installation of the Pressmark that this process runs.

    A Pressmark that is installed in the Python environment counts only if this process has loaded its modules from
    there: `python -m generator` in a checkout runs the checkout, whatever is installed.
    """
    package = Path(__file__).resolve().parents[1]
    first = f"{PACKAGE}/__init__.py"
    for distribution in distributions(name=DISTRIBUTION):
        # An editable installation records no module of the package, only a link to it.
        if first in recorded(distribution) and folder_of(distribution) / first == package / "__init__.py":
            return Installation(package, distribution)
    return Installation(package, None)


def folder_of(distribution: Distribution) -> Path:
    """The folder, such as `site-packages`, into which `distribution` is installed.

    The paths in its file RECORD are relative to this folder.
    """
    return Path(str(distribution.locate_file(""))).resolve()


def recorded(distribution: Distribution) -> dict[str, str]:
    """{path: digest} of all files of an installed distribution, as its installer recorded them in the file RECORD.

    Paths are relative to `site-packages`.  A digest has the form `sha256=…`, or is empty if none was recorded.  The
    result is empty without a RECORD.  `Distribution.files` is of no use here: since Python 3.12 it leaves out missing
    files.

    Source: Recording installed projects,
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/.
    """
    rows = csv.reader((distribution.read_text("RECORD") or "").splitlines())
    return {row[0]: row[1] for row in rows if len(row) >= 2}


def digest_field(data: bytes) -> str:
    """The SHA-256 digest of `data` as RECORD, the list of files in a wheel, has it: `sha256=` and URL-safe base64."""
    return "sha256=" + urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")


def is_shipped(name: str) -> bool:
    """Whether the file with the path `name` in the folder of the package belongs to the program.

    False for files that Python, an editor or the system left there, such as `__pycache__/` and `.DS_Store`.
    """
    return _MADE_BY_MACHINES.fullmatch(name) is None
